"""The subcommand ``vacatio restore``."""

from __future__ import annotations

from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, say, settled


@click.command()
@click.argument(
    "copy", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE"
)
@data_options
def command(config: Path | None, data: Path | None, copy: Path) -> None:
    r"""Is the machine lost? Put the originals back from a copy, each checked by its hash.

    \b
        vacatio restore /mnt/backup/vacatio.tar.gz --data /var/lib/vacatio
        vacatio build --data /var/lib/vacatio

    Nothing is overwritten: the directory must be empty. `vacatio build` makes the rest, with
    the content, the ids and the feeds as they were.
    """
    from vacatio.backup import restore

    with clear_errors():
        root = settled(config, data).data
        restored = restore(copy, root)
    say(f"restore  {restored.files} files into {root}: run `vacatio build --data {root}`")
