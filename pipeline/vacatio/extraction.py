"""One text as the JSON object of the contract ``vacatio.extract/1``.

Every key is always there; what is not known is null. Text is quoted as it stands.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vacatio_calendar import Known, compute, first_publication, load
from vacatio_calendar.checks import check
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import (
    Act,
    ActRef,
    Alternative,
    Change,
    Commencement,
    Document,
    DocumentKind,
    Duration,
    EntryIntoForce,
    Finding,
    Modification,
    Moment,
    Note,
    Obligation,
    OfficialPublication,
    Registration,
    Rule,
    RuleKind,
    Severity,
    Span,
    Step,
)

if TYPE_CHECKING:
    from vacatio.official import Official

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
Object = dict[str, Json]
SCHEMA = "vacatio.extract/1"


@dataclass(frozen=True, slots=True)
class Given:
    """Facts given beside a text; they fill only what the text does not say."""

    published: dt.date | None = None
    adopted: dt.date | None = None
    registered: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A document with what follows from it: entries for each act, and findings.

    Where a database was at hand, ``beside`` are the acts published there, one for each act or
    ``None``, and ``agreed`` the stated dates (act, position of the clause) that are theirs.
    """

    document: Document
    entries: tuple[tuple[EntryIntoForce, ...], ...]
    findings: tuple[Finding, ...]
    law: Jurisdiction
    agreed: frozenset[tuple[int, int]] = frozenset()
    beside: tuple[Official | None, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether a finding of severity error was made."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def examine(
    document: Document,
    given: Given = Given(),
    *,
    today: dt.date | None = None,
    law: Jurisdiction | None = None,
) -> Examined:
    """Compute the dates of a document's acts and check them.

    Args:
        document: what the parser read.
        given: facts from the caller. A report on several acts takes none of them, because
            they could not be told apart.
        today: today in the jurisdiction's zone, for checks of what lies in the future.
        law: the jurisdiction; Kazakhstan by default.
    """
    law = law or load("kz")
    document = filled(document, given)
    known = Known(language=document.language, today=today)
    entries = tuple(compute(act, law, known) for act in document.acts)
    return Examined(document, entries, check(document, entries, law, known), law)


def filled(document: Document, given: Given) -> Document:
    """Put given facts where the text is silent, if it is plain which act they belong to."""
    if given == Given() or not document.acts:
        return document
    if document.kind is DocumentKind.BULLETIN and len(document.acts) > 1:
        return document
    first, *others = document.acts
    publications = first.publications
    if given.published and not any(item.date for item in publications):
        publications = (*publications, OfficialPublication(given.published, first=True))
    registration = first.registration
    if given.registered and (registration is None or registration.date is None):
        number = registration.number if registration else None
        registration = Registration(number, given.registered)
    act = dataclasses.replace(
        first,
        date=first.date or given.adopted,
        publications=publications,
        registration=registration,
    )
    return dataclasses.replace(document, acts=(act, *others))


def to_json(examined: Examined) -> Object:
    """Return the object of the contract."""
    document = examined.document
    pairs = zip(document.acts, examined.entries, strict=True)
    return {
        "schema": SCHEMA,
        "language": document.language.value,
        "document": document.kind.value,
        "acts": [
            {**_act(act, entries, examined.law), "commencements": []}
            if _silent(act, document)
            else _act(act, entries, examined.law)
            for act, entries in pairs
        ],
        "mentions": [_ref(ref) for ref in document.mentions],
        "findings": [_finding(finding) for finding in examined.findings],
    }


def _silent(act: Act, document: Document) -> bool:
    """Tell whether a report, or a piece of an act, speaks of the days of other acts only."""
    if act.commencements or document.kind is DocumentKind.ACT:
        return False
    return any(other.commencements for other in document.acts)


def commencements(act: Act, entries: tuple[EntryIntoForce, ...]) -> list[Object]:
    """Return the commencement objects of an act, the main one first."""
    clauses = act.commencements or (Commencement(Rule(RuleKind.NONE)),)
    pairs = sorted(
        zip(clauses, entries, strict=True), key=lambda pair: pair[0].provisions is not None
    )
    return [_commencement(clause, entry) for clause, entry in pairs]


