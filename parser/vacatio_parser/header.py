"""The requisites of an act in its own header: type, number, day, issuer, title, registration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vacatio_calendar.model import ActRef
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.citations import cite
from vacatio_parser.page import Page, Role, squeeze
from vacatio_parser.structure import Line, Place
from vacatio_parser.text import SourceText

# A header stands in the first lines of a page.
_LINES = 14
# A header is a sentence without a verb: behind the requisites the line or the sentence ends.
_AFTER = re.compile(
    r"[\s*_)]*(?:$|\n|\.(?:\s|$)|\((?:as amended|с изменени|по состоянию)"
    r"|(?:зарегистр|утратил|registered|it became|abolished))"
)


def header_citation(reading: Reading, lines: Sequence[Line]) -> Citation | None:
    """Find the citation that is the act's own requisites, in the lines of its header."""
    marked = [line for line in lines if line.role is Role.REQUISITES]
    for line in marked or [line for line in lines[:_LINES] if line.role is Role.TEXT]:
        for citation in cite(reading, line.start, min(len(reading.folded), line.end + 300)):
            if citation.start - line.start <= 4 and (marked or _stands_alone(reading, citation)):
                return citation
            break
    return None


def _stands_alone(reading: Reading, citation: Citation) -> bool:
    ref = citation.ref
    if not (ref.number or ref.date) or ref.approved:
        return False
    return _AFTER.match(reading.folded, citation.tail) is not None


def approval_citation(reading: Reading, lines: Sequence[Line]) -> Citation | None:
    """Find the act's requisites in the header of an annex («Утверждены постановлением …»)."""
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
        for citation in cite(reading, line.start, last):
            if citation.ref.number and citation.ref.date:
                return citation
    return None


def read_title(
    text: SourceText, page: Page, lines: Sequence[Line], own: Citation | None
) -> str | None:
    """Read the act's title: where the source marks it, or the first lines above the text."""
    if page.facts.title:
        return page.facts.title
    titles = [line for line in lines if line.role is Role.TITLE]
    if titles:
        return squeeze(text.span(titles[0].start, titles[-1].end).text).strip(" *#") or None
    if own is not None and own.ref.title:
        return own.ref.title
    return None


def joined(one: ActRef, other: ActRef | None) -> ActRef:
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
