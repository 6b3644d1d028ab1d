"""The only writer of the database: a new file is loaded whole, then indexed, then checked.

A night that learned little copies the file of the publication in place instead, and brings the
copy forward by what changed (`update`). It then holds what a file written whole would hold: the
same rows, the same answers of full-text search in the same order, and the same digest.

Full-text search and indexes come after the rows, because building them once is several times
faster than keeping them up to date row by row. Nothing runs VACUUM: it may renumber the rows
that the full-text index points at.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import sqlite_utils

from vacatio import applying, delta, digests, places, schema, words
from vacatio.delta import Delta, Tokens

Value = str | int | None
Row = Mapping[str, Value]
Rows = Mapping[str, Sequence[Row]]

#: How a fault begins that says that the file itself is damaged.
DAMAGED = "integrity:"


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
            words.index(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA application_id = {_new_token()}")
        connection.execute("ANALYZE")
        connection.commit()


def update(path: Path, base: Path, changes: Delta) -> None:
    """Write a new database file: that of a publication brought forward by what changes.

    The delta itself is saved beside it. What was durable in the old file is copied and not
    checked again.

    Raises:
        UnfitDelta: the base was not written by `write` or `update`, or its rows would not be
            whole after the delta; nothing is left at `path` then.
    """
    beside = path.with_name(delta.FILE)
    try:
        shutil.copyfile(base, path)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            # A file that is not finished is thrown away: nothing has to be taken back in it.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            tokens = Tokens(applying.token(connection), _new_token())
            delta.save(beside, changes, tokens)
            applying.apply(connection, beside)
        _settle(path)
    except BaseException:
        path.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)
        raise


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


def faults(path: Path, *, quick: bool = False) -> tuple[str, ...]:
    """Name what is broken in a database file: pages, indexes, foreign keys, schema version.

    A quick look finds damaged pages and rows, and takes the keys and indexes for granted: both
    were kept by SQLite itself where a database was brought forward from one that was looked
    through whole.
    """
    with opened(path) as db:
        try:
            found = [*_damage(db, "quick_check" if quick else "integrity_check")]
            found += [] if quick or found else _astray(db)
            ((version,),) = db.execute("PRAGMA user_version")
        except sqlite3.DatabaseError as error:  # SQLite gives up where it cannot go on
            return (f"{DAMAGED} {error}",)
    if version != schema.SCHEMA_VERSION:
        found.append(f"schema version {version}, expected {schema.SCHEMA_VERSION}")
    return tuple(found)


def _damage(db: sqlite_utils.Database, check: str) -> list[str]:
    return [f"{DAMAGED} {word}" for (word,) in db.execute(f"PRAGMA {check}") if word != "ok"]


def _astray(db: sqlite_utils.Database) -> list[str]:
    return [
        f"{table} row {rowid} points at a missing row of {parent}"
        for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check")
    ]


def is_brought_forward(path: Path) -> bool:
    """Tell whether a database was made by `update`, by the delta that lies beside it."""
    changes = path.with_name(delta.FILE)
    if not delta.is_whole(changes):
        return False
    with opened(path) as db:
        return delta.tokens(changes).token == applying.token(db.conn)


def content(
    path: Path, tables: Sequence[str] = schema.PUBLISHED
) -> dict[str, list[tuple[Value, ...]]]:
    """Read tables whole, sorted by primary key; all that the originals decide by default."""
    with opened(path) as db:
        return {
            name: [tuple(row) for row in db.execute(f"SELECT * FROM [{name}] ORDER BY 1")]
            for name in tables
        }


def digest(path: Path) -> str:
    """Hash all that the originals decide: two builds of the same originals have one digest."""
    return digests.said(digests.sums(path))


def _insert(db: sqlite_utils.Database, name: str, rows: Sequence[Row]) -> None:
    columns = list(schema.TABLES[name])
    ordered = sorted(rows, key=lambda row: str(row[columns[0]]))
    if name == "acts":
        columns.insert(0, "rowid")
        ordered = [{**act, "rowid": place} for place, act in places.spread(ordered)]
    marks = ", ".join("?" * len(columns))
    db.conn.executemany(
        f"INSERT INTO [{name}] ([{'], ['.join(columns)}]) VALUES ({marks})",
        ([row.get(column) for column in columns] for row in ordered),
    )


def _new_token() -> int:
    return secrets.randbelow(2**31 - 1) + 1


def _settle(path: Path) -> None:
    """Make what a file holds durable."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
