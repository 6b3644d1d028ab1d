"""What the pages say, in the reader's language: words from TOML, dates and numbers as spoken."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vacatio_calendar.model import Language

#: The languages of the site in the order of its switch.
LANGUAGES = (Language.EN, Language.RU, Language.KK)

#: The language of the page being answered: Datasette tells a cell's renderer of no request.
CURRENT: ContextVar[Language] = ContextVar("vacatio_language", default=Language.EN)


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """A civil day that knows how its language writes it.

    In a text ``{day}`` is the full date, ``{day:brief}`` one without a year; ``since``, ``on``
    and ``of`` are the case forms Kazakh needs and the other languages do without.
    """

    day: dt.date
    words: Mapping[str, object]

    def __format__(self, form: str) -> str:
        """Write the day in one of its forms."""
        names = self.words.get(f"months_{form}" if form else "months", self.words["months"])
        pattern = self.words["brief" if form == "brief" else "full"]
        assert isinstance(names, list)
        assert isinstance(pattern, str)
        month = names[self.day.month - 1]
        return pattern.format(day=self.day.day, month=month, year=self.day.year)

    def __str__(self) -> str:
        """Write the full date."""
        return format(self, "")


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of one language. A key that is missing is an error, never an empty place."""

    language: Language
    words: Mapping[str, object]

    def __call__(self, key: str, **values: object) -> str:
        """Say a phrase, with days and numbers put in.

        >>> speech(Language.EN)("state.in_force", day=dt.date(2026, 1, 6))
        'Applies since 6 January 2026.'
        >>> speech(Language.RU)("unit.working_days", n=3)
        '3 рабочих дня'
        """
        phrase = self._look(key)
        if isinstance(phrase, dict):
            phrase = phrase.get(self._plural(values.get("n")), phrase["other"])
        assert isinstance(phrase, str), key
        return phrase.format(**{name: self._spoken(value) for name, value in values.items()})

    def term(self, group: str, value: object) -> str:
        """Word a value of an enumeration; one that has no word of its own is spelled out.

        >>> speech(Language.EN).term("certainty", "default_rule")
        'by the default rule of the law'
        """
        if value is None or value == "":
            return "—"
        table = self._look(group)
        assert isinstance(table, dict)
        word = table.get(str(value))
        return word if isinstance(word, str) else str(value).replace("_", " ")

    def names(self, group: str) -> frozenset[str]:
        """Name the values of an enumeration that have words of their own."""
        table = self._look(group)
        assert isinstance(table, dict)
        return frozenset(table)

    def day(self, value: object, form: str = "") -> str:
        """Write a civil date, given as a date or as ISO text; what is no date stays as it is."""
        day = civil(value)
        if day is None:
            return "—" if value in (None, "") else str(value)
        return format(self._spoken(day), form)

    def weekday(self, day: dt.date) -> str:
        """Name the day of the week."""
        names = self._look("date.weekdays")
        assert isinstance(names, list)
        return str(names[day.weekday()])

    def month(self, day: dt.date) -> str:
        """Name the month, as it stands alone."""
        names = self._look("date.names")
        assert isinstance(names, list)
        return str(names[day.month - 1])

    def week(self) -> tuple[str, ...]:
        """Name the days of the week in short, Monday first."""
        names = self._look("date.week")
        assert isinstance(names, list)
        return tuple(str(name) for name in names)

    def month_brief(self, day: dt.date) -> str:
        """Name the month in three letters, more or less."""
        names = self._look("date.short")
        assert isinstance(names, list)
        return str(names[day.month - 1])

    def keys(self) -> frozenset[str]:
        """Name all phrases, dotted."""
        return frozenset(
            f"{section}.{key}"
            for section, table in self.words.items()
            if isinstance(table, Mapping)
            for key in table
        )

    def _look(self, key: str) -> object:
        found: object = self.words
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise KeyError(f"{self.language} has no words for {key!r}")
            found = found[part]
        return found

    def _spoken(self, value: object) -> object:
        if isinstance(value, dt.date):
            dates = self.words["date"]
            assert isinstance(dates, Mapping)
            return SpokenDay(value, dates)
        return value

    def _plural(self, n: object) -> str:
        """Choose the plural category (Unicode CLDR) of a whole number."""
        if not isinstance(n, int):
            return "other"
        if self.language is Language.RU:
            if n % 10 == 1 and n % 100 != 11:
                return "one"
            if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14):
                return "few"
            return "other"
        return "one" if n == 1 else "other"


def civil(value: object) -> dt.date | None:
    """Read ISO text as a civil date; an instant gives its date as written; else ``None``.

    >>> civil("2026-01-06"), civil("soon"), civil(None)
    (datetime.date(2026, 1, 6), None, None)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


@cache
def speech(language: Language) -> Speech:
    """Read the words of a language once."""
    path = files(__package__).joinpath("words", f"{language}.toml")
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    return Speech(language, MappingProxyType(words))


def choose(asked: str | None, remembered: str | None, accepted: str, default: Language) -> Language:
    """Choose the language of a page: asked for, remembered, accepted by the browser, default.

    >>> choose(None, None, "kk-KZ,ru;q=0.8", Language.EN)
    <Language.KK: 'kk'>
    """
    for wish in (asked, remembered):
        if wish in set(Language):
            return Language(wish)
    for part in accepted.split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in set(Language):
            return Language(code)
    return default
