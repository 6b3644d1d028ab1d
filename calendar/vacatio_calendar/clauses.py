"""From the rule of a clause to the day it gives, with all the days it might give instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vacatio_calendar.bases import Base, Case, base_of
from vacatio_calendar.counting import plus_days
from vacatio_calendar.derivation import alternative, step
from vacatio_calendar.known import Fact
from vacatio_calendar.law import LegalRule
from vacatio_calendar.model import Alternative, Language, Rule, RuleKind, Step
from vacatio_calendar.terms import BEYOND, last_day, reckon


@dataclass(frozen=True, slots=True)
class Counted:
    """The day a rule gives, how it was counted, and what else it might be.

    ``fact`` is what the count rests on beside the clause; it is ``certain`` where a decision
    or two independent sources give it.
    """

    on: dt.date | None
    fact: Fact
    steps: tuple[Step, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    reason: str | None = None
    certain: bool = False


#: The rule a bare day is taken by, where the clause has no term.
_DAY_ITSELF = {
    RuleKind.FROM_PUBLICATION: "CLS-FROM-PUB",
    RuleKind.UPON_SIGNING: "CLS-SIGN",
    RuleKind.FROM_ADOPTION: "CLS-ADOPT",
    RuleKind.AFTER_REGISTRATION: "CLS-REG",
    RuleKind.WITH_OTHER_ACT: "CLS-OTHER",
    RuleKind.AFTER_EVENT: "CLS-EVENT",
}


def count(rule: Rule, case: Case, default: LegalRule | None = None) -> Counted:
    """Count the first day of effect that a rule gives.

    Args:
        rule: what the clause says, or what the law says for a silent act.
        case: the act with all that is known.
        default: the row of the law that supplied the rule, named in the last step.
    """
    counted = _count(rule, case, default)
    floor = rule.not_before
    return counted if floor is None else _raised(counted, floor, case)


def _raised(counted: Counted, floor: dt.date, case: Case) -> Counted:
    """Bring every day that was counted up to the earliest day the clause allows."""
    others = tuple(replace(other, on=max(other.on, floor)) for other in counted.alternatives)
    if counted.on is None:
        return replace(counted, alternatives=others)
    row, on = case.law.named("CLS-NOT-BEFORE"), max(counted.on, floor)
    last = step(case.law, row, "not_before", on, ("base", counted.on), ("date", floor))
    return replace(counted, on=on, steps=(*counted.steps, last), alternatives=others)


def _count(rule: Rule, case: Case, default: LegalRule | None) -> Counted:
    base = base_of(rule, case)
    day = base.on
    if day is None:
        others = tuple(_by_rivals(rule, base, case))
        return Counted(None, base.fact, alternatives=others, reason=base.reason)
    if rule.kind is RuleKind.FIXED_DATE:
        return Counted(day, base.fact, base.steps, certain=base.certain)
    if not rule.value:
        return _day_itself(rule, base, day, case, default)
    if rule.unit is None or rule.value < 0:
        return Counted(None, base.fact, base.steps, reason="the term is not known")
    unsaid = _open(rule, case)
    found = reckon(case.law, day, rule.value, rule.unit, unsaid, default, case.known.known_on)
    others = found.others
    if base.rivals:
        others = (*others, *_by_rivals(rule, base, case))
    steps = (*base.steps, *found.steps)
    return Counted(found.on, base.fact, steps, others, found.reason, base.certain)


def _open(rule: Rule, case: Case) -> bool:
    """Say whether the wording leaves open that the base day counts; a translation cannot."""
    unsaid = not rule.names_day or rule.kind is RuleKind.FROM_PUBLICATION
    return unsaid and case.known.language is not Language.EN


def _day_itself(
    rule: Rule, base: Base, day: dt.date, case: Case, default: LegalRule | None
) -> Counted:
    law = case.law
    if rule.kind is RuleKind.AFTER_PUBLICATION:  # "after the day of publication", no term
        on = plus_days(day, 1)
        if on is None:
            return Counted(None, base.fact, base.steps, reason=BEYOND)
        by, op = default or law.named("CLS-AFTER-DAY"), "next_day"
    else:
        on, by, op = day, default or law.named(_DAY_ITSELF[rule.kind]), "same_day"
    last = step(law, by, op, on, ("base", day))
    others = tuple(_by_rivals(rule, base, case)) if base.rivals else ()
    return Counted(on, base.fact, (*base.steps, last), others, certain=base.certain)


def _by_rivals(rule: Rule, base: Base, case: Case) -> Iterator[Alternative]:
    """Yield what the days that were not chosen would give by the same rule."""
    for day, note, shown_under in base.rivals:
        on = _plain(rule, day, case)
        if on is not None:
            yield alternative(shown_under, on, f"counting from {day} ({note})")


def _plain(rule: Rule, day: dt.date, case: Case) -> dt.date | None:
    """Count by the main reading from another base day."""
    if not rule.value:
        return plus_days(day, 1) if rule.kind is RuleKind.AFTER_PUBLICATION else day
    if rule.unit is None or rule.value < 0:
        return None
    last = last_day(day, rule.value, rule.unit, case.law, case.known.known_on)
    return None if last is None else plus_days(last, 1)
