"""Compared values in the reader's language: a rule of commencement, a length, a kind of act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from vacatio_calendar.model import Language, RuleKind
from vacatio_calendar.rows import Row, Tables

Sentences = Mapping[Language, str]
#: The values that are words of ours; all others are quoted as they stand.
NAMES = frozenset(
    {"term", "translated", "official", "note", "clause", "ru", "kk", "what", "higher", "lower"}
    | {"duration"}
)
_RULE = re.compile(
    r"(?P<kind>[a-z_]+)(?: (?P<n>\d+) (?P<unit>[a-z_]+))?(?: (?P<date>\d{4}-\d\d-\d\d))?"
)
_LENGTH = re.compile(r"(?P<n>\d+) (?P<unit>[a-z_]+)")


@dataclass(frozen=True, slots=True)
class _Spoken:
    rules: Mapping[tuple[str, str], Sentences]
    lengths: Mapping[str, Sentences]
    words: Mapping[str, Sentences]


def spoken(name: str, value: str, language: Language) -> str:
    """Say a compared value; one that is no word of ours stands as it is.

    >>> spoken("term", "after_publication 10 calendar_days", Language.EN)
    '10 calendar days after the day of publication'
    >>> spoken("number", "672/НҚ", Language.EN)
    '672/НҚ'
    """
    if name not in NAMES:
        return value
    return "; ".join(_one(part, language) for part in value.split("; "))


def _one(value: str, language: Language) -> str:
    table = _table()
    if value in table.words:
        return table.words[value][language]
    if match := _LENGTH.fullmatch(value):
        return _length(match, language) or value
    match = _RULE.fullmatch(value)
    if match is None or match["kind"] not in {kind.value for kind in RuleKind}:
        return value
    shape = "length" if match["n"] else "date" if match["date"] else "nothing"
    if match["n"] == "0" and match["kind"] == RuleKind.AFTER_PUBLICATION:
        shape = "nothing"
    sentence = table.rules.get((match["kind"], shape))
    if sentence is None:
        return value
    return sentence[language].format(length=_length(match, language), date=match["date"])


def _length(match: re.Match[str], language: Language) -> str | None:
    words = _table().lengths.get(match["unit"] or "")
    return None if words is None else words[language].format(n=match["n"])


@cache
def _table() -> _Spoken:
    file = resources.files("vacatio_calendar.checks") / "spoken.toml"
    tables = Tables("spoken.toml", file.read_text(encoding="utf-8"))
    found = _Spoken(
        MappingProxyType(
            {
                (row.choice("kind", RuleKind).value, row.text("with")): _said(row)
                for row in tables.rows("rule")
            }
        ),
        MappingProxyType({row.text("unit"): _said(row) for row in tables.rows("length")}),
        MappingProxyType({row.text("key"): _said(row) for row in tables.rows("word")}),
    )
    tables.finish()
    return found


def _said(row: Row) -> Sentences:
    said = MappingProxyType({language: row.text(language.value) for language in Language})
    row.finish()
    return said
