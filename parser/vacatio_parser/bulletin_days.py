"""The days of a report: which of them an act was adopted on, which lack a year, which a bracket."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vacatio_calendar.model import Commencement, RuleKind
from vacatio_parser.bulletin_document import Row
from vacatio_parser.bulletin_words import BulletinWords
from vacatio_parser.dates import FoundDate
from vacatio_parser.relations import Passage
from vacatio_parser.text import SourceText

# How far the words «signed», «was adopted» may stand from their date, and before another's.
_DATE_REACH, _VERB_REACH = 110, 60
# A bracket right behind a clause opens no farther from it.
_BRACKET = 3
# A page's date line is one of its first.
_HEAD = 5
_CHAMBER_REACH = 20
_FROM_PRINT = (RuleKind.AFTER_PUBLICATION, RuleKind.FROM_PUBLICATION)
_CHAMBER = re.compile(r"parliament|mazhilis|majilis|senate|(?:lower|upper) house|\breading\b")


class Days:
    """The dates of a text with what a report says around them."""

    def __init__(
        self,
        text: SourceText,
        dates: Sequence[FoundDate],
        words: BulletinWords,
        rows: Sequence[Row],
    ) -> None:
        self._text, self._dates, self._words = text, dates, words
        self._starts = [found.start for found in dates]
        self._year = self._date_line(rows)

    def between(self, first: int, last: int) -> Iterator[FoundDate]:
        """Yield the dates that begin in a stretch."""
        index = bisect_left(self._starts, first)
        while index < len(self._dates) and self._dates[index].start < last:
            yield self._dates[index]
            index += 1

    def completed(self, commencement: Commencement) -> Commencement:
        """Give a day without a year that of the page's date line."""
        stated = commencement.stated
        if stated is None or stated.date or stated.year:
            return commencement
        day = self._in_year(stated.month, stated.day)
        if day is None:
            return commencement
        return replace(commencement, stated=replace(stated, date=day, year=day.year))

    def aside(self, commencement: Commencement) -> dt.date | None:
        """Find the day that stands in a bracket behind a term counted from publication."""
        span, folded = commencement.span, self._text.folded
        if span is None or commencement.stated or commencement.provisions:
            return None
        if commencement.rule.kind not in _FROM_PRINT:
            return None
        index = bisect_left(self._starts, span.start, key=self._text.at)
        for found in self._dates[index:]:
            at = self._text.at(found.start)
            behind = self._text.original[span.end : at].strip() == "("  # «… енгізіледі (27 наурыз)»
            if at >= span.end and (at - span.end > _BRACKET or not behind):
                break
            if folded[found.start - 1] == "(" and folded[found.end : found.end + 1] == ")":
                return found.date
        return None

    def nearest(
        self, passage: Passage, verb: tuple[int, int], clause: tuple[int, int],
        used: Sequence[tuple[int, int]],
    ) -> dt.date | None:  # fmt: skip
        """Find the day of a verb of adoption in its clause, outside citations and ``used``."""
        start, end = verb
        best: tuple[int, dt.date] | None = None
        verbs = [m.end() for m in self._words.adopted.finditer(self._text.folded, *clause)]
        for found in self.between(*clause):
            if any(place.start <= found.start < place.tail for place in passage.places):
                continue
            at = self._text.at(found.start)
            day = found.date or (None if found.year else self._in_year(found.month, found.day))
            if day is None or any(a <= at < b for a, b in used):
                continue
            distance = found.start - end if found.start >= end else start - found.end
            distance -= _cited(passage, min(found.end, end), max(found.start, start))
            if distance > _DATE_REACH or (best is not None and distance >= best[0]):
                continue
            if not self._taken(found, start, end, verbs):
                best = (distance, day)
        return best[1] if best else None

    def _taken(self, found: FoundDate, start: int, end: int, verbs: Sequence[int]) -> bool:
        """Tell whether another verb, or a chamber of Parliament, has the day."""
        folded, words = self._text.folded, self._words
        if found.start < start and any(0 <= found.start - at < _VERB_REACH for at in verbs):
            return True  # «passed by Parliament on 26 June was signed on 12 July»
        first, last = min(max(0, start - _CHAMBER_REACH), found.end), max(start, found.start)
        if _CHAMBER.search(folded, first, last):
            return True
        return any(  # «signed on 2 February and published on 4 February 2026»
            pattern.search(folded, end, found.start)
            for pattern in (words.published, words.in_force)
        )

    def _in_year(self, month: int | None, day: int | None) -> dt.date | None:
        if self._year is None or month is None or day is None:
            return None
        try:
            return dt.date(self._year, month, day)
        except ValueError:
            return None

    def _date_line(self, rows: Sequence[Row]) -> int | None:
        """Find the year of a line at the head that holds a date and nothing else."""
        for row in rows[:_HEAD]:
            found = next(self.between(row.start, row.end), None)
            if found and found.date and row.start == found.start and row.end <= found.end + 1:
                return found.date.year
        return None


def _cited(passage: Passage, start: int, end: int) -> int:
    """Measure the citations between two offsets: a long title puts nothing farther away."""
    return sum(
        place.tail - place.start
        for place in passage.places
        if start <= place.start and place.tail <= end
    )
