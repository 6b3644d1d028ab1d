"""A printed day of the week against its date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from vacatio_calendar.checks.base import DocumentCase, Found, finding, values
from vacatio_calendar.checks.tables import weekday_words
from vacatio_calendar.model import Severity, Span


@finding("VAC040", Severity.ERROR, DocumentCase)
def weekday_differs(case: DocumentCase) -> Iterator[Found]:
    """A printed weekday does not belong to the date printed beside it.

    Only a weekday that stands directly before the date, or in brackets behind it.
    """
    for match in _pattern().finditer(case.document.text):
        words, name = weekday_words(), match["before"] or match["after"]
        if name is None:
            continue
        printed = words.days[name.lower()]
        month = words.months[(match["month"] or match["month_en"]).lower()]
        try:
            date = dt.date(int(match["year"]), month, int(match["day"] or match["day_en"]))
        except ValueError:
            continue
        if date.weekday() != printed:
            yield Found(
                values(date=date, printed=name),
                span=Span(match.start(), match.end(), match[0]),
                subject=f"{date} {match.start()}",
            )


@cache
def _pattern() -> re.Pattern[str]:
    """Build one pattern from the names of days and months in all languages."""
    words = weekday_words()
    day = "|".join(sorted(words.days, key=len, reverse=True))
    month = "|".join(sorted(words.months, key=len, reverse=True))
    return re.compile(
        rf"(?:\b(?P<before>{day}),?\s+)?"
        rf"(?:\b(?P<day>\d{{1,2}})\s+(?P<month>{month})"
        rf"|\b(?P<month_en>{month})\s+(?P<day_en>\d{{1,2}})),?\s+(?P<year>\d{{4}})\b"
        rf"(?:\s*(?:года|г\.|year)?\s*\((?P<after>{day})\))?",
        re.IGNORECASE,
    )
