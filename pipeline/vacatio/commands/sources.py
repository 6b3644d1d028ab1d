"""The subcommand ``vacatio sources``."""

from __future__ import annotations

import datetime as dt
import json
import sys
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
@click.option("--check", is_flag=True, help="Try each source from this network; nothing is kept.")
@output_option
@data_options
def command(config: Path | None, data: Path | None, output: str, check: bool) -> None:
    r"""Where does the data come from, and when did each source last give something?

    \b
        vacatio sources --format json
        vacatio sources --check

    With --check each source is asked for robots.txt and one page. What stands in the way of one
    is named; exit code 1 if a required source cannot be reached.
    """
    import vacatio_crawlers
    from vacatio import coverage, heartbeats
    from vacatio.datadir import DataDir

    if check:
        _check(config, data, output)
        return
    with clear_errors():
        where = DataDir(settled(config, data).data)
        known = vacatio_crawlers.known_sources()
        today = dt.datetime.now(dt.UTC).date()
        held = coverage.known(where, [info.name for info in known], today)
        rows = heartbeats.rows(where.log, known, held=held)
    if output == "json":
        told = [{key: row[column] for key, column in KEYS.items()} for row in rows]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    delays = {info.name: info.delay for info in known}
    for row in rows:
        need = "required" if row["required"] else "optional"
        click.echo(f"{row['id']}: {row['title']} ({need}, {row['standing']})")
        manners = f"robots: {row['robots']}; a request every {delays[str(row['id'])]:g} s at most"
        click.echo(f"  {row['url']}  {manners}  expected: {row['expects']}")
        click.echo(
            f"  last success {row['last_success'] or 'never'}, "
            f"last news {row['last_new'] or 'never'}"
        )
        if row["outcome"] and row["reason"]:
            click.echo(f"  last run: {row['outcome']}, {row['reason']}")
        click.echo(f"  held: {held[str(row['id'])].words()}")


def _check(config: Path | None, data: Path | None, output: str) -> None:
    """Try each source that has an address, and say what each gave."""
    import vacatio_crawlers
    from vacatio import asking

    with clear_errors():
        settings = settled(config, data)
        addresses = asking.addresses(settings, {})
        known = {info.name: info for info in vacatio_crawlers.known_sources()}
        tried = [name for name, info in known.items() if info.url or name in addresses]
        reports = vacatio_crawlers.probe(
            tried,
            base_urls=addresses,
            contact=settings.contact or None,
            proxy=settings.proxy or None,
            ca_files=dict(settings.ca_files),
        )
    told = [
        {
            "name": report.source,
            "outcome": str(report.outcome),
            "reason": report.reason,
            "notes": list(report.notes),
        }
        for report in reports
    ]
    if output == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for row in told:
            click.echo(f"{row['name']}: {row['reason'] or 'answers'}")
        for name in known.keys() - set(tried):
            click.echo(f"{name}: not tried, no address is named in vacatio.toml")
    if any(one.outcome == "failed" and known[one.source].required for one in reports):
        sys.exit(1)
