"""Sentences of a report, though «No. 231», «i.e.» and «г.» hold full stops too."""

from __future__ import annotations

import re

from vacatio_parser.text import SourceText

_STOP = re.compile(r'[.!?](?:["\')\]]{0,3}|\d{1,2})\s+(?=\S)')
_SHORTEST = 12
_BEFORE = re.compile(r"([\w.]{1,12})$")
_LISTED = re.compile(r"(?:^|[:;(]|\band)\s*\d{1,3}$")
# What may stand before a full stop that ends no sentence.
_ABBREVIATIONS = frozenset(
    [
        "no",
        "nos",
        "i.e",
        "e.g",
        "etc",
        "art",
        "arts",
        "para",
        "par",
        "sec",
        "ch",
        "vs",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "inc",
        "ltd",
        "co",
        "approx",
        "ca",
        "cf",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "г",
        "гг",
        "ст",
        "п",
        "пп",
        "подп",
        "ч",
        "им",
        "руб",
        "тыс",
        "млн",
        "млрд",
        "т.е",
        "т.д",
        "т.п",
        "т",
        "др",
        "пр",
        "см",
        "ж",
        "жж",
        "т.б",
        "т.с.с",
        "мың",
    ]
)


def read_sentences(text: SourceText, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Split a line into sentences; folded offsets.

    >>> text = SourceText.of("Law No. 231-VIII was published, i.e. it applies. The Order waits.")
    >>> [text.folded[a:b] for a, b in read_sentences(text, 0, len(text.folded))]
    ['law no. 231-viii was published, i.e. it applies.', 'the order waits.']
    """
    found: list[tuple[int, int]] = []
    begin = start
    for match in _STOP.finditer(text.folded, start, end):
        if match.start() - begin < _SHORTEST:
            continue
        following = text.original[text.at(match.end())]
        if following.islower() or (following.isdecimal() and not _ends(text, match)):
            continue
        word = _BEFORE.search(text.folded, max(begin, match.start() - 12), match.start())
        if _LISTED.search(text.folded, max(begin, match.start() - 8), match.start()):
            continue  # «which changes: 1. Order …; 2. Order …»
        if word and (word[1] in _ABBREVIATIONS or (len(word[1]) == 1 and word[1].isalpha())):
            continue
        found.append((begin, match.start() + len(match[0].rstrip())))
        begin = match.end()
    if begin < end:
        found.append((begin, end))
    return tuple(found)


def _ends(text: SourceText, match: re.Match[str]) -> bool:
    """A figure may begin a sentence («30 days later») but not after a number's full stop."""
    return not text.folded[match.start() - 1].isdecimal()
