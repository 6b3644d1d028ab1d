"""Expressions looked for by the letters they begin with.

A search for letters goes through a text ten times as fast as one for an expression with choices,
and most texts hold few of the letters. Which letters those are is read from the expression itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

# No letter or mark before a word takes room.
_LETTERS = re.compile(r"(?:\\b|\(\?<!\\w\))?((?:[^\W_]| )*)")
_OPTIONAL = ("?", "*", "{")
_GROUP = "(?:"
# So many letters are found in few places; of less, those of the group behind are spelt out.
_ENOUGH = 3


def beginnings(pattern: str) -> tuple[str, ...]:
    r"""Spell what every match of an expression begins with; nothing where that may be anything.

    >>> beginnings(r"\bвведен\w*|с(?:илу|рок)(?!\w)|вв?од")
    ('в', 'силу', 'срок')
    >>> beginnings(r"закон(?:а|у)?|\d+"), beginnings("(?:no|any) later")
    ((), ('any', 'no'))
    """
    found = {letters for one in _alternatives(pattern) for letters in _spelt(one)}
    if "" in found:
        return ()
    return tuple(sorted(one for one in found if not one.startswith(tuple(found - {one}))))


def _alternatives(pattern: str) -> Iterator[str]:
    """Cut an expression at the bars that stand in no group and no class of characters."""
    first = at = depth = 0
    while at < len(pattern):
        mark = pattern[at]
        if mark == "\\":
            at += 1
        elif mark == "[":
            at = pattern.index("]", at + 2)
        elif mark in "()":
            depth += 1 if mark == "(" else -1
        elif mark == "|" and not depth:
            yield pattern[first:at]
            first = at + 1
        at += 1
    yield pattern[first:]


def _spelt(alternative: str) -> Iterator[str]:
    """Spell the letters one alternative begins with."""
    match = _LETTERS.match(alternative)
    letters, rest = (match[1], alternative[match.end() :]) if match else ("", alternative)
    if rest.startswith(_OPTIONAL):
        yield letters[:-1]
    elif len(letters) < _ENOUGH and rest.startswith(_GROUP):
        group, behind = _group(rest)
        choices = () if behind.startswith(_OPTIONAL) else _alternatives(group)
        spelt = [letters + more for choice in choices for more in _spelt(choice)]
        yield from spelt or (letters,)
    else:
        yield letters


def _group(pattern: str) -> tuple[str, str]:
    """Part the group an expression begins with from what stands behind it."""
    depth = at = 0
    while at < len(pattern):
        mark = pattern[at]
        if mark == "\\":
            at += 1
        elif mark == "[":
            at = pattern.index("]", at + 2)
        elif mark in "()":
            depth += 1 if mark == "(" else -1
            if not depth:
                break
        at += 1
    return pattern[len(_GROUP) : at], pattern[at + 1 :]


class ByLetters:
    r"""An expression that finds what it finds, sooner.

    >>> lost = ByLetters(re.compile(r"утратил(?:а|о)?\s+силу|отменен(?=\s)"))
    >>> [match.span() for match in lost.finditer("закон утратил силу и отменен ныне", 0, 33)]
    [(6, 18), (21, 28)]
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        any_case = pattern.flags & (re.IGNORECASE | re.VERBOSE)
        self.letters = () if any_case else beginnings(pattern.pattern)

    def places(self, text: str, start: int, end: int) -> Sequence[int]:
        """List where in a stretch a match may begin, in order."""
        if not self.letters:
            return [match.start() for match in self.pattern.finditer(text, start, end)]
        found: list[int] = []
        for letters in self.letters:
            at = text.find(letters, start, end)
            while at >= 0:
                found.append(at)
                at = text.find(letters, at + 1, end)
        return found if len(self.letters) == 1 else sorted(found)

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Find the matches of a stretch, in order, as the expression itself does."""
        behind = start
        for at in self.places(text, start, end):
            if at >= behind and (match := self.pattern.match(text, at, end)):
                yield match
                behind = match.end()


def holding(ranges: Iterable[tuple[int, int]], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give those of some ranges in which a place lies; both are in order.

    >>> list(holding([(0, 5), (5, 9), (9, 12)], [6, 8, 12]))
    [(5, 9)]
    """
    index = 0
    for start, end in ranges:
        while index < len(places) and places[index] < start:
            index += 1
        if index < len(places) and places[index] < end:
            yield start, end


__all__ = ["ByLetters", "beginnings", "holding"]
