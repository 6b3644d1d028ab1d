"""Turn what an act says of its commencement into dates, each with the steps that prove it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from vacatio_calendar.applies import exemption, must_register, outside
from vacatio_calendar.bases import Case
from vacatio_calendar.clauses import Counted, count
from vacatio_calendar.defaults import by_default
from vacatio_calendar.derivation import alternative, distinct, step
from vacatio_calendar.endings import end_of, postponed
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.force import FORCE_KINDS, force_means_application, force_of
from vacatio_calendar.known import NOTHING, Decision, Fact, Known
from vacatio_calendar.law import Jurisdiction, Mark
from vacatio_calendar.model import (
    Act,
    Alternative,
    Certainty,
    Commencement,
    Confidence,
    EntryIntoForce,
    Moment,
    Rule,
    RuleKind,
    Step,
)
from vacatio_calendar.publication import first_publication

#: Why a clause stayed unread, in a sentence.
_NOTES = {
    "pointer": "the text points to another article for its commencement",
    "number_lost": "the number in the clause is lost",
    "no_clause": "no commencement clause was read",
    "unread": "the commencement clause could not be read",
}


class UnknownExemption(VacatioError):
    """Say that the law has no exemption under an id."""

    def __init__(self, rule_id: str, known: tuple[str, ...]) -> None:
        """Build the message from the id and the known ids."""
        super().__init__(f"no exemption {rule_id!r} from registration: use {', '.join(known)}")
        self.rule_id = rule_id


def compute(act: Act, law: Jurisdiction, known: Known = NOTHING) -> tuple[EntryIntoForce, ...]:
    """Compute the first day the rules of an act apply, for each of its commencements.

    Args:
        act: the facts read from its text; nothing else is looked up.
        law: the law of its jurisdiction, from ``load``.
        known: other acts, events, decisions and later acts that bear on it.

    Returns:
        One entry per ``act.commencements``, in their order; a single unknown entry if there
        are none. A missing fact gives ``on=None`` with a reason that names it, never a guess.

    Raises:
        UnknownExemption: ``known.exemption`` is not a rule of the law.

    Source of the counting: LPA 14, 42; conventions in calendar/README.md.

    >>> from vacatio_calendar import load
    >>> from vacatio_calendar.model import ActType, OfficialPublication, Unit
    >>> rule = Rule(RuleKind.AFTER_PUBLICATION, 60, Unit.CALENDAR_DAYS)
    >>> act = Act(
    ...     type=ActType.LAW,
    ...     date=dt.date(2025, 11, 17),
    ...     publications=(OfficialPublication(dt.date(2025, 11, 18)),),
    ...     commencements=(Commencement(rule),),
    ... )
    >>> [entry] = compute(act, load("kz"))
    >>> entry.on
    datetime.date(2026, 1, 18)
    >>> [made.rule for made in entry.steps]
    ['KZ-PUB-FIRST', 'KZ-CNT-FORMULA', 'KZ-CLS-AFTER-N']
    """
    case = Case(act, law, known, first_publication(act, law))
    refusal = _refusal(case)
    if not act.commencements:
        return (_unknown(Commencement(Rule(RuleKind.NONE)), refusal or _NOTES["no_clause"], case),)
    return tuple(_entry(commencement, case, refusal) for commencement in act.commencements)


def _refusal(case: Case) -> str | None:
    """Say why an act can have no date at all: a draft, or no registration (LPA 35-1)."""
    act, known = case.act, case.known
    if known.draft:
        return "a draft has no date"
    if known.exemption is not None:
        ids = tuple(row.law.id for row in case.law.exemptions)
        if known.exemption not in ids:
            raise UnknownExemption(known.exemption, ids)
        return None
    if not known.official_text or act.registration is not None:
        return None
    if not must_register(act, case.law) or exemption(act, case.law) is not None:
        return None
    return "not registered: the act has no legal force without state registration"


def _unknown(
    commencement: Commencement, reason: str | None, case: Case, counted: Counted | None = None
) -> EntryIntoForce:
    """Give no date but a reason; without a count there is no legal force either."""
    others = () if counted is None else distinct(counted.alternatives, None)
    steps = () if counted is None else counted.steps
    return _whole(
        commencement,
        None,
        Certainty.UNKNOWN,
        Confidence.PROVISIONAL,
        steps,
        others,
        case,
        reason=reason or "the day is not known",
        forceless=counted is None,
    )


def _whole(
    commencement: Commencement,
    on: dt.date | None,
    certainty: Certainty,
    confidence: Confidence,
    steps: tuple[Step, ...],
    others: tuple[Alternative, ...],
    case: Case,
    *,
    reason: str | None = None,
    forceless: bool = False,
) -> EntryIntoForce:
    """Add legal force and the end of validity to the first day of effect."""
    force_on, force_steps = (None, ()) if forceless else force_of(commencement, case)
    end = end_of(commencement, on, case)
    return EntryIntoForce(
        on=on,
        force_on=force_on,
        certainty=certainty,
        confidence=confidence,
        steps=steps,
        alternatives=others,
        reason=reason,
        provisions=commencement.provisions,
        applies_from=commencement.applies_from,
        ends_on=None if end is None else end[0],
        force_steps=force_steps,
        end_steps=() if end is None else end[1],
    )


def _entry(commencement: Commencement, case: Case, refusal: str | None) -> EntryIntoForce:
    decision = case.known.decided(Fact.ENTRY, commencement.provisions)
    if refusal is not None and (decision is None or case.known.draft):
        return _unknown(commencement, refusal, case)
    counted, certainty, sure = _counted(commencement, case)
    if decision is not None:
        return _reviewed(commencement, decision, counted, case)
    if counted.on is None:
        return _unknown(commencement, counted.reason, case, counted)
    return _dated(commencement, counted, counted.on, certainty, sure, case)


def _counted(commencement: Commencement, case: Case) -> tuple[Counted, Certainty, bool]:
    """Count by the clause, or by the law where it is silent; say how, and whether it is sure."""
    rule, known = commencement.rule, case.known
    foreign = outside(case.act, case.law)
    if foreign is not None and rule.kind not in (RuleKind.FIXED_DATE, RuleKind.AFTER_EVENT):
        reason = f"not counted here: {foreign.law.text}"
        return Counted(None, Fact.CLAUSE, reason=reason), Certainty.UNKNOWN, False
    if rule.kind is RuleKind.NONE:
        note = commencement.note or "unread"
        return Counted(None, Fact.CLAUSE, reason=_NOTES.get(note, note)), Certainty.UNKNOWN, False
    silent = rule.kind is RuleKind.DEFAULT
    of_force = commencement.moment is Moment.FORCE
    if of_force and rule.kind in FORCE_KINDS and not force_means_application(case):
        silent = True  # the words give вступление в силу only (KZ-CLS-REG)
    if silent:
        counted, row = by_default(case)
        if row is None and of_force:
            counted = replace(
                counted,
                reason="the clause gives only вступление в силу, not the first day of effect, "
                f"and {counted.reason}",
            )
        sure = Fact.ADOPTION in known.agreed
        return counted, Certainty.DEFAULT_RULE, sure and _agreed(counted, known)
    counted = count(rule, case)
    how = Certainty.STATED if rule.kind is RuleKind.FIXED_DATE else Certainty.COMPUTED
    # «Вступает в силу» where only application can be meant is a reading, never confirmed.
    read = of_force and not force_means_application(case)
    return counted, how, not read and _agreed(counted, known)


def _agreed(counted: Counted, known: Known) -> bool:
    return Fact.CLAUSE in known.agreed and (counted.certain or counted.fact in known.agreed)


def _dated(
    commencement: Commencement,
    counted: Counted,
    on: dt.date,
    certainty: Certainty,
    sure: bool,
    case: Case,
) -> EntryIntoForce:
    steps, others = counted.steps, counted.alternatives
    if case.known.postponements:
        moved = postponed(on, commencement.provisions, case)
        if moved and moved[-1].on is not None:
            # Other readings were of the day that no longer counts.
            on, steps, others, sure = moved[-1].on, (*steps, *moved), (), False
    if counted.fact is not Fact.PUBLICATION:
        published_on = _published_on(case)
        if published_on is None or on < published_on:
            sure = False
        if published_on is not None and on < published_on and case.act.normative is not False:
            others = (*others, _before_publication(published_on, case.law))
    registration = case.act.registration
    if registration is not None and registration.date is not None and on < registration.date:
        sure = False
        others = (*others, *_before_registration(registration.date, case))
    if certainty is Certainty.DEFAULT_RULE:
        others = (*others, *_if_individual(case))
    if others:
        others = distinct(others, on)
    confidence = _confidence(steps, others, sure, case.law)
    return _whole(commencement, on, certainty, confidence, steps, others, case)


def _reviewed(
    commencement: Commencement, decision: Decision, counted: Counted, case: Case
) -> EntryIntoForce:
    rule = case.law.named("DECISION")
    inputs = (("date", decision.on), ("source", decision.source))
    others = []
    if counted.on is not None:
        others.append(alternative(rule, counted.on, "as counted without the decision"))
    made = step(case.law, rule, "decided", decision.on, *inputs)
    return _whole(
        commencement,
        decision.on,
        Certainty.REVIEWED,
        Confidence.CONFIRMED,
        (made,),
        distinct(others, decision.on),
        case,
    )


def _published_on(case: Case) -> dt.date | None:
    decision = case.known.decided(Fact.PUBLICATION)
    return case.publication.date if decision is None else decision.on


def _before_publication(published_on: dt.date, law: Jurisdiction) -> Alternative:
    """Show that an act is not applied to private persons before publication (LPA 42(2))."""
    reading = "not applied to private persons before first official publication"
    return alternative(law.named("MOM-PUBREQ"), published_on, reading)


def _before_registration(registered_on: dt.date, case: Case) -> tuple[Alternative, ...]:
    """Show that an act has no legal force before state registration (LPA 42(1), 35-1)."""
    if not must_register(case.act, case.law):
        return ()
    reading = "no legal force before state registration"
    rule = case.law.named("MOM-FORCE-REG", case.act.date)
    return (alternative(rule, registered_on, reading),)


def _if_individual(case: Case) -> tuple[Alternative, ...]:
    """Show the default of individual acts where it is not known that the act is normative."""
    act = case.act
    if act.normative is not None or act.registration is not None or act.date is None:
        return ()
    if act.type is None:
        return ()
    return tuple(
        alternative(row.law, act.date, "if the act is individual")
        for row in case.law.defaults
        if row.individual and f"{act.type.value}/*" in row.pairs
    )


def _confidence(
    steps: tuple[Step, ...], others: tuple[Alternative, ...], sure: bool, law: Jurisdiction
) -> Confidence:
    """Say how sure a date is: disputed by another reading, confirmed by two sources, or neither."""
    if any(other.rule is not None and law.rule(other.rule).disputes for other in others):
        return Confidence.DISPUTED
    if sure and all(law.rule(made.rule).mark is not Mark.TO_VERIFY for made in steps):
        return Confidence.CONFIRMED
    return Confidence.PROVISIONAL
