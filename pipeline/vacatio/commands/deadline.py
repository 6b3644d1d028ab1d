"""The subcommand ``vacatio deadline``."""

from __future__ import annotations

import datetime as dt
import json

import click

from vacatio.commands._facts import civil_date
from vacatio.commands._shared import clear_errors, output_option


@click.command()
@click.argument("term")
@click.option(
    "--from", "start", type=civil_date, required=True, metavar="DATE", help="Day of the event."
)
@click.option(
    "--known-on",
    type=civil_date,
    metavar="DATE",
    help="Count by the calendar as it was known that day (default: the newest).",
)
@click.option(
    "--week",
    type=click.Choice(["5", "6"]),
    default="5",
    show_default=True,
    help="Days of the working week.",
)
@output_option
def command(term: str, start: dt.date, known_on: dt.date | None, week: str, output: str) -> None:
    r"""By which day must it be done? Print the last day of a term and how it follows.

    \b
        vacatio deadline 15wd --from 2026-03-17
        vacatio deadline 3m --from 2026-01-31 --format json

    TERM is a number and a unit: d calendar days, wd working days, m months, y years. The day
    of the event is not counted; a last day that is not worked moves to the next working day.
    """
    from vacatio.commands._printing import show
    from vacatio.extraction import Object, step_json
    from vacatio.report import Told, Tone, step_told
    from vacatio_calendar import load
    from vacatio_calendar.deadline import SHORT, deadline, read_term

    with clear_errors():
        value, unit = read_term(term)
        found = deadline(value, unit, start, load("kz"), known_on=known_on, week=int(week))
    if output == "json":
        short = next(name for name, meant in SHORT.items() if meant is unit)
        answer: Object = {
            "on": found.on.isoformat() if found.on else None,
            "unit": short,
            "value": value,
            "steps": [step_json(step) for step in found.steps],
            "reason": found.reason,
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    said = f"by {found.on}" if found.on else f"no date: {found.reason}"
    show([Told(said, Tone.ANSWER)])
    show(step_told(step.on, step.text, step.rule, step.basis) for step in found.steps)
