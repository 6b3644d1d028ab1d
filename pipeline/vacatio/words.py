"""Full-text search: the words of acts, and apart those of their provisions.

Both indexes name a word's act by its rowid. Words are folded as questions are. Their beginnings
are indexed too, for a question asks for beginnings. Of the texts neither the words nor their
places are kept, which needs a fifth of the room: who takes a text out of the index must still
have it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator

from vacatio_calendar import fold

#: How words are told apart, and of how many letters the beginnings are that are indexed.
_WORDS = "unicode61 remove_diacritics 0"
_BEGINNINGS = "3 4 5 6"

#: The indexes, each with its column.
INDEXES = {"acts_fts": "search", "texts_fts": "text"}

#: A word in two scripts, or with a letter that is not seen.
_MIXED = re.compile(r"[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]|[\u00ad\u200b-\u200d\u2060\ufeff]")


def index(connection: sqlite3.Connection) -> None:
    """Index the words of a database that was loaded, before it is used."""
    connection.execute(
        "CREATE VIRTUAL TABLE [acts_fts] USING fts5 (search, content=[acts], "
        f"tokenize='{_WORDS}', prefix='{_BEGINNINGS}')"
    )
    connection.execute("INSERT INTO acts_fts (acts_fts) VALUES ('rebuild')")
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.execute(
        "CREATE VIRTUAL TABLE [texts_fts] USING fts5 (text, content='', detail=none, "
        f"tokenize='{_WORDS}', prefix='{_BEGINNINGS}')"
    )
    connection.execute(
        "INSERT INTO texts_fts (rowid, text) SELECT a.rowid, "
        "folded(group_concat(coalesce(p.heading, '') || ' ' || coalesce(p.text, ''), ' ')) "
        "FROM acts a JOIN provisions p ON p.act_id = a.id GROUP BY a.rowid"
    )
    for name in INDEXES:
        connection.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")


class Changing:
    """Takes acts out of full-text search before they change, and puts them back after."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._out: dict[str, set[str]] = {name: set() for name in INDEXES}

    def take_out(self, name: str, acts: Collection[str]) -> None:
        """Take acts out of an index by the words they have now; once is enough."""
        fresh = [act for act in acts if act not in self._out[name]]
        self._out[name].update(fresh)
        self._db.executemany(
            f"INSERT INTO {name} ({name}, rowid, {INDEXES[name]}) VALUES ('delete', ?, ?)",
            self._entries(name, fresh),
        )

    def put_back(self) -> None:
        """Put all acts that are still there back, with the words they have now."""
        for name, acts in self._out.items():
            self._db.executemany(
                f"INSERT INTO {name} (rowid, {INDEXES[name]}) VALUES (?, ?)",
                self._entries(name, acts),
            )

    def _entries(self, name: str, acts: Iterable[str]) -> Iterator[tuple[int, str | None]]:
        """Give the entries of acts, by rising rowids, which the index writes together."""
        places = self._db.execute(
            "SELECT rowid, id, search FROM acts "
            "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            [json.dumps(list(acts))],
        ).fetchall()
        for rowid, act, search in places:
            if name == "acts_fts":
                yield rowid, search
            elif (text := self._text(act)) is not None:
                yield rowid, folded(text)

    def _text(self, act: str) -> str | None:
        (text,) = self._db.execute(
            "SELECT group_concat(coalesce(heading, '') || ' ' || coalesce(text, ''), ' ') "
            "FROM (SELECT heading, text FROM provisions WHERE act_id = ? ORDER BY id)",
            [act],
        ).fetchone()
        return None if text is None else str(text)


def folded(text: str | None) -> str:
    """Fold a text; one whose words are each in one script only needs small letters and «е»."""
    small = (text or "").lower().replace("ё", "е")
    return " ".join(fold.words(small)) if _MIXED.search(small) else small
