"""Dates as they are printed in Russian, Kazakh and English, the impossible ones included.

Every date has a number in it, so reading starts at the numbers and looks at their neighbours: one
pass, no expression that could run back. A date that does not exist or lacks a part keeps its
parts and has no ``date``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vacatio_calendar.swift import swift
from vacatio_parser.dates_fallback import month_by_dateparser
from vacatio_parser.kinds import Language
from vacatio_parser.lexicon import load
from vacatio_parser.text import SourceText

#: Years a legal date may name; others are kept as parts without a date.
YEARS = range(1900, 2101)
# Unknown month words are shown to dateparser; hostile text must not make that the work.
_FALLBACKS = 8

_NUMBER = re.compile("[0-9]+")
# Below this length a text has too few numbers to look for the likely ones first.
_SHORT = 400
_NUMERIC = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})(?![0-9]|[./-][0-9])")
# «01.01.2026 жылдан бастап», «с 01.01.2026 года»
_YEAR_WORD = re.compile(r"[ \n]{1,3}(?:год(?:а|у|ом|)|г|жыл[а-яі]{0,4}|ж)(?!\w)")
_POINT_BEHIND = re.compile(r"\.(?=\s{1,3}(?:№|n\s?\d))")
_IDEOGRAPHIC = re.compile("([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日")
_DAY_FIRST = re.compile(
    r'([0-9]{1,2}) ?"? ?(?:-?(?:го|е|ого|st|nd|rd|th))?[ \n]{1,3}'
    r"(?:day[ \n])?(?:of[ \n]{1,2})?([^\W\d_]{3,16})\.?"
)
_YEAR_BEHIND = re.compile(
    r",?[ \n]{0,3}(?:of[ \n])?([0-9]{4})(?![0-9])"
    r"(?:[ \n]{0,3}(?:год(?:а|у|ом|)|г|жыл[а-яі]{0,4}|ж)(?!\w))?"
)
# «No. 77 of March 2, 2026»: the month belongs to the day behind it, not to the number before.
_DAY_BEHIND = re.compile(r"[ \n]{1,3}[0-9]{1,2}(?:st|nd|rd|th)?[ \n]?,?[ \n]{0,3}[0-9]{4}(?![0-9])")
_SHORT_YEAR_BEHIND = re.compile(r"[ \n]{1,3}([0-9]{1,5})[ \n]{0,2}(?:года|году|г)(?!\w)")
_YEAR_FIRST = re.compile(
    r"([0-9]{4})[ \n]{0,3}(?:жыл(?:ғы|ы|дың|дан|да|)|ж\.?)[ \n]{0,3}"
    r'(?:"? ?([0-9]{1,2}) ?"?(?:-[^\W\d_]{1,4})?[ \n]{1,3})?([^\W\d_]{3,16})'
)
_MONTH_BEFORE = re.compile(r"([a-zа-я]{3,9})\.?[ \n]{1,3}$")
_DAY_AND_YEAR = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?(?![\w/-])"
    r"(?:[ \n]?,?[ \n]{0,3}([0-9]{4})(?![0-9])|, ([0-9]{3}|[0-9]{5})(?=\.?(?:\s|$)))?"
)
_YEAR_ALONE = re.compile(r"([0-9]{4})(?![0-9])(?:[ \n]{0,3}(?:года|году|год|г)(?!\w))?")

_SEPARATORS = ("/", ".", "-")


@swift
@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands in the folded text.

    ``date`` is ``None`` where the printed parts are incomplete or name no day; ``fallback``
    is true where only dateparser knew the month.
    """

    date: dt.date | None
    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    fallback: bool = False


def _day(
    year: int | None,
    month: int | None,
    day: int | None,
    start: int,
    end: int,
    *,
    fallback: bool = False,
) -> FoundDate:
    date = None
    if year is not None and month is not None and day is not None and year in YEARS:
        try:
            date = dt.date(year, month, day)
        except ValueError:
            date = None
    return FoundDate(date, year, month, day, start, end, fallback)


