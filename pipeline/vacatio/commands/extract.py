"""The subcommand ``vacatio extract``."""

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
from vacatio.commands._shared import clear_errors


@click.command()
@click.argument("file", default=None, required=False, metavar="[FILE|-]")
@click.option("--batch", metavar="FILE", help="Read one JSON object a line; print one a line.")
@given_options
@language_option
@encoding_option
@click.option(
    "--format", "output", type=click.Choice(["json"]), default="json", help="How to print it."
)
def command(
    file: str | None,
    batch: str | None,
    published: dt.date | None,
    adopted: dt.date | None,
    registered: dt.date | None,
    lang: str,
    encoding: str | None,
    output: str,
) -> None:
    r"""What does this text say, as data? Print one JSON object with acts, dates and findings.

    \b
        vacatio extract order.html --published 2025-12-26
        vacatio extract --batch texts.jsonl

    FILE is an act, a bulletin or a fragment: plain text, HTML, DOCX, PDF, or an answer of the
    Reference Bank; - reads standard input. A line of a batch is {"id", "text", "lang"?,
    "published"?, "adopted"?, "registered"?}. Exit code 1 means a finding of severity error.
    """
    from vacatio.extraction import examine, to_json

    given = facts(published, adopted, registered)
    if batch is not None:
        if file is not None:
            raise click.UsageError("give FILE or --batch, not both")
        from vacatio.batch import answers

        wrong = False
        with clear_errors():
            for line, is_wrong in answers(batch, language(lang), given, today()):
                click.echo(line)
                wrong = wrong or is_wrong
        sys.exit(1 if wrong else 0)
    from vacatio.reading import document

    with clear_errors():
        read = document(file or "-", language(lang), encoding)
    examined = examine(read, given, today=today())
    click.echo(json.dumps(to_json(examined), ensure_ascii=False, indent=2))
    sys.exit(1 if examined.wrong else 0)
