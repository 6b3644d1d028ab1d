"""Dates a bulletin prints that no calendar has."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from vacatio_calendar.checks.base import DocumentCase, Found, finding, values
from vacatio_calendar.checks.printed import parts_in
from vacatio_calendar.model import DocumentKind, Severity, Span


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
    for year, month, day, (start, end) in parts_in(case.document.text):
        if not 1 <= month <= 12 or year < 1 or 1 <= day <= calendar.monthrange(year, month)[1]:
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
