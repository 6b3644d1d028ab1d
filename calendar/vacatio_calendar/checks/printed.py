"""Dates as they are printed, read for comparison only: a day, a month's name or number, a year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from vacatio_calendar.checks.tables import weekday_words


def days_in(text: str) -> Iterator[tuple[dt.date, tuple[int, int]]]:
    """Yield the full dates of a text with their places, in order.

    >>> [str(day) for day, _ in days_in("от 10 апреля 2026 года, by April 12, 2026, 13.04.2026")]
    ['2026-04-10', '2026-04-12', '2026-04-13']
    """
    for year, month, day, span in parts_in(text):
        try:
            yield dt.date(year, month, day), span
        except ValueError:
            continue


def parts_in(text: str) -> Iterator[tuple[int, int, int, tuple[int, int]]]:
    """Yield year, month and day as they are printed, be there such a day or not."""
    months, kazakh = weekday_words().months, weekday_words().months_kk
    for match in _pattern().finditer(text):
        year = int(match["year"] or match["year_en"] or match["year_kk"] or match["year_no"])
        if match["month_no"]:
            month = int(match["month_no"])
        elif match["month_kk"]:
            month = kazakh[match["month_kk"].lower()]
        else:
            month = months[(match["month"] or match["month_en"]).lower()]
        day = int(match["day"] or match["day_en"] or match["day_kk"] or match["day_no"])
        yield year, month, day, match.span()


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(weekday_words().months, key=len, reverse=True))
    kazakh = "|".join(weekday_words().months_kk)
    return re.compile(
        rf"\b(?P<day>\d{{1,2}})\s+(?P<month>{month})[.,]?\s+(?P<year>\d{{4}})\b"
        rf"|\b(?P<month_en>{month})\.?\s+(?P<day_en>\d{{1,2}}),?\s+(?P<year_en>\d{{4}})\b"
        rf"|\b(?P<year_kk>\d{{4}})\s+жыл\w*\s+(?P<day_kk>\d{{1,2}})\s+(?P<month_kk>{kazakh})\w*"
        rf"|(?<![\w.-])(?P<day_no>\d{{1,2}})\.(?P<month_no>\d{{2}})\.(?P<year_no>\d{{4}})(?![\w-]|\.\d)",
        re.IGNORECASE,
    )
