"""A local body's id names its place plainly, the same in both languages, and never by chance."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar import body_of, load
from vacatio_calendar.places import Place, gazetteer_of, read
from vacatio_calendar.rows import LawDataError

LAW = load("kz")
PLACES = gazetteer_of("kz").places
BY_PATH = {place.path: place for place in PLACES}
LOCAL = [place for place in PLACES if place.region is not None]


def slug(issuer: str) -> str:
    body = body_of(issuer, LAW)
    assert body is not None
    return body.slug


def within(place: Place, language: str) -> str:
    """Print a place with its region, as headers do."""
    region = BY_PATH[place.region] if place.region else None
    if language == "ru":
        return f"{place.ru}, {region.ru}" if region else place.ru
    return f"{region.kk} {place.kk}" if region else place.kk


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
def test_russian_and_kazakh_names_of_a_row_are_one_slug(place: Place) -> None:
    assert slug(f"Маслихат {within(place, 'ru')}") == f"maslikhat-{place.path}"
    assert slug(f"{within(place, 'kk')} мәслихатының") == f"maslikhat-{place.path}"


@pytest.mark.parametrize(
    "place", [p for p in LOCAL if p.ru.endswith("ий район")], ids=lambda place: place.path
)
def test_adjectives_are_read_in_the_genitive(place: Place) -> None:
    of = place.ru.replace("ий район", "ого районного маслихата")
    assert slug(f"{of} ({BY_PATH[place.region or ''].ru})") == f"maslikhat-{place.path}"


def test_no_two_places_share_a_slug_and_all_are_plain() -> None:
    paths = [place.path for place in PLACES]
    assert len(paths) == len(set(paths))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", path) for path in paths)
    assert all(place.source for place in PLACES)


def test_a_region_of_a_row_is_a_row() -> None:
    assert {region for place in PLACES for region in (place.region, *place.was_in)} <= {
        None,
        *BY_PATH,
    }


NAMES = {
    "акимата города Степногорска Акмолинской области": "akimat-akmola-stepnogorsk-city",
    "Степногорского городского маслихата": "maslikhat-akmola-stepnogorsk-city",
    "Бейнеу аудандық мәслихатының": "maslikhat-mangystau-beyneu-district",
    "Beineu District Maslikhat": "maslikhat-mangystau-beyneu-district",
    "Аким района Алматы города Астаны": "akim-astana-almaty-district",
    "Астана қаласы Алматы ауданының әкімі": "akim-astana-almaty-district",
    "Алматы әкімдігі": "akimat-almaty",
    "Akimat of the City of Almaty": "akimat-almaty",
    "Карагандинского городского маслихата Карагандинской области": "maslikhat-karaganda-city",
    "Костанайского районного маслихата": "maslikhat-kostanay-kostanay-district",
    "акимата города Нур-Султан": "akimat-astana",
    "Южно-Казахстанского областного маслихата": "maslikhat-turkistan",
    "Шымкентского городского маслихата Южно-Казахстанской области": "maslikhat-shymkent",
    "Абайского районного маслихата Карагандинской области": "maslikhat-karaganda-abai-district",
    "Абай облысы Абай аудандық мәслихаты": "maslikhat-abai-abai-district",
    # before June 2022 the district lay in the region of Almaty
    "Аксуского районного маслихата Алматинской области": "maslikhat-jetisu-aksu-district",
    "акимата города Капшагая": "akimat-almaty-region-konaev-city",
    "Зеленовского районного маслихата": "maslikhat-west-kazakhstan-bayterek-district",
    "маслихата района Т. Рыскулова": "maslikhat-jambyl-turar-ryskulov-district",
    "Aқтоғай ауданының әкімдігі Павлодар облысы": "akimat-pavlodar-aktogay-district",
    "Кентауского городского маслихата": "maslikhat-turkistan-kentau-city",
    "аппарата акима города Семей": "akim-abai-semey-city",
}


@pytest.mark.parametrize(("printed", "expected"), NAMES.items())
def test_places_as_printed(printed: str, expected: str) -> None:
    assert slug(printed) == expected


UNKNOWN = {
    "Ромашковского района Акмолинской области": "akmola-romashkovskii-district",
    "Акбулакского сельского округа Талгарского района": (
        "almaty-region-talgar-district-akbulakskii-rural-district"
    ),
    # several regions have one: without the region nothing says which
    "Абайского района": "abaiskii-district",
    # neither a prefix nor a part of a word makes another place of it
    "Верхнебейнеуского района": "verkhnebeineuskii-district",
}


@pytest.mark.parametrize(("printed", "expected"), UNKNOWN.items())
def test_an_unknown_place_is_spelt_whole(printed: str, expected: str) -> None:
    assert slug(f"акимат {printed}") == f"akimat-{expected}"


def test_unknown_places_that_share_consonants_stay_apart() -> None:
    names = ("Бородинского", "Бредянского", "Берёдинского", "Бурдинского")
    assert len({slug(f"маслихат {name} района") for name in names}) == len(names)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.sampled_from(LOCAL))
def test_an_id_is_lower_case_ascii(text: str, place: Place) -> None:
    for printed in (f"{text} маслихат {place.ru}", f"маслихат {text}"):
        body = body_of(printed, LAW)
        assert body is None or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", body.slug)


HEAD = """
[[noun]]
slug = "region"
ru = ["область"]
kk = ["облысы"]
[[noun]]
slug = "district"
ru = ["район"]
kk = ["ауданы"]
[[region]]
slug = "north"
ru = "Северная область"
kk = "Солтүстік облысы"
en = "North"
source = "s"
confidence = "verified"
"""
ROW = """
[[{table}]]
region = "north"
slug = "{slug}"
ru = "{ru}"
kk = "{kk}"
source = "s"
confidence = "verified"
"""


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("place", "a", "Ромашский район", "Ромаш ауданы")] * 2, "north-a-district stands twice"),
        (
            [
                ("place", "a", "Ромашский район", "Ромаш ауданы"),
                ("place", "b", "Ромашский район", "Бота ауданы"),
            ],
            "means two places of one region",
        ),
        ([("place", "a", "Ромашский", "Ромаш")], "each name needs one noun"),
        ([("earlier", "a", "Ромашский район", "Ромаш ауданы")], "no row of a place is"),
    ],
)
def test_a_faulty_file_is_refused(rows: list[tuple[str, str, str, str]], problem: str) -> None:
    text = HEAD + "".join(
        ROW.format(table=table, slug=slug, ru=ru, kk=kk) for table, slug, ru, kk in rows
    )
    with pytest.raises(LawDataError, match=problem):
        read("xx_places.toml", text)
