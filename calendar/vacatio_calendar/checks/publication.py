"""Signing, registration and publication: their order, their terms, and dates that cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from vacatio_calendar.applies import exemption, must_register
from vacatio_calendar.checks.base import ActCase, ClauseCase, Found, finding, values
from vacatio_calendar.checks.register import unofficial
from vacatio_calendar.checks.stated import RELATIVE
from vacatio_calendar.counting import plus_days
from vacatio_calendar.model import DocumentKind, RuleKind, Severity, Span
from vacatio_calendar.publication import OtherPublication, first_publication, places

#: The first day an act, a publication or a registration can plausibly bear.
_EARLIEST = {"adopted": dt.date(1918, 1, 1), "published": dt.date(1990, 1, 1)}
_AHEAD_YEARS = 30
#: LPA 37(3): official publication within thirty calendar days of coming into force.
_TO_PUBLISH = 30
_LPA_FROM = dt.date(2016, 4, 19)


@finding("VAC071", Severity.ERROR, ActCase, unless=("VAC023",))
def published_before_adoption(case: ActCase) -> Iterator[Found]:
    """The act is said to be published before it was adopted.

    A text published again under a new number is an older text: then the number is wrong.
    """
    published, adopted = _said(case), case.act.date
    if published and adopted and published < adopted:
        yield Found(
            values(published=published, adopted=adopted), span=_where(case), subject="published"
        )


@finding(
    "VAC021", Severity.WARNING, ActCase, rule="PUB-FIRST", unless=("VAC071", "VAC025", "VAC069")
)
def publications_differ(case: ActCase) -> Iterator[Found]:
    """Sources give different days of first official publication; the earliest is taken.

    Informational where the day of entry into force does not depend on it. A later print in a
    newspaper is no rival, nor is the press. A later day that a portal's field claims as the first
    is informational while the meaning of that field is not settled. A bulletin's day is held
    against that of the archive.
    """
    published = case.published
    if case.settled:
        return
    depends = any(clause.rule.kind in RELATIVE for clause in case.act.commencements)
    rivals = [
        other
        for other in case.first.others
        if (other.rival or other.publication.first) and not unofficial(other.publication, case)
    ]
    if published is not None and rivals:
        yield Found(
            values(published=published, other=rivals[0].date, source=rivals[0].note),
            severity=None if depends and any(map(_settled(case), rivals)) else Severity.INFO,
            span=rivals[0].publication.span,
            subject="published",
        )
    if case.own is None or case.document.kind is not DocumentKind.BULLETIN or published is None:
        return
    archive = first_publication(case.own.act, case.law)
    if archive.date is not None and archive.date != published:
        waits = any(clause.rule.kind in RELATIVE for clause in case.own.act.commencements)
        yield Found(
            values(published=published, other=archive.date, source=case.own.id),
            suggestion=archive.date.isoformat(),
            severity=None if waits else Severity.INFO,
            span=_where(case),
            subject="published",
            sources=(("other", case.own.id),),
        )


@finding("VAC025", Severity.WARNING, ActCase, rule="PUB-30", unless=("VAC069", "VAC071"))
def languages_on_different_days(case: ActCase) -> Iterator[Found]:
    """The Kazakh and the Russian text were first published on different days.

    Both are to be published at once; the later day is the day of publication. Informational for
    acts older than that rule. Several issues of one paper are another matter.
    """
    ru, kk = case.first.ru, case.first.kk
    if case.settled:
        return
    if case.registered and min(ru or case.registered, kk or case.registered) < case.registered:
        return  # print before registration is unofficial (VAC068)
    if ru is not None and kk is not None and ru != kk:
        yield Found(
            values(ru=ru, kk=kk, published=case.published),
            severity=Severity.INFO if (case.act.date or _LPA_FROM) < _LPA_FROM else None,
            span=_where(case),
            subject="published",
        )


@finding("VAC016", Severity.ERROR, ActCase, rule="REG-WHO", unless=("VAC023", "VAC071"))
def published_before_registration(case: ActCase) -> Iterator[Found]:
    """An act that needs state registration is said to be published before it was registered.

    Not for acts exempt from registration; print in the press before that is unofficial.
    """
    published, registered = _said(case), case.registered
    if published and _in_press(published, case):
        return  # print in the press is unofficial (VAC068)
    if case.known.exemption is not None or exemption(case.act, case.law) is not None:
        return
    if published and registered and published < registered:
        yield Found(
            values(published=published, registered=registered),
            span=_where(case),
            subject="published",
        )


@finding("VAC017", Severity.ERROR, ActCase, unless=("VAC023",))
def registered_before_adoption(case: ActCase) -> Iterator[Found]:
    """The act is said to be registered before it was adopted."""
    registered, adopted = case.registered, case.act.date
    if registered and adopted and registered < adopted:
        yield Found(values(registered=registered, adopted=adopted), subject="registered")


@finding("VAC018", Severity.WARNING, ActCase, rule="PUB-30", unless=("VAC023", "VAC071", "VAC016"))
def published_late(case: ActCase) -> Iterator[Found]:
    """The first official publication came more than thirty days after coming into force.

    Judged by the first publication only, for acts since 19 April 2016. An act that needs state
    registration comes into force with it, so without its day nothing can be said.
    """
    published, force = case.published, case.registered
    if force is None and not must_register(case.act, case.law):
        force = case.act.date
    if published is None or force is None or force < _LPA_FROM:
        return
    last = plus_days(force, _TO_PUBLISH)
    if last is not None and published > last:
        yield Found(
            values(published=published, force=force, last=last),
            span=_where(case),
            subject="published",
        )


@finding("VAC020", Severity.ERROR, ClauseCase, rule="PUB-30")
def publication_missing(case: ClauseCase) -> Iterator[Found]:
    """The term runs from official publication, and no publication is known though it is overdue.

    Only for official texts with their register data, and only once the thirty days for
    publishing have passed; before that the act awaits publication. An act that must be registered
    first is not due before it is.
    """
    act, today = case.of.act, case.of.known.today
    if not case.of.known.official_text or today is None or case.of.known.draft:
        return
    force = case.of.registered or act.date
    if case.clause.rule.kind not in RELATIVE or case.clause.rule.kind is RuleKind.DEFAULT:
        return
    if case.of.published or act.publications or force is None or force < _LPA_FROM:
        return
    if case.of.registered is None and must_register(act, case.of.law):
        return  # not registered, it has no force yet and is not due to be published (VAC066)
    last = plus_days(force, _TO_PUBLISH)
    if last is not None and today > last and case.position == 0:
        yield Found(values(force=force, last=last), span=case.clause.span)


@finding("VAC023", Severity.ERROR, ClauseCase, unless=("VAC052",))
def impossible_day(case: ClauseCase) -> Iterator[Found]:
    """A stated day of entry into force does not exist or lies beyond any plausible year."""
    stated = case.clause.stated
    if stated is not None and stated.date is None:
        parts = (stated.year, stated.month, stated.day)
        if None not in parts:
            yield Found(values(day="-".join(f"{part:02}" for part in parts)), span=case.span)
        return
    today = case.of.known.today
    for day in filter(None, (case.stated, case.clause.rule.date, case.clause.ends_on)):
        too_far = today is not None and day.year > today.year + _AHEAD_YEARS
        if too_far or day < _EARLIEST["adopted"]:
            yield Found(values(day=day), span=case.span, subject=str(day))
            return


@finding("VAC023", Severity.ERROR, ActCase)
def impossible_requisite(case: ActCase) -> Iterator[Found]:
    """A day of adoption, registration or publication is absurd or still to come."""
    days = [("adopted", case.act.date), ("registered", case.registered)]
    days += [("published", item.date) for item in case.act.publications]
    days += [("claimed", claim.date) for claim in case.act.claims if "ublic" in claim.field]
    today = case.known.today
    for what, day in dict.fromkeys(days):
        if day is None:
            continue
        earliest = _EARLIEST["adopted" if what == "adopted" else "published"]
        if day < earliest or (today is not None and day > today):
            yield Found(
                values(day=day, what=what),
                variant="future" if day >= earliest else "absurd",
                span=_where(case) if what == "published" else None,
                subject=what,
            )


def _said(case: ActCase) -> dt.date | None:
    """Return the day of first publication, or the earliest one told if none can be right."""
    told = [item.date for item in case.act.publications if item.date]
    return case.published or min(told, default=None)


def _where(case: ActCase) -> Span | None:
    """Return where the day of publication stands."""
    return next((item.span for item in case.act.publications if item.span), None)


def _in_press(day: dt.date, case: ActCase) -> bool:
    """Tell whether all that is said of a day of publication is that of periodicals."""
    named = [item for item in case.act.publications if item.date == day]
    return bool(named) and all(
        item.venue is not None
        and not any(len(venue.languages) > 1 for venue in places(item, case.law))
        for item in named
    )


def _settled(case: ActCase) -> Callable[[OtherPublication], bool]:
    """Return whether a day that is not the earliest is known to mean what it seems to mean."""

    def settled(other: OtherPublication) -> bool:
        field = case.law.fields.get(other.publication.field or "")
        return other.rival or field is None or field.settled

    return settled
