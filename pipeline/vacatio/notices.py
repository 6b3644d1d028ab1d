"""What subscribers are told beside legal events: stages, late finds, findings, drafts.

A notice is told once, by the first run it is due in, and the ledger remembers it for ever: its
id is made of what it tells, never of a day, so that no rebuild tells it again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vacatio.assemble import Reading
from vacatio.events import Event, identity
from vacatio.ledger import Line, Value
from vacatio.store import Row
from vacatio_calendar.errors import VacatioError

#: How long before an act applies its subscribers are reminded.
AHEAD = dt.timedelta(days=7)

#: A stage older than this is told no more: it is no news, and a first run would flood.
LATE = dt.timedelta(days=30)

#: What applied longer before it was found is backfill, on the archive's first day and later.
BACKFILL_FIRST, BACKFILL = dt.timedelta(days=31), dt.timedelta(days=366)

#: Stages of an entry into force after its announcement: a week before, and on the day.
STAGES = ("soon", "starts")


class UnsoundNotice(VacatioError):
    """The ledger of notices holds a line that is none."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as it stands in the table `notices` and in the ledger."""

    id: str
    kind: str
    known_on: str
    act_id: str | None = None
    event_id: str | None = None
    document_id: str | None = None
    about: str | None = None
    provisions: str | None = None
    effective_on: str | None = None
    certainty: str | None = None
    confidence: str | None = None
    title: str | None = None
    summary: str | None = None
    quote: str | None = None
    url: str | None = None
    code: str | None = None
    compared: str | None = None

    def row(self) -> dict[str, Value]:
        """Give the notice as a row."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}


def from_ledger(lines: Iterable[Line]) -> tuple[Notice, ...]:
    """Read back what was told."""
    names = [field.name for field in dataclasses.fields(Notice)]
    found = []
    for line in lines:
        if not line.get("kind") or not line.get("known_on"):
            raise UnsoundNotice(f"the ledger of notices: line {line['id']!r} has no kind or day")
        given = {name: line.get(name) for name in names}
        found.append(Notice(**{k: None if v is None else str(v) for k, v in given.items()}))  # type: ignore[arg-type]
    return tuple(found)


def announce(
    derived: Iterable[Notice],
    announced: Iterable[Notice],
    acts: frozenset[str],
    documents: frozenset[str],
) -> tuple[Notice, ...]:
    """Join what is due now with what was told before, each with the day it was told on.

    The words of what is still derived follow the present reading; a notice of an act that is
    not in this build is left out.
    """
    told = {each.id: each for each in announced}
    found = dict(told)
    for each in derived:
        before = told.get(each.id)
        days = (before or each).known_on, (before or each).effective_on
        found[each.id] = dataclasses.replace(each, known_on=days[0], effective_on=days[1])
    return tuple(
        dataclasses.replace(each, document_id=each.document_id)
        if each.document_id in documents
        else dataclasses.replace(each, document_id=None)
        for each in sorted(found.values(), key=lambda each: each.id)
        if each.act_id is None or each.act_id in acts
    )


def stages(told: Sequence[Event], announced: Iterable[Notice], today: dt.date) -> Iterator[Notice]:
    """Remind of every entry into force a week before and on the day.

    ``told`` are the events of this build with all that was announced: only the last link of a
    chain of corrections is reminded of. What became known too late for a stage has none.
    """
    before = {each.id for each in announced}
    by_id = {event.id: event for event in told}
    replaced = {event.replaces for event in told}
    for head in told:
        if head.id in replaced or head.effective_on is None or not _enters(head, by_id):
            continue
        day = dt.date.fromisoformat(head.effective_on)
        for kind, on in zip(STAGES, (day - AHEAD, day), strict=True):
            notice = Notice(
                id=identity(kind, head.id),
                kind=kind,
                known_on=today.isoformat(),
                act_id=head.act_id,
                event_id=head.id,
                provisions=head.provisions,
                effective_on=head.effective_on,
                certainty=head.certainty,
                confidence=head.confidence,
                quote=head.quote,
            )
            due = head.known_on < on.isoformat() and on <= today <= on + LATE
            if notice.id in before or (due and (kind != "soon" or today < day)):
                yield notice


def _enters(event: Event, by_id: Mapping[str, Event]) -> bool:
    """Tell whether a chain began as an entry into force."""
    seen = set()
    while event.replaces in by_id and event.id not in seen:
        seen.add(event.id)
        event = by_id[str(event.replaces)]
    return event.kind == "enters_into_force"


def found(told: Iterable[Event], first: str) -> Iterator[Notice]:
    """Name the acts that applied already when they were found, but for those found by backfill.

    `first` is the first day on which anything was known.
    """
    entering = [
        event
        for event in told
        if event.kind == "enters_into_force" and event.provisions is None and event.effective_on
    ]
    for event in entering:
        known = dt.date.fromisoformat(event.known_on)
        late = known - dt.date.fromisoformat(str(event.effective_on))
        bound = BACKFILL_FIRST if event.known_on == first else BACKFILL
        if dt.timedelta() < late < bound:
            yield Notice(
                id=identity("found", event.act_id),
                kind="found",
                known_on=event.known_on,
                act_id=event.act_id,
                event_id=event.id,
                effective_on=event.effective_on,
                certainty=event.certainty,
                confidence=event.confidence,
                quote=event.quote,
            )


def findings(lines: Iterable[Line]) -> Iterator[Notice]:
    """Tell when a finding was first seen, and when its cause was gone, from the register."""
    shown: dict[str, Line] = {}
    for line in lines:
        ended = "ended_on" in line
        if not ended:
            shown[str(line["finding"])] = line
        of = shown.get(str(line["finding"]))
        if of is None:
            continue
        yield Notice(
            id=identity("finding", str(line["id"])),
            kind="finding_ended" if ended else "finding",
            known_on=str(line["ended_on"] if ended else line["first_seen"]),
            **{
                key: None if of.get(key) is None else str(of[key])
                for key in ("act_id", "document_id", "about", "title", "quote", "code", "compared")
            },
            summary=str(of.get("message") or ""),
        )


def drafts(pages: Iterable[Reading], day_of: Mapping[str, str]) -> Iterator[Notice]:
    """Name drafts by title and link; no date of a draft is ever told."""
    for page in pages:
        if page.draft is not None and page.draft.title:
            yield Notice(
                id=identity("draft", page.id),
                kind="draft",
                known_on=day_of[page.id],
                document_id=page.id,
                title=page.draft.title,
                url=page.draft.url or page.raw.url,
            )


def lines(rows: Iterable[Row]) -> Iterator[Row]:
    """Give the lines of the ledger for the rows of the table."""
    for row in rows:
        yield {name: value for name, value in row.items() if value is not None}
