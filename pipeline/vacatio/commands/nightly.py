"""The subcommand ``vacatio nightly``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from vacatio.commands._progress import progress
from vacatio.commands._shared import (
    accept_option,
    clear_errors,
    data_options,
    engine_options,
    say,
    settled,
)


@click.command()
@click.option("--quiet", is_flag=True, help="Say only what needs a person, as cron likes it.")
@accept_option
@engine_options
@data_options
def command(
    config: Path | None,
    data: Path | None,
    accept: bool,
    quiet: bool,
    jobs: int | None,
    engine: str | None,
    scheduler: str | None,
) -> None:
    r"""What changed in the law since last night? Fetch, build, check and publish.

    One cron line keeps the site, the feeds and the calendar up to date, and has cron write to you
    on the nights that need you:

    \b
        15 22 * * *  vacatio nightly --quiet --data /var/lib/vacatio

    Exit code 0 whatever the findings; 1 if a gate closed (the last publication then stays in
    place) or a required source gave less than it promised; 2 if the run could not start, for
    one because another run is under way; 143 if it was told to stop (SIGTERM).
    """
    from vacatio.nightly import Plan, run

    os.nice(10)  # whoever reads the site meanwhile goes first
    with clear_errors():
        run(
            Plan(
                settled(config, data, jobs=jobs, engine=engine, scheduler=scheduler),
                accept=accept,
                quiet=quiet,
                progress=progress(),
            ),
            say,
        )
