"""The subcommand ``vacatio export``."""

from __future__ import annotations

import codecs
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vacatio.commands._facts import civil_date, today
from vacatio.commands._shared import clear_errors, data_options, say, settled
from vacatio.commands.date import TYPES

if TYPE_CHECKING:
    from vacatio.bulletins import Bulletin


@click.command()
@click.option(
    "--since",
    type=civil_date,
    metavar="DATE",
    help="First day of the period.",
)
@click.option(
    "--until", type=civil_date, metavar="DATE", help="Last day of the period (default: today)."
)
@click.option(
    "--act",
    "acts",
    multiple=True,
    metavar="ID",
    help="An act whose feed is wanted, with --format rss, atom, json or ics; may be repeated.",
)
@click.option("--area", metavar="NAME", help="Acts of one area of law, such as digital or tax.")
@click.option("--body", metavar="SLUG", help="Acts of one body, such as maidr.")
@click.option("--type", "act_type", type=click.Choice(TYPES), help="Acts of one type.")
@click.option("--watch", metavar="NAME", help="Acts on a watch list of vacatio.toml.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["md", "docx", "csv", "json", "rss", "atom", "ics"]),
    help="How to write it (default: md; with --act atom).",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "ru", "kk"]),
    default="en",
    show_default=True,
    help="Language of the sentences.",
)
@click.option(
    "--output",
    "-o",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; without it standard output.",
)
@data_options
def command(
    since: dt.date | None,
    until: dt.date | None,
    acts: tuple[str, ...],
    area: str | None,
    body: str | None,
    act_type: str | None,
    watch: str | None,
    output: str | None,
    lang: str,
    file: Path | None,
    config: Path | None,
    data: Path | None,
) -> None:
    r"""What became law since my last bulletin, in sentences I can print?

    \b
        vacatio export --since 2026-11-01 --format docx --lang ru --output november.docx
        vacatio export --since 2026-11-01 --area digital --lang en
        vacatio export --act kz/law/2025-11-17/230-viii --format ics --output law.ics

    Writes each act published in the period, or newly known in it, with its requisites, its
    publication, its term and its date in one sentence, and with its official words, its address
    and what was found about it. What is not known is said to be unknown; a disputed date is given
    with the other day. `vacatio check` on the result finds the same dates.

    With --act it writes the feed or the calendar of the chosen acts instead, to lie on any host.
    """
    from vacatio.bulletins import Bulletin
    from vacatio.datadir import DataDir, holds_demo
    from vacatio.forms import word
    from vacatio.gathering import NoSuchChoice, gather
    from vacatio.records import Wanted
    from vacatio_calendar import load
    from vacatio_calendar.model import Language

    if acts:
        period = (since, until, area, body, act_type, watch)
        if any(each is not None for each in period):
            raise click.UsageError("--act chooses the acts itself: no period, no filter")
        _feed(acts, output or "atom", lang, file, config, data)
        return
    if since is None:
        raise click.UsageError("give the first day by --since, or acts by --act")
    if output in ("rss", "atom", "ics"):
        raise click.UsageError(f"--format {output} is of chosen acts: give them by --act")
    output = output or "md"
    last = until or today()
    if last < since:
        raise click.BadParameter(f"{last} is before --since {since}", param_hint="--until")
    with clear_errors():
        settings = settled(config, data)
        lists = {each.name: each for each in settings.watch}
        if watch is not None and watch not in lists:
            raise NoSuchChoice("watch list", watch, sorted(lists))
        wanted = Wanted(since, last, area, body, act_type, lists[watch] if watch else None)
        records = gather(DataDir(settings.data), wanted)
        demo = holds_demo(settings.data) is True
    site = settings.site or None
    bulletin = Bulletin(wanted, records, Language(lang), load("kz"), site, demo)
    written = word(bulletin) if output == "docx" else _text(bulletin, output)
    if output == "csv" and file is not None:  # spreadsheets look for the mark
        written = codecs.BOM_UTF8 + written
    if file is not None:
        file.write_bytes(written)
        say(f"vacatio: {len(records)} acts written to {file}")
        return
    if output == "docx" and sys.stdout.isatty():
        raise click.UsageError("a Word document is no text for a terminal: give --output FILE")
    click.echo(written, nl=False)


def _feed(
    acts: tuple[str, ...],
    output: str,
    lang: str,
    file: Path | None,
    config: Path | None,
    data: Path | None,
) -> None:
    """Write the feed of chosen acts."""
    from vacatio import store, versions
    from vacatio.asked import written
    from vacatio.datadir import DataDir
    from vacatio.publish import NoPublication
    from vacatio_calendar import load
    from vacatio_calendar.model import Language

    if output not in ("rss", "atom", "json", "ics"):
        raise click.UsageError("--act writes --format rss, atom, json or ics")
    with clear_errors():
        settings = settled(config, data)
        place = DataDir(settings.data)
        if not place.database.exists():
            raise NoPublication(place.root)
        with store.reading(place.database) as db:
            versions.require(db, place.database)
            form = {"json": "jsonfeed"}.get(output, output)
            made = written(
                db.conn,
                acts,
                form,
                load(settings.jurisdiction),
                language=Language(lang),
                site=settings.address,
            )
    if file is None:
        click.echo(made, nl=False)
        return
    file.write_bytes(made)
    say(f"vacatio: the feed of {len(acts)} act{'s' if len(acts) > 1 else ''} written to {file}")


def _text(bulletin: Bulletin, output: str) -> bytes:
    from vacatio.forms import markdown
    from vacatio.tabular import objects, table

    writers: dict[str, Callable[[Bulletin], str]] = {
        "md": markdown,
        "csv": table,
        "json": objects,
    }
    return writers[output](bulletin).encode()
