"""Which acts a text changes, repeals or suspends, and which it only leans on."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import ActRef, ActType, Language
from vacatio_parser.act_verbs import Deed, VerbRow, act_verbs
from vacatio_parser.amendments import Amendments, read_amendments, read_links
from vacatio_parser.shapes.plain import read_plain
from vacatio_parser.structure import read_lines
from vacatio_parser.text import SourceText

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "amendment_headers.toml").read_text("utf-8")
)["case"]


def read(text: str, language: Language) -> Amendments:
    page = read_plain(text)
    source = SourceText.of(page.text)
    return read_amendments(source, language, read_lines(source, page, language))


def shown(ref: ActRef) -> str:
    return f"{ref.type} {ref.number or '-'} {ref.date or '-'}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:60])
def test_header_names_its_targets(case: dict[str, object]) -> None:
    found = read(str(case["text"]), Language(str(case["language"])))
    assert {
        "amends": [shown(ref) for ref in found.amends],
        "repeals": [shown(ref) for ref in found.repeals],
        "suspends": [shown(ref) for ref in found.suspends],
    } == {deed: case.get(deed, []) for deed in ("amends", "repeals", "suspends")}


def test_there_are_headers_enough_in_each_language() -> None:
    assert len(CASES) >= 150
    assert {case["language"] for case in CASES} == {"ru", "kk", "en"}


@pytest.mark.parametrize(
    ("language", "row"),
    [
        pytest.param(language, row, id=f"{language.value}-{row.example[:40]}")
        for language in Language
        for row in act_verbs(language).rows
    ],
)
def test_wording_is_read_and_its_near_miss_is_not(language: Language, row: VerbRow) -> None:
    def named(text: str) -> tuple[ActRef, ...]:
        found = read(text, language)
        match row.means:
            case Deed.AMEND:
                return found.amends
            case Deed.REPEAL:
                return found.repeals
            case Deed.SUSPEND:
                return found.suspends

    assert named(row.example)
    assert not named(row.near_miss)


LIST_LAW = """Статья 1. Внести изменения в следующие законодательные акты Республики Казахстан:
1. В Лесной кодекс Республики Казахстан от 8 июля 2003 года:
1) в статье 3:
в пункте 2 слова «сад» заменить словами «огород»;
2) статью 8 исключить.
2. В Закон Республики Казахстан от 21 мая 2013 года «О пчеловодстве»:
пункт 1 статьи 4 изложить в следующей редакции:
«1. Внести в приказ Министра от 5 мая 2020 года № 7 «О мёде» следующие изменения:
пункт 9 исключить.».
Статья 2. Настоящий Закон вводится в действие с 1 января 2027 года."""


def test_list_of_amended_laws_is_read_item_by_item() -> None:
    found = read(LIST_LAW, Language.RU)
    assert [shown(ref) for ref in found.amends] == ["code - 2003-07-08", "law - 2013-05-21"]
    assert [(m.action.value, m.act, m.target, m.by) for m in found.modifications] == [
        ("substitution", 0, "статья 3, пункт 2", "статья 1, пункт 1, подпункт 1)"),
        ("repeal", 0, "статья 8", "статья 1, пункт 1, подпункт 2)"),
        ("substitution", 1, "статья 4, пункт 1", "статья 1, пункт 2"),
    ]


def test_list_under_a_repealing_header_ends_with_the_next_point() -> None:
    text = """1. Признать утратившими силу:
1) приказ Министра юстиции от 2 февраля 2018 года № 210 «О формах»;
2) подпункт 3) пункта 1 приказа Министра финансов от 3 марта 2019 года № 77 «О счетах».
2. Департаменту исполнить приказ Министра финансов от 4 марта 2020 года № 78 «О сроках»."""
    found = read(text, Language.RU)
    assert [shown(ref) for ref in found.repeals] == [
        "order 210 2018-02-02",
        "order 77 2019-03-03",
    ]


def test_annex_of_repealed_acts_is_a_list_of_repeals() -> None:
    text = """О признании утратившими силу некоторых решений
