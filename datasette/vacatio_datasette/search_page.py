"""Find acts by title, issuer, register number, number in any spelling, and by their text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from vacatio_calendar import fold
from vacatio_calendar.hierarchy import HIGHEST_FIRST
from vacatio_calendar.identity import number_slug
from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Row, row, rows, text
from vacatio_datasette.speech import Speech

#: Results shown; words of a query that count.
SHOWN = 100
WORDS = 12

#: Titles with the words that are compared, in the order in which acts stand, highest first.
TITLES_LOOKED_AT = 3000

#: Acts found by their text that are shown; how many of them with the passage; and how many are
#: looked at.
IN_TEXT = 30
WITH_PASSAGE = 4
LOOKED_AT = 400

#: Provisions and words that are looked through for a passage.
LOOKED_THROUGH = 1000
STEMS = 3

#: Letters shown before the words of a passage; twice as many stand behind.
AROUND = 90

_HAS_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the words stand in a text: the provision's anchor, and the words with those around."""

    anchor: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found: by names and numbers, and by the words of the texts."""

    query: str
    found: tuple[tuple[Named, Row], ...]
    in_text: tuple[tuple[Named, Row, Passage | None], ...]

    @property
    def count(self) -> int:
        """How many acts are shown."""
        return len(self.found) + len(self.in_text)


def search(connection: sqlite3.Connection, query: str, say: Speech) -> Results:
    """Find acts: those of that very number first, then by type, then by closeness."""
    query = " ".join(query.split())[:200]
    by_number = _by_number(connection, query)
    seen = {str(record["id"]) for record in by_number}
    by_words = [record for record in _by_words(connection, query) if record["id"] not in seen]
    found = [*by_number, *by_words][:SHOWN]
    seen |= {str(record["id"]) for record in by_words}
    by_text = [record for record in _by_text(connection, query) if record["id"] not in seen]
    return Results(
        query,
        tuple((named(record, say), record) for record in found),
        tuple(
            (
                named(record, say),
                record,
                passage(connection, str(record["id"]), query) if place < WITH_PASSAGE else None,
            )
            for place, record in enumerate(by_text[:IN_TEXT])
        ),
    )


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
        f"select {COLUMNS}, a.in_force_on, a.confidence from (select rowid, bm25(acts_fts) as far "
        f"from acts_fts where acts_fts match ? order by rowid limit {TITLES_LOOKED_AT}) t "
        "cross join acts a on a.rowid = t.rowid "
        f"order by {_rank()}, t.far, a.adopted_on desc, a.id limit {SHOWN}",
        [words],
    )


def _by_text(connection: sqlite3.Connection, query: str) -> list[Row]:
    words = expression(query)
    if words is None or not _has_texts(connection):
        return []
    return rows(
        connection,
        f"select {COLUMNS}, a.in_force_on, a.confidence from (select rowid from texts_fts "
        f"where texts_fts match ? order by rowid limit {LOOKED_AT}) t "
        f"join acts a on a.rowid = t.rowid order by {_rank()}, a.adopted_on desc, a.id",
        [words],
    )


def _has_texts(connection: sqlite3.Connection) -> bool:
    """Tell whether the texts are indexed; a database of an earlier version has only titles."""
    return row(connection, "select 1 from sqlite_master where name = 'texts_fts'") is not None


def passage(connection: sqlite3.Connection, identity: str, query: str) -> Passage | None:
    """Find the provision of an act in which the most words of a query stand together.

    SQLite compares letters as they are, so the first letter and each «е» may be any.
    """
    stems = sorted((_stem(word) for word in fold.words(query)), key=len, reverse=True)[:STEMS]
    patterns = [f"%_{stem[1:].replace('е', '_')}%" for stem in stems]
    if not patterns:
        return None
    hits = " + ".join("(text like ?)" for _ in patterns)
    found = row(
        connection,
        f"select language, eid, text, {hits} as hits from (select * from provisions "
        f"where act_id = ? limit {LOOKED_THROUGH}) order by hits desc, position limit 1",
        [*patterns, identity],
    )
    words = text(found, "text") if found else None
    match = _looked_for(stems).search(words) if words else None
    if found is None or words is None or match is None:
        return None
    start, end = match.span()
    return Passage(
        f"{found['language']}-{found['eid']}",
        ("…" if start > AROUND else "") + words[max(0, start - AROUND) : start],
        match[0],
        words[end : end + 2 * AROUND] + ("…" if len(words) > end + 2 * AROUND else ""),
    )


def _looked_for(stems: Iterable[str]) -> re.Pattern[str]:
    told = "|".join(re.escape(stem).replace("е", "[её]") for stem in stems)
    return re.compile(rf"\b(?:{told})\w*", re.IGNORECASE)


def _rank() -> str:
    return f"case a.type {_whens(HIGHEST_FIRST)} else {len(HIGHEST_FIRST)} end"


def _whens(types: Iterable[str]) -> str:
    return " ".join(f"when '{kind}' then {rank}" for rank, kind in enumerate(types))
