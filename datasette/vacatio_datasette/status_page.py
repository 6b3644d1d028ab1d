"""Sources, runs and coverage: whether what the site shows is fresh and whole."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from vacatio_datasette.reading import Row, rows

#: Runs shown; the table has the rest.
RUNS = 14


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What the page of sources and status shows."""

    sources: tuple[Row, ...]
    runs: tuple[Row, ...]
    held: tuple[Row, ...]
    coverage: tuple[Row, ...]


def status_page(connection: sqlite3.Connection) -> StatusPage:
    """Read sources, runs, what is held of each source, and how many acts of each type are dated."""
    return StatusPage(
        sources=tuple(rows(connection, "select * from sources order by required desc, title, id")),
        runs=tuple(rows(connection, f"select * from runs order by started_at desc limit {RUNS}")),
        held=tuple(rows(connection, "select * from coverage order by source, kind, first")),
        coverage=tuple(
            rows(
                connection,
                "select type, count(*) as acts, count(in_force_on) as dated, "
                "min(published_on) as first, max(published_on) as last "
                "from acts group by type order by acts desc, type",
            )
        ),
    )
