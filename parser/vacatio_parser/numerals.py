"""Numbers in words, in digits, or in both, as terms are written.

Hundreds, tens and units must fall: «двух трех» is not five and «двадцати ста» is not 120. Where
digits and words disagree, both are kept and neither is chosen (VAC061).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vacatio_parser.kinds import Language, Unit
from vacatio_parser.lexicon import load

_DIGITS = re.compile("[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a term and how many words it took; ``value`` is ``None`` where the two differ."""

    value: int | None
    length: int
    digits: int | None = None
    words: int | None = None


def _room(value: int, language: Language) -> int:
    """Tell below what the next numeral must lie; a unit or a teen leaves no room."""
    if value >= 100:
        return 100
    if value % 10 == 0 and (value > 10 or language is Language.KK):  # «он бес» is fifteen
        return 10
    return 0


def _in_words(words: Sequence[str], start: int, language: Language) -> tuple[int, int]:
    """Sum a falling run of numerals; return the sum (0 if it does not fall) and where it ends."""
    numerals = load(language).numerals
    total, limit, end = 0, 1000, start
    for index in range(start, len(words)):
        word = words[index]
        if word == "and" and limit == 100:
            continue
        if word not in numerals and "-" not in word:
            break
        parts = word.split("-")
        if any(part not in numerals for part in parts):
            break
        for part in parts:
            value = numerals[part]
            if value == 100 and 0 < total < 10 and language is not Language.RU:
                total, limit = total * 100, 100  # "two hundred", «екі жүз»
            elif value < limit:
                total, limit = total + value, _room(value, language)
            else:
                return 0, start
        end = index + 1
    return total, end


def read_number(words: Sequence[str], language: Language, start: int = 0) -> Number | None:
    """Read the number that begins at ``words[start]``; brackets are words of their own.

    >>> read_number(["60", "(", "шестидесяти", ")", "дней"], Language.RU)
    Number(value=60, length=4, digits=60, words=60)
    >>> read_number(["двух", "трех", "месяцев"], Language.RU) is None
    True
    >>> read_number(["fifteen", "(", "50", ")"], Language.EN)
    Number(value=None, length=4, digits=50, words=15)
    """
    if start >= len(words):
        return None
    if _DIGITS.fullmatch(words[start]):
        digits, end = int(words[start]), start + 1
        if end < len(words) and words[end] == "(":
            total, after = _in_words(words, end + 1, language)
            if total and after < len(words) and words[after] == ")":
                value = digits if digits == total else None
                return Number(value, after + 1 - start, digits, total)
        return Number(digits, 1, digits, None)
    total, end = _in_words(words, start, language)
    if not total:
        return None
    if end + 2 < len(words) and words[end] == "(" and words[end + 2] == ")":
        inside = words[end + 1]
        if _DIGITS.fullmatch(inside):
            value = total if int(inside) == total else None
            return Number(value, end + 3 - start, int(inside), total)
    return Number(total, end - start, None, total)


@cache
def _prefixes(language: Language) -> dict[str, int]:
    """Spell the first halves of «двадцатиоднодневный», «шестимесячный», «месячный»."""
    numerals = load(language).numerals
    prefixes = {"": 1, **numerals, "одно": 1}
    for ten, tens in numerals.items():
        if 20 <= tens <= 90:
            for unit, units in (*numerals.items(), ("одно", 1)):
                if units < 10:
                    prefixes[ten + unit] = tens + units
    return prefixes


def read_compound(word: str, language: Language) -> tuple[int, Unit] | None:
    """Read an adjective that holds number and unit; the text does not say which days.

    >>> read_compound("двадцатиоднодневного", Language.RU)
    (21, <Unit.DAYS: 'days'>)
    """
    lexicon = load(language)
    if not word.endswith(lexicon.compound_endings):
        return None
    for stem, unit in lexicon.compounds:
        prefix, found, ending = word.rpartition(stem)
        if found and len(ending) <= 3:
            value = _prefixes(language).get(prefix)
            if value is not None and (prefix or unit is not Unit.DAYS):
                return value, unit
    return None
