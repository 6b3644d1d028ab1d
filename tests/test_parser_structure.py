"""Lines to units: the identifiers of provisions, annexes, quoted wording and signatures."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from vacatio_calendar.model import Language
from vacatio_parser.page import Page
from vacatio_parser.provisions import read_provisions
from vacatio_parser.shapes.plain import read_plain
from vacatio_parser.structure import Line, Place, read_lines
from vacatio_parser.text import SourceText

LEXICON = Path(__file__).parents[1] / "parser" / "vacatio_parser" / "lexicon" / "structure.toml"
ROWS = [
    (kind, row)
    for kind, rows in tomllib.loads(LEXICON.read_text(encoding="utf-8")).items()
    for row in rows
]
#: Sections whose patterns look for the end of a line; the others match at its start.
ENDING = ("quoted", "enacting")


def lines(text: str, language: Language = Language.RU) -> list[tuple[str, Line]]:
    page = read_plain(text)
    source = SourceText.of(page.text, page.hidden)
    return [
        (source.folded[line.start : line.end], line) for line in read_lines(source, page, language)
    ]


def eids(text: str, language: Language = Language.RU) -> list[str]:
    page = Page(text)
    source = SourceText.of(text)
    return [
        provision.eid for provision in read_provisions(source, read_lines(source, page, language))
    ]


def placed(text: str, place: Place, language: Language = Language.RU) -> list[str]:
    return [shown for shown, line in lines(text, language) if line.place is place]


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[row["example"] for _, row in ROWS])
def test_each_wording_meets_its_example_and_not_its_near_miss(
    kind: str, row: dict[str, str]
) -> None:
    pattern = re.compile(row["pattern"])
    meets = pattern.search if kind in ENDING else pattern.match
    assert meets(SourceText.of(row["example"]).folded)
    if "not" in row:
        assert not meets(SourceText.of(row["not"]).folded)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Раздел 1. Общее\nГлава 1. Начало\nСтатья 1. Сад\n1. Сад:\n1) ограда;\n2) калитка.\n"
            "Часть вторая пункта.\nСтатья 2-1. Иное\nТекст статьи.",
            Language.RU,
            ["sec_1", "chp_1", "art_1", "art_1__para_1", "art_1__para_1__subpara_1",
             "art_1__para_1__subpara_2", "art_1__para_1__indent_2", "art_2-1",
             "art_2-1__indent_2"],
        ),
        (
            "Раздел IV\nОсобенная часть\nГлава 2\nСтатья 3\n1. Первое.",
            Language.RU,
            ["sec_4", "part_особенная-часть", "chp_2", "art_3", "art_3__para_1"],
        ),
        (
            "1. Утвердить.\n2. Ввести.\nМинистр\nПриложение 1 к приказу\n1. Первое.\n2. Второе.\n"
            "Приложение 2 к приказу\n1. Первое.",
            Language.RU,
            ["para_1", "para_2", "att_1", "att_1__para_1", "att_1__para_2", "att_2",
             "att_2__para_1"],
        ),
        (
            "1. Утвердить.\nМинистр\nУтверждены\nприказом\n1. Первое.\nПриложение 1 к Правилам\n"
            "1. Форма.",
            Language.RU,
            ["para_1", "att_1", "att_1__para_1", "att_2", "att_2__para_1"],
        ),
        (
            "1-бөлім. Жалпы\n2-тарау. Бақ\n3-бап. Қоршау\n1. Бақ:\n1) қоршау;\n2) қақпа.",
            Language.KK,
            ["sec_1", "chp_2", "art_3", "art_3__para_1", "art_3__para_1__subpara_1",
             "art_3__para_1__subpara_2"],
        ),
        (
            "1. Бекітілсін.\nҚазақстан Республикасының Министрі\nБұйрыққа қосымша\n1. Бірінші.",
            Language.KK,
            ["para_1", "att_1", "att_1__para_1"],
        ),
        (
            "Chapter 2. Gardens\nArticle 5. Fence\n1. A garden has:\n1) a fence.",
            Language.EN,
            ["chp_2", "art_5", "art_5__para_1", "art_5__para_1__subpara_1"],
        ),
        (
            "Глава 1\n1. Первое.\nГлава 2\n1. Снова первое.",
            Language.RU,
            ["chp_1", "para_1", "chp_2", "chp_2__para_1"],
        ),
        ("1. Первое.\n1. Повтор.", Language.RU, ["para_1", "para_1_2"]),
    ],
)  # fmt: skip
def test_provisions_have_identifiers_in_the_style_of_akoma_ntoso(
    text: str, language: Language, expected: list[str]
) -> None:
    assert eids(text, language) == expected


def test_identifiers_are_never_given_twice() -> None:
    text = "\n".join(["1. Раз.", "1) два;", "1) два;", "Приложение 1", "1. Раз."] * 4)
    found = eids(text)
    assert len(found) == len(set(found))


INTRO = "1. Внести изменения:\nпункт 3 изложить в следующей редакции:\n"


@pytest.mark.parametrize(
    ("wording", "after"),
    [
        ("«3. Новое.»;", "2. Ввести в действие."),
        ("«3. Новое:\n1) раз;\n2) два.».", "2. Ввести в действие."),
        ("«3. АО «Холдинг «Сад».»;", "2. Ввести в действие."),
        ("«3. Холдинг «Сад» (далее – «Сад»);\n4. Ещё.».", "5. Ввести в действие."),
        ('"3. Новое.";', "2. Ввести в действие."),
        ('"3. Общество "Сад".";', "2. Ввести в действие."),
        ("«3. Общество «Сад»;", "пункт 5 исключить;"),
        ("«3. Общество «Сад»;", "2. Ввести в действие."),
        ("«3. Не закрыто", "2. Ввести в действие."),
        ("«3. Не закрыто:\n1) раз;\n2) два.", "2. Ввести в действие."),
        ("«3. Не закрыто:\n1) раз;\n2) два.", "пункт 5 исключить;"),
        ("«3. Не закрыто:\n1) раз;", "слова «сад» заменить словами «парк»;"),
        (
            "«3. Общество «Сад»;\nпункт 4 договора исключить по согласию «Сада»;\n4. Ещё.»;",
            "пункт 6 исключить;",
        ),
        ("«\n<table>\n<td>1. Ячейка</td>\n</table>\n»;", "пункт 6 исключить;"),
    ],
)
def test_quoted_wording_ends_where_the_act_speaks_again(wording: str, after: str) -> None:
    text = f"{INTRO}{wording}\n{after}"
    quoted = placed(text, Place.QUOTED)
    assert quoted == [SourceText.of(line).folded for line in wording.split("\n")]
    assert placed(text, Place.BODY)[-1] == SourceText.of(after).folded


def test_wording_never_closed_ends_before_the_next_that_is() -> None:
    text = (
        f"{INTRO}«3. Не закрыто:\n1) раз;\nв пункте 4 слова «сад» заменить словами «парк»;\n"
        "пункт 5 изложить в следующей редакции:\n«5. Закрыто.»;\n2. Ввести в действие."
    )
    assert placed(text, Place.QUOTED) == ['"3. не закрыто:', "1) раз;", '"5. закрыто.";']


def test_a_quotation_may_begin_in_the_line_that_announces_it() -> None:
    text = "1. Дополнить пунктом 3 следующего содержания: «3. Новое:\n1) раз.».\n2. Ввести."
    assert placed(text, Place.QUOTED) == ['1) раз.".']
    assert placed(text, Place.BODY)[-1] == "2. ввести."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("О садах\n1. Утвердить.\nПремьер-Министр Республики Казахстан\nИ. Примеров", Language.RU),
        (
            "Бақ туралы\n1. Бекітілсін.\nҚазақстан Республикасының Премьер-Министрі\nИ. Мысалов",
            Language.KK,
        ),
        ("On gardens\n1. To approve.\nMinister of Justice\nI. Example", Language.EN),
    ],
)
def test_a_signature_ends_the_act(text: str, language: Language) -> None:
    assert len(placed(text, Place.SIGNATURE, language)) == 2


def test_a_sentence_about_a_minister_is_no_signature() -> None:
    text = "1. Министру юстиции обеспечить.\nМинистр утверждает форму.\n2. Ввести."
    assert placed(text, Place.SIGNATURE) == []


def test_editors_notes_are_no_provisions() -> None:
    assert eids("1. Первое.\nСноска. Пункт 1 в редакции.\nПримечание ИЗПИ!\n2) исключить.") == [
        "para_1"
    ]


def test_the_marks_of_markdown_leave_no_trace_in_what_is_read() -> None:
    shown = [line for line, _ in lines("# О садах\n\n> *Сноска. Было.*\n\n1\\. **Сад**")]
    assert shown == ["о садах", "сноска. было.", "1. сад"]
