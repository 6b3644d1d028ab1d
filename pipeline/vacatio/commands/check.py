"""The subcommand ``vacatio check``."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from pathlib import Path

import click

from vacatio.commands._facts import (
    encoding_option,
    facts,
    given_options,
    language,
    language_option,
    today,
)
from vacatio.commands._shared import clear_errors, data_options, one_line, settled


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@given_options
@language_option
@encoding_option
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How to print it; sarif is SARIF 2.1.0, github annotates a workflow.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="The least grave finding for which the exit code is 1.",
)
@click.option(
    "--require-checked",
    is_flag=True,
    help="Exit with 1 too where a date could not be checked.",
)
@data_options
def command(
    files: tuple[str, ...],
    published: dt.date | None,
    adopted: dt.date | None,
    registered: dt.date | None,
    lang: str,
    encoding: str | None,
    output: str,
    fail_on: str,
    require_checked: bool,
    config: Path | None,
    data: Path | None,
) -> None:
    r"""Do the dates in this bulletin or act agree with its own terms and with the law?

    \b
        vacatio check newsletter.docx
        vacatio check https://firm.example/news/january.html
        vacatio check - < bulletin.txt
        vacatio check drafts/*.md --format github --fail-on warning

    FILE is text, Markdown, HTML, DOCX or PDF, or the address of a page; - reads standard input.
    Prints act by act what the text says, what follows from the rules, and what does not agree.
    Where an installation's database is at hand (--data), each act is held against what is
    published of it as well. Exit code 1 means that something is wrong in a text, 2 that a file
    could not be read; the others are reported all the same. Several files as JSON are a list.
    """
    from vacatio import checking
    from vacatio.commands._printing import show
    from vacatio.datadir import DataDir, UnusableData
    from vacatio.github import annotated
    from vacatio.sarif import to_sarif
    from vacatio_calendar.model import Severity

    given = facts(published, adopted, registered)
    with clear_errors():
        folder = DataDir(settled(config, data).data)
        with contextlib.ExitStack() as stack:
            officials = None
            try:
                officials = stack.enter_context(checking.published(folder, asked=data is not None))
            except UnusableData as error:  # a text can be checked without a database beside it
                if data is not None:
                    raise
                click.echo(f"vacatio: {one_line(str(error))}; checked without it", err=True)
            checked = checking.check(
                files, given, language(lang), encoding, today=today(), officials=officials
            )
    for _, why in checked.unread:
        click.echo(f"vacatio: {one_line(why)}", err=True)
    if output == "text":
        show(checking.told(checked))
    elif output == "github":
        for line in annotated(checked.examined, checked.unread):
            click.echo(line)
    elif output == "sarif":
        _json(to_sarif(checked.examined, checked.unread))
    elif checked.examined or len(files) > 1:
        _json(checking.as_json(checked))
    least = None if fail_on == "never" else Severity(fail_on)
    sys.exit(checked.exit_code(least, require_checked=require_checked))


def _json(found: object) -> None:
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
