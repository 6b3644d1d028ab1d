"""How an event reads in a list: what happened to which act, from when, and because of what.

The words stored with an event are plain English, for feeds. Pages say the same from its facts,
in the reader's language.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Parameters, Row, rows, text
from vacatio_datasette.speech import Speech, civil

#: Kinds of events that another act brings about.
_BY_ANOTHER = frozenset({"amended", "repealed", "resumed", "suspended", "date_corrected"})


@dataclass(frozen=True, slots=True)
class Told:
    """One event: ``was`` is the day a correction replaces, ``causes`` the acts that brought it."""

    id: str
    kind: str
    act: Named
    on: dt.date | None
    known_on: str
    provisions: str | None
    quote: str | None
    certainty: str | None
    confidence: str | None
    was: dt.date | None
    causes: tuple[Named, ...]


def told(
    connection: sqlite3.Connection, say: Speech, condition: str, parameters: Parameters, limit: int
) -> tuple[Told, ...]:
    """Read the events ``e`` of a condition, the latest known first."""
    found = rows(
        connection,
        "select e.id as event_id, e.kind, e.act_id, e.effective_on, e.known_on, e.provisions, "
        "e.quote, e.certainty, e.confidence, e.replaces, old.effective_on as was, "
        f"{COLUMNS} from events e left join acts a on a.id = e.act_id "
        f"left join events old on old.id = e.replaces where {condition} "
        f"order by e.known_on desc, e.effective_on desc, e.id limit {limit}",
        parameters,
    )
    return tuple(_told(connection, record, say) for record in found)


def _told(connection: sqlite3.Connection, record: Row, say: Speech) -> Told:
    return Told(
        id=str(record["event_id"]),
        kind=str(record["kind"]),
        act=named({**record, "id": record["act_id"]}, say),
        on=civil(record["effective_on"]),
        known_on=str(record["known_on"]),
        provisions=text(record, "provisions"),
        quote=text(record, "quote"),
        certainty=text(record, "certainty"),
        confidence=text(record, "confidence"),
        was=civil(record["was"]),
        causes=tuple(_causes(connection, record, say)) if record["kind"] in _BY_ANOTHER else (),
    )


def _causes(connection: sqlite3.Connection, record: Row, say: Speech) -> list[Named]:
    """Find the acts that change this one from that day on, or whose suspension ends on it."""
    found = rows(
        connection,
        f"select distinct {COLUMNS} from amendments m join acts a on a.id = m.act_id "
        "where m.target_act_id = :act and :day in (m.in_force_on, m.ends_on) "
        "order by a.id limit 3",
        {"act": record["act_id"], "day": record["effective_on"]},
    )
    return [named(each, say) for each in found]
