"""How an act ends, is postponed or suspended, as a whole or in part."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vacatio_calendar import Known, compute, load, verify
from vacatio_calendar.known import Decision, Ending, EndKind, Fact, Postponement
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Commencement,
    Duration,
    EntryIntoForce,
    OfficialPublication,
    RepealedBy,
    Rule,
    RuleKind,
    Unit,
)

LAW = load("kz")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def entry(on: str, known: Known | None = None, **clause: object) -> EntryIntoForce:
    """Compute a law with a calendar date as its first day."""
    rule = Rule(RuleKind.FIXED_DATE, date=day(on))
    commencement = replace(Commencement(rule), **clause)  # type: ignore[arg-type]
    act = Act(ActType.LAW, date=day("2019-01-09"), commencements=(commencement,))
    [found] = compute(act, LAW, known or Known())
    assert verify(found, LAW) == ()
    return found


@pytest.mark.parametrize(
    ("on", "value", "unit", "ends"),
    [
        ("2026-01-06", 2, Unit.YEARS, "2028-01-06"),
        ("2024-02-29", 1, Unit.YEARS, "2025-03-01"),
        ("2024-02-29", 4, Unit.YEARS, "2028-02-29"),
        ("2025-01-01", 1, Unit.YEARS, "2026-01-01"),
        ("2026-01-06", 6, Unit.MONTHS, "2026-07-06"),
        ("2026-08-31", 6, Unit.MONTHS, "2027-03-01"),
        ("2026-08-30", 6, Unit.MONTHS, "2027-03-01"),
        ("2026-08-28", 6, Unit.MONTHS, "2027-02-28"),
        ("2023-08-29", 6, Unit.MONTHS, "2024-02-29"),
        ("2026-03-01", 6, Unit.MONTHS, "2026-09-01"),
        ("2026-12-31", 6, Unit.MONTHS, "2027-07-01"),
        ("2026-01-31", 1, Unit.MONTHS, "2026-03-01"),
        ("2026-01-06", 90, Unit.CALENDAR_DAYS, "2026-04-06"),
        ("2026-01-06", 1, Unit.CALENDAR_DAYS, "2026-01-07"),
        ("2026-01-06", 10, Unit.DAYS, "2026-01-16"),
        ("2026-01-06", 10, Unit.WORKING_DAYS, None),
        ("2026-01-06", 0, Unit.YEARS, None),
        ("2026-01-06", 9000, Unit.YEARS, None),
    ],
)
def test_a_term_of_validity_counts_its_first_day(
    on: str, value: int, unit: Unit, ends: str | None
) -> None:
    found = entry(on, duration=Duration(value, unit))
    assert found.ends_on == (None if ends is None else day(ends))


def test_the_day_until_which_an_act_is_valid_is_the_first_without_effect() -> None:
    found = entry("2026-01-06", ends_on=day("2027-01-01"))
    assert found.ends_on == day("2027-01-01")
    assert [(s.rule, s.op) for s in found.end_steps] == [("KZ-CLS-UNTIL", "until")]


def test_an_end_before_the_beginning_is_kept_as_it_stands() -> None:
    found = entry("2026-01-06", ends_on=day("2025-01-01"))
    assert (found.on, found.ends_on) == (day("2026-01-06"), day("2025-01-01"))


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (EndKind.REPEALED, "KZ-END-CAUSES"),
        (EndKind.EXPIRED, "KZ-END-CAUSES"),
        (EndKind.CANCELLED, "KZ-REP-NOTINFORCE"),
        (EndKind.UNCONSTITUTIONAL, "KZ-END-UNCONST"),
    ],
)
def test_a_recorded_end_shows_its_rule(kind: EndKind, rule: str) -> None:
    ending = Ending(kind, "kz/law/2027-01-09/1-x", day("2027-02-01"))
    found = entry("2026-01-06", Known(endings=(ending,)))
    assert found.ends_on == day("2027-02-01")
    assert [s.rule for s in found.end_steps] == [rule]
    assert "kz/law/2027-01-09/1-x" in found.end_steps[0].text


def test_the_earliest_end_counts() -> None:
    endings = tuple(
        Ending(EndKind.REPEALED, by, day(on))
        for by, on in (("a", "2029-01-01"), ("b", "2027-05-01"))
    )
    found = entry("2026-01-06", Known(endings=endings), ends_on=day("2028-01-01"))
    assert found.ends_on == day("2027-05-01")
    assert dict(found.end_steps[0].inputs)["act"] == "b"


def test_a_partial_repeal_ends_its_own_provisions_only() -> None:
    clauses = tuple(
        Commencement(Rule(RuleKind.FIXED_DATE, date=day("2026-01-06")), provisions=provisions)
        for provisions in (None, "статьи 7", "статьи 8")
    )
    act = Act(ActType.LAW, date=day("2025-01-09"), commencements=clauses)
    ending = Ending(EndKind.REPEALED, "a", day("2027-05-01"), provisions="статьи 7")
    entries = compute(act, LAW, Known(endings=(ending,)))
    assert [found.ends_on for found in entries] == [None, day("2027-05-01"), None]


def test_a_whole_repeal_ends_every_provision() -> None:
    clauses = tuple(
        Commencement(Rule(RuleKind.FIXED_DATE, date=day("2026-01-06")), provisions=provisions)
        for provisions in (None, "статьи 7")
    )
    act = Act(ActType.LAW, date=day("2025-01-09"), commencements=clauses)
    ending = Ending(EndKind.REPEALED, "a", day("2027-05-01"))
    entries = compute(act, LAW, Known(endings=(ending,)))
    assert [found.ends_on for found in entries] == [day("2027-05-01")] * 2


@pytest.mark.parametrize(
    ("rule", "known", "ends"),
    [
        (Rule(RuleKind.FIXED_DATE, date=day("2026-07-01")), {}, "2026-07-01"),
        (Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS), {}, None),
        (
            Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS),
            {"kz/law/2026-06-05/299-viii": entry("2026-07-02")},
            "2026-07-02",
        ),
    ],
)
def test_a_note_of_repeal_follows_the_repealing_act(
    rule: Rule, known: dict[str, EntryIntoForce], ends: str | None
) -> None:
    by = RepealedBy(ActRef(ActType.LAW, "299-VIII", day("2026-06-05")), rule)
    clause = Commencement(Rule(RuleKind.FIXED_DATE, date=day("2020-01-01")))
    act = Act(ActType.LAW, date=day("2019-01-09"), commencements=(clause,), repealed_by=by)
    [found] = compute(act, LAW, Known(acts=known))
    assert found.ends_on == (None if ends is None else day(ends))


# ------------------------------------------------------------------ postponement


def postponed(*moves: Postponement) -> EntryIntoForce:
    return entry("2026-07-01", Known(postponements=moves))


@pytest.mark.parametrize(
    ("effective", "to", "on"),
    [
        ("2026-06-01", "2027-01-01", "2027-01-01"),
        ("2026-07-01", "2027-01-01", "2027-01-01"),  # both on one day: it does not begin
        ("2026-07-02", "2027-01-01", "2026-07-01"),  # too late: it has begun
        ("2026-06-01", "2026-06-15", "2026-06-15"),  # brought forward
        ("2026-06-01", "2026-07-01", "2026-07-01"),
        (None, "2027-01-01", "2026-07-01"),  # a day that is not known moves nothing
    ],
)
def test_a_postponement_moves_what_has_not_begun(effective: str | None, to: str, on: str) -> None:
    move = Postponement("later act", day(to), None if effective is None else day(effective))
    assert postponed(move).on == day(on)


def test_a_second_postponement_moves_the_moved_day() -> None:
    first = Postponement("first", day("2027-01-01"), day("2026-06-01"))
    second = Postponement("second", day("2028-01-01"), day("2026-12-01"))
    found = postponed(second, first)
    assert found.on == day("2028-01-01")
    assert [dict(s.inputs).get("act") for s in found.steps] == [None, "first", "second"]


def test_a_postponement_of_one_provision_leaves_the_others() -> None:
    clauses = tuple(
        Commencement(Rule(RuleKind.FIXED_DATE, date=day(on)), provisions=provisions)
        for provisions, on in ((None, "2026-07-01"), ("статьи 7", "2027-01-01"))
    )
    act = Act(ActType.LAW, date=day("2025-01-09"), commencements=clauses)
    own = Postponement("a", day("2028-01-01"), day("2026-06-01"), provisions="статьи 7")
    whole = Postponement("a", day("2026-09-01"), day("2026-06-01"))
    assert [e.on for e in compute(act, LAW, Known(postponements=(own,)))] == [
        day("2026-07-01"),
        day("2028-01-01"),
    ]
    # What would begin later of itself is not brought forward by moving the whole.
    assert [e.on for e in compute(act, LAW, Known(postponements=(whole,)))] == [
        day("2026-09-01"),
        day("2027-01-01"),
    ]


def test_a_decision_stands_above_a_postponement() -> None:
    move = Postponement("a", day("2027-01-01"), day("2026-06-01"))
    decision = Decision(Fact.ENTRY, day("2026-08-01"), "letter")
    found = entry("2026-07-01", Known(postponements=(move,), decisions=(decision,)))
    assert found.on == day("2026-08-01")


def test_readings_of_a_day_that_was_moved_are_gone() -> None:
    rule = Rule(RuleKind.AFTER_PUBLICATION, 6, Unit.MONTHS)
    act = Act(
        ActType.LAW,
        date=day("2026-01-09"),
        publications=(OfficialPublication(day("2026-01-10")),),
        commencements=(Commencement(rule),),
    )
    move = Postponement("a", day("2027-01-01"), day("2026-06-01"))
    [found] = compute(act, LAW, Known(postponements=(move,)))
    assert (found.on, found.alternatives) == (day("2027-01-01"), ())
    assert verify(found, LAW) == ()
