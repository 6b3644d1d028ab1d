"""Commencements to dates: the table of hand-worked cases, and what needs more than one act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from vacatio_calendar import Known, compute, load, verify
from vacatio_calendar.compute import UnknownExemption
from vacatio_calendar.known import Decision, Fact
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Certainty,
    Commencement,
    Confidence,
    EntryIntoForce,
    Language,
    Moment,
    OfficialPublication,
    Registration,
    Rule,
    RuleKind,
    Unit,
)
from vacatio_calendar.rows import Row, Tables

LAW = load("kz")
CASES = Path(__file__).parent / "cases" / "calendar_commencement.toml"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    note: str
    act: Act
    known: Known
    on: dt.date | None
    reason: str | None
    others: tuple[str, ...] | None
    includes: tuple[str, ...]
    confidence: Confidence | None


def _case(row: Row) -> Case:
    published, registered = row.maybe_day("published"), row.maybe_day("registered")
    adopted = row.maybe_day("adopted")
    if adopted is None and published is not None and not row.flag("adoption_unknown"):
        adopted = published - DAY
    rule = Rule(
        row.choice("kind", RuleKind),
        row.maybe_number("value"),
        row.maybe_choice("unit", Unit),
        row.maybe_day("date"),
        names_day=not row.flag("day_not_named"),
        not_before=row.maybe_day("not_before"),
    )
    moment = row.maybe_choice("moment", Moment) or Moment.APPLY
    act = Act(
        type=row.maybe_choice("type", ActType),
        date=adopted,
        title=row.maybe_text("title"),
        issuer=row.maybe_text("issuer"),
        registration=None if registered is None else Registration("1", registered),
        publications=() if published is None else (OfficialPublication(published, first=True),),
        commencements=(Commencement(rule, moment=moment),),
        normative=False if row.flag("individual") else None,
    )
    exact = row.flag("alone")
    others = row.texts("others")
    case = Case(
        note=row.text("note"),
        act=act,
        known=Known(
            official_text=row.flag("official"), language=row.maybe_choice("language", Language)
        ),
        on=row.maybe_day("on"),
        reason=row.maybe_text("reason"),
        others=others if others or exact else None,
        includes=row.texts("includes"),
        confidence=row.maybe_choice("confidence", Confidence),
    )
    row.text("basis")
    row.finish()
    return case


def _cases() -> list[Case]:
    tables = Tables(CASES.name, CASES.read_text(encoding="utf-8"))
    return [_case(row) for row in tables.rows("case")]


def others_of(entry: EntryIntoForce) -> tuple[str, ...]:
    return tuple(f"{other.on} {other.rule}" for other in entry.alternatives)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.note)
def test_the_table_of_commencements(case: Case) -> None:
    [entry] = compute(case.act, LAW, case.known)
    assert entry.on == case.on
    if case.on is None:
        assert case.reason is not None
        assert entry.reason is not None
        assert case.reason in entry.reason
        assert entry.certainty is Certainty.UNKNOWN
    if case.others is not None:
        assert others_of(entry) == case.others
    assert set(case.includes) <= set(others_of(entry))
    if case.confidence is not None:
        assert entry.confidence is case.confidence
    assert verify(entry, LAW) == ()


def test_the_table_is_as_large_as_it_claims() -> None:
    notes = [case.note for case in _cases()]
    assert len(notes) >= 150
    assert len(set(notes)) == len(notes)


# ------------------------------------------------------------------ steps and both moments


def act_with(rule: Rule, **facts: object) -> Act:
    """Make a law of 17 November 2025, published the next day, with one clause."""
    act = Act(
        type=ActType.LAW,
        date=dt.date(2025, 11, 17),
        publications=(OfficialPublication(dt.date(2025, 11, 18)),),
        commencements=(Commencement(rule),),
    )
    return replace(act, **facts)  # type: ignore[arg-type]  # facts by the names of the fields


SIXTY = Rule(RuleKind.AFTER_PUBLICATION, 60, Unit.CALENDAR_DAYS)


def test_each_step_says_what_it_does() -> None:
    [entry] = compute(act_with(SIXTY), LAW)
    assert [(s.rule, s.op, s.inputs, s.on, s.basis) for s in entry.steps] == [
        (
            "KZ-PUB-FIRST",
            "claimed",
            (("date", "2025-11-18"), ("source", "the text")),
            dt.date(2025, 11, 18),
            "LPA 1(30), 37, 40(2)",
        ),
        (
            "KZ-CNT-FORMULA",
            "plus_days",
            (("base", "2025-11-18"), ("days", "60")),
            dt.date(2026, 1, 17),
            "LPA 14(2), 14(3); CC 173",
        ),
        (
            "KZ-CLS-AFTER-N",
            "next_day",
            (("base", "2026-01-17"),),
            dt.date(2026, 1, 18),
            "LPA 14(3), 42(3)1)",
        ),
    ]
    assert [s.text for s in entry.steps] == [
        "First official publication: 2025-11-18, as stated (the text).",
        "The term in calendar days, 60, runs from the day after 2025-11-18; "
        "its last day is 2026-01-17.",
        "The term is over at midnight of 2026-01-17; the next day is 2026-01-18.",
    ]


@pytest.mark.parametrize(
    ("facts", "force", "rule"),
    [
        ({}, dt.date(2025, 11, 17), "KZ-MOM-FORCE"),
        (
            {"type": ActType.ORDER, "registration": Registration("1", dt.date(2025, 11, 18))},
            dt.date(2025, 11, 18),
            "KZ-MOM-FORCE-REG",
        ),
        ({"type": ActType.ORDER}, None, None),
        ({"type": ActType.ORDER, "normative": False}, dt.date(2025, 11, 17), "KZ-MOM-FORCE"),
        ({"date": None}, None, None),
        ({"date": dt.date(2016, 4, 18)}, None, None),
        # Whether it must be registered is not known, so neither moment is taken.
        ({"type": None}, None, None),
        ({"type": ActType.RULES}, None, None),
        ({"type": ActType.RESOLUTION}, None, None),
        (
            {"type": ActType.RESOLUTION, "issuer": "Правительство Республики Казахстан"},
            dt.date(2025, 11, 17),
            "KZ-MOM-FORCE",
        ),
        # Registered before it was signed: one of the two days is wrong.
        (
            {"type": ActType.ORDER, "registration": Registration("1", dt.date(2025, 11, 16))},
            None,
            None,
        ),
    ],
)
def test_legal_force_is_signing_or_registration(
    facts: dict[str, object], force: dt.date | None, rule: str | None
) -> None:
    [entry] = compute(act_with(SIXTY, **facts), LAW)
    assert entry.force_on == force
    assert [s.rule for s in entry.force_steps] == ([] if rule is None else [rule])


def test_words_on_force_fill_the_other_moment() -> None:
    clause = Commencement(SIXTY, force_rule=Rule(RuleKind.AFTER_REGISTRATION))
    registration = Registration("1", dt.date(2025, 11, 18))
    [entry] = compute(
        act_with(SIXTY, commencements=(clause,), registration=registration, type=ActType.ORDER), LAW
    )
    assert (entry.on, entry.force_on) == (dt.date(2026, 1, 18), dt.date(2025, 11, 18))


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (SIXTY, dt.date(2026, 1, 18)),
        (Rule(RuleKind.FIXED_DATE, date=dt.date(2027, 1, 1)), dt.date(2027, 1, 1)),
        (Rule(RuleKind.FROM_PUBLICATION), dt.date(2025, 11, 18)),
    ],
)
def test_words_on_force_with_a_day_of_their_own_give_both_moments(rule: Rule, day: dt.date) -> None:
    clause = Commencement(rule, moment=Moment.FORCE)
    [entry] = compute(act_with(rule, commencements=(clause,)), LAW)
    assert (entry.on, entry.force_on) == (day, day)
    assert verify(entry, LAW) == ()


def test_a_decision_that_an_act_was_published_before_its_adoption_gives_no_date() -> None:
    slip = Decision(Fact.PUBLICATION, dt.date(2024, 11, 18), "a letter with last year's date")
    [entry] = compute(act_with(SIXTY), LAW, Known(decisions=(slip,)))
    assert entry.on is None
    assert "before which the act cannot have been published" in (entry.reason or "")


def test_an_act_without_a_clause_read_has_one_unknown_entry() -> None:
    [entry] = compute(act_with(SIXTY, commencements=()), LAW)
    assert (entry.on, entry.certainty) == (None, Certainty.UNKNOWN)
    assert entry.reason == "no commencement clause was read"


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("pointer", "the text points to another article for its commencement"),
        ("number_lost", "the number in the clause is lost"),
        ("no_clause", "no commencement clause was read"),
        ("unread", "the commencement clause could not be read"),
        (None, "the commencement clause could not be read"),
    ],
)
def test_an_unread_clause_says_why(note: str | None, reason: str) -> None:
    clause = Commencement(Rule(RuleKind.NONE), note=note)
    [entry] = compute(act_with(SIXTY, commencements=(clause,)), LAW)
    assert entry.reason == reason


def test_the_retroactive_reach_does_not_move_the_day() -> None:
    clause = Commencement(SIXTY, applies_from=dt.date(2025, 1, 1))
    [entry] = compute(act_with(SIXTY, commencements=(clause,)), LAW)
    assert (entry.on, entry.applies_from) == (dt.date(2026, 1, 18), dt.date(2025, 1, 1))


# ------------------------------------------------------------------ how sure

ALL = frozenset(Fact)


@pytest.mark.parametrize(
    ("rule", "agreed", "confidence"),
    [
        (SIXTY, ALL, Confidence.CONFIRMED),
        (SIXTY, ALL - {Fact.PUBLICATION}, Confidence.PROVISIONAL),
        (SIXTY, ALL - {Fact.CLAUSE}, Confidence.PROVISIONAL),
        (SIXTY, frozenset(), Confidence.PROVISIONAL),
        (Rule(RuleKind.AFTER_PUBLICATION, 6, Unit.MONTHS), ALL, Confidence.DISPUTED),
        (Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 1, 1)), ALL, Confidence.CONFIRMED),
        # Before publication a date is never confirmed, nor under a rule that is to be verified.
        (Rule(RuleKind.FIXED_DATE, date=dt.date(2025, 1, 1)), ALL, Confidence.PROVISIONAL),
        (Rule(RuleKind.UPON_SIGNING), ALL, Confidence.PROVISIONAL),
        (Rule(RuleKind.AFTER_PUBLICATION), ALL, Confidence.PROVISIONAL),
        (Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.DAYS), ALL, Confidence.PROVISIONAL),
        (Rule(RuleKind.DEFAULT), ALL, Confidence.CONFIRMED),
        (Rule(RuleKind.DEFAULT), ALL - {Fact.ADOPTION}, Confidence.PROVISIONAL),
    ],
)
def test_a_date_is_confirmed_only_if_all_its_facts_are(
    rule: Rule, agreed: frozenset[Fact], confidence: Confidence
) -> None:
    [entry] = compute(act_with(rule), LAW, Known(agreed=agreed))
    assert entry.confidence is confidence


def test_without_a_publication_a_calendar_date_is_not_confirmed() -> None:
    rule = Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 1, 1))
    [entry] = compute(act_with(rule, publications=()), LAW, Known(agreed=ALL))
    assert entry.confidence is Confidence.PROVISIONAL


def test_a_decision_on_a_fact_is_a_step() -> None:
    decision = Decision(Fact.PUBLICATION, dt.date(2025, 11, 20), "issue № 222 of the gazette")
    [entry] = compute(act_with(SIXTY), LAW, Known(decisions=(decision,)))
    assert entry.on == dt.date(2026, 1, 20)
    assert (entry.steps[0].rule, entry.steps[0].op) == ("KZ-DECISION", "decided")
    assert "issue № 222" in entry.steps[0].text
    assert verify(entry, LAW) == ()


def test_a_decision_on_the_entry_is_reviewed_and_shows_what_was_counted() -> None:
    decision = Decision(Fact.ENTRY, dt.date(2026, 1, 20), "letter of the ministry")
    [entry] = compute(act_with(SIXTY), LAW, Known(decisions=(decision,)))
    assert (entry.on, entry.certainty) == (dt.date(2026, 1, 20), Certainty.REVIEWED)
    assert entry.confidence is Confidence.CONFIRMED
    assert others_of(entry) == ("2026-01-18 KZ-DECISION",)
    assert verify(entry, LAW) == ()


def test_a_decision_on_one_commencement_leaves_the_others() -> None:
    clauses = (Commencement(SIXTY), Commencement(SIXTY, provisions="статьи 7"))
    decision = Decision(Fact.ENTRY, dt.date(2027, 1, 1), "letter", provisions="статьи 7")
    main, other = compute(act_with(SIXTY, commencements=clauses), LAW, Known(decisions=(decision,)))
    assert (main.on, other.on) == (dt.date(2026, 1, 18), dt.date(2027, 1, 1))


def test_the_last_decision_on_a_fact_counts() -> None:
    decisions = tuple(Decision(Fact.ENTRY, dt.date(2026, 1, day), "letter") for day in (20, 21))
    [entry] = compute(act_with(SIXTY), LAW, Known(decisions=decisions))
    assert entry.on == dt.date(2026, 1, 21)


# ------------------------------------------------------------------ other acts and events

OTHER = ActRef(ActType.LAW, "1-X", dt.date(2026, 8, 3))
WITH = Rule(RuleKind.WITH_OTHER_ACT, act=OTHER)
OTHER_ID = "kz/law/2026-08-03/1-x"


def entry_of(rule: Rule, published: dt.date) -> EntryIntoForce:
    [entry] = compute(act_with(rule, publications=(OfficialPublication(published),)), LAW)
    return entry


def test_an_act_applies_with_the_act_it_names() -> None:
    known = Known(acts={OTHER_ID: entry_of(SIXTY, dt.date(2026, 8, 5))})
    [entry] = compute(act_with(WITH), LAW, known)
    assert entry.on == dt.date(2026, 10, 5)
    assert [s.op for s in entry.steps] == ["with_act", "same_day"]
    assert verify(entry, LAW) == ()


def test_the_readings_of_the_other_act_are_its_own() -> None:
    months = Rule(RuleKind.AFTER_PUBLICATION, 6, Unit.MONTHS)
    known = Known(acts={OTHER_ID: entry_of(months, dt.date(2026, 8, 5))})
    [entry] = compute(act_with(WITH), LAW, known)
    assert entry.on == dt.date(2027, 2, 6)
    assert "2027-02-07 KZ-CNT-MONTH" in others_of(entry)
    assert entry.confidence is Confidence.DISPUTED


@pytest.mark.parametrize(
    ("rule", "known", "reason"),
    [
        (WITH, Known(), "kz/law/2026-08-03/1-x, is not known"),
        (
            WITH,
            Known(acts={OTHER_ID: compute(act_with(SIXTY, publications=()), LAW)[0]}),
            "has no date: the day of first official publication is not known",
        ),
        (
            Rule(RuleKind.WITH_OTHER_ACT, act=ActRef(title="О связи")),
            Known(),
            "is not cited fully enough",
        ),
        (Rule(RuleKind.AFTER_EVENT, event="the exchange of notes"), Known(), "exchange of notes"),
    ],
)
def test_what_is_awaited_and_not_known_gives_no_date(rule: Rule, known: Known, reason: str) -> None:
    [entry] = compute(act_with(rule), LAW, known)
    assert entry.on is None
    assert entry.reason is not None
    assert reason in entry.reason


@pytest.mark.parametrize(
    ("rule", "on"),
    [
        (Rule(RuleKind.AFTER_EVENT, event="notes"), dt.date(2026, 5, 4)),
        (Rule(RuleKind.AFTER_EVENT, 30, Unit.CALENDAR_DAYS, event="notes"), dt.date(2026, 6, 4)),
        (Rule(RuleKind.AFTER_EVENT, 1, Unit.MONTHS, event="notes"), dt.date(2026, 6, 5)),
    ],
)
def test_an_event_counts_once_it_is_recorded(rule: Rule, on: dt.date) -> None:
    [entry] = compute(act_with(rule), LAW, Known(events={"notes": dt.date(2026, 5, 4)}))
    assert entry.on == on
    assert verify(entry, LAW) == ()


# ------------------------------------------------------------------ beside a change of rules


def changed_on(start: dt.date, *, exact: bool) -> Jurisdiction:
    """Let the default of resolutions of Parliament change on a day of our choice."""
    defaults = []
    for row in LAW.defaults:
        if row.law.id == "KZ-DEF-PARL":
            row = replace(row, law=replace(row.law, until=start))
        elif row.law.id == "KZ-DEF-KURULTAI":
            row = replace(row, law=replace(row.law, start=start, exact=exact))
        defaults.append(row)
    return replace(LAW, defaults=tuple(defaults))


CHANGE = dt.date(2022, 3, 1)


@pytest.mark.parametrize(
    ("exact", "adopted", "published", "on", "other"),
    [
        (True, "2022-02-20", "2022-02-27", "2022-02-27", None),
        (True, "2022-02-20", "2022-03-01", "2022-03-01", "2022-02-20"),
        (True, "2022-03-01", "2022-03-05", "2022-03-01", None),
        # A start known only as "not before": for thirty days the old rule may still be law.
        (False, "2022-03-01", "2022-03-05", "2022-03-01", "2022-03-05"),
        (False, "2022-03-30", "2022-04-05", "2022-03-30", "2022-04-05"),
        (False, "2022-03-31", "2022-04-05", "2022-03-31", None),
    ],
)
def test_beside_a_change_of_rules_both_defaults_are_shown(
    exact: bool, adopted: str, published: str, on: str, other: str | None
) -> None:
    law = changed_on(CHANGE, exact=exact)
    act = Act(
        ActType.RESOLUTION,
        date=dt.date.fromisoformat(adopted),
        issuer="Парламент Республики Казахстан",
        publications=(OfficialPublication(dt.date.fromisoformat(published)),),
        commencements=(Commencement(Rule(RuleKind.DEFAULT)),),
        normative=True,
    )
    [entry] = compute(act, law)
    shown = [str(o.on) for o in entry.alternatives if o.rule == "KZ-VER-CHOICE"]
    assert (str(entry.on), shown) == (on, [other] if other else [])
    assert (entry.confidence is Confidence.DISPUTED) == (other is not None)
    assert verify(entry, law) == ()


# ------------------------------------------------------------------ drafts and exemptions


def test_a_draft_has_no_date() -> None:
    [entry] = compute(act_with(SIXTY), LAW, Known(draft=True))
    assert (entry.on, entry.force_on, entry.reason) == (None, None, "a draft has no date")


def test_an_exemption_that_is_known_lifts_the_duty_of_registration() -> None:
    order = act_with(SIXTY, type=ActType.ORDER, issuer="Министр финансов")
    [without] = compute(order, LAW, Known(official_text=True))
    [entry] = compute(order, LAW, Known(official_text=True, exemption="KZ-REG-EXEMPT"))
    assert without.on is None
    assert (entry.on, entry.force_on) == (dt.date(2026, 1, 18), dt.date(2025, 11, 17))


def test_an_exemption_that_the_law_does_not_know_is_misuse() -> None:
    with pytest.raises(UnknownExemption, match="KZ-REG-EXEMPT-BUDGET"):
        compute(act_with(SIXTY), LAW, Known(exemption="KZ-REG-NONE"))