def _act(act: Act, entries: tuple[EntryIntoForce, ...], law: Jurisdiction) -> Object:
    registration = act.registration
    first = first_publication(act, law).publication
    repealed = act.repealed_by
    return {
        "type": act.type.value if act.type else None,
        "number": act.number,
        "date": _day(act.date),
        "title": act.title,
        "issuer": act.issuer,
        "registration": None
        if registration is None
        else {"number": registration.number, "date": _day(registration.date)},
        "publications": [_publication(item, first) for item in act.publications],
        "commencements": [*commencements(act, entries)],
        "amends": [_ref(ref) for ref in act.amends],
        "repeals": [_ref(ref) for ref in act.repeals],
        "suspends": [_ref(ref) for ref in act.suspends],
        "repealed_by": None
        if repealed is None
        else {**_ref(repealed.by), "rule": _rule(repealed.rule)},
        "modifications": [_modification(item) for item in act.modifications],
        "changes": [_change(item) for item in act.changes],
        "obligations": [_obligation(item) for item in act.obligations],
        "notes": [_note(item) for item in act.notes],
    }


def _commencement(clause: Commencement, entry: EntryIntoForce) -> Object:
    stated = clause.stated.date if clause.stated else None
    return {
        "provisions": clause.provisions,
        "rule": _rule(clause.rule),
        "quote": _quote(clause.span),
        "stated_on": _day(stated or clause.rule.date),
        "on": _day(entry.on),
        "force_on": _day(entry.force_on) if _speaks_of_force(clause) else None,
        "certainty": entry.certainty.value,
        "confidence": entry.confidence.value,
        "applies_from": _day(entry.applies_from or clause.applies_from),
        "ends_on": _day(entry.ends_on or clause.ends_on),
        "duration": _duration(clause.duration),
        "steps": [step_json(step) for step in (*entry.steps, *entry.end_steps)],
        "alternatives": [_alternative(other) for other in entry.alternatives],
    }


def _speaks_of_force(clause: Commencement) -> bool:
    """Say whether a text names вступление в силу; what the law alone gives is not its words."""
    return clause.moment is Moment.FORCE or clause.force_rule is not None


def step_json(step: Step) -> Object:
    """Return one step of a derivation."""
    return {"rule": step.rule, "text": step.text, "on": _day(step.on), "basis": step.basis}


def _alternative(other: Alternative) -> Object:
    return {"on": _day(other.on), "reading": other.reading, "basis": other.basis}


def _rule(rule: Rule) -> Object:
    return {
        "kind": rule.kind.value,
        "value": rule.value,
        "unit": rule.unit.value if rule.unit else None,
        "date": _day(rule.date or rule.not_before),
        "act": _ref(rule.act) if rule.act else None,
    }


def _ref(ref: ActRef) -> Object:
    return {
        "type": ref.type.value if ref.type else None,
        "number": ref.number,
        "date": _day(ref.date),
        "title": ref.title,
        "issuer": ref.issuer,
        "registration_number": ref.registration_number,
    }


def _publication(item: OfficialPublication, first: OfficialPublication | None) -> Object:
    """Return a publication; the first is the one the date rests on, or the one a text calls so."""
    return {
        "date": _day(item.date),
        "venue": item.venue,
        "first": item.first if first is None else item == first,
        "quote": _quote(item.span),
    }


def _modification(item: Modification) -> Object:
    return {
        "action": item.action.value,
        "act": item.act,
        "target": item.target,
        "by": item.by,
        "quote": _quote(item.span),
    }


def _change(item: Change) -> Object:
    return {"act": item.act, "kind": item.kind.value, "text": item.text}


def _obligation(item: Obligation) -> Object:
    return {
        "value": item.value,
        "unit": item.unit.value,
        "event": item.event,
        "quote": _quote(item.span),
    }


def _note(item: Note) -> Object:
    return {
        "kind": item.kind.value,
        "provision": item.provision,
        "by": _ref(item.by),
        "rule": _rule(item.rule),
        "quote": _quote(item.span),
    }


def _finding(finding: Finding) -> Object:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "act": finding.act,
        "message": finding.message,
        "quote": _quote(finding.span),
        "suggestion": finding.suggestion,
    }


def _duration(duration: Duration | None) -> Json:
    return None if duration is None else {"value": duration.value, "unit": duration.unit.value}


def _quote(span: Span | None) -> str | None:
    return span.text if span else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
