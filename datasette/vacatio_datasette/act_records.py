"""What the page of an act is made of, as frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vacatio_calendar.model import Language
from vacatio_datasette.naming import Named
from vacatio_datasette.reading import Row, text
from vacatio_datasette.speech import civil
from vacatio_datasette.standing import Standing
from vacatio_datasette.timeline import Drawing


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation; ``of`` names the day it leads to."""

    of: str
    text: str
    rule: str | None
    on: dt.date | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Other:
    """Another day, and the reading that gives it; ``safe`` for the earliest of all."""

    on: dt.date | None
    reading: str
    basis: str | None
    safe: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """One commencement: the day, how and how sure it is known, its steps and its words."""

    anchor: str
    provisions: str | None
    main: bool
    on: dt.date | None
    safe: bool
    record: Row
    steps: tuple[Step, ...]
    others: tuple[Other, ...]
    document: Row | None

    @property
    def chains(self) -> tuple[tuple[str, tuple[Step, ...]], ...]:
        """The steps by the day they lead to, the first day of application first."""
        order = dict.fromkeys(("in_force_on", *(step.of for step in self.steps)))
        chains = ((of, tuple(step for step in self.steps if step.of == of)) for of in order)
        return tuple((of, steps) for of, steps in chains if steps)

    @property
    def before(self) -> str:
        """The words before the quotation, from the last paragraph on, ready to be put before it."""
        words = (text(self.record, "quote_before") or "").rpartition("\n")[2]
        return words if not words or words[-1].isspace() else f"{words} "

    @property
    def after(self) -> str:
        """The words behind the quotation, ready to be put behind it."""
        words = (text(self.record, "quote_after") or "").partition("\n")[0]
        return f" {words}" if words[:1].isalnum() else words

    @property
    def last_day(self) -> dt.date | None:
        """The last day in force, the one before `ends_on`."""
        ends = civil(self.record.get("ends_on"))
        return None if ends is None else ends - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Edge:
    """An act that changes another, seen from one of the two."""

    kind: str
    label: str
    title: str | None
    language: Language | None
    act_id: str | None
    on: dt.date | None
    changes: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One day in the life of the act, with the place on the page that explains it."""

    name: str
    on: dt.date
    note: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A day this archive showed before, until when, what it shows since, and why.

    ``because`` is a reason of old times if ``stored``: it was kept in plain English.
    """

    was: dt.date | None
    until: dt.date
    now: dt.date | None
    because: str
    stored: bool


@dataclass(frozen=True, slots=True)
class ActPage:
    """All that the page of an act shows."""

    act: Row
    named: Named
    titles: tuple[tuple[Language, str], ...]
    standing: Standing
    facts: tuple[Fact, ...]
    drawing: Drawing | None
    clauses: tuple[Clause, ...]
    publications: tuple[Row, ...]
    amends: tuple[Edge, ...]
    amended_by: tuple[Edge, ...]
    modifications: int
    findings: tuple[Row, ...]
    claims: tuple[Row, ...]
    checks: tuple[Row, ...]
    obligations: tuple[Row, ...]
    provisions: tuple[Row, ...]
    own_days: Mapping[str, dt.date]
    provisions_count: int
    documents: tuple[Row, ...]
    aliases: tuple[Row, ...]
    corrections: tuple[Correction, ...]
