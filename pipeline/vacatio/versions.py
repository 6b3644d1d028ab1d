"""Which schema a database has, and what to do where it is not the one that this version reads.

The published database is made from the originals, so nothing migrates it: `vacatio build` makes
it anew, offline. Until then no table of another schema is read as if it were ours.
"""

from __future__ import annotations

from pathlib import Path

import sqlite_utils

from vacatio import schema, store
from vacatio.datadir import UnusableData

#: What to do, wherever a database is of another version.
REMEDY = "run `vacatio build`, which makes it anew from the archive, offline"


class OtherVersion(UnusableData):
    """The published database was written by another version of vacatio."""


def differs(db: sqlite_utils.Database) -> str | None:
    """Say how the schema of an open database is not the one this version reads; `None` if it is.

    The number alone is not believed: between two releases a table may have gained a column.
    """
    ((version,),) = db.execute("PRAGMA user_version")
    if version != schema.SCHEMA_VERSION:
        return f"its schema is {version}, this version reads {schema.SCHEMA_VERSION}"
    for table, columns in schema.TABLES.items():
        lacking = sorted(columns.keys() - _columns(db, table))
        if lacking:
            return f"its schema {version} lacks {table}.{lacking[0]}"
    return None


def other(database: Path) -> str | None:
    """Say how the schema of a database file differs; `None` where it does not, or is not there."""
    if not database.exists():
        return None
    with store.reading(database) as db:
        return differs(db)


def token(database: Path) -> int:
    """Give the token by which a database file is told from every other."""
    with store.reading(database) as db:
        ((found,),) = db.execute("PRAGMA application_id")
        return int(found)


def fits(database: Path) -> bool:
    """Tell whether a database file is there and can be read by this version."""
    return database.exists() and other(database) is None


def require(db: sqlite_utils.Database, database: Path) -> None:
    """Refuse a database of another version in one clear line.

    Raises:
        OtherVersion: its schema is not the one this version reads.
    """
    reason = differs(db)
    if reason is not None:
        raise OtherVersion(
            database.parent, f"{database.name} was written by another version ({reason}): {REMEDY}"
        )


def rows(db: sqlite_utils.Database, table: str, order: str) -> list[store.Row]:
    """Give the rows of a table as far as this database has it, whoever wrote it."""
    known = _columns(db, table)
    ordered = ", ".join(each for each in order.split(", ") if each in known)
    if not ordered:
        return []
    return [dict(row) for row in db.query(f"SELECT * FROM [{table}] ORDER BY {ordered}")]


def has(path: Path, table: str, *columns: str) -> bool:
    """Tell whether a database file is there and has this table, with these columns."""
    if not path.exists():
        return False
    with store.opened(path) as db:
        known = _columns(db, table)
    return bool(known) and known.issuperset(columns)


def _columns(db: sqlite_utils.Database, table: str) -> set[str]:
    found = db.execute("SELECT name FROM pragma_table_info(?)", [table])
    return {str(name) for (name,) in found}
