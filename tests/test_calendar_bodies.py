"""A body is known by its printed name, whatever the case ending, script, language or order."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar import Body, BodyKind, body_of, load
from vacatio_calendar.bodies import bodies

LAW = load("kz")
LOOKALIKES = str.maketrans("аеорсхі", "aeopcxi")


@pytest.mark.parametrize("body", bodies(LAW), ids=lambda body: body.slug)
def test_every_name_of_a_row_means_that_body(body: Body) -> None:
    for _, name in body.names:
        assert body_of(name, LAW, body.since) == body


@pytest.mark.parametrize("body", bodies(LAW), ids=lambda body: body.slug)
def test_every_row_is_cited_and_lives_forward(body: Body) -> None:
    assert body.source
    assert body.since is None or body.until is None or body.since < body.until


def test_slugs_are_unique() -> None:
    slugs = [body.slug for body in bodies(LAW)]
    assert len(slugs) == len(set(slugs))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(bodies(LAW)), st.randoms(use_true_random=False))
def test_word_order_and_lookalike_letters_do_not_matter(body: Body, chance: random.Random) -> None:
    for _, name in body.names:
        words = name.replace("-", " ").split()
        chance.shuffle(words)
        typed = "  ".join(
            word[:1] + word[1:].translate(LOOKALIKES) if not word.isascii() else word
            for word in words
        )
        assert body_of(typed.upper(), LAW, body.since) == body


NAMES = {
    "Заместителя Премьер-Министра – Министра ИИ и цифрового развития": "maidr",
    "и.о. Министра искусственного интеллекта и цифрового развития": "maidr",
    "Премьер-Министрінің орынбасары – Жасанды интеллект және цифрлық даму министрінің": "maidr",
    "Deputy Prime Minister – Minister of AI and Digital Development of Kazakhstan": "maidr",
    "Minister of Digital Development, Innovation and Aerospace Industry": "mdai",
    "Первого заместителя Премьер-Министра Республики Казахстан – Министра финансов": "finance",
    "Deputy Prime Minister - the Minister of Agriculture": "agriculture",
    "Министра по инвестициям и развитию РК": "mid",
    "Правления Национального Банка Республики Казахстан": "national-bank",
    "Қазақстан Республикасы Ұлттық Банкі Басқармасының": "national-bank",
    "ҚР Үкіметінің": "government",
    "Распоряжение Премьер-Министра Республики Казахстан": "prime-minister",
    "Указ Президента Республики Казахстан": "president",
    "Руководителя Администрации Президента": "presidential-administration",
    "маслихата города Шымкент": "maslikhat-shymkent",
    "Шымкент қаласы мәслихатының": "maslikhat-shymkent",
    "акимата Костанайской области": "akimat-kostanay",
    "Қостанай облысы әкімдігінің": "akimat-kostanay",
    "Акимат Алматинской области": "akimat-almaty-region",
    "Аким города Алматы": "akim-almaty",
    "Карагандинского городского маслихата": "maslikhat-karaganda-city",
    "Ревизионной комиссии по Актюбинской области": "audit-commission-aktobe",
}


@pytest.mark.parametrize(("name", "slug"), NAMES.items())
def test_names_as_printed(name: str, slug: str) -> None:
    body = body_of(name, LAW, dt.date(2025, 12, 1))
    assert body is not None
    assert body.slug == slug


@pytest.mark.parametrize(
    ("russian", "kazakh"),
    [
        (
            "Енбекшиказахского районного маслихата Алматинской области",
            "Алматы облысы Еңбекшіқазақ аудандық мәслихатының",
        ),
        ("акима Жуалынского района Жамбылской области", "Жамбыл облысы Жуалы ауданы әкімінің"),
        (
            "Хобдинский районный маслихат Актюбинской области",
            "Ақтөбе облысы Қобда аудандық мәслихаты",
        ),
    ],
)
def test_a_local_body_is_one_in_both_languages(russian: str, kazakh: str) -> None:
    one, other = body_of(russian, LAW), body_of(kazakh, LAW)
    assert one is not None
    assert other is not None
    assert one.kind is other.kind is BodyKind.LOCAL
    assert one.slug == other.slug


def test_two_districts_of_one_region_are_two_bodies() -> None:
    one = body_of("Талгарского районного маслихата Алматинской области", LAW)
    other = body_of("Илийского районного маслихата Алматинской области", LAW)
    region = body_of("Алматинского областного маслихата", LAW)
    assert len({body.slug for body in (one, other, region) if body}) == 3


@pytest.mark.parametrize(
    ("on", "slug"), [(dt.date(2023, 6, 12), "mdai"), (dt.date(2025, 12, 22), "maidr")]
)
def test_a_shortened_name_means_the_ministry_of_its_time(on: dt.date, slug: str) -> None:
    body = body_of("Minister of Digital Development", LAW, on)
    assert body is not None
    assert body.slug == slug


@pytest.mark.parametrize(
    "name",
    [None, "", "Комитета медицинского контроля Министерства здравоохранения", "ТОО «Ромашка»"],
)
def test_an_unknown_issuer_is_no_body(name: str | None) -> None:
    assert body_of(name, LAW) is None
