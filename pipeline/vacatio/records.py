"""The values of an export: which acts are wanted, and what is published of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vacatio.watches import Watched
from vacatio_calendar.model import Language


class Why(StrEnum):
    """Why an act belongs to a period."""

    PUBLISHED = "published"
    KNOWN = "known"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts: of which days, and of which area, body, type or watch list, if not all."""

    since: dt.date
    until: dt.date
    area: str | None = None
    body: str | None = None
    type: str | None = None
    watch: Watched | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One commencement: its rule, its day or why there is none, and the words it was read from."""

    provisions: str | None
    kind: str
    value: int | None
    unit: str | None
    on: dt.date | None
    others: tuple[dt.date, ...]
    certainty: str
    confidence: str
    reason: str | None
    applies_from: dt.date | None
    ends_on: dt.date | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class Cited:
    """An act by its requisites, here or as another one cites it."""

    id: str | None
    type: str
    number: str | None
    date: dt.date | None
    titles: Mapping[Language, str]
    issuer: str | None = None
    issuer_id: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What an act does to another one: amends, repeals, suspends, suspends_part."""

    kind: str
    act: Cited


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about an act."""

    code: str
    severity: str
    title: str
    message: str
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """An act with all that a bulletin says of it; `url` is its official page."""

    why: Why
    act: Cited
    registration_number: str | None
    registered_on: dt.date | None
    published_on: dt.date | None
    known_on: dt.date | None
    stages: tuple[Stage, ...]
    targets: tuple[Target, ...]
    findings: tuple[Remark, ...]
    url: str | None
    demo: bool
