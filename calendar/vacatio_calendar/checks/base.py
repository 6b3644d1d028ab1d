"""What a check is: a pure function from a case to what it found, with a code and a severity.

A check looks at one of three cases: one dated clause, one act, or the whole document. Its
docstring is its public documentation. It yields what it found as values; the words come from
``checks.toml`` in the reader's language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from vacatio_calendar.checks.others import NO_OTHERS, Lookup, OtherAct
from vacatio_calendar.known import Fact, Known
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import (
    Act,
    Commencement,
    Confidence,
    Document,
    EntryIntoForce,
    Severity,
    Span,
    Whose,
)
from vacatio_calendar.publication import FirstPublication, first_publication


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operator may set.

    ``bank_days`` is how long a registered act may be missing from the Reference Bank (VAC019);
    ``register_days`` how long an act may wait for state registration (VAC066); ``week`` the days
    of the working week.
    """

    bank_days: int = 30
    register_days: int = 90
    week: int = 5


#: The limits where an operator sets none.
USUAL = Limits()


@dataclass(frozen=True)
class DocumentCase:
    """A whole document, for checks that compare its parts."""

    document: Document
    law: Jurisdiction
    known: Known
    others: Lookup = NO_OTHERS
    limits: Limits = USUAL


@dataclass(frozen=True)
class ArchiveCase:
    """All acts of the archive together, for what no single text can show."""

    law: Jurisdiction
    others: Lookup


@dataclass(frozen=True)
class ActCase:
    """One act of a document, with the entries computed for it.

    ``own`` is the same act in the archive: its other languages and what other sources say of it.
    """

    document: Document
    index: int
    act: Act
    entries: tuple[EntryIntoForce, ...]
    law: Jurisdiction
    known: Known
    others: Lookup = NO_OTHERS
    own: OtherAct | None = None
    limits: Limits = USUAL

    @cached_property
    def first(self) -> FirstPublication:
        """The act's first official publication."""
        return first_publication(self.act, self.law)

    @property
    def published(self) -> dt.date | None:
        """The day of first official publication, if known; a recorded decision comes first."""
        decided = self.known.decided(Fact.PUBLICATION)
        return self.first.date if decided is None else decided.on

    @property
    def settled(self) -> bool:
        """Whether a person decided the day of publication, whatever sources say."""
        return self.known.decided(Fact.PUBLICATION) is not None

    @property
    def registered(self) -> dt.date | None:
        """The day of state registration, if it is known."""
        return self.act.registration.date if self.act.registration else None


@dataclass(frozen=True)
class ClauseCase:
    """One commencement of an act, with the entry computed from it."""

    of: ActCase
    position: int
    clause: Commencement
    entry: EntryIntoForce

    @property
    def computed(self) -> dt.date | None:
        """The day the rules give, if they give one."""
        return self.entry.on

    @property
    def stated(self) -> dt.date | None:
        """The full date the text gives for this commencement, if it gives one."""
        return self.clause.stated.date if self.clause.stated else None

    @property
    def defensible(self) -> frozenset[dt.date]:
        """The computed day and every other day that a reading or another source would give."""
        days = {other.on for other in self.entry.alternatives}
        return frozenset(days | ({self.entry.on} if self.entry.on else set()))

    def read_by(self, *names: str) -> frozenset[dt.date]:
        """Return the other days that these rules give, named without the country."""
        ids = {f"{self.of.law.code.upper()}-{name}" for name in names}
        return frozenset(other.on for other in self.entry.alternatives if other.rule in ids)

    @property
    def disputed(self) -> bool:
        """Whether the inputs or readings leave the computed day open."""
        return self.entry.confidence is Confidence.DISPUTED

    @property
    def span(self) -> Span | None:
        """Where the stated date stands, or else the clause."""
        stated = self.clause.stated
        return stated.span if stated and stated.span else self.clause.span


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: compared values by name, and what is special in this case.

    ``variant`` picks other words than the check's usual ones; ``severity`` replaces the
    check's own; ``subject`` is what the values are about where a check looks at several
    things of one case. ``whose`` replaces the document as the one that disagrees, ``rule`` the
    check's own rule; ``sources`` says by name where compared values are from.
    """

    values: tuple[tuple[str, str], ...]
    suggestion: str | None = None
    severity: Severity | None = None
    variant: str | None = None
    span: Span | None = None
    act: int | None = None
    provision: str | None = None
    subject: str | None = None
    whose: Whose | None = None
    rule: str | None = None
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CannotCheck:
    """What a check could not compare and why: counted, never a finding.

    ``reason`` is a key of the reasons in ``checks.toml``; ``about`` names what was to be compared.
    """

    reason: str
    about: str | None = None


Outcome = Found | CannotCheck
Case = TypeVar("Case", DocumentCase, ActCase, ClauseCase, ArchiveCase)


@dataclass(frozen=True, slots=True)
class Check(Generic[Case]):
    """A registered check. ``unless`` are codes that say the same of the same thing better.

    A ``prompt`` needs a person's judgement: it asks until a decision confirms what it asks.
    ``also`` are rules that a finding may rest on instead, and those that excuse.
    """

    code: str
    severity: Severity
    rule: str | None
    unless: frozenset[str]
    of: type[Case]
    run: Callable[[Case], Iterator[Outcome]]
    prompt: bool = False
    also: tuple[str, ...] = ()

    @property
    def documentation(self) -> str:
        """The public documentation: the docstring of the function."""
        return (self.run.__doc__ or "").strip()


def finding(
    code: str,
    severity: Severity,
    of: type[Case],
    *,
    rule: str | None = None,
    unless: tuple[str, ...] = (),
    prompt: bool = False,
    also: tuple[str, ...] = (),
) -> Callable[[Callable[[Case], Iterator[Outcome]]], Check[Case]]:
    """Make a function a check.

    Args:
        code: ``VAC`` and three digits; never renumbered, never reused.
        severity: how grave it is, unless the function says otherwise for a case.
        of: the case the function looks at.
        rule: the rule of law it rests on, without the country; one not verified never raises
            an error.
        unless: codes that are reported instead when they match the same thing.
        prompt: whether it only asks a person to look, until a recorded decision confirms it.
        also: other rules that a finding may rest on, and those that excuse.
    """

    def register(run: Callable[[Case], Iterator[Outcome]]) -> Check[Case]:
        return Check(code, severity, rule, frozenset(unless), of, run, prompt, also)

    return register


def values(**compared: str | dt.date | int | None) -> tuple[tuple[str, str], ...]:
    """Write compared values by name, leaving out what is not known.

    >>> values(stated=dt.date(2025, 1, 6), computed=None, term=10)
    (('stated', '2025-01-06'), ('term', '10'))
    """
    return tuple((name, str(value)) for name, value in compared.items() if value is not None)
