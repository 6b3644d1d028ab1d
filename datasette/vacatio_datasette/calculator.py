"""The calculator: a day of application from a term, and the last day of a duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from vacatio_calendar import VacatioError, compute, deadline
from vacatio_calendar.model import (
    Act,
    ActType,
    Commencement,
    EntryIntoForce,
    OfficialPublication,
    Registration,
    Rule,
    RuleKind,
    Step,
    Unit,
)
from vacatio_datasette.law_pages import law, remarked, worded
from vacatio_datasette.speech import Speech

E = TypeVar("E", bound=StrEnum)

#: What can be asked for: the kinds whose inputs are a day and a term.
KINDS = (
    RuleKind.AFTER_PUBLICATION,
    RuleKind.FROM_PUBLICATION,
    RuleKind.FIXED_DATE,
    RuleKind.UPON_SIGNING,
    RuleKind.AFTER_REGISTRATION,
    RuleKind.DEFAULT,
)
TYPES = (
    ActType.LAW,
    ActType.CODE,
    ActType.CONSTITUTIONAL_LAW,
    ActType.DECREE,
    ActType.RESOLUTION,
    ActType.ORDER,
    ActType.DECISION,
)
UNITS = (
    Unit.CALENDAR_DAYS,
    Unit.WORKING_DAYS,
    Unit.DAYS,
    Unit.MONTHS,
    Unit.YEARS,
)
#: A term longer than this is a slip of the hand.
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One step of an answer in words."""

    text: str
    rule: str
    basis: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question of the calculator gives."""

    on: dt.date | None
    reason: str | None
    lines: tuple[Line, ...]
    others: tuple[tuple[dt.date, str, str], ...] = ()
    certainty: str | None = None
    confidence: str | None = None


class Unreadable(VacatioError):
    """A field of the form holds what cannot be read."""

    def __init__(self, name: str, value: str) -> None:
        """Keep the field and what stood in it."""
        self.name = name
        self.value = value
        super().__init__(f"{name}: {value[:80]!r}")


def applies(asked: Mapping[str, str], say: Speech) -> Answer | None:
    """Answer "When does it apply?"; ``None`` where nothing was asked."""
    if not any(asked.get(name) for name in ("published", "adopted", "registered", "date")):
        return None
    kind = _choice(RuleKind, asked, "rule", RuleKind.AFTER_PUBLICATION)
    value = _number(asked, "value")
    unit = _choice(Unit, asked, "unit", Unit.CALENDAR_DAYS) if value is not None else None
    published, registered = _day(asked, "published"), _day(asked, "registered")
    timed = kind in (
        RuleKind.AFTER_PUBLICATION,
        RuleKind.FROM_PUBLICATION,
        RuleKind.AFTER_REGISTRATION,
    )
    act = Act(
        type=_choice(ActType, asked, "type", ActType.LAW),
        date=_day(asked, "adopted"),
        publications=(OfficialPublication(published),) if published else (),
        registration=Registration(None, registered) if registered else None,
        commencements=(
            Commencement(
                Rule(
                    kind,
                    value=value if timed else None,
                    unit=unit if timed else None,
                    date=_day(asked, "date") if kind is RuleKind.FIXED_DATE else None,
                )
            ),
        ),
    )
    [entry] = compute(act, law())
    return _answer(entry, say)


def until(asked: Mapping[str, str], say: Speech) -> Answer | None:
    """Answer "Until when must I act?"; ``None`` where nothing was asked."""
    start, value = _day(asked, "from"), _number(asked, "term")
    if start is None or value is None:
        return None
    unit = _choice(Unit, asked, "term_unit", Unit.WORKING_DAYS)
    found = deadline(value, unit, start, law(), week=6 if asked.get("week") == "6" else 5)
    return Answer(found.on, found.reason, tuple(_line(step, say) for step in found.steps))


def _answer(entry: EntryIntoForce, say: Speech) -> Answer:
    return Answer(
        on=entry.on,
        reason=entry.reason,
        lines=tuple(_line(step, say) for step in entry.steps),
        others=tuple(
            (other.on, remarked(other.reading, say), other.basis) for other in entry.alternatives
        ),
        certainty=entry.certainty,
        confidence=entry.confidence,
    )


def _line(step: Step, say: Speech) -> Line:
    text = worded(step.op, dict(step.inputs), step.on, step.text, say)
    return Line(text, step.rule, step.basis, step.on)


def _day(asked: Mapping[str, str], name: str) -> dt.date | None:
    value = (asked.get(name) or "").strip()
    if not value:
        return None
    try:
        day = dt.date.fromisoformat(value)
    except ValueError as error:
        raise Unreadable(name, value) from error
    return day


def _number(asked: Mapping[str, str], name: str) -> int | None:
    value = (asked.get(name) or "").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:9]) <= LONGEST:
        raise Unreadable(name, value)
    return int(value)


def _choice(kinds: type[E], asked: Mapping[str, str], name: str, default: E) -> E:
    value = (asked.get(name) or "").strip()
    if not value:
        return default
    try:
        return kinds(value)
    except ValueError as error:
        raise Unreadable(name, value) from error
