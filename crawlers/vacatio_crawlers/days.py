"""The days that lists give to their rows: only to tell fresh lists from stale ones."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

_DAY = re.compile(r"\b(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)[./](\d\d)[./](\d{4}))\b")


def first_day(words: str) -> dt.date | None:
    """Read the first day in some words, as digits; one that is none gives `None`.

    >>> first_day("Дата обновления: 22.06.2026"), first_day("30/10/2026"), first_day("31.02.2026")
    (datetime.date(2026, 6, 22), datetime.date(2026, 10, 30), None)
    """
    match = _DAY.search(words)
    if match is None:
        return None
    year, month, day = match.groups()[:3] if match[1] else match.groups()[5:2:-1]
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_in_kazakhstan(instant: str) -> dt.date | None:
    """Give the day in Kazakhstan of an instant in ISO form.

    >>> day_in_kazakhstan("2026-09-25T19:00:00.000+00:00"), day_in_kazakhstan("yesterday")
    (datetime.date(2026, 9, 26), None)
    """
    try:
        return dt.datetime.fromisoformat(instant).astimezone(ZoneInfo("Asia/Almaty")).date()
    except ValueError:
        return None
