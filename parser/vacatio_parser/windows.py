"""Where a commencement clause may stand, and the sentences around it.

Anchors are looked for in the whole text; only the lines around one are tokenised. Each window
begins behind the last one, so a text is read once however many anchors it has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from vacatio_parser.by_letters import ByLetters
from vacatio_parser.kinds import Language
from vacatio_parser.lexicon import load
from vacatio_parser.text import SourceText
from vacatio_parser.tokens import Sym, Token, tokenise

# A staged clause may run over many lines; a hostile text must not make a window of everything.
_LINES = 300
_MARKS = 300_000
_CHARACTERS = 40_000
_CUTS = frozenset({Sym.NEWLINE, Sym.STOP})
_OPENING, _CLOSING = "«“„", "»”"
# «2027 г. Настоящий» ends a sentence, «г. N 225» does not; the others never end one.
_MAYBE = frozenset({"г", "гг", "ж", "year"})
_SHORT = frozenset(
    [
        "ст",
        "п",
        "пп",
        "см",
        "т",
        "е",
        "д",
        "б",
        "бб",
        "no",
        "art",
        "i",
        "e",
        "n",
        "ред",
        "прил",
        "рис",
        "тыс",
        "млн",
        "руб",
        "тг",
        "st",
        "mr",
        "dr",
        "ч",
        "абз",
    ]
)


def windows(
    text: SourceText,
    language: Language,
    start: int,
    end: int,
    anchor: re.Pattern[str] | None = None,
) -> Iterator[tuple[int, int]]:
    """Give the runs of connected lines that hold an anchor."""
    folded = text.folded
    if anchor is None:
        anchor = load(language).anchor
    floor = start
    blocks: list[tuple[int, int]] | None = None
    starts: list[int] = []
    notes = footnote_words(language)
    while (match := anchor.search(folded, floor, end)) is not None:
        if blocks is None:
            blocks = quoted_blocks(text, start, end)
            starts = [first for first, _ in blocks]
        place = bisect_right(starts, match.start())
        block = blocks[place - 1] if place else (0, 0)
        if match.start() < block[1]:
            floor = max(match.end(), min(block[1], end))
            continue
        line = _line_start(folded, match.start(), floor)
        if folded.startswith(notes, line + _indent(folded, line)):
            floor = _line_end(folded, match.end(), end)
            continue
        first = _backward(folded, match.start(), floor, text)
        last = _forward(folded, match.end(), end, text)
        yield first, last
        floor = last


@cache
def anchors(language: Language) -> ByLetters:
    """Prepare the words a clause has for a search of a whole text."""
    return ByLetters(load(language).anchor)


@cache
def footnote_words(language: Language) -> tuple[str, ...]:
    """List the words a paragraph of an editor's note begins with."""
    return _words_of(language, Sym.FOOTNOTE)


@cache
def own_words(language: Language) -> tuple[str, ...]:
    """List the words with which an act speaks of itself («настоящий»)."""
    return _words_of(language, Sym.THIS)


def _words_of(language: Language, meaning: Sym) -> tuple[str, ...]:
    rows = load(language).wordings
    return tuple(word for row in rows if row.means == meaning for word in row.words)


def _line_end(folded: str, at: int, end: int) -> int:
    found = folded.find("\n", at, end)
    return end if found < 0 else found


def _line_start(folded: str, at: int, floor: int) -> int:
    return max(folded.rfind("\n", floor, at) + 1, floor)


def _backward(folded: str, at: int, floor: int, text: SourceText) -> int:
    first = _line_start(folded, at, floor)
    lowest = max(floor, at - _CHARACTERS)
    for _ in range(_LINES):
        before = folded[lowest:first].rstrip()
        if not before or first - lowest <= 0:
            return first
        joined = before[-1] in ":;," or (
            before[-1].isalnum()
            and text.original[text.at(first + _indent(folded, first))].islower()
        )
        if not joined:
            return first
        first = _line_start(folded, lowest + len(before), lowest)
    return first


def _indent(folded: str, at: int) -> int:
    size = 0
    while at + size < len(folded) - 1 and folded[at + size] in " >*_#":
        size += 1
    return size


def _forward(folded: str, at: int, end: int, text: SourceText) -> int:
    highest = min(end, at + _CHARACTERS)
    for _ in range(_LINES):
        stop = folded.find("\n", at, highest)
        if stop < 0:
            return highest
        line = folded[max(0, stop - 200) : stop].rstrip(' "*')
        following = stop
        while following < highest and folded[following] in " \n":
            following += 1
        if following >= highest:
            return stop
        joined = line and (
            line[-1] in ":;,"
            or (line[-1] not in ".!?" and text.original[text.at(following)].islower())
        )
        if not joined:
            return stop
        at = following
    return at


