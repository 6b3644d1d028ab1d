"""The requisites of an act in its own header: type, number, day, issuer, title, registration."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from vacatio_calendar.model import ActRef, ActType, Language
from vacatio_parser.bulletin_words import bulletin_words
from vacatio_parser.citations import cite
from vacatio_parser.cite_parts import Citation, Reading, tidy_number
from vacatio_parser.dates import find_dates
from vacatio_parser.own_title import title_lines
from vacatio_parser.page import Role
from vacatio_parser.structure import Line, Place

# A header stands in the first lines of a page.
_LINES = 14
# A header is a sentence without a verb: behind the requisites the line or the sentence ends.
_AFTER = re.compile(
    r"[\s*_)]*(?:$|\n|\.(?:\s|$)|\((?:as amended|с изменени|по состоянию)"
    r"|(?:зарегистр|утратил|registered|it became|abolished))"
)

# A sentence of a text, longer than any line of a header that ends with a full stop.
_PROSE = re.compile(r"(?=.{160})[^\n]*[a-zа-яәіңғүұқөһ0-9)»\"][.]\s*$", re.MULTILINE)
_LISTED = re.compile(r"\s*(?:[-•–*]\s|\d)")
# How long a headline is at most, and how many short lines are looked at for one.
_HEADLINE = 600
_HEADLINES = 60
_ITEM = re.compile(r"\s*[-•–*]\s")

_BARE = re.compile(r"\W{0,4}(?:of|dated|от)\s(?=.{6,60}$)", re.MULTILINE)
_BARE_NUMBER = re.compile(r"(?:№|no\.?|n)\s?((?:(?:kr|қр)\s[^\W\d_]{2,6}[-/]?)?\d[\w/.-]{0,20})")
_SELF = {
    Language.RU: re.compile(r"\bнастоящ\w{2,3}\s+((?:конституционн\w+\s+)?\w{4,16})"),
    Language.KK: re.compile(r"\bосы\s+((?:конституциялық\s+)?\w{3,12})"),
    Language.EN: re.compile(r"\bthis\s+((?:constitutional\s+)?\w{3,12})"),
}


def header_citation(
    reading: Reading, lines: Sequence[Line], citations: Sequence[Citation]
) -> Citation | None:
    """Find the citation that is the act's own requisites, in the lines of its header."""
    marked = [line for line in lines if line.role is Role.REQUISITES]
    for line in marked or [line for line in lines[:_LINES] if line.role is Role.TEXT]:
        if not marked and _ITEM.match(reading.folded, line.start, line.end):
            continue
        citation = _first(citations, line)
        if citation and (
            marked or (citation.start - line.start <= 4 and _stands_alone(reading, citation))
        ):
            headline = not marked and _headline(reading, lines, citation, citations)
            return None if headline else citation
        if not marked and reading.folded[line.end - 1] == ":":
            break  # what a colon announces is a list or an order, and stands below any header
        if not marked and _PROSE.match(reading.folded, line.start, line.end):
            break  # a header stands above the text: what is cited behind a sentence is no header
    return None


def _first(citations: Sequence[Citation], line: Line) -> Citation | None:
    """Find the first citation of a line; one may begin there and end in the next."""
    index = bisect_left(citations, line.start, key=_start)
    if index < len(citations) and citations[index].start < line.end:
        return citations[index]
    return None


def _start(citation: Citation) -> int:
    return citation.start


def _headline(
    reading: Reading, lines: Sequence[Line], own: Citation, citations: Sequence[Citation]
) -> bool:
    """Tell whether another act has such a line of its own below: then each is a headline."""
    below = [line for line in lines if line.role is Role.TEXT and line.start > own.tail]
    short = [line for line in below if line.end - line.start < _HEADLINE]
    for line in short[:_HEADLINES]:
        if _LISTED.match(reading.folded, line.start, line.end):
            continue
        citation = _first(citations, line)
        if citation is None or citation.ref.number in (None, own.ref.number):
            continue
        if citation.start - line.start <= 4 and _stands_alone(reading, citation):
            return True
    return False


def _stands_alone(reading: Reading, citation: Citation) -> bool:
    ref = citation.ref
    if not (ref.number or ref.date) or ref.approved:
        return False
    return _AFTER.match(reading.folded, citation.tail) is not None


def bare_requisites(reading: Reading, lines: Sequence[Line]) -> ActRef | None:
    """Read requisites that stand without the name of the act («of June 30, 2023 No. 248»)."""
    titled = title_lines(reading, lines)  # those within a title are of the act it names
    for line in lines[:_LINES]:
        match = _BARE.match(reading.folded, line.start, line.end)
        if match is None or line in titled or line.place not in (Place.HEAD, Place.BODY):
            continue
        dates = find_dates(reading.text, reading.language, line.start, line.end)
        rest = reading.folded[dates[0].end : line.end] if len(dates) == 1 else ""
        number = _BARE_NUMBER.search(rest) or _BARE_NUMBER.search(match[0])
        if len(dates) == 1 and dates[0].date and number:
            printed = reading.text.span(line.start, line.end)
            start = printed.text.lower().find(number[1])
            value = printed.text[start : start + len(number[1])]
            return ActRef(number=tidy_number(value), date=dates[0].date, span=printed)
    return None


def own_type(reading: Reading, lines: Sequence[Line]) -> ActType | None:
    """Tell what an act calls itself: «настоящий приказ», «осы қаулы», "this order"."""
    nouns = bulletin_words(reading.language)
    for line in lines:
        if line.place is not Place.BODY:
            continue
        for match in _SELF[reading.language].finditer(reading.folded, line.start, line.end):
            word = match[1]
            if type_ := reading.words.type_of(word) or nouns.type_of(word):
                return type_
    return None


def approval_citation(
    reading: Reading, lines: Sequence[Line], citations: Sequence[Citation]
) -> Citation | None:
    """Find the act's requisites in the header of an annex («Утверждены постановлением …»).

    An act that is cited above the annex too is another one: nobody cites himself by number.
    """
    for index, line in enumerate(lines):
        if line.role is not Role.ANNEX or not line.opens:
            continue
        last = next(
            (
                later.start
                for later in lines[index + 1 : index + 12]
                if later.role is Role.HEADING or later.unit
            ),
            min(len(reading.folded), line.end + 400),
        )
        others = {(one.ref.number, one.ref.date) for one in citations if one.start < line.start}
        for citation in cite(reading, line.start, last):
            if citation.ref.number and (citation.ref.number, citation.ref.date) not in others:
                return citation
    return None


def filled(one: ActRef, other: ActRef | None) -> ActRef:
    """Fill what the first reference does not say from the second."""
    if other is None:
        return one
    return replace(
        one,
        type=one.type or other.type,
        number=one.number or other.number,
        date=one.date or other.date,
        issuer=one.issuer or other.issuer,
        registration_number=one.registration_number or other.registration_number,
    )
