"""Read which structural units words name: «пунктов 5 и 6 статьи 1» are two paths of an act.

A path runs from coarse to fine. What cannot be read for certain is marked so, because a staged
norm whose provisions are misread would give a provision the wrong day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from vacatio_calendar import fold
from vacatio_calendar.rows import Tables

_TOKEN = re.compile(r"\d+(?:-\d+)*(?=-[^\W\d])|\d+(?:-\d+)*|[^\W\d_]+|[,;]")
_KAZAKH = re.compile("[әғқңөұүһі]")
_AND = frozenset({"и", "және", "мен", "and", ",", ";"})
_MOST = 200  # numbers a range may stand for


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


@dataclass(frozen=True, slots=True)
class Words:
    """The words for units and ordinals, longest first, and those that mean nothing here."""

    rank: dict[str, int]
    units: tuple[tuple[str, str], ...]
    eids: dict[str, str]
    ordinals: tuple[tuple[str, int], ...]
    filler: frozenset[str]
    filler_stems: tuple[str, ...]


@dataclass(slots=True)
class _Chain:
    """Mentions without a comma between them: one path, or several that differ in one unit."""

    mentions: list[tuple[str, list[str]]] = field(default_factory=list)
    loose: bool = False


@lru_cache(maxsize=4096)
def provision_paths(text: str) -> tuple[Path, ...] | None:
    """Read the paths that the words of an exception name, or None if they name no unit.

    >>> [path.parts for path in provision_paths("пунктов 5 и 6 статьи 1") or ()]
    [(('article', '1'), ('point', '5')), (('article', '1'), ('point', '6'))]
    >>> provision_paths("notification of breaches") is None
    True
    """
    chains = list(_chains(text))
    if not chains or any(not chain.mentions for chain in chains):
        return None
    found: list[Path] = []
    for chain in chains:
        if any(not numbers for _, numbers in chain.mentions):
            return None
        found.extend(_paths(chain))
    return tuple(found)


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


@cache
def unit_words() -> Words:
    """Load the words of ``units.toml``."""
    text = (files("vacatio_calendar") / "units.toml").read_text(encoding="utf-8")
    tables = Tables("units.toml", text)
    rank: dict[str, int] = {}
    units: list[tuple[str, str]] = []
    eids: dict[str, str] = {}
    for position, row in enumerate(tables.rows("unit")):
        name = row.text("id")
        rank[name] = position
        eids |= dict.fromkeys(row.texts("eid"), name)
        for language in ("ru", "kk", "en"):
            units.extend((stem, name) for stem in row.texts(language))
        row.finish()
    ordinals: list[tuple[str, int]] = []
    for row in tables.rows("ordinal"):
        value = row.maybe_number("value") or 0
        ordinals.extend((word, value) for word in row.texts("words"))
        row.finish()
    filler: list[str] = []
    stems: list[str] = []
    for row in tables.rows("filler"):
        filler.extend(row.texts("words"))
        stems.extend(row.texts("stems"))
        row.finish()
    tables.finish()
    return Words(
        rank=rank,
        units=tuple(sorted(units, key=lambda pair: -len(pair[0]))),
        eids=eids,
        ordinals=tuple(sorted(ordinals, key=lambda pair: -len(pair[0]))),
        filler=frozenset(filler),
        filler_stems=tuple(stems),
    )


def _sorted(parts: list[tuple[str, str]], loose: bool) -> Path:
    rank = unit_words().rank
    return Path(tuple(sorted(parts, key=lambda part: rank[part[0]])), loose)


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
    kazakh = bool(_KAZAKH.search(fold.plain(text)))
    chain = _Chain()
    waiting: list[str] = []  # numbers whose unit is still to come (Kazakh)
    parted = False  # whether a comma or "and" stood since the last mention
    for token in _tokens(text):
        unit = _unit(token, words)
        number = _number(token, words)
        if unit is not None:
            if chain.mentions and (parted or not _joins(chain, unit, words, kazakh)):
                yield chain
                chain = _Chain()
            chain.mentions.append((unit, waiting))
            waiting, parted = [], False
        elif number is not None:
            if kazakh or not chain.mentions:
                waiting.append(number)
            else:
                _append(chain.mentions[-1][1], number, joined=not token.isdigit() and not parted)
                parted = False
        elif token in _AND:
            parted = parted or not waiting
        elif token not in words.filler and not token.startswith(words.filler_stems):
            chain.loose = True
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
    if numbers and joined and numbers[-1] in ("20", "30") and len(number) == 1:
        numbers[-1] = str(int(numbers[-1]) + int(number))
    else:
        numbers.append(number)


def _tokens(text: str) -> Iterator[str]:
    """Split folded text into words, numbers and commas, ranges written out."""
    folded = " ".join(
        word.translate(_TO_KAZAKH) if re.search("[\u0400-\u04ff]", word) else word
        for word in re.sub(r"(\d)\s*[–—-]\s+(\d)|(\d)\s*[–—]\s*(\d)", r"\1\3..\2\4", text)
        .replace("\u00ad", "")
        .split()
    )
    for match in re.finditer(r"(\d+)\.\.(\d+)|" + _TOKEN.pattern, fold.plain(folded)):
        if match[1] is None:
            yield match[0]
        elif 0 < int(match[2]) - int(match[1]) < _MOST:
            yield from (str(number) for number in range(int(match[1]), int(match[2]) + 1))
        else:
            yield "?"


_TO_KAZAKH = str.maketrans("iI", "іІ")


def _unit(token: str, words: Words) -> str | None:
    for stem, name in words.units:
        if token.startswith(stem):
            return name
    return None


def _number(token: str, words: Words) -> str | None:
    if token[0].isdigit():
        return token
    for stem, value in words.ordinals:
        if token.startswith(stem):
            return str(value)
    return None
