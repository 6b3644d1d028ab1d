"""The data that checks use beside the law: numbers of acts, names of days."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from vacatio_calendar import fold
from vacatio_calendar.bodies import BodyKind
from vacatio_calendar.rows import Tables


@dataclass(frozen=True, slots=True)
class Mark:
    """Letters behind a number, and the kinds of bodies that write them."""

    slug: str
    kinds: frozenset[BodyKind]


@dataclass(frozen=True, slots=True)
class Numbering:
    """How acts are numbered: marks, convocations, and laws with certain number and date."""

    marks: tuple[Mark, ...]
    convocations: Mapping[str, tuple[dt.date, dt.date | None]]
    anchors: Mapping[str, tuple[tuple[int, dt.date], ...]]


@dataclass(frozen=True, slots=True)
class WeekdayWords:
    """Names of days and months in lower case, to their numbers; Kazakh months by beginnings."""

    days: Mapping[str, int]
    months: Mapping[str, int]
    months_kk: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WordRow:
    """What a check looks for, with words that show it and a near miss."""

    pattern: re.Pattern[str]
    example: str
    near_miss: str


@cache
def numbering(code: str) -> Numbering:
    """Read ``jurisdictions/<code>_numbers.toml``; nothing where there is none."""
    name = f"{code}_numbers.toml"
    file = resources.files("vacatio_calendar") / "jurisdictions" / name
    tables = Tables(name, file.read_text(encoding="utf-8") if file.is_file() else "")
    marks: list[Mark] = []
    for row in tables.rows("mark"):
        marks.append(Mark(row.text("slug"), frozenset(map(BodyKind, row.texts("kinds")))))
        for key in ("printed", "source", "confidence"):
            row.text(key)
        row.finish()
    convocations: dict[str, tuple[dt.date, dt.date | None]] = {}
    for row in tables.rows("convocation"):
        roman, since = row.text("roman"), row.maybe_day("from")
        if since is None:
            raise row.fault("a convocation needs `from`")
        convocations[roman] = (since, row.maybe_day("until"))
        row.text("source")
        row.text("confidence")
        row.finish()
    anchors: dict[str, list[tuple[int, dt.date]]] = {}
    for row in tables.rows("anchor"):
        number, date = row.maybe_number("number"), row.maybe_day("date")
        if number is None or date is None:
            raise row.fault("an anchor needs `number` and `date`")
        anchors.setdefault(row.text("roman"), []).append((number, date))
        row.finish()
    tables.finish()
    return Numbering(
        tuple(marks),
        MappingProxyType(convocations),
        MappingProxyType({roman: tuple(sorted(rows)) for roman, rows in anchors.items()}),
    )


@cache
def weekday_words() -> WeekdayWords:
    """Read the names of days and months."""
    file = resources.files("vacatio_calendar.checks") / "weekdays.toml"
    tables: dict[str, dict[str, int]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return WeekdayWords(
        MappingProxyType(tables["days"]),
        MappingProxyType(tables["months"]),
        MappingProxyType(tables["months_kk"]),
    )


@cache
def word_rows() -> Mapping[str, WordRow]:
    """Read what checks look for in texts, by name."""
    file = resources.files("vacatio_calendar.checks") / "words.toml"
    tables = Tables("words.toml", file.read_text(encoding="utf-8"))
    found: dict[str, WordRow] = {}
    for row in tables.rows("words"):
        name = row.text("name")
        pattern = re.compile("|".join(row.texts("expressions")), re.IGNORECASE)
        found[name] = WordRow(pattern, row.text("example"), row.text("not"))
        row.finish()
    return MappingProxyType(found)


def words_of(name: str) -> re.Pattern[str]:
    """Return the expression of a row of ``words.toml``.

    Raises:
        KeyError: there is no row of this name.
    """
    return word_rows()[name].pattern


@cache
def office_words() -> frozenset[str]:
    """Read the words of office, folded."""
    file = resources.files("vacatio_calendar.checks") / "words.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))["offices"]
    return frozenset(word for words in table["words"] for word in fold.words(words))


@dataclass(frozen=True, slots=True)
class DurationWords:
    """Numbers and units of a length of time; units by the beginnings of their words."""

    numbers: Mapping[str, int]
    units: Mapping[str, str]


@cache
def duration_words() -> DurationWords:
    """Read the words of lengths of time."""
    file = resources.files("vacatio_calendar.checks") / "words.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))["durations"]
    return DurationWords(MappingProxyType(table["numbers"]), MappingProxyType(table["units"]))
