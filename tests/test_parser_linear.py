"""Hostile text costs no more a letter than any other: twice the text, about twice the time."""

from __future__ import annotations

import time

import pytest

from vacatio_calendar.model import Language
from vacatio_parser.amendments import read_amendments
from vacatio_parser.citations import cite
from vacatio_parser.cite_parts import Reading
from vacatio_parser.notes import read_notes
from vacatio_parser.requisites import read_repealed_by
from vacatio_parser.shapes.plain import read_plain
from vacatio_parser.structure import read_lines
from vacatio_parser.text import SourceText

HOSTILE = [
    (Language.RU, "приказ "),
    (Language.RU, "закон от 1 января 2020 года № 5 ("),
    (Language.RU, "закон от 1 января 2020 года «"),
    (Language.RU, "внести изменения в закон от 1 января 2020 года № 5, "),
    (Language.RU, "пункты 1, 2, 3 статей 4, 5, 6 исключить, "),
    (Language.RU, "правила, утвержденные приказом от 1 января 2020 года № 5, "),
    (Language.KK, "(а) заңы "),
    (Language.KK, "«а» туралы 2020 жылғы 4 наурыздағы № 5 заңы "),
    (Language.EN, "Law of Kazakhstan of the Minister of "),
    (Language.EN, "amends Order No. 5 of 1 March 2020 and "),
]


def seconds(text: str, language: Language) -> float:
    page = read_plain(text)
    source = SourceText.of(page.text)
    lines = read_lines(source, page, language)
    started = time.process_time()
    reading = Reading.of(source, language)
    citations = cite(reading)
    read_amendments(source, language, lines, reading=reading, citations=citations)
    read_notes(reading, citations, lines)
    read_repealed_by(reading, citations)
    return time.process_time() - started


@pytest.mark.parametrize(("language", "piece"), HOSTILE, ids=lambda value: str(value)[:30])
def test_twice_the_text_takes_about_twice_the_time(language: Language, piece: str) -> None:
    short = piece * (30_000 // len(piece))
    seconds(short[:2_000], language)  # the lexicons are read once
    single = min(seconds(short, language) for _ in range(2))
    double = min(seconds(short * 2, language) for _ in range(2))
    assert double < 3 * single + 0.05
