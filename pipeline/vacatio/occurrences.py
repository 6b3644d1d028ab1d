"""The legal events that dated acts give: what happens to which act, when, and by what cause."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from vacatio.assemble import Work
from vacatio.carried import Carried
from vacatio.derive import Dated
from vacatio.events import Event, identity
from vacatio.resolve import Register
from vacatio.suspensions import Ordered, ordered
from vacatio_calendar import Jurisdiction, first_publication
from vacatio_calendar.deadline import deadline
from vacatio_calendar.model import EntryIntoForce, Language

#: The event of a duty that runs from the day on which this very act applies (LPA 42(3)).
_FROM_ENTRY = re.compile(
    r"введени\w+ в действие (?:настоящ|данн)|(?:^|\s)осы \S+ қолданысқа енгізілген", re.IGNORECASE
)

#: Length at which the title of an act is cut in the title of an event.
TITLE = 140


@dataclass(frozen=True, slots=True)
class _Told:
    """What the events of one act share."""

    work: Work
    known_on: str

    def event(
        self,
        kind: str,
        on: dt.date | None,
        words: str,
        *,
        summary: str,
        entry: EntryIntoForce | None = None,
        provisions: str | None = None,
        cause: str | None = None,
        quote: str | None = None,
        part: str | None = None,
    ) -> Event:
        return Event(
            id=identity(self.work.id, kind, part or provisions, cause),
            act_id=self.work.id,
            kind=kind,
            provisions=provisions,
            effective_on=on.isoformat() if on else None,
            known_on=self.known_on,
            certainty=entry.certainty if entry else None,
            confidence=entry.confidence if entry else None,
            title=f"{name(self.work)}: {words}",
            summary=summary,
            quote=quote,
        )


def events(
    dated: Sequence[Dated], carried: Sequence[Carried], register: Register, law: Jurisdiction
) -> Iterator[Event]:
    """Give the events of all acts, those that one act causes to another among them.

    `carried` says, act by act in the same order, when each modification applies.
    """
    zone = ZoneInfo(law.time_zone)
    told = {each.work.id: _Told(each.work, _known_on(each.work, zone)) for each in dated}
    for each, moved in zip(dated, carried, strict=True):
        own = told[each.work.id]
        yield from _own(each, own, law)
        yield from _dates(each, own)
        yield from _deadlines(each, own, law)
        for ref in each.work.main.act.repeals:
            if ref.part is None:  # a part lost force; the act stays
                yield from _repealed(each, register.find(ref, each.work.id), told, own)
        for suspended in ordered(each.work.main.act, each.work.main.document):
            target = register.find(suspended.ref, each.work.id)
            yield from _suspended(each, moved, suspended, target, told, own)
        yield from _amended(each, moved, register, told, own)


def name(work: Work) -> str:
    """Name an act in a line: its type, number, date and title.

    The title is in the first language that has one, and cut where it is long.
    """
    act = work.act
    kind = (act.type or "act").replace("_", " ").capitalize()
    number = f" № {act.number}" if act.number else ""
    day = f" of {act.date.isoformat()}" if act.date else ""
    title = next((title for each in Language if (title := work.title(each))), None)
    if title and len(title) > TITLE:
        title = f"{title[:TITLE].rsplit(' ', 1)[0]} …"
    return f"{kind}{number}{day}" + (f" “{title}”" if title else "")


def _own(dated: Dated, told: _Told, law: Jurisdiction) -> Iterator[Event]:
    act = dated.work.act
    if act.date:
        yield told.event("adopted", act.date, f"signed {act.date}", summary="Signed or adopted.")
    if act.registration and act.registration.date:
        yield told.event(
            "registered",
            act.registration.date,
            f"registered {act.registration.date}",
            summary=f"State registration No. {act.registration.number or 'not given'}.",
        )
    first = first_publication(act, law)
    if first.date:
        venue = first.publication.venue if first.publication else None
        yield told.event(
            "published",
            first.date,
            f"published {first.date}",
            summary=f"First official publication{f' in {venue}' if venue else ''}.",
        )


def _dates(dated: Dated, told: _Told) -> Iterator[Event]:
    spans = [each.span for each in dated.work.act.commencements]
    times: Counter[str | None] = Counter()
    for position, entry in enumerate(dated.entries):
        span = spans[position] if position < len(spans) else None
        times[entry.provisions] += 1
        again = f"{entry.provisions} {times[entry.provisions]}"
        part = again if times[entry.provisions] > 1 else None
        scope = f" ({entry.provisions})" if entry.provisions else ""
        if entry.on:
            yield told.event(
                "enters_into_force",
                entry.on,
                f"applies from {entry.on}{scope}",
                summary=" ".join(step.text for step in entry.steps),
                entry=entry,
                provisions=entry.provisions,
                quote=span.text if span else None,
                part=part,
            )
        if entry.ends_on and not any(step.op == "ended" for step in entry.end_steps):
            yield told.event(
                "ends",
                entry.ends_on,
                f"no longer in force from {entry.ends_on}{scope}",
                summary=" ".join(step.text for step in entry.end_steps),
                entry=entry,
                provisions=entry.provisions,
                quote=span.text if span else None,
                part=part,
            )


def _deadlines(dated: Dated, told: _Told, law: Jurisdiction) -> Iterator[Event]:
    """Give the last day of each duty whose term runs from the day the act itself applies."""
    entry = dated.main
    if entry.on is None:
        return
    times: Counter[str] = Counter()
    for duty in dated.work.act.obligations:
        if duty.event is None or not _FROM_ENTRY.search(duty.event):
            continue
        last = deadline(duty.value, duty.unit, entry.on, law)
        words = duty.span.text if duty.span else duty.event
        part = identity(str(duty.value), duty.unit, words)
        times[part] += 1
        if last.on is not None:
            yield told.event(
                "deadline",
                last.on,
                f"last day of a term {last.on}",
                summary=" ".join(step.text for step in last.steps),
                entry=entry,
                quote=words,
                part=f"{part} {times[part]}",
            )


def _repealed(
    cause: Dated, target: str | None, told: dict[str, _Told], own: _Told
) -> Iterator[Event]:
    if target is None or target == cause.work.id or cause.main.on is None:
        return
    yield _subject(target, told, own).event(
        "repealed",
        cause.main.on,
        f"repealed from {cause.main.on}",
        summary=f"By {name(cause.work)}.",
        entry=cause.main,
        cause=cause.work.id,
    )


def _suspended(
    cause: Dated,
    moved: Carried,
    suspended: Ordered,
    target: str | None,
    told: dict[str, _Told],
    own: _Told,
) -> Iterator[Event]:
    """Give the beginning of a suspension, and its end where that is known (LPA 46(1))."""
    entry = cause.main if suspended.part is None else moved.entries[suspended.position]
    start = suspended.start(entry.on) if entry else None
    if target is None or target == cause.work.id or start is None:
        return
    subject = _subject(target, told, own)
    until = suspended.until or (cause.main.ends_on if suspended.part is None else None)
    scope = f" ({suspended.part})" if suspended.part else ""
    last = f" It applies again from {until}." if until else " No end is stated."
    for kind, on, words, more in (
        ("suspended", start, "suspended", last),
        ("resumed", until, "applies again", ""),
    ):
        if on is not None and on >= start:
            yield subject.event(
                kind,
                on,
                f"{words} from {on}{scope}",
                summary=f"By {name(cause.work)}.{more}",
                entry=entry,
                provisions=suspended.part,
                cause=cause.work.id,
            )


def _subject(target: str, told: dict[str, _Told], own: _Told) -> _Told:
    """Tell of an act what another does to it; it is known once both texts are."""
    return _Told(told[target].work, max(told[target].known_on, own.known_on))


def _amended(
    cause: Dated, moved: Carried, register: Register, told: dict[str, _Told], own: _Told
) -> Iterator[Event]:
    for position, ref in enumerate(cause.work.main.act.amends):
        target = register.find(ref, cause.work.id)
        if target is None or target == cause.work.id:
            continue
        subject = _subject(target, told, own)
        for entry in moved.entries_for(position):
            if entry.on is None:
                continue
            scope = f" (by {entry.provisions})" if entry.provisions else ""
            yield subject.event(
                "amended",
                entry.on,
                f"amended from {entry.on}{scope}",
                summary=f"By {name(cause.work)}.",
                entry=entry,
                cause=cause.work.id,
                part=entry.provisions,
            )


def _known_on(work: Work, zone: ZoneInfo) -> str:
    """Tell the civil day on which the archive first showed the text the act is read from."""
    return work.main.reading.raw.fetched_at.astimezone(zone).date().isoformat()
