"""Lines to provisions with Akoma Ntoso identifiers: `art_3__para_2`, `att_1__para_3`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vacatio_calendar.model import Provision
from vacatio_parser.page import Role, Unit
from vacatio_parser.structure import Line, Place
from vacatio_parser.text import SourceText

_ABBREVIATIONS = {
    Unit.ATTACHMENT: "att",
    Unit.PART: "part",
    Unit.SECTION: "sec",
    Unit.CHAPTER: "chp",
    Unit.SUBCHAPTER: "subchp",
    Unit.ARTICLE: "art",
    Unit.PARAGRAPH: "para",
    Unit.SUBPARAGRAPH: "subpara",
    Unit.INDENT: "indent",
}
# Numbered through the whole act whatever stands above: no container in their identifier.
_CONTAINERS = frozenset({Unit.PART, Unit.SECTION, Unit.CHAPTER, Unit.SUBCHAPTER})
_HEADED = _CONTAINERS | {Unit.ARTICLE}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_UNSAFE = re.compile(r"[^\w-]+")


class _Open(NamedTuple):
    """A unit whose children may still come; ``prefix`` begins their identifiers.

    A container gives no name to those below: they are numbered through the whole act.
    """

    rank: int
    eid: str
    prefix: str


class _Kind(NamedTuple):
    """What the identifier of a unit is made of, and what holds of all units of its kind."""

    name: str
    abbreviation: str
    rank: int
    container: bool
    headed: bool


_KINDS = {
    unit: _Kind(unit.value, f"{short}_", rank, unit in _CONTAINERS, unit in _HEADED)
    for rank, (unit, short) in enumerate(_ABBREVIATIONS.items())
}
_ATTACHMENT = _KINDS[Unit.ATTACHMENT]._replace(headed=True)
_SUBPARAGRAPH = _KINDS[Unit.SUBPARAGRAPH].rank


def read_provisions(text: SourceText, lines: Sequence[Line]) -> tuple[Provision, ...]:
    """Build the provisions of an act and its annexes in the order of the text.

    An unnumbered paragraph below a numbered unit is an indent, counted with the unit's own
    first paragraph as the first. Quoted wording, notes and signatures are no provisions.
    """
    return tuple(_Builder(text).provisions(lines))


class _Builder:
    def __init__(self, text: SourceText) -> None:
        self._text = text
        self._open: list[_Open] = []
        self._taken: dict[str, int] = {}
        self._indents: dict[str, int] = {}
        self._prefix = ""
        self._attachment = 0

    def provisions(self, lines: Sequence[Line]) -> Iterator[Provision]:
        heading: Line | None = None  # of the container a line below may name
        for line in lines:
            if line.place is not Place.BODY and line.place is not Place.ANNEX:
                continue
            if line.attachment != self._attachment:
                yield self._attach(line)
                heading = None
            if line.role is not Role.TEXT and line.role is not Role.HEADING:
                continue
            if line.unit is not None:
                yield self._unit(line, line.unit)
                heading = line
            elif self._open and not (heading and self._names(heading)):
                yield self._indent(line)
                heading = None
            else:
                heading = None

    def _names(self, line: Line) -> bool:
        """Tell whether a container's own line is bare («Глава 2»), so that the next names it."""
        return line.unit in _CONTAINERS and line.content >= line.end

    def _attach(self, line: Line) -> Provision:
        self._attachment = line.attachment
        self._open.clear()
        self._prefix = ""
        number = line.number if line.opens and line.number else str(line.attachment)
        if f"att_{number}" in self._taken:
            number = str(line.attachment)
        eid = self._unique(f"att_{_slug(number)}")
        self._prefix = f"{eid}__"
        return self._provision(eid, _ATTACHMENT, number, line.start, line.end)

    def _unit(self, line: Line, unit: Unit) -> Provision:
        opened, kind = self._open, _KINDS[unit]
        rank = kind.rank
        while opened and opened[-1].rank >= rank:
            opened.pop()
        prefix = opened[-1].prefix if opened else self._prefix
        number = line.number or ""
        own = kind.abbreviation + (number if number.isdecimal() else _slug(number, unit))
        eid = prefix + own
        if eid in self._taken:
            if opened and prefix == self._prefix:
                eid = f"{opened[-1].eid}__{own}"
            eid = self._unique(eid)
        else:
            self._taken[eid] = 1
        opened.append(_Open(rank, eid, prefix if kind.container else f"{eid}__"))
        if kind.headed:
            return self._provision(eid, kind, line.number, line.content, line.end)
        span = self._text.span(line.content, line.end)
        return Provision(eid, kind.name, line.number, None, span.text, span)

    def _indent(self, line: Line) -> Provision:
        capital = self._text.original[self._text.at(line.start)].isupper()
        if capital and self._open and self._open[-1].rank == _SUBPARAGRAPH:
            self._open.pop()  # a new part of the paragraph, not of the item of its list
        above = self._open[-1].eid if self._open else self._prefix.rstrip("_")
        count = self._indents[above] = self._indents.get(above, 1) + 1
        eid = self._unique(f"{above}__indent_{count}" if above else f"indent_{count}")
        return self._provision(eid, _KINDS[Unit.INDENT], str(count), line.start, line.end)

    def _provision(
        self, eid: str, kind: _Kind, number: str | None, start: int, end: int
    ) -> Provision:
        span = self._text.span(start, end)
        words = span.text
        if kind.headed:
            return Provision(eid, kind.name, number, words.strip(" *.") or None, "", span)
        return Provision(eid, kind.name, number, None, words, span)

    def _unique(self, eid: str) -> str:
        count = self._taken[eid] = self._taken.get(eid, 0) + 1
        return eid if count == 1 else self._unique(f"{eid}_{count}")


def _slug(number: str, unit: Unit | None = None) -> str:
    """Make the number of a unit safe in an identifier; Roman numbers of sections in digits.

    >>> _slug("33-1"), _slug("IV", Unit.SECTION), _slug("Особенная часть")
    ('33-1', '4', 'особенная-часть')
    """
    if number.isdecimal():
        return number
    folded = number.lower().replace("і", "i").replace("х", "x")
    if unit in _CONTAINERS and folded and set(folded) <= _ROMAN.keys():
        values = [_ROMAN[letter] for letter in folded]
        total = sum(
            -value if value < later else value
            for value, later in zip(values, [*values[1:], 0], strict=True)
        )
        return str(total)
    return _UNSAFE.sub("-", folded).strip("-") or "1"
