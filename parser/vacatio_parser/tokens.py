"""Folded text to tokens: words of the lexicon as symbols, numbers, dates, and all the rest.

The grammar sees symbols only. Longest phrase wins; a word the lexicon does not know is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vacatio_parser.dates import FoundDate, find_dates
from vacatio_parser.kinds import Language
from vacatio_parser.lexicon import load
from vacatio_parser.numerals import Number, read_compound, read_number
from vacatio_parser.phrases import DIGITS, LETTERS, PHRASE, WORD, Phrases, phrases_of
from vacatio_parser.symbols import Sym
from vacatio_parser.text import SourceText

_WORD_AND_SPACE = re.compile(rf"(?:{WORD}) *")
_WORD = re.compile(WORD)


@dataclass(slots=True)
class Token:
    """A symbol with its place in the folded text; ``value`` for numbers and dates."""

    sym: Sym
    start: int
    end: int
    value: Number | FoundDate | None = None


def tokenise(text: SourceText, language: Language, start: int, end: int) -> list[Token]:
    """Read the tokens between two folded offsets."""
    return list(tokens_of(text, language, start, end))


def tokens_of(text: SourceText, language: Language, start: int, end: int) -> Iterator[Token]:
    """Yield the tokens between two folded offsets; who stops early has read no further."""
    if "—" in text.original[text.at(start) : text.at(end)]:
        # Parts words an em dash stands between; folded, it looks like a hyphen.
        words, shift = _long_dashes(text, start, end), start
    else:
        words, shift = text.folded, 0
    phrases = phrases_of(language)
    cut, meaning, numeral = phrases.pattern.finditer, phrases.meanings.get, Sym.NUMBER
    dating = phrases.dating
    dates: dict[int, FoundDate] | None = None  # looked for once a date may begin
    at: int | None = start - shift
    stop = end - shift
    while at is not None:
        begin, at = at, None
        for match in cut(words, begin, stop):
            first, last = match.span()
            word = match[0]
            if dates is None and (word in dating or word[0] in DIGITS):
                dates = {found.start: found for found in find_dates(text, language, start, end)}
            if dates and (found := dates.get(first + shift)) is not None:
                yield Token(Sym.DATE, found.start, found.end, found)
                at = _behind(words, first, stop, found.end - shift)
                break
            group = match.lastindex
            if group == PHRASE:
                sym = meaning(word) or phrases.meaning(word)
                if sym is not numeral:
                    yield Token(sym, first + shift, last + shift)
                    continue
            if group != LETTERS and (group or word[0] in DIGITS or "-" in word):
                number, after = _number(words, first, last, stop, phrases, language)
                if group or number is not None:
                    sym = Sym.WORD if number is None else numeral
                    yield Token(sym, first + shift, after + shift, number)
                    if after > last:
                        at = after
                        break
                    continue
            if word.endswith(phrases.endings) and word not in phrases.opening:
                yield from _compound(word, first + shift, language)
            else:
                yield Token(phrases.begun(word), first + shift, last + shift)


def _long_dashes(text: SourceText, start: int, end: int) -> str:
    letters = list(text.folded[start:end])
    for index, letter in enumerate(letters):
        if letter == "-" and text.original[text.at(start + index)] == "—":
            letters[index] = "—"
    return "".join(letters)


def _behind(words: str, at: int, end: int, date_end: int) -> int:
    """Tell where the first word behind a date begins."""
    for match in _WORD.finditer(words, at, end):
        if match.start() >= date_end:
            return match.start()
    return end


def _number(
    words: str, first: int, last: int, end: int, phrases: Phrases, language: Language
) -> tuple[Number | None, int]:
    """Read a number, or step over numerals that are none: «двух трех»."""
    run = phrases.numbers.match(words, first, end)
    if run is None:
        return None, last
    number, length = _counted(run[0], language)
    return number, first + length


@lru_cache(maxsize=4_096)
def _counted(run: str, language: Language) -> tuple[Number | None, int]:
    """Read the number a run of numerals begins with, and how many characters it takes."""
    parts: list[str] = _WORD_AND_SPACE.findall(run)
    words = [part.rstrip(" ") for part in parts]
    number = read_number(words, language)
    length = number.length if number is not None else 1
    if number is None:
        numerals = load(language).numerals
        while length < len(words) and words[length] in numerals:
            length += 1
    return number, len("".join(parts[:length]).rstrip(" "))


def _compound(word: str, start: int, language: Language) -> Iterator[Token]:
    """Read a word that may hold a number and its unit: «десятидневный»."""
    end = start + len(word)
    sym = Sym.WORD
    compound = read_compound(word, language)
    if compound is not None:
        yield Token(Sym.NUMBER, start, end, Number(compound[0], 1, None, compound[0]))
        sym, start = Sym(compound[1].value), end
    yield Token(sym, start, end)


__all__ = ["Sym", "Token", "tokenise", "tokens_of"]
