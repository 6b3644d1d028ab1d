"""The subcommand ``vacatio crawl``."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click

from vacatio.commands._progress import progress
from vacatio.commands._shared import clear_errors, data_options, say, settled

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--source", "sources", multiple=True, help="Only this source; may be given again.")
@click.option(
    "--since",
    type=DAY,
    help="First day to look at (default: two weeks before the last good run, or 90 days back).",
)
@click.option("--until", type=DAY, help="Backfill: last day to look at.")
@click.option(
    "--ids",
    metavar="FIRST-LAST",
    help="Backfill: fetch the documents with these ids that the archive has not, newest first.",
)
@click.option("--max-time", type=click.IntRange(1), help="Minutes after which to stop for today.")
@data_options
def command(
    sources: tuple[str, ...],
    since: dt.datetime | None,
    until: dt.datetime | None,
    ids: str | None,
    max_time: int | None,
    config: Path | None,
    data: Path | None,
) -> None:
    r"""What do the official sources have that the archive has not? Fetch it and stop there.

    \b
        vacatio crawl --source ekb --since 2026-11-01
        vacatio crawl --source ekb --since 2025-01-01 --until 2025-12-31 --max-time 120
        vacatio crawl --source ekb --ids 221000-223000 --max-time 120

    A backfill goes on where it was when it is started again: days and ids that the archive covers
    are not asked for. Nothing is built or published; `vacatio build` does that from the archive,
    at any time and without the network. On a terminal it says how far it is; elsewhere it prints
    one line of JSON when it is done. Exit code 1 if a required source gave less than it promised.
    """
    from vacatio import runs
    from vacatio.datadir import DataDir
    from vacatio.nightly import BrokenPromise, Plan, run

    first, last = (day.date() if day else None for day in (since, until))
    if first and last and last < first:
        raise click.BadParameter("is before --since", param_hint="--until")
    if last and not first:
        raise click.UsageError("--until needs --since: a backfill has a first day")
    if ids is not None and (first or last):
        raise click.UsageError("--ids and --since exclude each other")
    seen = sys.stderr.isatty()
    with clear_errors():
        settings = settled(config, data)
        plan = Plan(
            settings,
            build=False,
            sources=sources,
            since=first,
            until=last,
            ids=_range(ids, sources),
            max_seconds=60 * max_time if max_time else None,
            progress=progress(60 * max_time if max_time else None),
        )
        try:
            run(plan, say if seen else _nothing)
        except BrokenPromise:
            if not seen:
                click.echo(json.dumps(runs.last(DataDir(settings.data).log), ensure_ascii=False))
            raise
        if not seen:
            click.echo(json.dumps(runs.last(DataDir(settings.data).log), ensure_ascii=False))


def _nothing(line: str) -> None:
    """Say nothing: who reads the log reads the one line at the end."""


def _range(words: str | None, sources: tuple[str, ...]) -> range | None:
    """Read a range of ids, both ends within it."""
    if words is None:
        return None
    if not sources:
        raise click.UsageError("--ids needs --source: each has ids of its own")
    first, dash, last = words.partition("-")
    if not (first.isdecimal() and last.isdecimal() and dash and int(first) <= int(last)):
        raise click.BadParameter(f"{words!r} is no range such as 221000-223000", param_hint="--ids")
    return range(int(first), int(last) + 1)
