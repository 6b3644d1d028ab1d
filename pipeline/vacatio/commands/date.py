"""The subcommand ``vacatio date``."""

from __future__ import annotations

import datetime as dt
import json

import click

from vacatio.commands._facts import civil_date, facts, given_options, language, language_option
from vacatio.commands._shared import clear_errors, output_option

#: The types of acts of the contract; written out so that asking for help imports no rules.
TYPES = (
    *("constitution", "constitutional_law", "code", "law", "decree", "resolution", "order"),
    *("decision", "normative_resolution", "rules", "regulation", "agreement", "other"),
)


@click.command()
@click.argument("clause")
@given_options
@click.option("--type", "act_type", type=click.Choice(TYPES), help="What the act is.")
@click.option(
    "--known-on", type=civil_date, metavar="DATE", help="Count with what was known that day."
)
@language_option
@output_option
def command(
    clause: str,
    published: dt.date | None,
    adopted: dt.date | None,
    registered: dt.date | None,
    act_type: str | None,
    known_on: dt.date | None,
    lang: str,
    output: str,
) -> None:
    r"""From which day does an act with this clause apply? Print the day and how it follows.

    \b
        vacatio date "по истечении десяти календарных дней после дня его первого \
            официального опубликования" --published 2025-12-26

    CLAUSE is the wording of the act, in Russian, Kazakh or English. A clause that sets
    several days gives a list, the main one first.
    """
    from vacatio.clause import dated
    from vacatio.commands._printing import show
    from vacatio.extraction import commencements
    from vacatio.report import Told, Tone, derivation
    from vacatio_calendar.model import ActType

    given = facts(published, adopted, registered)
    kind = ActType(act_type) if act_type else None
    with clear_errors():
        act, entries = dated(clause, given, kind, language(lang), known_on)
    objects = commencements(act, entries)
    if output == "json":
        found = objects[0] if len(objects) == 1 else objects
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for stage, entry in zip(act.commencements, entries, strict=True):
        if len(entries) > 1:
            show([Told(stage.provisions or "all else", Tone.HEAD)])
        show(Told(line.text.removeprefix("  "), line.tone) for line in derivation(stage, entry))
