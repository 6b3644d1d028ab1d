"""The words acts are called by, per language: types, codes, approved rules, issuers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import ActType, Language
from vacatio_parser.by_letters import ByLetters

# The forms of the words for acts are some hundred in each language.
_MOST_TOLD = 1_000


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A word for a type of act, a citation that has it and one that only looks like it."""

    pattern: re.Pattern[str]
    means: ActType
    example: str
    near_miss: str


@dataclass(frozen=True, slots=True)
class ActWords:
    """The words for acts in one language.

    ``anchors`` finds every word that may name an act; whether it cites one is the readers' to
    tell. ``by_letters`` finds the same in long texts, sooner. ``approved`` finds the nouns
    approved rules are called by.
    ``told`` remembers what `type_of` has said.
    """

    rows: tuple[TypeRow, ...]
    anchors: re.Pattern[str]
    by_letters: ByLetters
    codes: tuple[tuple[re.Pattern[str], str], ...]
    any_code: re.Pattern[str]
    approved: re.Pattern[str]
    approved_names: tuple[tuple[re.Pattern[str], str], ...]
    issuer_heads: frozenset[str]
    small: frozenset[str]
    not_names: frozenset[str]
    told: dict[str, ActType | None] = field(default_factory=dict, repr=False, compare=False)

    def type_of(self, word: str) -> ActType | None:
        """Tell the type a word names; ``None`` if it names none."""
        if word in self.told:
            return self.told[word]
        if self.anchors.fullmatch(word) is None:  # as nearly every word of an instruction
            return None
        found = next((row.means for row in self.rows if row.pattern.fullmatch(word)), None)
        if len(self.told) < _MOST_TOLD:
            self.told[word] = found
        return found

    def nominative(self, noun: str) -> str | None:
        """Give the nominative of a noun approved rules are called by."""
        if self.approved.fullmatch(noun) is None:
            return None
        return next((name for row, name in self.approved_names if row.fullmatch(noun)), None)


@cache
def act_words(language: Language) -> ActWords:
    """Read the words for acts of a language (once).

    >>> act_words(Language.RU).type_of("приказом")
    <ActType.ORDER: 'order'>
    >>> act_words(Language.RU).nominative("положении")
    'Положение'
    """
    name = f"{language.value}_acts.toml"
    table = tomllib.loads(files("vacatio_parser.lexicon").joinpath(name).read_text("utf-8"))
    case = table.get("endings", {}).get("case", "")
    rows = tuple(
        TypeRow(
            re.compile(row["pattern"].replace("{case}", case)),
            ActType(row["means"]),
            row["example"],
            row["not"],
        )
        for row in table["type"]
    )
    # The rows stand from the longer to the shorter name, and an anchor ends where its word ends.
    anchors = "|".join(row.pattern.pattern for row in rows)
    anchor = re.compile(rf"(?:{anchors})(?!\w)")
    names = table.get("names", {})
    approved = tuple((re.compile(row["pattern"]), str(row["name"])) for row in table["approved"])
    codes = tuple((re.compile(row["pattern"]), str(row["name"])) for row in table.get("code", []))
    adjectives = (re.sub(r"\?P<\w+>", "?:", row.pattern) for row, _ in codes)
    nouns = "|".join(row.pattern for row, _ in approved)
    return ActWords(
        rows=rows,
        anchors=anchor,
        by_letters=ByLetters(anchor),
        codes=codes,
        any_code=re.compile(rf"(?:{'|'.join(adjectives) or '(?!)'})$"),
        approved=re.compile(rf"(?:{nouns})(?!\w)"),
        approved_names=approved,
        issuer_heads=frozenset(table["issuer"]["heads"].split()),
        small=frozenset(names.get("small", "").split()),
        not_names=frozenset(names.get("never", "").split()),
    )
