"""The questions with an answer ready: one SQL file each, its words in the comments on top."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import Language

_HEADER = re.compile(r"^-- (title|about)\.([a-z]{2}): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Query:
    """A canned query: the name is its address, the words are by language."""

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    sql: str


@cache
def queries() -> Mapping[str, Query]:
    """Read all queries of ``queries/``, by name.

    >>> queries()["changes-since"].title["en"]
    'What we learned since a day'
    """
    folder = files(__package__).joinpath("queries")
    found = (item for item in folder.iterdir() if item.name.endswith(".sql"))
    return {
        query.name: query
        for query in sorted(
            (read(item.name.removesuffix(".sql"), item.read_text("utf-8")) for item in found),
            key=lambda query: query.name,
        )
    }


def read(name: str, text: str) -> Query:
    """Read one query; every language needs its title and its description."""
    words: dict[str, dict[str, str]] = {"title": {}, "about": {}}
    for what, language, phrase in _HEADER.findall(text):
        words[what][language] = phrase
    missing = [
        f"{what}.{language}"
        for what in words
        for language in Language
        if language not in words[what]
    ]
    if missing:
        raise ValueError(f"query {name} lacks the comment {missing[0]}")
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("-- ")).strip()
    return Query(name, words["title"], words["about"], sql)
