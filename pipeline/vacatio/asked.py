"""Feeds of one act, written when they are asked for: by a reader of the site, or by an export."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from vacatio.facts import Teller
from vacatio.store import Row
from vacatio_calendar import Jurisdiction
from vacatio_calendar.model import Language
from vacatio_datasette.asked_feeds import Wanted, Writer, events_of, newest
from vacatio_datasette.feed_pages import EVENT_COLUMNS
from vacatio_datasette.reading import Row as Found
from vacatio_datasette.reading import rows as read
from vacatio_datasette.site import is_demo
from vacatio_feeds import Feed, answer


def written(
    connection: sqlite3.Connection,
    acts: Sequence[str],
    form: str,
    law: Jurisdiction,
    *,
    language: Language = Language.EN,
    site: str = "https://example.org",
) -> bytes:
    """Write the feed or the calendar of chosen acts, as the site does of one.

    Raises:
        NoSuchAct: one of them is not published.
    """
    teller = Teller(connection, law)
    names = "; ".join(teller.name(act, language) for act in acts)
    path = f"act/{'+'.join(acts)}.{'json' if form == 'jsonfeed' else form}"
    base = site.rstrip("/")
    feed = Feed(
        id=f"/feeds/{path}#{language}",
        title=names,
        description=names,
        language=language,
        self_url=f"{base}/feeds/{quote(path)}",
        site_url=f"{base}/",
        updated=newest(connection),
        demo=is_demo(connection),
    )
    worded = [
        row
        for act in acts
        for row in _worded(teller, events_of(connection, act), form, connection, language)
    ]
    return answer(form, feed, EVENT_COLUMNS, worded)


def writer(database: Path, law: Jurisdiction) -> Writer:
    """Give what the site writes feeds with: those of acts in the reader's own language.

    A question keeps its own titles; the events of an act are worded, and its reminders told.
    """

    def write(form: str, feed: Wanted, columns: Sequence[str], rows: Sequence[Found], /) -> bytes:
        given = Feed(**dataclasses.asdict(feed))
        if tuple(columns) != EVENT_COLUMNS or not rows:
            return answer(form, given, columns, rows)
        uri = f"{database.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            teller = Teller(connection, law)
            worded = list(_worded(teller, rows, form, connection, feed.language))
        return answer(form, given, columns, worded)

    return write


def _worded(
    teller: Teller,
    events: Sequence[Row],
    form: str,
    connection: sqlite3.Connection,
    language: Language,
) -> Iterator[Row]:
    """Word the events, and for a feed of one act its notices; a chain keeps its first kind."""
    for row in events:
        yield teller.worded(row, language)
    acts = {row["act_id"] for row in events}
    if form != "ics" and len(acts) == 1:
        sql = "select * from notices where act_id = ? order by known_on desc, id limit 100"
        with contextlib.suppress(sqlite3.OperationalError):  # published by an older version
            for row in read(connection, sql, [*acts]):
                yield teller.worded(row, language)
