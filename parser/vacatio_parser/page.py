"""What every shape of input becomes before it is read: lines of text, and facts beside them.

A shape knows markup and no law; the readers know law and no markup. Between them stands the
`Page`: one paragraph is one line of its text, with a mark saying what the source calls it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum

from vacatio_calendar.model import (
    PARAGRAPHS,
    ActType,
    Claim,
    DocumentKind,
    Language,
    Layout,
    OfficialPublication,
    Registration,
)
from vacatio_parser.quick import quick


@quick
class Role(StrEnum):
    """What a line of a page is."""

    # Looked up for every line; the hash of an enumeration is a Python function.
    __hash__ = str.__hash__

    TEXT = "text"
    TITLE = "title"
    REQUISITES = "requisites"
    HEADING = "heading"
    NOTE = "note"
    NOTICE = "notice"
    TABLE = "table"
    SIGNATURE = "signature"
    ANNEX = "annex"
    CARD = "card"


@quick
class Unit(StrEnum):
    """The structural units of an act, from the widest to the narrowest."""

    # Looked up for every line; the hash of an enumeration is a Python function.
    __hash__ = str.__hash__

    ATTACHMENT = "attachment"
    PART = "part"
    SECTION = "section"
    CHAPTER = "chapter"
    SUBCHAPTER = "subchapter"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    SUBPARAGRAPH = "subparagraph"
    INDENT = "indent"


@dataclass(frozen=True, slots=True)
class Mark:
    """What the source says of one line: its role and, if a unit opens there, which."""

    role: Role = Role.TEXT
    unit: Unit | None = None
    number: str | None = None


PLAIN = Mark()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says of an act beside its text, such as a portal's metadata."""

    kind: DocumentKind | None = None
    language: Language | None = None
    type: ActType | None = None
    number: str | None = None
    date: dt.date | None = None
    title: str | None = None
    registration: Registration | None = None
    publications: tuple[OfficialPublication, ...] = ()
    claims: tuple[Claim, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A text, one mark a line (none where the source marks nothing), and facts beside it.

    ``hidden`` are the ranges of ``text`` that are markup: quoted as they stand, never read.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    facts: Facts = Facts()
    hidden: tuple[tuple[int, int], ...] = ()
    layout: Layout = PARAGRAPHS


_SPACE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    r"""Make one line of a text: every run of white space becomes one space.

    >>> squeeze("  О  внесении\n изменений ")
    'О внесении изменений'
    """
    return _SPACE.sub(" ", text).strip()


@dataclass(slots=True)
class PageBuilder:
    """Collects the lines of a page and their marks."""

    lines: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def add(self, text: str, mark: Mark = PLAIN) -> None:
        """Append a paragraph as one line; an empty one leaves no line."""
        line = squeeze(text)
        if line:
            self.lines.append(line)
            self.marks.append(mark)

    def add_line(self, line: str, mark: Mark) -> None:
        """Append a line that is squeezed already and not empty."""
        self.lines.append(line)
        self.marks.append(mark)

    def page(self, facts: Facts, layout: Layout = PARAGRAPHS) -> Page:
        """Close the page."""
        return Page("\n".join(self.lines), tuple(self.marks), facts, layout=layout)
