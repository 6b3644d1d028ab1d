"""An act's id is made of what the act says of itself, the same in all languages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar import act_id, load
from vacatio_calendar.identity import number_slug
from vacatio_calendar.model import Act, ActRef, ActType

LAW = load("kz")
DAY = dt.date(2025, 12, 22)
ORDER_672 = "kz/order/maidr/2025-12-22/672-nq"

IDS = [
    (ActRef(ActType.LAW, "231-VIII", dt.date(2025, 11, 17)), "kz/law/2025-11-17/231-viii"),
    (ActRef(ActType.LAW, "231-VІІІ ЗРК", dt.date(2025, 11, 17)), "kz/law/2025-11-17/231-viii"),
    (ActRef(ActType.LAW, "6-I", dt.date(1996, 6, 10)), "kz/law/1996-06-10/6-i"),
    (ActRef(ActType.CODE, "255-VIII", dt.date(2026, 1, 9)), "kz/code/2026-01-09/255-viii"),
    (
        ActRef(ActType.CONSTITUTIONAL_LAW, "299-VIII", dt.date(2026, 6, 5)),
        "kz/constitutional-law/2026-06-05/299-viii",
    ),
    (
        ActRef(ActType.ORDER, "672/НҚ", DAY, issuer="Министр ИИ и цифрового развития"),
        ORDER_672,
    ),
    (
        ActRef(
            ActType.ORDER,
            "672/HK",
            DAY,
            issuer="Deputy Prime Minister – Minister of AI and Digital Development of Kazakhstan",
        ),
        ORDER_672,
    ),
    (
        ActRef(
            ActType.ORDER,
            "№ 672/НҚ",
            DAY,
            issuer="Қазақстан Республикасының Жасанды интеллект және цифрлық даму министрінің м.а.",
        ),
        ORDER_672,
    ),
    (
        ActRef(ActType.DECREE, "488", dt.date(2024, 2, 28), issuer="Президент"),
        "kz/decree/president/2024-02-28/488",
    ),
    (
        ActRef(
            ActType.DECISION, "8С 37/5", dt.date(2025, 12, 24), issuer="маслихат города Шымкент"
        ),
        "kz/decision/maslikhat-shymkent/2025-12-24/8c-37-5",
    ),
    (
        ActRef(ActType.ORDER, "12", DAY, issuer="Комитет лесов"),
        "kz/order/komitet-lesov/2025-12-22/12",
    ),
]


@pytest.mark.parametrize(("ref", "expected"), IDS, ids=lambda value: str(value)[-40:])
def test_an_id_is_what_the_act_says_of_itself(ref: ActRef, expected: str) -> None:
    assert act_id(ref, LAW) == expected
    same = Act(ref.type, ref.number, ref.date, issuer=ref.issuer)
    assert act_id(same, LAW) == expected


@pytest.mark.parametrize("number", ["б/н", "0", "н/ж", "", "б.н.", None])
def test_an_act_without_a_number_takes_the_id_of_its_register(number: str | None) -> None:
    act = Act(
        ActType.ORDER,
        number,
        DAY,
        issuer="Министр финансов",
        identifiers=(("ekb", "223189"), ("ngr", "V2500038180")),
    )
    assert act_id(act, LAW) == "kz/ngr/v2500038180"
    assert act_id(ActRef(ActType.ORDER, number, DAY, issuer="Министр финансов"), LAW) is None


def test_a_register_id_keeps_its_underscore() -> None:
    act = Act(ActType.CODE, identifiers=(("ngr", "K070000212_"),))
    assert act_id(act, LAW) == "kz/ngr/k070000212_"


@pytest.mark.parametrize(
    "ref",
    [
        ActRef(),
        ActRef(ActType.ORDER, "12", DAY),
        ActRef(ActType.LAW, "12-VIII"),
        ActRef(ActType.LAW, None, DAY),
    ],
)
def test_too_little_gives_no_id(ref: ActRef) -> None:
    assert act_id(ref, LAW) is None


@pytest.mark.parametrize(
    "spellings",
    [
        ("547/НҚ", "547/НК", "547/HK", "547/HҚ", "547/нқ", "№ 547/НҚ", "547 / НҚ"),
        ("231-VIII", "231-VІІІ", "231-VIII ЗРК", "231-VIII ҚРЗ", "231–VIII", "231 -VIII SAM"),
        ("8С 37/5", "8C 37/5", "8с 37/5"),
        ("266", "N 266", "№266", "No. 266", "# 266"),
        ("77-НП", "77-HП", "77 - нп"),
    ],
)
def test_spellings_of_one_number_fold_to_one(spellings: tuple[str, ...]) -> None:
    assert len({number_slug(number) for number in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("177-VI", "177-VII"), ("672", "672/НҚ"), ("31-4", "314"), ("19-42-3.3.17", "19-42-3317")],
)
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert number_slug(one) != number_slug(other)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ActType),
    st.text(max_size=12),
    st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)),
    st.text(max_size=40),
)
def test_an_id_is_a_plain_path_and_never_raises(
    kind: ActType, number: str, date: dt.date, issuer: str
) -> None:
    found = act_id(ActRef(kind, number, date, issuer=issuer), LAW)
    assert found is None or re.fullmatch(r"kz(/[a-z0-9._-]+){3,4}", found)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 999), st.sampled_from(["", "/НҚ", "-VIII", "-НП"]), st.text("  №", max_size=2)
)
def test_a_number_keeps_its_digits(value: int, tail: str, lead: str) -> None:
    slug = number_slug(f"{lead}{value}{tail}")
    assert slug is not None
    assert slug.split("-")[0] == str(value)
