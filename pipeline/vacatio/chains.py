"""Which days stand in which calendar: each first announcement with the corrections behind it."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from vacatio.cuts import Groups
from vacatio.store import Row
from vacatio_feeds import Event, Status, calendar_events, instant
from vacatio_feeds.rows import DATED

_AT_ONCE = 5000


class Chain(NamedTuple):
    """An announcement as its calendars order it: all of it but the words.

    ``links`` are the ids of its events, the first announcement first. ``until`` is the last day
    by which it is kept: one that lies back too far for a calendar is left out of it.
    """

    links: tuple[str, ...]
    day: str
    known_on: str
    kind: str
    status: str
    until: str

    @property
    def root(self) -> str:
        """Name the first announcement."""
        return self.links[0]

    @property
    def uid(self) -> str:
        """Name the event in calendars."""
        return f"{self.root}@vacatio"

    def event(self) -> Event:
        """Give the event without its words."""
        return Event(
            uid=self.uid,
            title="",
            summary="",
            day=dt.date.fromisoformat(self.day),
            last_modified=instant(dt.date.fromisoformat(self.known_on)),
            status=Status(self.status),
            kind=self.kind,
        )


def in_order(chains: Iterable[Chain]) -> list[Chain]:
    """Order chains as a calendar orders its events."""
    return sorted(chains, key=lambda chain: (chain.day, chain.uid))


def chains(
    connection: sqlite3.Connection, groups: Groups, since: str, acts: Collection[str] | None = None
) -> Iterator[tuple[Chain, tuple[str, ...]]]:
    """Give the chains that have any day since a day, each with the paths of its groups.

    With ``acts``, only those of which an event is about one of these. The groups are those of
    the act that the last event of a chain is about.
    """
    if acts is None:
        seeds = _seeds(connection, since)
        parents = _corrections(connection)
    else:
        seeds = _events_of(connection, acts)
        parents = _around(connection, seeds)
    following: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for name in parents:
        root, depth = _root(name, parents)
        if name != root:
            following[root].append((depth, name))
    roots = sorted({_root(name, parents)[0] for name in seeds})
    links = {root: (root, *(name for _, name in sorted(following.get(root, ())))) for root in roots}
    rows = _rows(connection, [name for chain in links.values() for name in chain])
    for chain in links.values():
        some = [rows[name] for name in chain]
        made = _chain(chain, some)
        if made is not None and made.until >= since:
            yield made, tuple(groups.of(some[-1]))


def _chain(links: tuple[str, ...], rows: list[Row]) -> Chain | None:
    """Fold the rows of a chain; it is none where its first event is about no day."""
    days = [
        str(row["effective_on"])
        for row in rows
        if row["effective_on"] and (row["kind"] in DATED or row["replaces"] is not None)
    ]
    uid = f"{links[0]}@vacatio"
    found = [event for event in calendar_events(rows, site_url="/") if event.uid == uid]
    if not found or not days:
        return None
    event, known_on = found[0], found[0].last_modified.date()
    return Chain(
        links,
        event.day.isoformat(),
        known_on.isoformat(),
        str(event.kind),
        event.status.value,
        max(days),
    )


def _seeds(connection: sqlite3.Connection, since: str) -> list[str]:
    marks = ", ".join("?" * len(DATED))
    sql = (
        "select id from events where effective_on >= ? "
        f"and (kind in ({marks}) or replaces is not null)"
    )
    return [str(name) for (name,) in connection.execute(sql, [since, *sorted(DATED)])]


def _corrections(connection: sqlite3.Connection) -> dict[str, str]:
    """Give what each correction corrects, where that is there."""
    sql = "select e.id, o.id from events e join events o on o.id = e.replaces"
    return {str(name): str(old) for name, old in connection.execute(sql)}


def _events_of(connection: sqlite3.Connection, acts: Collection[str]) -> list[str]:
    sql = "select id from events where act_id in (select value from json_each(?))"
    return [str(name) for (name,) in connection.execute(sql, [json.dumps([*acts])])]


def _around(connection: sqlite3.Connection, seeds: Iterable[str]) -> dict[str, str]:
    """Give the corrections before and behind some events, and those of these, to the ends."""
    parents: dict[str, str] = {}
    seen: set[str] = set()
    asked = set(seeds)
    while asked:
        seen |= asked
        sql = (
            "select e.id, o.id from json_each(:ids) j join events e on e.id = j.value "
            "join events o on o.id = e.replaces union all "
            "select e.id, o.id from json_each(:ids) j join events o on o.id = j.value "
            "join events e on e.replaces = o.id"
        )
        found = {str(n): str(o) for n, o in connection.execute(sql, {"ids": json.dumps([*asked])})}
        parents.update(found)
        asked = {*found, *found.values()} - seen
    return parents


def _root(name: str, parents: Mapping[str, str]) -> tuple[str, int]:
    """Follow corrections to the first announcement, and count them; a ring ends at its least."""
    seen = [name]
    while (before := parents.get(seen[-1])) is not None:
        if before in seen:
            return min(seen[seen.index(before) :]), len(seen)
        seen.append(before)
    return seen[-1], len(seen) - 1


def _rows(connection: sqlite3.Connection, names: list[str]) -> dict[str, Row]:
    sql = (
        "select e.id, e.kind, e.act_id, e.effective_on, e.known_on, e.confidence, e.replaces, "
        "a.type, a.issuer_id, a.level, a.normative from json_each(?) j "
        "join events e on e.id = j.value join acts a on a.id = e.act_id"
    )
    found: dict[str, Row] = {}
    for at in range(0, len(names), _AT_ONCE):
        cursor = connection.execute(sql, [json.dumps(names[at : at + _AT_ONCE])])
        columns = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(columns, values, strict=True))
            found[str(row["id"])] = row
    return found