def quoted_blocks(text: SourceText, start: int, end: int) -> list[tuple[int, int]]:
    """Find quoted new wordings: from a colon and a line in quotation marks to the closing mark."""
    folded, original = text.folded, text.original
    blocks: list[tuple[int, int]] = []
    budget = _MARKS  # a text of opening marks alone must not be gone through once for each
    at = folded.find(":", start, end)
    while at >= 0 and budget > 0:
        here = at + 1
        while here < end and folded[here] in " \n>*":
            here += 1
        at = folded.find(":", at + 1, end)
        if (
            here >= end
            or folded[here] != '"'
            or "\n" not in folded[here - 200 if here > 200 else 0 : here]
        ):
            continue
        if "\n" not in folded[folded.rfind(":", 0, here) : here]:
            continue
        stop, passed = _block_end(folded, original, text, here, end)
        budget -= passed
        if stop is None:  # a mark that is never closed quotes nothing we could bound
            continue
        blocks.append((here, stop))
        at = folded.find(":", stop, end)
    return blocks


def _block_end(
    folded: str, original: str, text: SourceText, here: int, end: int
) -> tuple[int | None, int]:
    depth = passed = 0
    straight = False
    at = here
    while (at := folded.find('"', at, end)) >= 0:
        mark = original[text.at(at)]
        at, passed = at + 1, passed + 1
        if mark in _OPENING:
            depth += 1
        elif mark in _CLOSING:
            depth -= 1
        elif straight and not folded[at : at + 1].isalnum():
            depth, straight = depth - 1, False
        else:
            depth, straight = depth + 1, True
        tail = folded[at : at + 4].lstrip("* ")
        ends_line = tail[:1] in ("", "\n") or (
            tail[0] in ".;" and tail[1:2] in ("", "\n", '"', ".", ";", " ")
        )
        if ends_line and (depth <= 0 or (depth == 1 and tail[:1] == "." and mark in _CLOSING)):
            return at, passed
    return None, passed


def sentences(text: SourceText, language: Language, start: int, end: int) -> Iterator[list[Token]]:
    """Cut a window into sentences of tokens; list numbers that open one are left out."""
    tokens = tokenise(text, language, start, end)
    within = [token.sym for token in tokens[:-1]]
    if _CUTS.isdisjoint(within) and not (tokens and tokens[-1].sym is Sym.NEWLINE):
        yield tokens  # one sentence, as most clauses are
        return
    current: list[Token] = []
    for index, token in enumerate(tokens):
        if token.sym is Sym.NEWLINE:
            if current and _breaks(text, tokens, index, current[-1]):
                yield current
                current = []
            continue
        if token.sym is Sym.STOP:
            if len(current) == 1 and current[0].sym is Sym.NUMBER:
                current = []  # «4. Настоящий приказ …»
                continue
            if current and _ends(text, tokens, index, current[-1]):
                current.append(token)
                yield current
                current = []
                continue
            if current and current[-1].sym is Sym.DATE:
                continue  # «с 22.03.2026 г. (по истечении …)»
        current.append(token)
    if current:
        yield current


def _breaks(text: SourceText, tokens: list[Token], index: int, last: Token) -> bool:
    """Tell whether a line that ends without a mark is a heading."""
    if last.sym in (Sym.COLON, Sym.SEMICOLON, Sym.COMMA, Sym.AND, Sym.DASH):
        return False
    following = next((t for t in tokens[index + 1 : index + 4] if t.sym is not Sym.NEWLINE), None)
    if following is None:
        return False
    return not text.original[text.at(following.start)].islower()


def _ends(text: SourceText, tokens: list[Token], index: int, last: Token) -> bool:
    """Tell a full stop from the point of an abbreviation."""
    folded, here = text.folded, tokens[index].end
    if here < len(folded) and folded[here] not in ' \n")*]':
        return False
    following = next((t for t in tokens[index + 1 : index + 4] if t.sym is not Sym.NEWLINE), None)
    if following is None:
        return True
    first = text.original[text.at(following.start)]
    if first.islower():
        return False
    word = folded[max(last.start, last.end - 6) : last.end].rpartition(" ")[2]
    if word in _MAYBE:
        return first.isupper() and following.end - following.start > 1
    return word not in _SHORT and not (len(word) == 1 and word.isalpha())
