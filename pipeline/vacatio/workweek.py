"""Working days by the calendar of the jurisdiction, by which sources are held to their promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from vacatio_calendar import Jurisdiction
from vacatio_calendar.workdays import is_working

_WEEK = 5


def counter(law: Jurisdiction) -> Callable[[dt.date, dt.date], int]:
    """Give what counts the working days from one day on and before another.

    A day for which no calendar is decreed yet counts by its weekday: nothing of law follows from
    it here.

    >>> from vacatio_calendar import load
    >>> day = dt.date.fromisoformat
    >>> counter(load("kz"))(day("2026-03-20"), day("2026-03-26"))
    1
    """

    def count(first: dt.date, last: dt.date) -> int:
        days = (first + dt.timedelta(days=number) for number in range((last - first).days))
        return sum(_works(day, law) for day in days)

    return count


def _works(day: dt.date, law: Jurisdiction) -> bool:
    known = is_working(day, law)
    return day.weekday() < _WEEK if known is None else known
