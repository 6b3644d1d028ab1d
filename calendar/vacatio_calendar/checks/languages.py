"""One clause in several languages: the Kazakh and Russian texts, translations and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vacatio_calendar.checks.base import (
    ActCase,
    CannotCheck,
    ClauseCase,
    Found,
    Outcome,
    finding,
    values,
)
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.checks.terms_written import term_of
from vacatio_calendar.model import (
    Act,
    Commencement,
    DocumentKind,
    Language,
    Rule,
    RuleKind,
    Severity,
    Unit,
)

_OFFICIAL = {Language.RU: Language.KK, Language.KK: Language.RU}
#: Since the Law on Legal Acts the base day is named in both languages.
_LPA_FROM = dt.date(2016, 4, 19)
_UNREAD = frozenset({RuleKind.NONE, RuleKind.DEFAULT})
_PUBLISHED = frozenset({RuleKind.AFTER_PUBLICATION, RuleKind.FROM_PUBLICATION})


@finding("VAC024", Severity.ERROR, ActCase, rule="LANG-AUTH")
def languages_differ(case: ActCase) -> Iterator[Outcome]:
    """The Kazakh and the Russian text say different things of the day they apply from.

    Compared are the number, the unit, the base and the exceptions. The order of words does not
    count; another base day is a warning in acts before 19 April 2016, and where one text only
    leaves it open. Texts of different editions are not compared.
    """
    language = _OFFICIAL.get(case.document.language)
    if case.own is None or language is None or case.document.kind is not DocumentKind.ACT:
        return
    day = case.act.date
    mine = [each for each in case.own.editions if each.language is case.document.language]
    spans = {(each.since, each.until) for each in mine} or {(None, None)}
    other = next(
        (
            each
            for each in case.own.editions
            if each.language is language and (each.since, each.until) in spans
        ),
        None,
    )
    if other is None:
        yield CannotCheck("no_edition", language.value)
        return
    here, there = _main(case.act), _main(other.act)
    if here is None or there is None:
        return
    pair = {case.document.language.value: term_of(here.rule), language.value: term_of(there.rule)}
    if _differ(here.rule, there.rule):
        yield Found(
            values(**dict(sorted(pair.items()))),
            span=here.span,
            subject="term",
            sources=((language.value, case.own.id),),
        )
    elif _base(here.rule) != _base(there.rule):
        old = day is not None and day < _LPA_FROM
        open_ = here.rule.kind is there.rule.kind
        yield Found(
            values(**dict(sorted(pair.items()))),
            severity=Severity.WARNING if old or open_ else None,
            variant="base",
            span=here.span,
            subject="term",
            sources=((language.value, case.own.id),),
        )
    mine_staged, other_staged = _stages(case.act), _stages(other.act)
    if mine_staged != other_staged:
        told = {case.document.language.value: mine_staged, language.value: other_staged}
        yield Found(
            values(**{name: "; ".join(days) or "-" for name, days in sorted(told.items())}),
            variant="exceptions",
            span=here.span,
            subject="exceptions",
            sources=((language.value, case.own.id),),
        )


@finding("VAC060", Severity.WARNING, ClauseCase, rule="CLS-AFTER-N")
def translation_changes_base(case: ClauseCase) -> Iterator[Found]:
    """A translation keeps the number of a term and changes the day it runs from.

    Informational in an unofficial text, such as a bulletin, where the date itself is not wrong.
    """
    official = _official(case)
    if official is None or case.clause.rule.value is None:
        return
    mine, theirs = case.clause.rule, official.rule
    if mine.value != theirs.value or mine.kind not in _PUBLISHED or theirs.kind not in _PUBLISHED:
        return
    words = case.clause.span.text if case.clause.span else ""
    from_day = mine.kind is RuleKind.FROM_PUBLICATION or words_of("from_publication").search(words)
    if theirs.kind is RuleKind.AFTER_PUBLICATION and theirs.names_day and from_day:
        yield Found(
            values(translated="from", official="after", term=mine.value),
            severity=None if case.of.document.kind is DocumentKind.ACT else Severity.INFO,
            span=case.clause.span,
            sources=_sources(case),
        )


@finding("VAC026", Severity.WARNING, ClauseCase, rule="CLS-AFTER-N", unless=("VAC002", "VAC070"))
def translation_changes_number(case: ClauseCase) -> Iterator[Found]:
    """A translation or a report gives the term another number than the official text."""
    official = _official(case)
    if official is None or case.clause.rule.kind not in _PUBLISHED:
        return
    mine, theirs = case.clause.rule, official.rule
    if theirs.kind not in _PUBLISHED or mine.value in {None, theirs.value}:
        return
    yield Found(
        values(translated=term_of(mine), official=term_of(theirs)),
        variant="changed",
        span=case.clause.span,
        sources=_sources(case),
    )


@finding("VAC062", Severity.WARNING, ClauseCase, rule="CLS-WD")
def calendar_or_working_days_between(case: ClauseCase) -> Iterator[Found]:
    """A report gives in working days what the official text gives in calendar days, or otherwise.

    Terms of duties do not count, only those of the commencement.
    """
    official = _official(case)
    if official is None or case.clause.rule.value != official.rule.value:
        return
    if {case.clause.rule.unit, official.rule.unit} == {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS}:
        yield Found(
            values(value=case.clause.rule.value, official=term_of(official.rule)),
            variant="between",
            span=case.clause.span,
            sources=_sources(case),
        )


def _official(case: ClauseCase) -> Commencement | None:
    """Return the main clause of the official text that a translation or a report renders."""
    document, own = case.of.document, case.of.own
    translated = document.kind is DocumentKind.BULLETIN or document.language is Language.EN
    if own is None or not translated or case.clause.provisions is not None:
        return None
    texts = [each for each in own.editions if each.language in _OFFICIAL]
    return _main(texts[0].act) if texts else None


def _sources(case: ClauseCase) -> tuple[tuple[str, str], ...]:
    return () if case.of.own is None else (("official", case.of.own.id),)


def _main(act: Act) -> Commencement | None:
    """Return the clause of the act as a whole, if it was read."""
    return next(
        (
            clause
            for clause in act.commencements
            if clause.provisions is None and clause.rule.kind not in _UNREAD
        ),
        None,
    )


def _differ(one: Rule, other: Rule) -> bool:
    """Tell whether two rules say different things, whatever they leave open."""
    if one.kind is RuleKind.WITH_OTHER_ACT and other.kind is RuleKind.WITH_OTHER_ACT:
        return False
    both = one.kind in _PUBLISHED and other.kind in _PUBLISHED and one.value and other.value
    if one.kind is not other.kind and not both:
        return True
    if (one.value, one.date) != (other.value, other.date):
        return True
    return one.unit is not other.unit and _in_days(one) != _in_days(other)


def _base(rule: Rule) -> tuple[RuleKind, bool]:
    """Return what a term runs from: the day after publication, or that day, or either."""
    return rule.kind, rule.names_day


def _in_days(rule: Rule) -> Unit | None:
    """Return the unit; plain days are calendar days."""
    return Unit.CALENDAR_DAYS if rule.unit is Unit.DAYS else rule.unit


def _stages(act: Act) -> list[str]:
    """Return what the exceptions say, in no order and without the words they name units with."""
    return sorted(
        term_of(clause.rule)
        for clause in act.commencements
        if clause.provisions is not None and clause.rule.kind not in _UNREAD
    )
