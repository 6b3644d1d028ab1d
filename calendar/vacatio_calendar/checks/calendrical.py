"""Dates a bulletin prints that no calendar has."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import cache

from vacatio_calendar.checks.base import DocumentCase, Found, finding, values
from vacatio_calendar.checks.tables import weekday_words
from vacatio_calendar.model import DocumentKind, Severity, Span

#: Only these days are missing from some month, so nothing else is looked at.
_LATE = r"(?:29|3\d)"


@finding("VAC023", Severity.ERROR, DocumentCase)
def day_of_no_month(case: DocumentCase) -> Iterator[Found]:
    """A bulletin prints a day that its month does not have, for whatever it says happened then.

    A stated day of entry into force is found with its clause, and a citation of an official text
    keeps the date it was printed with.
    """
    if case.document.kind is not DocumentKind.BULLETIN:
        return
    stated = [
        clause.stated.span
        for act in case.document.acts
        for clause in act.commencements
        if clause.stated is not None and clause.stated.date is None
    ]
    taken = [(span.start, span.end) for span in stated if span is not None]
    for start, end, year, month, day in _late_days(case.document.text):
        if day <= calendar.monthrange(year, month)[1]:
            continue
        if any(first < end and start < last for first, last in taken):
            continue
        printed = f"{year:04}-{month:02}-{day:02}"
        yield Found(
            values(day=printed),
            variant="printed",
            span=Span(start, end, case.document.text[start:end]),
            subject=f"{printed} {start}",
        )


def _late_days(text: str) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield where a late day of a month stands, and its year, month and day."""
    words = weekday_words()
    for match in _pattern().finditer(text):
        found = {name.partition("_")[0]: part for name, part in match.groupdict().items() if part}
        name = found["month"].lower()
        if name.isdigit():
            month = int(name)
        else:
            month = words.months_kk[name] if match["month_kk"] else words.months[name]
        year, day = int(found["year"]), int(found["day"])
        if 1 <= month <= 12 and year >= 1:
            yield match.start(), match.end(), year, month, day


@cache
def _pattern() -> re.Pattern[str]:
    words = weekday_words()
    month = "|".join(sorted(words.months, key=len, reverse=True))
    kazakh = "|".join(words.months_kk)
    return re.compile(
        rf"(?<![\w.-])(?:(?P<day>{_LATE})\s+(?P<month>{month}),?\s+(?P<year>\d{{4}})\b"
        rf"|(?P<month_en>{month})\s+(?P<day_en>{_LATE}),\s+(?P<year_en>\d{{4}})\b"
        rf"|(?P<year_kk>\d{{4}})\s+жыл\w*\s+(?P<day_kk>{_LATE})\s+(?P<month_kk>{kazakh})\w*"
        rf"|(?P<day_x>{_LATE})\.(?P<month_x>\d\d)\.(?P<year_x>\d{{4}})(?![\w-]|\.\d))",
        re.IGNORECASE,
    )
