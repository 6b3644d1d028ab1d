"""In what state an act or a provision is on a day: a function of the facts and the day alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vacatio_calendar.applies import exemption, must_register
from vacatio_calendar.counting import plus_days
from vacatio_calendar.known import NOTHING, Fact, Known
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import Act, Confidence, EntryIntoForce, Language
from vacatio_calendar.publication import first_publication


class StateKind(StrEnum):
    """The states of an act or a provision; each has its sentence in the glossary."""

    DRAFT = "draft"
    SIGNED_NOT_REGISTERED = "signed_not_registered"
    AWAITING_PUBLICATION = "awaiting_publication"
    PUBLISHED_NOT_IN_FORCE = "published_not_in_force"
    IN_FORCE = "in_force"
    DISPUTED = "disputed"
    SUSPENDED = "suspended"
    NO_LONGER_IN_FORCE = "no_longer_in_force"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class State:
    """A state on a day, with the sentence that explains it and what it turns on.

    ``until`` is the next day on which the state changes, as far as that is known; ``dates``
    are the competing first days of a disputed state, the earlier and safer one first.
    """

    value: StateKind
    sentence: str
    until: dt.date | None = None
    dates: tuple[dt.date, ...] = ()
    reason: str | None = None


def state_on(
    day: dt.date,
    act: Act,
    entries: Sequence[EntryIntoForce],
    law: Jurisdiction,
    known: Known = NOTHING,
    *,
    provisions: str | None = None,
    language: Language = Language.EN,
) -> State:
    """Say in what state an act is on a day, or those of its provisions that one entry names.

    Args:
        day: the day asked about; "today" is for the caller to know.
        act: the facts of the act.
        entries: what ``compute`` gave for it.
        law: the law of its jurisdiction.
        known: what ``compute`` was given; suspensions and partial endings are read from it.
        provisions: the provisions of one entry; ``None`` asks about the main one.
        language: the language of the sentence.

    >>> from vacatio_calendar import compute, load
    >>> from vacatio_calendar.model import *
    >>> law = load("kz")
    >>> rule = Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)
    >>> published = OfficialPublication(dt.date(2025, 12, 26))
    >>> act = Act(date=dt.date(2025, 12, 22), publications=(published,),
    ...           commencements=(Commencement(rule),))
    >>> entries = compute(act, law)
    >>> [state_on(dt.date(2026, 1, d), act, entries, law).value.value for d in (5, 6)]
    ['published_not_in_force', 'in_force']
    """
    entry = _entry_for(entries, provisions)
    kind, until, dates = _state(day, act, entry, law, known, provisions)
    end = _end(entry, known, provisions)
    if end is not None and end > day and kind is not StateKind.DRAFT:
        until = end if until is None else min(until, end)  # whatever it is, it ends there
    reason = entry.reason if kind is StateKind.UNKNOWN and entry is not None else None
    return State(kind, law.term(kind.value, language), until, dates, reason)


_Found = tuple[StateKind, dt.date | None, tuple[dt.date, ...]]


def _entry_for(entries: Sequence[EntryIntoForce], provisions: str | None) -> EntryIntoForce | None:
    """Return the entry of the provisions, or the main one where none is theirs."""
    own = next((entry for entry in entries if entry.provisions == provisions), None)
    if own is not None or provisions is None:
        return own if own is not None else next(iter(entries), None)
    return next((entry for entry in entries if entry.provisions is None), None)


def _state(
    day: dt.date,
    act: Act,
    entry: EntryIntoForce | None,
    law: Jurisdiction,
    known: Known,
    provisions: str | None,
) -> _Found:
    if known.draft:
        return StateKind.DRAFT, None, ()
    if act.date is not None and day < act.date:
        return StateKind.DRAFT, act.date, ()
    end = _end(entry, known, provisions)
    if end is not None and end <= day:
        return StateKind.NO_LONGER_IN_FORCE, None, ()
    if _unregistered(day, act, entry, law, known):
        registered = None if act.registration is None else act.registration.date
        return StateKind.SIGNED_NOT_REGISTERED, registered, ()
    first = _first_days(entry, law)
    if entry is None or entry.on is None or not first:
        return _without_date(day, act, law, known)
    if day < first[0]:
        return _before(day, act, law, known, first[0])
    if day < first[-1]:
        return StateKind.DISPUTED, first[-1], first
    for suspension in known.suspensions:
        covers = suspension.provisions in (None, provisions)
        begun = suspension.start <= day
        if covers and begun and (suspension.until is None or day < suspension.until):
            return StateKind.SUSPENDED, suspension.until, ()
    mine = (s for s in known.suspensions if s.provisions in (None, provisions))
    return StateKind.IN_FORCE, min((s.start for s in mine if s.start > day), default=None), ()


def _end(entry: EntryIntoForce | None, known: Known, provisions: str | None) -> dt.date | None:
    ends = [ending.on for ending in known.endings if ending.provisions in (None, provisions)]
    if entry is not None and entry.ends_on is not None:
        ends.append(entry.ends_on)
    return min(ends, default=None)


def _unregistered(
    day: dt.date, act: Act, entry: EntryIntoForce | None, law: Jurisdiction, known: Known
) -> bool:
    """Say whether an act still lacked registration on a day (LPA 35-1)."""
    if known.decided(Fact.ENTRY) is not None or known.exemption is not None:
        return False
    if act.registration is not None:
        return act.registration.date is not None and day < act.registration.date
    if not known.official_text or (entry is not None and entry.on is not None):
        return False
    return must_register(act, law) and exemption(act, law) is None


def _first_days(entry: EntryIntoForce | None, law: Jurisdiction) -> tuple[dt.date, ...]:
    """Return the first day of effect, with those of the readings that dispute it, in order."""
    if entry is None or entry.on is None:
        return ()
    days = {entry.on}
    if entry.confidence is Confidence.DISPUTED:
        days |= {
            other.on
            for other in entry.alternatives
            if other.rule is not None and law.rule(other.rule).disputes
        }
    return tuple(sorted(days))


def _published_on(act: Act, law: Jurisdiction, known: Known) -> dt.date | None:
    decision = known.decided(Fact.PUBLICATION)
    return first_publication(act, law).date if decision is None else decision.on


def _before(day: dt.date, act: Act, law: Jurisdiction, known: Known, first: dt.date) -> _Found:
    published = _published_on(act, law, known)
    if published is None or day < published:
        ahead = [d for d in (published, first) if d is not None and d > day]
        return StateKind.AWAITING_PUBLICATION, min(ahead, default=None), ()
    return StateKind.PUBLISHED_NOT_IN_FORCE, first, ()


def _without_date(day: dt.date, act: Act, law: Jurisdiction, known: Known) -> _Found:
    """An act without a day: awaiting publication for the lawful term, then unknown (LPA 37(3))."""
    published = _published_on(act, law, known)
    if published is not None:
        if day < published:
            return StateKind.AWAITING_PUBLICATION, published, ()
        return StateKind.UNKNOWN, None, ()
    force = act.registration.date if act.registration is not None else act.date
    rule = law.named("PUB-30")
    if act.publications or force is None or rule.days is None or not rule.covers(force):
        return StateKind.UNKNOWN, None, ()
    late = plus_days(force, rule.days + 1)
    if late is not None and day < late:
        return StateKind.AWAITING_PUBLICATION, late, ()
    return StateKind.UNKNOWN, None, ()
