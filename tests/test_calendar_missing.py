"""No date is ever produced from a missing fact: each rule is fed with each of its facts absent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vacatio_calendar import Known, compute, load
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Certainty,
    Commencement,
    Duration,
    EntryIntoForce,
    OfficialPublication,
    Registration,
    RepealedBy,
    Rule,
    RuleKind,
    Unit,
)

LAW = load("kz")
OTHER_ID = "kz/law/2026-08-03/1-x"
ENTRY = compute(
    Act(commencements=(Commencement(Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 9, 1))),)), LAW
)[0]
FULL = Act(
    type=ActType.ORDER,
    number="9",
    date=dt.date(2026, 2, 2),
    title="Об утверждении правил",
    issuer="Министр финансов Республики Казахстан",
    registration=Registration("1", dt.date(2026, 2, 5)),
    publications=(OfficialPublication(dt.date(2026, 2, 9), first=True),),
    normative=True,
)
KNOWN = Known(acts={OTHER_ID: ENTRY}, events={"notes": dt.date(2026, 3, 1)}, official_text=True)

RULES = {
    RuleKind.AFTER_PUBLICATION: Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS),
    RuleKind.FROM_PUBLICATION: Rule(RuleKind.FROM_PUBLICATION),
    RuleKind.FIXED_DATE: Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 7, 1)),
    RuleKind.UPON_SIGNING: Rule(RuleKind.UPON_SIGNING),
    RuleKind.FROM_ADOPTION: Rule(RuleKind.FROM_ADOPTION),
    RuleKind.AFTER_REGISTRATION: Rule(RuleKind.AFTER_REGISTRATION),
    RuleKind.WITH_OTHER_ACT: Rule(
        RuleKind.WITH_OTHER_ACT, act=ActRef(ActType.LAW, "1-X", dt.date(2026, 8, 3))
    ),
    RuleKind.AFTER_EVENT: Rule(RuleKind.AFTER_EVENT, event="notes"),
    RuleKind.DEFAULT: Rule(RuleKind.DEFAULT),
}

#: The facts each rule counts from; the day of adoption also says which default is in effect.
NEEDS = {
    RuleKind.AFTER_PUBLICATION: {"publications", "registration"},
    RuleKind.FROM_PUBLICATION: {"publications", "registration"},
    RuleKind.FIXED_DATE: {"rule.date", "registration"},
    RuleKind.UPON_SIGNING: {"date", "registration"},
    RuleKind.FROM_ADOPTION: {"date", "registration"},
    RuleKind.AFTER_REGISTRATION: {"registration", "registration.date"},
    RuleKind.WITH_OTHER_ACT: {"rule.act", "known.acts", "registration"},
    RuleKind.AFTER_EVENT: {"rule.event", "known.events", "registration"},
    RuleKind.DEFAULT: {"publications", "date", "type", "registration"},
}

#: Without each fact: the act, the clause and the knowledge.
ABSENT = {
    "publications": (replace(FULL, publications=()), None, KNOWN),
    "publications.date": (replace(FULL, publications=(OfficialPublication(None),)), None, KNOWN),
    "date": (replace(FULL, date=None), None, KNOWN),
    "type": (replace(FULL, type=None), None, KNOWN),
    "registration": (replace(FULL, registration=None), None, KNOWN),
    "registration.date": (replace(FULL, registration=Registration("1")), None, KNOWN),
    "number": (replace(FULL, number=None), None, KNOWN),
    "title": (replace(FULL, title=None), None, KNOWN),
    "rule.date": (FULL, {"date": None}, KNOWN),
    "rule.act": (FULL, {"act": None}, KNOWN),
    "rule.event": (FULL, {"event": None}, KNOWN),
    "known.acts": (FULL, None, replace(KNOWN, acts={})),
    "known.events": (FULL, None, replace(KNOWN, events={})),
}


def entry(act: Act, rule: Rule, known: Known) -> EntryIntoForce:
    [found] = compute(replace(act, commencements=(Commencement(rule),)), LAW, known)
    return found


def test_every_kind_of_clause_that_gives_a_date_is_fed() -> None:
    assert set(RULES) == set(NEEDS) == set(RuleKind) - {RuleKind.NONE}


@pytest.mark.parametrize("kind", RULES)
def test_with_all_facts_there_is_a_date(kind: RuleKind) -> None:
    assert entry(FULL, RULES[kind], KNOWN).on is not None


@pytest.mark.parametrize("fact", ABSENT)
@pytest.mark.parametrize("kind", RULES)
def test_without_a_fact_it_needs_a_rule_gives_no_date(kind: RuleKind, fact: str) -> None:
    act, change, known = ABSENT[fact]
    rule = RULES[kind]
    if change is not None:
        rule = replace(
            rule,
            date=rule.date if "date" not in change else None,
            act=rule.act if "act" not in change else None,
            event=rule.event if "event" not in change else None,
        )
    found = entry(act, rule, known)
    needs = NEEDS[kind] | ({"publications.date"} if "publications" in NEEDS[kind] else set())
    if fact in needs:
        assert found.on is None
        assert found.certainty is Certainty.UNKNOWN
        assert found.reason
    else:
        assert found.on == entry(FULL, RULES[kind], KNOWN).on


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ("publications", "the day of first official publication is not known"),
        ("date", "the day of adoption is not known"),
        ("type", "the type of the act is not known"),
        ("registration", "not registered"),
    ],
)
def test_the_reason_names_the_missing_fact(fact: str, reason: str) -> None:
    act, _, known = ABSENT[fact]
    found = entry(act, RULES[RuleKind.DEFAULT], known)
    assert found.reason is not None
    assert reason in found.reason


@pytest.mark.parametrize("unit", [None, *Unit])
@pytest.mark.parametrize("kind", [k for k in RULES if k is not RuleKind.FIXED_DATE])
def test_a_term_without_its_unit_gives_no_date(kind: RuleKind, unit: Unit | None) -> None:
    found = entry(FULL, replace(RULES[kind], value=3, unit=unit), KNOWN)
    if kind is RuleKind.DEFAULT:  # the law gives the term of a silent act
        assert found.on == entry(FULL, RULES[kind], KNOWN).on
    else:
        assert (found.on is None) == (unit is None)


def test_without_a_day_of_effect_a_term_of_validity_has_no_end() -> None:
    clause = Commencement(RULES[RuleKind.AFTER_PUBLICATION], duration=Duration(2, Unit.YEARS))
    [found] = compute(replace(FULL, publications=(), commencements=(clause,)), LAW, KNOWN)
    assert (found.on, found.ends_on, found.end_steps) == (None, None, ())


def test_a_repeal_by_an_act_without_a_date_ends_nothing() -> None:
    by = RepealedBy(ActRef(ActType.LAW, "1-X", dt.date(2026, 8, 3)), RULES[RuleKind.DEFAULT])
    act = replace(
        FULL, repealed_by=by, commencements=(Commencement(RULES[RuleKind.FROM_PUBLICATION]),)
    )
    [unknown] = compute(act, LAW, replace(KNOWN, acts={}))
    [known] = compute(act, LAW, KNOWN)
    assert (unknown.ends_on, known.ends_on) == (None, dt.date(2026, 9, 1))
