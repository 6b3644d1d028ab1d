"""The law of a jurisdiction as values: what `jurisdictions/*.toml` says, typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from vacatio_calendar.model import Act, ActType, Language, Rule, Step, Unit


class Mark(StrEnum):
    """How well a row of the law is founded: read in the act, said by one source, or inferred."""

    VERIFIED = "verified"
    SINGLE_SOURCE = "single_source"
    TO_VERIFY = "to_verify"


class Meaning(StrEnum):
    """What the date in a source's field means for the first official publication.

    ``FIRST`` claims to be the day of first official publication; ``PLACE`` is the day of one
    place of publication; ``PORTAL`` the day a portal showed the act; ``LAST`` the latest of
    several places; ``NOT_PUBLICATION`` something else altogether. ``ENTRY`` claims to be the first
    day of effect and ``EDITION`` is the day of an edition: neither is a day of publication.
    """

    FIRST = "first"
    PLACE = "place"
    PORTAL = "portal"
    LAST = "last"
    NOT_PUBLICATION = "not_publication"
    ENTRY = "entry"
    EDITION = "edition"


class Subject(StrEnum):
    """What a minimum term protects against."""

    DUTY = "duty"
    BUSINESS = "business"
    LIABILITY = "liability"
    PERMIT = "permit"
    TAX = "tax"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class LegalRule:
    """One version of one rule: what it says, by which article, and when it is law.

    The interval is half-open. ``exact`` is false where the first day is known only as "not
    before". ``ops`` names the arithmetic a step under this rule may use; an alternative under
    a rule that ``disputes`` makes a date disputed; ``days`` is the number a rule of time sets.
    """

    id: str
    text: str
    basis: str
    source: str
    mark: Mark
    start: dt.date | None = None
    exact: bool = True
    until: dt.date | None = None
    gap: str | None = None
    ops: tuple[str, ...] = ()
    disputes: bool = False
    days: int | None = None

    def __hash__(self) -> int:
        """Hash by the id alone: rules are keys of caches."""
        return hash(self.id)

    def covers(self, day: dt.date) -> bool:
        """Say whether the rule is law on a day."""
        return (self.start is None or self.start <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True, slots=True)
class DefaultRule:
    """The commencement of a silent act, for kinds of acts (``order/ministry``).

    An ``individual`` row is for acts that are not normative.
    """

    law: LegalRule
    pairs: frozenset[str]
    rule: Rule
    individual: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule that covers kinds of acts, such as the duty of state registration.

    ``presumed`` are the types it is taken to cover where the issuing body is not known.
    """

    law: LegalRule
    pairs: frozenset[str]
    presumed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Exemption:
    """An exemption from registration; ``title_words`` show it, ``pairs`` limit it."""

    law: LegalRule
    pairs: frozenset[str]
    title_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """Acts this law does not govern, known by type or by words of the issuer's name."""

    law: LegalRule
    types: frozenset[ActType]
    issuer_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinimumTerm:
    """The shortest lawful term between publication and application, for kinds of acts.

    ``exceptions`` are the ids of the rules that lift it. ``adopted_by_month`` is for tax: adopted
    by the first day of this month, a change may apply from the next year, later from the one after.
    """

    law: LegalRule
    subject: Subject
    pairs: frozenset[str]
    value: int | None
    unit: Unit | None
    exceptions: tuple[str, ...]
    adopted_by_month: int | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """A place of official publication, the languages of its texts and the time it was one."""

    id: str
    name: str
    names: tuple[str, ...]
    languages: frozenset[Language]
    start: dt.date | None
    until: dt.date | None
    basis: str
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Field:
    """What a field of a source means, with the evidence; unsettled until it was compared."""

    id: str
    origin: str
    meaning: Meaning
    settled: bool
    evidence: str
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A text of law, or a page, that rows are founded on."""

    id: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """An act worked out by hand, which the tests compute: the proof travels with the rule."""

    rule: str
    act: Act
    on: dt.date | None
    alternatives: tuple[dt.date, ...]
    note: str
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Jurisdiction:
    """The law of one country as far as it bears on dates; immutable, so share it freely.

    ``since`` is a day before which nothing can have been published. Two are equal only if they
    are one and the same, which makes them cheap keys of caches.
    """

    code: str
    name: str
    time_zone: str
    since: dt.date
    sources: Mapping[str, Source]
    rules: Mapping[str, tuple[LegalRule, ...]]
    defaults: tuple[DefaultRule, ...]
    registration: tuple[Duty, ...]
    usage: tuple[Duty, ...]
    exemptions: tuple[Exemption, ...]
    outside: tuple[Outside, ...]
    minimum_terms: tuple[MinimumTerm, ...]
    venues: tuple[Venue, ...]
    fields: Mapping[str, Field]
    examples: tuple[Example, ...]
    phrases: Mapping[str, Mapping[Language, str]]
    terms: Mapping[str, Mapping[Language, str]]
    remarks: tuple[Mapping[Language, str], ...]
    venue_names: Mapping[str, tuple[Venue, ...]]

    def rule(self, rule_id: str, on: dt.date | None = None) -> LegalRule:
        """Return a rule in the version of a day, or its latest version.

        Raises:
            KeyError: the jurisdiction has no rule of this id, or none on that day.
        """
        versions = self.rules[rule_id]
        if on is None:
            return versions[-1]
        for version in versions:
            if version.covers(on):
                return version
        raise KeyError(rule_id)

    def named(self, name: str, on: dt.date | None = None) -> LegalRule:
        """Return the rule that plays a part in counting, by its name without the country.

        Every jurisdiction keeps these rules under its own prefix: ``CNT-FORMULA`` is
        ``KZ-CNT-FORMULA`` in Kazakhstan.

        Raises:
            KeyError: the jurisdiction has no rule of this name, or none on that day.
        """
        return self.rule(_full_id(self.code, name), on)

    def phrase(self, op: str, language: Language = Language.EN) -> str:
        """Return the sentence of an operation, with its inputs in braces."""
        return self.phrases[op][language]

    def term(self, term: str, language: Language = Language.EN) -> str:
        """Return the sentence that explains a state or a term."""
        return self.terms[term][language]


@cache
def _full_id(code: str, name: str) -> str:
    return f"{code.upper()}-{name}"


def sentence(law: Jurisdiction, step: Step, language: Language = Language.EN) -> str:
    """Return a step's plain sentence in a language.

    Raises:
        KeyError: the jurisdiction has no sentence for the operation.
    """
    day = "?" if step.on is None else step.on.isoformat()
    return law.phrase(step.op, language).format(on=day, **dict(step.inputs))
