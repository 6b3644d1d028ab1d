"""Which days are working days, as the calendar was known on a given day.

Holidays, their substitutes and days moved by decree are rows of
``jurisdictions/<code>_workdays.toml``. A calendar that was decreed and later changed gives
yesterday's answer to yesterday's question: pass ``known_on``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from vacatio_calendar.errors import VacatioError
from vacatio_calendar.workcalendar import DayKind, SpecialDay, WorkCalendar, calendar_of

if TYPE_CHECKING:
    from vacatio_calendar.law import Jurisdiction

_DAY = dt.timedelta(days=1)


class UnknownWeek(VacatioError):
    """Say that a working week has five or six days."""

    def __init__(self, week: int) -> None:
        """Keep the number of days that was asked for."""
        super().__init__(f"a working week of {week} days is not known: use 5 or 6")
        self.week = week


def is_working(
    day: dt.date, law: Jurisdiction, *, known_on: dt.date | None = None, week: int = 5
) -> bool | None:
    """Tell whether a day is a working day; ``None`` where no calendar is known for it.

    Args:
        day: the day asked about.
        law: the jurisdiction.
        known_on: use the calendar as it was known on this day; the newest by default.
        week: days of the working week, 5 (Saturday and Sunday off) or 6 (Saturday worked).

    Raises:
        UnknownWeek: ``week`` is neither 5 nor 6.
    """
    if week not in (5, 6):
        raise UnknownWeek(week)
    if reason_unknown(day, law):
        return None
    special = _special(law.code, day.year, _version(law.code, known_on), week).get(day)
    return day.weekday() < week if special is None else special.working


def reason_unknown(day: dt.date, law: Jurisdiction) -> str | None:
    """Say why no working-day calendar is known for a day, or ``None`` if there is one."""
    calendar = calendar_of(law.code)
    if calendar is None:
        return f"no working-day calendar is kept for {law.code}"
    if calendar.since <= day < calendar.until:
        return None
    last = calendar.until - _DAY
    return f"the working-day calendar is known from {calendar.since} to {last} only, not for {day}"


def special_days(
    year: int, law: Jurisdiction, *, known_on: dt.date | None = None, week: int = 5
) -> tuple[SpecialDay, ...]:
    """List the holidays, substitutes and moved days of a year; empty if the year is unknown."""
    if reason_unknown(dt.date(year, 1, 1), law):
        return ()
    found = _special(law.code, year, _version(law.code, known_on), week)
    return tuple(found[day] for day in sorted(found))


def working_days(
    year: int, law: Jurisdiction, *, known_on: dt.date | None = None, week: int = 5
) -> int | None:
    """Count the working days of a year; ``None`` if the year is unknown."""
    first = dt.date(year, 1, 1)
    answers = [
        is_working(first + number * _DAY, law, known_on=known_on, week=week)
        for number in range((dt.date(year + 1, 1, 1) - first).days)
    ]
    return None if None in answers else sum(map(bool, answers))


@cache
def _versions(code: str) -> tuple[dt.date, ...]:
    """List the days on which what is known of the calendar changed."""
    calendar = calendar_of(code)
    if calendar is None:
        return ()
    days = {feast.known_on for feast in calendar.feasts}
    days |= {transfer.known_on for transfer in calendar.transfers}
    days |= {day for row in calendar.holidays for day in (row.known_on, row.ended_known_on)}
    return tuple(sorted(day for day in days if day is not None))


def _version(code: str, known_on: dt.date | None) -> dt.date:
    """Return the newest version of the calendar that was known on a day."""
    known = [day for day in _versions(code) if known_on is None or day <= known_on]
    return max(known, default=dt.date.min)


@cache
def _special(code: str, year: int, known_on: dt.date, week: int) -> dict[dt.date, SpecialDay]:
    """Work out the special days of a year; substitutes may come from the last days of December."""
    calendar = calendar_of(code)
    if calendar is None:
        return {}
    off: dict[dt.date, SpecialDay] = {}
    shifting: list[SpecialDay] = []
    for day, shifts in _holidays(calendar, year, known_on):
        off[day.date] = day
        if shifts and day.date.weekday() >= week:
            shifting.append(day)
    for day in shifting:  # a holiday on a day of rest: the next working day is off
        date = day.date
        while date.weekday() >= week or date in off:
            date += _DAY
        name = f"{day.name}, in place of {day.date}"
        off[date] = SpecialDay(date, DayKind.OBSERVED, name, day.basis, day.source, day.known_on)
    for row in calendar.transfers:
        known = row.known_on is None or row.known_on <= known_on
        rests = row.worked in off or row.worked.weekday() >= week
        if row.off.year == year and known and rests:
            moved = (row.basis, row.source, row.known_on)
            off[row.off] = SpecialDay(
                row.off, DayKind.TRANSFERRED_OFF, f"moved from {row.worked}", *moved
            )
            off[row.worked] = SpecialDay(
                row.worked, DayKind.TRANSFERRED_WORK, f"worked for {row.off}", *moved
            )
    return off


def _holidays(
    calendar: WorkCalendar, year: int, known_on: dt.date
) -> Iterator[tuple[SpecialDay, bool]]:
    """Yield the holidays of a year in order, each with whether it shifts."""
    found: list[tuple[SpecialDay, bool]] = []
    for row in calendar.holidays:
        if date := row.in_year(year, known_on):
            day = SpecialDay(date, DayKind.HOLIDAY, row.name, row.basis, row.source, row.known_on)
            found.append((day, row.shifts))
    found += [(feast, False) for feast in calendar.feasts if feast.date.year == year]
    yield from sorted(found, key=lambda pair: pair[0].date)
