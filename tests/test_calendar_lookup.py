"""The other acts at hand: found by what a citation says, never by guessing."""

from __future__ import annotations

import datetime as dt

import pytest

from seeded.looking import Facts, Text, archive
from vacatio_calendar.checks import NO_OTHERS, Lookup, held_back
from vacatio_calendar.checks.holding import Thresholds
from vacatio_calendar.checks.others import grounds, same_number
from vacatio_calendar.model import ActRef, ActType, Language

TEN = (
    "вводится в действие по истечении десяти календарных дней после дня его первого официального "
    "опубликования."
)
BASE = f"""Приказ Министра финансов Республики Казахстан от 1 февраля 2024 года № 55
Об учете
ПРИКАЗЫВАЮ:
1. Вести учет.
2. Настоящий приказ {TEN}
"""
CITED = "приказа Министра финансов Республики Казахстан от 1 февраля 2024 года № 55 «Об учете»"
RESTING = f"""Приказ Министра финансов Республики Казахстан от 5 марта 2026 года № 120
О книгах
В соответствии с пунктом 1 {CITED} ПРИКАЗЫВАЮ:
1. Вести книги по приказу Министра юстиции от 2 февраля 2024 года № 7 «О печати».
2. Настоящий приказ {TEN}
"""
NAME = "kz/order/finance/2024-02-01/55"
DAY = dt.date(2024, 2, 1)


@pytest.fixture(scope="module")
def others() -> Lookup:
    facts = Facts(
        published=dt.date(2024, 2, 10), registered=dt.date(2024, 2, 5), registration_number="33944"
    )
    return archive([Text(BASE, facts), Text(RESTING)])


@pytest.mark.parametrize(
    "ref",
    [
        ActRef(ActType.ORDER, "55", DAY, issuer="Министра финансов"),
        ActRef(ActType.ORDER, "№ 55", DAY),
        ActRef(registration_number="33944"),
        ActRef(ActType.ORDER, None, DAY, "Об учете"),
        ActRef(ActType.RULES, "55", DAY, "Правила", approved=True),
    ],
    ids=["requisites", "number and date", "registry number", "title and date", "approved rules"],
)
def test_a_citation_finds_its_act(others: Lookup, ref: ActRef) -> None:
    found = others.find(ref)
    assert found is not None
    assert found.id == NAME


@pytest.mark.parametrize(
    "ref",
    [
        ActRef(ActType.LAW, "55", DAY),
        ActRef(ActType.ORDER, "55", DAY, issuer="Министра юстиции"),
        ActRef(ActType.ORDER, "56", DAY),
        ActRef(ActType.ORDER, "55", dt.date(2024, 2, 2)),
    ],
    ids=["another type", "another body", "another number", "another day"],
)
def test_a_citation_that_contradicts_an_act_does_not_find_it(others: Lookup, ref: ActRef) -> None:
    assert others.find(ref) is None


def test_a_citation_with_one_slip_is_near_its_act_and_with_two_is_not(others: Lookup) -> None:
    slip = ActRef(ActType.ORDER, "56", DAY, "Об учете")
    near = others.near(slip)
    assert near is not None
    assert near.id == NAME
    assert others.near(ActRef(ActType.ORDER, "56", dt.date(2024, 2, 2), "Об учете")) is None
    assert others.near(ActRef(ActType.LAW, "56", DAY, "Об учете")) is None


def test_an_empty_archive_knows_nothing() -> None:
    assert NO_OTHERS.find(ActRef(ActType.ORDER, "55", DAY)) is None
    assert NO_OTHERS.get(NAME) is None


def test_an_edition_stands_for_its_days_only() -> None:
    since = dt.date(2025, 1, 1)
    held = archive([Text(BASE, until=since), Text(BASE.replace("Вести", "Хранить"), since=since)])
    act = held.acts[NAME]
    for day, word in ((since - dt.timedelta(days=1), "Вести"), (since, "Хранить")):
        assert word in act.provisions(day, Language.RU)[0].text
    assert act.provisions(since, Language.KK) == ()


def test_the_ground_of_an_act_is_what_its_preamble_names(others: Lookup) -> None:
    [edition] = others.acts["kz/order/finance/2026-03-05/120"].editions
    assert [ref.number for ref in grounds(edition.document)] == ["55"]
    assert [other.id for other in others.resting_on(NAME)] == ["kz/order/finance/2026-03-05/120"]


def test_numbers_are_compared_as_they_are_meant() -> None:
    assert same_number("231-VІІІ ЗРК", "231-VIII")
    assert not same_number("231-VII", "231-VIII")


def test_a_check_of_a_misread_source_is_held_back() -> None:
    many, few = {"VAC023": 21, "VAC054": 20}, {"VAC023": 4}
    assert [held.code for held in held_back(many, 100)] == ["VAC023"]
    assert held_back(few, 4) == (), "a handful of documents says nothing of a source"
    assert [held.code for held in held_back({"VAC054": 11}, 1000, {"VAC054": 1.0})] == ["VAC054"]
    assert held_back({"VAC054": 10}, 1000, {"VAC054": 1.0}) == ()
    assert held_back({"VAC049": 90}, 100) == (), "mixed letters stand in most texts of some sources"
    strict = Thresholds(share=0.05, at_least=1)
    assert [held.code for held in held_back({"VAC054": 6}, 100, None, strict)] == ["VAC054"]
