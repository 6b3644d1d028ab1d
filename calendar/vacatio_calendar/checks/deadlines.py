"""The last day of a duty counted in working days, as a text prints it, against the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vacatio_calendar.checks.base import DocumentCase, Found, finding, values
from vacatio_calendar.checks.printed import days_in
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.deadline import deadline
from vacatio_calendar.model import Obligation, Severity, Span, Unit
from vacatio_calendar.workdays import is_working

#: How far behind a term its last day may stand, in characters.
_NEAR = 80
_DAY = dt.timedelta(days=1)


@finding("VAC048", Severity.WARNING, DocumentCase, rule="CAL-OBSERVED")
def deadline_off_the_calendar(case: DocumentCase) -> Iterator[Found]:
    """The last day printed for a term in working days is itself no working day.

    Or it is not the day on which the term ends by the calendar of its year, with the holidays and
    moved days off, where the text gives the day it runs from. The length of the working week and
    the day whose knowledge counts are settings.
    """
    for index, act in enumerate(case.document.acts):
        for duty in act.obligations:
            if duty.unit is not Unit.WORKING_DAYS or duty.span is None:
                continue
            stated = _last_day(case, duty)
            if stated is None:
                continue
            day, span = stated
            known_on, week = case.known.known_on, case.limits.week
            working = is_working(day, case.law, known_on=known_on, week=week)
            if working is None:
                continue
            if not working:
                ahead = day + _DAY
                while is_working(ahead, case.law, known_on=known_on, week=week) is False:
                    ahead += _DAY
                yield Found(
                    values(stated=day, computed=ahead, term=duty.value),
                    suggestion=ahead.isoformat(),
                    variant="off",
                    span=span,
                    act=index,
                    subject=f"{duty.value} {day}",
                )
                continue
            start = next((found for found, _ in days_in(duty.event or "")), None)
            if start is None or start >= day:
                continue
            end = deadline(duty.value, duty.unit, start, case.law, known_on=known_on, week=week)
            if end.on is not None and end.on != day:
                yield Found(
                    values(stated=day, computed=end.on, term=duty.value, start=start),
                    suggestion=end.on.isoformat(),
                    span=span,
                    act=index,
                    subject=f"{duty.value} {day}",
                )


def _last_day(case: DocumentCase, duty: Obligation) -> tuple[dt.date, Span] | None:
    """Read the last day that stands behind a term, in its sentence: «…, не позднее 10 апреля»."""
    if duty.span is None:
        return None
    text = case.document.text
    start = duty.span.start
    end = min(len(text), duty.span.end + _NEAR)
    stop = text.find("\n", duty.span.end, end)
    part = text[start : end if stop < 0 else stop]
    for match in words_of("not_later").finditer(part):
        for day, (first, last) in days_in(part[match.end() : match.end() + 30]):
            if not part[match.end() : match.end() + first].strip(" ,:"):
                at = start + match.end()
                return day, Span(at + first, at + last, text[at + first : at + last])
    return None
