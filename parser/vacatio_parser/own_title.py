"""The title of an act: where its source marks it, or the first lines above the text.

Copies break a long title over several lines: «О внесении изменений в приказ / Министра … / от 4
марта 2020 года № 12 «О садах»». What goes on in the next line belongs to the title, requisites of
the act it changes among it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.page import Page, Role, squeeze
from vacatio_parser.structure import Line, Place

# A title stands in the first lines of a page, and is broken over a few of them at most.
_LINES = 14
_BROKEN = 8
# Titles begin with «О», "On", or end with «туралы».
_BEGINS = re.compile(
    r"(?:об?|обо|on|about|некоторые вопросы|вопросы)\s[^\n]{4,1500}(?<![.;:,])$", re.MULTILINE
)
_ENDS = re.compile(r"[^\n]{4,1500}\s(?:туралы|мәселелері|бекіту)$", re.MULTILINE)
# A line that begins with a date or a number belongs to the act named before it.
_REQUISITES = re.compile(r"(?:от|of|dated)\s\W{0,3}\d|№|no\.?\s?\d|\d{4} жыл")


def read_title(
    reading: Reading, page: Page, lines: Sequence[Line], own: Citation | None
) -> str | None:
    """Read the title of an act, one line of text however it is broken."""
    if page.facts.title:
        return page.facts.title
    text = reading.text
    titles = [line for line in lines if line.role is Role.TITLE] or title_lines(reading, lines)
    if not titles or (titles[0].role is not Role.TITLE and own is not None and own.ref.title):
        return own.ref.title if own is not None else None
    return squeeze(text.span(titles[0].start, titles[-1].end).text).strip(" *#") or None


def title_lines(reading: Reading, lines: Sequence[Line]) -> list[Line]:
    """Find the lines of a title that no source marks."""
    head = [line for line in lines[:_LINES] if line.place is Place.HEAD or line.unit is None]
    for index, line in enumerate(head):
        if _BEGINS.match(reading.folded, line.start, line.end):
            return _downward(reading, head, index)
        if _ENDS.match(reading.folded, line.start, line.end):
            return _upward(reading, head, index)
    return []


def _downward(reading: Reading, head: Sequence[Line], first: int) -> list[Line]:
    found = [head[first]]
    for line in head[first + 1 : first + _BROKEN]:
        if not (_adjacent(reading, found[-1], line) and _goes_on(reading, found, line)):
            break
        found.append(line)
    return found


def _upward(reading: Reading, head: Sequence[Line], last: int) -> list[Line]:
    """Take the lines before one that ends a Kazakh title and begins in its midst."""
    first = last
    while first and last - first < _BROKEN:
        line, before = head[first], head[first - 1]
        if before.role is not Role.TEXT or not _adjacent(reading, before, line):
            break
        broken = _midst(reading, line) or _open(reading, before.start, before.end)
        if not broken or reading.folded[before.end - 1] in ".;:":
            break
        first -= 1
    return list(head[first : last + 1])


def _adjacent(reading: Reading, line: Line, following: Line) -> bool:
    """Tell whether no empty line stands between two."""
    return following.unit is None and reading.folded.count("\n", line.end, following.start) == 1


def _goes_on(reading: Reading, found: Sequence[Line], line: Line) -> bool:
    folded, start, end = reading.folded, found[0].start, found[-1].end
    if folded[line.end - 1] == ":" or folded[end - 1] in ".;:":
        return False
    named = any(True for _ in reading.words.anchors.finditer(folded, start, end))
    if _REQUISITES.match(folded, line.start, line.end):
        return named  # else they are the requisites of the act itself
    if _midst(reading, line) or _open(reading, start, end):
        return True
    word = folded[start:end].rpartition(" ")[2]  # «… в приказ», «… Закон»: of whom, follows
    return reading.words.type_of(word) is not None


def _midst(reading: Reading, line: Line) -> bool:
    """Tell whether a line begins in the midst of a sentence."""
    first = reading.folded[line.start]
    return first == '"' or (first.isalpha() and not reading.capital(line.start))


def _open(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a quotation is still open at the end of a stretch."""
    printed = reading.text.span(start, end).text
    return printed.count("«") + printed.count("“") > printed.count("»") + printed.count("”")


__all__ = ["read_title", "title_lines"]
