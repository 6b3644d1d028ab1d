"""Where an act stands on a day: the calendar says it, and the page adds the days it turns on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vacatio_calendar import Jurisdiction, Known, State, StateKind, Suspension, carried_by, state_on
from vacatio_calendar.model import Confidence, EntryIntoForce
from vacatio_calendar.units import Cover, provision_paths
from vacatio_datasette.law_pages import remarked
from vacatio_datasette.legal_values import Legal
from vacatio_datasette.speech import Speech


@dataclass(frozen=True, slots=True)
class Part:
    """The state of some provisions that have a day, or a suspension, of their own."""

    provisions: str
    state: StateKind
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of an act on a day, the sentences that say it, and the states of its parts."""

    day: dt.date
    state: StateKind
    sentences: tuple[str, ...]
    parts: tuple[Part, ...] = ()

    @property
    def mark(self) -> StateKind:
        """Give what the page is marked by: an act suspended in part is not plainly in force."""
        suspended = any(part.state is StateKind.SUSPENDED for part in self.parts)
        if self.state is StateKind.IN_FORCE and suspended:
            return StateKind.SUSPENDED
        return self.state


def standing(day: dt.date, legal: Legal, law: Jurisdiction, say: Speech) -> Standing:
    """Say where an act and its parts stand on a day, as far as is known now."""
    main = next((entry for entry in legal.entries if entry.provisions is None), None)
    whole = main or legal.entries[0]
    state = state_on(day, legal.act, legal.entries, law, legal.known, language=say.language)
    parts = tuple(_parts(day, legal, whole, law, say))
    suspended = [part.provisions for part in parts if part.state is StateKind.SUSPENDED]
    sentences = [*_sentences(day, state, whole, legal, say, None)]
    if suspended and state.value is StateKind.IN_FORCE:
        sentences.append(say("state.part_suspended", provisions="; ".join(suspended)))
    sentences += _staged(day, state, legal.entries, say)
    return Standing(day, state.value, tuple(sentences), parts)


def _parts(
    day: dt.date, legal: Legal, whole: EntryIntoForce, law: Jurisdiction, say: Speech
) -> Iterator[Part]:
    """Say the state of each staged set of provisions, and of each set that is suspended."""
    staged = [entry.provisions for entry in legal.entries if entry.provisions is not None]
    suspended = [
        each.provisions
        for each in legal.known.suspensions
        if each.provisions is not None and (each.until is None or day < each.until)
    ]
    for provisions in dict.fromkeys([*staged, *suspended]):
        own = next((entry for entry in legal.entries if entry.provisions == provisions), None)
        entry = own or carried_by(provisions, legal.entries) or whole
        entry = replace(entry, provisions=provisions)
        known = _narrowed(legal.known, provisions)
        asked = replace(legal, entries=(entry,), known=known)
        state = state_on(
            day, asked.act, (entry,), law, known, provisions=provisions, language=say.language
        )
        yield Part(
            provisions, state.value, tuple(_sentences(day, state, entry, asked, say, provisions))
        )


def _narrowed(known: Known, provisions: str) -> Known:
    """Name provisions in each suspension that surely covers them, however it words them."""
    return replace(
        known,
        suspensions=tuple(
            replace(each, provisions=provisions) if _covers(each, provisions) else each
            for each in known.suspensions
        ),
    )


def _covers(suspension: Suspension, provisions: str) -> bool:
    if suspension.provisions is None:
        return False
    mine, theirs = provision_paths(suspension.provisions), provision_paths(provisions)
    if not mine or not theirs:
        return False
    return all(any(one.covers(other) is Cover.YES for one in mine) for other in theirs)


def _sentences(
    day: dt.date,
    state: State,
    entry: EntryIntoForce,
    legal: Legal,
    say: Speech,
    provisions: str | None,
) -> Iterator[str]:
    """Say the state in the words of the glossary, then the days it turns on."""
    yield state.sentence
    known = legal.known
    ends = _ends(entry, known, provisions)
    match state.value:
        case StateKind.DRAFT:
            if legal.act.date is not None and day < legal.act.date:
                yield say("state.signed_later", day=legal.act.date)
        case StateKind.SIGNED_NOT_REGISTERED:
            if state.until is not None:
                yield say("state.registered_later", day=state.until)
        case StateKind.AWAITING_PUBLICATION | StateKind.PUBLISHED_NOT_IN_FORCE:
            if entry.on is not None:
                yield _applies(entry, entry.on, "state.not_yet", say)
        case StateKind.IN_FORCE:
            if entry.on is not None:
                yield _applies(entry, entry.on, "state.in_force", say)
        case StateKind.DISPUTED:
            yield say("state.disputed", first=state.dates[0], last=state.dates[-1])
        case StateKind.SUSPENDED:
            pass  # its days are said below, as are those of one to come
        case StateKind.NO_LONGER_IN_FORCE:
            repealed = any(ending.on == ends for ending in known.endings)
            if ends is not None:
                yield say("state.repealed" if repealed else "state.ended", day=ends)
            return
        case StateKind.UNKNOWN:
            if state.reason:
                yield f"{say('act.reason')}: {remarked(state.reason, say).rstrip('.')}."
    if entry.on is not None and entry.applies_from is not None and entry.applies_from < entry.on:
        yield say("state.reaches_back", day=entry.applies_from)
    for each in known.suspensions:
        if each.provisions in (None, provisions) and (each.until is None or day < each.until):
            key = "state.suspended" if each.until else "state.suspended_open"
            yield say(key, first=each.start, day=each.until or each.start)
    if ends is not None:
        yield say("state.ends_soon", day=ends - dt.timedelta(days=1))


def _applies(entry: EntryIntoForce, on: dt.date, key: str, say: Speech) -> str:
    """Say the first day, or the days of all readings where they differ."""
    days = {on}
    if entry.confidence is Confidence.DISPUTED and key == "state.not_yet":
        days |= {other.on for other in entry.alternatives}
    if len(days) > 1:
        return say("state.disputed", first=min(days), last=max(days))
    return say(key, day=on)


def _ends(entry: EntryIntoForce, known: Known, provisions: str | None) -> dt.date | None:
    ends = [ending.on for ending in known.endings if ending.provisions in (None, provisions)]
    return min([*ends, entry.ends_on] if entry.ends_on else ends, default=None)


def _staged(
    day: dt.date, state: State, entries: tuple[EntryIntoForce, ...], say: Speech
) -> Iterator[str]:
    """Say that more comes later, or that some came before."""
    parts = sorted(each.on for each in entries if each.provisions is not None and each.on)
    if parts and state.value is StateKind.IN_FORCE and parts[-1] > day:
        yield say("state.later_parts", day=parts[-1])
    if parts and state.value is StateKind.PUBLISHED_NOT_IN_FORCE and parts[0] <= day:
        yield say("state.earlier_parts", day=parts[0])
