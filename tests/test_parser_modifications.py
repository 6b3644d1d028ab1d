"""What each instruction does, to which unit, and by which provision."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from vacatio_calendar.model import Language, Modification
from vacatio_parser.amendments import read_amendments
from vacatio_parser.shapes.plain import read_plain
from vacatio_parser.structure import read_lines
from vacatio_parser.text import SourceText
from vacatio_parser.unit_words import ActionRow, unit_words

CASES = tomllib.loads((Path(__file__).parent / "cases" / "instructions.toml").read_text("utf-8"))[
    "case"
]


def read(text: str, language: Language) -> tuple[Modification, ...]:
    page = read_plain(text)
    source = SourceText.of(page.text)
    return read_amendments(source, language, read_lines(source, page, language)).modifications


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:60])
def test_instruction_gives_action_and_target(case: dict[str, object]) -> None:
    found = read(str(case["text"]), Language(str(case["language"])))
    assert [f"{one.action}: {one.target or '-'}" for one in found] == case["gives"]


def test_there_are_instructions_enough_in_each_language() -> None:
    assert len(CASES) >= 150
    assert {case["language"] for case in CASES} == {"ru", "kk", "en"}


@pytest.mark.parametrize(
    ("language", "row"),
    [
        pytest.param(language, row, id=f"{language.value}-{row.example[:40]}")
        for language in Language
        for row in unit_words(language).actions
    ],
)
def test_wording_is_read_and_its_near_miss_is_not(language: Language, row: ActionRow) -> None:
    assert [one.action for one in read(row.example, language)] == [row.means]
    assert not read(row.near_miss, language)


def test_addresses_are_cumulative_until_a_sibling_opens() -> None:
    text = """1. Внести в приказ Министра финансов от 4 марта 2020 года № 12 «О счетах» следующие \
изменения:
в Правилах ведения счетов, утвержденных указанным приказом:
в пункте 3:
подпункт 2) исключить;
в части второй слова «год» заменить словами «месяц»;
в пункте 4:
подпункт 1) исключить;
в приложении 2 к указанному приказу:
строку, порядковый номер 7, исключить."""
    assert [one.target for one in read(text, Language.RU)] == [
        "Правила ведения счетов, пункт 3, подпункт 2)",
        "Правила ведения счетов, пункт 3, часть вторая",
        "Правила ведения счетов, пункт 4, подпункт 1)",
        "приложение 2, строка, порядковый номер 7",
    ]


def test_a_new_subparagraph_forgets_the_address_of_the_last() -> None:
    text = """1. Внести в Закон Республики Казахстан от 21 мая 2013 года «О садах» следующие \
изменения:
1) в статье 3:
пункт 2 исключить;
2) по всему тексту слова «улей» заменить словами «домик»;
3) пункт 5 статьи 9 исключить."""
    assert [(one.target, one.by) for one in read(text, Language.RU)] == [
        ("статья 3, пункт 2", "пункт 1, подпункт 1)"),
        ("по всему тексту", "пункт 1, подпункт 2)"),
        ("статья 9, пункт 5", "пункт 1, подпункт 3)"),
    ]


def test_the_quote_is_the_instruction_as_it_stands() -> None:
    text = "В пункте 5 слово «улей» заменить словом «домик», слово «рамка» исключить;"
    first, second = read(text, Language.RU)
    assert first.span is not None
    assert second.span is not None
    assert first.span.text == "В пункте 5 слово «улей» заменить словом «домик»"
    assert second.span.text.endswith("слово «рамка» исключить")


def test_english_and_kazakh_name_the_carrying_provision_in_their_own_words() -> None:
    english = "1. To amend the Law dated May 21, 2013 No. 94-V as follows:\n1) to exclude item 12;"
    kazakh = (
        "1. «Шоттар туралы» Қаржы министрінің 2020 жылғы 4 наурыздағы № 12 бұйрығына мынадай "
        "өзгерістер енгізілсін:\n1) 5-тармақ алып тасталсын;"
    )
    assert [one.by for one in read(english, Language.EN)] == ["paragraph 1, subparagraph 1)"]
    assert [one.by for one in read(kazakh, Language.KK)] == ["1-тармақ, 1) тармақша"]


def test_an_endless_enumeration_is_bounded() -> None:
    numbers = ", ".join(str(number) for number in range(1, 5_000))
    found = read(f"пункты {numbers} и 5000 статей {numbers} исключить;", Language.RU)
    assert len(found) <= 200


def test_the_numbers_of_wording_never_closed_carry_no_instruction() -> None:
    text = (
        "1. Внести в решение маслихата от 4 марта 2020 года № 12 «О бюджете» изменения:\n"
        "пункт 1 изложить в новой редакции:\n«1. Утвердить бюджет:\n1) доходы – 10 тенге;\n"
        "2) затраты – 12 тенге;\n3) дефицит – 2 тенге.\nприложение 1 исключить.\n"
        "2. Решение вводится в действие с 1 января 2026 года."
    )
    found = read(text, Language.RU)
    assert [(one.target, one.by) for one in found] == [
        ("пункт 1", "пункт 1"),
        ("приложение 1", "пункт 1"),
    ]
