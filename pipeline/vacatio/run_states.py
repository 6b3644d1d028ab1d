"""Changes of state of the runs: a source gone stale or back, a gate closed or open again.

A function of the log of runs alone: a night that changes nothing tells nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from vacatio.events import identity
from vacatio.heartbeats import PATIENCE, kept
from vacatio.ledger import Line
from vacatio.notices import Notice

#: How a run ends that a gate held back.
CLOSED = "failed: not published"


def changes(log: Iterable[Line], zone: ZoneInfo) -> Iterator[Notice]:
    """Give each change of state, in the order of the runs that met it.

    A source is stale when it has kept no promise for two days; one that never did is not missed.
    """
    succeeded: dict[str, dt.datetime] = {}
    stale: set[str] = set()
    closed = False
    for line in log:
        if "outcome" not in line:
            continue
        at, run = _instant(str(line["finished_at"])), str(line["id"])
        day = at.astimezone(zone).date().isoformat()
        for beat in json.loads(str(line.get("sources") or "[]")):
            if kept(beat):
                succeeded[str(beat["source"])] = _instant(str(beat["at"]))
        for source, last in sorted(succeeded.items()):
            late = at - last > PATIENCE
            if late is (source in stale):
                continue
            (stale.add if late else stale.discard)(source)
            kind = "stale" if late else "alive"
            since = last.astimezone(zone).date().isoformat()
            yield Notice(identity(kind, source, run), kind, day, title=source, effective_on=since)
        outcome = str(line["outcome"])
        if closed is not outcome.startswith(CLOSED) and (
            outcome.startswith(CLOSED) or outcome.startswith("published")
        ):
            closed = not closed
            kind = "closed" if closed else "opened"
            yield Notice(identity(kind, run), kind, day, summary=outcome)


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
