"""The subcommand ``vacatio serve``."""

from __future__ import annotations

from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, settled


@click.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (default: 8001).")
@data_options
def command(config: Path | None, data: Path | None, host: str | None, port: int | None) -> None:
    r"""What is published? Browse, query and subscribe to it on a local site.

    \b
        vacatio serve --data var --port 8001

    A new publication shows at once, without a restart.
    """
    from vacatio.datadir import DataDir
    from vacatio.serve import elsewhere, listen, pages, ready, serve

    with clear_errors():
        settings = settled(config, data, host=host, port=port)
        where = DataDir(settings.data)
        ready(where)
        with listen(settings) as door:
            for line in pages(door):
                click.echo(line)
            other = elsewhere(where, settings, door)
            if other is not None:
                click.echo(
                    f"vacatio: the published feeds link to {other}, not here: "
                    "set site in vacatio.toml and run `vacatio build`",
                    err=True,
                )
            serve(where, settings, door)
