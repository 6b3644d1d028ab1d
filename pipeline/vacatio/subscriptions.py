"""Write the feeds and the calendar of a publication, from the rows of its database alone.

A file whose bytes did not change is linked to the one already published, so that it keeps its
time and a static server keeps answering "not modified".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path

from vacatio import store
from vacatio.datadir import DataDir
from vacatio.store import Row
from vacatio_calendar.model import Language
from vacatio_feeds import Feed, atom, calendar_events, entry_of, ics, instant, rss

#: Entries of the feed of changes: the newest, as many as readers keep.
NEWEST = 200

_LINK = re.compile(r"<link>([^<]+)</link>")

#: Kinds of events that change nothing for a reader yet.
PREPARES = frozenset({"adopted", "registered"})


def write(database: Path, data: DataDir, *, site: str, demo: bool) -> tuple[str, ...]:
    """Write the feeds of a database beside it, into `building/feeds`; tell their names."""
    folder = data.building / "feeds"
    folder.mkdir()
    with store.opened(database) as db:
        rows = list(db.query("SELECT * FROM events ORDER BY known_on DESC, effective_on DESC, id"))
    updated = instant(dt.date.fromisoformat(rows[0]["known_on"] if rows else "1995-08-30"))
    entries = [entry_of(row, site_url=site) for row in _told(rows)[:NEWEST]]

    def feed(name: str, title: str, description: str) -> Feed:
        return Feed(
            id=name,
            title=title,
            description=description,
            language=Language.EN,
            self_url=f"{site.rstrip('/')}/feeds/{name}",
            site_url=site,
            updated=updated,
            demo=demo,
        )

    changes = "Changes in the law of Kazakhstan"
    told = "Publications, entries into force, amendments and repeals, each told once."
    days = "Days on which the law of Kazakhstan changes"
    files: Mapping[str, bytes] = {
        "changes.rss": rss(feed("changes.rss", changes, told), entries),
        "changes.atom": atom(feed("changes.atom", changes, told), entries),
        "in-force.ics": ics(
            feed("in-force.ics", days, "The first and the last days on which acts apply."),
            calendar_events(rows, site_url=site),
        ),
    }
    for name, words in files.items():
        _put(folder / name, words, data.feeds / name)
    return tuple(files)


def linked(feeds: Path) -> str | None:
    """Tell to which site published feeds link, without a slash at its end."""
    try:
        found = _LINK.search((feeds / "changes.rss").read_text(encoding="utf-8"))
    except OSError:
        return None
    return unescape(found[1]).rstrip("/") if found else None


def _told(rows: Sequence[Row]) -> list[Row]:
    """Leave out what only prepares a change: one act is not to fill a feed with its stations.

    That an act was signed is told while nothing later is known of it.
    """
    later = {row["act_id"] for row in rows if row["kind"] not in PREPARES}
    return [row for row in rows if row["kind"] not in PREPARES or row["act_id"] not in later]


def _put(path: Path, words: bytes, published: Path) -> None:
    if published.is_file() and published.read_bytes() == words:
        path.hardlink_to(published.resolve())
    else:
        path.write_bytes(words)