Правительство Республики Казахстан ПОСТАНОВЛЯЕТ:
1. Признать утратившими силу некоторые решения согласно приложению к настоящему постановлению.
2. Настоящее постановление вводится в действие со дня его подписания.
Премьер-Министр Республики Казахстан
А. Садовников
Приложение
к постановлению Правительства
Перечень утративших силу некоторых решений Правительства Республики Казахстан
1. Постановление Правительства Республики Казахстан от 4 ноября 2022 года № 871 «О плане».
2. Подпункт 2) пункта 1 постановления Правительства Республики Казахстан от 26 декабря 2023 года \
№ 1187 «О внесении изменений в постановление от 15 марта 2023 года № 211 «О зоне»."""
    found = read(text, Language.RU)
    assert [ref.number for ref in found.repeals] == ["871", "1187"]
    assert not found.amends


def test_kazakh_annex_of_changes_names_each_act_once() -> None:
    text = """1. «Жолдар туралы» Қазақстан Республикасы Үкіметінің 2020 жылғы 4 наурыздағы № 120 \
қаулысында:
3-тармақ алып тасталсын;
5-тармақ алып тасталсын.
2. «Бақтар туралы» Қазақстан Республикасы Үкіметінің 2021 жылғы 5 мамырдағы № 290 қаулысында:
1-тармақ мынадай редакцияда жазылсын:
«1. Бақтар күтіледі.»."""
    found = read(text, Language.KK)
    assert [ref.number for ref in found.amends] == ["120", "290"]
    assert [(m.act, m.target, m.by) for m in found.modifications] == [
        (0, "3-тармақ", "1-тармақ"),
        (0, "5-тармақ", "1-тармақ"),
        (1, "1-тармақ", "2-тармақ"),
    ]


def test_quoted_new_wording_is_never_an_instruction() -> None:
    text = """1. Внести в приказ Министра финансов от 4 марта 2020 года № 12 «О счетах» следующие \
изменения:
пункт 3 изложить в следующей редакции:
«3. Признать утратившим силу приказ Министра от 5 мая 2019 года № 7.
Пункт 4 исключить.»;
пункт 6 исключить."""
    found = read(text, Language.RU)
    assert not found.repeals
    assert [m.target for m in found.modifications] == ["пункт 3", "пункт 6"]


def test_report_tells_which_act_changes_which() -> None:
    text = (
        "Amendments to the Rules for Keeping Bees approved by Order No. 77 of the Minister of "
        "Agriculture dated June 3, 2019 were made by the Order No. 80 of the Minister of "
        "Agriculture dated May 5, 2026."
    )
    page = read_plain(text)
    source = SourceText.of(page.text)
    (link,) = read_links(source, Language.EN, read_lines(source, page, Language.EN))
    assert (link.deed, link.target.number, link.agent and link.agent.number) == (
        Deed.AMEND,
        "77",
        "80",
    )


def test_the_same_act_is_listed_once_with_all_that_was_said_of_it() -> None:
    text = """1. Внести в Закон Республики Казахстан от 21 мая 2013 года «О пчеловодстве» изменения.
