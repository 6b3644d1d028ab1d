"""The day a rule counts from: publication, adoption, registration, another act, an event."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from vacatio_calendar.derivation import step
from vacatio_calendar.identity import act_id
from vacatio_calendar.known import Decision, Fact, Known
from vacatio_calendar.law import Jurisdiction, LegalRule
from vacatio_calendar.model import Act, Confidence, Rule, RuleKind, Step
from vacatio_calendar.publication import FirstPublication, OtherPublication, too_early

_WAITS = "the act it depends on"


@dataclass(frozen=True, slots=True)
class Base:
    """A base day with its steps, or the reason why it is not known.

    ``rivals`` are other days it might be, each with a note and the rule it is shown under.
    ``certain`` is true where a decision or two independent sources give it.
    """

    on: dt.date | None
    fact: Fact
    steps: tuple[Step, ...] = ()
    reason: str | None = None
    rivals: tuple[tuple[dt.date, str, LegalRule], ...] = ()
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What every computation of one act needs."""

    act: Act
    law: Jurisdiction
    known: Known
    publication: FirstPublication

    @property
    def earliest(self) -> dt.date:
        """The day before which the act can have been neither registered nor published."""
        adopted, since = self.act.date, self.law.since
        return since if adopted is None or adopted < since else adopted


def base_of(rule: Rule, case: Case) -> Base:
    """Find the day a rule of commencement counts from."""
    match rule.kind:
        case RuleKind.AFTER_PUBLICATION | RuleKind.FROM_PUBLICATION:
            return published(case)
        case RuleKind.UPON_SIGNING:
            return _adopted(case, "CLS-SIGN")
        case RuleKind.FROM_ADOPTION:
            return _adopted(case, "CLS-ADOPT")
        case RuleKind.AFTER_REGISTRATION:
            return _registered(case)
        case RuleKind.WITH_OTHER_ACT:
            return _with_act(rule, case)
        case RuleKind.AFTER_EVENT:
            return _event(rule, case)
        case RuleKind.FIXED_DATE:
            return _fixed(rule, case)
        case RuleKind.DEFAULT | RuleKind.NONE:
            return Base(None, Fact.CLAUSE, reason="the clause names no day to count from")
        case _:
            assert_never(rule.kind)


def published(case: Case) -> Base:
    """Return the day of first official publication (LPA 1(30), 37)."""
    law = case.law
    decision = case.known.decided(Fact.PUBLICATION)
    if decision is not None:
        if decision.on < case.earliest:
            return Base(None, Fact.PUBLICATION, reason=too_early(case.earliest))
        return _decided(decision, law)
    first = case.publication
    if first.date is not None and first.ru is None and not first.others and not first.agreed:
        return _claimed(law, first.date, _said_by(first))
    rivals = tuple(
        (other.date, other.note, _shown_under(other, first.date, law))
        for other in first.others
        if other.date >= law.since
    )
    if first.date is None:
        return Base(None, Fact.PUBLICATION, reason=first.reason, rivals=rivals)
    if first.ru is None or first.kk is None:
        steps = _claimed(law, first.date, _said_by(first)).steps
    else:
        rule = law.named("PUB-FIRST")
        inputs = (("ru", first.ru), ("kk", first.kk))
        steps = (step(law, rule, "both_languages", first.date, *inputs),)
    return Base(first.date, Fact.PUBLICATION, steps, None, rivals, first.agreed)


@lru_cache(maxsize=16384)
def _claimed(law: Jurisdiction, day: dt.date, source: str) -> Base:
    """Return the base day of a publication that a source states and nothing contests."""
    inputs = (("date", day), ("source", source))
    made = step(law, law.named("PUB-FIRST"), "claimed", day, *inputs)
    return Base(day, Fact.PUBLICATION, (made,))


def _said_by(first: FirstPublication) -> str:
    found = first.publication
    return (found.venue or found.field if found else None) or "the text"


def _shown_under(other: OtherPublication, first: dt.date | None, law: Jurisdiction) -> LegalRule:
    """Return the rule for a day that was not chosen: a rival of the first, or a reprint."""
    return law.named("PUB-FIRST" if other.rival or first is None else "PUB-REPRINT")


