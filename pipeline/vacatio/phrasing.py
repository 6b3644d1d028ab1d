"""Dates, terms, bodies and citations of acts in the cases that a sentence needs, by language."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from vacatio_calendar import Jurisdiction
from vacatio_calendar.bodies import bodies
from vacatio_calendar.model import Language
from vacatio_calendar.places import gazetteer_of
from vacatio_calendar.units import provision_paths

_KAZAKH = frozenset("әғқңөұүһі")
_BACK = frozenset("аоұыуяёю")  # the vowels after which Kazakh endings are hard
_VOWELS = frozenset("аәеэиоөұүыіуёюя")
_UNVOICED = frozenset("пфкқтсшщчцхһбвгд")
_GENITIVE = ("ның", "нің", "дың", "дің", "тың", "тің")
_OF_THE_REPUBLIC = "Қазақстан Республикасының "


@cache
def words(language: Language) -> Mapping[str, Any]:
    """Load the words of a language, once."""
    source = files("vacatio").joinpath("export_words.toml").read_text("utf-8")
    table: Mapping[str, Any] = tomllib.loads(source)[language.value]
    return table


def day(on: dt.date, language: Language) -> str:
    """Write a date as the language does, in the genitive or nominative.

    >>> [day(dt.date(2026, 1, 6), each) for each in Language]
    ['6 января 2026 года', '2026 жылғы 6 қаңтар', 'January 6, 2026']
    """
    month = words(language)["months"][on.month - 1]
    if language is Language.EN:
        return f"{month} {on.day}, {on.year}"
    if language is Language.RU:
        return f"{on.day} {month} {on.year} года"
    return f"{on.year} жылғы {on.day} {month}"


def day_in(on: dt.date, language: Language) -> str:
    """Write a date on which something happened: Kazakh puts it into the locative.

    >>> day_in(dt.date(2026, 9, 25), Language.KK), day_in(dt.date(2026, 1, 6), Language.KK)
    ('2026 жылғы 25 қыркүйекте', '2026 жылғы 6 қаңтарда')
    """
    return _with(day(on, language), "да", "де", "та", "те", language)


def day_from(on: dt.date, language: Language) -> str:
    """Write a date from which something lasts: Kazakh puts it into the ablative.

    >>> day_from(dt.date(2026, 10, 6), Language.KK), day_from(dt.date(2026, 7, 1), Language.KK)
    ('2026 жылғы 6 қазаннан', '2026 жылғы 1 шілдеден')
    """
    if language is Language.KK and day(on, language)[-1] in "нмң":
        return _with(day(on, language), "нан", "нен", "нан", "нен", language)
    return _with(day(on, language), "дан", "ден", "тан", "тен", language)


def day_until(on: dt.date, language: Language) -> str:
    """Write a date until which something lasts: Kazakh puts it into the dative.

    >>> day_until(dt.date(2028, 1, 1), Language.KK), day_until(dt.date(2028, 9, 1), Language.KK)
    ('2028 жылғы 1 қаңтарға', '2028 жылғы 1 қыркүйекке')
    """
    return _with(day(on, language), "ға", "ге", "қа", "ке", language)


def term(value: int, unit: str, language: Language) -> str:
    """Write a term as it stands in the sentence.

    >>> term(10, "calendar_days", Language.RU), term(21, "working_days", Language.RU)
    ('10 календарных дней', '21 рабочего дня')
    >>> term(1, "months", Language.EN), term(60, "calendar_days", Language.KK)
    ('1 month', 'күнтізбелік 60 күн')
    """
    forms = words(language)["units"][unit]
    if language is Language.KK:
        return str(forms).format(n=value)
    one = value == 1 or (language is Language.RU and value % 10 == 1 and value % 100 != 11)
    return f"{value} {forms[0] if one else forms[1]}"


def language_of(printed: str) -> Language:
    """Tell the language of a short text by its letters."""
    letters = set(printed.lower())
    if letters & _KAZAKH:
        return Language.KK
    return Language.RU if any("а" <= letter <= "я" for letter in letters) else Language.EN


def body(
    slug: str | None, printed: str | None, language: Language, law: Jurisdiction, on: dt.date | None
) -> str | None:
    """Name the body that issued an act as it follows the word for the act; ``None`` if unknown.

    English gives the nominative behind "of the", Russian and Kazakh the genitive. What the text
    prints is preferred where it is in the language: it names an acting or a deputy minister too.
    """
    if printed and language_of(printed) is language:
        return _genitive(printed, language)
    names = (
        dict(each.names).get(language)
        for each in bodies(law)
        if each.slug == slug and each.existed(on)
    )
    name = next((name for name in names if name), None)
    if name is None and language is Language.EN and slug is not None:
        return _local(slug, law)
    return _genitive(name, language) if name else None


def _local(slug: str, law: Jurisdiction) -> str | None:
    """Name a local body in English by its organ and its place; ``None`` where no row knows it.

    >>> from vacatio_calendar import load
    >>> _local("akimat-turkistan-sayram-district", load("kz"))
    'Akimat of Sayram District, Turkistan Region'
    """
    for organ, said in words(Language.EN)["organs"].items():
        path = slug.removeprefix(f"{organ}-")
        for place in gazetteer_of(law.code).places:
            if path != slug and place.path == path:
                own = f"{place.slug} {place.kind}".replace("-", " ").title()
                region = (
                    f", {place.region.replace('-', ' ').title()} Region" if place.region else ""
                )
                return f"{said} of {own}{region}"
    return None


def provisions(printed: str, language: Language) -> list[str]:
    """Name the units that a clause names, each from its narrowest part; empty where it is unclear.

    >>> provisions("статьи 17 и пункта 5 статьи 3", Language.EN)
    ['article 17', 'paragraph 5 of article 3']
    >>> provisions("пункта 5 статьи 3", Language.RU), provisions("пункта 5 статьи 3", Language.KK)
    (['пункт 5 статьи 3'], ['3-бабының 5-тармағы'])
    """
    table = words(language)["provisions"]
    named: list[str] = []
    for path in provision_paths(printed) or ():
        if path.loose or any(unit not in table for unit, _ in path.parts):
            return []
        *around, (unit, number) = path.parts
        parts = [table[unit][0].format(n=number)]
        parts += [table[kind][1].format(n=n) for kind, n in reversed(around)]
        named.append(" ".join(reversed(parts) if language is Language.KK else parts))
    return named


def possessed(noun: str, ending: str) -> str:
    """Put a Kazakh noun that has its possessive ending into another case.

    >>> possessed("бұйрығы", "dative"), possessed("шешімі", "dative")
    ('бұйрығына', 'шешіміне')
    >>> possessed("Заңы", "genitive"), possessed("актісі", "genitive")
    ('Заңының', 'актісінің')
    """
    hard = _hard(noun)
    if ending == "dative":
        return noun + ("на" if hard else "не")
    return noun + ("ның" if hard else "нің")


def _genitive(name: str, language: Language) -> str:
    if language is Language.RU:
        return _russian_genitive(name)
    if language is Language.KK:
        return _kazakh_genitive(name)
    return name


def _russian_genitive(name: str) -> str:
    """Put the heads of a name into the genitive; the rest of it is in the genitive already.

    Heads stand at the beginning and behind a dash: «Заместитель Премьер-Министра – Министр …».
    """
    table = words(Language.RU)["genitive"]
    parts = re.split(r"(\s[-–—]\s)", name)
    return "".join(_heads(part, table) for part in parts)


def _heads(part: str, table: Mapping[str, str]) -> str:
    found = part.split(" ")
    for index, word in enumerate(found):
        if word not in table:
            break
        found[index] = table[word]
    return " ".join(found)


def _kazakh_genitive(name: str) -> str:
    """Put a name into the genitive, and «Республикасының» before it back into the nominative."""
    if name.endswith(_GENITIVE):
        return name
    if name.startswith(_OF_THE_REPUBLIC):
        name = f"Қазақстан Республикасы {name.removeprefix(_OF_THE_REPUBLIC)}"
    last = name[-1].lower()
    if last in _VOWELS or last in "мнң":
        return name + ("ның" if _hard(name) else "нің")
    if last in _UNVOICED:
        return name + ("тың" if _hard(name) else "тің")
    return name + ("дың" if _hard(name) else "дің")


def _with(
    text: str, hard: str, soft: str, unvoiced: str, soft_unvoiced: str, language: Language
) -> str:
    """Give a Kazakh word the ending that its last vowel and its last sound ask for."""
    if language is not Language.KK:
        return text
    if text[-1] in _UNVOICED:
        return text + (unvoiced if _hard(text) else soft_unvoiced)
    return text + (hard if _hard(text) else soft)


def _hard(word: str) -> bool:
    """Tell whether the last vowel of a Kazakh word is a back one."""
    for letter in reversed(word.lower()):
        if letter in _VOWELS:
            return letter in _BACK
    return True
