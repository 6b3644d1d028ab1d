"""What must hold for every act, whatever its facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from vacatio_calendar import (
    Known,
    compute,
    first_publication,
    load,
    partition,
    say_remark,
    state_on,
    verify,
)
from vacatio_calendar.counting import plus_days
from vacatio_calendar.jurisdiction import parse
from vacatio_calendar.known import Decision, Ending, EndKind, Fact, Postponement, Suspension
from vacatio_calendar.law import Jurisdiction, LegalRule, Mark, Source
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Certainty,
    Commencement,
    Duration,
    Language,
    Moment,
    OfficialPublication,
    Provision,
    Registration,
    Rule,
    RuleKind,
    Unit,
)
from vacatio_calendar.writing import to_toml

LAW = load("kz")
GLOSSARY = (Path(compute.__code__.co_filename).parent / "glossary.toml").read_text("utf-8")
#: How long an example takes says more of the machine than of the code: no test asks for it.
MANY = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

days = st.dates(dt.date(1991, 1, 1), dt.date(2045, 12, 31)) | st.dates()  # seldom absurd
maybe_days = st.none() | days
bodies = st.sampled_from(
    [
        None,
        "Министр финансов Республики Казахстан",
        "Правительство Республики Казахстан",
        "Парламент Республики Казахстан",
        "Курултай Республики Казахстан",
        "маслихат города Алматы",
        "Верховный Суд Республики Казахстан",
        "Совет Евразийской экономической комиссии",
        "нечто",
    ]
)
cited = st.sampled_from([None, ActRef(), ActRef(ActType.LAW, "1-X", dt.date(2026, 8, 3))])
rules = st.builds(
    Rule,
    kind=st.sampled_from(RuleKind),
    value=st.none() | st.integers(0, 400) | st.integers(10**4, 10**9),
    unit=st.none() | st.sampled_from(Unit),
    date=maybe_days,
    act=cited,
    event=st.sampled_from([None, "notes"]),
    names_day=st.booleans(),
    not_before=maybe_days,
)
publications = st.builds(
    OfficialPublication,
    date=maybe_days,
    venue=st.none() | st.sampled_from([venue.name for venue in LAW.venues] + ["Газета"]),
    languages=st.sampled_from([(), (Language.RU,), (Language.KK,), (Language.RU, Language.KK)]),
    first=st.sampled_from([None, True, False]),
    field=st.none() | st.sampled_from([*LAW.fields, "news.date"]),
)
commencements = st.builds(
    Commencement,
    rule=rules,
    provisions=st.sampled_from([None, "статьи 2", "пункта 1 статьи 3", "приложения", "норм"]),
    moment=st.sampled_from(Moment),
    force_rule=st.none() | rules,
    applies_from=maybe_days,
    ends_on=maybe_days,
    duration=st.none() | st.builds(Duration, st.integers(0, 400), st.sampled_from(Unit)),
    note=st.sampled_from([None, "pointer", "unread", "else"]),
)
acts = st.builds(
    Act,
    type=st.none() | st.sampled_from(ActType),
    date=maybe_days,
    title=st.sampled_from([None, "О бюджете"]),
    issuer=bodies,
    registration=st.none() | st.builds(Registration, st.just("1"), maybe_days),
    publications=st.lists(publications, max_size=4).map(tuple),
    commencements=st.lists(commencements, max_size=3).map(tuple),
    provisions=st.just(
        tuple(
            Provision(eid, eid.split("_")[0], None, None, "")
            for eid in ("art_1", "art_2", "art_3", "art_3__para_1", "art_3__para_2", "att_1")
        )
    ),
    normative=st.sampled_from([None, True, False]),
)
MAIN = compute(
    Act(commencements=(Commencement(Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 9, 1))),)), LAW
)[0]
knowledge = st.builds(
    Known,
    acts=st.sampled_from([{}, {"kz/law/2026-08-03/1-x": MAIN}]),
    events=st.sampled_from([{}, {"notes": dt.date(2026, 2, 3)}]),
    agreed=st.frozensets(st.sampled_from(Fact)),
    decisions=st.lists(
        st.builds(Decision, st.sampled_from(Fact), days, st.just("letter")), max_size=2
    ).map(tuple),
    postponements=st.lists(st.builds(Postponement, st.just("x"), days, maybe_days), max_size=2).map(
        tuple
    ),
    suspensions=st.lists(st.builds(Suspension, st.just("x"), days, maybe_days), max_size=2).map(
        tuple
    ),
    endings=st.lists(
        st.builds(Ending, st.sampled_from(EndKind), st.just("x"), days), max_size=2
    ).map(tuple),
    official_text=st.booleans(),
    draft=st.booleans(),
    language=st.none() | st.sampled_from(Language),
    known_on=maybe_days,
)


@MANY
@given(acts, knowledge)
def test_whatever_is_computed_verifies(act: Act, known: Known) -> None:
    for entry in compute(act, LAW, known):
        assert verify(entry, LAW) == ()


@MANY
@given(acts, knowledge)
def test_each_commencement_has_an_entry_with_a_date_or_a_reason(act: Act, known: Known) -> None:
    entries = compute(act, LAW, known)
    assert len(entries) == max(1, len(act.commencements))
    for entry, clause in zip(entries, act.commencements, strict=False):
        assert (entry.on is None) == (entry.reason is not None)
        assert (entry.on is None) == (entry.certainty is Certainty.UNKNOWN)
        assert entry.provisions == clause.provisions


@MANY
@given(acts, knowledge)
def test_every_reason_and_reading_can_be_said_in_every_language(act: Act, known: Known) -> None:
    for entry in compute(act, LAW, known):
        said = [other.reading for other in entry.alternatives]
        if entry.reason not in (None, "else"):
            said.append(entry.reason)
        for text in said:
            assert say_remark(text, LAW, Language.RU) != text
            assert say_remark(text, LAW, Language.KK) != text


@MANY
@given(acts, knowledge)
def test_the_same_facts_give_the_same_dates(act: Act, known: Known) -> None:
    assert compute(act, LAW, known) == compute(act, LAW, known)


@MANY
@given(
    published=days.map(lambda day: max(day, LAW.since)),
    value=st.integers(0, 2000),
    more=st.integers(1, 2000),
    unit=st.sampled_from([Unit.CALENDAR_DAYS, Unit.DAYS, Unit.MONTHS, Unit.YEARS]),
)
def test_a_longer_term_never_gives_an_earlier_date(
    published: dt.date, value: int, more: int, unit: Unit
) -> None:
    def on(value: int) -> dt.date | None:
        rule = Rule(RuleKind.AFTER_PUBLICATION, value, unit)
        act = Act(
            publications=(OfficialPublication(published),), commencements=(Commencement(rule),)
        )
        return compute(act, LAW)[0].on

    shorter, longer = on(value), on(value + more)
    assert longer is None or (shorter is not None and longer > shorter)


@MANY
@given(published=st.dates(dt.date(2015, 1, 1), dt.date(2027, 6, 1)), value=st.integers(1, 100))
def test_a_longer_term_of_working_days_never_gives_an_earlier_date(
    published: dt.date, value: int
) -> None:
    def on(value: int) -> dt.date:
        rule = Rule(RuleKind.AFTER_PUBLICATION, value, Unit.WORKING_DAYS)
        act = Act(
            publications=(OfficialPublication(published),), commencements=(Commencement(rule),)
        )
        return compute(act, LAW)[0].on or dt.date.max

    assert on(value) <= on(value + 1)


@MANY
@given(st.lists(publications, max_size=4), publications)
def test_a_later_publication_never_moves_the_first(
    given_: list[OfficialPublication], more: OfficialPublication
) -> None:
    first = first_publication(Act(publications=tuple(given_)), LAW).date
    again = first_publication(Act(publications=(*given_, more)), LAW).date
    if first is not None and more.date is not None and more.date >= first:
        assert again == first


@MANY
@given(st.lists(publications, max_size=4), st.randoms())
def test_the_order_of_publications_does_not_matter(
    given_: list[OfficialPublication], random: object
) -> None:
    there = first_publication(Act(publications=tuple(given_)), LAW)
    back = first_publication(Act(publications=tuple(reversed(given_))), LAW)
    assert (there.date, there.ru, there.kk, there.agreed) == (
        back.date,
        back.ru,
        back.kk,
        back.agreed,
    )


@MANY
@given(acts, knowledge)
def test_every_provision_follows_one_commencement_or_is_named(act: Act, known: Known) -> None:
    entries = compute(act, LAW, known)
    parted = partition(act, entries)
    assert [eid for eid, _ in parted.entry_of] == [item.eid for item in act.provisions]
    indexes = {index for _, index in parted.entry_of}
    assert indexes <= {None, *range(len(entries))}
    uncovered = {eid for eid, index in parted.entry_of if index is None}
    assert set(parted.overlaps) | set(parted.gap) <= uncovered
    assert not set(parted.overlaps) & set(parted.gap)


@MANY
@given(acts, knowledge, days)
def test_the_state_is_a_function_of_the_facts_and_the_day(
    act: Act, known: Known, day: dt.date
) -> None:
    entries = compute(act, LAW, known)
    state = state_on(day, act, entries, LAW, known)
    assert state == state_on(day, act, entries, LAW, known)
    assert state.sentence == LAW.term(state.value.value)
    assert state.until is None or state.until > day
    assert state.dates == tuple(sorted(set(state.dates)))


@MANY
@given(acts, knowledge, days, st.integers(0, 5000))
@example(Act(), Known(), dt.date(9999, 9, 1), 122)
def test_a_state_lasts_until_the_day_it_names(
    act: Act, known: Known, day: dt.date, later: int
) -> None:
    entries = compute(act, LAW, known)
    state = state_on(day, act, entries, LAW, known)
    between = plus_days(day, later) or dt.date.max
    if state.until is not None and between < state.until:
        assert state_on(between, act, entries, LAW, known).value is state.value


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
legal_rules = st.builds(
    LegalRule,
    id=st.uuids().map(str),
    text=texts,
    basis=texts,
    source=st.just("act"),
    mark=st.sampled_from(Mark),
    start=maybe_days,
    exact=st.booleans(),
    gap=st.none() | texts,
    ops=st.lists(texts, max_size=3).map(tuple),
    disputes=st.booleans(),
    days=st.none() | st.integers(0, 99),
).map(lambda rule: rule if rule.start else replace(rule, exact=True))


@MANY
@given(st.lists(legal_rules, max_size=4), texts)
def test_a_law_written_is_read_back_the_same(found: list[LegalRule], name: str) -> None:
    law = replace(
        _empty(),
        name=name,
        sources={"act": Source("act", name, None)},
        rules={rule.id: (rule,) for rule in found},
    )
    assert _content(parse(to_toml(law), GLOSSARY)) == _content(law)


def test_the_law_of_kazakhstan_is_read_back_the_same() -> None:
    assert _content(parse(to_toml(LAW), GLOSSARY)) == _content(LAW)


def _empty() -> Jurisdiction:
    return parse('code = "xx"\nname = "x"\ntime_zone = "UTC"\n', GLOSSARY)


def _content(law: Jurisdiction) -> dict[str, object]:
    """Return the parts of a law in a form that compares by value; lines of examples aside."""
    parts = {field.name: getattr(law, field.name) for field in fields(law)}
    parts["examples"] = tuple(replace(example, line=0) for example in law.examples)
    return {key: dict(v) if hasattr(v, "keys") else v for key, v in parts.items()}
