"""Arithmetic on civil dates: every function is total and returns None beyond the calendar."""

from __future__ import annotations

import calendar
import datetime as dt


def plus_days(day: dt.date, days: int) -> dt.date | None:
    """Return the day a number of days later.

    >>> plus_days(dt.date(2025, 11, 18), 60)
    datetime.date(2026, 1, 17)
    """
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def plus_months(day: dt.date, months: int) -> dt.date | None:
    """Return the same number of a later month, or that month's last day (LPA 14(2), CC 174).

    >>> plus_months(dt.date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def first_day_after_months(day: dt.date, months: int) -> dt.date | None:
    """Return the first day past a term in months whose first day is ``day``.

    That is the same number of a later month; where that month has no such number, the term
    has filled it and the first of the next month is returned.

    >>> first_day_after_months(dt.date(2026, 8, 31), 6)
    datetime.date(2027, 3, 1)
    """
    end = plus_months(day, months)
    if end is None or end.day == day.day:
        return end
    return plus_days(end, 1)
