"""Read which structural units words name: «пунктов 5 и 6 статьи 1» are two paths of an act.

A path runs from coarse to fine. What cannot be read for certain is marked so, because a staged
norm whose provisions are misread would give a provision the wrong day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from vacatio_calendar.unitwords import Words, is_kazakh, number_of, tokens, unit_of, unit_words

_AND = frozenset({"и", "және", "мен", "and", ",", ";"})
_TENS = frozenset({"10", "20", "30", "40"})


class Cover(Enum):
    """Whether a path named by an exception covers a provision."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Path:
    """Units from coarse to fine, each with its number; ``loose`` where words were left over."""

    parts: tuple[tuple[str, str], ...]
    loose: bool = False

    def covers(self, other: Path) -> Cover:
        """Say whether the provision ``other`` lies within this path.

        >>> article, point = Path((("article", "1"),)), Path((("article", "1"), ("point", "5")))
        >>> article.covers(point).value, point.covers(article).value
        ('yes', 'maybe')
        """
        mine, theirs = dict(self.parts), dict(other.parts)
        if any(theirs.get(unit, number) != number for unit, number in self.parts):
            return Cover.NO
        if self.loose or other.loose or not mine.items() <= theirs.items():
            return Cover.MAYBE
        # A path that leaves out the coarsest unit may mean that of another part of the act.
        return Cover.YES if self.parts[0] == other.parts[0] else Cover.MAYBE


@dataclass(slots=True)
class _Chain:
    """Mentions without a comma between them: one path, or several that differ in one unit."""

    mentions: list[tuple[str, list[str]]] = field(default_factory=list)
    loose: bool = False
    misread: bool = False


@lru_cache(maxsize=4096)
def provision_paths(text: str) -> tuple[Path, ...] | None:
    """Read the paths that the words of an exception name, or None if they name no unit.

    >>> [path.parts for path in provision_paths("пунктов 5 и 6 статьи 1") or ()]
    [(('article', '1'), ('point', '5')), (('article', '1'), ('point', '6'))]
    >>> provision_paths("notification of breaches") is None
    True
    """
    chains = list(_chains(text))
    if not chains or any(not chain.mentions or chain.misread for chain in chains):
        return None
    if any(not numbers for chain in chains for _, numbers in chain.mentions):
        return None
    groups = [list(_paths(chain)) for chain in chains]
    if is_kazakh(text):
        return tuple(_inherited(groups))
    return tuple(reversed(_inherited([group[::-1] for group in reversed(groups)])))


@lru_cache(maxsize=16384)
def address(text: str | None) -> Path | None:
    """Read the address of one provision, coarse units first: «статья 1, пункт 2, подпункт 3)».

    >>> path = address("статья 1, пункт 2, подпункт 3)")
    >>> path.parts if path else None
    (('article', '1'), ('point', '2'), ('subpoint', '3'))
    """
    if not text:
        return None
    mentions = [mention for chain in _chains(text) for mention in chain.mentions]
    loose = any(chain.loose for chain in _chains(text))
    kinds = [unit for unit, _ in mentions]
    if not mentions or len(set(kinds)) < len(kinds) or any(len(n) != 1 for _, n in mentions):
        return None
    return _sorted([(unit, numbers[0]) for unit, numbers in mentions], loose)


@lru_cache(maxsize=16384)
def eid_path(eid: str) -> Path | None:
    """Read the path of an identifier such as ``art_3__para_2``, or None for unknown units."""
    words = unit_words()
    parts: list[tuple[str, str]] = []
    for segment in eid.split("__"):
        name, _, number = segment.partition("_")
        unit = words.eids.get(name)
        if unit is None or not number:
            return None
        parts.append((unit, number))
    return _sorted(parts, loose=False)


def _sorted(parts: list[tuple[str, str]], loose: bool) -> Path:
    rank = unit_words().rank
    return Path(tuple(sorted(parts, key=lambda part: rank[part[0]])), loose)


def _inherited(groups: list[list[Path]]) -> list[Path]:
    """Let a path lean on the one before it: «пункта 2 и пункта 3 статьи 16» are both of 16.

    Groups come in the order in which coarse units are said first. Words left over speak of
    all paths of one kind: «пункта 1, пункта 2 изменений».
    """
    found: list[Path] = []
    before: Path | None = None
    for group in groups:
        for path in group:
            parts, loose = path.parts, path.loose
            if before is not None:
                kinds = [unit for unit, _ in before.parts]
                at = kinds.index(parts[0][0]) if parts[0][0] in kinds else None
                if at == 0 and before.loose:
                    loose = True
                elif at is not None and not (loose or before.loose):
                    parts = (*before.parts[:at], *parts)
            found.append(Path(parts, loose))
        before = found[-1]
    return found


def _paths(chain: _Chain) -> Iterator[Path]:
    """Yield one path for each number of the unit that has several."""
    many = [position for position, (_, numbers) in enumerate(chain.mentions) if len(numbers) > 1]
    kinds = [unit for unit, _ in chain.mentions]
    if len(many) > 1 or len(set(kinds)) < len(kinds):
        chain.loose = True
    for unit, numbers in (chain.mentions[many[0]] if many else chain.mentions[0],):
        for number in numbers:
            parts = [
                (other, number if other == unit else others[0]) for other, others in chain.mentions
            ]
            yield _sorted(list(dict(parts).items()), chain.loose)


def _chains(text: str) -> Iterator[_Chain]:
    """Yield the chains of mentions, in the order of the text."""
    words = unit_words()
    kazakh = is_kazakh(text)
    chain = _Chain()
    waiting: list[str] = []  # numbers whose unit is still to come (Kazakh)
    parted = False  # whether a comma or "and" stood since the last mention
    apart = False  # the same, since the last number
    strange = False  # whether the word before is not understood
    ahead = False  # whether words not understood belong to the next chain
    for token in tokens(text):
        unit = unit_of(token, words)
        number = number_of(token, words)
        if unit is not None:
            if chain.mentions and (parted or not _joins(chain, unit, words, kazakh)):
                yield chain
                chain = _Chain(loose=ahead)
                ahead = False
            chain.mentions.append((unit, waiting))
            waiting, parted = [], False
        elif number is not None:
            if strange and not token[0].isdigit():
                chain.misread = True  # «сто первого»: a part of the numeral is lost
            if kazakh or not chain.mentions:
                _append(waiting, number, joined=not token[0].isdigit() and not apart)
                apart = False
            else:
                _append(chain.mentions[-1][1], number, joined=not token.isdigit() and not parted)
                parted = False
        elif token in _AND:
            parted = parted or not waiting
            apart = True
        elif token not in words.filler and not token.startswith(words.filler_stems):
            # Words after a comma speak of what follows: «…, өзгерістердің 1-тармағы».
            ahead = ahead or bool(parted and chain.mentions)
            chain.loose = chain.loose or not ahead
            strange = True
            continue
        strange = False
    if waiting:
        chain.loose = True
    if chain.mentions or chain.loose:
        yield chain


def _joins(chain: _Chain, unit: str, words: Words, kazakh: bool) -> bool:
    """Say whether a unit continues a chain: coarser in Russian and English, finer in Kazakh."""
    last = words.rank[chain.mentions[-1][0]]
    return words.rank[unit] > last if kazakh else words.rank[unit] != last


def _append(numbers: list[str], number: str, *, joined: bool) -> None:
    """Add a number; «двадцать первый» is one number in two words."""
    if numbers and joined and numbers[-1] in _TENS and len(number) == 1:
        numbers[-1] = str(int(numbers[-1]) + int(number))
    else:
        numbers.append(number)
