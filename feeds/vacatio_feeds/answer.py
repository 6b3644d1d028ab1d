"""Any question as a feed: rows with the needed columns, in the format asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from vacatio_calendar.errors import VacatioError
from vacatio_feeds.ical import ics
from vacatio_feeds.json_feed import json_feed
from vacatio_feeds.records import Entry, Feed
from vacatio_feeds.rows import DATED, Row, calendar_events, entry_of
from vacatio_feeds.syndicate import atom, rss

#: What an entry of a feed cannot do without, and what an event of a calendar needs beside it.
NEEDED = ("act_id", "title")
DAYS = ("known_on", "published_on", "adopted_on")
EFFECTS = ("effective_on", "in_force_on", "ends_on")

_FEEDS: Mapping[str, Callable[[Feed, Sequence[Entry]], bytes]] = MappingProxyType(
    {"rss": rss, "atom": atom, "jsonfeed": json_feed}
)
#: Formats a question can be answered in, with their media types.
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "rss": "application/rss+xml; charset=utf-8",
        "atom": "application/atom+xml; charset=utf-8",
        "jsonfeed": "application/feed+json; charset=utf-8",
        "ics": "text/calendar; charset=utf-8",
    }
)


class MissingColumns(VacatioError):
    """A question lacks the columns a feed is made of."""

    def __init__(self, missing: Sequence[str]) -> None:
        """Keep what is missing."""
        self.missing = tuple(missing)
        super().__init__(
            f"this question cannot be a feed: it has no column {', '.join(self.missing)}"
        )


def answer(form: str, feed: Feed, columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Write the rows of any question as a feed or a calendar.

    Needed columns: ``act_id``, ``title``, and for a feed one of ``known_on``, ``published_on``,
    ``adopted_on`` (the day of the entry), for a calendar one of ``effective_on``,
    ``in_force_on``, ``ends_on``. Rows of the table ``events`` keep their own ids; other rows get
    one from the act, the provisions and the kind, so that it survives a corrected date.

    Raises:
        MissingColumns: the question lacks a needed column.
    """
    effect = next((name for name in EFFECTS if name in columns), None)
    told = next((name for name in DAYS if name in columns), None)
    missing = [name for name in NEEDED if name not in columns]
    if form == "ics" and effect is None:
        missing.append(" or ".join(EFFECTS))
    if form != "ics" and told is None:
        missing.append(" or ".join(DAYS))
    if missing:
        raise MissingColumns(missing)
    known = feed.updated.date().isoformat()
    complete = {
        str(row["id"]): row
        for row in (_complete(row, told, effect, known) for row in rows if row.get("act_id"))
        if row["effective_on"] or form != "ics"
    }
    if form == "ics":
        kinds = frozenset(str(row["kind"]) for row in complete.values())
        # Days on which rules start, change or stop; others only where nothing else is asked for.
        kinds = kinds & (DATED | {"amended"}) or kinds
        events = calendar_events(complete.values(), site_url=feed.site_url, kinds=kinds)
        return ics(feed, events)
    return _FEEDS[form](feed, [entry_of(row, site_url=feed.site_url) for row in complete.values()])


def _complete(row: Row, told: str | None, effect: str | None, known: str) -> Row:
    """Give a row the columns of the table ``events``; rows of that table pass as they are.

    ``known`` is the day of a row whose own is empty: the newest day the data know.
    """
    if row.get("id") and row.get("kind") and row.get("known_on"):
        return row
    what = {"ends_on": "ends", None: "published"}.get(effect, "enters_into_force")
    parts = (what, row["act_id"], row.get("provisions"), row.get("reading"))
    identity = "\x1f".join("" if part is None else str(part) for part in parts)
    return {
        **row,
        "id": hashlib.sha256(identity.encode()).hexdigest()[:24],
        "kind": what,
        "known_on": row.get(told or "") or known,
        "effective_on": row.get(effect or ""),
        "summary": row.get("summary") or row.get("provisions") or row.get("title"),
        "replaces": None,
    }
