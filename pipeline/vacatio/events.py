"""Legal events, and what of them was announced when.

An event's id is a hash of its legal content: the act, the kind, the provisions and the legal
cause. The date is no part of it, for a date may be corrected: a correction is a new event that
names the one it replaces, and whose id is made from that one's. So every rebuild finds again
what was announced, announces nothing twice, and never changes a date in silence.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vacatio.ledger import Line, Value

#: The kind of an event that corrects the date of another, or takes it back (no date).
CORRECTED = "date_corrected"


@dataclass(frozen=True, slots=True)
class Event:
    """One legal event as it stands in the table `events` and in the ledger."""

    id: str
    act_id: str
    kind: str
    provisions: str | None
    effective_on: str | None
    known_on: str
    certainty: str | None
    confidence: str | None
    title: str
    summary: str
    quote: str | None = None
    replaces: str | None = None

    def row(self) -> dict[str, Value]:
        """Give the event as a row."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}


def identity(*parts: str | None) -> str:
    """Hash legal content to an id; `None` and the empty text are told apart.

    >>> identity("kz/law/2025-11-17/230-viii", "published", None, None)
    'e23b319939b7ad624edcee6a'
    """
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:24]


def from_ledger(lines: Iterable[Line]) -> tuple[Event, ...]:
    """Read back what was announced."""
    return tuple(
        Event(
            id=str(line["id"]),
            act_id=str(line["act_id"]),
            kind=str(line["kind"]),
            provisions=_text(line, "provisions"),
            effective_on=_text(line, "effective_on"),
            known_on=str(line["known_on"]),
            certainty=_text(line, "certainty"),
            confidence=_text(line, "confidence"),
            title=str(line["title"]),
            summary=str(line["summary"]),
            quote=_text(line, "quote"),
            replaces=_text(line, "replaces"),
        )
        for line in lines
    )


def announce(
    derived: Sequence[Event], announced: Sequence[Event], acts: frozenset[str], today: dt.date
) -> tuple[Event, ...]:
    """Join what the acts say now with what was announced before.

    `derived` holds the events the acts give now, `announced` the ledger in its order, `acts`
    the ids of all acts in this build: an event of an act that is not among them is left out,
    neither shown nor taken back. Words and confidence of an event follow the present reading;
    its id, its date and the day it became known stay.
    """
    latest = _latest(announced)
    found: dict[str, Event] = {}
    for event in derived:
        if event.id in found:
            continue
        head = latest.get(event.id)
        if head is None:  # what a clock showed that was ahead was known today at the latest
            known_on = min(event.known_on, today.isoformat())
            found[event.id] = dataclasses.replace(event, known_on=known_on)
        elif head.effective_on == event.effective_on:
            found[head.id] = _reworded(head, event)
        else:
            correction = _correction(head, event, today)
            found[correction.id] = correction
    derived_roots = {event.id for event in derived}
    for root, head in latest.items():
        if root not in derived_roots and head.act_id in acts and head.effective_on is not None:
            withdrawal = _withdrawal(head, today)
            found[withdrawal.id] = withdrawal
    for event in announced:
        if event.act_id in acts:
            found.setdefault(event.id, event)
    return tuple(sorted(found.values(), key=lambda event: event.id))


def _latest(announced: Sequence[Event]) -> dict[str, Event]:
    """Tell the last link of each chain by the id of its first."""
    root: dict[str, str] = {}
    latest: dict[str, Event] = {}
    for event in announced:
        root[event.id] = event.id if event.replaces is None else root.get(event.replaces, event.id)
        latest[root[event.id]] = event
    return latest


def _reworded(head: Event, now: Event) -> Event:
    if head.kind == CORRECTED:
        return dataclasses.replace(head, certainty=now.certainty, confidence=now.confidence)
    return dataclasses.replace(now, id=head.id, known_on=head.known_on, replaces=head.replaces)


def _correction(head: Event, now: Event, today: dt.date) -> Event:
    before = head.effective_on or "no date"
    after = now.effective_on or "no date"
    return dataclasses.replace(
        now,
        id=identity(CORRECTED, head.id),
        kind=CORRECTED,
        known_on=now.known_on
        if head.known_on < now.known_on <= today.isoformat()
        else today.isoformat(),
        summary=f"Corrected from {before} to {after}. {now.summary}",
        replaces=head.id,
    )


def _withdrawal(head: Event, today: dt.date) -> Event:
    return dataclasses.replace(
        head,
        id=identity(CORRECTED, head.id),
        kind=CORRECTED,
        effective_on=None,
        known_on=today.isoformat(),
        certainty=None,
        confidence=None,
        title=f"{head.title} (taken back)",
        summary=f"Taken back: the sources as they are read now no longer give {head.effective_on}.",
        replaces=head.id,
    )


def _text(line: Line, key: str) -> str | None:
    value = line.get(key)
    return None if value is None else str(value)
