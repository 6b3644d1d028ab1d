"""The words of each language, as rows a lawyer can read: months, numerals, wordings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from vacatio_calendar.model import Language, Unit

_CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Wording:
    """One row: phrases, the symbol they mean, a text that has it and one that must not."""

    words: tuple[str, ...]
    means: str
    example: str
    near_miss: str | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rows of one language, with alternatives and endings spelt out."""

    months: dict[str, int]
    numerals: dict[str, int]
    wordings: tuple[Wording, ...]
    anchor: re.Pattern[str]
    compounds: tuple[tuple[str, Unit], ...]
    compound_endings: tuple[str, ...]


def expand(pattern: str) -> tuple[str, ...]:
    """Spell out the alternatives of a phrase.

    >>> expand("введен(|а) в действие")
    ('введен в действие', 'введена в действие')
    """
    pieces = _CHOICE.split(pattern)
    choices = [piece.split("|") if odd % 2 else [piece] for odd, piece in enumerate(pieces)]
    return tuple(" ".join("".join(parts).split()) for parts in product(*choices))


@cache
def load(language: Language) -> Lexicon:
    """Read the lexicon of a language (once)."""
    source = files(__package__).joinpath(f"{language.value}.toml").read_text("utf-8")
    rows = tomllib.loads(source)
    endings = {
        key: f"(|{'|'.join(value.split())})" for key, value in rows.get("endings", {}).items()
    }

    def spelt(pattern: str) -> tuple[str, ...]:
        for key, ending in endings.items():
            pattern = pattern.replace(key, ending)
        return expand(pattern)

    def table(name: str) -> dict[str, int]:
        return {
            form: int(value)
            for value, words in rows[name].items()
            for word in words.split()
            for form in spelt(word)
        }

    wordings = tuple(
        Wording(
            words=tuple(form for pattern in row["words"] for form in spelt(pattern)),
            means=row["means"],
            example=row["example"],
            near_miss=row.get("not"),
        )
        for row in rows.get("wording", [])
    )
    compound = dict(rows.get("compound", {}))
    endings_of = compound.pop("endings", "")
    return Lexicon(
        table("months"),
        table("numerals"),
        wordings,
        re.compile(rows["anchor"]),
        tuple((stem, Unit(unit)) for unit, stem in compound.items()),
        tuple(endings_of.split()),
    )
