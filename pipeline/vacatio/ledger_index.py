"""Where in the ledger each line stands, so that a night need not read all of it.

The index is worthless: it may be deleted at any time and is then made again from the ledger,
which only grows. It remembers up to where it has read, and by a hash of what stands before that
place whether the file is still the one it has read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import sqlite3
from collections.abc import Collection, Iterator
from types import TracebackType
from typing import BinaryIO

from vacatio import ledger
from vacatio.datadir import DataDir
from vacatio.ledger import Line

log = logging.getLogger(__name__)

#: What is kept of the lines of each file, beside their ids and places.
FILES: dict[str, tuple[str, ...]] = {
    "events": ("act_id", "known_on"),
    "notices": ("act_id", "document_id"),
    "findings": ("finding", "act_id"),
}

#: Raised by one whenever the tables of the index change.
_VERSION = 2

#: Bytes before the place read up to that must be as they were.
_TAIL = 1 << 16


class LedgerIndex:
    """The index over the ledger of a data directory; a context manager.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     data = DataDir(Path(folder))
    ...     line = {"id": "e1", "act_id": "kz/1", "known_on": "2026-01-05"}
    ...     _ = ledger.append(data.ledger / "events.jsonl", [line])
    ...     with LedgerIndex(data) as index:
    ...         index.events(["kz/1"]) == (line,), index.first_known(), index.has("events", ["e2"])
    (True, '2026-01-05', set())
    """

    def __init__(self, data: DataDir) -> None:
        self.path, self._ledger = data.root / "cache" / "ledger.sqlite", data.ledger

    def __enter__(self) -> LedgerIndex:
        """Open the index and catch up; one that is damaged or of another version is begun anew."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
            self.catch_up()
        except sqlite3.DatabaseError as error:
            log.warning("%s is begun anew: %s", self.path, error)
            self._db.close()
            for left in self.path.parent.glob(f"{self.path.name}*"):
                left.unlink()
            self._open()
            self.catch_up()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._db.close()

    def catch_up(self) -> None:
        """Read what was appended since, or all where the ledger is not the one that was read.

        Raises:
            DamagedLedger: a line in the middle of a ledger cannot be read.
        """
        with self._db:
            for name in FILES:
                self._catch_up(name)

    def events(self, acts: Collection[str]) -> tuple[Line, ...]:
        """Give the events announced of these acts, in the order they were announced."""
        return self._lines("events", act_id=acts)

    def notices(
        self,
        *,
        acts: Collection[str] = (),
        documents: Collection[str] = (),
        ids: Collection[str] = (),
    ) -> tuple[Line, ...]:
        """Give the notices of these acts, of these documents and with these ids, in order."""
        return self._lines("notices", act_id=acts, document_id=documents, id=ids)

    def findings(
        self, findings: Collection[str] = (), *, acts: Collection[str] = ()
    ) -> tuple[Line, ...]:
        """Give the lines of the register of these findings, in order, and of those on acts."""
        on_acts = {str(line["finding"]) for line in self._lines("findings", act_id=acts)}
        return self._lines("findings", finding=on_acts.union(findings))

    def has(self, name: str, ids: Collection[str]) -> set[str]:
        """Tell which of these ids a ledger (`events`, `notices`, `findings`) holds already."""
        asked = f"SELECT id FROM [{name}] WHERE id IN (SELECT value FROM json_each(?))"
        return {str(each) for (each,) in self._db.execute(asked, [json.dumps(list(ids))])}

    def first_known(self) -> str | None:
        """Tell the first day on which any event was known; `None` before the first."""
        (day,) = self._db.execute("SELECT min(known_on) FROM events").fetchone()
        return None if day is None else str(day)

    def _open(self) -> None:
        self._db = sqlite3.connect(self.path)
        with self._db:
            ((version,),) = self._db.execute("PRAGMA user_version")
            if version == _VERSION:
                return
            if version:
                raise sqlite3.DatabaseError(f"its version is {version}")
            self._db.execute(
                "CREATE TABLE read (name TEXT PRIMARY KEY, until INTEGER, lines INTEGER, "
                "file INTEGER, tail TEXT)"
            )
            for name, columns in FILES.items():
                kept = ("id", *columns)
                self._db.execute(
                    f"CREATE TABLE [{name}] (place INTEGER PRIMARY KEY, number INTEGER, "
                    f"bytes INTEGER, {', '.join(f'{column} TEXT' for column in kept)})"
                )
                for column in kept:
                    self._db.execute(f"CREATE INDEX [{name}_{column}] ON [{name}] ({column})")
            self._db.execute(f"PRAGMA user_version = {_VERSION}")

    def _catch_up(self, name: str) -> None:
        path = self._ledger / f"{name}.jsonl"
        known = self._db.execute("SELECT * FROM read WHERE name = ?", [name]).fetchone()
        with contextlib.ExitStack() as stack:
            try:
                file = stack.enter_context(path.open("rb"))
            except FileNotFoundError:
                self._forget(name)
                return
            number = os.fstat(file.fileno()).st_ino
            until, lines = (known[1], known[2]) if known else (0, 0)
            if known and (known[3], known[4]) != (number, _tail(file, until)):
                self._forget(name)
                until, lines = 0, 0
            kept = ("id", *FILES[name])
            marks = ", ".join("?" * (3 + len(kept)))
            for place, words in _whole_lines(file, until):
                lines += 1
                line = ledger.line(path, lines, words)
                values = (None if line.get(each) is None else str(line[each]) for each in kept)
                self._db.execute(
                    f"INSERT INTO [{name}] VALUES ({marks})", [place, lines, len(words), *values]
                )
                until = place + len(words)
            read = (name, until, lines, number, _tail(file, until))
            if known != read:
                self._db.execute("REPLACE INTO read VALUES (?, ?, ?, ?, ?)", read)

    def _forget(self, name: str) -> None:
        self._db.execute(f"DELETE FROM [{name}]")
        self._db.execute("DELETE FROM read WHERE name = ?", [name])

    def _lines(self, name: str, **asked: Collection[str]) -> tuple[Line, ...]:
        """Read the lines that have one of the values asked for in any of these columns."""
        found = {
            row
            for column, values in asked.items()
            for row in self._db.execute(
                f"SELECT place, number, bytes FROM [{name}] "
                f"WHERE {column} IN (SELECT value FROM json_each(?))",
                [json.dumps(list(values))],
            )
        }
        if not found:
            return ()
        path = self._ledger / f"{name}.jsonl"
        with path.open("rb") as file:
            return tuple(
                ledger.line(path, number, os.pread(file.fileno(), length, place))
                for place, number, length in sorted(found)
            )


def marks(data: DataDir) -> str:
    """Tell where the ledger ends, and what stands there: it says so while nobody appends."""
    found: dict[str, tuple[int, str]] = {}
    for name in FILES:
        path = data.ledger / f"{name}.jsonl"
        if path.exists():
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                found[name] = (size, _tail(file, size))
    return json.dumps(found)


def _whole_lines(file: BinaryIO, start: int) -> Iterator[tuple[int, bytes]]:
    """Give each line that has its end, with its place; a last one without it was never told."""
    file.seek(start)
    for words in file:
        if words.endswith(b"\n"):
            yield start, words
        start += len(words)


def _tail(file: BinaryIO, until: int) -> str:
    """Hash what stands before a place in a file."""
    start = max(0, until - _TAIL)
    file.seek(start)
    return hashlib.sha256(file.read(until - start)).hexdigest()
