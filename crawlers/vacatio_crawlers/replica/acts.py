"""The acts of the replica: one TOML file each, written for it, read into plain values.

A text is lines of `kind number: words`; `kind` is a node type of the reference bank:

    article 2: Статья 2. Порядок введения в действие
    point 1: 1. Настоящий Закон вводится в действие ...
    subpoint 2: 2) ...
    text: ...                  a paragraph of the unit above it
    attach: Приложение ...     from here on an annex
    signature: ...
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

_LINE = re.compile(r"(?P<kind>[a-z_]+)(?: (?P<index>[\w-]+))?: (?P<words>.+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: what it is, its printed number, its words."""

    kind: str
    index: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Expression:
    """An act in one language."""

    title: str
    requisites: str
    text: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: the day the portal dates it with, and the id of the act that caused it."""

    date: dt.date
    cause: str | None


@dataclass(frozen=True, slots=True)
class ReplicaAct:
    """An act as the official sources know it.

    `published` is the first official publication, `portal` the day on the portal, which old acts
    lack; `places` are the official publications as a card of the State Register words them;
    `standins` names the facts of a real act that are not the true ones, because no page that was
    read gives them (an `invented` act has none that are true).
    """

    id: str
    ngr: str
    types: tuple[str, ...]
    number: str
    adopted: dt.date
    status: str
    portal: dt.date | None
    published: dt.date | None
    registration: tuple[str, dt.date] | None
    agency: str
    region: str
    validity: str
    places: tuple[str, ...]
    editions: tuple[Edition, ...]
    expressions: Mapping[str, Expression]
    standins: tuple[str, ...]
    invented: bool


#: The acts a site knows.
Stock = Sequence[ReplicaAct]


@functools.cache
def acts() -> tuple[ReplicaAct, ...]:
    """Read every act, by id."""
    folder = resources.files(__package__) / "acts"
    found = [
        _act(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda act: int(act.id)))


def _act(row: Mapping[str, Any]) -> ReplicaAct:
    registration = row.get("registration")
    adopted = row["adopted"]
    return ReplicaAct(
        id=row["id"],
        ngr=row["ngr"],
        types=tuple(row["types"]),
        number=row["number"],
        adopted=adopted,
        status=row.get("status", "new"),
        portal=row.get("portal"),
        published=row.get("published"),
        registration=(registration["number"], registration["date"]) if registration else None,
        agency=row["agency"],
        region=row.get("region", "100000000000"),
        validity=row["validity"],
        places=tuple(row.get("places", ())),
        editions=(
            Edition(adopted, None),
            *(Edition(one["date"], one["cause"]) for one in row.get("editions", ())),
        ),
        expressions={
            language: Expression(
                title=row[language]["title"],
                requisites=row[language]["requisites"],
                text=_lines(row[language]["text"]),
            )
            for language in ("rus", "kaz")
            if language in row
        },
        standins=tuple(row.get("standins", ())),
        invented=row.get("invented", False),
    )


def _lines(text: str) -> tuple[Line, ...]:
    lines = []
    for words in filter(None, (line.strip() for line in text.splitlines())):
        match = _LINE.fullmatch(words)
        if match is None:
            raise ValueError(f"not a line of `kind number: words`: {words!r}")
        lines.append(Line(match["kind"], match["index"], match["words"]))
    return tuple(lines)
