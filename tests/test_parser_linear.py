"""Hostile text costs no more a letter than any other: twice the text, about twice the steps."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from vacatio_calendar.model import Language
from vacatio_parser import parse_text
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

REPORTS = [
    "The order is effective (from 1 May 2026 ",
    "signed on 5 May 2024 and ",
    "the order comes into force on 1 May 2026 and ",
    "(published 5 May 2024) Order No. 5 of 1 March 2020 ",
    "registered with the Ministry of Justice under No. 5 ",
    "amendments to the Law on Honey by the Law on ",
]


def read(text: str, language: Language) -> None:
    page = read_plain(text)
    source = SourceText.of(page.text)
    lines = read_lines(source, page, language)
    reading = Reading.of(source, language)
    citations = cite(reading)
    read_amendments(source, language, lines, reading=reading, citations=citations)
    read_notes(reading, citations, lines)
    read_repealed_by(reading, citations)


def steps(work: Callable[[], object]) -> int:
    """Count the calls a piece of work makes: the same on any machine, however busy."""
    count = 0

    def called(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(("language", "piece"), HOSTILE, ids=lambda value: str(value)[:30])
def test_twice_the_text_takes_about_twice_the_steps(language: Language, piece: str) -> None:
    short = piece * (8_000 // len(piece))
    read(short[:2_000], language)  # the lexicons are read once
    single = steps(lambda: read(short, language))
    double = steps(lambda: read(short * 2, language))
    assert double < 2.5 * single + 200


@pytest.mark.parametrize("piece", REPORTS)
def test_twice_the_report_takes_about_twice_the_steps(piece: str) -> None:
    short = piece * (8_000 // len(piece))
    parse_text(short[:2_000], language=Language.EN)
    single = steps(lambda: parse_text(short, language=Language.EN))
    double = steps(lambda: parse_text(short * 2, language=Language.EN))
    assert double < 2.5 * single + 200
