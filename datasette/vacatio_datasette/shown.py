"""What this archive showed of an act, and when: read from what was announced."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from vacatio_datasette.reading import rows, text
from vacatio_datasette.speech import civil


@dataclass(frozen=True, slots=True)
class Shown:
    """A day of application as it was shown from a day on, until it was shown otherwise.

    ``on`` is ``None`` where the day was taken back.
    """

    provisions: str | None
    on: dt.date | None
    since: dt.date
    until: dt.date | None

    def at(self, day: dt.date) -> bool:
        """Tell whether this is what a reader saw on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def shown(connection: sqlite3.Connection, identity: str) -> tuple[Shown, ...]:
    """Read what was shown as the days an act applies from, in the order it became known."""
    events = rows(
        connection,
        "select id, kind, provisions, effective_on, known_on, replaces from events "
        "where act_id = ? order by known_on, id",
        [identity],
    )
    chains: dict[str, list[tuple[str | None, dt.date | None, dt.date]]] = {}
    root: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for event in events:
        name, known_on = str(event["id"]), civil(event["known_on"])
        first = root.get(str(event["replaces"]), name) if event["replaces"] else name
        root[name] = first
        kinds.setdefault(first, str(event["kind"]))
        if known_on is not None and kinds[first] == "enters_into_force":
            told = (text(event, "provisions"), civil(event["effective_on"]), known_on)
            chains.setdefault(first, []).append(told)
    found = [each for chain in chains.values() for each in _spans(chain)]
    return tuple(sorted(found, key=lambda each: (each.since, each.provisions or "")))


def _spans(chain: Sequence[tuple[str | None, dt.date | None, dt.date]]) -> list[Shown]:
    ends = [*(since for _, _, since in chain[1:]), None]
    return [
        Shown(provisions, on, since, until)
        for (provisions, on, since), until in zip(chain, ends, strict=True)
    ]
