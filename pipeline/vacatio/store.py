"""The only writer of the database: a new file is loaded whole, then indexed, then checked.

Full-text search and indexes come after the rows, because building them once is several times
faster than keeping them up to date row by row. Nothing runs VACUUM: it may renumber the rows
that the full-text index points at.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import sqlite_utils

from vacatio import schema
from vacatio_calendar import fold
from vacatio_calendar.hierarchy import rank

Value = str | int | None
Row = Mapping[str, Value]
Rows = Mapping[str, Sequence[Row]]

#: Tables that remember the runs themselves; every other one is a function of the originals.
OPERATIONAL = frozenset({"runs", "sources", "coverage"})

#: The tables that are one, in a fixed order.
PUBLISHED = tuple(sorted(set(schema.TABLES) - OPERATIONAL))

#: How words are told apart, and of how many letters the beginnings are that are indexed.
_WORDS = "unicode61 remove_diacritics 0"
_BEGINNINGS = "3 4 5 6"

#: A word in two scripts, or with a letter that is not seen.
_MIXED = re.compile(r"[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]|[\u00ad\u200b-\u200d\u2060\ufeff]")


def write(path: Path, rows: Rows) -> None:
    """Write a new database file with these rows, indexed and ready to be checked.

    Rows are sorted by primary key, so that the same rows give the same content whatever
    order they came in; acts stand highest first, so that a search that stops early has seen
    those. The file is in rollback-journal mode and closed on return.
    """
    with contextlib.closing(sqlite3.connect(path)) as connection:
        db = sqlite_utils.Database(connection)
        connection.execute("PRAGMA synchronous = OFF")
        schema.create(db)
        with db.atomic():
            for name in schema.TABLES:
                _insert(db, name, rows.get(name, ()))
        schema.index(db)
        with connection:
            _index_words(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("ANALYZE")
        connection.commit()


def replace(path: Path, rows: Rows) -> None:
    """Replace the content of whole tables of the live database in one transaction."""
    with opened(path) as db, db.atomic():
        for name, content in rows.items():
            db.execute(f"DELETE FROM [{name}]")
            _insert(db, name, content)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite_utils.Database]:
    """Open an existing database for reading and writing.

    Opening it so also brings a database back that a crash left with a hot journal or a WAL:
    readers that may only read cannot do that themselves.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=30)) as connection:
        yield sqlite_utils.Database(connection)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite_utils.Database]:
    """Open an existing database for reading, also for whoever may not write beside it.

    A reader of a file in WAL must be able to write its index; who may not takes the file as it
    lies, unless a write is pending, of which it would see half.
    """
    pending = path.with_name(f"{path.name}-wal")
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if writable or (pending.exists() and pending.stat().st_size):
        with opened(path) as db:
            yield db
        return
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        yield sqlite_utils.Database(connection)


def faults(path: Path) -> tuple[str, ...]:
    """Name what is broken in a database file: pages, foreign keys, schema version, full text."""
    found: list[str] = []
    with opened(path) as db:
        for (word,) in db.execute("PRAGMA integrity_check"):
            if word != "ok":
                found.append(f"integrity: {word}")
        for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
            found.append(f"{table} row {rowid} points at a missing row of {parent}")
        ((version,),) = db.execute("PRAGMA user_version")
        if version != schema.SCHEMA_VERSION:
            found.append(f"schema version {version}, expected {schema.SCHEMA_VERSION}")
    return tuple(found)


def content(path: Path, tables: Sequence[str] = PUBLISHED) -> dict[str, list[tuple[Value, ...]]]:
    """Read tables whole, sorted by primary key; all that the originals decide by default."""
    with opened(path) as db:
        return {
            name: [tuple(row) for row in db.execute(f"SELECT * FROM [{name}] ORDER BY 1")]
            for name in tables
        }


def digest(path: Path) -> str:
    """Hash all that the originals decide: two builds of the same originals have one digest."""
    whole = hashlib.sha256()
    for name in PUBLISHED:
        whole.update(repr(content(path, (name,))).encode())
    return whole.hexdigest()


def _insert(db: sqlite_utils.Database, name: str, rows: Sequence[Row]) -> None:
    columns = schema.TABLES[name]
    key = next(iter(columns))
    ordered = sorted(rows, key=lambda row: str(row[key]))
    if name == "acts":
        ordered.sort(key=lambda row: str(row.get("adopted_on") or ""), reverse=True)
        ordered.sort(key=lambda row: rank(str(row["type"])))
    db.table(name).insert_all({column: row.get(column) for column in columns} for row in ordered)


def _index_words(connection: sqlite3.Connection) -> None:
    """Index the words of acts and, apart, those of their provisions under the row of the act.

    Words are folded as questions are. Their beginnings are indexed too, for a question asks for
    beginnings. Of the texts neither the words nor their places are kept: that needs a fifth of
    the room.
    """
    connection.execute(
        "CREATE VIRTUAL TABLE [acts_fts] USING fts5 (search, content=[acts], "
        f"tokenize='{_WORDS}', prefix='{_BEGINNINGS}')"
    )
    connection.execute("INSERT INTO acts_fts (acts_fts) VALUES ('rebuild')")
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.execute(
        "CREATE VIRTUAL TABLE [texts_fts] USING fts5 (text, content='', detail=none, "
        f"tokenize='{_WORDS}', prefix='{_BEGINNINGS}')"
    )
    connection.execute(
        "INSERT INTO texts_fts (rowid, text) SELECT a.rowid, "
        "folded(group_concat(coalesce(p.heading, '') || ' ' || coalesce(p.text, ''), ' ')) "
        "FROM acts a JOIN provisions p ON p.act_id = a.id GROUP BY a.rowid"
    )
    for name in ("acts_fts", "texts_fts"):
        connection.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")


def _folded(text: str | None) -> str:
    """Fold a text; one whose words are each in one script only needs small letters and «е»."""
    small = (text or "").lower().replace("ё", "е")
    return " ".join(fold.words(small)) if _MIXED.search(small) else small
