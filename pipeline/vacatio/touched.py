"""What a night touches, as far as feeds tell of it: acts with a changed row, and entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from vacatio.delta import Delta

#: Where feeds find what they say, with the columns that name the acts that a row is about.
SAID = {
    "acts": ("id",),
    "amendments": ("act_id", "target_act_id"),
    "commencements": ("act_id",),
    "events": ("act_id",),
    "notices": ("act_id",),
    "obligations": ("act_id",),
}

#: The tables whose rows are entries.
ENTRIES = ("events", "notices")


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids of acts that any changed row is or was about, and of changed events and notices."""

    acts: frozenset[str]
    entries: frozenset[str]

    @classmethod
    def by(cls, delta: Delta, base: sqlite3.Connection) -> Touched:
        """Find what a delta touches; ``base`` is the database that it changes.

        A row that is replaced may have been about another act before: that one is touched too.
        """
        acts = set(_acts(delta, base))
        entries = {name for table in ENTRIES for name in delta.touched(table)}
        return cls(frozenset(acts), frozenset(entries))


def _acts(delta: Delta, base: sqlite3.Connection) -> Iterator[str]:
    for table, columns in SAID.items():
        for column in columns:
            for row in delta.put.get(table, ()):
                if (act := row.get(column)) is not None:
                    yield str(act)
            sql = (
                f"select distinct t.{column} from json_each(?) j join {table} t on t.id = j.value "
                f"where t.{column} is not null"
            )
            for (act,) in base.execute(sql, [json.dumps(sorted(delta.touched(table)))]):
                yield str(act)
