"""An act is held to be individual where its title and a second mark agree, and never otherwise."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar import compute, load
from vacatio_calendar.individual import EndMark, TitleMark, is_individual, marks_of
from vacatio_calendar.model import Act, ActType, Commencement, Registration, Rule, RuleKind

LAW = load("kz")
MARKS = marks_of("kz")
AWARD = Act(
    ActType.ORDER,
    "209-ж",
    dt.date(2026, 11, 11),
    title="О награждении нагрудным знаком",
    issuer="Министр здравоохранения",
    commencements=(Commencement(Rule(RuleKind.DEFAULT)),),
)
G_CODE = (("ngr", "G26HP000209"),)
V_CODE = (("ngr", "V2600035120"),)


@pytest.mark.parametrize("mark", MARKS.titles, ids=lambda mark: mark.example)
def test_every_title_holds_its_example_and_not_its_near_miss(mark: TitleMark) -> None:
    assert mark.fits(mark.example)
    assert not mark.fits(mark.near_miss)


@pytest.mark.parametrize("mark", MARKS.numbers, ids=lambda mark: mark.example)
def test_every_suffix_holds_its_example_and_not_its_near_miss(mark: EndMark) -> None:
    assert mark.closes(mark.example)
    assert not mark.closes(mark.near_miss)


@pytest.mark.parametrize("mark", MARKS.registers, ids=lambda mark: mark.example)
def test_every_code_holds_its_example_and_not_its_near_miss(mark: EndMark) -> None:
    assert mark.opens(mark.example)
    assert not mark.opens(mark.near_miss)


@pytest.mark.parametrize(
    ("title", "number", "codes"),
    [
        ("О награждении нагрудным знаком", "209-ж", ()),
        ("О награждении нагрудным знаком", "209", G_CODE),
        ("Кеуде белгісімен марапаттау туралы", "14-ө", ()),
        ("О назначении директора", "17 л/с", ()),
        ("Директорды тағайындау туралы", "31-Л/С", ()),
        ("Об освобождении директора от должности", "8-ж/қ", G_CODE),
        ("Директорды қызметінен босату туралы", "209-жқ", ()),
    ],
)
def test_two_marks_make_an_act_individual(
    title: str, number: str, codes: tuple[tuple[str, str], ...]
) -> None:
    act = dataclasses.replace(AWARD, title=title, number=number, identifiers=codes)
    assert is_individual(act, LAW)


@pytest.mark.parametrize(
    ("title", "number", "codes"),
    [
        # one mark only
        ("О награждении нагрудным знаком", "209", V_CODE),
        ("О некоторых вопросах здравоохранения", "209-ж", G_CODE),
        ("О назначении директора", "17", G_CODE),
        (None, "209-ж", G_CODE),
        # rules about awards are no awards
        ("Об утверждении Правил награждения", "209-ж", G_CODE),
        ("Марапаттау қағидаларын бекіту туралы", "209-ж", G_CODE),
        ("О награждении и утверждении Правил награждения", "209-ж", G_CODE),
        # benefits, elections and taxes open with the same words
        ("О назначении социальной помощи", "209-ж", G_CODE),
        ("О назначении внеочередных выборов", "5-ж", ()),
        ("Жәрдемақы тағайындау туралы", "5-ж", ()),
        ("Об освобождении от уплаты налогов", "5-ж", ()),
        # a normative order's mark, and letters that are no suffix
        ("О назначении директора", "209-нқ", G_CODE),
        ("О назначении директора", "жж", ()),
    ],
)
def test_one_mark_leaves_the_question_open(
    title: str | None, number: str, codes: tuple[tuple[str, str], ...]
) -> None:
    act = dataclasses.replace(AWARD, title=title, number=number, identifiers=codes)
    assert not is_individual(act, LAW)


def test_a_registered_act_and_a_law_are_never_individual() -> None:
    registered = dataclasses.replace(AWARD, registration=Registration("35120"))
    assert not is_individual(registered, LAW)
    assert not is_individual(dataclasses.replace(AWARD, type=ActType.LAW), LAW)


def test_another_country_without_a_table_holds_none_individual() -> None:
    assert marks_of("xx").titles == ()


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30), st.text(max_size=10))
def test_any_title_and_number_are_judged(title: str, number: str) -> None:
    act = dataclasses.replace(AWARD, title=title, number=number)
    assert is_individual(act, LAW) in (True, False)


def test_an_individual_order_takes_effect_from_adoption_without_registration() -> None:
    [entry] = compute(dataclasses.replace(AWARD, normative=False), LAW)
    assert (entry.on, entry.reason) == (dt.date(2026, 11, 11), None)
    [unknown] = compute(AWARD, LAW)
    assert unknown.on is None
