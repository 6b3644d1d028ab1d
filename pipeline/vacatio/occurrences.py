"""The legal events that dated acts give: what happens to which act, when, and by what cause."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
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
class Told:
    """What the events of one act share."""

    act: str
    name: str
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
            id=identity(self.act, kind, part or provisions, cause),
            act_id=self.act,
            kind=kind,
            provisions=provisions,
            effective_on=on.isoformat() if on else None,
            known_on=self.known_on,
            certainty=entry.certainty if entry else None,
            confidence=entry.confidence if entry else None,
            title=f"{self.name}: {words}",
            summary=summary,
            quote=quote,
        )


#: Gives what the events of an act share, by its id.
ToldOf = Callable[[str], Told]


def events(
    dated: Dated, carried: Carried, register: Register, law: Jurisdiction, told_of: ToldOf
) -> Iterator[Event]:
    """Give the events of an act, those that it causes to others among them.

    `carried` says when each modification applies, `told_of` how the other acts are named.
    """
    own = told_of(dated.work.id)
    yield from _own(dated, own, law)
    yield from _dates(dated, own)
    yield from _deadlines(dated, own, law)
    for ref in dated.work.main.act.repeals:
        if ref.part is None:  # a part lost force; the act stays
            yield from _repealed(dated, register.find(ref, dated.work.id), told_of, own)
    for suspended in ordered(dated.work.main.act, dated.work.main.document):
        target = register.find(suspended.ref, dated.work.id)
        yield from _suspended(dated, carried, suspended, target, told_of, own)
    yield from _amended(dated, carried, register, told_of, own)


def told(work: Work, law: Jurisdiction) -> Told:
    """Tell what the events of an act share: its name, and when the archive first showed it."""
    return Told(work.id, name(work), _known_on(work, ZoneInfo(law.time_zone)))


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


def _own(dated: Dated, told: Told, law: Jurisdiction) -> Iterator[Event]:
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


def _dates(dated: Dated, told: Told) -> Iterator[Event]:
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


def _deadlines(dated: Dated, told: Told, law: Jurisdiction) -> Iterator[Event]:
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


def _repealed(cause: Dated, target: str | None, told: ToldOf, own: Told) -> Iterator[Event]:
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
    told: ToldOf,
    own: Told,
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


def _subject(target: str, told: ToldOf, own: Told) -> Told:
    """Tell of an act what another does to it; it is known once both texts are."""
    other = told(target)
    return dataclasses.replace(other, known_on=max(other.known_on, own.known_on))


def _amended(
    cause: Dated, moved: Carried, register: Register, told: ToldOf, own: Told
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
