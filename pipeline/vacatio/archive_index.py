"""Where each body lies in the WARC files: derived from them, and rebuilt when it does not fit."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import itertools
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vacatio import entries, warc
from vacatio_calendar.errors import VacatioError
from vacatio_crawlers import joining

NAME = "index.sqlite"

#: Seconds to wait for another process that reads or writes the index: a run must not die of it.
PATIENCE = 60.0

_VERSION = 2
_TABLES = """
CREATE TABLE files (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, demo INTEGER NOT NULL,
    fault_at INTEGER, fault TEXT
) STRICT;
CREATE TABLE fetches (
    source TEXT NOT NULL, key TEXT NOT NULL, fetched_at TEXT NOT NULL,
    file TEXT NOT NULL, offset INTEGER NOT NULL, body INTEGER NOT NULL,
    sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL, url TEXT NOT NULL,
    etag TEXT NOT NULL, last_modified TEXT NOT NULL,
    PRIMARY KEY (source, key, fetched_at, file, offset)
) STRICT, WITHOUT ROWID;
CREATE INDEX fetches_by_file ON fetches (file);
CREATE TABLE entries (
    source TEXT NOT NULL, key TEXT NOT NULL, sha256 TEXT NOT NULL, day TEXT, means TEXT NOT NULL,
    PRIMARY KEY (source, key, sha256)
) STRICT, WITHOUT ROWID;
"""
#: A fetch with the place of its body, which may lie in an older record, and the instant at which
#: that body was first met, which may be older still: runs need not be read in the order of time.
_FETCH = """
SELECT f.source, f.key, f.url, f.fetched_at, f.sha256, f.text_sha256, f.etag, f.last_modified,
    (SELECT b.file || '#' || b.offset FROM fetches b
     WHERE b.source = f.source AND b.key = f.key AND b.sha256 = f.sha256 AND b.body
     ORDER BY b.fetched_at, b.file, b.offset LIMIT 1),
    (SELECT min(b.fetched_at) FROM fetches b
     WHERE b.source = f.source AND b.key = f.key AND b.sha256 = f.sha256)
FROM fetches f
"""
#: What the newest answer of each address gave to ask it again by, where its body is held.
_VALIDATORS = """
SELECT url, key, etag, last_modified FROM (
    SELECT *, row_number() OVER (
        PARTITION BY url ORDER BY fetched_at DESC, file DESC, offset DESC) AS age
    FROM fetches WHERE source = ?) f
WHERE age = 1 AND (etag <> '' OR last_modified <> '') AND EXISTS (
    SELECT 1 FROM fetches b WHERE b.source = f.source AND b.key = f.key
    AND b.sha256 = f.sha256 AND b.body)
ORDER BY fetched_at DESC LIMIT ?
"""
_KEYS = """
SELECT DISTINCT source, key FROM fetches WHERE (source, key) > (?, ?)
ORDER BY source, key LIMIT 1000
"""
_KEYS_OF = """
SELECT DISTINCT key FROM fetches WHERE source = ? AND key >= ? AND key < ? ORDER BY key
"""
_NEWEST = "ORDER BY f.fetched_at DESC, f.file DESC, f.offset DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One fetch of a key: when, what came, and where its body lies (`file#offset`).

    ``text_sha256`` is that of the normalised text, ``first_met`` when that very body first came.
    """

    source: str
    key: str
    url: str
    fetched_at: dt.datetime
    sha256: str
    text_sha256: str
    etag: str
    last_modified: str
    place: str | None
    first_met: dt.datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """The first damage in a file: what begins at this offset could not be read."""

    file: str
    offset: int
    reason: str


