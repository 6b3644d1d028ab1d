"""A term and its readings: from the day it runs from to the first day after its last."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from vacatio_calendar.counting import plus_days, plus_months
from vacatio_calendar.derivation import alternative, step
from vacatio_calendar.law import Jurisdiction, LegalRule
from vacatio_calendar.model import Alternative, Step, Unit
from vacatio_calendar.workcalendar import calendar_of
from vacatio_calendar.workdays import is_working, reason_unknown

#: Why a term may have no last day, whatever its unit.
BEYOND = "the term ends beyond the year 9999"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The first day after a term, with the steps from its base day and the other readings."""

    on: dt.date | None
    steps: tuple[Step, ...] = ()
    others: tuple[Alternative, ...] = ()
    reason: str | None = None


@lru_cache(maxsize=65536)
def reckon(
    law: Jurisdiction,
    day: dt.date,
    value: int,
    unit: Unit,
    open_wording: bool = False,
    ending: LegalRule | None = None,
    known_on: dt.date | None = None,
) -> Reckoned:
    """Count a term from a base day.

    Args:
        law: the law to count by.
        day: the base day; the term runs from the day after it (LPA 14(3)).
        value: how many units, at least 1.
        unit: what is counted.
        open_wording: the wording leaves open whether the base day counts.
        ending: the row of the law that supplied the term of a silent act.
        known_on: the day whose knowledge of days off is used.

    Equal terms are one value: most acts of a day state the same one.
    """
    last = last_day(day, value, unit, law, known_on)
    on = None if last is None else plus_days(last, 1)
    if last is None or on is None:
        return Reckoned(None, reason=_why(day, unit, law))
    steps: list[Step] = []
    if unit is Unit.DAYS:
        steps.append(step(law, law.named("CNT-UNSAID"), "days_unsaid", day, ("base", day)))
    by, op, name, closing = _under(unit)
    inputs: list[tuple[str, str | int | dt.date]] = [("base", day), (name, value)]
    if unit is Unit.WORKING_DAYS and known_on is not None:
        inputs.append(("known_on", known_on))
    steps.append(step(law, law.named(by), op, last, *inputs))
    final = ending or law.named("CLS-AFTER-N-OLD" if open_wording else closing)
    steps.append(step(law, final, "next_day", on, ("base", last)))
    others: list[Alternative] = []
    if open_wording:
        reading = f"counting {day} itself as the first day of the term"
        others.append(alternative(law.named("CLS-AFTER-N-OLD"), last, reading))
    others.extend(_from_next_day(day, value, unit, on, law))
    moved = None if unit is Unit.WORKING_DAYS else rolled(last, law, known_on)
    if moved is not None:
        others.append(moved)
    return Reckoned(on, tuple(steps), tuple(others))


def _under(unit: Unit) -> tuple[str, str, str, str]:
    """Return the rule, the operation, its input and the closing rule of a unit."""
    match unit:
        case Unit.CALENDAR_DAYS | Unit.DAYS:
            return "CNT-FORMULA", "plus_days", "days", "CLS-AFTER-N"
        case Unit.WORKING_DAYS:
            return "CLS-WD", "plus_working_days", "days", "CLS-WD"
        case Unit.MONTHS:
            return "CNT-MONTH", "plus_months", "months", "CLS-AFTER-MONTHS"
        case Unit.YEARS:
            return "CNT-YEARWEEK", "plus_years", "years", "CNT-YEARWEEK"
        case _:
            assert_never(unit)


def last_day(
    day: dt.date, value: int, unit: Unit, law: Jurisdiction, known_on: dt.date | None
) -> dt.date | None:
    """Return the last day of a term by the main reading, or None where it cannot be counted."""
    match unit:
        case Unit.CALENDAR_DAYS | Unit.DAYS:
            return plus_days(day, value)
        case Unit.WORKING_DAYS:
            return working_day(day, value, law, known_on)
        case Unit.MONTHS:
            return plus_months(day, value)
        case Unit.YEARS:
            return plus_months(day, 12 * value)
        case _:
            assert_never(unit)


def working_day(
    day: dt.date, value: int, law: Jurisdiction, known_on: dt.date | None
) -> dt.date | None:
    """Return the working day a number of working days later, or None past the decreed years."""
    calendar = calendar_of(law.code)
    if calendar is None or day < calendar.since - _DAY:
        return None
    worked = _worked(law, known_on)
    position = bisect_right(worked, day) + value - 1
    return worked[position] if position < len(worked) else None


@lru_cache(maxsize=64)
def _worked(law: Jurisdiction, known_on: dt.date | None) -> tuple[dt.date, ...]:
    """List all working days of the calendar, in order, as it was known on a day."""
    calendar = calendar_of(law.code)
    if calendar is None:
        return ()
    every = (
        calendar.since + number * _DAY for number in range((calendar.until - calendar.since).days)
    )
    return tuple(day for day in every if is_working(day, law, known_on=known_on))


@lru_cache(maxsize=65536)
def rolled(last: dt.date, law: Jurisdiction, known_on: dt.date | None) -> Alternative | None:
    """Return the reading that moves a term's last day off a day off (LPA 14(3) part 2)."""
    if is_working(last, law, known_on=known_on) is not False:
        return None
    later = working_day(last, 1, law, known_on)
    moved = None if later is None else plus_days(later, 1)
    if moved is None:
        return None
    reading = f"moving the last day off {last}, a day off, to {later}"
    return alternative(law.named("CNT-ROLL"), moved, reading)


def _from_next_day(
    day: dt.date, value: int, unit: Unit, on: dt.date, law: Jurisdiction
) -> Iterator[Alternative]:
    """Yield the second reading of months and years: from the day after the base day."""
    if unit not in (Unit.MONTHS, Unit.YEARS):
        return
    start = plus_days(day, 1)
    end = None if start is None else last_day(start, value, unit, law, None)
    after = None if end is None else plus_days(end, 1)
    if after is not None and after != on:
        rule = law.named("CNT-MONTH" if unit is Unit.MONTHS else "CNT-YEARWEEK")
        reading = f"counting the term from {start}, the day after the base day (LPA 14(3))"
        yield alternative(rule, after, reading)


def _why(day: dt.date, unit: Unit, law: Jurisdiction) -> str:
    """Say why a term has no last day."""
    first = plus_days(day, 1) if unit is Unit.WORKING_DAYS else None
    if first is None:
        return BEYOND
    calendar = calendar_of(law.code)
    end = first if calendar is None else calendar.until
    return reason_unknown(first, law) or reason_unknown(end, law) or BEYOND
