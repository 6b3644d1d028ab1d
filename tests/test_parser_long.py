"""What a wording says alone it says in the midst of a code: no search for words passes it over."""

from __future__ import annotations

import pytest

from vacatio_calendar.model import Language
from vacatio_parser.act_verbs import act_verbs
from vacatio_parser.act_words import act_words
from vacatio_parser.amendments import read_amendments
from vacatio_parser.citations import cite
from vacatio_parser.cite_parts import Reading
from vacatio_parser.dates import find_dates
from vacatio_parser.lexicon import load
from vacatio_parser.obligations import read_obligations
from vacatio_parser.page import Page
from vacatio_parser.structure import read_lines
from vacatio_parser.text import SourceText
from vacatio_parser.tokens import tokenise
from vacatio_parser.unit_words import unit_words

# An article that cites, amends, dates and orders nothing.
ARTICLES = {
    Language.RU: "Статья {0}. Учет пасек\n1. Пасека стоит в саду:\n1) на лугу, 7 шагов от ульев.\n",
    Language.KK: "{0}-бап. Омарталар\n1. Омарта бақта тұрады:\n1) шалғында, аралардың жанында.\n",
    Language.EN: "Article {0}. Apiaries\n1. An apiary stands here:\n1) in a garden, 7 steps on.\n",
}
MANY = 40

Case = tuple[Language, str]


def buried(words: str, language: Language, many: int = MANY) -> tuple[str, int]:
    """Put words between so many articles of a code, and tell where they stand."""
    articles = "".join(ARTICLES[language].format(number + 1) for number in range(many))
    return f"{articles}{words}\n{articles}", len(articles)


def cases(*lists: list[Case]) -> list[object]:
    every = [case for cases in lists for case in cases]
    return [pytest.param(*case, id=f"{case[0].value}-{case[1][:40]}") for case in every]


VERBS = [(language, row.example) for language in Language for row in act_verbs(language).rows]
ACTIONS = [(language, row.example) for language in Language for row in unit_words(language).actions]
ACTS = [(language, row.example) for language in Language for row in act_words(language).rows]
DUTIES = [
    (Language.RU, "В течение десяти рабочих дней после регистрации направить копию."),
    (Language.RU, "не позднее 5 (пяти) календарных дней со дня получения, если нет отказа"),
    (Language.KK, "Көшірме тіркелген күннен бастап он жұмыс күні ішінде жіберілсін."),
    (Language.EN, "The owner reports within 15 business days of the registration."),
]


@pytest.mark.parametrize(("language", "words"), cases(VERBS, ACTIONS))
def test_an_instruction_is_read_in_the_midst_of_a_code(language: Language, words: str) -> None:
    def changes(text: str) -> list[object]:
        source = SourceText.of(text)
        lines = read_lines(source, Page(text), language)
        found = read_amendments(source, language, lines)
        acts = [(ref.type, ref.number, ref.date) for ref in (*found.amends, *found.repeals)]
        acts += [(ref.type, ref.number, ref.date) for ref in found.suspends]
        return [acts, [(one.action, one.target) for one in found.modifications]]

    between_two = changes(buried(words, language, 1)[0])
    assert any(between_two)
    assert changes(buried(words, language)[0]) == between_two


@pytest.mark.parametrize(("language", "words"), cases(ACTS))
def test_a_citation_is_read_in_the_midst_of_a_code(language: Language, words: str) -> None:
    text, at = buried(words, language)
    alone = cite(Reading.of(SourceText.of(words), language))
    within = cite(Reading.of(SourceText.of(text), language))
    assert alone
    assert [(one.ref.type, one.ref.number, one.start + at) for one in alone] == [
        (one.ref.type, one.ref.number, one.start) for one in within
    ]


@pytest.mark.parametrize(("language", "words"), cases(DUTIES))
def test_a_duty_is_read_in_the_midst_of_a_code(language: Language, words: str) -> None:
    text, _ = buried(words, language)
    alone = read_obligations(SourceText.of(words), language)
    assert alone
    assert [(one.value, one.unit) for one in alone] == [
        (one.value, one.unit) for one in read_obligations(SourceText.of(text), language)
    ]


@pytest.mark.parametrize("language", list(Language))
def test_every_wording_means_the_same_in_the_midst_of_a_code(language: Language) -> None:
    for row in load(language).wordings:
        text, at = buried(row.example, language)
        alone, within = SourceText.of(row.example), SourceText.of(text)
        tokens = tokenise(alone, language, 0, len(alone.folded))
        assert row.means in {token.sym.value for token in tokens}, row.example
        assert [(token.sym, token.start + at) for token in tokens] == [
            (token.sym, token.start)
            for token in tokenise(within, language, at, at + len(alone.folded))
        ], row.example


@pytest.mark.parametrize("language", list(Language))
def test_every_form_of_every_month_makes_a_date_in_the_midst_of_a_code(language: Language) -> None:
    for month, number in load(language).months.items():
        printed = month.capitalize()
        for words in (
            f"1 {printed}",
            f"1 {printed} 2026",
            f"{printed} 2026",
            f"2026 жылғы 1 {printed}",
        ):
            text, at = buried(words, language, 6)
            found = [(one.month, one.start) for one in find_dates(SourceText.of(text), language)]
            alone = find_dates(SourceText.of(words), language)
            assert found == [(one.month, one.start + at) for one in alone], words
        kazakh = language is Language.KK
        for words in (
            f"1 {printed} 2026",
            f"2026 жылғы 1 {printed}" if kazakh else f"{printed} 2026",
        ):
            assert find_dates(SourceText.of(words), language)[0].month == number, words