class BusyIndex(VacatioError):
    """The index cannot be opened, and is not damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} cannot be used now ({reason}): try again when no run is writing")


class Index:
    """The index of one archive folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: sqlite3.Connection | None = None

    def refresh(self) -> None:
        """Read what the files hold and the index does not, and forget files that are gone."""
        db = self._db()
        if db is None:
            return
        known = dict(db.execute("SELECT name, size FROM files").fetchall())
        present = {
            path.relative_to(self._folder).as_posix(): path.stat().st_size
            for pattern in ("*/*.warc.gz", "*/*.warc.gz.part")
            for path in sorted(self._folder.glob(pattern))
        }
        stale = {name for name in known if known[name] != present.get(name)}
        stray = {name for (name,) in db.execute("SELECT DISTINCT file FROM fetches")} - set(known)
        with db:
            begun = {name: self._last_offset(db, name) for name in stray | stale if name in present}
            for name in sorted(stale | stray):
                self._forget(db, name, fetches=not begun.get(name))
            for name in sorted(present):
                if name in stale or name not in known:
                    self._scan(db, name, present[name], begun.get(name, 0))

    def demo(self) -> bool | None:
        """Tell whether the files hold demo data; `None` where there are none."""
        db = self._db()
        row = db.execute("SELECT max(demo) FROM files").fetchone() if db else (None,)
        return None if row[0] is None else bool(row[0])

    def last(self, source: str, key: str) -> Fetch | None:
        """Find the newest fetch of a key."""
        db = self._db()
        if db is None:
            return None
        row = db.execute(f"{_FETCH} WHERE f.source = ? AND f.key = ? {_NEWEST}", (source, key))
        return next(map(_fetch, row), None)

    def body(self, source: str, key: str, sha256: str) -> Fetch | None:
        """Find the record that holds a body."""
        db = self._db()
        if db is None:
            return None
        rows = db.execute(
            f"{_FETCH} WHERE f.source = ? AND f.key = ? AND f.sha256 = ? AND f.body"
            " ORDER BY f.fetched_at LIMIT 1",
            (source, key, sha256),
        )
        return next(map(_fetch, rows), None)

    def history(self, source: str, key: str) -> tuple[Fetch, ...]:
        """List the fetches of a key, oldest first."""
        db = self._db()
        if db is None:
            return ()
        rows = db.execute(
            f"{_FETCH} WHERE f.source = ? AND f.key = ? ORDER BY f.fetched_at, f.file, f.offset",
            (source, key),
        )
        return tuple(map(_fetch, rows))

    def latest(self) -> Iterator[Fetch]:
        """Give the newest fetch of every key, by source and key in code point order.

        No question to the index stays open meanwhile: it would keep a run from writing.
        """
        db, after = self._db(), ("", "")
        while db and (keys := db.execute(_KEYS, after).fetchall()):
            for after in keys:
                fetch = self.last(*after)
                if fetch:
                    yield fetch

    def latest_of(self, source: str, whole: str) -> Iterator[Fetch]:
        """Give the newest fetch of every key of one document and its pieces."""
        db = self._db()
        rows = db.execute(_KEYS_OF, (source, whole, f"{whole}0")).fetchall() if db else []
        for (key,) in rows:  # "/" and what marks a piece come before "0"
            fetch = self.last(source, key)
            if fetch and joining.whole(key) == whole:
                yield fetch

    def validators(self, source: str, most: int) -> dict[str, tuple[str, str, str]]:
        """Give key, ETag and Last-Modified by address, of the addresses that were met last."""
        db = self._db()
        rows = db.execute(_VALIDATORS, (source, most)) if db else ()
        return {url: (key, etag, modified) for url, key, etag, modified in rows}

    @property
    def there(self) -> bool:
        """Tell whether there is an index, or no folder that needs one."""
        return not self._folder.is_dir() or (self._folder / NAME).exists()

    def query(self, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
        """Ask the tables directly; an archive that does not exist yet has no rows."""
        db = self._db()
        return db.execute(sql, values).fetchall() if db else []

    def faults(self) -> tuple[Fault, ...]:
        """List the damage met in the files."""
        db = self._db()
        if db is None:
            return ()
        rows = db.execute(
            "SELECT name, fault_at, fault FROM files WHERE fault IS NOT NULL ORDER BY name"
        )
        return tuple(Fault(*row) for row in rows)

    def add(self, file: str, offset: int, record: warc.Record) -> None:
        """Note a record just written. Until `complete` it is found again by reading the file."""
        db = self._made()
        with db:  # at once, so that whoever reads the archive meanwhile is not locked out
            self._insert(db, file, offset, record)

    def _insert(self, db: sqlite3.Connection, file: str, offset: int, record: warc.Record) -> None:
        document = record.document
        name = (document.source, document.key)
        etag, modified = record.validators
        db.execute(
            "INSERT OR REPLACE INTO fetches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *name,
                warc.instant_text(document.fetched_at),
                file,
                offset,
                record.kind != "revisit",
                document.sha256,
                record.text_sha256,
                document.url,
                etag,
                modified,
            ),
        )
        if listed := entries.entry(document):
            day = listed.day.isoformat() if listed.day else None
            db.execute(
                "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)",
                (*name, document.sha256, day, " ".join(listed.keys)),
            )

    def complete(self, part: str, done: str, *, demo: bool) -> None:
        """Note that a file is complete under its final name."""
        db = self._made()
        with db:
            db.execute("UPDATE fetches SET file = ? WHERE file = ?", (done, part))
            size = (self._folder / done).stat().st_size
            db.execute("DELETE FROM files WHERE name = ?", (part,))
            db.execute("INSERT INTO files VALUES (?, ?, ?, NULL, NULL)", (done, size, demo))

    def close(self) -> None:
        """Let go of the index file."""
        if self._open:
            self._open.close()
            self._open = None

    def _last_offset(self, db: sqlite3.Connection, name: str) -> int:
        """Tell how far a file that is being written was read: what stands before is known.

        A file that is complete and has another size than before is not one that grew.
        """
        if not name.endswith(".part"):
            return 0
        (offset,) = db.execute("SELECT max(offset) FROM fetches WHERE file = ?", (name,)).fetchone()
        return offset or 0

    def _forget(self, db: sqlite3.Connection, name: str, *, fetches: bool) -> None:
        if fetches:
            db.execute("DELETE FROM fetches WHERE file = ?", (name,))
        db.execute("DELETE FROM files WHERE name = ?", (name,))

    def _scan(self, db: sqlite3.Connection, name: str, size: int, start: int) -> None:
        path, demo, damage = self._folder / name, False, None
        opening = [warc.record_at(path, 0)] if start else []
        for record in itertools.chain(opening, warc.records(path, start)):
            if isinstance(record, warc.Damage):
                damage = damage or record
            elif record.kind == "warcinfo":
                demo = record.document.demo
            else:
                self._insert(db, name, record.offset, record)
        at, reason = (damage.offset, damage.reason) if damage else (None, None)
        db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", (name, size, demo, at, reason))

    def _db(self) -> sqlite3.Connection | None:
        """Open the index; an archive that does not exist yet has none, and reading makes none."""
        return self._made() if self._open or self._folder.is_dir() else None

    def _made(self) -> sqlite3.Connection:
        if self._open is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / NAME
            try:
                self._open = _connect(path)
            except sqlite3.OperationalError as error:  # not damaged: somebody else has it
                if not os.access(self._folder, os.R_OK | os.X_OK):
                    raise PermissionError(
                        errno.EACCES, os.strerror(errno.EACCES), str(self._folder)
                    ) from error
                raise BusyIndex(path, str(error)) from error
            except sqlite3.DatabaseError:  # damaged: it holds nothing that the files do not
                path.unlink()
                path.with_name(f"{NAME}-journal").unlink(missing_ok=True)
                self._open = _connect(path)
        return self._open


def _connect(path: Path) -> sqlite3.Connection:
    with contextlib.ExitStack() as stack:
        db = sqlite3.connect(path, timeout=PATIENCE)
        stack.callback(db.close)
        db.execute("PRAGMA synchronous = OFF")  # what a power cut takes is read again
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version != _VERSION:
            with db:
                for table in ("files", "fetches", "entries"):
                    db.execute(f"DROP TABLE IF EXISTS {table}")
                db.executescript(_TABLES)
                db.execute(f"PRAGMA user_version = {_VERSION}")
        (state,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(state)
        stack.pop_all()
    return db


def _fetch(row: tuple[Any, ...]) -> Fetch:
    source, key, url, instant, sha256, text, etag, modified, place, first = row
    at, first_met = (dt.datetime.fromisoformat(one) for one in (instant, first))
    return Fetch(source, key, url, at, sha256, text, etag, modified, place, first_met)
