"""Bring a database forward by a saved delta: rows, foreign keys, places and full-text search.

It is done in one transaction, in the same way on the copy that becomes the next publication and
on the live database, so that both hold the same after it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from vacatio import delta, places, schema, words
from vacatio_calendar.errors import VacatioError


class UnfitDelta(VacatioError):
    """A delta cannot be applied to a database; a full build is always possible."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"the changes in {path} do not fit: {reason}")


def token(connection: sqlite3.Connection) -> int:
    """Tell the token of a database; 0 where it was written by a version that gave none."""
    return int(connection.execute("PRAGMA main.application_id").fetchone()[0])


def apply(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a database forward by the delta in a file, if it does not bear its token yet.

    Raises:
        UnfitDelta: the database is neither the one the delta starts from nor the one it leads
            to, or its rows would not be whole after it. Nothing has changed then.
    """
    with _attached(connection, path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            known, bears = delta.tokens(path), token(connection)
            if bears not in (known.base, known.token) or not bears:
                raise UnfitDelta(path, f"they lead from {known.base}, and this is {bears}")
            if bears == known.base:
                _apply(connection, path)
                connection.execute(f"PRAGMA main.application_id = {known.token}")
            connection.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            lost = _astray(connection)
            connection.rollback()
            raise UnfitDelta(path, "; ".join(lost[:3]) or str(error)) from error
        except BaseException:
            connection.rollback()
            raise


@contextlib.contextmanager
def _attached(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("ATTACH ? AS delta", [str(path.absolute())])
    try:
        yield
    finally:
        connection.execute("DETACH delta")


def _astray(connection: sqlite3.Connection) -> list[str]:
    return [
        f"{table} row {rowid} would point at a missing row of {parent}"
        for table, rowid, parent, _ in connection.execute("PRAGMA main.foreign_key_check")
    ]


def _apply(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute(
        "UPDATE main.findings SET last_seen = seen FROM delta.about "
        "WHERE last_seen = seen_before AND ended_on IS NULL"
    )
    search = words.Changing(connection)
    _acts(connection, search)
    for name in schema.TABLES:
        if name != "acts":
            _rows(connection, name)
    search.put_back()
    _order(connection, path)


def _acts(connection: sqlite3.Connection, search: words.Changing) -> None:
    """Put and remove acts, each in its place, and take what changes out of full-text search."""
    coming = _keys(connection, "delta")
    standing = _keys(connection, "main")
    gone = _ids(connection, "SELECT id FROM delta.gone WHERE name = 'acts'") - coming.keys()
    moving = {name for name in coming.keys() & standing.keys() if coming[name] != standing[name]}
    entering = (coming.keys() - standing.keys()) | moving
    search.take_out("acts_fts", gone | entering | _ids(connection, _OTHER_WORDS))
    search.take_out("texts_fts", gone | entering | _ids(connection, _OTHER_TEXTS))
    for name in gone:
        connection.execute("DELETE FROM main.acts WHERE id = ?", [name])
    for name in moving:  # nobody stands below zero
        connection.execute("UPDATE main.acts SET rowid = -rowid WHERE id = ?", [name])
    columns = list(schema.TABLES["acts"])
    changed = ", ".join(f"[{column}] = new.[{column}]" for column in columns[1:])
    connection.execute(
        f"UPDATE main.acts SET {changed} FROM delta.acts AS new WHERE new.id = acts.id"
    )
    for name in sorted(entering, key=coming.__getitem__):
        rowid = _room(connection, coming[name], search)
        if name in moving:
            connection.execute("UPDATE main.acts SET rowid = ? WHERE id = ?", [rowid, name])
            continue
        told = ", ".join(columns)
        connection.execute(
            f"INSERT INTO main.acts (rowid, {told}) SELECT ?, {told} FROM delta.acts WHERE id = ?",
            [rowid, name],
        )


def _room(connection: sqlite3.Connection, act: places.Key, search: words.Changing) -> int:
    """Find the place of an act; on a day that is full others move up for it."""
    rowid, crowd = places.room(connection, act)
    marks = ", ".join("?" * len(crowd))
    names = _ids(connection, f"SELECT id FROM main.acts WHERE rowid IN ({marks})", crowd)
    for index in words.INDEXES:
        search.take_out(index, names)
    for each in reversed(crowd):
        connection.execute("UPDATE main.acts SET rowid = rowid + 1 WHERE rowid = ?", [each])
    return rowid


def _rows(connection: sqlite3.Connection, name: str) -> None:
    """Remove and put the rows of a table; one that is there already keeps its rowid."""
    key, *others = (f"[{column}]" for column in schema.TABLES[name])
    connection.execute(
        f"DELETE FROM main.[{name}] WHERE {key} IN (SELECT id FROM delta.gone WHERE name = ?)",
        [name],
    )
    told = ", ".join((key, *others))
    changed = ", ".join(f"{column} = excluded.{column}" for column in others)
    connection.execute(
        f"INSERT INTO main.[{name}] ({told}) SELECT {told} FROM delta.[{name}] WHERE true "
        f"ON CONFLICT ({key}) DO UPDATE SET {changed}"
    )


def _order(connection: sqlite3.Connection, path: Path) -> None:
    ((ordered,),) = connection.execute("SELECT ordered FROM delta.about")
    if not ordered:
        return
    ((reviews, named),) = connection.execute(
        "SELECT count(*), count(new.id) FROM main.reviews LEFT JOIN delta.review_order AS new "
        "ON new.id = reviews.id"
    )
    ((order,),) = connection.execute("SELECT count(*) FROM delta.review_order")
    if not reviews == named == order:
        told = named if named < reviews else order
        raise UnfitDelta(path, f"the order names {told} of {reviews} reviews")
    connection.execute(
        "UPDATE main.reviews SET position = new.position FROM delta.review_order AS new "
        "WHERE new.id = reviews.id AND new.position <> reviews.position"
    )


#: Acts whose own words change.
_OTHER_WORDS = """
    SELECT new.id FROM delta.acts AS new JOIN main.acts AS old ON old.id = new.id
    WHERE new.search IS NOT old.search
"""

#: Acts that have a provision put or gone.
_OTHER_TEXTS = """
    SELECT act_id FROM delta.provisions UNION
    SELECT act_id FROM main.provisions WHERE id IN (
        SELECT id FROM delta.provisions UNION SELECT id FROM delta.gone WHERE name = 'provisions')
"""


def _keys(connection: sqlite3.Connection, where: str) -> dict[str, places.Key]:
    """Tell by what the acts of a delta are sorted, there or as they stand."""
    found = connection.execute(
        f"SELECT id, type, adopted_on FROM {where}.acts WHERE id IN (SELECT id FROM delta.acts)"
    )
    return {name: places.key(name, kind, day) for name, kind, day in found}


def _ids(connection: sqlite3.Connection, sql: str, given: Sequence[int] = ()) -> set[str]:
    return {str(name) for (name,) in connection.execute(sql, given)}
