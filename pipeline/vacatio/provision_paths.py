"""Read which provisions words name: «подпунктов 2) и 3) пункта 5 статьи 1» names two.

Only what is read without remainder counts: a word nobody knows makes the whole unread, for a
date that reaches the wrong provision looks as sure as a right one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vacatio_calendar import fold

#: Units from the widest to the narrowest, each with the beginnings of its names.
UNITS: Mapping[str, tuple[str, ...]] = {
    "section": ("раздел", "бөлім", "section"),
    "chapter": ("глав", "тарау", "chapter"),
    "article": ("стат", "бап", "баб", "article"),
    "point": ("пункт", "тармақ", "тармағ", "paragraph", "item", "point"),
    "subpoint": ("подпункт", "тармақша", "subparagraph", "subitem", "subpoint"),
    "indent": ("абзац", "бөлік", "бөліг", "част", "indent", "part"),
}
#: Words that name no provision and change none: joining words, and the act's own name.
PASSED = frozenset(
    {
        *("и", "а", "также", "в", "настоящего", "настоящей", "настоящих"),
        *("закона", "кодекса", "приказа", "постановления", "решения", "указа"),
        *("осы", "және", "мен", "сондай", "ақ", "заңның", "кодекстің", "бұйрықтың"),
        *("қаулының", "шешімнің", "жарлықтың"),
        *("of", "the", "and", "as", "well", "this"),
        *("law", "code", "order", "resolution", "decision", "decree"),
    }
)
#: Ordinals as абзацы are counted, by their beginnings.
ORDINALS = (
    ("перв", "бірінші"),
    ("втор", "екінші"),
    ("трет", "үшінші"),
    ("четверт", "төртінші"),
    ("пят", "бесінші"),
    ("шест", "алтыншы"),
    ("седьм", "жетінші"),
    ("восьм", "сегізінші"),
    ("девят", "тоғызыншы"),
    ("десят", "оныншы"),
)

Path = frozenset[tuple[str, str]]

_TOKEN = re.compile(r"\d+(?:-\d+)*|[^\W\d_]+|[^\w\s]")
_RANKS = tuple(UNITS)


@dataclass(frozen=True, slots=True)
class _Group:
    """A unit with its numbers: пунктов 3 и 6."""

    unit: str
    numbers: tuple[str, ...]


def paths(words: str) -> tuple[Path, ...] | None:
    """Read the provisions named, each as its pairs of unit and number; `None` if any is unread.

    >>> sorted(sorted(path) for path in paths("подпунктов 2) и 3) пункта 5 статьи 1") or ())
    [[('article', '1'), ('point', '5'), ('subpoint', '2')], \
[('article', '1'), ('point', '5'), ('subpoint', '3')]]
    >>> paths("пункта 3 перечня") is None
    True
    """
    groups = _groups(words)
    if not groups:
        return None
    chains = list(_chains(groups))
    named: list[Path] = []
    for position, chain in enumerate(chains):
        whole = [*chain, *_inherited(chain, chains[position + 1 :], chains[:position])]
        for numbers in itertools.product(*(group.numbers for group in whole)):
            named.append(
                frozenset(
                    (group.unit, number) for group, number in zip(whole, numbers, strict=True)
                )
            )
    return tuple(dict.fromkeys(named))


def _groups(words: str) -> list[_Group] | None:
    """Read units and numbers; the number stands behind the unit, in Kazakh before it."""
    groups: list[_Group] = []
    unit: str | None = None
    numbers: list[str] = []
    numbers_first: bool | None = None
    joined = False
    for token in _TOKEN.findall(fold.plain(words)):
        number = token if token[0].isdigit() else _ordinal(token)
        if number is not None:
            numbers_first = unit is None if numbers_first is None else numbers_first
            if joined and numbers and number.isdigit() and numbers[-1].isdigit():
                numbers.extend(map(str, range(int(numbers[-1]) + 1, int(number))))
            numbers.append(number)
            joined = False
        elif (named := _unit(token)) is not None:
            if numbers_first:
                groups.append(_Group(named, tuple(numbers)))
                unit, numbers = None, []
            else:
                if unit is not None:
                    groups.append(_Group(unit, tuple(numbers)))
                unit, numbers = named, []
        elif token == "-":
            joined = not numbers_first
        elif token.isalpha() and token not in PASSED:
            return None
    if unit is not None:
        groups.append(_Group(unit, tuple(numbers)))
    elif numbers:
        return None
    return groups if all(group.numbers for group in groups) else None


def _chains(groups: Sequence[_Group]) -> Iterator[list[_Group]]:
    """Split groups into paths: a path climbs (subpoint, point, article) or descends throughout."""
    ranks = [_RANKS.index(group.unit) for group in groups]
    climbs = len(ranks) < 2 or ranks[1] < ranks[0]
    chain: list[_Group] = []
    for group, rank in zip(groups, ranks, strict=True):
        if chain:
            last = _RANKS.index(chain[-1].unit)
            if (rank >= last) if climbs else (rank <= last):
                yield chain
                chain = []
        chain.append(group)
    yield chain


def _inherited(
    chain: Sequence[_Group], later: Sequence[list[_Group]], earlier: Sequence[list[_Group]]
) -> list[_Group]:
    """Give the wider units that a neighbour names for this path as well."""
    widest = min(_RANKS.index(group.unit) for group in chain)
    for other in (*later[:1], *earlier[-1:]):
        wider = [group for group in other if _RANKS.index(group.unit) < widest]
        same = any(_RANKS.index(group.unit) == widest for group in other)
        if wider and same and all(len(group.numbers) == 1 for group in wider):
            return wider
    return []


def _unit(token: str) -> str | None:
    narrowest_first = reversed(tuple(UNITS.items()))
    return next((unit for unit, stems in narrowest_first if token.startswith(stems)), None)


def _ordinal(token: str) -> str | None:
    for number, stems in enumerate(ORDINALS, start=1):
        if token.startswith(stems) and not token.startswith(("часть", "статья")):
            return str(number)
    return None
