"""The register of findings: when each was first seen, and when its cause ended.

`ledger/findings.jsonl` is an original: one line when a finding is first seen, one when it ends,
and both again should it come back. A finding ends only when every document it rests on was read
in this build and it is not there any more: what was blocked, damaged or could not be read ends
nothing. What nothing changes writes no line.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vacatio.ledger import Line, Value
from vacatio.store import Row

#: What a line keeps of a finding, so that one that is not seen any more can still be shown.
KEPT = (
    "code",
    "name",
    "severity",
    "about",
    "whose",
    "act_id",
    "document_id",
    "documents",
    "provision",
    "title",
    "message",
    "quote",
    "suggestion",
    "compared",
    "evidence",
    "rule",
    "basis",
)

#: What is not in the register yet: nobody relies on the reading of its source.
HELD = "held_back"
OPEN = "open"
ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Life:
    """A finding in the register: its last appearance is number `occurrence`."""

    id: str
    first_seen: str
    occurrence: int
    shown: Mapping[str, Value]
    last_seen: str | None = None
    ended_on: str | None = None

    @property
    def documents(self) -> frozenset[str]:
        """The documents it rests on."""
        return frozenset(json.loads(str(self.shown["documents"] or "[]")))

    @property
    def source(self) -> str:
        """The source of the text it was found in."""
        return str(self.shown["document_id"] or "").partition("/")[0]


@dataclass(frozen=True, slots=True)
class Now:
    """What a build knows of itself: the documents it could read, and the day.

    ``as_of`` is the last day on which the archive learned something, ``today`` the day of the
    run. ``seen`` says when the live database last saw each finding.
    """

    readable: frozenset[str]
    acts: frozenset[str]
    documents: frozenset[str]
    as_of: dt.date
    today: dt.date
    seen: Mapping[str, str]


def from_ledger(lines: Iterable[Line]) -> dict[str, Life]:
    """Read the register back: the last appearance of each finding, by its id."""
    found: dict[str, Life] = {}
    for line in lines:
        name = str(line["finding"])
        before = found.get(name)
        if "ended_on" in line and before:
            last, end = str(line["last_seen"]), str(line["ended_on"])
            found[name] = Life(name, before.first_seen, before.occurrence, before.shown, last, end)
            continue
        first = before.first_seen if before else str(line["first_seen"])
        shown = {key: line.get(key) for key in KEPT}
        found[name] = Life(name, first, int(str(line["occurrence"])), shown)
    return found


def lived(found: Mapping[str, Row], lives: Mapping[str, Life], now: Now) -> Iterator[Row]:
    """Give every finding its place in the register, and the register its findings.

    `found` are the findings of this build by their ids, with their state. One that is held back
    stays open if it was in the register before, and does not enter it otherwise.
    """
    for name, row in found.items():
        life = lives.get(name)
        alive = life is not None and life.ended_on is None
        if row["state"] == HELD and not alive:
            yield {**row, "occurrence": 0}
            continue
        yield {
            **row,
            "state": OPEN if row["state"] == HELD else row["state"],
            "first_seen": life.first_seen if life else now.as_of.isoformat(),
            "last_seen": now.as_of.isoformat(),
            "occurrence": 1 if life is None else life.occurrence + (not alive),
        }
    for name, life in lives.items():
        if name not in found:
            yield _unseen(life, now)


def _unseen(life: Life, now: Now) -> Row:
    """Show a finding that this build does not give: ended, or only not looked at."""
    last = life.last_seen or now.seen.get(life.id) or life.first_seen
    ended = life.ended_on
    if ended is None and life.documents <= now.readable:
        ended = now.today.isoformat()
    act, document = life.shown["act_id"], life.shown["document_id"]
    return {
        **life.shown,
        "id": life.id,
        "act_id": act if act in now.acts else None,
        "document_id": document if document in now.documents else None,
        "state": OPEN if ended is None else ENDED,
        "first_seen": life.first_seen,
        "last_seen": last,
        "ended_on": ended,
        "occurrence": life.occurrence,
    }


def lines(rows: Iterable[Row]) -> Iterator[Line]:
    """Give the lines of the register for published findings; those known have known ids."""
    for row in rows:
        if not row.get("occurrence"):  # held back, or published before there was a register
            continue
        name = f"{row['id']}#{row['occurrence']}"
        shown = {key: row[key] for key in KEPT}
        known: Line = {"finding": row["id"], "occurrence": row["occurrence"]}
        yield {"id": name, **known, "first_seen": row["first_seen"], **shown}
        if row["ended_on"]:
            last = {"last_seen": row["last_seen"], "ended_on": row["ended_on"]}
            yield {"id": f"{name}/end", "finding": row["id"], **last}


def usual(
    counted: Mapping[tuple[str, str], int],
    learned: Mapping[str, str],
    days: Iterable[tuple[str, str, int]],
) -> dict[str, dict[str, float]]:
    """Tell on how many documents of each source each check usually fires, by source and code.

    `counted` says on how many it was open, `learned` when the register last learned of a source,
    `days` how many documents of a source came on a day. An archive that has grown since then lets
    the number grow with it.
    """
    whole: dict[str, int] = {}
    before: dict[str, int] = {}
    for source, day, number in days:
        whole[source] = whole.get(source, 0) + number
        if day <= learned.get(source, ""):
            before[source] = before.get(source, 0) + number
    found: dict[str, dict[str, float]] = {}
    for (source, code), documents in counted.items():
        growth = whole.get(source, 0) / before[source] if before.get(source) else 1.0
        found.setdefault(source, {})[code] = documents * growth
    return found
