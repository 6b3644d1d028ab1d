"""The state of an act on a day: nine states, each with its sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from vacatio_calendar import Known, compute, load, state_on
from vacatio_calendar.known import Decision, Ending, EndKind, Fact, Suspension
from vacatio_calendar.model import (
    Act,
    ActType,
    Commencement,
    Duration,
    Language,
    OfficialPublication,
    Registration,
    Rule,
    RuleKind,
    Unit,
)
from vacatio_calendar.state import State, StateKind

LAW = load("kz")
TEN = Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)
SIX_MONTHS = Rule(RuleKind.AFTER_PUBLICATION, 6, Unit.MONTHS)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def order(rule: Rule = TEN, published: str | None = "2025-12-26", **facts: object) -> Act:
    values: dict[str, object] = {
        "type": ActType.ORDER,
        "date": day("2025-12-22"),
        "issuer": "Министр финансов Республики Казахстан",
        "registration": Registration("1", day("2025-12-24")),
        "publications": () if published is None else (OfficialPublication(day(published)),),
        "commencements": (Commencement(rule),),
    }
    return Act(**(values | facts))  # type: ignore[arg-type]


def on(text: str, act: Act, known: Known | None = None, provisions: str | None = None) -> State:
    known = known or Known()
    return state_on(day(text), act, compute(act, LAW, known), LAW, known, provisions=provisions)


BUDGET = Rule(RuleKind.FIXED_DATE, date=day("2028-01-01"))
LATER = Ending(EndKind.REPEALED, "x", day("2027-02-01"))
PART = Ending(EndKind.REPEALED, "x", day("2027-02-01"), provisions="статьи 7")
STOPPED = Suspension("x", day("2026-03-01"), day("2026-06-01"))
OFFICIAL = Known(official_text=True)
STATES = [
    ("before adoption", "2025-12-21", order(), None, StateKind.DRAFT, "2025-12-22"),
    ("a draft", "2026-05-01", order(), Known(draft=True), StateKind.DRAFT, None),
    ("signed", "2025-12-23", order(), None, StateKind.SIGNED_NOT_REGISTERED, "2025-12-24"),
    ("registered", "2025-12-24", order(), None, StateKind.AWAITING_PUBLICATION, "2025-12-26"),
    ("published", "2025-12-26", order(), None, StateKind.PUBLISHED_NOT_IN_FORCE, "2026-01-06"),
    ("the day before", "2026-01-05", order(), None, StateKind.PUBLISHED_NOT_IN_FORCE, "2026-01-06"),
    ("in force", "2026-01-06", order(), None, StateKind.IN_FORCE, None),
    ("never registered", "2026-01-06", order(registration=None), OFFICIAL,
     StateKind.SIGNED_NOT_REGISTERED, None),
    ("not printed in a bulletin", "2026-01-06", order(registration=None), None,
     StateKind.IN_FORCE, None),
    ("registered on a day not known", "2026-01-06", order(registration=Registration("1")),
     OFFICIAL, StateKind.IN_FORCE, None),
    ("not published yet", "2026-01-20", order(published=None), None,
     StateKind.AWAITING_PUBLICATION, "2026-01-24"),
    ("the last lawful day of publication", "2026-01-23", order(published=None), None,
     StateKind.AWAITING_PUBLICATION, "2026-01-24"),
    ("never published, as far as known", "2026-01-24", order(published=None), None,
     StateKind.UNKNOWN, None),
    ("an old act without a publication", "2026-01-24",
     order(published=None, date=day("2010-02-01"), registration=None), None,
     StateKind.UNKNOWN, None),
    ("an unread clause", "2026-01-24", order(Rule(RuleKind.NONE)), None, StateKind.UNKNOWN, None),
    ("a calendar date, not published", "2026-03-01", order(BUDGET, None), None,
     StateKind.AWAITING_PUBLICATION, "2028-01-01"),
    ("a calendar date to come", "2026-03-01", order(BUDGET), None,
     StateKind.PUBLISHED_NOT_IN_FORCE, "2028-01-01"),
    ("signing before publication", "2025-12-25", order(Rule(RuleKind.UPON_SIGNING)), None,
     StateKind.IN_FORCE, None),
    ("before both readings", "2026-06-26", order(SIX_MONTHS), None,
     StateKind.PUBLISHED_NOT_IN_FORCE, "2026-06-27"),
    ("between two readings", "2026-06-27", order(SIX_MONTHS), None,
     StateKind.DISPUTED, "2026-06-28"),
    ("after both readings", "2026-06-28", order(SIX_MONTHS), None, StateKind.IN_FORCE, None),
    ("before suspension", "2026-02-28", order(), Known(suspensions=(STOPPED,)),
     StateKind.IN_FORCE, "2026-03-01"),
    ("suspended", "2026-03-01", order(), Known(suspensions=(STOPPED,)),
     StateKind.SUSPENDED, "2026-06-01"),
    ("the last day suspended", "2026-05-31", order(), Known(suspensions=(STOPPED,)),
     StateKind.SUSPENDED, "2026-06-01"),
    ("after suspension", "2026-06-01", order(), Known(suspensions=(STOPPED,)),
     StateKind.IN_FORCE, None),
    ("suspended without an end", "2030-01-01", order(),
     Known(suspensions=(Suspension("x", day("2026-03-01"), None),)), StateKind.SUSPENDED, None),
    ("before repeal", "2027-01-31", order(), Known(endings=(LATER,)),
     StateKind.IN_FORCE, "2027-02-01"),
    ("repealed", "2027-02-01", order(), Known(endings=(LATER,)),
     StateKind.NO_LONGER_IN_FORCE, None),
    ("partly repealed", "2027-02-01", order(), Known(endings=(PART,)), StateKind.IN_FORCE, None),
    ("cancelled before it began", "2025-12-30", order(),
     Known(endings=(Ending(EndKind.CANCELLED, "x", day("2025-12-29")),)),
     StateKind.NO_LONGER_IN_FORCE, None),
    ("expired", "2026-07-06",
     order(commencements=(Commencement(TEN, duration=Duration(6, Unit.MONTHS)),)), None,
     StateKind.NO_LONGER_IN_FORCE, None),
    ("the last day of its term", "2026-07-05",
     order(commencements=(Commencement(TEN, duration=Duration(6, Unit.MONTHS)),)), None,
     StateKind.IN_FORCE, "2026-07-06"),
    ("decided", "2026-01-10", order(),
     Known(decisions=(Decision(Fact.ENTRY, day("2026-01-12"), "letter"),)),
     StateKind.PUBLISHED_NOT_IN_FORCE, "2026-01-12"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "when", "act", "known", "state", "until"), STATES, ids=[row[0] for row in STATES]
)
def test_the_state_on_a_day(
    what: str, when: str, act: Act, known: Known | None, state: StateKind, until: str | None
) -> None:
    found = on(when, act, known)
    assert found.value is state
    assert found.until == (None if until is None else day(until))
    assert found.sentence == LAW.term(state.value)


def test_every_state_occurs_in_the_table() -> None:
    assert {row[4] for row in STATES} == set(StateKind)


def test_a_disputed_state_shows_both_days_the_safe_one_first() -> None:
    found = on("2026-06-27", order(SIX_MONTHS))
    assert found.dates == (day("2026-06-27"), day("2026-06-28"))
    assert "the earlier date is the safe one" in found.sentence


def test_a_provision_has_the_state_of_its_own_commencement() -> None:
    clauses = (
        Commencement(TEN),
        Commencement(Rule(RuleKind.FIXED_DATE, date=day("2028-01-01")), provisions="статьи 7"),
    )
    act = order(commencements=clauses)
    assert on("2026-02-01", act).value is StateKind.IN_FORCE
    own = on("2026-02-01", act, provisions="статьи 7")
    assert own.value is StateKind.PUBLISHED_NOT_IN_FORCE
    assert on("2026-02-01", act, provisions="статьи 9").value is StateKind.IN_FORCE


def test_a_partial_repeal_and_suspension_reach_their_provisions() -> None:
    stop = Suspension("x", day("2026-03-01"), day("2026-06-01"), provisions="статьи 7")
    known = Known(endings=(PART,), suspensions=(stop,))
    assert on("2026-04-01", order(), known, "статьи 7").value is StateKind.SUSPENDED
    assert on("2026-04-01", order(), known).value is StateKind.IN_FORCE
    assert on("2027-04-01", order(), known, "статьи 7").value is StateKind.NO_LONGER_IN_FORCE


def test_an_unknown_state_says_why() -> None:
    assert on("2026-01-24", order(Rule(RuleKind.NONE))).reason == (
        "the commencement clause could not be read"
    )


@pytest.mark.parametrize("language", Language)
def test_the_sentence_is_in_the_language_asked_for(language: Language) -> None:
    act = order()
    found = state_on(day("2026-02-01"), act, compute(act, LAW), LAW, language=language)
    assert found.sentence == LAW.term("in_force", language)
