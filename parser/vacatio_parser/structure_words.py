"""The words that open a unit, an annex, a note or a quotation: rows of `lexicon/structure.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import Language
from vacatio_parser.page import Unit


@dataclass(frozen=True, slots=True)
class StructureWords:
    """The patterns of one language; all but ``enacting`` and ``quoted`` match at a line's start.

    ``opening`` matches wherever a unit, an annex, a note or a notice does: most lines open none.
    """

    units: tuple[tuple[Unit, re.Pattern[str]], ...]
    annex: re.Pattern[str]
    note: re.Pattern[str]
    notice: re.Pattern[str]
    signature: re.Pattern[str]
    quoted: re.Pattern[str]
    enacting: re.Pattern[str]
    treaty: re.Pattern[str]
    instruction: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def structure_words(language: Language) -> StructureWords:
    """Load the patterns of a language, once."""
    source = files("vacatio_parser.lexicon").joinpath("structure.toml")
    table = tomllib.loads(source.read_text("utf-8"))

    def any_of(*names: str) -> re.Pattern[str]:
        rows = [
            row["pattern"] for name in names for row in table[name] if row["language"] == language
        ]
        return re.compile("|".join(f"(?:{row})" for row in rows) or r"(?!)")

    return StructureWords(
        units=tuple(
            (Unit(row["kind"]), re.compile(row["pattern"]))
            for row in table["unit"]
            if row["language"] == language
        ),
        annex=any_of("annex"),
        note=any_of("note"),
        notice=any_of("notice"),
        signature=any_of("signature"),
        quoted=any_of("quoted"),
        enacting=any_of("enacting"),
        treaty=any_of("treaty"),
        instruction=any_of("instruction"),
        opening=any_of("note", "notice", "annex", "unit"),
    )
