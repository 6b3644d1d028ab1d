"""The site's own facts, beside Datasette's: where the feeds lie, what day it is, its address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vacatio_calendar.model import Language
from vacatio_datasette.metadata import DATABASE

if TYPE_CHECKING:  # Datasette loads this package while its own app module is half loaded
    from datasette.app import Datasette

#: A civil day is the country's, never the server's.
ZONE = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True, slots=True)
class Site:
    """What a served site is made of.

    ``today`` fixes the day of every page (for tests and for looking back); ``None`` follows the
    clock in Almaty. ``address`` is the public address, where it is known.
    """

    feeds: Path
    today: dt.date | None = None
    address: str | None = None
    language: Language = Language.EN

    def day(self) -> dt.date:
        """Tell what day it is in Kazakhstan."""
        return self.today or dt.datetime.now(ZONE).date()


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
