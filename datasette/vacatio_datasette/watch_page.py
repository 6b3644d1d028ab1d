"""Watch lists: what an office follows, by acts, bodies and words."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from vacatio_datasette.day_lists import AMONG, Listing, Span, starting
from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Row, number, rows
from vacatio_datasette.search_page import expression
from vacatio_datasette.speech import Speech
from vacatio_datasette.telling import Told, told

#: Acts and events listed on the page; from how many acts on a list is long; how far back news go.
ACTS = 60
EVENTS = 200
LONG = 2000
NEWS = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Watch:
    """One list: an act is on it if any of its marks fits.

    ``acts`` are ids (the acts that change them are on the list too), ``bodies`` slugs such as
    ``maidr``, ``words`` phrases that occur in a title, each with all its words.
    """

    name: str
    title: str
    acts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchPage:
    """What the page of a watch list shows."""

    watch: Watch
    count: int
    upcoming: Listing
    recent: tuple[tuple[Named, Row], ...]
    events: tuple[Told, ...]


def watch_page(
    connection: sqlite3.Connection, watch: Watch, say: Speech, today: dt.date
) -> WatchPage:
    """Read a watch list."""
    _fill(connection, watch)
    count = number(connection, "select count(*) from temp.watched")
    # A short list is gone through whole; for a long one, acts from the latest on until enough are.
    among = AMONG if count > LONG else AMONG.removeprefix("+")
    recent = rows(
        connection,
        f"select {COLUMNS}, a.in_force_on, a.published_on, a.confidence from acts a "
        f"where {among} order by a.published_on desc, a.id limit {ACTS}",
    )
    span = Span(today, today + dt.timedelta(days=90))
    return WatchPage(
        watch=watch,
        count=count,
        upcoming=starting(connection, span, say, everything=True, watched=True),
        recent=tuple((named(record, say), record) for record in recent),
        events=told(
            connection,
            say,
            f"{AMONG} and e.known_on >= ?",
            [(today - NEWS).isoformat()],
            EVENTS,
        ),
    )


def acts_watched(
    connection: sqlite3.Connection, watch: Watch, among: Collection[str] | None = None
) -> frozenset[str]:
    """Name the acts on a list; with ``among``, only which of these are on it."""
    _fill(connection, watch)
    sql = "select id from acts where rowid in (select act from temp.watched)"
    if among is None:
        return frozenset(str(row["id"]) for row in rows(connection, sql))
    sql = (
        "select a.id from json_each(?) j join acts a on a.id = j.value "
        "where a.rowid in (select act from temp.watched)"
    )
    return frozenset(str(row["id"]) for row in rows(connection, sql, [json.dumps([*among])]))


def events_watched(connection: sqlite3.Connection, watch: Watch) -> list[Row]:
    """Read the events of the acts on a list for its feed, newest first."""
    _fill(connection, watch)
    return rows(
        connection,
        f"select e.* from events e left join acts a on a.id = e.act_id where {AMONG} "
        f"order by e.known_on desc, e.id limit {EVENTS}",
    )


def _fill(connection: sqlite3.Connection, watch: Watch) -> None:
    """Collect the rows of the acts of a list in a table that only this connection sees."""
    connection.execute("create temp table if not exists watched (act integer primary key)")
    connection.execute("delete from temp.watched")
    for act in watch.acts:
        connection.execute(
            "insert or ignore into temp.watched select rowid from acts where id = :act or id in "
            "(select act_id from amendments where target_act_id = :act)",
            {"act": act},
        )
    for body in watch.bodies:
        connection.execute(
            "insert or ignore into temp.watched select rowid from acts where issuer_id = ?", [body]
        )
    for phrase in watch.words:
        words = expression(phrase)
        if words is not None:
            connection.execute(
                "insert or ignore into temp.watched select rowid from acts_fts "
                "where acts_fts match ?",
                [words],
            )