@cache
def _ends(language: Language) -> frozenset[str]:
    """List the last letters of the months: a test of them saves most searches."""
    return frozenset(month[-3:] for month in load(language).months)


@cache
def _candidates(language: Language) -> re.Pattern[str]:
    """Find the numbers that a date may begin with; most number a line or a provision.

    Behind the figure a date begins with, or its second part if a month stands before, there is
    a separator, the word for a year, or a month, be it an unknown word before a year.
    """
    months = "|".join(sorted(load(language).months, key=len, reverse=True))
    ends = "|".join(map(re.escape, sorted(_ends(language))))
    return re.compile(
        rf"[0-9](?<!(?:[^\W_]|[-./])[0-9])"
        rf"(?:(?<=[^\W\d_][ \n][0-9])(?<=(?:{ends})[ \n][0-9])"
        rf"|(?<=[^\W\d_]\.[ \n][0-9])(?<=(?:{ends})\.[ \n][0-9])|(?<=[ \n][ \n][0-9])"
        rf"|[0-9]{{0,3}}(?![0-9])(?=[./-][0-9]|[ \n]{{0,3}}ж"
        rf'| ?"? ?(?:-?(?:го|е|ого|st|nd|rd|th))?[ \n]{{1,3}}(?:day[ \n])?(?:of[ \n]{{1,2}})?'
        rf"(?:(?:{months})(?![^\W\d_])|[^\W\d_]{{3,16}}+\.?[ \n]{{0,3}}(?:of[ \n])?[0-9]{{4}})))"
    )


