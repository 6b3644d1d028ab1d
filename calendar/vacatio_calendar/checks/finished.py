"""From what a check found to a finding: its words, its severity, its law and its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vacatio_calendar.checks.base import (
    ActCase,
    ArchiveCase,
    Check,
    ClauseCase,
    DocumentCase,
    Found,
)
from vacatio_calendar.checks.texts import catalogue, word
from vacatio_calendar.known import NOTHING, Known
from vacatio_calendar.law import Jurisdiction, LegalRule, Mark
from vacatio_calendar.model import (
    Document,
    DocumentKind,
    Evidence,
    Finding,
    Language,
    Severity,
    Span,
    Whose,
)

#: What a finding is about: the act, the position of the clause, and the subject in it.
Place = tuple[int | None, int | None, str | None]
#: Values that follow from the rules, whatever the check.
_COMPUTED = frozenset({"computed", "last"})
_ASKED = "asked"
#: A law that changes a rule is adopted some ten days before it can apply, and may apply later than
#: the first day it could: around that, an act's version of the rule is not certain (KZ-VER-CHOICE).
_BEFORE, _BEHIND = dt.timedelta(days=11), dt.timedelta(days=30)


def finished(
    check: Check[ClauseCase] | Check[ActCase] | Check[DocumentCase] | Check[ArchiveCase],
    found: Found,
    place: Place,
    document: Document | None,
    law: Jurisdiction,
    *,
    known: Known = NOTHING,
) -> Finding:
    """Make a finding of what a check found.

    The rule is taken in the version of the act's day; beside a change of the rule a finding is
    informational (KZ-VER-CHOICE). A rule that is not verified never raises an error, and what
    only asks stays informational until confirmed.
    """
    index, position, _ = place
    day = document.acts[index].date if document is not None and index is not None else None
    rule = _rule(found.rule or check.rule, law, day)
    severity = found.severity or check.severity
    variant = found.variant
    provision = found.provision
    if provision is None and document is not None and index is not None and position is not None:
        provision = document.acts[index].commencements[position].provisions
    if check.prompt and not known.confirms(check.code, provision):
        severity, variant = Severity.INFO, _ASKED if variant is None else f"{variant}_{_ASKED}"
    elif rule and day and _beside_a_change(rule, day):
        severity = Severity.INFO
    elif rule and severity is Severity.ERROR and rule.mark is Mark.TO_VERIFY:
        severity = Severity.WARNING
    values = found.values if variant is None else (*found.values, ("variant", variant))
    kind = DocumentKind.ACT if document is None else document.kind
    whose = found.whose or (Whose.READING if document is None else Whose(kind.value))
    words = catalogue()[check.code]
    return Finding(
        code=check.code,
        name=words.name,
        severity=severity,
        act=index,
        message=word(check.code, values, whose),
        title=words.titles[Language.EN],
        values=values,
        provision=provision,
        suggestion=found.suggestion,
        span=found.span,
        basis=rule.basis if rule else None,
        rule=rule.id if rule else None,
        whose=whose,
        evidence=tuple(_evidence(found, whose, document, place)),
    )


def _rule(name: str | None, law: Jurisdiction, day: dt.date | None) -> LegalRule | None:
    """Return a rule in the version of a day; the latest where the day has none."""
    versions = law.rules.get(f"{law.code.upper()}-{name}", ())
    fitting = (version for version in versions if day is not None and version.covers(day))
    return next(fitting, versions[-1] if versions else None)


def _beside_a_change(rule: LegalRule, day: dt.date) -> bool:
    """Tell whether an act is so near a change of a rule that its version is not certain."""
    return any(
        edge is not None and edge - _BEFORE <= day < edge + _BEHIND
        for edge in (rule.start, rule.until)
    )


def _evidence(
    found: Found, whose: Whose, document: Document | None, place: Place
) -> Iterator[Evidence]:
    """Give each compared value its source, and its words where the document has them."""
    sources = dict(found.sources)
    words = _words(document, place)
    for name, value in found.values:
        source = sources.get(name, "computed" if name in _COMPUTED else "text")
        own = source == "text" and whose is not Whose.PORTAL
        yield Evidence(name, value, source, words.get(name, found.span) if own else None)


def _words(document: Document | None, place: Place) -> dict[str, Span | None]:
    """Return where an act's day of publication, its clause and its requisites stand."""
    index, position, _ = place
    if document is None or index is None:
        return {}
    act = document.acts[index]
    published = next((item.span for item in act.publications if item.span), None)
    words = {"published": published, "adopted": act.span, "signed": act.span}
    if position is not None:
        words["term"] = act.commencements[position].span
    return words
