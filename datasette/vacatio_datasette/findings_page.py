"""What does not agree: the findings that stand, the gravest first."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Row, number, rows
from vacatio_datasette.speech import Speech

#: Findings that stand: neither dismissed nor ended, nor held back because a source was misread.
STANDING = "f.state in ('open', 'confirmed')"

SEVERITIES = ("error", "warning", "info")

#: Findings shown; the table has the rest.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The findings of one severity or of all, and how many there are of each severity and code."""

    severity: str | None
    code: str | None
    found: tuple[tuple[Named | None, Row], ...]
    count: int
    severities: tuple[tuple[str, int], ...]
    codes: tuple[Row, ...]


def findings_page(
    connection: sqlite3.Connection, say: Speech, severity: str | None, code: str | None
) -> FindingsPage:
    """Read the findings that stand; a severity or a code that does not exist has none."""
    narrow = f"{STANDING} and (:severity is null or f.severity = :severity) and "
    narrow += "(:code is null or f.code = :code)"
    asked = {"severity": severity, "code": code}
    found = rows(
        connection,
        f"select f.*, f.id as finding_id, {COLUMNS} from findings f "
        f"left join acts a on a.id = f.act_id where {narrow} "
        "order by case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, "
        f"f.first_seen desc, f.code, f.act_id, f.id limit {SHOWN}",
        asked,
    )
    return FindingsPage(
        severity=severity,
        code=code,
        found=tuple((named(row, say) if row["act_id"] else None, row) for row in found),
        count=number(connection, f"select count(*) from findings f where {narrow}", asked),
        severities=tuple((name, _count(connection, name)) for name in SEVERITIES),
        codes=tuple(
            rows(
                connection,
                f"select f.code, min(f.title) as title, count(*) as count from findings f "
                f"where {STANDING} and (:severity is null or f.severity = :severity) "
                "group by f.code order by count desc, f.code",
                asked,
            )
        ),
    )


def _count(connection: sqlite3.Connection, severity: str) -> int:
    return number(
        connection,
        f"select count(*) from findings f where f.severity = ? and {STANDING}",
        [severity],
    )
