"""An act's own requisites, its state registration and who issued it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import ActType, Language, Registration
from vacatio_parser import parse_text
from vacatio_parser.citations import cite
from vacatio_parser.cite_parts import Reading
from vacatio_parser.requisites import read_issuer, read_registration
from vacatio_parser.shapes.plain import read_plain
from vacatio_parser.structure import read_lines
from vacatio_parser.text import SourceText

REQUISITES = [
    (
        "Приказ Министра юстиции Республики Казахстан от 7 октября 2019 года № 19-42-3.3.17. "
        "Зарегистрирован в Министерстве юстиции Республики Казахстан 21 октября 2019 года № 19491",
        (ActType.ORDER, "19-42-3.3.17", dt.date(2019, 10, 7)),
        Registration("19491", dt.date(2019, 10, 21)),
    ),
    (
        "Решение акима города Аксу от 28 апреля 2020 года № 01-10. Зарегистрировано Департаментом "
        "юстиции Павлодарской области 29 апреля 2020 года № 1264",
        (ActType.DECISION, "01-10", dt.date(2020, 4, 28)),
        Registration("1264", dt.date(2020, 4, 29)),
    ),
    (
        "Закон Республики Казахстан от 5 декабря 2023 года № 42-VIII ЗРК",
        (ActType.LAW, "42-VIII", dt.date(2023, 12, 5)),
        None,
    ),
    (
        "Кодекс Республики Казахстан от 9 января 2007 года № 212",
        (ActType.CODE, "212", dt.date(2007, 1, 9)),
        None,
    ),
    (
        "Решение Атбасарского районного маслихата от 18 марта 2026 года № 8С 37/5",
        (ActType.DECISION, "8С 37/5", dt.date(2026, 3, 18)),
        None,
    ),
    (
        "Постановление акимата Жамбылской области от 3 июля 2014 года № 31-4. Зарегистрировано "
        "Департаментом юстиции Жамбылской области 8 июля 2014 года № 2268",
        (ActType.RESOLUTION, "31-4", dt.date(2014, 7, 3)),
        Registration("2268", dt.date(2014, 7, 8)),
    ),
    (
        "Қазақстан Республикасы Қаржы министрінің 2014 жылғы 3 қарашадағы № 69 бұйрығы. Қазақстан "
        "Республикасының Әділет министрлігінде 2014 жылы 9 желтоқсанда № 9947 тіркелді",
        (ActType.ORDER, "69", dt.date(2014, 11, 3)),
        Registration("9947", dt.date(2014, 12, 9)),
    ),
    (
        "Маңғыстау облысы Бейнеу аудандық мәслихатының 2017 жылғы 30 қазандағы № 18/145 шешімі. "
        "Маңғыстау облысының Әділет департаментінде 2017 жылғы 22 қарашада № 3464 болып тіркелді. "
        "Күші жойылды - Маңғыстау облысы Бейнеу аудандық мәслихатының 2023 жылғы 23 қазандағы "
        "№ 7/71 шешімімен",
        (ActType.DECISION, "18/145", dt.date(2017, 10, 30)),
        Registration("3464", dt.date(2017, 11, 22)),
    ),
    (
        "Қазақстан Республикасының 2008 жылғы 5 шілдедегі N 62-IV Заңы",
        (ActType.LAW, "62-IV", dt.date(2008, 7, 5)),
        None,
    ),
    (
        "Order of the Minister of Energy dated December 12, 2018 No. 870. Registered with the "
        "Ministry of Justice of the Republic of Kazakhstan on December 21, 2018 No. 17989.",
        (ActType.ORDER, "870", dt.date(2018, 12, 12)),
        Registration("17989", dt.date(2018, 12, 21)),
    ),
]


def language_of(text: str) -> Language:
    return parse_text(text).language


@pytest.mark.parametrize(
    ("text", "own", "registration"), REQUISITES, ids=lambda case: str(case)[:40]
)
def test_header_gives_requisites_and_registration(
    text: str, own: tuple[ActType, str, dt.date], registration: Registration | None
) -> None:
    (act,) = parse_text(text).acts
    assert (act.type, act.number, act.date) == own
    assert act.registration == registration


@pytest.mark.parametrize(
    ("text", "language", "issuer"),
    [
        (
            "О плане\nПравительство Республики Казахстан ПОСТАНОВЛЯЕТ:\n1. Утвердить план.",
            Language.RU,
            "Правительство Республики Казахстан",
        ),
        (
            "О бюджете\nВ соответствии с Законом «О садах», маслихат города Семей РЕШИЛ:\n"
            "1. Утвердить бюджет.",
            Language.RU,
            "маслихат города Семей",
        ),
        (
            "Жоспар туралы\nҚазақстан Республикасының Үкіметі ҚАУЛЫ ЕТЕДІ:\n1. Жоспар бекітілсін.",
            Language.KK,
            "Қазақстан Республикасының Үкіметі",
        ),
        ("О форме\nПРИКАЗЫВАЮ:\n1. Утвердить форму.", Language.RU, None),
        ("1. Комиссия решила исход дела по существу.", Language.RU, None),
    ],
)
def test_issuer_is_who_enacts(text: str, language: Language, issuer: str | None) -> None:
    page = read_plain(text)
    reading = Reading.of(SourceText.of(page.text), language)
    assert read_issuer(reading, read_lines(reading.text, page, language)) == issuer


def test_registration_of_a_cited_act_is_not_the_act_s_own() -> None:
    text = (
        "Приказ Министра финансов от 4 марта 2020 года № 12. Внести в приказ Министра финансов от "
        "5 мая 2019 года № 7 «О мёде» (зарегистрирован в Реестре за № 14624) изменения."
    )
    reading = Reading.of(SourceText.of(text), Language.RU)
    own, cited = cite(reading)
    assert read_registration(reading, own) is None
    assert cited.ref.registration_number == "14624"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.sampled_from([case[0] for case in REQUISITES]))
def test_whatever_follows_the_requisites_never_raises(tail: str, head: str) -> None:
    language = language_of(head)
    reading = Reading.of(SourceText.of(head + " " + tail), language)
    for own in cite(reading):
        read_registration(reading, own)
