"""Whether an act is individual: an award, an appointment, a dismissal.

An individual act needs no state registration and takes effect from its adoption (LPA 35-1,
65(1)), so a wrong yes would date an act that has no legal force. The marks are rows of
``jurisdictions/<code>_individual.toml``; one mark alone leaves the question open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from vacatio_calendar import fold
from vacatio_calendar.model import Act
from vacatio_calendar.rows import Row, Tables

if TYPE_CHECKING:
    from vacatio_calendar.law import Jurisdiction


class Second(StrEnum):
    """A mark beside the title."""

    NUMBER = "number"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class TitleMark:
    """Titles of individual acts: how they begin or end, what they must not name."""

    begins: tuple[tuple[str, ...], ...]
    ends: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    seconds: frozenset[Second]
    example: str
    near_miss: str

    def fits(self, title: str) -> bool:
        """Tell whether a title is of this kind."""
        words = fold.words(title)
        if self.unless and any(word.startswith(self.unless) for word in words):
            return False
        opens = any(_open(words[: len(each)], each) for each in self.begins)
        return opens or any(words[-len(each) :] == each for each in self.ends)


@dataclass(frozen=True, slots=True)
class EndMark:
    """Letters behind a number, or at the head of a register's code; ``scheme`` names that."""

    letters: tuple[str, ...]
    example: str
    near_miss: str
    scheme: str = ""

    def closes(self, number: str) -> bool:
        """Tell whether a number ends with the letters, cut off from what stands before."""
        bare = re.sub(r"\s", "", fold.plain(number))
        return any(re.search(rf"\d[-/]?{re.escape(each)}$", bare) for each in self.letters)

    def opens(self, code: str) -> bool:
        """Tell whether a code of the register begins with the letters."""
        return code.lower().startswith(self.letters)


@dataclass(frozen=True, slots=True)
class Marks:
    """All the marks of one jurisdiction, and the rule of law they lead to."""

    rule: str
    titles: tuple[TitleMark, ...] = ()
    numbers: tuple[EndMark, ...] = ()
    registers: tuple[EndMark, ...] = ()


def is_individual(act: Act, law: Jurisdiction) -> bool:
    """Tell whether the title and a second mark agree that the act is individual.

    False is no statement that the act is normative: it says that the marks do not suffice.

    >>> from vacatio_calendar import load
    >>> from vacatio_calendar.model import ActType
    >>> award = Act(ActType.ORDER, "209-ж", title="О награждении нагрудным знаком")
    >>> is_individual(award, load("kz"))
    True
    """
    marks = marks_of(law.code)
    if act.registration is not None or not act.title or act.type is None:
        return False
    if f"{act.type.value}/*" not in _types(marks.rule, law):
        return False
    given: set[Second] = set()
    if act.number and any(mark.closes(act.number) for mark in marks.numbers):
        given.add(Second.NUMBER)
    codes = dict(act.identifiers)
    if any(mark.opens(codes.get(mark.scheme, "")) for mark in marks.registers):
        given.add(Second.REGISTER)
    return any(mark.seconds & given and mark.fits(act.title) for mark in marks.titles)


@cache
def marks_of(code: str) -> Marks:
    """Read ``jurisdictions/<code>_individual.toml``; without one no act is held individual."""
    name = f"{code}_individual.toml"
    file = resources.files("vacatio_calendar") / "jurisdictions" / name
    if not file.is_file():
        return Marks("")
    tables = Tables(name, file.read_text(encoding="utf-8"))
    titles = tuple(_title(row) for row in tables.rows("title"))
    numbers = tuple(_end(row, "suffixes") for row in tables.rows("number"))
    registers = tuple(_end(row, "begins") for row in tables.rows("register"))
    top = tables.top()
    rule = top.text("rule")
    top.finish()
    tables.finish()
    return Marks(rule, titles, numbers, registers)


def _types(rule: str, law: Jurisdiction) -> frozenset[str]:
    rows = (row for row in law.defaults if row.individual and row.law.id == rule)
    return frozenset(pair for row in rows for pair in row.pairs)


def _title(row: Row) -> TitleMark:
    found = TitleMark(
        begins=tuple(fold.words(each) for each in row.texts("begins")),
        ends=tuple(fold.words(each) for each in row.texts("ends")),
        unless=tuple(fold.plain(each) for each in row.texts("unless")),
        seconds=frozenset(map(Second, row.texts("with"))),
        example=row.text("example"),
        near_miss=row.text("near_miss"),
    )
    row.text("id")
    _cited(row)
    return found


def _end(row: Row, key: str) -> EndMark:
    found = EndMark(
        letters=tuple(fold.plain(each) for each in row.texts(key)),
        scheme=row.maybe_text("scheme") or "",
        example=row.text("example"),
        near_miss=row.text("near_miss"),
    )
    _cited(row)
    return found


def _cited(row: Row) -> None:
    row.text("source")
    row.text("confidence")
    row.finish()


def _open(words: tuple[str, ...], stems: tuple[str, ...]) -> bool:
    return len(words) == len(stems) and all(
        word.startswith(stem) for word, stem in zip(words, stems, strict=True)
    )
