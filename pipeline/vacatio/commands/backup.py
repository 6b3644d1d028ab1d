"""The subcommand ``vacatio backup``."""

from __future__ import annotations

from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, say, settled


@click.command()
@click.argument("to", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@data_options
def command(config: Path | None, data: Path | None, to: Path) -> None:
    r"""What must not be lost? Copy the originals into one file.

    \b
        vacatio backup /mnt/backup/vacatio.tar.gz --data /var/lib/vacatio

    The archive of pages, the decisions and the ledgers are copied, each with its hash; all else
    is built from them. It waits for no run: while one is writing, it says so and exits with 2.
    """
    from vacatio.backup import backup
    from vacatio.datadir import DataDir

    with clear_errors():
        copied = backup(DataDir(settled(config, data).data), to)
    say(f"backup   {copied.files} files, {copied.bytes:,} bytes in {to}")
