"""From a base day and a term to the first day of effect, with the other readings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from vacatio_calendar.bases import Base, Case, base_of
from vacatio_calendar.counting import plus_days, plus_months
from vacatio_calendar.derivation import alternative, step
from vacatio_calendar.known import Fact
from vacatio_calendar.law import Jurisdiction, LegalRule
from vacatio_calendar.model import Alternative, Language, Rule, RuleKind, Step, Unit
from vacatio_calendar.workdays import is_working, reason_unknown

_BEYOND = "the term ends beyond the year 9999"


@dataclass(frozen=True, slots=True)
class Counted:
    """The day a rule gives, how it was counted, and what else it might be."""

    on: dt.date | None
    fact: Fact
    steps: tuple[Step, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    reason: str | None = None
    certain: bool = False


#: The rule a bare day is taken by, where the clause has no term.
_DAY_ITSELF = {
    RuleKind.FROM_PUBLICATION: "KZ-CLS-FROM-PUB",
    RuleKind.UPON_SIGNING: "KZ-CLS-SIGN",
    RuleKind.FROM_ADOPTION: "KZ-CLS-ADOPT",
    RuleKind.AFTER_REGISTRATION: "KZ-CLS-REG",
    RuleKind.WITH_OTHER_ACT: "KZ-CLS-OTHER",
    RuleKind.AFTER_EVENT: "KZ-CLS-EVENT",
}


def count(rule: Rule, case: Case, default: LegalRule | None = None) -> Counted:
    """Count the first day of effect that a rule gives.

    Args:
        rule: what the clause says, or what the law says for a silent act.
        case: the act with all that is known.
        default: the row of the law that supplied the rule, named in the last step.
    """
    base = base_of(rule, case)
    if base.on is None:
        return _without_base(rule, base, case)
    if rule.kind is RuleKind.FIXED_DATE:
        return Counted(base.on, base.fact, base.steps, certain=base.certain)
    if not rule.value:
        return _day_itself(rule, base, base.on, case, default)
    if rule.unit is None or rule.value < 0:
        return Counted(None, base.fact, base.steps, reason="the term is not known")
    return _after_term(rule, rule.value, rule.unit, base, base.on, case, default)


def _without_base(rule: Rule, base: Base, case: Case) -> Counted:
    """Give no date, but show what each day that was not chosen would give."""
    others = tuple(_by_rivals(rule, base, case))
    return Counted(None, base.fact, alternatives=others, reason=base.reason)


def _day_itself(
    rule: Rule, base: Base, day: dt.date, case: Case, default: LegalRule | None
) -> Counted:
    law = case.law
    if rule.kind is RuleKind.AFTER_PUBLICATION:  # "after the day of publication", no term
        on = plus_days(day, 1)
        if on is None:
            return Counted(None, base.fact, base.steps, reason=_BEYOND)
        by, op = default or law.rule("KZ-CLS-AFTER-DAY"), "next_day"
    else:
        on, by, op = day, default or law.rule(_DAY_ITSELF[rule.kind]), "same_day"
    last = step(law, by, op, on, ("base", day))
    others = tuple(_by_rivals(rule, base, case)) if base.rivals else ()
    return Counted(on, base.fact, (*base.steps, last), others, certain=base.certain)


def _after_term(
    rule: Rule,
    value: int,
    unit: Unit,
    base: Base,
    day: dt.date,
    case: Case,
    default: LegalRule | None,
) -> Counted:
    law = case.law
    steps = list(base.steps)
    from_day = ("base", day)
    match unit:
        case Unit.CALENDAR_DAYS | Unit.DAYS:
            if unit is Unit.DAYS:
                steps.append(step(law, law.rule("KZ-CNT-UNSAID"), "days_unsaid", day, from_day))
            by, op, name = law.rule("KZ-CNT-FORMULA"), "plus_days", "days"
            closing = "KZ-CLS-AFTER-N"
        case Unit.WORKING_DAYS:
            by, op, name = law.rule("KZ-CLS-WD"), "plus_working_days", "days"
            closing = "KZ-CLS-WD"
        case Unit.MONTHS:
            by, op, name = law.rule("KZ-CNT-MONTH"), "plus_months", "months"
            closing = "KZ-CLS-AFTER-MONTHS"
        case Unit.YEARS:
            by, op, name = law.rule("KZ-CNT-YEARWEEK"), "plus_years", "years"
            closing = "KZ-CNT-YEARWEEK"
        case _:
            assert_never(unit)
    last = last_day(day, value, unit, case)
    on = None if last is None else plus_days(last, 1)
    if last is None or on is None:
        return Counted(None, base.fact, tuple(steps), reason=_why(day, value, unit, case))
    inputs: list[tuple[str, str | int | dt.date]] = [from_day, (name, value)]
    if unit is Unit.WORKING_DAYS and case.known.known_on is not None:
        inputs.append(("known_on", case.known.known_on))
    steps.append(step(law, by, op, last, *inputs))
    if not rule.names_day or rule.kind is RuleKind.FROM_PUBLICATION:
        closing = "KZ-CLS-AFTER-N-OLD"
    ending = default or law.rule(closing)
    steps.append(step(law, ending, "next_day", on, ("base", last)))
    others = tuple(_readings(rule, value, unit, day, last, on, case))
    if base.rivals:
        others = (*others, *_by_rivals(rule, base, case))
    return Counted(on, base.fact, tuple(steps), others, certain=base.certain)


def last_day(day: dt.date, value: int, unit: Unit, case: Case) -> dt.date | None:
    """Return the last day of a term by the main reading, or None where it cannot be counted."""
    match unit:
        case Unit.CALENDAR_DAYS | Unit.DAYS:
            return plus_days(day, value)
        case Unit.WORKING_DAYS:
            return working_day(day, value, case.law, case.known.known_on)
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
    current, left = day, value
    while left:
        following = plus_days(current, 1)
        working = None if following is None else is_working(following, law, known_on=known_on)
        if following is None or working is None:
            return None
        current, left = following, left - working
    return current


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
    return alternative(law.rule("KZ-CNT-ROLL"), moved, reading)


def _why(day: dt.date, value: int, unit: Unit, case: Case) -> str:
    if unit is not Unit.WORKING_DAYS:
        return _BEYOND
    current: dt.date | None = day
    while current is not None:
        current = plus_days(current, 1)
        why = None if current is None else reason_unknown(current, case.law)
        if why is not None:
            return why
    return _BEYOND


def _readings(
    rule: Rule, value: int, unit: Unit, day: dt.date, last: dt.date, on: dt.date, case: Case
) -> Iterator[Alternative]:
    """Yield the other readings of the same term from the same base day."""
    law = case.law
    open_wording = not rule.names_day or rule.kind is RuleKind.FROM_PUBLICATION
    if open_wording and case.known.language is not Language.EN:
        reading = f"counting {day} itself as the first day of the term"
        yield alternative(law.rule("KZ-CLS-AFTER-N-OLD"), last, reading)
    if unit in (Unit.MONTHS, Unit.YEARS):
        start = plus_days(day, 1)
        end = None if start is None else last_day(start, value, unit, case)
        after = None if end is None else plus_days(end, 1)
        if after is not None and after != on:
            rule_id = "KZ-CNT-MONTH" if unit is Unit.MONTHS else "KZ-CNT-YEARWEEK"
            reading = f"counting the term from {start}, the day after the base day (LPA 14(3))"
            yield alternative(law.rule(rule_id), after, reading)
    later = None if unit is Unit.WORKING_DAYS else rolled(last, law, case.known.known_on)
    if later is not None:
        yield later


def _by_rivals(rule: Rule, base: Base, case: Case) -> Iterator[Alternative]:
    """Yield what the days that were not chosen would give by the same rule."""
    for day, note, rule_id in base.rivals:
        on = _plain(rule, day, case)
        if on is not None:
            yield alternative(case.law.rule(rule_id), on, f"counting from {day} ({note})")


def _plain(rule: Rule, day: dt.date, case: Case) -> dt.date | None:
    """Count by the main reading from another base day."""
    if not rule.value:
        return plus_days(day, 1) if rule.kind is RuleKind.AFTER_PUBLICATION else day
    if rule.unit is None or rule.value < 0:
        return None
    last = last_day(day, rule.value, rule.unit, case)
    return None if last is None else plus_days(last, 1)
