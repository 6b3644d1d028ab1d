"""Run all checks on a document: one cause, one finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeGuard

from vacatio_calendar.checks import (
    amendments,
    clause,
    numbers,
    publication,
    stated,
    terms,
    titles,
    weekdays,
)
from vacatio_calendar.checks.base import ActCase, Case, Check, ClauseCase, DocumentCase, Found
from vacatio_calendar.checks.texts import catalogue, word
from vacatio_calendar.known import NOTHING, Known
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.law import Mark as Confidence
from vacatio_calendar.model import Document, EntryIntoForce, Finding, Language, Severity

_MODULES = (stated, clause, publication, terms, titles, numbers, amendments, weekdays)
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
AnyCheck = Check[ClauseCase] | Check[ActCase] | Check[DocumentCase]
#: What a finding is about: the act, the position of the clause, and the subject in it.
_Place = tuple[int | None, int | None, str | None]


@dataclass(frozen=True, slots=True)
class _Hit:
    check: AnyCheck
    found: Found
    place: _Place


@cache
def checks() -> tuple[AnyCheck, ...]:
    """List all checks in the order of their codes."""
    found = [
        value
        for module in _MODULES
        for value in vars(module).values()
        if isinstance(value, Check) and value.run.__module__ == module.__name__
    ]
    return tuple(sorted(found, key=lambda check: check.code))


def check(
    document: Document,
    entries: tuple[tuple[EntryIntoForce, ...], ...],
    law: Jurisdiction,
    known: Known = NOTHING,
) -> tuple[Finding, ...]:
    """Return what does not agree in a document, gravest first within each act.

    Args:
        document: what was read.
        entries: for each act what ``compute`` gave for its commencements, in order.
        law: the jurisdiction.
        known: what is known beside the document; ``known.today`` lets checks ask what is late.

    Where several checks match the same dates, only the most specific is reported. A missing
    input is no finding: the date could then not be checked.
    """
    hits = list(_hits(document, entries, law, known))
    codes: dict[_Place, set[str]] = {}
    for hit in hits:
        codes.setdefault(hit.place, set()).add(hit.check.code)
    kept = [hit for hit in hits if not hit.check.unless & codes[hit.place]]
    findings = [_finding(hit, document, law) for hit in kept]
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda item: (
                len(document.acts) if item.act is None else item.act,
                _ORDER[item.severity],
                item.code,
                item.values,
            ),
        )
    )


def _hits(
    document: Document,
    entries: tuple[tuple[EntryIntoForce, ...], ...],
    law: Jurisdiction,
    known: Known,
) -> Iterator[_Hit]:
    """Run each check on each case it looks at."""
    acts = [
        ActCase(document, index, act, computed, law, known)
        for index, (act, computed) in enumerate(zip(document.acts, entries, strict=True))
    ]
    clauses = [
        ClauseCase(act, position, clause_, entry)
        for act in acts
        for position, (clause_, entry) in enumerate(
            zip(act.act.commencements, act.entries, strict=False)
        )
    ]
    whole = DocumentCase(document, law, known)
    for each in checks():
        if _looks_at(each, ClauseCase):
            for clause_case in clauses:
                for found in each.run(clause_case):
                    place = (clause_case.of.index, clause_case.position, None)
                    yield _Hit(each, found, place)
        elif _looks_at(each, ActCase):
            for act_case in acts:
                for found in each.run(act_case):
                    yield _Hit(each, found, (act_case.index, None, found.subject))
        elif _looks_at(each, DocumentCase):
            for found in each.run(whole):
                yield _Hit(each, found, (found.act, None, found.subject))


def _looks_at(each: AnyCheck, of: type[Case]) -> TypeGuard[Check[Case]]:
    return each.of is of


def _finding(hit: _Hit, document: Document, law: Jurisdiction) -> Finding:
    each, found = hit.check, hit.found
    words = catalogue()[each.code]
    values = found.values
    if found.variant is not None:
        values = (*values, ("variant", found.variant))
    rule = law.rules.get(f"{law.code.upper()}-{each.rule}")
    severity = found.severity or each.severity
    if rule and severity is Severity.ERROR and rule[-1].mark is Confidence.TO_VERIFY:
        severity = Severity.WARNING  # what is not verified never raises an error
    place = hit.place[0]
    provision = found.provision
    if provision is None and place is not None and hit.place[1] is not None:
        provision = document.acts[place].commencements[hit.place[1]].provisions
    return Finding(
        code=each.code,
        name=words.name,
        severity=severity,
        act=place,
        message=word(each.code, values, document.kind),
        title=words.titles[Language.EN],
        values=values,
        provision=provision,
        suggestion=found.suggestion,
        span=found.span,
        basis=rule[-1].basis if rule else None,
    )
