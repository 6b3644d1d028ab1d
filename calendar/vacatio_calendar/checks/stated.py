"""The date a text gives for entry into force, against the date that follows from the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from vacatio_calendar.checks.base import (
    CannotCheck,
    ClauseCase,
    Found,
    Outcome,
    finding,
    values,
)
from vacatio_calendar.checks.others import OtherAct
from vacatio_calendar.checks.terms_written import term_of
from vacatio_calendar.counting import plus_days
from vacatio_calendar.model import Certainty, DocumentKind, RuleKind, Severity, Unit

#: Clauses whose date follows from a day of publication.
RELATIVE = frozenset({RuleKind.AFTER_PUBLICATION, RuleKind.FROM_PUBLICATION, RuleKind.DEFAULT})
#: How a date is known when it does not rest on what the text states.
_COUNTED = frozenset({Certainty.COMPUTED, Certainty.DEFAULT_RULE, Certainty.REVIEWED})
_DAYS = frozenset({Unit.CALENDAR_DAYS, Unit.DAYS})
_DATE_CHECKS = (
    *("VAC002", "VAC052", "VAC046", "VAC065", "VAC004", "VAC005", "VAC006", "VAC003", "VAC001"),
)


#: All checks of one stated day; they run on what other sources state as well.
DATE_CODES = frozenset({*_DATE_CHECKS, "VAC070"})


def comparable(case: ClauseCase) -> bool:
    """Tell whether the text's date can be held against one that was counted without it."""
    return (
        case.clause.stated is not None
        and case.computed is not None
        and case.entry.certainty in _COUNTED
    )


def contradicts(case: ClauseCase) -> tuple[dt.date, dt.date] | None:
    """Return the stated and the computed day where no defensible reading gives the stated one."""
    stated, computed = case.stated, case.computed
    if stated is None or computed is None or not comparable(case):
        return None
    return None if stated in case.defensible else (stated, computed)


def compared(cases: Iterable[ClauseCase]) -> tuple[int, int]:
    """Count the stated dates that agree with a day some reading gives, and those that do not."""
    held = [case for case in cases if comparable(case)]
    agreeing = sum(case.stated in case.defensible for case in held)
    return agreeing, len(held) - agreeing


@finding("VAC002", Severity.ERROR, ClauseCase, rule="CNT-FORMULA")
def year_slip(case: ClauseCase) -> Iterator[Found]:
    """The stated day is exactly one year before the day that follows from the rules.

    The usual slip around New Year: published in December, applied in January, written with the
    old year. Needs a full stated date and a publication day that nobody contests.
    """
    if (pair := contradicts(case)) and not case.disputed:
        stated, computed = pair
        if _anniversary(stated, computed) and stated.year == computed.year - 1:
            yield Found(
                _pair(case, stated, computed), suggestion=computed.isoformat(), span=case.span
            )


@finding("VAC052", Severity.ERROR, ClauseCase, rule="CNT-FORMULA", unless=("VAC002",))
def year_wrong(case: ClauseCase) -> Iterator[Found]:
    """Day and month agree with the rules, but the year is another one or is malformed.

    A malformed year such as «01.07.206» is a warning in a note on another act.
    """
    if case.disputed or not comparable(case) or case.computed is None:
        return
    stated, computed = case.clause.stated, case.computed
    if stated is None or (stated.day, stated.month) != (computed.day, computed.month):
        return
    if stated.year is None or stated.year in {day.year for day in case.defensible}:
        return
    if stated.year == computed.year - 1:
        return
    printed = stated.date.isoformat() if stated.date else _printed(case)
    yield Found(
        values(stated=printed, computed=computed, term=_term(case)),
        suggestion=computed.isoformat(),
        span=case.span,
    )


