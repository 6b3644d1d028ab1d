"""The subcommand ``vacatio build``."""

from __future__ import annotations

from pathlib import Path

import click

from vacatio.commands._shared import (
    accept_option,
    clear_errors,
    data_options,
    engine_options,
    say,
    settled,
)
from vacatio.datadir import holds_demo


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
    r"""What do the originals say by today's rules? Build it all anew and publish, offline.

    \b
        vacatio build --data var

    The archive, the decisions and the ledger give the same content every time. Exit code 1 if
    a gate closed: the last publication then stays in place.
    """
    from vacatio.nightly import Plan, run

    with clear_errors():
        settings = settled(config, data, jobs=jobs, engine=engine, scheduler=scheduler)
        demo = holds_demo(settings.data) is True
        run(Plan(settings, demo=demo, crawl=False, accept=accept), say)
