"""The subcommand ``vacatio crawl``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, progress, say, settled


@click.command()
@click.argument("sources", nargs=-1)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day to look at (default: two weeks before the last good run).",
)
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
    ids: str | None,
    max_time: int | None,
    config: Path | None,
    data: Path | None,
) -> None:
    r"""What do the official sources have that the archive has not? Fetch it and stop there.

    \b
        vacatio crawl ekb --since 2026-11-01
        vacatio crawl ekb --ids 221000-223000 --max-time 120

    A backfill goes on where it was when it is started again. Nothing is built or published;
    `vacatio build` does that from the archive, at any time and without the network. Exit code 1
    if a required source gave less than it promised.
    """
    from vacatio.nightly import Plan, run

    with clear_errors():
        run(
            Plan(
                settled(config, data),
                build=False,
                sources=sources,
                since=since.date() if since else None,
                ids=_range(ids, sources),
                max_seconds=60 * max_time if max_time else None,
                progress=progress(),
            ),
            say,
        )


def _range(words: str | None, sources: tuple[str, ...]) -> range | None:
    """Read a range of ids, both ends within it."""
    if words is None:
        return None
    if not sources:
        raise click.UsageError("--ids needs a source: each has ids of its own")
    first, dash, last = words.partition("-")
    if not (first.isdecimal() and last.isdecimal() and dash and int(first) <= int(last)):
        raise click.BadParameter(f"{words!r} is no range such as 221000-223000", param_hint="--ids")
    return range(int(first), int(last) + 1)
