"""A month as a calendar of entries into force, and a body with its acts."""

from __future__ import annotations

import calendar
import datetime as dt
import sqlite3
from dataclasses import dataclass

from vacatio_datasette.day_lists import Item, Listing, Span, starting
from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Row, number, rows
from vacatio_datasette.speech import Speech

#: Entries shown on one day; the page of the day has the rest.
A_DAY = 4

#: Acts listed on the page of a body; the table has the rest.
RECENT = 60


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the grid; ``inside`` is false for days of the neighbouring months."""

    day: dt.date
    inside: bool
    items: tuple[Item, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month in weeks that start on Monday."""

    first: dt.date
    weeks: tuple[tuple[DayCell, ...], ...]
    count: int
    everything: bool

    @property
    def before(self) -> str:
        """The month before, as in an address."""
        return f"{self.first - dt.timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after, as in an address."""
        return f"{self.first + dt.timedelta(days=31):%Y-%m}"


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body: what of its acts comes into force, and its latest acts."""

    slug: str
    issuer: str | None
    count: int
    upcoming: Listing
    recent: tuple[tuple[Named, Row], ...]


def month_page(
    connection: sqlite3.Connection, first: dt.date, say: Speech, everything: bool
) -> MonthPage:
    """Read a month; ``first`` is its first day."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    span = Span(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
    found = starting(connection, span, say, everything=everything, limit=2000)
    by_day: dict[dt.date, list[Item]] = {}
    for item in found.items:
        by_day.setdefault(item.day, []).append(item)
    return MonthPage(
        first=first,
        weeks=tuple(
            tuple(
                DayCell(
                    day=day,
                    inside=day.month == first.month,
                    items=tuple(by_day.get(day, [])[:A_DAY]),
                    more=max(0, len(by_day.get(day, [])) - A_DAY),
                )
                for day in week
            )
            for week in weeks
        ),
        count=found.count,
        everything=everything,
    )


def body_page(
    connection: sqlite3.Connection, slug: str, say: Speech, today: dt.date
) -> BodyPage | None:
    """Read a body; ``None`` if no act of it is in the archive."""
    count = number(connection, "select count(*) from acts where issuer_id = ?", [slug])
    if count == 0:
        return None
    recent = rows(
        connection,
        f"select {COLUMNS}, a.in_force_on, a.published_on, a.confidence from acts a "
        "where a.issuer_id = ? order by a.published_on desc, a.adopted_on desc, a.id limit ?",
        [slug, RECENT],
    )
    span = Span(today, today + dt.timedelta(days=90))
    return BodyPage(
        slug=slug,
        issuer=str(recent[0]["issuer"]) if recent and recent[0]["issuer"] else None,
        count=count,
        upcoming=starting(connection, span, say, everything=True, body=slug),
        recent=tuple((named(record, say), record) for record in recent),
    )
