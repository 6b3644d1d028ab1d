"""Where words stand in a source, and how to show them: page, paragraph or line, and a caret."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from vacatio_calendar.model import Document, Span

#: Columns of a quoted line; a paragraph is longer and is cut around the words.
WIDTH = 96

#: A piece of a text: the offsets of its first character and of the one behind its last.
Range = tuple[int, int]

_LINE_END = re.compile(r"\r\n|\n|\r")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a source; all numbers begin with 1.

    ``line`` and ``column`` are given where a person counts lines (text, Markdown), ``page``
    where there are pages (PDF), ``paragraph`` elsewhere (DOCX, HTML), empty ones left out.
    """

    line: int | None = None
    column: int | None = None
    page: int | None = None
    paragraph: int | None = None

    def __str__(self) -> str:
        """Say it in words.

        >>> str(Place(line=5, column=12)), str(Place(page=3)), str(Place(paragraph=7))
        ('line 5, column 12', 'page 3', 'paragraph 7')
        """
        if self.line is not None:
            return f"line {self.line}, column {self.column}"
        return f"paragraph {self.paragraph}" if self.page is None else f"page {self.page}"


@dataclass(frozen=True)
class Places:
    """The places of one document's text."""

    document: Document

    @cached_property
    def _starts(self) -> list[int]:
        ends = (match.end() for match in _LINE_END.finditer(self.document.text))
        return [0, *ends]

    def at(self, offset: int) -> Place:
        """Tell where an offset of the text stands in the source."""
        layout = self.document.layout
        if layout.pages:
            return Place(page=max(1, bisect_right(layout.pages, offset)))
        line = bisect_right(self._starts, offset)
        if not layout.as_typed:
            return Place(paragraph=line)
        return Place(line=line, column=offset - self._starts[line - 1] + 1)


def pointed(text: str, span: Span, width: int = WIDTH) -> tuple[str, str]:
    """Quote the line around a span and the line of carets to print under it.

    >>> pointed("It applies from January 6, 2025.", Span(16, 31, "January 6, 2025"))
    ('It applies from January 6, 2025.', '                ^^^^^^^^^^^^^^^')
    """
    begin = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    breaks = (at for mark in "\n\r" if (at := text.find(mark, span.start)) >= 0)
    end = min(breaks, default=len(text))
    stop = min(span.end, end, span.start + width)
    room = max(0, width - (stop - span.start))
    first, last = _cut((begin, end), (span.start, stop), text, room)
    before = clean(" ".join(text[first : span.start].split()))
    if before and text[first : span.start][-1:].isspace():
        before += " "
    inside = clean(" ".join(text[span.start : stop].split()))
    behind = text[stop:last]
    after = clean(" ".join(behind.split()))
    if after and behind[:1].isspace():
        after = f" {after}"
    opening = "… " if first > begin else ""
    closing = " …" if last < end else ""
    shown = f"{opening}{before}{inside}{after}{closing}"
    return shown, " " * columns(opening + before) + "^" * max(1, columns(inside))


def clean(text: str) -> str:
    r"""Show what a terminal would obey, or what would turn the text around, as a mark.

    >>> clean("\x1b[31mred\u202e")
    '�[31mred�'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def columns(text: str) -> int:
    r"""Count the columns of a terminal that a text takes.

    >>> columns("и"), columns("и\N{COMBINING BREVE}"), columns("法")
    (1, 1, 2)
    """
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _shown(char: str) -> str:
    if char in "\u00ad\u200b\u200c\u200d\u2060\ufeff":  # takes no room and does nothing
        return ""
    return "\ufffd" if unicodedata.category(char) in _UNSEEN else char


def _cut(line: Range, words: Range, text: str, room: int) -> Range:
    """Give a window around words that stays in its line and begins and ends between two words."""
    first = max(line[0], words[0] - room * 2 // 3)
    last = min(line[1], words[1] + room // 3)
    if first > line[0] and not text[first - 1].isspace():
        space = text.find(" ", first, words[0])
        first = space + 1 if space >= 0 else first
    if last < line[1] and not text[last].isspace():
        space = text.rfind(" ", words[1], last)
        last = space if space >= 0 else last
    return first, last
