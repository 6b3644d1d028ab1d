"""Feeds on request: of one act, and of any question. The writing itself is another room's.

The site knows no feed format. Whoever puts it together hands in a writer; without one, questions
have no feeds, and the published ones are served all the same.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vacatio_calendar.model import Language
from vacatio_datasette.reading import Row, row, rows

#: Formats a feed may be asked in, with their media types.
FORMATS: Mapping[str, str] = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "jsonfeed": "application/feed+json; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}

#: A question is offered as a feed where it has an act, a title and one of these days.
TOLD = frozenset({"known_on", "published_on", "adopted_on"})
EFFECTIVE = frozenset({"effective_on", "in_force_on", "ends_on"})

#: Events of one act in its feed: all that an act is likely to have.
EVENTS = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a feed is called and where it stands; the fields a writer needs beside the rows."""

    id: str
    title: str
    description: str
    language: Language
    self_url: str
    site_url: str
    updated: dt.datetime
    demo: bool


def offered(form: str, columns: Sequence[str]) -> bool:
    """Tell whether rows with these columns can be a feed of this format.

    >>> offered("rss", ["act_id", "title", "known_on"]), offered("ics", ["act_id", "title"])
    (True, False)
    """
    days = EFFECTIVE if form == "ics" else TOLD
    return {"act_id", "title"} <= set(columns) and not days.isdisjoint(columns)


class Writer(Protocol):
    """Write rows as a feed; a question that cannot be one raises a ``VacatioError``."""

    def __call__(
        self, form: str, feed: Wanted, columns: Sequence[str], rows: Sequence[Row], /
    ) -> bytes:
        """Give the bytes of a feed in a format of ``FORMATS``."""


def newest(connection: sqlite3.Connection) -> dt.datetime:
    """Tell when the data last told something new: noon in Almaty of that day."""
    found = row(connection, "select max(known_on) as day from events")
    day = dt.date.fromisoformat(str(found["day"])) if found and found["day"] else dt.date.min
    return dt.datetime.combine(day, dt.time(7), tzinfo=dt.UTC)


def events_of(connection: sqlite3.Connection, identity: str) -> list[Row]:
    """Read the events of an act, newest first; a chain of corrections is always whole."""
    return rows(
        connection,
        "select * from events where act_id = ? order by known_on desc, id limit ?",
        [identity, EVENTS],
    )
