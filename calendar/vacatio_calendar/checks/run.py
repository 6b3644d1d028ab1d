"""Run all checks on a document: one cause, one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeGuard

from vacatio_calendar.checks import (
    amendments,
    calendrical,
    clause,
    coming,
    deadlines,
    dependencies,
    duplicates,
    durations,
    languages,
    minimum,
    numbers,
    officials,
    portals,
    publication,
    register,
    repeals,
    stated,
    targets,
    terms,
    titles,
    units_changed,
    weekdays,
)
from vacatio_calendar.checks.base import (
    USUAL,
    ActCase,
    ArchiveCase,
    CannotCheck,
    Case,
    Check,
    ClauseCase,
    DocumentCase,
    Found,
    Limits,
)
from vacatio_calendar.checks.finished import Place, finished
from vacatio_calendar.checks.others import NO_OTHERS, Lookup
from vacatio_calendar.checks.rivals import Rival, rivals
from vacatio_calendar.known import NOTHING, Known
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import Document, DocumentKind, EntryIntoForce, Finding, Severity

_MODULES = (
    *(stated, clause, publication, register, terms, titles, numbers, amendments, weekdays),
    *(minimum, deadlines, durations, languages, portals, officials, coming),
    *(targets, units_changed, repeals, dependencies, duplicates, calendrical),
)
_DATES = stated.DATE_CODES
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
AnyCheck = Check[ClauseCase] | Check[ActCase] | Check[DocumentCase] | Check[ArchiveCase]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What could not be compared: the check, the act of the document, and a key of the reason."""

    code: str
    act: int | None
    reason: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What does not agree in a document, and what could not be checked.

    ``agreeing`` and ``contradicting`` count the dates that the text states and that could be
    compared; a stated date that could not is among ``unchecked`` under VAC070.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()
    agreeing: int = 0
    contradicting: int = 0


@dataclass(frozen=True, slots=True)
class _Hit:
    check: AnyCheck
    found: Found
    place: Place


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
    *,
    others: Lookup = NO_OTHERS,
    ids: Sequence[str | None] = (),
    limits: Limits = USUAL,
) -> tuple[Finding, ...]:
    """Return what does not agree in a document, gravest first within each act.

    This is the ``findings`` of :func:`examine`, which says what could not be checked as well.
    """
    return examine(document, entries, law, known, others=others, ids=ids, limits=limits).findings


def examine(
    document: Document,
    entries: tuple[tuple[EntryIntoForce, ...], ...],
    law: Jurisdiction,
    known: Known = NOTHING,
    *,
    others: Lookup = NO_OTHERS,
    ids: Sequence[str | None] = (),
    limits: Limits = USUAL,
) -> Report:
    """Hold a document against the rules, against itself and against the other acts at hand.

    Args:
        document: what was read.
        entries: for each act what ``compute`` gave for its commencements, in order.
        law: the jurisdiction.
        known: what is known beside the document; ``known.today`` lets checks ask what is late,
            ``known.confirmed`` turns what a check asks into what it says.
        others: the acts of the archive, which may hold the document's own acts.
        ids: the archive's ids of the document's acts, one each; where the caller gives none,
            the acts are found by what the document says of them.
        limits: what an operator may set.

    Where several checks match the same dates, only the most specific is reported. A missing
    input is no finding: it is counted in ``unchecked``.
    """
    acts = _acts(document, entries, law, known, others, ids, limits)
    whole = DocumentCase(document, law, known, others, limits)
    hits: list[_Hit] = []
    unchecked: list[Unchecked] = []
    for each, place, outcome in _outcomes(acts, _clauses(acts), whole):
        if isinstance(outcome, CannotCheck):
            unchecked.append(Unchecked(each.code, place[0], outcome.reason, outcome.about))
        else:
            hits.append(_Hit(each, outcome, place))
    others_say = list(rivals(acts))
    hits.extend(_rival_hits(others_say, {hit.place for hit in hits if hit.check.code in _DATES}))
    codes: dict[Place, set[str]] = {}
    for hit in hits:
        codes.setdefault(hit.place, set()).add(hit.check.code)
    kept = [hit for hit in hits if not hit.check.unless & codes[hit.place]]
    findings = [
        finished(
            hit.check,
            hit.found,
            hit.place,
            document,
            law,
            known=known,
        )
        for hit in kept
    ]
    against = [rival.case for rival in others_say if not rival.portal]
    agreeing, contradicting = stated.compared([*_clauses(acts), *against])
    held = {case.of.index for case in against if stated.comparable(case)}
    return Report(
        _in_order(findings, len(document.acts)),
        tuple(
            each
            for each in dict.fromkeys(unchecked)
            if each.code not in _DATES or each.act not in held
        ),
        agreeing,
        contradicting,
    )


