"""The lines of an act: which belong to its own text, which are quoted, annexed or an editor's.

An act that amends others quotes their new wording, in which everything an act can say is said
again («Статья 5. Настоящий Закон вводится в действие …»). Only what is not quoted is the act's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain, repeat
from typing import NamedTuple

from vacatio_calendar.model import Language
from vacatio_parser.page import PLAIN, Mark, Page, Role, Unit
from vacatio_parser.quick import quick
from vacatio_parser.quotations import Quotations
from vacatio_parser.structure_words import StructureWords, structure_words
from vacatio_parser.text import SourceText


@quick
class Place(StrEnum):
    """Where in a page a line stands."""

    HEAD = "head"
    BODY = "body"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    ANNEX = "annex"


class Line(NamedTuple):
    """One line: folded offsets without the white space around it, what it is and where.

    ``attachment`` counts the annexes: 0 is the act itself. ``content`` is where the text begins
    after the number of its unit; ``opens`` is true for the header of an annex.
    """

    start: int
    end: int
    role: Role
    place: Place
    unit: Unit | None
    number: str | None
    content: int
    attachment: int
    opens: bool = False


# «12.» opens a paragraph, «12)» a subparagraph: the point is a group of its own.
_NUMBERED = re.compile(r"(\d{1,4}(?:-\d{1,3}){0,3})(?:(\.)(?![\d.])|\))\s?(?=\S|$)")
# A signature, an annex header and the requisites below it are short lines.
_SHORT = 160
# An annex header may take several lines («Приложение 1», «Утверждены приказом …»): one annex.
_HEADER_LINES = 8
_COUNT = re.compile(r"\d{1,6}")
_COUNTED = frozenset({Unit.PARAGRAPH, Unit.SUBPARAGRAPH, Unit.ARTICLE})
_TOP = (Role.TITLE, Role.REQUISITES)
_NOT_OWN = frozenset({Role.NOTE, Role.NOTICE, Role.TABLE, Role.CARD, *_TOP})


def read_lines(text: SourceText, page: Page, language: Language) -> tuple[Line, ...]:
    r"""Read the lines of a page in order; empty ones are left out.

    >>> page = Page("О бюджете\n1. Утвердить бюджет.\nАким города\nПриложение\n1. Доходы")
    >>> lines = read_lines(SourceText.of(page.text), page, Language.RU)
    >>> [(line.place.value, line.number, line.attachment) for line in lines][1:]
    [('body', '1', 0), ('signature', None, 0), ('annex', None, 1), ('annex', '1', 1)]
    """
    reader = _Reader(text, page, structure_words(language))
    lines = tuple(reader.lines())
    if any(line.place is Place.BODY for line in lines):
        return lines
    return tuple(_as_body(line) for line in lines)


def _as_body(line: Line) -> Line:
    """Take a head that nothing follows for the text itself: a short act without numbers."""
    if line.place is not Place.HEAD or line.role in _TOP:
        return line
    return Line(
        line.start, line.end, line.role, Place.BODY, line.unit, line.number, line.content, 0
    )


def _rows(folded: str, marks: Sequence[Mark]) -> list[tuple[int, int, str, Mark]]:
    """List the lines that are not empty: offsets without white space around, words and mark."""
    rows: list[tuple[int, int, str, Mark]] = []
    start = 0
    for raw, mark in zip(folded.split("\n"), chain(marks, repeat(PLAIN)), strict=False):
        line = raw.strip()
        if line:
            first = start if len(line) == len(raw) else start + len(raw) - len(raw.lstrip())
            rows.append((first, first + len(line), line, mark))
        start += len(raw) + 1
    return rows


class _Reader:
    """Walks the lines once, keeping where it is."""

    def __init__(self, text: SourceText, page: Page, words: StructureWords) -> None:
        self._text = text
        self._words = words
        self._place = Place.HEAD
        self._attachment = 0
        self._since_header = _HEADER_LINES
        self._point = self._item = 0  # the last numbers outside quotations
        self._rows = _rows(text.folded, page.marks)
        self._titled = any(mark.role is Role.TITLE for _, _, _, mark in self._rows)
        self._quotations = Quotations(
            text, [(start, end) for start, end, _, _ in self._rows], words
        )
        self._announcing = ': "' in text.folded

    def lines(self) -> Iterator[Line]:
        quoted_to = -1
        notice = False
        opening, numbered, announcing = (
            self._words.opening.match,
            _NUMBERED.match,
            self._announcing,
        )
        for index, (start, end, line, mark) in enumerate(self._rows):
            opens = opening(line) is not None
            role = mark.role
            if role is Role.TEXT or role is Role.HEADING:
                if opens or line[0] in "<|":
                    role = self._role(line, mark, opens=opens)
                if notice:
                    role = Role.NOTICE
            notice = role is Role.NOTICE and len(line) < 40
            if index <= quoted_to:
                yield self._line(start, end, role, Place.QUOTED)
                continue
            if role in _NOT_OWN:
                yield self._line(start, end, role, self._place)
                continue
            if opens or role is Role.SIGNATURE or (match := numbered(line)) is None:
                yield self._own(start, end, role, mark, line, opens=opens)
            else:
                yield self._numbered(start, end, role, mark, match)
            if line[-1] == ":" or announcing:
                quoted_to = max(quoted_to, self._quotations.ends_after(index, self._following))

    def _role(self, line: str, mark: Mark, *, opens: bool) -> Role:
        if opens and self._words.notice.match(line):
            return Role.NOTICE
        if opens and self._words.note.match(line):
            return Role.NOTE
        if line.startswith(("<table", "<tr", "<td", "</t", "|")):
            return Role.TABLE
        return mark.role

    def _own(self, start: int, end: int, role: Role, mark: Mark, line: str, *, opens: bool) -> Line:
        if role is Role.SIGNATURE:
            self._place = Place.SIGNATURE if self._attachment == 0 else Place.ANNEX
            return self._line(start, end, role, self._place)
        if opens and self._is_annex(line):
            first = self._since_header >= _HEADER_LINES
            if first:
                self._attachment += 1
                self._point = self._item = 0
            self._since_header, self._place = 0, Place.ANNEX
            number = self._number(self._words.annex.match(line), start) if first else None
            return self._line(start, end, Role.ANNEX, Place.ANNEX, number=number, opens=first)
        unit, number, content = self._unit(line, start, mark, opens=opens)
        if unit is None and self._is_signature(line):
            self._place = Place.SIGNATURE
            return self._line(start, end, Role.SIGNATURE, self._place)
        if unit is not None:
            self._enter(unit, number)
        elif self._place is Place.HEAD and (
            self._words.enacting.search(line, max(0, len(line) - 60))
            or self._words.treaty.match(line)
            or self._titled
        ):
            self._place = Place.BODY
        self._since_header += 1
        return Line(start, end, role, self._place, unit, number, content, self._attachment)

    def _numbered(self, start: int, end: int, role: Role, mark: Mark, match: re.Match[str]) -> Line:
        """Read a paragraph or a subparagraph, as most lines of an act are."""
        unit = mark.unit or (Unit.PARAGRAPH if match[2] else Unit.SUBPARAGRAPH)
        number = mark.number or self._text.words(start, start + match.end(1))
        if unit is Unit.SUBPARAGRAPH and self._place is Place.BODY and _COUNT.fullmatch(number):
            self._item, self._since_header = int(number), _HEADER_LINES + 1
        else:
            self._enter(unit, number)
            self._since_header += 1
        content = start + match.end()
        return Line(start, end, role, self._place, unit, number, content, self._attachment)

    def _enter(self, unit: Unit, number: str | None) -> None:
        if self._place is Place.HEAD:
            self._place = Place.BODY
        elif self._place is Place.SIGNATURE:  # numbering goes on after a signature: an annex
            self._place = Place.ANNEX
            self._attachment += 1
        if unit in _COUNTED:
            self._since_header = _HEADER_LINES
            # What a source prints as a number may begin with one and go on as anything.
            counted = _COUNT.match(number) if number else None
            last = int(counted[0]) if counted else 0
            if unit is Unit.SUBPARAGRAPH:
                self._item = last
            else:
                self._point, self._item = (last if unit is Unit.PARAGRAPH else 0), 0

    def _following(self) -> tuple[str, ...]:
        """Tell by which numbers the numbering can go on."""
        point = (f"{self._point + 1}.",) if self._point else ()
        return (*point, f"{self._item + 1})") if self._item else point

    def _is_annex(self, line: str) -> bool:
        if self._place is Place.HEAD or len(line) > _SHORT:
            return False
        return self._words.annex.match(line) is not None

    def _is_signature(self, line: str) -> bool:
        return (
            self._place is Place.BODY
            and len(line) < _SHORT
            and line[-1] not in ".;:,"
            and self._words.signature.match(line) is not None
        )

    def _unit(
        self, line: str, start: int, mark: Mark, *, opens: bool
    ) -> tuple[Unit | None, str | None, int]:
        unit = mark.unit
        match = _NUMBERED.match(line) if opens else None
        if match is not None:
            unit = unit or (Unit.PARAGRAPH if match[2] else Unit.SUBPARAGRAPH)
        elif opens:
            for kind, pattern in self._words.units:
                if found := pattern.match(line):
                    match, unit = found, unit or kind
                    break
        if unit is None:
            return None, None, start
        if match is None:
            return unit, mark.number, start
        return unit, mark.number or self._number(match, start), start + match.end()

    def _number(self, match: re.Match[str] | None, start: int) -> str | None:
        if match is None:
            return None
        for index in range(1, (match.lastindex or 0) + 1):
            if match[index]:
                first, last = match.span(index)
                return self._text.words(start + first, start + last)
        return None

    def _line(
        self,
        start: int,
        end: int,
        role: Role,
        place: Place,
        unit: Unit | None = None,
        number: str | None = None,
        content: int | None = None,
        opens: bool = False,
    ) -> Line:
        begin = start if content is None else content
        return Line(start, end, role, place, unit, number, begin, self._attachment, opens)
