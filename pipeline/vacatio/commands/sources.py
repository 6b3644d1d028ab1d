"""The subcommand ``vacatio sources``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, output_option, settled

#: The keys of the JSON, in the order of the contract, with the column each comes from.
KEYS = {
    "name": "id",
    "title": "title",
    "url": "url",
    "robots": "robots",
    "expects": "expects",
    "last_success": "last_success",
    "last_new": "last_new",
}


@click.command()
@output_option
@data_options
def command(config: Path | None, data: Path | None, output: str) -> None:
    r"""Where does the data come from, and when did each source last give something?

    \b
        vacatio sources --format json
    """
    import vacatio_crawlers
    from vacatio import heartbeats
    from vacatio.datadir import DataDir

    with clear_errors():
        where = DataDir(settled(config, data).data)
        rows = heartbeats.rows(where.log, vacatio_crawlers.known_sources())
    if output == "json":
        told = [{key: row[column] for key, column in KEYS.items()} for row in rows]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for row in rows:
        need = "required" if row["required"] else "optional"
        click.echo(f"{row['id']}: {row['title']} ({need}, {row['standing']})")
        click.echo(f"  {row['url']}  robots: {row['robots']}  expected: {row['expects']}")
        click.echo(
            f"  last success {row['last_success'] or 'never'}, "
            f"last news {row['last_new'] or 'never'}"
        )