@finding(
    "VAC001",
    Severity.ERROR,
    ClauseCase,
    rule="CLS-AFTER-N",
    unless=("VAC002", "VAC052", "VAC004", "VAC046", "VAC065"),
)
def before_publication(case: ClauseCase) -> Iterator[Found]:
    """The stated day is before the first official publication, though the term runs from it.

    Not for acts in effect from signing, adoption, registration or a calendar date. Where the
    day of publication is contested, the earliest counts.
    """
    first = case.of.first
    rivals = [other.date for other in first.others if other.rival]
    pair, published = contradicts(case), min([first.date, *rivals]) if first.date else None
    if pair and published and case.clause.rule.kind in RELATIVE and pair[0] < published:
        yield Found(
            (*_pair(case, *pair), *values(published=published)),
            suggestion=pair[1].isoformat(),
            span=case.span,
        )


@finding("VAC004", Severity.WARNING, ClauseCase, rule="CNT-FORMULA", unless=("VAC002", "VAC052"))
def counted_from_signing(case: ClauseCase) -> Iterator[Found]:
    """The stated day is what the term gives when it is counted from signing, not publication.

    Or the text says so itself, as in "sixty days from signing". Silent where the act was signed
    and published on one day.
    """
    pair, signed, rule = contradicts(case), case.of.act.date, case.clause.rule
    told = case.of.document.kind is DocumentKind.BULLETIN and not _runs_from_signing(case.of.own)
    if told and rule.kind is RuleKind.UPON_SIGNING and rule.value:
        published = case.of.published
        if published is None or published != signed:
            right = None
            if published is not None and rule.unit in _DAYS:
                right = plus_days(published, rule.value + 1)
            yield Found(
                values(term=_term(case), stated=case.stated, signed=signed, computed=right),
                suggestion=right.isoformat() if right else None,
                variant="words",
                span=case.span,
            )
        return
    if pair is None or signed is None or rule.value is None or rule.unit not in _DAYS:
        return
    if rule.kind is not RuleKind.AFTER_PUBLICATION or signed == case.of.published:
        return
    if pair[0] in {plus_days(signed, rule.value), plus_days(signed, rule.value + 1)}:
        yield Found(
            (*_pair(case, *pair), *values(signed=signed)),
            suggestion=pair[1].isoformat(),
            span=case.span,
        )


@finding(
    "VAC003",
    Severity.WARNING,
    ClauseCase,
    rule="CNT-NEXTDAY",
    unless=("VAC002", "VAC052", "VAC004", "VAC005", "VAC006"),
)
def off_by_one(case: ClauseCase) -> Iterator[Found]:
    """The stated day is one day off: the day of publication was counted, or the last day taken.

    Not for terms in months, which have two readings; informational where the publication day
    is contested.
    """
    pair = contradicts(case)
    if pair is None or case.clause.rule.unit in {Unit.MONTHS, Unit.YEARS}:
        return
    stated, computed = pair
    if abs((stated - computed).days) != 1:
        return
    yield Found(
        _pair(case, stated, computed),
        suggestion=computed.isoformat(),
        severity=Severity.INFO if case.disputed else None,
        variant="early" if stated < computed else "late",
        span=case.span,
    )


@finding("VAC005", Severity.INFO, ClauseCase, rule="CNT-NOROLL", unless=("VAC002", "VAC052"))
def rolled_over(case: ClauseCase) -> Iterator[Found]:
    """The stated day is the term's end moved to a working day, which practice does not do."""
    stated, computed = case.stated, case.computed
    if not comparable(case) or stated is None or computed is None or stated == computed:
        return
    if stated in case.read_by("CNT-ROLL", "CNT-NOROLL"):
        yield Found(_pair(case, stated, computed), suggestion=computed.isoformat(), span=case.span)


@finding("VAC006", Severity.INFO, ClauseCase, rule="CNT-MONTH", unless=("VAC002", "VAC052"))
def month_reading(case: ClauseCase) -> Iterator[Found]:
    """A term in months has two readings; the stated day follows the one we do not put first.

    A warning where it follows neither and is close to both.
    """
    stated, computed = case.stated, case.computed
    if not comparable(case) or stated is None or computed is None or stated == computed:
        return
    if case.clause.rule.unit not in {Unit.MONTHS, Unit.YEARS}:
        return
    if stated in case.defensible:
        yield Found(_pair(case, stated, computed), span=case.span)
    elif min(abs((stated - day).days) for day in case.defensible) <= 2:
        yield Found(
            _pair(case, stated, computed),
            suggestion=computed.isoformat(),
            severity=Severity.WARNING,
            variant="neither",
            span=case.span,
        )


