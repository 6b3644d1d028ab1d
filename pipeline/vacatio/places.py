"""Where acts stand in their table: the highest first, of these the newest, then by their ids.

A search that stops early has then seen the acts that matter, because full-text search answers
in the order of the rowids. An act has its place by its rank and day, and a few rowids are left
free between two acts, so that a new one comes between them without moving the others.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from vacatio_calendar.hierarchy import rank

Value = str | int | None

#: Rowids of one day of one rank; what finds no room there stands among those of the next.
_A_DAY = 1 << 12

#: A day of the calendar has fewer than 22 bits.
_A_RANK = _A_DAY << 22

#: Rowids between two acts of a day when a database is written whole: small, because the
#: full-text index keeps the distance of each two in as few bytes as it needs.
_APART = 16

Key = tuple[int, str]


def key(name: str, kind: str, adopted_on: Value) -> Key:
    """Tell what an act is sorted by: the first rowid of its rank and day, then its id."""
    try:
        day = dt.date.fromisoformat(str(adopted_on)).toordinal()
    except ValueError:
        day = 0
    return rank(kind) * _A_RANK + (dt.date.max.toordinal() - day) * _A_DAY, name


def spread(acts: Iterable[Mapping[str, Value]]) -> Iterator[tuple[int, Mapping[str, Value]]]:
    """Give all acts of a database in their order, each with its rowid."""
    last = -1
    keyed = [(key(str(act["id"]), str(act["type"]), act.get("adopted_on")), act) for act in acts]
    keyed.sort(key=lambda each: each[0])
    for _, together in itertools.groupby(keyed, key=lambda each: each[0][0]):
        day = list(together)
        apart = max(1, min(_APART, _A_DAY // len(day)))
        for number, ((start, _), act) in enumerate(day, start=1):
            last = max(last + 1, start + apart * number - 1)
            yield last, act


def room(connection: sqlite3.Connection, act: Key) -> tuple[int, list[int]]:
    """Find the rowid of a new act among those that stand, and who has to make room for it.

    Gives the rowid, and the rowids of the acts that have to move up by one first: none, but
    where a day is full.
    """
    start, _ = act
    taken = connection.execute(
        "SELECT rowid, id, type, adopted_on FROM acts WHERE rowid >= ? ORDER BY rowid", [start]
    )
    before = start - 1
    for rowid, *other in taken:
        if key(*other) < act:
            before = rowid
            continue
        free = rowid - before
        if free > 1:
            return before + min(_APART, free // 2), []
        return rowid, _in_a_row(rowid, taken)
    return before + _APART, []


def _in_a_row(first: int, following: Iterable[tuple[int, str, str, str]]) -> list[int]:
    """Give the rowids that follow one another without a gap."""
    moved = [first]
    for rowid, *_ in following:
        if rowid > moved[-1] + 1:
            break
        moved.append(rowid)
    return moved
