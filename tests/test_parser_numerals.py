"""Numbers of terms: in words, in digits, in both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatio_calendar.model import Language, Unit
from vacatio_parser.lexicon import load
from vacatio_parser.numerals import Number, read_compound, read_number


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("ru", "десяти календарных дней", 10),
        ("ru", "двадцати одного календарного дня", 21),
        ("ru", "сорока пяти дней", 45),
        ("ru", "ста восьмидесяти дней", 180),
        ("ru", "девяноста дней", 90),
        ("ru", "трех месяцев", 3),
        ("ru", "двумя месяцами", 2),
        ("ru", "тридцатью днями", 30),
        ("ru", "шестьдесят дней", 60),
        ("ru", "двухсот дней", 200),
        ("ru", "двенадцать месяцев", 12),
        ("ru", "одна неделя", 1),
        ("ru", "60 дней", 60),
        ("kk", "он күн", 10),
        ("kk", "он бес күн", 15),
        ("kk", "жиырма бір күн", 21),
        ("kk", "алпыс күн", 60),
        ("kk", "жүз сексен күн", 180),
        ("kk", "екі жүз күн", 200),
        ("kk", "он екі ай", 12),
        ("en", "ten days", 10),
        ("en", "twenty-one days", 21),
        ("en", "twenty one days", 21),
        ("en", "sixty calendar days", 60),
        ("en", "one hundred and eighty days", 180),
        ("en", "one hundred eighty days", 180),
        ("en", "six months", 6),
    ],
)
def test_numbers_in_words_are_read(language: str, words: str, value: int) -> None:
    found = read_number(words.split(), Language(language))
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "двух трех месяцев"),
        ("ru", "двадцати ста дней"),
        ("ru", "двадцати двенадцати дней"),
        ("ru", "двадцати тридцати дней"),
        ("ru", "дней"),
        ("ru", "( десяти ) дней"),
        ("kk", "екі үш ай"),
        ("kk", "жиырма отыз күн"),
        ("en", "two three days"),
        ("en", "twenty hundred days"),
        ("en", "and days"),
        ("en", "12345 days"),
    ],
)
def test_what_does_not_fall_is_no_number(language: str, words: str) -> None:
    assert read_number(words.split(), Language(language)) is None


@pytest.mark.parametrize(
    ("language", "words", "number"),
    [
        ("ru", "60 ( шестидесяти ) дней", Number(60, 4, 60, 60)),
        ("ru", "60 ( тридцати ) дней", Number(None, 4, 60, 30)),
        ("ru", "шестидесяти ( 60 ) дней", Number(60, 4, 60, 60)),
        ("ru", "10 ( календарных ) дней", Number(10, 1, 10, None)),
        ("kk", "10 ( он ) күн", Number(10, 4, 10, 10)),
        ("kk", "10 ( он бес ) күн", Number(None, 5, 10, 15)),
        ("en", "fifteen ( 15 ) days", Number(15, 4, 15, 15)),
        ("en", "15 ( fifty ) days", Number(None, 4, 15, 50)),
    ],
)
def test_digits_and_words_are_kept_beside_each_other(
    language: str, words: str, number: Number
) -> None:
    assert read_number(words.split(), Language(language)) == number


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("десятидневного", (10, Unit.DAYS)),
        ("двадцатиоднодневного", (21, Unit.DAYS)),
        ("шестидесятидневный", (60, Unit.DAYS)),
        ("трехмесячного", (3, Unit.MONTHS)),
        ("шестимесячный", (6, Unit.MONTHS)),
        ("месячного", (1, Unit.MONTHS)),
        ("дневного", None),
        ("ежедневного", None),
        ("помесячного", None),
    ],
)
def test_adjectives_may_hold_number_and_unit(word: str, read: tuple[int, Unit] | None) -> None:
    assert read_compound(word, Language.RU) == read


@given(st.lists(st.sampled_from(sorted(load(Language.RU).numerals)), max_size=5))
def test_a_number_is_the_sum_of_falling_words(words: list[str]) -> None:
    found = read_number(words, Language.RU)
    values = [load(Language.RU).numerals[word] for word in words]
    if found is None or found.value is None:
        return
    assert found.length == len(values)
    assert found.value == sum(values)
    assert values == sorted(values, reverse=True)


@given(st.lists(st.text(max_size=8), max_size=6), st.sampled_from(Language))
def test_any_words_are_read(words: list[str], language: Language) -> None:
    found = read_number(words, language)
    assert found is None or 0 < found.length <= len(words)
