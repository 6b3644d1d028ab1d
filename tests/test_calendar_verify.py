"""The independent replay: what was computed holds, and what was tampered with does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from vacatio_calendar import Known, compute, explain, load, verify
from vacatio_calendar.known import Decision, Ending, EndKind, Fact, Postponement
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Alternative,
    Certainty,
    Commencement,
    Confidence,
    Duration,
    EntryIntoForce,
    Language,
    OfficialPublication,
    Registration,
    Rule,
    RuleKind,
    Step,
    Unit,
)

LAW = load("kz")
DAY = dt.timedelta(days=1)
OTHER = ActRef(ActType.LAW, "1-X", dt.date(2026, 8, 3))


def derived(rule: Rule, known: Known | None = None, **clause: object) -> EntryIntoForce:
    commencement = replace(Commencement(rule), **clause)  # type: ignore[arg-type]
    act = Act(
        type=ActType.ORDER,
        date=dt.date(2025, 12, 20),
        issuer="Министр финансов Республики Казахстан",
        registration=Registration("1", dt.date(2025, 12, 24)),
        publications=(
            OfficialPublication(dt.date(2025, 12, 26), "Казахстанская правда"),
            OfficialPublication(dt.date(2025, 12, 26), "Егемен Қазақстан"),
        ),
        commencements=(commencement,),
    )
    [entry] = compute(act, LAW, known or Known())
    return entry


TEN = Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)
MAIN = derived(TEN)
MOVED = Postponement("kz/order/finance/2026-01-01/9", dt.date(2026, 7, 1), dt.date(2026, 1, 2))
DERIVED = {
    "calendar days": MAIN,
    "days": derived(Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.DAYS)),
    "working days": derived(Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.WORKING_DAYS)),
    "working days as known": derived(
        Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.WORKING_DAYS), Known(known_on=dt.date(2025, 6, 1))
    ),
    "months": derived(Rule(RuleKind.AFTER_PUBLICATION, 2, Unit.MONTHS)),
    "years": derived(Rule(RuleKind.AFTER_PUBLICATION, 1, Unit.YEARS)),
    "after the day": derived(Rule(RuleKind.AFTER_PUBLICATION)),
    "from the day": derived(Rule(RuleKind.FROM_PUBLICATION)),
    "open wording": derived(Rule(RuleKind.FROM_PUBLICATION, 10, Unit.CALENDAR_DAYS)),
    "signing": derived(Rule(RuleKind.UPON_SIGNING)),
    "adoption": derived(Rule(RuleKind.FROM_ADOPTION, 3, Unit.CALENDAR_DAYS)),
    "registration": derived(Rule(RuleKind.AFTER_REGISTRATION)),
    "a calendar date": derived(Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 3, 1))),
    "another act": derived(
        Rule(RuleKind.WITH_OTHER_ACT, act=OTHER), Known(acts={"kz/law/2026-08-03/1-x": MAIN})
    ),
    "an event": derived(
        Rule(RuleKind.AFTER_EVENT, event="notes"), Known(events={"notes": dt.date(2026, 2, 3)})
    ),
    "the default": derived(Rule(RuleKind.DEFAULT)),
    "a decision": derived(
        TEN, Known(decisions=(Decision(Fact.ENTRY, dt.date(2026, 1, 9), "letter"),))
    ),
    "a decided fact": derived(
        TEN, Known(decisions=(Decision(Fact.PUBLICATION, dt.date(2026, 1, 9), "letter"),))
    ),
    "a postponement": derived(TEN, Known(postponements=(MOVED,))),
    "a stated end": derived(TEN, ends_on=dt.date(2027, 1, 1)),
    "a term in days": derived(TEN, duration=Duration(90, Unit.CALENDAR_DAYS)),
    "a term in months": derived(TEN, duration=Duration(6, Unit.MONTHS)),
    "a term in years": derived(TEN, duration=Duration(2, Unit.YEARS)),
    "a repeal": derived(TEN, Known(endings=(Ending(EndKind.REPEALED, "x", dt.date(2028, 1, 1)),))),
}


@pytest.mark.parametrize("name", DERIVED)
def test_what_was_computed_verifies(name: str) -> None:
    assert DERIVED[name].on is not None
    assert verify(DERIVED[name], LAW) == ()


@pytest.mark.parametrize("name", DERIVED)
def test_a_derivation_reads_in_three_languages(name: str) -> None:
    entry = DERIVED[name]
    told = {language: explain(entry, LAW, language) for language in Language}
    assert len({len(lines) for lines in told.values()}) == 1
    assert told[Language.EN][0].startswith(entry.steps[0].text)
    for step, ru, kk in zip(entry.steps, told[Language.RU], told[Language.KK], strict=False):
        assert step.on is not None
        for line in (ru, kk):
            assert str(step.on) in line
            assert step.rule in line
            assert "{" not in line
    assert told[Language.RU] != told[Language.KK]


def mutants(step: Step) -> Iterator[Step]:
    """Yield a step with each of its parts changed, one at a time."""
    assert step.on is not None
    yield replace(step, on=step.on + DAY)
    yield replace(step, on=step.on - DAY)
    yield replace(step, on=None)
    yield replace(step, rule="KZ-NO-SUCH")
    yield replace(step, rule="KZ-CNT-MIDNIGHT")
    yield replace(step, basis="LPA 999")
    yield replace(step, text=step.text.replace(".", "!"))
    yield replace(step, op="guess")
    yield replace(step, inputs=())
    yield replace(step, inputs=(*step.inputs, ("more", "1")))
    for position, (name, value) in enumerate(step.inputs):
        for changed in (_changed(value), "", "2026-02-30"):
            inputs = list(step.inputs)
            inputs[position] = (name, changed)
            yield replace(step, inputs=tuple(inputs))


def _changed(value: str) -> str:
    """Change a value so that it keeps its shape."""
    try:
        return (dt.date.fromisoformat(value) - DAY).isoformat()
    except ValueError:
        return str(int(value) + 1) if value.isdigit() else f"{value}?"


def with_chain(entry: EntryIntoForce, chain: str, steps: tuple[Step, ...]) -> EntryIntoForce:
    match chain:
        case "steps":
            return replace(entry, steps=steps)
        case "force_steps":
            return replace(entry, force_steps=steps)
        case _:
            return replace(entry, end_steps=steps)


@pytest.mark.parametrize("name", DERIVED)
@pytest.mark.parametrize("chain", ["steps", "force_steps", "end_steps"])
def test_no_changed_step_verifies(name: str, chain: str) -> None:
    entry = DERIVED[name]
    steps: tuple[Step, ...] = getattr(entry, chain)
    for position, step in enumerate(steps):
        for mutant in mutants(step):
            changed = (*steps[:position], mutant, *steps[position + 1 :])
            tampered = with_chain(entry, chain, changed)
            if _harmless(step, mutant):
                continue
            assert verify(tampered, LAW), (step, mutant)


def _harmless(step: Step, mutant: Step) -> bool:
    """A text that is the same after the change is not a change; nor is one of two equal days."""
    if mutant == step:
        return True
    only_inputs = replace(mutant, inputs=step.inputs) == step
    return only_inputs and step.op == "plus_working_days" and "known_on" in dict(mutant.inputs)


@pytest.mark.parametrize("name", DERIVED)
def test_no_missing_or_repeated_step_verifies(name: str) -> None:
    entry = DERIVED[name]
    for position in range(len(entry.steps)):
        step = entry.steps[position]
        before, after = entry.steps[:position], entry.steps[position + 1 :]
        if step.op != "days_unsaid":  # the one step that only explains
            assert verify(replace(entry, steps=(*before, *after)), LAW)
        if step.op not in ("same_day", "days_unsaid"):  # saying twice that a day is a day is true
            assert verify(replace(entry, steps=(*before, step, step, *after)), LAW)


NO_DATE = replace(MAIN, on=None, reason="missing", certainty=Certainty.UNKNOWN)
SOME = Alternative(dt.date(2026, 1, 7), "else", "LPA 14(3) part 2; CC 175", "KZ-CNT-ROLL")
MONTH = Alternative(dt.date(2026, 1, 7), "else", "LPA 14(2) against 14(3)", "KZ-CNT-MONTH")


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (replace(MAIN, on=dt.date(2026, 1, 7)), "the steps give 2026-01-06, not 2026-01-07"),
        (replace(MAIN, steps=()), "has no steps"),
        (replace(MAIN, force_on=dt.date(2025, 12, 25)), "the steps of force give"),
        (replace(MAIN, ends_on=dt.date(2027, 1, 1)), "2027-01-01 has no steps"),
        (replace(MAIN, certainty=Certainty.STATED), "do not make the date stated"),
        (replace(MAIN, certainty=Certainty.REVIEWED), "do not make the date reviewed"),
        (replace(MAIN, certainty=Certainty.DEFAULT_RULE), "do not make the date default_rule"),
        (replace(MAIN, certainty=Certainty.UNKNOWN), "do not make the date unknown"),
        (replace(MAIN, confidence=Confidence.DISPUTED), "do not make the date disputed"),
        (replace(MAIN, alternatives=(MONTH,)), "do not make the date provisional"),
        (replace(MAIN, alternatives=(replace(SOME, on=MAIN.on or SOME.on),)), "gives the same day"),
        (replace(MAIN, alternatives=(replace(SOME, rule="KZ-X"),)), "no rule KZ-X"),
        (replace(MAIN, alternatives=(replace(SOME, basis="-"),)), "does not rest on -"),
        (replace(NO_DATE, reason=None), "no reason why"),
        (replace(NO_DATE, certainty=Certainty.COMPUTED), "there is no date, yet it is said"),
        (replace(NO_DATE, confidence=Confidence.CONFIRMED), "there is no date, yet it is said"),
    ],
)
def test_what_an_entry_says_of_itself_must_fit(entry: EntryIntoForce, fault: str) -> None:
    assert any(fault in said for said in verify(entry, LAW))


def test_a_term_of_validity_begins_with_effect() -> None:
    entry = DERIVED["a term in years"]
    [step] = entry.end_steps
    later = replace(step, inputs=(("base", "2026-02-06"), ("years", "2")))
    faults = verify(replace(entry, end_steps=(later,)), LAW)
    assert any("begins at 2026-02-06" in fault for fault in faults)


def test_a_postponement_that_comes_too_late_does_not_verify() -> None:
    entry = DERIVED["a postponement"]
    *before, step = entry.steps
    inputs = tuple((n, "2026-01-07" if n == "effective" else v) for n, v in step.inputs)
    faults = verify(replace(entry, steps=(*before, replace(step, inputs=inputs))), LAW)
    assert any("comes too late" in fault for fault in faults)


def test_a_claimed_publication_needs_its_day_and_its_source() -> None:
    act = Act(
        type=ActType.LAW,
        date=dt.date(2025, 11, 17),
        publications=(OfficialPublication(dt.date(2025, 11, 18)),),
        commencements=(Commencement(TEN),),
    )
    [entry] = compute(act, LAW)
    first, *later = entry.steps
    assert (first.op, verify(entry, LAW)) == ("claimed", ())
    for mutant in mutants(first):
        assert verify(replace(entry, steps=(mutant, *later)), LAW), mutant
