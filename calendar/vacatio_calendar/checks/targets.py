"""The acts a text amends or repeals: whether they are what it says, and still in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from vacatio_calendar.checks.base import (
    ActCase,
    CannotCheck,
    DocumentCase,
    Found,
    Outcome,
    finding,
    values,
)
from vacatio_calendar.checks.comparing import alike, differ, parting, shortened
from vacatio_calendar.checks.others import Lookup, OtherAct, folded, same_number
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.known import EndKind
from vacatio_calendar.model import Act, ActRef, DocumentKind, Severity, Whose

#: How far before a citation the verb of a repeal may stand, in characters.
_VERB = 200


@finding("VAC027", Severity.ERROR, DocumentCase, rule="AMD-REF")
def requisites_differ(case: DocumentCase) -> Iterator[Outcome]:
    """Number, date, title or registry number of an amended act are not those of the act.

    Or the act cited does not exist. The title is compared with that of the edition of the day; a
    title the act bore before counts. A missing word is informational, and a case ending, quotes
    and look-alike letters are nothing. A bulletin's own act is compared as well.
    """
    for index, act in enumerate(case.document.acts):
        cited = [*act.amends, *act.repeals, *act.suspends]
        if case.document.kind is DocumentKind.BULLETIN:
            cited.append(_as_ref(act))
        for ref in dict.fromkeys(cited):
            if ref.approved:
                continue  # the citation is of rules, and its number that of the order
            yield from _requisites(ref, act, index, case)


@finding("VAC028", Severity.ERROR, ActCase, rule="END-CAUSES", unless=("VAC034",))
def amended_act_ended(case: ActCase) -> Iterator[Outcome]:
    """The amended act is repealed or has expired by the day the amendment applies.

    Not where it ends by this very act, or only later, or in part, or is restored in words.
    """
    day = _day(case)
    for ref in case.act.amends:
        target = case.others.find(ref)
        if target is None or target.ended is None:
            if target is None and case.others.acts:
                yield CannotCheck("no_archive", _name(ref))
            continue
        if day is None:
            yield CannotCheck("no_date", _name(ref))
        elif target.ended <= day and not _ended_by(target, case.own) and not _restores(case):
            yield Found(
                values(act=target.id, ended=target.ended, computed=day),
                span=ref.span,
                subject=target.id,
                sources=(("ended", target.id),),
            )


@finding("VAC031", Severity.WARNING, ActCase, rule="REP-EXPIRED", also=("REP-NOTINFORCE",))
def repeal_out_of_place(case: ActCase) -> Iterator[Found]:
    """The repealed act has not come into force, so it must be cancelled, or has already ended.

    Coming into force (вступление в силу) decides, not the first day of effect. Not where the text
    says «отменить».
    """
    day = case.act.date
    if case.document.kind is not DocumentKind.ACT:
        return  # a report says what an act does; the fault is the act's
    for ref in case.act.repeals:
        target = case.others.find(ref)
        if target is None or day is None or ref.part is not None or target is case.own:
            continue
        if target.ended is not None and target.ended <= day and not _ended_by(target, case.own):
            yield Found(
                values(act=target.id, ended=target.ended),
                variant="ended",
                span=ref.span,
                subject=target.id,
                sources=(("ended", target.id),),
            )
        elif _not_in_force(target, day) and not _cancels(ref, case):
            yield Found(
                values(act=target.id, repealed=day),
                variant="not_in_force",
                span=ref.span,
                subject=target.id,
                rule="REP-NOTINFORCE",
            )


@finding("VAC034", Severity.WARNING, ActCase, rule="REP-NOREVIVE")
def taken_for_revived(case: ActCase) -> Iterator[Found]:
    """An act is treated as in force because the act that repealed it was itself repealed.

    A repealed act does not revive with the end of its repeal, unless the text restores it in words.
    """
    if case.document.kind is not DocumentKind.ACT:
        return
    for ref in case.act.amends:
        target, day = case.others.find(ref), _day(case)
        if target is None or day is None:
            continue
        if (by := _dead_repealer(target, day, case)) and not _restores(case):
            yield Found(
                values(act=target.id, ended=target.ended, by=by),
                span=ref.span,
                subject=target.id,
                sources=(("ended", target.id),),
            )
    own, today = case.own, case.known.today
    if own is None or today is None:
        return
    shown = [
        claim
        for claim in own.act.claims
        if claim.field.endswith(".status") and words_of("in_force_status").search(claim.value)
    ]
    if shown and (by := _dead_repealer(own, today, case)) and not _restores(case):
        yield Found(
            values(act=own.id, ended=own.ended, by=by),
            subject=own.id,
            whose=Whose.PORTAL,
            sources=(("ended", own.id),),
        )


def _requisites(ref: ActRef, act: Act, index: int, case: DocumentCase) -> Iterator[Outcome]:
    target = case.others.find(ref)
    if target is None and not words_of("of_many").search(ref.title or ""):
        target = case.others.near(ref)  # acts on "certain orders" share a title, even of one day
    if target is None:
        if _should_be_there(ref, case.others):
            yield _found("missing", ref, index, None, _printed(ref), None)
        elif case.others.acts:
            yield CannotCheck("no_archive", _name(ref))
        return
    known = target.act
    if ref.date and known.date and ref.date != known.date:
        yield _found("date", ref, index, target, str(ref.date), str(known.date))
    elif ref.number and known.number and not same_number(ref.number, known.number):
        yield _found("number", ref, index, target, ref.number, known.number)
    registered = known.registration.number if known.registration else None
    if (
        ref.registration_number
        and registered
        and folded(ref.registration_number) != folded(registered)
    ):
        yield _found("registry", ref, index, target, ref.registration_number, registered)
    if ref.title and not any(not differ(ref.title, title) for title in target.all_titles()):
        yield from _title(ref, act, index, target, case)


def _title(
    ref: ActRef, act: Act, index: int, target: OtherAct, case: DocumentCase
) -> Iterator[Outcome]:
    edition = target.edition(act.date, case.document.language) if act.date else None
    title = edition.act.title if edition else None
    if title is None or ref.title is None:
        yield CannotCheck("no_edition", target.id)
        return
    if not differ(ref.title, title):
        return
    if not alike(ref.title, title) and case.others.same_body(ref, target.act) is None:
        return  # of another body, perhaps: number and date alone are no identity
    printed, known = parting(ref.title, title), parting(title, ref.title)
    found = _found("title", ref, index, target, printed, known)
    bulletin = case.document.kind is DocumentKind.BULLETIN
    if bulletin or shortened(ref.title, title):
        found = replace(found, severity=Severity.INFO)
    yield found


def _found(
    variant: str, ref: ActRef, index: int, target: OtherAct | None, printed: str, known: str | None
) -> Found:
    return Found(
        values(act=target.id if target else None, printed=printed, known=known),
        suggestion=known if variant != "title" else None,
        variant=variant,
        span=ref.span,
        act=index,
        subject=f"{_name(ref)} {variant}",
        sources=(("known", target.id),) if target else (),
    )


def _as_ref(act: Act) -> ActRef:
    """Cite an act as a bulletin names it."""
    return ActRef(act.type, act.number, act.date, act.title, act.issuer, span=act.span)


def _name(ref: ActRef) -> str:
    return f"{ref.number or '?'} {ref.date or '?'}"


def _printed(ref: ActRef) -> str:
    return " ".join(str(part) for part in (ref.number, ref.date, ref.title) if part)


def _should_be_there(ref: ActRef, others: Lookup) -> bool:
    """Tell whether the archive would hold an act if it existed."""
    if ref.number is None or ref.date is None:
        return False
    return others.holds_every(ref.type, ref.date)


def _day(case: ActCase) -> dt.date | None:
    """Return the first day of the act as a whole."""
    return next((entry.on for entry in case.entries if entry.provisions is None), None)


def _ended_by(target: OtherAct, own: OtherAct | None) -> bool:
    return own is not None and any(
        end.by == own.id and end.on == target.ended for end in target.known.endings
    )


def _not_in_force(target: OtherAct, day: dt.date) -> bool:
    """Tell whether an act is known to have come into force only later (вступление в силу)."""
    return target.main is not None and (target.main.force_on or day) > day


def _restores(case: ActCase) -> bool:
    """Tell whether the text restores an act in words."""
    return words_of("restores").search(case.document.text) is not None


def _cancels(ref: ActRef, case: ActCase) -> bool:
    """Tell whether the text cancels («отменить») rather than repeals."""
    if ref.span is None:
        return False
    text = case.document.text[max(0, ref.span.start - _VERB) : ref.span.end + _VERB]
    return words_of("cancels").search(text) is not None


def _dead_repealer(target: OtherAct, day: dt.date, case: ActCase) -> str | None:
    """Return the act that repealed another and was itself no longer in force on a day."""
    for end in target.known.endings:
        by = case.others.get(end.by)
        repeal = end.kind is EndKind.REPEALED and end.provisions is None and end.on <= day
        if repeal and by is not None and by.ended is not None and by.ended <= day:
            return by.id
    return None
