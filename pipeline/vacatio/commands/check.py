"""The subcommand ``vacatio check``."""

from __future__ import annotations

import datetime as dt
import json
import sys

import click

from vacatio.commands._facts import (
    encoding_option,
    facts,
    given_options,
    language,
    language_option,
    today,
)
from vacatio.commands._shared import clear_errors, output_option


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@given_options
@language_option
@encoding_option
@output_option
def command(
    files: tuple[str, ...],
    published: dt.date | None,
    adopted: dt.date | None,
    registered: dt.date | None,
    lang: str,
    encoding: str | None,
    output: str,
) -> None:
    r"""Do the dates in this bulletin or act agree with its own terms and with the law?

    \b
        vacatio check newsletter.docx
        vacatio check - < bulletin.txt

    FILE is text, Markdown, HTML, DOCX or PDF; - reads standard input. Prints act by act what
    the text says, what follows from the rules, and what does not agree. Exit code 1 means
    that something is wrong in a text, 2 that a file could not be read. Several files as JSON are
    a list.
    """
    from vacatio.extraction import examine, to_json
    from vacatio.reading import document
    from vacatio.report import lines

    given = facts(published, adopted, registered)
    with clear_errors():
        documents = [document(name, language(lang), encoding) for name in files]
    examined = [examine(read, given, today=today()) for read in documents]
    if output == "json":
        objects = [to_json(one) for one in examined]
        found = objects[0] if len(objects) == 1 else objects
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for name, one in zip(files, examined, strict=True):
            if len(files) > 1:
                click.echo(f"== {name}")
            for line in lines(one):
                click.echo(line)
    sys.exit(1 if any(one.wrong for one in examined) else 0)
