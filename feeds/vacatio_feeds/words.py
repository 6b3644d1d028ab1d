"""The words readers see, in their language: read once from ``words.toml`` beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import Certainty, Confidence, Language


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    demo: str
    applies_from: str
    known_since: str
    how: str
    how_sure: str
    words: str
    replaces: str
    certainty: dict[str, str]
    confidence: dict[str, str]
    kind: dict[str, str]
    type: dict[str, str]
    feed: dict[str, str]

    def of_type(self, kind: str) -> str:
        """Word a type of act; one without a word of its own is spelled out."""
        return self.type.get(kind, kind.replace("_", " ").capitalize())

    def of_kind(self, kind: str) -> str:
        """Word a kind of event; one without a word of its own is spelled out."""
        return self.kind.get(kind, kind.replace("_", " ").capitalize())

    def of_certainty(self, certainty: Certainty) -> str:
        """Word how a date is known."""
        return self.certainty[certainty]

    def of_confidence(self, confidence: Confidence) -> str:
        """Word how sure a date is."""
        return self.confidence[confidence]


@cache
def words(language: Language) -> Words:
    """Read the words of a language.

    >>> words(Language.RU).applies_from
    'Вводится в действие с'
    """
    table = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return Words(**table[language])
