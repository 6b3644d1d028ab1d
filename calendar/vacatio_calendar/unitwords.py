"""The words for structural units and their numbers, in Russian, Kazakh and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatio_calendar import fold
from vacatio_calendar.rows import Tables

_TOKEN = re.compile(r"\d+(?:-\d+)*(?=-[^\W\d])|\d+(?:-\d+)*|[^\W\d_]+|[,;]")
_KAZAKH = re.compile("[әғқңөұүһі]")
_MOST = 200  # numbers a range may stand for


@dataclass(frozen=True, slots=True)
class Words:
    """The words for units and ordinals, longest first, and those that mean nothing here."""

    rank: dict[str, int]
    units: tuple[tuple[str, str], ...]
    eids: dict[str, str]
    ordinals: tuple[tuple[str, int], ...]
    exact: dict[str, int]
    filler: frozenset[str]
    filler_stems: tuple[str, ...]


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
    exact: dict[str, int] = {}
    for row in tables.rows("exact"):
        exact |= dict.fromkeys(row.texts("words"), row.maybe_number("value") or 0)
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
        exact=exact,
        filler=frozenset(filler),
        filler_stems=tuple(stems),
    )


def is_kazakh(text: str) -> bool:
    return bool(_KAZAKH.search(fold.plain(text)))


def tokens(text: str) -> Iterator[str]:
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


def unit_of(token: str, words: Words) -> str | None:
    for stem, name in words.units:
        if token.startswith(stem):
            return name
    return None


def number_of(token: str, words: Words) -> str | None:
    if token[0].isdigit():
        return token
    if token in words.exact:
        return str(words.exact[token])
    for stem, value in words.ordinals:
        if token.startswith(stem):
            return str(value)
    return None
