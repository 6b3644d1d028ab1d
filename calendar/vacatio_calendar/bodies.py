"""Which body an issuer's printed name means, whatever the case ending, script or language.

The names are rows of ``jurisdictions/<code>_bodies.toml``; this module only matches words. Where a
local body sits is told by :mod:`vacatio_calendar.places`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from vacatio_calendar import fold
from vacatio_calendar.model import Language
from vacatio_calendar.places import locate
from vacatio_calendar.rows import Row, Tables

if TYPE_CHECKING:
    from vacatio_calendar.law import Jurisdiction


class BodyKind(StrEnum):
    """What a body is, as far as the rules of publication and entry into force care."""

    PRESIDENT = "president"
    PARLIAMENT = "parliament"
    CHAMBER = "chamber"
    KURULTAI = "kurultai"
    GOVERNMENT = "government"
    MINISTRY = "ministry"
    CENTRAL = "central"
    NATIONAL_BANK = "national_bank"
    FINANCIAL_REGULATOR = "financial_regulator"
    SUPREME_COURT = "supreme_court"
    CONSTITUTIONAL_COURT = "constitutional_court"
    SECURITY_COUNCIL = "security_council"
    LOCAL = "local"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that issues acts, under the name it bore in ``[since, until)``.

    ``slug`` stands in the ids of acts; ``names`` are by language, in the nominative.
    """

    slug: str
    kind: BodyKind
    names: tuple[tuple[Language, str], ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = ""

    def existed(self, on: dt.date | None) -> bool:
        """Tell whether the body bore this name on a day; an unknown day counts as yes."""
        if on is None:
            return True
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Names:
    """The words by which one row is known: each key a set of beginnings, all required."""

    keys: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()

    def weigh(self, words: tuple[str, ...]) -> int:
        """Count the words of the longest key that fits; 0 if none does."""
        if self.unless and any(word.startswith(self.unless) for word in words):
            return 0
        fitting = (key for key in self.keys if all(_begins(stem, words) for stem in key))
        return max((len(key) for key in fitting), default=0)

    def stems(self) -> tuple[str, ...]:
        """List the beginnings of all words of all keys."""
        return tuple(stem for key in self.keys for stem in key)


@dataclass(frozen=True, slots=True)
class Directory:
    """All rows of one jurisdiction, in the order of its file."""

    bodies: tuple[tuple[Names, Body], ...] = ()
    organs: tuple[tuple[Names, Body], ...] = ()


def body_of(issuer: str | None, law: Jurisdiction, on: dt.date | None = None) -> Body | None:
    """Name the body an issuer as printed means, or ``None`` if no row knows it.

    Of several rows that fit equally well the one in existence ``on`` that day is taken, so
    that a shortened name of a renamed ministry means the ministry of its time.

    >>> from vacatio_calendar import load
    >>> body = body_of("Министра финансов Республики Казахстан", load("kz"))
    >>> body.slug if body else None
    'finance'
    """
    if not issuer:
        return None
    fitting = _fitting(issuer, law)
    for body in fitting:
        if body.existed(on):
            return body
    return fitting[0] if fitting else None


@lru_cache(maxsize=1 << 14)  # a few hundred bodies issue all the acts of a country
def _fitting(issuer: str, law: Jurisdiction) -> tuple[Body, ...]:
    """Return the bodies that an issuer as printed fits best, whatever their time."""
    directory = directory_of(law.code)
    words = fold.words(issuer)
    if local := _local(words, directory, law.code):
        return (local,)
    weighed = [(names.weigh(words), body) for names, body in directory.bodies]
    best = max((weight for weight, _ in weighed), default=0)
    return tuple(body for weight, body in weighed if weight == best > 0)


def bodies(law: Jurisdiction) -> tuple[Body, ...]:
    """List the bodies of a jurisdiction's file; local bodies are not listed one by one."""
    return tuple(body for _, body in directory_of(law.code).bodies)


@cache
def directory_of(code: str) -> Directory:
    """Read ``jurisdictions/<code>_bodies.toml``; a jurisdiction without one knows no body."""
    name = f"{code}_bodies.toml"
    file = resources.files("vacatio_calendar") / "jurisdictions" / name
    if not file.is_file():
        return Directory()
    tables = Tables(name, file.read_text(encoding="utf-8"))
    directory = Directory(
        bodies=tuple(_body(row) for row in tables.rows("body")),
        organs=tuple(_organ(row) for row in tables.rows("organ")),
    )
    tables.finish()
    return directory


def _body(row: Row) -> tuple[Names, Body]:
    found = (
        _names(row),
        Body(
            slug=row.text("slug"),
            kind=row.choice("kind", BodyKind),
            names=tuple((language, row.text(language)) for language in Language),
            since=row.maybe_day("from"),
            until=row.maybe_day("until"),
            source=f"{row.text('source')} ({row.text('confidence')})",
        ),
    )
    row.finish()
    return found


def _organ(row: Row) -> tuple[Names, Body]:
    found = _names(row), Body(row.text("slug"), BodyKind.LOCAL, source=row.text("source"))
    row.finish()
    return found


def _names(row: Row) -> Names:
    return Names(tuple(fold.words(key) for key in row.texts("keys")), row.texts("unless"))


def _begins(stem: str, words: tuple[str, ...]) -> bool:
    return any(word.startswith(stem) for word in words)


def _local(words: tuple[str, ...], directory: Directory, code: str) -> Body | None:
    """Read a local body from its organ and its place."""
    organ = next((row for row in directory.organs if row[0].weigh(words)), None)
    if organ is None:
        return None
    names, body = organ
    stems = names.stems()
    where = locate(tuple(word for word in words if not word.startswith(stems)), code)
    slug = f"{body.slug}-{where}" if where else body.slug
    return Body(slug, BodyKind.LOCAL, source=body.source)