@finding("VAC070", Severity.ERROR, ClauseCase, rule="CNT-FORMULA", unless=_DATE_CHECKS)
def differs(case: ClauseCase) -> Iterator[Outcome]:
    """The stated day is neither the computed one nor any that another reading would give.

    Informational while the day of publication or the term is contested.
    """
    if case.clause.stated is not None and not comparable(case):
        yield CannotCheck("no_date")
    if pair := contradicts(case):
        yield Found(
            _pair(case, *pair),
            suggestion=pair[1].isoformat(),
            severity=Severity.INFO if case.disputed else None,
            span=case.span,
        )


@finding("VAC054", Severity.WARNING, ClauseCase, rule="CNT-FORMULA")
def without_year(case: ClauseCase) -> Iterator[Found]:
    """The text gives day and month without the year; the computed year is offered.

    Informational in an act's own text, whose date leaves a single possible year.
    """
    stated, computed = case.clause.stated, case.computed
    if stated is None or stated.year is not None or stated.day is None or stated.month is None:
        return
    agrees = computed is not None and (stated.day, stated.month) == (computed.day, computed.month)
    single = agrees and case.of.document.kind is DocumentKind.ACT
    yield Found(
        values(stated=_printed(case), computed=computed if agrees else None),
        suggestion=computed.isoformat() if agrees and computed else None,
        severity=Severity.INFO if single else None,
        variant=None if agrees else "open",
        span=case.span,
    )


@finding(
    "VAC065", Severity.WARNING, ClauseCase, rule="MOM-APPLY", unless=("VAC002", "VAC046", "VAC052")
)
def force_for_application(case: ClauseCase) -> Iterator[Found]:
    """The day of signing or registration is given as the day the rules apply.

    Signing or registration brings an act into force (вступление в силу); its rules apply
    (введение в действие) when the term has run. Not for the Constitution, for courts and for
    individual acts, which use one word for both.
    """
    pair, act = contradicts(case), case.of.act
    if pair is None or case.clause.rule.kind is not RuleKind.AFTER_PUBLICATION:
        return
    if act.normative is False or case.of.document.kind is DocumentKind.FRAGMENT:
        return
    for variant, day in (("registered", case.of.registered), ("signed", act.date)):
        if day is not None and pair[0] == day:
            yield Found(
                _pair(case, *pair), suggestion=pair[1].isoformat(), variant=variant, span=case.span
            )
            return


def _runs_from_signing(own: OtherAct | None) -> bool:
    """Tell whether the act itself counts from signing, as some resolutions do."""
    clauses = () if own is None else own.act.commencements
    return any(each.rule.kind is RuleKind.UPON_SIGNING for each in clauses)


def _anniversary(stated: dt.date, computed: dt.date) -> bool:
    """Tell whether two days share day and month; 28 February answers for 29."""
    return (stated.month, stated.day) == (computed.month, computed.day) or (
        (stated.month, stated.day, computed.month, computed.day) == (2, 28, 2, 29)
    )


def _pair(case: ClauseCase, stated: dt.date, computed: dt.date) -> tuple[tuple[str, str], ...]:
    return values(stated=stated, computed=computed, term=_term(case))


def _term(case: ClauseCase) -> str:
    return term_of(case.clause.rule)


def _printed(case: ClauseCase) -> str:
    """Write an incomplete or impossible date with what of it was printed."""
    stated = case.clause.stated
    if stated is None:
        return ""
    year = "-" if stated.year is None else str(stated.year)
    month = "--" if stated.month is None else f"{stated.month:02}"
    day = "--" if stated.day is None else f"{stated.day:02}"
    return f"{year}-{month}-{day}"
