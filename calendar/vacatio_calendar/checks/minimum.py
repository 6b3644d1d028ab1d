"""Shortest terms, and acts that may come too soon or reach back: what a person has to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vacatio_calendar.applies import body_kind, rows_for
from vacatio_calendar.bodies import BodyKind
from vacatio_calendar.checks.base import (
    ActCase,
    ClauseCase,
    DocumentCase,
    Found,
    finding,
    values,
)
from vacatio_calendar.checks.reach import shows
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.counting import plus_days
from vacatio_calendar.law import LegalRule, MinimumTerm, Subject
from vacatio_calendar.model import Act, ActRef, ActType, DocumentKind, RuleKind, Severity

_LAWS = frozenset({ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})
#: Bodies whose own acts an exemption is for, by the name of its rule.
_BODIES = {"MIN-EXC-NBK": frozenset({BodyKind.NATIONAL_BANK, BodyKind.FINANCIAL_REGULATOR})}


@finding(
    "VAC009",
    Severity.WARNING,
    ClauseCase,
    rule="MIN-60-DUTY",
    prompt=True,
    also=("MIN-60-LIAB", "MIN-10-LIAB", "MIN-EXC-URGENT"),
)
def law_too_soon(case: ClauseCase) -> Iterator[Found]:
    """A law that adds duties or liability applies sooner than the shortest lawful term.

    Sixty days after publication since the reform of 2021, ten days for liability before it, by the
    rule of the day of adoption. Urgent bills are exempt from the term for duties, never from that
    for liability. Each provision is judged by its own date. It asks a person to look.
    """
    if case.of.act.type in _LAWS:
        yield from _too_soon(case, (Subject.LIABILITY, Subject.DUTY))


@finding(
    "VAC010",
    Severity.WARNING,
    ClauseCase,
    rule="MIN-60-BUSINESS",
    prompt=True,
    also=(
        "MIN-60-PERMIT",
        "MIN-21-PERMIT",
        "MIN-EXC-NBK",
        "MIN-EXC-FIN",
        "MIN-EXC-QUARANTINE",
        "MIN-EXC-URGENT",
        "MIN-EXC-EXPORT",
    ),
)
def order_too_soon(case: ClauseCase) -> Iterator[Found]:
    """An act that burdens business or sets permit requirements applies too soon.

    An exemption belongs to its part of the article: acts of the National Bank and the financial
    regulator, on financial organisations, on quarantine and emergencies are free of the term for
    business only; permits for export and import of the term for permits only. It asks a person to
    look.
    """
    laws = case.of.act.type in _LAWS
    yield from _too_soon(case, (Subject.PERMIT,) if laws else (Subject.PERMIT, Subject.BUSINESS))


@finding("VAC011", Severity.INFO, DocumentCase, rule="VER-CHOICE")
def judged_by_later_rule(case: DocumentCase) -> Iterator[Found]:
    """A text measures an act by the sixty-day term that did not yet exist when it was adopted.

    Acts are judged by the rules of their day of adoption; before the reform of 2021 ten days and
    twenty-one days were lawful.
    """
    starts = [
        row.law.start
        for row in case.law.minimum_terms
        if row.value == 60 and row.law.start is not None
    ]
    if case.document.kind is not DocumentKind.BULLETIN or not starts:
        return
    text = case.document.text
    for match in words_of("too_short").finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        for ref in case.document.citations:
            inside = ref.span and start <= ref.span.start < (len(text) if end < 0 else end)
            if inside and ref.date is not None and ref.date < min(starts):
                yield Found(
                    values(number=ref.number or ref.title, date=ref.date, since=min(starts)),
                    span=ref.span,
                    subject=f"{ref.number} {ref.date}",
                )


@finding("VAC012", Severity.WARNING, ClauseCase, rule="MOM-PUBREQ", prompt=True)
def from_signing_with_rights(case: ClauseCase) -> Iterator[Found]:
    """An act in effect from signing touches rights or duties of citizens, who must be told first.

    Not for repeals, internal, organisational, personnel and individual acts, nor where citizens
    only gain. It asks a person to look.
    """
    act = case.of.act
    if case.clause.rule.kind not in {RuleKind.UPON_SIGNING, RuleKind.FROM_ADOPTION}:
        return
    if act.normative is False or words_of("internal").search(act.title or ""):
        return
    if words_of("improves").search(act.title or "") or not shows("rights", case):
        return
    if case.computed is not None and (case.of.published or dt.date.max) > case.computed:
        yield Found(
            values(computed=case.computed, published=case.of.published), span=case.clause.span
        )


@finding(
    "VAC013", Severity.ERROR, ClauseCase, rule="TAX-YEAR", prompt=True, also=("TAX-YEAR-2017",)
)
def tax_change_too_early(case: ClauseCase) -> Iterator[Found]:
    """A change of the Tax Code that burdens applies before the first of January it must wait for.

    Adopted in time, it waits for the next year; adopted later, for the one after. Only for the
    Code of 2025, with a warning under the Code before it; cuts of rates are not covered, which is
    for a person to judge.
    """
    act, day = case.of.act, case.computed
    if act.type not in _LAWS or act.date is None or day is None:
        return
    if not any(is_tax_code(ref) for ref in act.amends) or words_of("enactment").search(
        act.title or ""
    ):
        return
    for row in case.of.law.minimum_terms:
        if row.adopted_by_month is None or not row.law.covers(act.date):
            continue
        late = (act.date.month, act.date.day) > (row.adopted_by_month, 1)
        first = dt.date(act.date.year + (2 if late else 1), 1, 1)
        if day < first:
            yield Found(
                values(computed=day, first=first, adopted=act.date),
                severity=None if row.law.until is None else Severity.WARNING,
                span=case.clause.span,
                rule=_name(row.law),
            )


@finding(
    "VAC015", Severity.ERROR, ClauseCase, rule="RET-DUTY", prompt=True, also=("RET-LIAB", "RET-EXC")
)
def reaches_back(case: ClauseCase) -> Iterator[Found]:
    """A law that imposes duties or toughens liability applies to relations before its own day.

    Since the reform of 2021 only laws are barred; before it every normative act. Payments and
    improvements may reach back. It asks a person to look.
    """
    act, start = case.of.act, case.clause.applies_from
    if start is None or case.computed is None or start >= case.computed or act.date is None:
        return
    versions = case.of.law.rules[f"{case.of.law.code.upper()}-RET-DUTY"]
    any_act = any(version.until is not None and version.covers(act.date) for version in versions)
    if act.type not in _LAWS and not any_act:
        return
    if words_of("improves").search(act.title or ""):
        return
    liability = shows("liability", case)
    if liability or shows("duty", case):
        yield Found(
            values(start=start, computed=case.computed),
            rule="RET-LIAB" if liability else None,
            severity=None if liability else Severity.WARNING,
            span=case.clause.span,
        )


def is_tax_code(ref: ActRef) -> bool:
    """Tell whether a citation means a Tax Code, whichever."""
    return ref.type is ActType.CODE and words_of("tax").search(ref.title or "") is not None


def _too_soon(case: ClauseCase, subjects: tuple[Subject, ...]) -> Iterator[Found]:
    """Hold a clause against the shortest terms of its subjects; say the first that is broken."""
    of, day, published = case.of, case.computed, case.of.published
    if day is None or published is None or of.act.date is None or of.act.normative is False:
        return
    for subject in subjects:
        for row in _terms(of, subject):
            first = None if row.value is None else plus_days(published, row.value)
            if first is None or day >= first:  # the texts are searched only where it matters
                continue
            if shows(subject.value, case) and not _exempt(row, case):
                yield Found(
                    values(computed=day, published=published, first=first, term=row.value),
                    variant=subject.value,
                    span=case.clause.span,
                    rule=_name(row.law),
                )
                return


def _terms(of: ActCase, subject: Subject) -> tuple[MinimumTerm, ...]:
    """Return the terms for a subject that were law on the day of adoption and cover the act."""
    day = of.act.date
    rows = [
        row
        for row in of.law.minimum_terms
        if row.subject is subject and day is not None and row.law.covers(day)
    ]
    everyone = tuple(row for row in rows if not row.pairs)
    return everyone + rows_for(
        [row for row in rows if row.pairs], of.act, of.law, lambda row: row.pairs
    )


def _exempt(row: MinimumTerm, case: ClauseCase) -> bool:
    """Tell whether an exemption that belongs to this term, and to no other, shows in the act."""
    return any(
        _shown(rule.removeprefix(f"{case.of.law.code.upper()}-"), case) for rule in row.exceptions
    )


def _shown(name: str, case: ClauseCase) -> bool:
    act: Act = case.of.act
    if name in _BODIES:
        return body_kind(act, case.of.law) in _BODIES[name]
    return words_of(name).search(act.title or "") is not None


def _name(rule: LegalRule) -> str:
    return rule.id.partition("-")[2]
