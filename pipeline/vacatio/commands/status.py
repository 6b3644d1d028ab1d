"""The subcommand ``vacatio status``."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, output_option, settled


@click.command()
@output_option
@data_options
def command(config: Path | None, data: Path | None, output: str) -> None:
    r"""Did the last night go well, and is any source silent for too long?

    \b
        vacatio status --data var --format json
    """
    from vacatio.datadir import DataDir
    from vacatio.status import status

    with clear_errors():
        settings = settled(config, data)
        found = status(DataDir(settings.data), dt.datetime.now(dt.UTC), settings.jurisdiction)
    if output == "json":
        click.echo(json.dumps(found.json(), ensure_ascii=False, indent=2))
        return
    for line in found.lines():
        click.echo(line)
