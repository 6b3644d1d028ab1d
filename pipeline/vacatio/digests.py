"""The digest of a publication's content, kept beside its database and moved on by a delta.

A table's part is the sum of the hashes of its rows, so it does not depend on their order, and
rows can be taken from it and added to it: two builds of the same originals have one digest,
whether they were made whole or from the publication before. It tells builds apart that differ
by accident; it is no defence against somebody who chooses the rows.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from vacatio import delta, schema

#: The file beside the database of a publication.
FILE = "digest.json"

#: What moves every night although nothing was learned: the place of each question, and the day
#: on which each finding was last looked for.
LEFT_OUT = {"findings": frozenset({"last_seen"}), "reviews": frozenset({"position"})}

#: The sums of all tables by their names.
Sums = dict[str, int]

_BITS = 128


def sums(path: Path) -> Sums:
    """Sum up all that the originals decide in a database, from its rows."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        return {
            name: _sum(db.execute(f"SELECT {_columns(name)} FROM [{name}]"))
            for name in schema.PUBLISHED
        }


def moved(before: Sums, base: Path, changes: Path) -> Sums:
    """Give the sums of what a saved delta makes of a database that has the sums `before`."""
    after = {}
    with contextlib.closing(sqlite3.connect(base)) as db:
        db.execute("ATTACH ? AS delta", [str(changes.absolute())])
        for name in schema.PUBLISHED:
            key = next(iter(schema.TABLES[name]))
            old = db.execute(
                f"SELECT {_columns(name)} FROM main.[{name}] WHERE [{key}] IN (SELECT [{key}] "
                f"FROM delta.[{name}] UNION SELECT id FROM delta.gone WHERE name = ?)",
                [name],
            )
            new = db.execute(f"SELECT {_columns(name)} FROM delta.[{name}]")
            after[name] = (before[name] - _sum(old) + _sum(new)) % (1 << _BITS)
    return after


def said(of: Sums) -> str:
    """Give sums as one digest."""
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()


def keep(database: Path) -> str:
    """Sum up a database that was written whole, and write the sums beside it."""
    return _write(database, sums(database))


def move(database: Path, base: Path) -> str:
    """Move the sums beside the base on by the delta beside the database; write them there."""
    try:
        words = json.loads(base.with_name(FILE).read_text(encoding="utf-8"))
        before = {name: int(words[name], 16) for name in schema.PUBLISHED}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        before = sums(base)
    return _write(database, moved(before, base, database.with_name(delta.FILE)))


def _write(database: Path, found: Sums) -> str:
    words = json.dumps({name: f"{each:032x}" for name, each in found.items()}, indent=1)
    database.with_name(FILE).write_text(f"{words}\n", encoding="utf-8")
    return said(found)


def _columns(name: str) -> str:
    left_out = LEFT_OUT.get(name, frozenset())
    return ", ".join(f"[{column}]" for column in schema.TABLES[name] if column not in left_out)


def _sum(rows: Iterable[Sequence[str | int | None]]) -> int:
    hashes = (hashlib.blake2b(_told(row), digest_size=_BITS // 8).digest() for row in rows)
    return sum(map(int.from_bytes, hashes)) % (1 << _BITS)


def _told(row: Sequence[str | int | None]) -> bytes:
    """Write a row as bytes; a column has one type, so that only NULL and "" must differ."""
    return "\x1f".join(["\x00" if each is None else str(each) for each in row]).encode()
