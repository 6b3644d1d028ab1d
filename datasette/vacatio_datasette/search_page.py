"""Find acts by title, issuer, register number, or number in any spelling."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from vacatio_calendar import fold
from vacatio_calendar.identity import number_slug
from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Row, rows
from vacatio_datasette.speech import Speech

#: Results shown; words of a query that count.
SHOWN = 100
WORDS = 12

#: Higher acts first (LPA 10): the order of types, anything else behind.
RANK = (
    "constitution", "constitutional_law", "code", "law", "decree", "normative_resolution",
    "resolution", "order", "decision",
)  # fmt: skip

_HAS_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found."""

    query: str
    found: tuple[tuple[Named, Row], ...]


def search(connection: sqlite3.Connection, query: str, say: Speech) -> Results:
    """Find acts: those of that very number first, then by type, then by closeness."""
    query = " ".join(query.split())[:200]
    by_number = _by_number(connection, query)
    seen = {str(record["id"]) for record in by_number}
    by_words = [record for record in _by_words(connection, query) if record["id"] not in seen]
    found = [*by_number, *by_words][:SHOWN]
    return Results(query, tuple((named(record, say), record) for record in found))


def expression(query: str) -> str | None:
    """Build a full-text expression that no query can break: every word quoted, endings cut.

    >>> expression('налоговый "кодекс" OR')
    '"налого"* "коде"* "or"*'
    """
    words = fold.words(query)[:WORDS]
    return " ".join(f'"{_stem(word)}"*' for word in words) or None


def _stem(word: str) -> str:
    """Cut an inflected ending: Russian and Kazakh change the last letters of a word."""
    if _HAS_DIGIT.search(word) or len(word) < 5:
        return word
    return word[: -3 if len(word) > 7 else -2]


def _by_number(connection: sqlite3.Connection, query: str) -> list[Row]:
    """Find acts whose id ends in the number asked for, and those another identifier leads to."""
    tokens = [token for token in (query, *query.split()) if _HAS_DIGIT.search(token)]
    slugs = {slug for token in tokens if (slug := number_slug(token)) and _DIGITS.search(slug)}
    found: dict[str, Row] = {}
    for slug in sorted(slugs, key=len, reverse=True)[:4]:
        for record in rows(
            connection,
            f"select {COLUMNS}, a.in_force_on, a.confidence from acts_fts "
            "join acts a on a.rowid = acts_fts.rowid where acts_fts match :digits "
            f"and substr(a.id, -length(:ending)) = :ending order by {_rank()} limit 30",
            # The digits narrow the acts down by the index; the id decides.
            {"ending": f"/{slug}", "digits": f'"{max(_DIGITS.findall(slug), key=len)}"*'},
        ):
            found.setdefault(str(record["id"]), record)
    for record in rows(
        connection,
        f"select {COLUMNS}, a.in_force_on, a.confidence from act_aliases s "
        "join acts a on a.id = s.act_id where s.alias in (?, ?)",
        [query, query.upper()],
    ):
        found.setdefault(str(record["id"]), record)
    return list(found.values())


def _by_words(connection: sqlite3.Connection, query: str) -> list[Row]:
    words = expression(query)
    if words is None:
        return []
    return rows(
        connection,
        f"select {COLUMNS}, a.in_force_on, a.confidence from acts_fts "
        "join acts a on a.rowid = acts_fts.rowid where acts_fts match ? "
        f"order by {_rank()}, bm25(acts_fts), a.adopted_on desc limit {SHOWN}",
        [words],
    )


def _rank() -> str:
    return f"case a.type {_whens(RANK)} else {len(RANK)} end"


def _whens(types: Iterable[str]) -> str:
    return " ".join(f"when '{kind}' then {rank}" for rank, kind in enumerate(types))
