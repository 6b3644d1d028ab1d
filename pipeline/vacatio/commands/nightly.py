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
@accept_option
@engine_options
@data_options
def command(
    config: Path | None,
    data: Path | None,
    accept: bool,
    jobs: int | None,
    engine: str | None,
    scheduler: str | None,
) -> None:
    r"""What changed in the law since last night? Fetch, build, check and publish.

    One cron line keeps the site, the feeds and the calendar up to date:

    \b
        15 22 * * *  vacatio nightly --data /var/lib/vacatio

    Exit code 0 whatever the findings; 1 if a gate closed (the last publication then stays in
    place) or a required source gave less than it promised; 2 if the run could not start, for
    one because another run is under way.
    """
    from vacatio.nightly import Plan, run

    os.nice(10)  # whoever reads the site meanwhile goes first
    with clear_errors():
        run(
            Plan(
                settled(config, data, jobs=jobs, engine=engine, scheduler=scheduler),
                accept=accept,
                progress=progress(),
            ),
            say,
        )
