"""A printed day of the week against its date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from vacatio_calendar.checks.base import DocumentCase, Found, finding, values
from vacatio_calendar.checks.tables import weekday_words
from vacatio_calendar.model import Severity, Span

#: How far from the name of a day its date may stand, in characters.
_NEAR = 45


@finding("VAC040", Severity.ERROR, DocumentCase)
def weekday_differs(case: DocumentCase) -> Iterator[Found]:
    """A printed weekday does not belong to the date printed beside it.

    Only a weekday that stands directly before the date, or in brackets behind it.
    """
    words = weekday_words()
    for match in _dated_weekdays(case.document.text):
        name = match["before"] or match["after"] or match["after_kk"]
        printed = words.days[name.lower()]
        if match["month_kk"]:
            month = words.months_kk[match["month_kk"].lower()]
        else:
            month = words.months[(match["month"] or match["month_en"]).lower()]
        day = int(match["day"] or match["day_en"] or match["day_kk"])
        try:
            date = dt.date(int(match["year"] or match["year_kk"]), month, day)
        except ValueError:
            continue
        if date.weekday() != printed:
            yield Found(
                values(date=date, printed=name),
                span=Span(match.start(), match.end(), match[0]),
                subject=f"{date} {match.start()}",
            )


def _dated_weekdays(text: str) -> Iterator[re.Match[str]]:
    """Yield the dates with a weekday beside them, looking only around names of days."""
    last = 0
    for day in _days().finditer(text):
        for match in _pattern().finditer(text, max(last, day.start() - _NEAR), day.end() + _NEAR):
            named = match["before"] or match["after"] or match["after_kk"]
            if named and match.end() > last:
                last = match.end()
                yield match


@cache
def _days() -> re.Pattern[str]:
    """Build a pattern of the names of days alone."""
    names = sorted(weekday_words().days, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})(?:де|да)?\b", re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    """Build one pattern from the names of days and months in all languages."""
    words = weekday_words()
    day = "|".join(sorted(words.days, key=len, reverse=True))
    month = "|".join(sorted(words.months, key=len, reverse=True))
    kazakh = "|".join(words.months_kk)
    return re.compile(
        rf"(?:\b(?P<before>{day}),?\s+)?"
        rf"(?:\b(?P<day>\d{{1,2}})\s+(?P<month>{month})\.?"
        rf"|\b(?P<month_en>{month})\.?\s+(?P<day_en>\d{{1,2}})),?\s+(?P<year>\d{{4}})\b"
        rf"(?:\s*(?:года|г\.|year)?\s*\((?P<after>{day})\))?"
        rf"|\b(?P<year_kk>\d{{4}})\s+жыл\w*\s+(?P<day_kk>\d{{1,2}})\s+(?P<month_kk>{kazakh})\w*"
        rf"(?:,\s*|\s*\()(?P<after_kk>{day})(?:де|да)?\b",
        re.IGNORECASE,
    )
