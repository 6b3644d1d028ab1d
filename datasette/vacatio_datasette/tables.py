"""Names and meanings of tables and columns for people, from ``tables.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import Language

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means: its name by language and a sentence."""

    name: Words
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a table holds and how its list looks."""

    title: Words
    description: Words
    label: str | None
    sort: str | None
    sort_desc: str | None
    facets: tuple[str, ...]
    units: Words
    hide: frozenset[str]
    lead: tuple[str, ...]
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, and the columns as they are called wherever they occur."""

    tables: Mapping[str, Table]
    columns: Mapping[str, Column]

    def column(self, table: str | None, name: str) -> Column | None:
        """Find what a column means, in its table or anywhere."""
        own = self.tables.get(table or "")
        return (own.columns.get(name) if own else None) or self.columns.get(name)

    def column_name(self, table: str | None, name: str, language: Language) -> str:
        """Name a column for people; an unknown one is spelled out.

        >>> tables().column_name("commencements", "in_force_on", Language.EN)
        'Applies from'
        """
        column = self.column(table, name)
        return column.name[language] if column else name.replace("_", " ").capitalize()


def places(columns: Sequence[str], lead: Sequence[str], hidden: Container[str]) -> tuple[int, ...]:
    """Order the columns of a list: those that lead, then the rest as they stand, none hidden.

    >>> places(["id", "text", "day"], ["day"], {"text"})
    (2, 0)
    """
    rank = {name: place for place, name in enumerate(lead)}
    shown = [place for place, name in enumerate(columns) if name not in hidden]
    return tuple(sorted(shown, key=lambda place: rank.get(columns[place], len(lead))))


@cache
def tables() -> Tables:
    """Read the tables once."""
    text = files(__package__).joinpath("tables.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Tables(
        tables={name: _table(row) for name, row in data["tables"].items()},
        columns={name: _column(row) for name, row in data["columns"].items()},
    )


def _table(row: Mapping[str, object]) -> Table:
    return Table(
        title=_words(row["title"]),
        description=_words(row["description"]),
        label=_optional(row.get("label")),
        sort=_optional(row.get("sort")),
        sort_desc=_optional(row.get("sort_desc")),
        facets=_list(row["facets"]),
        units=_words(row.get("units", {})),
        hide=frozenset(_list(row["hide"])),
        lead=_list(row.get("lead")),
        columns={name: _column(column) for name, column in _table_of(row.get("columns")).items()},
    )


def _column(row: object) -> Column:
    words = _words(row)
    return Column({language: words[language] for language in Language}, words["about"])


def _words(value: object) -> dict[str, str]:
    return {name: str(word) for name, word in _table_of(value).items()}


def _table_of(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}


def _list(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _optional(value: object) -> str | None:
    return None if value is None else str(value)
