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
@data_options
def command(
    sources: tuple[str, ...], since: dt.datetime | None, config: Path | None, data: Path | None
) -> None:
    r"""What do the official sources have that the archive has not? Fetch it and stop there.

    \b
        vacatio crawl ekb --since 2026-11-01

    Nothing is built or published; `vacatio build` does that from the archive, at any time and
    without the network. Exit code 1 if a required source gave less than it promised.
    """
    from vacatio.nightly import Plan, run

    with clear_errors():
        day = since.date() if since else None
        run(
            Plan(
                settled(config, data), build=False, sources=sources, since=day, progress=progress()
            ),
            say,
        )
