"""The site's own facts, beside Datasette's: where the feeds lie, what day it is, its address."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vacatio_calendar.model import Language
from vacatio_datasette.asked_feeds import Writer
from vacatio_datasette.metadata import DATABASE
from vacatio_datasette.reading import number
from vacatio_datasette.watch_page import Watch

if TYPE_CHECKING:  # Datasette loads this package while its own app module is half loaded
    from datasette.app import Datasette

#: A civil day is the country's, never the server's.
ZONE = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True, slots=True)
class Site:
    """What a served site is made of.

    ``today`` fixes the day of every page (for tests and for looking back); ``None`` follows the
    clock in Almaty. ``address`` is the public address, where it is known. ``writer`` writes feeds
    on request; ``watches`` are the lists an office follows.
    """

    feeds: Path
    today: dt.date | None = None
    address: str | None = None
    language: Language = Language.EN
    writer: Writer | None = None
    watches: tuple[Watch, ...] = ()

    def watch(self, name: str) -> Watch | None:
        """Find a watch list by its name."""
        return next((watch for watch in self.watches if watch.name == name), None)

    def day(self) -> dt.date:
        """Tell what day it is in Kazakhstan."""
        return self.today or dt.datetime.now(ZONE).date()


def is_demo(connection: sqlite3.Connection) -> bool:
    """Tell whether the database holds demo acts; they never stand beside real ones."""
    return bool(
        number(
            connection,
            "select max(demo) from (select demo from (select demo from acts limit 1) union all "
            "select demo from (select demo from runs order by started_at desc limit 1))",
        )
    )


def site_of(datasette: Datasette) -> Site | None:
    """Find the site of a Datasette; ``None`` where it serves some other database.

    A plain ``datasette var/vacatio.db`` has one too: the feeds lie beside the file.
    """
    site = getattr(datasette, "site", None)
    if isinstance(site, Site):
        return site
    database = datasette.databases.get(DATABASE)
    if database is None or database.path is None:
        return None
    return Site(feeds=Path(database.path).parent / "feeds")
