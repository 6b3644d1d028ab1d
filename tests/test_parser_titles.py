"""A title is one, however many lines it is broken over, and it is not taken for requisites."""

from __future__ import annotations

import datetime as dt

import pytest

from vacatio_parser import parse_text

_ENACTS = "РЕШИЛ:\n1. Утвердить ставки.\n2. Решение вводится в действие с 1 мая 2026 года."

BROKEN = [
    (
        "О внесении изменений в приказ\nМинистра финансов Республики Казахстан\n"
        "от 4 марта 2020 года № 12 «О счетах»\n\nПРИКАЗЫВАЮ:\n1. Исключить пункт 5.",
        "О внесении изменений в приказ Министра финансов Республики Казахстан "
        "от 4 марта 2020 года № 12 «О счетах»",
    ),
    (
        "О внесении изменений в решение маслихата города Семей \nот 4 марта 2020 года № 5/12 "
        f"«О бюджете»\n\nМаслихат города Семей {_ENACTS}",
        "О внесении изменений в решение маслихата города Семей от 4 марта 2020 года № 5/12 "
        "«О бюджете»",
    ),
    (
        "О внесении изменения в приказ\nМинистра труда от 4 марта 2020 года\n№ 12 «О выплатах»\n\n"
        "ПРИКАЗЫВАЮ:\n1. Исключить пункт 5.",
        "О внесении изменения в приказ Министра труда от 4 марта 2020 года № 12 «О выплатах»",
    ),
    (
        f"О переименовании улиц «Садовая\nи Полевая» села Акбулак\n\nАким села Акбулак {_ENACTS}",
        "О переименовании улиц «Садовая и Полевая» села Акбулак",
    ),
    (
        "«Бақтар туралы» бұйрыққа\nөзгерістер енгізу туралы\n\nБҰЙЫРАМЫН:\n"
        "1. Осы бұйрық қол қойылған күнінен бастап қолданысқа енгізіледі.",
        "«Бақтар туралы» бұйрыққа өзгерістер енгізу туралы",
    ),
    (
        "On amendments to the Order\nof the Minister of Labour\ndated March 4, 2020 No. 12\n\n"
        "I HEREBY ORDER:\n1. To exclude item 5.",
        "On amendments to the Order of the Minister of Labour dated March 4, 2020 No. 12",
    ),
]

WHOLE = [
    f"О ставках платы\nМаслихат города Семей {_ENACTS}",
    f"О ставках платы\n\nмаслихат города Семей {_ENACTS}",
    f"О ставках платы\nв соответствии с законом маслихат {_ENACTS}",
]


@pytest.mark.parametrize(("text", "title"), BROKEN)
def test_a_broken_title_is_read_whole(text: str, title: str) -> None:
    assert parse_text(text).acts[0].title == title


@pytest.mark.parametrize("text", WHOLE)
def test_a_title_ends_before_the_text(text: str) -> None:
    assert parse_text(text).acts[0].title == "О ставках платы"


def test_requisites_in_a_title_are_not_those_of_the_act() -> None:
    text = (
        "О внесении изменений в решение маслихата\nот 4 марта 2020 года № 5/12\n\n"
        f"Маслихат города Семей {_ENACTS}"
    )
    act = parse_text(text).acts[0]
    assert (act.number, act.date) == (None, None)


def test_requisites_below_a_title_that_names_no_act_are_its_own() -> None:
    text = f"О ставках платы\nот 4 марта 2020 года № 5/12\n\nМаслихат города Семей {_ENACTS}"
    act = parse_text(text).acts[0]
    assert (act.number, act.date) == ("5/12", dt.date(2020, 3, 4))
    assert act.title == "О ставках платы"


def test_the_annex_of_the_act_changed_gives_no_requisites() -> None:
    text = (
        "О внесении изменений в решение маслихата от 4 марта 2020 года № 5/12 «О бюджете»\n\n"
        "Маслихат города Семей РЕШИЛ:\n"
        "1. Внести в решение маслихата города Семей от 4 марта 2020 года № 5/12 «О бюджете» "
        "следующее изменение:\nприложение 1 изложить в новой редакции.\n"
        "2. Решение вводится в действие с 1 мая 2026 года.\n"
        "Секретарь маслихата\n{}"
        "Приложение 1 к решению\nмаслихата города Семей\nот 4 марта 2020 года № 5/12\nБюджет"
    )
    own = "Приложение  к решению\nмаслихата города Семей\nот 2 апреля 2026 года № 9/3\n"
    act = parse_text(text.format("")).acts[0]
    assert (act.number, act.date) == (None, None)
    act = parse_text(text.format(own)).acts[0]
    assert (act.number, act.date) == ("9/3", dt.date(2026, 4, 2))