def _adopted(case: Case, name: str) -> Base:
    decision = case.known.decided(Fact.ADOPTION)
    if decision is not None:
        return _decided(decision, case.law)
    day = case.act.date
    if day is None:
        return Base(None, Fact.ADOPTION, reason="the day of signing or adoption is not known")
    if day < case.law.since:
        reason = f"the day of signing or adoption is {day}, which is too early to be true"
        return Base(None, Fact.ADOPTION, reason=reason)
    made = step(case.law, case.law.named(name), "adopted", day, ("date", day))
    return Base(day, Fact.ADOPTION, (made,))


def _registered(case: Case) -> Base:
    decision = case.known.decided(Fact.REGISTRATION)
    if decision is not None:
        return _decided(decision, case.law)
    registration = case.act.registration
    day = None if registration is None else registration.date
    if day is None:
        return Base(None, Fact.REGISTRATION, reason="the day of state registration is not known")
    earliest = case.earliest
    if day < earliest:
        reason = f"the day of state registration is {day}, and it cannot be before {earliest}"
        return Base(None, Fact.REGISTRATION, reason=reason)
    rule = case.law.named("CLS-REG")
    made = step(case.law, rule, "registered", day, ("date", day))
    return Base(day, Fact.REGISTRATION, (made,))


def _with_act(rule: Rule, case: Case) -> Base:
    if rule.act is None:
        return Base(None, Fact.OTHER_ACT, reason="the clause depends on an act it does not name")
    key = act_id(rule.act, case.law)
    if key is None:
        return Base(
            None,
            Fact.OTHER_ACT,
            reason="the act it depends on is not cited fully enough to be found",
        )
    other = case.known.acts.get(key)
    if other is None:
        return Base(None, Fact.OTHER_ACT, reason=f"{_WAITS}, {key}, is not known")
    if other.on is None:
        # A reason that is itself a wait is not repeated, or chains would grow without end.
        waits = other.reason is None or other.reason.startswith(_WAITS)
        why = "it waits for another" if waits else other.reason
        return Base(None, Fact.OTHER_ACT, reason=f"{_WAITS}, {key}, has no date: {why}")
    law = case.law
    day = other.on
    inputs = (("act", key), ("date", day))
    made = step(law, law.named("CLS-OTHER"), "with_act", day, *inputs)
    rivals = tuple(
        (another.on, f"{key}: {another.reading}", law.rule(another.rule))
        for another in other.alternatives
        if another.rule is not None
    )
    certain = other.confidence is Confidence.CONFIRMED
    return Base(day, Fact.OTHER_ACT, (made,), None, rivals, certain)


def _event(rule: Rule, case: Case) -> Base:
    if rule.event is None:
        return Base(None, Fact.EVENT, reason="the clause depends on an event it does not name")
    decision = case.known.decided(Fact.EVENT)
    if decision is not None:
        return _decided(decision, case.law)
    day = case.known.events.get(rule.event)
    if day is None:
        return Base(None, Fact.EVENT, reason=f"the day of the event is not recorded: {rule.event}")
    inputs = (("event", rule.event), ("date", day))
    made = step(case.law, case.law.named("CLS-EVENT"), "happened", day, *inputs)
    return Base(day, Fact.EVENT, (made,))


def _fixed(rule: Rule, case: Case) -> Base:
    if rule.date is None:
        return Base(None, Fact.CLAUSE, reason="the date in the clause is incomplete")
    law = case.law
    day = rule.date
    if day < law.since:
        reason = f"the date in the clause is {day}, which is too early to be true"
        return Base(None, Fact.CLAUSE, reason=reason)
    made = step(law, law.named("CLS-FIXED"), "fixed", day, ("date", day))
    return Base(day, Fact.CLAUSE, (made,))


def _decided(decision: Decision, law: Jurisdiction) -> Base:
    inputs = (("date", decision.on), ("source", decision.source))
    made = step(law, law.named("DECISION"), "decided", decision.on, *inputs)
    return Base(decision.on, decision.fact, (made,), certain=True)
