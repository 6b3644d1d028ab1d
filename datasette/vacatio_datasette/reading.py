"""Read rows on one connection, so that a page sees one state of the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

Value = str | int | None
Row = Mapping[str, Value]
Parameters = Sequence[Value] | Mapping[str, Value]


def rows(connection: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> list[Row]:
    """Run a query and give its rows as mappings."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def row(connection: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> Row | None:
    """Give the first row, if there is one."""
    found = rows(connection, sql, parameters)
    return found[0] if found else None


def number(connection: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> int:
    """Give the one number a query counts."""
    (value,) = connection.execute(sql, parameters).fetchone()
    return int(value or 0)


def text(record: Row, column: str) -> str | None:
    """Give a column as text; empty is ``None``."""
    value = record.get(column)
    return None if value is None or value == "" else str(value)


def objects(value: Value) -> list[dict[str, str]]:
    """Read a JSON list of objects into texts; anything else gives none.

    >>> objects('[{"on": "2026-01-06", "reading": null}]')
    [{'on': '2026-01-06'}]
    """
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return []
    if not isinstance(found, list):
        return []
    return [
        {name: _plain(each) for name, each in item.items() if each is not None}
        for item in found
        if isinstance(item, dict)
    ]


def fields(value: str | None) -> dict[str, str]:
    """Read a JSON object into texts; anything else gives none.

    >>> fields('{"days": 10}')
    {'days': '10'}
    """
    try:
        found = json.loads(value) if value else None
    except ValueError:
        return {}
    return {name: _plain(each) for name, each in found.items()} if isinstance(found, dict) else {}


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
