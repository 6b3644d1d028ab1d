"""The words reports use of acts: rows of `lexicon/bulletin.toml`, one compiled set a language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import ActType, ChangeKind, Language


@dataclass(frozen=True, slots=True)
class BulletinWords:
    """The patterns of one language; they meet folded text.

    ``speaks`` finds any of the words for which a sentence is looked into.
    """

    amends: re.Pattern[str]
    amended_by: re.Pattern[str]
    was_amended: re.Pattern[str]
    amendments_to: re.Pattern[str]
    repeals: re.Pattern[str]
    repealed_by: re.Pattern[str]
    was_repealed: re.Pattern[str]
    suspends: re.Pattern[str]
    suspended_by: re.Pattern[str]
    refers: re.Pattern[str]
    refers_after: re.Pattern[str]
    adopted: re.Pattern[str]
    term: re.Pattern[str]
    noun: re.Pattern[str]
    in_force: re.Pattern[str]
    published: re.Pattern[str]
    registered: re.Pattern[str]
    details: re.Pattern[str]
    speaks: re.Pattern[str]
    changes: tuple[tuple[ChangeKind, re.Pattern[str]], ...]
    noun_types: tuple[tuple[re.Pattern[str], ActType], ...]

    def type_of(self, noun: str) -> ActType | None:
        """Tell the type a noun stands for; ``None`` where it may stand for any act."""
        return next((type_ for row, type_ in self.noun_types if row.fullmatch(noun)), None)


@cache
def bulletin_words(language: Language) -> BulletinWords:
    """Load the patterns of a language, once.

    >>> bulletin_words(Language.EN).type_of("order")
    <ActType.ORDER: 'order'>
    """
    source = files("vacatio_parser.lexicon").joinpath("bulletin.toml")
    table = tomllib.loads(source.read_text("utf-8"))

    def any_of(*names: str) -> re.Pattern[str]:
        rows = [
            row["pattern"] for name in names for row in table[name] if row["language"] == language
        ]
        return re.compile("|".join(f"(?:{row})" for row in rows) or r"(?!)")

    return BulletinWords(
        amends=any_of("amends"),
        amended_by=any_of("amended_by"),
        was_amended=any_of("was_amended"),
        amendments_to=any_of("amendments_to"),
        repeals=any_of("repeals"),
        repealed_by=any_of("repealed_by"),
        was_repealed=any_of("was_repealed"),
        suspends=any_of("suspends"),
        suspended_by=any_of("suspended_by"),
        refers=any_of("refers"),
        refers_after=any_of("refers_after"),
        adopted=any_of("adopted"),
        term=any_of("term"),
        noun=any_of("noun"),
        in_force=any_of("in_force"),
        published=any_of("published"),
        registered=any_of("registered"),
        details=any_of("details"),
        speaks=any_of(
            "in_force",
            "published",
            "adopted",
            "amends",
            "amendments_to",
            "repeals",
            "was_amended",
            "repealed_by",
            "was_repealed",
            "suspends",
            "suspended_by",
            "registered",
        ),
        changes=tuple(
            (ChangeKind(row["kind"]), re.compile(row["pattern"]))
            for row in table["change"]
            if row["language"] == language
        ),
        noun_types=tuple(
            (re.compile(row["pattern"]), ActType(row["means"])) for row in table["noun_type"]
        ),
    )