def check_archive(others: Lookup, law: Jurisdiction) -> tuple[Finding, ...]:
    """Return what does not agree among all acts of the archive, such as gaps in numbers."""
    whole = ArchiveCase(law, others)
    found = [
        finished(each, outcome, (None, None, outcome.subject), None, law)
        for each in checks()
        if _looks_at(each, ArchiveCase)
        for outcome in each.run(whole)
        if isinstance(outcome, Found)
    ]
    return _in_order(found, 0)


def _acts(
    document: Document,
    entries: tuple[tuple[EntryIntoForce, ...], ...],
    law: Jurisdiction,
    known: Known,
    others: Lookup,
    ids: Sequence[str | None],
    limits: Limits,
) -> list[ActCase]:
    owners = [others.get(name) for name in ids] or [others.find(act) for act in document.acts]
    return [
        ActCase(document, index, act, computed, law, known, others, own, limits)
        for index, (act, computed, own) in enumerate(
            zip(document.acts, entries, owners, strict=True)
        )
    ]


def _clauses(acts: Iterable[ActCase]) -> list[ClauseCase]:
    return [
        ClauseCase(act, position, clause_, entry)
        for act in acts
        for position, (clause_, entry) in enumerate(
            zip(act.act.commencements, act.entries, strict=False)
        )
    ]


def _outcomes(
    acts: Sequence[ActCase], clauses: Sequence[ClauseCase], whole: DocumentCase
) -> Iterator[tuple[AnyCheck, Place, Found | CannotCheck]]:
    """Run each check on each case it looks at; what only asks never asks of a bulletin."""
    for each in checks():
        if each.prompt and whole.document.kind is not DocumentKind.ACT:
            continue
        if _looks_at(each, ClauseCase):
            for clause_case in clauses:
                for outcome in each.run(clause_case):
                    yield each, (clause_case.of.index, clause_case.position, None), outcome
        elif _looks_at(each, ActCase):
            for act_case in acts:
                for outcome in each.run(act_case):
                    yield each, (act_case.index, None, _subject(outcome)), outcome
        elif _looks_at(each, DocumentCase):
            for outcome in each.run(whole):
                act = outcome.act if isinstance(outcome, Found) else None
                yield each, (act, None, _subject(outcome)), outcome


def _rival_hits(others_say: Iterable[Rival], told: set[Place]) -> Iterator[_Hit]:
    """Hold stated days against other sources, where the text itself did not contradict them."""
    dated = [each for each in checks() if each.code in _DATES]
    for rival in others_say:
        index, position = rival.case.of.index, rival.case.position
        if not rival.portal and (index, position, None) in told:
            continue
        for each in dated:
            if _looks_at(each, ClauseCase):
                for outcome in each.run(rival.case):
                    if isinstance(outcome, Found):
                        place = (index, position, rival.source if rival.portal else None)
                        yield _Hit(each, rival.marked(outcome), place)


def _subject(outcome: Found | CannotCheck) -> str | None:
    return outcome.subject if isinstance(outcome, Found) else outcome.about


def _looks_at(each: AnyCheck, of: type[Case]) -> TypeGuard[Check[Case]]:
    return each.of is of


def _in_order(findings: Iterable[Finding], last: int) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda item: (
                last if item.act is None else item.act,
                _ORDER[item.severity],
                item.code,
                item.values,
            ),
        )
    )
