"""The register, the Reference Bank and the press: what is missing, and what came too soon."""

from __future__ import annotations

from collections.abc import Iterator

from vacatio_calendar.applies import exemption, must_register
from vacatio_calendar.checks.base import ActCase, Found, finding, values
from vacatio_calendar.checks.stated import RELATIVE
from vacatio_calendar.counting import plus_days
from vacatio_calendar.model import DocumentKind, OfficialPublication, Severity, Whose
from vacatio_calendar.publication import places

#: The field of a site that gives one day, and the field of its own list of places.
_OWN_LISTS = {"zanorda.published": "zanorda.source"}
_BANK = "ekb"


@finding("VAC019", Severity.INFO, ActCase, rule="PUB-SEND-AUTO")
def not_in_bank(case: ActCase) -> Iterator[Found]:
    """A registered act has not been seen in the Reference Bank for longer than is usual.

    The number of days is set by the operator; the law gives none since the reform of 2021. Only
    where the archive knows the act from elsewhere.
    """
    registered, today = case.registered, case.known.today
    if registered is None or today is None or case.own is None:
        return
    own = case.own.act
    relative = any(clause.rule.kind in RELATIVE for clause in own.commencements)
    if relative and not own.publications:
        return  # that no publication is known is said by VAC020
    if any(kind in {"ekb", "ngr"} for kind, _ in own.identifiers):
        return
    if any(_in_bank(item, case) for item in own.publications):
        return
    last = plus_days(registered, case.limits.bank_days)
    if last is not None and today > last:
        yield Found(values(registered=registered, days=case.limits.bank_days), whose=Whose.PORTAL)


@finding("VAC022", Severity.WARNING, ActCase, rule="SRC-LASTDATE")
def field_is_not_the_first(case: ActCase) -> Iterator[Found]:
    """A site's day of publication is not the earliest of the places it lists itself.

    Informational where the site's list is cut off, so that the day is not in it at all.
    """
    for claim in case.act.claims:
        listed = _OWN_LISTS.get(claim.field)
        days = [item.date for item in case.act.publications if item.field == listed and item.date]
        if listed is None or claim.date is None or not days or claim.date == min(days):
            continue
        yield Found(
            values(field=claim.field, stated=claim.date, first=min(days)),
            severity=None if claim.date in days else Severity.INFO,
            span=claim.span,
            whose=Whose.PORTAL,
            subject="field",
            sources=(("stated", claim.field), ("first", listed)),
        )


@finding("VAC066", Severity.WARNING, ActCase, rule="REG-WHO")
def registration_absent(case: ActCase) -> Iterator[Found]:
    """An act that has force only once registered bears no registration.

    Only for official texts, and only once the usual time has passed: before that it is signed and
    not registered. Not for individual acts and those the law exempts.
    """
    act, today = case.act, case.known.today
    if case.document.kind is not DocumentKind.ACT or not case.known.official_text:
        return
    if act.registration is not None or case.known.exemption is not None or case.known.draft:
        return
    if act.date is None or today is None or not must_register(act, case.law):
        return
    if exemption(act, case.law) is not None or (case.own and case.own.act.registration):
        return
    last = plus_days(act.date, case.limits.register_days)
    if last is not None and today > last:
        yield Found(values(adopted=act.date, days=case.limits.register_days), span=act.span)


@finding("VAC068", Severity.INFO, ActCase, rule="PUB-UNOFF")
def press_came_first(case: ActCase) -> Iterator[Found]:
    """A text in the press came before the official publication, and was not official itself.

    So it is with a place that is none of official publication, and with a newspaper that prints
    an act before its state registration.
    """
    first = case.published
    if first is None:
        return
    for item in case.act.publications:
        if item.date is None or item.date >= first or item.venue is None:
            continue
        if unofficial(item, case):
            yield Found(
                values(press=item.date, published=first, venue=item.venue),
                span=item.span,
                subject=f"press {item.venue}",
            )


@finding("VAC069", Severity.WARNING, ActCase, rule="PUB-PARTS")
def taken_from_first_part(case: ActCase) -> Iterator[Found]:
    """The text was printed in several issues, and the day of the first was taken, not of the last.

    An act printed in parts is published on the day of its final part in both languages.
    """
    chosen = case.first.publication
    if (
        case.settled
        or chosen is None
        or chosen.venue is None
        or chosen.issue is None
        or chosen.date is None
    ):
        return
    parts = [
        item
        for item in case.act.publications
        if item.venue == chosen.venue and item.issue not in {None, chosen.issue} and item.date
    ]
    later = [item for item in parts if item.date and item.date > chosen.date]
    if later:
        last = max(item.date for item in later if item.date is not None)
        yield Found(
            values(published=chosen.date, last=last, venue=chosen.venue),
            span=chosen.span,
            subject="published",
        )


def unofficial(item: OfficialPublication, case: ActCase) -> bool:
    """Tell whether a place is none of official publication, or printed before registration."""
    if item.venue is None:
        return False
    too_soon = item.date is not None and case.registered is not None and item.date < case.registered
    return too_soon or (item.field is None and not places(item, case.law))


def _in_bank(item: OfficialPublication, case: ActCase) -> bool:
    return any(venue.id == _BANK for venue in places(item, case.law)) or (
        (item.field or "").startswith(f"{_BANK}.")
    )