class _Reader:
    """One pass over one text."""

    def __init__(self, text: SourceText, language: Language) -> None:
        self._text = text
        self._folded = text.folded
        self._language = language
        self._months = load(language).months
        self._month_ends = _ends(language)
        self._fallbacks = _FALLBACKS
        self._ideographs = False

    def _month(self, word: str, at: int) -> int | None:
        month = self._months.get(word)
        if month is None:
            return None
        # "may 10 (ten) days" is no date: an English month begins with a capital.
        if self._language is Language.EN and not self._text.original[self._text.at(at)].isupper():
            return None
        return month

    def _guess(self, match: re.Match[str]) -> FoundDate | None:
        """Ask dateparser about a day, an unknown word and a four-digit year."""
        year = _YEAR_BEHIND.match(self._folded, match.end())
        if year is None or year[0][0] == "," or not self._fallbacks or int(year[1]) not in YEARS:
            return None
        self._fallbacks -= 1
        date = month_by_dateparser(int(match[1]), match[2], int(year[1]), self._language)
        if date is None:
            return None
        return FoundDate(date, date.year, date.month, date.day, match.start(), year.end(), True)

    def _numeric(self, at: int) -> FoundDate | None:
        match = _NUMERIC.match(self._folded, at)
        if match is None:
            return None
        first, separator, second, third = match[1], match[2], match[3], match[4]
        if len(first) == 4 and len(third) <= 2:
            point = _POINT_BEHIND.match(self._folded, match.end())  # «2009.12.31. N 2305»
            end = match.end() + 1 if point else match.end()
            return _day(int(first), int(second), int(third), at, end)
        if (
            len(first) > 2
            or len(third) < 2
            or (len(third) < 4 and (len(first) < 2 or len(second) < 2))
        ):
            return None
        day, month, year = int(first), int(second), int(third)
        if separator == "/" and self._language is Language.EN:
            if day <= 12 and month <= 12 and day != month:  # 01/02/2025: nobody can tell
                return FoundDate(None, year, None, None, at, match.end())
            if day <= 12 < month:
                day, month = month, day
        if self._language is Language.EN:
            return _day(year, month, day, at, match.end())
        word = _YEAR_WORD.match(self._folded, match.end())
        return _day(year, month, day, at, word.end() if word else match.end())

    def _day_first(self, at: int) -> FoundDate | None:
        match = _DAY_FIRST.match(self._folded, at)
        if match is None:
            return None
        month = self._month(match[2], match.start(2))
        if month is None:
            return self._guess(match) if match[2] not in self._months else None
        start = at - 1 if at and self._folded[at - 1] == '"' else at
        year = _YEAR_BEHIND.match(self._folded, match.end())
        behind = self._language is Language.EN and year is None
        if behind and _DAY_BEHIND.match(self._folded, match.end()):
            return None
        if year is None and self._language is Language.RU:
            year = _SHORT_YEAR_BEHIND.match(self._folded, match.end())
        if year is None:
            return FoundDate(None, None, month, int(match[1]), start, match.end(2))
        return _day(int(year[1]), month, int(match[1]), start, year.end())

    def _year_first(self, at: int) -> FoundDate | None:
        match = _YEAR_FIRST.match(self._folded, at)
        if match is None:
            return None
        month = self._month(match[3], match.start(3))
        if month is None:
            return None
        day = int(match[2]) if match[2] else None
        return _day(int(match[1]), month, day, at, match.end())

    def _month_first(self, at: int) -> FoundDate | None:
        low = max(0, at - 13)
        if self._folded[low:at].rstrip(" \n").rstrip(".")[-3:] not in self._month_ends:
            return None
        before = _MONTH_BEFORE.search(self._folded, low, at)
        if before is None or (before.start() and self._folded[before.start() - 1].isalnum()):
            return None
        month = self._month(before[1], before.start(1))
        if month is None:
            return None
        year = _YEAR_ALONE.match(self._folded, at)
        if year is not None:
            return _day(int(year[1]), month, None, before.start(), year.end())
        match = _DAY_AND_YEAR.match(self._folded, at) if self._language is Language.EN else None
        if match is None:
            return None
        year_printed = match[2] or match[3]  # a year that lost or doubled a figure is kept as it is
        printed = int(year_printed) if year_printed else None
        return _day(printed, month, int(match[1]), before.start(), match.end())

    def read(self, start: int, end: int) -> Iterator[FoundDate]:
        done = start
        self._ideographs = self._folded.find("年", start, end) >= 0  # not past a short stretch
        every = self._ideographs or end - start < _SHORT
        figures = _NUMBER if every else _candidates(self._language)
        for candidate in figures.finditer(self._folded, start, end):
            at = candidate.start()
            number = candidate if every else _NUMBER.match(self._folded, at, end)
            if at < done or number is None or number.end() - at > 4:
                continue
            before = self._folded[at - 1] if at else " "
            if before in "-./" or before.isalnum():
                continue
            behind = self._folded[number.end() : number.end() + 1]
            found = (
                (self._numeric(at) if behind in _SEPARATORS else None)
                or (self._month_first(at) if before in " \n" else None)
                or (self._year_first(at) if number.end() - at == 4 else self._day_first(at))
                or (self._ideographic(at) if self._ideographs and behind in " 年" else None)
            )
            if found is not None and found.start >= done:
                done = found.end
                yield found

    def _ideographic(self, at: int) -> FoundDate | None:
        match = _IDEOGRAPHIC.match(self._folded, at)
        return match and _day(int(match[1]), int(match[2]), int(match[3]), at, match.end())


def find_dates(
    text: SourceText, language: Language, start: int = 0, end: int | None = None
) -> tuple[FoundDate, ...]:
    """Find the dates of a text, in order; offsets are of the folded text.

    >>> found, = find_dates(SourceText.of("от «22» декабря 2025 года"), Language.RU)
    >>> found.date
    datetime.date(2025, 12, 22)
    >>> late, = find_dates(SourceText.of("2014 жылы 9 желтоқсанда"), Language.KK)
    >>> late.date
    datetime.date(2014, 12, 9)
    >>> lost, = find_dates(SourceText.of("(вводится в действие с 01.07.206)"), Language.RU)
    >>> lost.date, lost.year, lost.month, lost.day
    (None, 206, 7, 1)
    """
    last = len(text.folded) if end is None else end
    return tuple(_Reader(text, language).read(start, last))
