"""Citations in three languages, each with the words it was read from."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import ActRef, ActType, Language
from vacatio_parser.act_words import TypeRow, act_words
from vacatio_parser.citations import find_citations, join_citations, same_title
from vacatio_parser.cite_parts import tidy_number
from vacatio_parser.quotes import Quotes
from vacatio_parser.text import SourceText

CASES = tomllib.loads((Path(__file__).parent / "cases" / "citations.toml").read_text("utf-8"))[
    "case"
]


def read(text: str, language: Language) -> tuple[ActRef, ...]:
    return find_citations(SourceText.of(text), language)


def shown(ref: ActRef) -> str:
    parts = [f"{ref.type} {ref.number or '-'} {ref.date or '-'}", ref.title or "-"]
    return " / ".join([*parts, *([ref.registration_number] if ref.registration_number else [])])


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:60])
def test_citation_is_read_as_printed(case: dict[str, object]) -> None:
    found = read(str(case["text"]), Language(str(case["language"])))
    assert [shown(ref) for ref in found] == case["cites"]


@pytest.mark.parametrize(
    ("language", "row"),
    [
        pytest.param(language, row, id=f"{language.value}-{row.example[:40]}")
        for language in Language
        for row in act_words(language).rows
    ],
)
def test_word_for_a_type_is_read_and_its_near_miss_is_not(language: Language, row: TypeRow) -> None:
    assert [ref.type for ref in read(row.example, language)] == [row.means]
    assert not read(row.near_miss, language)


@pytest.mark.parametrize(
    ("text", "language", "issuer"),
    [
        (
            "постановление акимата Костанайской области от 5 мая 2021 года № 210",
            Language.RU,
            "акимата Костанайской области",
        ),
        (
            "Созақ аудандық мәслихатының 2016 жылғы 19 шілдедегі № 29 шешімі",
            Language.KK,
            "Созақ аудандық мәслихатының",
        ),
        (
            "Order of the Deputy Prime Minister – Minister of Labor dated June 30, 2023 No. 279",
            Language.EN,
            "Deputy Prime Minister – Minister of Labor",
        ),
        ("Закон Республики Казахстан от 8 декабря 2001 года N 266", Language.RU, None),
    ],
)
def test_issuer_stands_as_written(text: str, language: Language, issuer: str | None) -> None:
    (ref,) = read(text, language)
    assert ref.issuer == issuer


def test_a_title_that_cites_is_one_citation() -> None:
    (ref,) = read(
        "постановление Правительства от 9 октября 2025 года № 846 «О мерах по реализации Указа "
        "Президента от 18 сентября 2025 года № 997 «О мерах по управлению».",
        Language.RU,
    )
    assert ref.number == "846"
    assert ref.title is not None
    assert ref.title.endswith("«О мерах по управлению")


def test_approved_rules_keep_the_act_that_approved_them() -> None:
    (ref,) = read(
        "Rules for Keeping Bees approved by Order No. 77 of the Minister dated June 3, 2019",
        Language.EN,
    )
    assert (ref.approved, ref.title, ref.type, ref.number, ref.date) == (
        True,
        "Rules for Keeping Bees",
        ActType.ORDER,
        "77",
        dt.date(2019, 6, 3),
    )


def test_offsets_may_bound_the_reading() -> None:
    text = SourceText.of("приказ от 1 мая 2020 года № 1; приказ от 2 мая 2020 года № 2")
    (ref,) = find_citations(text, Language.RU, start=31)
    assert ref.number == "2"


DAY = dt.date(2015, 11, 24)


def test_a_number_given_elsewhere_is_joined() -> None:
    short = ActRef(ActType.LAW, date=DAY, title="On Informatization")
    full = ActRef(ActType.LAW, number="418-V", date=DAY, title="on informatization.")
    assert [ref.number for ref in join_citations([short, full])] == ["418-V", "418-V"]


@pytest.mark.parametrize(
    "other",
    [
        ActRef(ActType.CODE, number="418-V", date=DAY, title="On Informatization"),
        ActRef(ActType.LAW, number="418-V", date=DAY.replace(day=25), title="On Informatization"),
        ActRef(ActType.LAW, number="418-V", date=DAY, title="On Communications"),
    ],
    ids=["another type", "another day", "another title"],
)
def test_nothing_is_joined_where_type_date_or_title_differ(other: ActRef) -> None:
    short = ActRef(ActType.LAW, date=DAY, title="On Informatization")
    assert join_citations([short, other])[0].number is None


def test_nothing_is_joined_where_two_numbers_are_printed() -> None:
    short = ActRef(ActType.LAW, date=DAY, title="On Hives")
    first = ActRef(ActType.LAW, number="418-V", date=DAY, title="On Hives")
    second = ActRef(ActType.LAW, number="419-V", date=DAY, title="On Hives")
    assert join_citations([short, first, second])[0].number is None


def test_titles_agree_whatever_their_marks() -> None:
    assert same_title("О «мёде» и воске", "о меде и воске")
    assert not same_title(None, None)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("231-VІІІ ЗРК", "231-VIII"),
        ("62-IV ҚРЗ", "62-IV"),
        ("256-VIII SAM", "256-VIII"),
        ("672/НҚ", "672/НҚ"),
        ("243-VI1", "243-VI"),
        ("22-ХІ", "22-XI"),
        ("8С 37/5", "8С 37/5"),
        ("...", None),
    ],
)
def test_number_takes_the_form_of_the_contract(printed: str, number: str | None) -> None:
    assert tidy_number(printed) == number


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("«а «б» в»", "«а «б» в»"),
        ("«Холдинг «Даму».", "«Холдинг «Даму»"),
        ('"a "b" (c', '"a "b"'),
        ("«не закрыто", None),
        ("“On Bees,” and", "“On Bees,”"),
    ],
)
def test_quotation_closes_where_a_title_can_end(text: str, closed: str | None) -> None:
    close = Quotes.of(SourceText.of(text)).close_of(0)
    assert (text[: close + 1] if close is not None else None) == closed


WORDS = st.sampled_from(
    [
        *re.findall(
            r"\S+",
            "закон приказ кодекс решение Республики Казахстан Министра от 4 марта 2020 года № 12 "
            '231-VІІІ ЗРК «О счетах» « » " ( ) ; , утвержденные Правила законами заңы бұйрығына '
            "2020 жылғы 4 наурыздағы туралы» Үкіметінің Law Order Code of the Minister dated No. 5 "
            "March 4, 2020 “On Bees” approved by Rules",
        ),
        "\n",
        "\u00ad",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=50), st.sampled_from(list(Language)))
def test_reading_never_raises_and_spans_equal_the_text(
    words: list[str], language: Language
) -> None:
    text = " ".join(words)
    last = 0
    for ref in read(text, language):
        assert ref.span is not None
        assert text[ref.span.start : ref.span.end] == ref.span.text
        assert ref.span.start >= 0
        assert ref.span.end > last or language is Language.KK
        last = ref.span.start


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.sampled_from(list(Language)))
def test_any_text_is_read_without_raising(text: str, language: Language) -> None:
    assert all(ref.type is not None for ref in read(text, language))
