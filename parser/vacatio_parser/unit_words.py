"""The words of amending instructions, per language: units, actions, ordinals, fillers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from vacatio_calendar.model import Action, Language
from vacatio_parser.page import Unit

#: How the unit that carries an instruction or a note is named, in the nominative.
CARRIERS = {
    Language.RU: {
        Unit.ARTICLE: "статья {}",
        Unit.PARAGRAPH: "пункт {}",
        Unit.SUBPARAGRAPH: "подпункт {})",
    },
    Language.KK: {
        Unit.ARTICLE: "{}-бап",
        Unit.PARAGRAPH: "{}-тармақ",
        Unit.SUBPARAGRAPH: "{}) тармақша",
    },
    Language.EN: {
        Unit.ARTICLE: "article {}",
        Unit.PARAGRAPH: "paragraph {}",
        Unit.SUBPARAGRAPH: "subparagraph {})",
    },
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit: its nominative, gender, rank from the act downward, all forms, genitive forms."""

    name: str
    gender: str
    rank: int
    pattern: re.Pattern[str]
    genitive: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A verb of instructions; ``new_unit`` where its new unit stands beside it."""

    pattern: re.Pattern[str]
    means: Action
    new_unit: bool
    example: str
    near_miss: str


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The words of one language; ``unit`` tells what a word, or a name of two words, means."""

    units: tuple[UnitRow, ...]
    unit: Callable[[str], UnitRow | None]
    any_unit: re.Pattern[str]
    actions: tuple[ActionRow, ...]
    any_action: re.Pattern[str]
    into: frozenset[str]
    words: frozenset[str]
    filler: frozenset[str]
    whole: re.Pattern[str]
    ordinals: dict[str, str]

    def action(self, words: str) -> ActionRow | None:
        """Tell what an instruction's verb does."""
        return next((row for row in self.actions if row.pattern.match(words)), None)


_RU_ENDINGS = re.compile(
    r"(?:ый|ой|ий|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ой|ей|ых|их|ыми|ими"
    r"|ья|ье|ьи|ьего|ьему|ьим|ьем|ью|ьей|ьих|ьими)$"
)
_KK_ENDINGS = re.compile(r"(?:сі|сы|нің|ның|де|да|ге|ға|мен|бен|пен)$")


def ordinal_stem(word: str, words: UnitWords, language: Language) -> str | None:
    """Give the nominative masculine of an ordinal in any form, or ``None``."""
    if language is Language.RU:
        return words.ordinals.get(_RU_ENDINGS.sub("", word))
    if word in words.ordinals:
        return words.ordinals[word]
    if language is Language.KK:
        return words.ordinals.get(_KK_ENDINGS.sub("", word))
    return None


def _finder(units: tuple[UnitRow, ...]) -> Callable[[str], UnitRow | None]:
    @lru_cache(maxsize=1_024)  # acts call their units by the same few dozen words
    def unit(word: str) -> UnitRow | None:
        return next((row for row in units if row.pattern.fullmatch(word)), None)

    return unit


@cache
def unit_words(language: Language) -> UnitWords:
    """Read the words of a language (once).

    >>> words = unit_words(Language.RU)
    >>> words.unit("подпункта").name, ordinal_stem("третью", words, Language.RU)
    ('подпункт', 'третий')
    """
    name = f"{language.value}_units.toml"
    table = tomllib.loads(files("vacatio_parser.lexicon").joinpath(name).read_text("utf-8"))
    case = table.get("endings", {}).get("case", "")
    for row in table["unit"]:
        row["pattern"] = row["pattern"].replace("{case}", case)
    units = tuple(
        UnitRow(
            row["name"],
            row.get("gender", "m"),
            row["rank"],
            re.compile(row["pattern"]),
            re.compile(row["genitive"]) if "genitive" in row else None,
        )
        for row in table["unit"]
    )
    actions = tuple(
        ActionRow(
            re.compile(rf"(?:{row['pattern']})(?!\w)"),
            Action(row["means"]),
            row.get("new_unit", False),
            row["example"],
            row["not"],
        )
        for row in table["action"]
    )
    instruction = table["instruction"]

    def either(patterns: list[str]) -> re.Pattern[str]:
        return re.compile("(?:" + "|".join(f"(?:{one})" for one in patterns) + r")(?!\w)")

    return UnitWords(
        units=units,
        unit=_finder(units),
        any_unit=either([row["pattern"] for row in table["unit"]]),
        actions=actions,
        any_action=either([row["pattern"] for row in table["action"]]),
        into=frozenset(filter(None, instruction["into"].split("|"))),
        words=frozenset(instruction["words"].split("|")),
        filler=frozenset(instruction["filler"].split("|")),
        whole=re.compile(instruction["whole"]),
        ordinals=dict(table["ordinals"]),
    )
