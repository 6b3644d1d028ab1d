"""Editor's notes: who amended what, from when; and the act a whole text lost force by."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import Language, Note, NoteKind, RepealedBy, RuleKind
from vacatio_parser.citations import cite
from vacatio_parser.cite_parts import Reading
from vacatio_parser.notes import read_notes
from vacatio_parser.requisites import read_repealed_by
from vacatio_parser.shapes.plain import read_plain
from vacatio_parser.structure import read_lines
from vacatio_parser.text import SourceText

CASES = tomllib.loads((Path(__file__).parent / "cases" / "notes.toml").read_text("utf-8"))["case"]


def read(text: str, language: Language) -> tuple[Note, ...]:
    page = read_plain(text)
    reading = Reading.of(SourceText.of(page.text), language)
    return read_notes(reading, cite(reading), read_lines(reading.text, page, language))


def repealed(text: str, language: Language) -> RepealedBy | None:
    reading = Reading.of(SourceText.of(text), language)
    return read_repealed_by(reading, cite(reading))


def shown(note: Note) -> str:
    rule = note.rule
    term = f"{rule.value} {rule.unit}" if rule.value else str(rule.date or "")
    when = f"{rule.kind} {term}".strip()
    return f"{note.provision or '-'}: {note.by.number or '-'} {note.by.date or '-'}: {when}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:60])
def test_note_gives_each_amending_act_with_its_own_rule(case: dict[str, object]) -> None:
    found = read(str(case["text"]), Language(str(case["language"])))
    assert [shown(note) for note in found] == case["notes"]
    assert {note.kind for note in found} <= {NoteKind(str(case.get("kind", "footnote")))}


@pytest.mark.parametrize(
    ("text", "language", "number", "kind"),
    [
        (
            "Закон Республики Казахстан от 5 декабря 2023 года № 42-VIII. Утратил силу Законом "
            "Республики Казахстан от 4 декабря 2024 года № 140-VIII (вводится в действие с "
            "1 января 2025 года)",
            Language.RU,
            "140-VIII",
            RuleKind.FIXED_DATE,
        ),
        (
            "Сноска. Утратил силу приказом Министра финансов РК от 04.03.2020 № 12 (вводится в "
            "действие по истечении десяти календарных дней после дня его первого официального "
            "опубликования).",
            Language.RU,
            "12",
            RuleKind.AFTER_PUBLICATION,
        ),
        (
            "Созақ аудандық мәслихатының 2016 жылғы 19 шілдедегі № 29 шешімі. Күші жойылды - "
            "Созақ аудандық мәслихатының 2020 жылғы 6 наурыздағы № 306 шешiмiмен",
            Language.KK,
            "306",
            RuleKind.NONE,
        ),
        (
            "Ескерту. Күші жойылды - ҚР Қаржы министрінің 18.03.2025 № 200 (алғашқы ресми "
            "жарияланған күнінен кейін күнтізбелік он күн өткен соң қолданысқа енгізіледі) "
            "бұйрығымен.",
            Language.KK,
            "200",
            RuleKind.AFTER_PUBLICATION,
        ),
        (
            "The document ceased to be valid since April 19, 2016 according to the article 67 Law "
            "of April 6, 2016 No. 480-V ZRK",
            Language.EN,
            "480-V",
            RuleKind.FIXED_DATE,
        ),
    ],
)
def test_a_text_says_what_it_lost_force_by(
    text: str, language: Language, number: str, kind: RuleKind
) -> None:
    found = repealed(text, language)
    assert found is not None
    assert (found.by.number, found.rule.kind) == (number, kind)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Сноска. Статья 5 утратила силу Законом РК от 04.12.2024 № 140-VIII.", Language.RU),
        ("1. Признать утратившим силу приказ от 4 марта 2020 года № 12.", Language.RU),
        (
            "Документ, который утратил силу, подлежит сдаче по приказу от 4 марта 2020 года № 1",
            Language.RU,
        ),
        ("Ескерту. 5-баптың күші жойылды - ҚР 04.12.2024 № 140-VIII Заңымен.", Language.KK),
        ("Paragraph 5 is abolished by the order dated July 5, 2023 No. 464.", Language.EN),
    ],
)
def test_the_loss_of_a_part_is_not_that_of_the_act(text: str, language: Language) -> None:
    assert repealed(text, language) is None


def test_the_day_of_a_placeholder_belongs_to_the_provision() -> None:
    (note,) = read(
        "Статья 5. Надзор\nСноска. Вводится в действие с 01.01.2028 в соответствии со статьей 22 "
        "настоящего Закона.",
        Language.RU,
    )
    assert note.by.number is None
    assert note.rule.date == dt.date(2028, 1, 1)


def test_a_notice_ends_where_the_next_note_begins() -> None:
    notes = read(
        "Примечание ИЗПИ!\nСтатья 4 предусмотрена в редакции Закона РК от 05.06.2026 № 299-VIII "
        "(вводится в действие с 01.07.2026).\nСноска. Статья 8 с изменением, внесенным Законом РК "
        "от 01.03.2011 № 414-IV (вводится в действие с 01.04.2011).",
        Language.RU,
    )
    assert [(note.kind, note.provision, note.by.number) for note in notes] == [
        (NoteKind.FUTURE_CHANGE, "Статья 4", "299-VIII"),
        (NoteKind.FOOTNOTE, "Статья 8", "414-IV"),
    ]


def test_a_quoted_note_is_not_the_act_s() -> None:
    text = """1. Внести в приказ Министра от 4 марта 2020 года № 12 «О счетах» следующее изменение:
пункт 3 изложить в следующей редакции:
«3. исключен приказом Министра от 05.05.2021 № 7.»."""
    assert read(text, Language.RU) == ()


NOTES = st.sampled_from(
    [
        "Сноска.",
        "Ескерту.",
        "Footnote.",
        "Примечание ИЗПИ!",
        "Статья 8",
        "с изменениями, внесенными",
        "Законом РК от 05.07.2018 № 156-VI",
        "(вводится в действие с 01.07.206)",
        "; от 06.07.2018 № 157-VI",
        "ҚР 24.05.2018 № 156-VI (01.07.2026 бастап қолданысқа енгізіледі) Заңымен",
        "2) исключен",
        "(",
        ")",
        "\n",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(NOTES, max_size=30), st.sampled_from(list(Language)))
def test_reading_never_raises_and_spans_equal_the_text(
    parts: list[str], language: Language
) -> None:
    text = " ".join(parts)
    for note in read(text, language):
        assert note.span is not None
        assert text[note.span.start : note.span.end] == note.span.text
