"""A page to a document: told apart as an act, a report on acts, or a piece of an act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vacatio_calendar.model import Document, DocumentKind, Language
from vacatio_parser.act import read_act
from vacatio_parser.bulletin import read_bulletin
from vacatio_parser.bulletin_words import bulletin_words
from vacatio_parser.citations import cite
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.header import header_citation
from vacatio_parser.language import detect_language
from vacatio_parser.page import Page, Role
from vacatio_parser.structure import Line, Place, read_lines
from vacatio_parser.structure_words import StructureWords, structure_words
from vacatio_parser.text import SourceText
from vacatio_parser.titles import title_target

# An act speaks of itself; a report never does.
_OWN = {
    Language.RU: re.compile(
        r"\bнастоящ(?:ий|его|ему|им|ем|ее|ая|ей|ие|их|ую)\s+(?:(?:конституционн|совместн|нормативн)\w+\s+)?"
        r"(?:закон|кодекс|указ|приказ|постановлени|решени|распоряжени|конституци|правил|положени)"
    ),
    Language.KK: re.compile(
        r"\bосы\s+(?:конституциялық\s+)?(?:заң|кодекс|жарлық|бұйрық|қаулы|шешім|өкім|конституци|қағида|ереже)"
    ),
    Language.EN: re.compile(
        r"^\W{0,4}(?:(?:article\s)?\d+\.\s+)?(?:this|the present)\s+"
        r"(?:law|code|decree|order|resolution|decision)\s+"
        r"(?:shall|becomes?|enters?|comes?|is|governs the|regulates (?:the )?relations)\b",
        re.MULTILINE,
    ),
}
_CITED_SENTENCE = re.compile(r"[.!?]\s")
_PROSE = (Role.TEXT, Role.TITLE, Role.HEADING)
# Below this length a text with numbered units and no header is a piece of an act.
_PIECE = 1_500


def read_document(page: Page, language: Language | None = None) -> Document:
    """Read a page, whatever it is; total: what is not understood goes to ``unread``."""
    text = SourceText.of(page.text, page.hidden)
    spoken = language or page.facts.language or detect_language(text.folded)
    lines = read_lines(text, page, spoken)
    reading = Reading.of(text, spoken)
    citations = sorted(cite(reading), key=lambda citation: citation.start)
    own = header_citation(reading, lines, citations)
    kind = page.facts.kind or _kind(text, spoken, lines, own)
    if kind is DocumentKind.BULLETIN:
        document = read_bulletin(reading, citations)
    else:
        document = read_act(reading, page, lines, citations, own, kind)
    fallbacks = sum(date.fallback for date in reading.dates)
    if not fallbacks and page.layout == document.layout:
        return document
    return replace(document, fallbacks=fallbacks, layout=page.layout)


def _kind(
    text: SourceText, language: Language, lines: Sequence[Line], own: Citation | None
) -> DocumentKind:
    words = structure_words(language)
    body = [line for line in lines if line.place is Place.BODY]
    if _enacts(text, words, lines):
        return DocumentKind.ACT
    if _reports(text, language, lines) and not _instructs(text, language, words, lines):
        return DocumentKind.BULLETIN
    if own is not None and any(line.unit for line in body):
        return DocumentKind.ACT
    orders = any(
        line.unit or words.treaty.match(text.folded, line.start, line.end) for line in body
    )
    if orders and any(line.role is Role.SIGNATURE for line in lines):
        return DocumentKind.ACT
    if own is not None:
        return DocumentKind.FRAGMENT
    if any(line.role in (Role.NOTE, Role.NOTICE) for line in lines):
        return DocumentKind.FRAGMENT
    if _OWN[language].search(text.folded):
        return DocumentKind.FRAGMENT
    if _is_piece(text, words, lines):
        return DocumentKind.FRAGMENT
    if len(lines) == 1 and title_target(text.original.strip(), language) is not None:
        return DocumentKind.FRAGMENT  # the title of an act that changes another, alone
    return DocumentKind.BULLETIN


def _reports(text: SourceText, language: Language, lines: Sequence[Line]) -> bool:
    """Tell whether a text speaks of entry into force or publication, but never of itself."""
    if any(line.role not in _PROSE for line in lines) or _OWN[language].search(text.folded):
        return False
    words = bulletin_words(language)
    for line in lines:
        for pattern in (words.in_force, words.published):
            cue = pattern.search(text.folded, line.content, line.end)
            # The bracket behind a citation tells of the act cited: «(вводится в действие с …)».
            if cue and not _in_bracket(text.folded, line.content, cue.start()):
                return True
    return False


def _instructs(
    text: SourceText, language: Language, words: StructureWords, lines: Sequence[Line]
) -> bool:
    """Tell whether a text begins with an order to change an act: «Признать утратившими силу:».

    A report tells what was done; only a translation's English does not show the difference.
    """
    if not lines or language is Language.EN:
        return False
    first = lines[0]
    return words.instruction.match(text.folded, first.content, first.end) is not None


def _in_bracket(folded: str, start: int, at: int) -> bool:
    return folded.rfind("(", start, at) > folded.rfind(")", start, at)


def _enacts(text: SourceText, words: StructureWords, lines: Sequence[Line]) -> bool:
    return any(
        words.enacting.search(text.folded, max(line.start, line.end - 60), line.end)
        for line in lines[:80]
        if line.place in (Place.HEAD, Place.BODY)
    )


def _is_piece(text: SourceText, words: StructureWords, lines: Sequence[Line]) -> bool:
    """Tell whether a short text is an instruction, a unit or a list item of an act."""
    if not lines or lines[-1].end - lines[0].start > 20 * _PIECE:
        return False
    first = lines[0]
    if words.instruction.match(text.folded, first.content, first.end):
        return True
    if first.unit is None:
        return False
    # A report's numbered heading is followed by prose; a piece of an act goes on in units.
    units = sum(line.unit is not None for line in lines)
    return 2 * units >= len(lines) or len(lines) <= 3
