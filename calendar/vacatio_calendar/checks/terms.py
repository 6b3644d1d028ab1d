"""Terms and stages: durations, ends, exceptions, minimum terms, dates before adoption."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from vacatio_calendar.bodies import BodyKind, body_of
from vacatio_calendar.checks.base import ActCase, ClauseCase, Found, finding, values
from vacatio_calendar.checks.stated import DATE_CODES
from vacatio_calendar.counting import plus_days, plus_months
from vacatio_calendar.model import (
    Act,
    Action,
    ActType,
    DocumentKind,
    Duration,
    RuleKind,
    Severity,
    Unit,
)
from vacatio_calendar.staged import partition
from vacatio_calendar.units import eid_path, provision_paths

_DAY = dt.timedelta(days=1)
#: Words that give a suspension its end, or say that it is one under the emergency law.
_ENDED = re.compile(
    r"\b(?:до|по|срок\w*|период\w*|чрезвычайн\w*|дейін|мерзім\w*|төтенше|until|till|through|for"
    r"|emergency)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"стать\w*\s+(?P<ru>\d+(?:-\d+)?)|(?P<kk>\d+(?:-\d+)?)-бап|articles?\s+(?P<en>\d+(?:-\d+)?)",
    re.IGNORECASE,
)


@finding("VAC039", Severity.ERROR, ClauseCase, rule="END-OPEN")
def ends_before_it_begins(case: ClauseCase) -> Iterator[Found]:
    """A temporary norm ends on or before the day it begins."""
    start, end = case.computed, case.clause.ends_on
    if start is not None and end is not None and end <= start:
        yield Found(values(start=start, end=end), span=case.clause.span)


@finding("VAC039", Severity.WARNING, ActCase, rule="SUS-ACT")
def suspended_without_end(case: ActCase) -> Iterator[Found]:
    """A norm is suspended and the text says no end, or the act that suspends is not normative.

    Suspension is for a definite term and by a normative act. An end that is an event counts as
    one; suspension under the emergency law needs none.
    """
    for item in case.act.modifications:
        if item.action is not Action.SUSPENSION or item.span is None:
            continue
        if case.act.normative is False:
            target = item.target or ""
            yield Found(values(target=target), variant="individual", span=item.span, subject=target)
            continue
        if not _ENDED.search(item.span.text):
            target = item.target or ""
            yield Found(values(target=target), variant="open", span=item.span, subject=target)


@finding("VAC053", Severity.WARNING, ClauseCase, rule="CNT-MONTHTEXT", unless=("VAC039",))
def duration_differs(case: ClauseCase) -> Iterator[Found]:
    """A stated duration does not fit the start and the end the same text gives.

    One day either way, inclusive counting and the ends of months are allowed for.
    """
    clause, start = case.clause, case.clause.rule.date or case.computed
    if clause.duration is None or clause.ends_on is None or start is None:
        return
    end = _after(start, clause.duration)
    if end is None or abs((clause.ends_on - end).days) <= 1 + (end.day != start.day) * 3:
        return
    yield Found(
        values(
            duration=f"{clause.duration.value} {clause.duration.unit.value}",
            start=start,
            end=clause.ends_on,
            computed=end,
        ),
        suggestion=end.isoformat(),
        span=clause.span,
    )


@finding("VAC058", Severity.WARNING, ClauseCase, rule="CLS-FIXED", unless=tuple(DATE_CODES))
def fixed_before_adoption(case: ClauseCase) -> Iterator[Found]:
    """A fixed day of entry into force lies before adoption or before publication.

    Informational for budget decisions of local bodies, which apply from 1 January as a rule, for a
    decision from 1 January of which no more is known, and where a report gives the day of adoption:
    the act may apply from signing.
    """
    day, act = case.clause.rule.date, case.of.act
    if case.clause.rule.kind is not RuleKind.FIXED_DATE or day is None:
        return
    for variant, other in (("adopted", act.date), ("published", case.of.published)):
        if other is not None and day < other:
            local = body_of(act.issuer, case.of.law, act.date)
            budget = "бюджет" in (act.title or "").lower()
            usual = local is not None and local.kind is BodyKind.LOCAL and budget
            untold = (
                act.type is ActType.DECISION and act.title is None and day.month == 1 == day.day
            )
            signed = case.of.document.kind is not DocumentKind.ACT and day == act.date
            yield Found(
                values(day=day, other=other),
                severity=Severity.INFO if usual or untold or signed else None,
                variant=variant,
                span=case.clause.span,
            )
            return


@finding("VAC063", Severity.INFO, ClauseCase, rule="MIN-60-DUTY")
def on_the_boundary(case: ClauseCase) -> Iterator[Found]:
    """The rules apply exactly sixty days after publication, the boundary of the minimum term.

    The law can be read as asking for the sixtieth or the sixty-first day: never more than a note.
    """
    published = case.of.published
    official = case.of.document.kind is DocumentKind.ACT
    if official and case.computed and published and (case.computed - published).days == 60:
        yield Found(values(computed=case.computed, published=published), span=case.clause.span)


@finding("VAC037", Severity.ERROR, ClauseCase, rule="MOM-STAGED")
def staged_target_missing(case: ClauseCase) -> Iterator[Found]:
    """A staged clause names an article, or a point, that the act does not have.

    Silent where the act changes other acts, for the article may be one of theirs, and where only
    a part of the act is at hand.
    """
    act = case.of.act
    if (
        case.clause.provisions is None
        or case.of.document.kind is not DocumentKind.ACT
        or act.amends
    ):
        return
    last = _last_article(act)
    if last is None:
        yield from _point_missing(case)
        return
    for match in _ARTICLE.finditer(case.clause.provisions):
        number = match["ru"] or match["kk"] or match["en"]
        if int(number.partition("-")[0]) > last:
            yield Found(values(article=number, last=last), span=case.clause.span, subject=number)


@finding("VAC038", Severity.WARNING, ActCase, rule="MOM-STAGED")
def stages_overlap(case: ActCase) -> Iterator[Found]:
    """One provision is given two days of entry into force or none, or an exception comes first.

    An exception before the main day is lawful where it is written: informational.
    """
    if case.document.kind is not DocumentKind.ACT:
        return
    yield from _parted(case)
    seen: dict[str, dt.date] = {}
    main = next((entry.on for entry in case.entries if entry.provisions is None), None)
    for clause, entry in zip(case.act.commencements, case.entries, strict=False):
        if entry.provisions is None or entry.on is None:
            continue
        name = " ".join(entry.provisions.lower().split())
        other = seen.setdefault(name, entry.on)
        if other != entry.on:
            yield Found(
                values(first=other, second=entry.on),
                span=clause.span,
                provision=entry.provisions,
                subject=name,
            )
        elif main is not None and entry.on < main:
            yield Found(
                values(first=entry.on, second=main),
                severity=Severity.INFO,
                variant="early",
                span=clause.span,
                provision=entry.provisions,
                subject=name,
            )


def _point_missing(case: ClauseCase) -> Iterator[Found]:
    """Find a point beyond the last of an act that counts its points from the first."""
    points = [
        int(path.parts[0][1])
        for item in case.of.act.provisions
        if (path := eid_path(item.eid)) is not None
        and len(path.parts) == 1
        and path.parts[0][0] == "point"
        and path.parts[0][1].isdigit()
    ]
    if not points or points != list(range(1, len(points) + 1)):
        return
    for path in provision_paths(case.clause.provisions or "") or ():
        unit, number = path.parts[0]
        if unit == "point" and not path.loose and number.isdigit() and int(number) > len(points):
            yield Found(
                values(article=number, last=len(points)),
                variant="point",
                span=case.clause.span,
                subject=number,
            )


def _parted(case: ActCase) -> Iterator[Found]:
    """Find the units that two exceptions name, and those that no clause covers."""
    act, entries = case.act, case.entries
    if len(entries) < 2 or len(entries) != len(act.commencements):
        return
    parts = partition(act, entries)
    names = {" ".join((entry.provisions or "").lower().split()) for entry in entries}
    if parts.overlaps and len(names) == len(entries):
        yield Found(
            values(units=", ".join(parts.overlaps[:3]), count=len(parts.overlaps)),
            variant="overlap",
            span=act.commencements[-1].span,
            subject="overlap",
        )
    if parts.gap and not act.amends:
        yield Found(
            values(units=", ".join(parts.gap[:3]), count=len(parts.gap)),
            variant="gap",
            span=act.commencements[0].span,
            subject="gap",
        )


def _last_article(act: Act) -> int | None:
    """Return the number of the last article, if the articles stand there whole from the first."""
    numbers = [p.number for p in act.provisions if p.kind == "article" and p.number]
    plain = [int(number) for number in numbers if number.isdigit()]
    return len(plain) if plain and plain == list(range(1, len(plain) + 1)) else None


def _after(start: dt.date, duration: Duration) -> dt.date | None:
    """Return the first day past a duration, or ``None`` where it is in working days."""
    match duration.unit:
        case Unit.MONTHS:
            return plus_months(start, duration.value)
        case Unit.YEARS:
            return plus_months(start, 12 * duration.value)
        case Unit.CALENDAR_DAYS | Unit.DAYS:
            return plus_days(start, duration.value)
        case Unit.WORKING_DAYS:
            return None
