"""A length of time that a text prints beside its first and its last day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from vacatio_calendar.checks.base import DocumentCase, Found, finding, values
from vacatio_calendar.checks.printed import days_in
from vacatio_calendar.checks.tables import duration_words, words_of
from vacatio_calendar.counting import plus_days, plus_months
from vacatio_calendar.model import Severity, Span

#: How far behind a length its two days may stand, and how far before it a word that loosens it.
_REACH, _BEFORE = 140, 25
_DAY_MONTH = re.compile(r"\b(?P<day>\d{1,2})\s+(?P<month>[^\W\d_]{3,12})\b")
_MONTH_DAY = re.compile(r"\b(?P<month>[^\W\d_]{3,12})\s+(?P<day>\d{1,2})\b")
#: What may stand between a length and its days: «на три месяца, с», "six-month ban from".
_GAP = 30
_BREAK = re.compile(r"[.;:\n]")


@finding("VAC053", Severity.WARNING, DocumentCase, rule="CNT-MONTHTEXT", unless=("VAC039",))
def printed_duration_differs(case: DocumentCase) -> Iterator[Found]:
    """A length is printed beside a first and a last day that are further apart, or nearer.

    "Six-month ban from 29 March until 30 June". A day either way, inclusive counting and the ends
    of months are allowed for. Not where the text says "about" or "up to", nor of a prolongation.
    """
    text = case.document.text
    for match in _length().finditer(text):
        stop = text.find("\n", match.end(), match.end() + _REACH)
        end = match.end() + _REACH if stop < 0 else stop
        begin = max(0, match.start() - _BEFORE)
        if words_of("loosely").search(text, begin, match.start()):
            continue
        if words_of("prolongs").search(text, max(0, match.start() - _REACH), end):
            continue
        told = _two_days(text[match.end() : end])
        if told is None:
            continue
        start, last = told
        number, unit = _number(match["number"]), match["unit"].lower()
        expected = _after(start, number, unit)
        if expected is None or abs((last - expected).days) <= 1 + 3 * (expected.day != start.day):
            continue
        yield Found(
            values(duration=f"{number} {_unit(unit)}", start=start, end=last, computed=expected),
            suggestion=expected.isoformat(),
            span=Span(match.start(), match.end(), match[0]),
            act=0 if len(case.document.acts) == 1 else None,
            subject=f"{start} {last}",
        )


def _two_days(text: str) -> tuple[dt.date, dt.date] | None:
    """Read «с 29 марта до 30 июня 2026 года»; a first day without a year takes that of the last."""
    between = words_of("from_until").search(text)
    if between is None or between.start() > _GAP or _BREAK.search(text, 0, between.start()):
        return None
    days = list(days_in(between[0]))
    if len(days) == 2:
        return days[0][0], days[1][0]
    if len(days) != 1:
        return None
    last, (at, _) = days[0]
    for match in (*_DAY_MONTH.finditer(between[0], 0, at), *_MONTH_DAY.finditer(between[0], 0, at)):
        if found := list(days_in(f"{match['day']} {match['month']} {last.year}")):
            first = found[0][0]
            return (first if first < last else first.replace(year=last.year - 1)), last
    return None


def _after(start: dt.date, number: int, unit: str) -> dt.date | None:
    match _unit(unit):
        case "months":
            return plus_months(start, number)
        case "years":
            return plus_months(start, 12 * number)
        case _:
            return plus_days(start, number)


def _unit(word: str) -> str:
    """Name the unit a word begins with."""
    units = duration_words().units
    return next(unit for begins, unit in units.items() if word.startswith(begins))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else duration_words().numbers[word.lower()]


@cache
def _length() -> re.Pattern[str]:
    words = duration_words()
    number = "|".join(sorted(words.numbers, key=len, reverse=True))
    unit = "|".join(words.units)
    return re.compile(
        rf"\b(?P<number>\d{{1,3}}|{number})[-\s]+(?:calendar\s+|календарн\w+\s+|күнтізбелік\s+)?"
        rf"(?P<unit>(?:{unit}))\w*",
        re.IGNORECASE,
    )
