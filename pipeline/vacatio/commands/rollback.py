"""The subcommand ``vacatio rollback``."""

from __future__ import annotations

from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, settled


@click.command()
@data_options
def command(config: Path | None, data: Path | None) -> None:
    r"""Was the last publication wrong? Put the one before it back, at once.

    \b
        vacatio rollback --data /var/lib/vacatio

    The last three publications are kept. The archive and the ledger stay as they are, and the
    next run builds from them anew: mend what was wrong before it does.
    """
    from vacatio.nightly import go_back

    with clear_errors():
        name = go_back(settled(config, data))
    click.echo(f"publication {name} is in place again")
