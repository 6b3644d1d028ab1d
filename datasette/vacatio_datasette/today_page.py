"""The pages keyed on days: today, one day, and what was learned since a day."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from vacatio_datasette.day_lists import (
    LOCAL,
    Listing,
    Span,
    ending,
    found_late,
    published,
    starting,
)
from vacatio_datasette.findings_page import STANDING
from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Row, number, row, rows, text
from vacatio_datasette.speech import Speech, civil
from vacatio_datasette.telling import Told, told

#: How long a newly found act stays on the front page.
NEWS = dt.timedelta(days=14)

#: How long ago a source may have answered and still count as fresh.
FRESH = dt.timedelta(days=2)

#: Entries of each list on the front page; the calendar has the rest.
FRONT = 40

#: Entries a page of changes shows.
LEARNED = 200

OPEN_FINDINGS = f"from findings f where {STANDING}"


@dataclass(frozen=True, slots=True)
class Care:
    """How many things need a look."""

    errors: int
    warnings: int
    disputed: int
    unknown: int
    worst: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TodayPage:
    """All that the front page shows."""

    day: dt.date
    late: Listing
    older: int
    now: Listing
    week: Listing
    month: Listing
    quarter: Listing
    ends: Listing
    published: Listing
    care: Care
    sources: tuple[Row, ...]
    run: Row | None
    everything: bool
    hidden: int

    @property
    def fresh(self) -> bool:
        """Every source that is needed or was ever asked answered within the last two days."""
        asked = [each for each in self.sources if each["required"] or each["last_success"]]
        days = [civil(text(source, "last_success")) for source in asked]
        return bool(days) and all(day is not None and self.day - day <= FRESH for day in days)

    @property
    def quiet(self) -> bool:
        """Nothing today and nothing new."""
        lists = (self.late, self.now, self.published)
        stops = any(item.day == self.day for item in self.ends.items)
        return not stops and not any(listing.count for listing in lists)


@dataclass(frozen=True, slots=True)
class DayPage:
    """What changes on one day."""

    day: dt.date
    starts: Listing
    ends: Listing
    published: Listing
    changes: tuple[tuple[Named, Row], ...]

    @property
    def before(self) -> dt.date:
        """The day before."""
        return self.day - dt.timedelta(days=1)

    @property
    def after(self) -> dt.date:
        """The day after."""
        return self.day + dt.timedelta(days=1)

    @property
    def empty(self) -> bool:
        """Nothing changes."""
        return not (self.starts.count or self.ends.count or self.published.count or self.changes)


@dataclass(frozen=True, slots=True)
class Learned:
    """What the archive first showed since a day."""

    day: dt.date
    events: tuple[Told, ...]
    count: int


def today_page(
    connection: sqlite3.Connection, say: Speech, day: dt.date, everything: bool
) -> TodayPage:
    """Read the front page."""

    def span(first: int, last: int) -> Span:
        return Span(day + dt.timedelta(days=first), day + dt.timedelta(days=last))

    def starts(first: int, last: int) -> Listing:
        days = span(first, last)
        return starting(connection, days, say, everything=everything, limit=FRONT)

    late, older = found_late(connection, Span(day - NEWS, day), say, everything=everything)
    return TodayPage(
        day=day,
        late=late,
        older=older,
        now=starts(0, 0),
        week=starts(1, 7),
        month=starts(8, 30),
        quarter=starts(31, 90),
        ends=ending(connection, span(0, 90), say, everything=everything),
        published=published(connection, span(-1, 0), say, everything=everything),
        care=_care(connection),
        sources=tuple(rows(connection, "select * from sources order by required desc, title")),
        run=row(
            connection,
            "select * from runs where finished_at is not null order by started_at desc limit 1",
        ),
        everything=everything,
        hidden=number(connection, LOCAL),
    )


def day_page(connection: sqlite3.Connection, say: Speech, day: dt.date) -> DayPage:
    """Read what changes on one day, acts of every level."""
    span = Span(day, day)
    changes = rows(
        connection,
        f"select m.action, m.target, m.by, {COLUMNS} from modifications m "
        "join amendments e on e.id = m.amendment_id join acts a on a.id = e.target_act_id "
        "where m.in_force_on = ? order by a.id, m.act_id, m.position limit 500",
        [day.isoformat()],
    )
    return DayPage(
        day=day,
        starts=starting(connection, span, say, everything=True),
        ends=ending(connection, span, say, everything=True),
        published=published(connection, span, say, everything=True),
        changes=tuple((named(change, say), change) for change in changes),
    )


def learned(connection: sqlite3.Connection, say: Speech, day: dt.date) -> Learned:
    """Read what was learned since a day."""
    since = [day.isoformat()]
    return Learned(
        day=day,
        events=told(connection, say, "e.known_on >= ?", since, LEARNED),
        count=number(connection, "select count(*) from events where known_on >= ?", since),
    )


def _care(connection: sqlite3.Connection) -> Care:
    return Care(
        errors=number(connection, f"select count(*) {OPEN_FINDINGS} and severity = 'error'"),
        warnings=number(connection, f"select count(*) {OPEN_FINDINGS} and severity = 'warning'"),
        disputed=number(
            connection, "select count(*) from commencements where confidence = 'disputed'"
        ),
        unknown=number(connection, "select count(*) from acts where in_force_on is null"),
        worst=tuple(
            rows(
                connection,
                f"select * {OPEN_FINDINGS} and severity = 'error' order by code, act_id limit 5",
            )
        ),
    )
