"""The rows of the publication in place, for whoever changes only some of them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import cast

from vacatio import schema
from vacatio.delta import Delta
from vacatio.store import Row

_AT_ONCE = 500


class BaseRows:
    """The tables of a published database; without one, tables without a row."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the database of a publication, which nobody changes any more."""
        self._db: sqlite3.Connection | None = None
        if path is not None:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)

    def __enter__(self) -> BaseRows:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database."""
        if self._db is not None:
            self._db.close()

    def of(self, table: str, column: str, values: Collection[str]) -> Iterator[Row]:
        """Give the rows whose column has one of these values."""
        ordered = sorted(values)
        for at in range(0, len(ordered), _AT_ONCE):
            some = ordered[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from self.query(f"SELECT * FROM [{table}] WHERE [{column}] IN ({marks})", *some)

    def query(self, sql: str, *values: str | int) -> list[Row]:
        """Ask the database."""
        if self._db is None:
            return []
        with contextlib.closing(self._db.execute(sql, values)) as cursor:
            columns = [column[0] for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor]

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        [row] = self.query(f"SELECT count(*) AS number FROM [{table}]") or [{"number": 0}]
        return int(cast("int", row["number"]))


class Changes:
    """Gathers what changes in the tables against the rows of the publication in place."""

    def __init__(self, base: BaseRows) -> None:
        self._base = base
        self._put: dict[str, dict[str, Row]] = {name: {} for name in schema.TABLES}
        self._gone: dict[str, set[str]] = {name: set() for name in schema.TABLES}

    def replace(self, table: str, before: Collection[Row], rows: Sequence[Row]) -> None:
        """Put rows in the place of those that were there; what is the same is left."""
        key, columns = next(iter(schema.TABLES[table])), schema.TABLES[table]
        old = {str(row[key]): row for row in before}
        new = {str(row[key]): row for row in rows}
        for name, row in new.items():
            whole = {column: row.get(column) for column in columns}
            self._gone[table].discard(name)
            if old.get(name) != whole:
                self._put[table][name] = whole
        for name in old.keys() - new.keys():
            self._gone[table].add(name)

    def of(self, table: str, column: str, values: Collection[str], rows: Sequence[Row]) -> None:
        """Put rows in the place of all those whose column had one of these values."""
        self.replace(table, list(self._base.of(table, column, values)), rows)

    def rows(self, table: str) -> dict[str, Row]:
        """Give what is put into a table so far."""
        return self._put[table]

    def gone(self, table: str) -> set[str]:
        """Give what is taken out of a table so far."""
        return self._gone[table] - self._put[table].keys()

    def tables(self) -> Sequence[str]:
        """Name the tables that are derived."""
        return schema.PUBLISHED

    def count(self, table: str) -> int:
        """Count the rows that a table will have."""
        key = next(iter(schema.TABLES[table]))
        there = {str(row[key]) for row in self._base.of(table, key, self._put[table])}
        new = len(self._put[table]) - len(there)
        return self._base.count(table) + new - len(self.gone(table))

    def states(self, table: str) -> Counter[str]:
        """Count by their state the rows that a table will have."""
        key = next(iter(schema.TABLES[table]))
        sql = f"SELECT state, count(*) AS number FROM [{table}] GROUP BY 1"
        counted = Counter(
            {str(row["state"]): int(str(row["number"])) for row in self._base.query(sql)}
        )
        touched = self._put[table].keys() | self.gone(table)
        counted.subtract(str(row["state"]) for row in self._base.of(table, key, touched))
        counted.update(str(row["state"]) for row in self._put[table].values())
        return counted

    def delta(self, seen: tuple[str, str] | None, order: Sequence[str]) -> Delta:
        """Give all changes."""
        put = {name: tuple(rows.values()) for name, rows in self._put.items() if rows}
        gone = {name: frozenset(self.gone(name)) for name in schema.TABLES if self.gone(name)}
        return Delta(put, gone, seen, order)
