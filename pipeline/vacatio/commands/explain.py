"""The subcommand ``vacatio explain``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, output_option, settled


@click.command()
@click.argument("act")
@output_option
@data_options
def command(act: str, config: Path | None, data: Path | None, output: str) -> None:
    r"""Why does this act apply from that day? Print the derivation of each of its dates.

    \b
        vacatio explain 672/НҚ
        vacatio explain kz/law/2025-11-17/230-viii --format json

    ACT is an act's id, its number, its NGR or its EKB id.
    """
    from vacatio.commands._printing import show
    from vacatio.datadir import DataDir
    from vacatio.explain import explain, lines

    with clear_errors():
        found = explain(DataDir(settled(config, data).data), act)
    if output == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    show(lines(found))
