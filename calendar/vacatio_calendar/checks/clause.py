"""The words of a commencement clause: lost numbers, two numbers for one term, silence."""

from __future__ import annotations

from collections.abc import Iterator

from vacatio_calendar.checks.base import ActCase, ClauseCase, Found, finding, values
from vacatio_calendar.model import (
    ActType,
    Certainty,
    DocumentKind,
    Language,
    RuleKind,
    Severity,
    Unit,
)

_LAWS = frozenset({ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})
_RATIFICATION = ("ратификац", "ратификаци", "бекіту", "ratification")


@finding("VAC007", Severity.INFO, ClauseCase)
def half_a_digest(case: ClauseCase) -> Iterator[Found]:
    """A bulletin gives a day of entry into force without the term, or a term without the day.

    Skipped where the text is the act itself, where the act is at hand, and where the term and the
    day can be joined.
    """
    if case.of.own is not None:
        return
    if case.of.document.kind is not DocumentKind.BULLETIN or case.clause.provisions:
        return
    rule, stated = case.clause.rule, case.stated
    if rule.kind is RuleKind.NONE and stated is not None:
        yield Found(values(stated=stated), variant="term", span=case.span)
        return
    open_term = rule.kind is RuleKind.AFTER_PUBLICATION and rule.value is not None
    told = any(item.date for item in case.of.act.publications)
    if open_term and case.computed is None and case.clause.stated is None and not told:
        unit = rule.unit.value.replace("_", " ") if rule.unit else "units"
        term = f"{rule.value} {unit}"
        yield Found(values(value=rule.value, term=term), variant="date", span=case.span)


@finding("VAC008", Severity.WARNING, ActCase, rule="MOM-CLAUSE")
def clause_missing(case: ActCase) -> Iterator[Found]:
    """The act does not say when it enters into force, so the default rule was used.

    Informational for laws that ratify a treaty, which often carry no clause; not for
    individual acts, which need none.
    """
    if case.document.kind is not DocumentKind.ACT or case.act.normative is False:
        return
    main = next((entry for entry in case.entries if entry.provisions is None), None)
    if main is None or main.certainty is not Certainty.DEFAULT_RULE:
        return
    title = (case.act.title or "").lower()
    ratifies = case.act.type in _LAWS and any(word in title for word in _RATIFICATION)
    basis = next((step.rule for step in main.steps if "-DEF-" in step.rule), None)
    yield Found(values(rule=basis, computed=main.on), severity=Severity.INFO if ratifies else None)


@finding("VAC026", Severity.WARNING, ClauseCase)
def number_lost(case: ClauseCase) -> Iterator[Found]:
    """The clause has lost the number of its term, as translations do.

    An error where the official Kazakh or Russian text itself has lost it.
    """
    if case.clause.note != "number_lost":
        return
    official = case.of.known.official_text and case.of.document.language is not Language.EN
    yield Found(
        values(language=case.of.document.language.value),
        severity=Severity.ERROR if official else None,
        span=case.clause.span,
    )


@finding("VAC061", Severity.ERROR, ClauseCase)
def digits_against_words(case: ClauseCase) -> Iterator[Found]:
    """A number in digits and the same number in words differ in one clause.

    A warning in translations, where the official text decides.
    """
    pair = case.clause.digits_and_words
    if pair is None or pair[0] == pair[1]:
        return
    translated = case.of.document.language is Language.EN
    yield Found(
        values(digits=pair[0], words=pair[1]),
        severity=Severity.WARNING if translated else None,
        span=case.clause.span,
    )


@finding("VAC062", Severity.WARNING, ActCase, rule="CLS-WD")
def calendar_or_working_days(case: ActCase) -> Iterator[Found]:
    """One text gives one term once in calendar days and once in working days.

    Terms of duties do not count, only those of the commencement.
    """
    units: dict[int, set[Unit]] = {}
    for clause in case.act.commencements:
        rule = clause.rule
        if clause.provisions is None and rule.value is not None and rule.unit is not None:
            units.setdefault(rule.value, set()).add(rule.unit)
    for value, found in units.items():
        if {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS} <= found:
            yield Found(values(value=value), subject=str(value))


@finding("VAC064", Severity.INFO, ClauseCase, rule="CLS-AFTER-N-OLD")
def base_day_open(case: ClauseCase) -> Iterator[Found]:
    """The clause leaves open whether the day of publication counts, so two days are possible.

    Only for the official text of an act and its own clause: never a bulletin, a translation or
    a note on another act.
    """
    document = case.of.document
    if document.kind is not DocumentKind.ACT or document.language is Language.EN:
        return
    if case.computed is None or case.clause.rule.kind is RuleKind.DEFAULT:
        return
    other = min(case.read_by("CLS-AFTER-N-OLD"), default=None)
    if other is not None:
        yield Found(values(computed=case.computed, other=other), span=case.clause.span)
