"""Quotation marks as acts print them: nested, unclosed, straight, or closed once too often.

«О создании акционерного общества «Холдинг «Даму».» opens three times and closes twice; a Kazakh
title may close three times and open once. The direction of a mark is told by its shape, or, where
the shape says nothing, by its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from vacatio_parser.text import SourceText

#: No title and no quoted word is longer, whatever the text does with its marks.
LONGEST = 1_500
_OPENING = frozenset("«„‹")
_CLOSING = frozenset("»”›")
# What may follow the mark that closes a title printed with a mark too few.
_AFTER_TITLE = re.compile(
    r"\s*(?:\(|[.;:]\s*(?:\n|$)|,?\s*(?:следующ|изложи|исключ|и от |от \d|утвержд|зарегистр|с \d)"
    r"|\s(?:no\.|dated|of [a-z]+ \d|was|were|shall|is|the following)\b|$)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark: its folded offset, and 1 where it opens, -1 where it closes."""

    at: int
    turn: int


def find_marks(text: SourceText) -> tuple[Mark, ...]:
    """List the quotation marks of a text with their directions.

    >>> [mark.turn for mark in find_marks(SourceText.of('слово "раз", слово «два»'))]
    [1, -1, 1, -1]
    """
    folded, found = text.folded, []
    at = folded.find('"')
    while at >= 0:
        found.append(Mark(at, _turn(text, at)))
        at = folded.find('"', at + 1)
    return tuple(found)


def _turn(text: SourceText, at: int) -> int:
    shape = text.original[text.at(at)]
    if shape in _OPENING:
        return 1
    if shape in _CLOSING:
        return -1
    before = text.folded[at - 1 : at] if at else " "
    after = text.folded[at + 1 : at + 2] or " "
    if before.isspace() or before in '(["-':
        return 1 if not after.isspace() or shape == "“" else -1
    return 1 if shape == "“" and after.isalnum() and not before.isalnum() else -1


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of one text, ready to be paired."""

    text: SourceText
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, text: SourceText) -> Quotes:
        """Find the marks of a text."""
        return cls(text, find_marks(text))

    def index(self, at: int) -> int:
        """Tell the index of the first mark at or behind an offset."""
        return bisect_left(self.marks, at, key=lambda mark: mark.at)

    def close_of(self, start: int) -> int | None:
        """Tell where the quotation closes that opens at ``start``; ``None`` if it never does.

        A quotation ends where as many marks closed as opened. Where one is missing it ends, on
        the same line, at the first mark behind which a title can end, else at the line's last.
        """
        folded = self.text.folded
        line_end = folded.find("\n", start, start + LONGEST)
        depth = 0
        closers: list[int] = []
        bound = start + LONGEST
        for mark in self.marks[(first := self.index(start)) : first + 60]:
            if mark.at >= bound:
                break
            depth += mark.turn
            if mark.turn < 0:
                if depth <= 0:
                    break_at = mark.at
                    if closers and line_end >= 0 and break_at > line_end:
                        break
                    return break_at
                closers.append(mark.at)
        if line_end >= 0:
            closers = [at for at in closers if at < line_end]
        for at in closers:
            if _AFTER_TITLE.match(folded, at + 1, at + 40):
                return at
        return closers[-1] if closers else None

    def open_of(self, end: int, start: int) -> int | None:
        """Tell where the quotation opens that closes at ``end``, not before ``start``.

        With more closing marks than opening ones it opens at the first mark of the stretch.
        """
        depth = 0
        openers: list[int] = []
        last = self.index(end)
        for mark in reversed(self.marks[max(0, last - 60) : last + 1]):
            if mark.at > end:
                continue
            if mark.at < start or mark.at < end - LONGEST:
                break
            depth -= mark.turn
            if mark.turn > 0:
                openers.append(mark.at)
                if depth <= 0:
                    return mark.at
        return openers[-1] if openers else None


__all__ = ["LONGEST", "Mark", "Quotes", "find_marks"]