2. Внести в Закон Республики Казахстан от 21 мая 2013 года № 94-V «О пчеловодстве» изменения."""
    (ref,) = read(text, Language.RU).amends
    assert (ref.type, ref.number, ref.date) == (ActType.LAW, "94-V", dt.date(2013, 5, 21))


SENTENCES = """Внести в следующие изменения: приказ закон кодекс от 4 марта 2020 года № 12
«О счетах» признать утратившим силу пункт пункты 3) 5 и 6 исключить слова «а» заменить словами «б»;
дополнить статьей ( ) " » « енгізілсін бұйрығына 2-тармақ алып тасталсын күші жойылды деп
танылсын amends Order No. 5 of 1 March 2020 repeals the Land Code shall be excluded"""
WORDS = st.sampled_from([*re.findall(r"\S+", SENTENCES), "\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60), st.sampled_from(list(Language)))
def test_reading_never_raises_and_spans_equal_the_text(
    words: list[str], language: Language
) -> None:
    text = " ".join(words)
    found = read(text, language)
    for ref in (*found.amends, *found.repeals, *found.suspends):
        assert ref.span is not None
        assert text[ref.span.start : ref.span.end] == ref.span.text
    for modification in found.modifications:
        assert modification.act is None or 0 <= modification.act < len(found.amends)
        assert modification.span is not None
        assert text[modification.span.start : modification.span.end] == modification.span.text


@pytest.mark.parametrize(
    ("text", "language", "part"),
    [
        (
            "3. Приостановить до 1 января 2028 года действие пункта 2 статьи 14 Закона Республики "
            "Казахстан от 12 апреля 2004 года «О торговле мёдом».",
            Language.RU,
            "статья 14, пункт 2",
        ),
        (
            "2. Признать утратившими силу подпункты 1) и 2) пункта 1 постановления Правительства "
            "от 1 июня 2020 года № 340 «О плане».",
            Language.RU,
            "пункт 1, подпункт 1); пункт 1, подпункт 2)",
        ),
        (
            "2. «Шоттар туралы» Қаржы министрінің 2020 жылғы 4 наурыздағы № 12 бұйрығының "
            "3-тармағының күші жойылды деп танылсын.",
            Language.KK,
            "3-тармақ",
        ),
        (
            "2. To repeal paragraph 3 of the order of the Minister of Finance dated March 4, 2020 "
            "No. 12.",
            Language.EN,
            "paragraph 3",
        ),
        ("Признать утратившим силу приказ от 4 марта 2020 года № 12.", Language.RU, None),
    ],
)
def test_a_part_that_loses_force_is_named_and_the_act_is_not_ended(
    text: str, language: Language, part: str | None
) -> None:
    found = read(text, language)
    (ref,) = (*found.repeals, *found.suspends)
    assert ref.part == part
    assert [one.act for one in found.modifications] == [None] * len(found.modifications)
    assert bool(found.modifications) is (part is not None)


def test_a_header_may_be_broken_over_lines() -> None:
    text = """О внесении изменений
Внести в приказ Министра финансов
Республики Казахстан от 4 марта 2020 года
№ 12 «О счетах» следующие изменения:
пункт 5 исключить."""
    found = read(text, Language.RU)
    assert [shown(ref) for ref in found.amends] == ["order 12 2020-03-04"]
    assert [(one.act, one.target) for one in found.modifications] == [(0, "пункт 5")]


CODE_LAW = """Статья 1. Внести изменения в следующие законодательные акты Республики Казахстан:
1. В Кодекс Республики Казахстан от 5 июля 2014 года «Об административных правонарушениях»:
1) часть первую статьи 31 дополнить абзацем вторым следующего содержания:
«Мёд не изымается.»;
2) в статье 45:
в части первой:
абзац первый изложить в следующей редакции:
«1. Нарушение влечет»;
пункт 2) исключить;
часть вторую исключить;
3) дополнить статьями 50-1 и 50-2 следующего содержания:
«Статья 50-1. Улей
1. Улей ставится.
Статья 50-2. Рамка
1. Рамка ставится.»."""


def test_articles_of_a_code_have_parts_and_the_parts_have_points() -> None:
    found = read(CODE_LAW, Language.RU)
    assert [(one.action.value, one.target) for one in found.modifications] == [
        ("insertion", "статья 31, часть первая, абзац второй"),
        ("substitution", "статья 45, часть первая, абзац первый"),
        ("repeal", "статья 45, часть первая, пункт 2)"),
        ("repeal", "статья 45, часть вторая"),
        ("insertion", "статья 50-1"),
        ("insertion", "статья 50-2"),
    ]
