"""The subcommand ``vacatio demo``."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, say, settled


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Where to serve (default: 8001).")
@click.option("--build-only", is_flag=True, help="Stop before serving.")
@data_options
def command(config: Path | None, data: Path | None, port: int | None, build_only: bool) -> None:
    r"""What does vacatio do? See it on a small replica of the official sources, in a minute.

    \b
        vacatio demo --port 8001

    It starts the replica on this machine, crawls it, builds the database, the feeds and the
    calendar, and serves them. All of it is marked DEMO and lives apart from real data (in
    var-demo, unless --data or VACATIO_DATA says otherwise).
    """
    from vacatio import demo
    from vacatio.serve import listen, pages, serve

    with clear_errors(), contextlib.ExitStack() as stack:
        apart = data or (None if "VACATIO_DATA" in os.environ else demo.DATA)
        settings = settled(config, apart, port=port)
        if build_only:
            where = demo.build(settings, say)
            click.echo(
                f"DEMO data are published in {where.root}: "
                f"look at them with `vacatio serve --data {where.root}`"
            )
            return
        door = stack.enter_context(listen(settings))
        address = f"http://{settings.host}:{door.getsockname()[1]}"
        settings = dataclasses.replace(settings, site=address)
        where = demo.build(settings, say)
        click.echo(f"DEMO data, published in {where.root}. Pages worth opening (Ctrl+C stops):")
        for line in pages(door):
            click.echo(line)
        serve(where, settings, door)
