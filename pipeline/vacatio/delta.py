"""What one publication changes of the one before it: rows put, rows gone, and a new order.

A publication made from the one before it keeps its delta beside its database, in a small file
of SQLite with the same tables, so that the live database can be brought forward by it too. Each
database bears a token, and the file says from which to which it leads: whatever bears neither
is not changed by it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vacatio import schema

Value = str | int | None
Row = Mapping[str, Value]

#: The file beside the database of a publication that was made from the one before it.
FILE = "delta.sqlite"

#: Tables of the file beside those of the schema.
_OWN = """
    CREATE TABLE about (base INTEGER, token INTEGER, seen_before TEXT, seen TEXT, ordered INTEGER)
        STRICT;
    CREATE TABLE gone (name TEXT, id TEXT, PRIMARY KEY (name, id)) STRICT, WITHOUT ROWID;
    CREATE TABLE review_order (id TEXT PRIMARY KEY, position INTEGER) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Delta:
    """What changes from one publication to the next.

    `put` holds whole rows by table, inserted or replaced by primary key (the first column of
    the table); `gone` the primary keys that are no more. Findings whose `last_seen` is the first
    day of `seen` get the second, before `put` is applied. `order` names all reviews, the most
    important first: their `position` is their place in it.
    """

    put: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    gone: Mapping[str, Collection[str]] = field(default_factory=dict)
    seen: tuple[str, str] | None = None
    order: Sequence[str] | None = None

    def touched(self, table: str) -> frozenset[str]:
        """Name the rows of a table that are put or gone, by their primary keys."""
        key = next(iter(schema.TABLES[table]))
        put = (str(row[key]) for row in self.put.get(table, ()))
        return frozenset((*put, *self.gone.get(table, ())))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The database a saved delta applies to, and the one it leads to."""

    base: int
    token: int


def save(path: Path, delta: Delta, tokens: Tokens) -> None:
    """Write a delta to a new file, durably.

    Raises:
        sqlite3.IntegrityError: a row is put twice.
    """
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(_OWN)
        with db:
            before, seen = delta.seen or (None, None)
            about = (tokens.base, tokens.token, before, seen, delta.order is not None)
            db.execute("INSERT INTO about VALUES (?, ?, ?, ?, ?)", about)
            for name in schema.TABLES:
                _save_table(db, name, delta.put.get(name, ()))
                gone = ((name, each) for each in sorted(delta.gone.get(name, ())))
                db.executemany("INSERT INTO gone VALUES (?, ?)", gone)
            order = sorted((each, place) for place, each in enumerate(delta.order or ()))
            db.executemany("INSERT INTO review_order VALUES (?, ?)", order)


def read(path: Path) -> tuple[Delta, Tokens]:
    """Read a delta back."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        base, token, before, seen, ordered = db.execute("SELECT * FROM about").fetchone()
        gone: dict[str, list[str]] = {}
        for name, each in db.execute("SELECT name, id FROM gone"):
            gone.setdefault(name, []).append(each)
        order = [each for (each,) in db.execute("SELECT id FROM review_order ORDER BY position")]
        db.row_factory = sqlite3.Row
        put = {
            name: rows
            for name in schema.TABLES
            if (rows := [dict(row) for row in db.execute(f"SELECT * FROM [{name}] ORDER BY 1")])
        }
    days = None if seen is None else (str(before), str(seen))
    return Delta(put, gone, days, order if ordered else None), Tokens(base, token)


def is_whole(path: Path) -> bool:
    """Tell if there is a saved delta, and if it can be read to its end."""
    if not path.exists():
        return False
    with contextlib.closing(sqlite3.connect(path)) as db:
        try:
            return bool(db.execute("PRAGMA quick_check").fetchall() == [("ok",)])
        except sqlite3.DatabaseError:
            return False


def tokens(path: Path) -> Tokens:
    """Tell which database a saved delta applies to, and which it leads to."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        return Tokens(*db.execute("SELECT base, token FROM about").fetchone())


def _save_table(db: sqlite3.Connection, name: str, rows: Sequence[Row]) -> None:
    columns = schema.TABLES[name]
    kinds = {str: "TEXT", int: "INTEGER"}
    told = ", ".join(f"[{column}] {kinds[kind]}" for column, kind in columns.items())
    db.execute(f"CREATE TABLE [{name}] ({told}, PRIMARY KEY ([{next(iter(columns))}])) STRICT")
    marks = ", ".join("?" * len(columns))
    values = [[row.get(column) for column in columns] for row in rows]
    values.sort(key=lambda row: str(row[0]))
    db.executemany(f"INSERT INTO [{name}] VALUES ({marks})", values)
