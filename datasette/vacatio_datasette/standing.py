"""Where an act stands on a day: computed when asked, from the dates in the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vacatio_datasette.speech import Speech


class State(StrEnum):
    """The states a reader must tell apart; «not yet» is never «no longer»."""

    UNPUBLISHED = "unpublished"
    UNKNOWN = "unknown"
    NOT_YET = "not_yet"
    DISPUTED = "disputed"
    IN_FORCE = "in_force"
    ENDED = "ended"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Entry:
    """The days of one commencement: the one shown, and those of other readings."""

    whole: bool
    on: dt.date | None
    others: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A state and the sentences that say it."""

    state: State
    sentences: tuple[str, ...]


def standing(
    day: dt.date,
    entries: Sequence[Entry],
    say: Speech,
    *,
    published: bool,
    ends_on: dt.date | None = None,
    repealed_on: dt.date | None = None,
    reason: str | None = None,
) -> Standing:
    """Say where an act stands on a day.

    ``ends_on`` and ``repealed_on`` are the first days without force. Between two readings the
    state is disputed, never plainly in force (both days are shown, the earlier one is safe).
    """
    main = next((entry for entry in entries if entry.whole), None)
    if repealed_on is not None and repealed_on <= day:
        return Standing(State.REPEALED, (say("state.repealed", day=repealed_on),))
    if ends_on is not None and ends_on <= day:
        return Standing(State.ENDED, (say("state.ended", day=ends_on),))
    state, first = _opening(day, main, say, published=published, reason=reason)
    sentences = [first]
    parts = sorted(entry.on for entry in entries if not entry.whole and entry.on is not None)
    if parts and state is State.IN_FORCE and parts[-1] > day:
        sentences.append(say("state.later_parts", day=parts[-1]))
    if parts and state is not State.IN_FORCE and parts[0] <= day:
        sentences.append(say("state.earlier_parts", day=parts[0]))
    ending = min((each for each in (ends_on, repealed_on) if each is not None), default=None)
    if ending is not None:
        sentences.append(say("state.ends_soon", day=ending - dt.timedelta(days=1)))
    return Standing(state, tuple(sentences))


def _opening(
    day: dt.date, main: Entry | None, say: Speech, *, published: bool, reason: str | None
) -> tuple[State, str]:
    if main is None or main.on is None:
        if not published:
            return State.UNPUBLISHED, say("state.unpublished")
        return State.UNKNOWN, say("state.unknown", reason=reason or "").strip()
    days = sorted({main.on, *main.others})
    if len(days) > 1 and days[0] <= day < days[-1]:
        return State.DISPUTED, say("state.disputed", first=days[0], last=days[-1])
    if main.on <= day:
        return State.IN_FORCE, say("state.in_force", day=main.on)
    return State.NOT_YET, say("state.not_yet", day=main.on)
