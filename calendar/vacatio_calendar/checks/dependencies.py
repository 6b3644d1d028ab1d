"""Acts that others rest on or wait for, and acts that reach above their rank."""

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
from vacatio_calendar.checks.others import OtherAct, grounds
from vacatio_calendar.model import ActRef, ActType, DocumentKind, RuleKind, Severity
from vacatio_calendar.publication import first_publication
from vacatio_calendar.staged import carried_by

#: Types of acts from the highest to the lowest, where their rank does not depend on the body
#: (LPA 10(2)); resolutions and decisions are left out, because theirs does.
_RANKS = (
    ActType.CONSTITUTION,
    ActType.CONSTITUTIONAL_LAW,
    ActType.CODE,
    ActType.LAW,
    ActType.DECREE,
    ActType.ORDER,
)
_RING = "acts wait for one another in a ring"
#: How far before a citation its article may stand, in characters.
_ARTICLE = 80


@finding("VAC035", Severity.ERROR, ClauseCase, rule="CLS-OTHER")
def waits_for_nothing(case: ClauseCase) -> Iterator[Outcome]:
    """The act waits for another that was published and has no date itself, or that waits for it.

    An act that is adopted and not yet published is no fault: the date is pending. An act that is
    not in the archive cannot be checked.
    """
    rule = case.clause.rule
    if case.of.document.kind is not DocumentKind.ACT:
        return
    if rule.kind is not RuleKind.WITH_OTHER_ACT or case.computed is not None or rule.act is None:
        return
    if (case.entry.reason or "").startswith(_RING):
        yield Found(values(act=_name(rule.act)), variant="circular", span=case.clause.span)
        return
    other = case.of.others.find(rule.act)
    if other is None:
        yield CannotCheck("no_archive", _name(rule.act))
    elif other.main is None or other.main.on is not None:
        return
    elif first_publication(other.act, case.of.law).date is None:
        yield CannotCheck("pending", other.id)
    else:
        yield Found(values(act=other.id), span=case.clause.span, sources=(("act", other.id),))


@finding("VAC036", Severity.WARNING, ActCase, rule="HIER-COMP")
def before_its_ground(case: ActCase) -> Iterator[Outcome]:
    """An order is adopted, or applies, before the provision of law that gives the competence.

    Not where it applies on the same day or later. A ground that was amended since may be older
    than its present form, so that only the act's own day is compared.
    """
    document, act = case.document, case.act
    if document.kind is not DocumentKind.ACT or act.type is ActType.LAW or act.amends:
        return
    day = next((entry.on for entry in case.entries if entry.provisions is None), None)
    for ref in grounds(document):
        other = case.others.find(ref)
        if other is None or other.act.date is None or act.date is None:
            if case.others.acts:
                yield CannotCheck("no_archive", _name(ref))
            continue
        if act.date < other.act.date:
            yield Found(
                values(act=other.id, adopted=act.date, ground=other.act.date),
                variant="adopted",
                span=ref.span,
                subject=other.id,
                sources=(("ground", other.id),),
            )
        elif day is not None and (ground := _ground_day(ref, other, case)) and day < ground:
            yield Found(
                values(act=other.id, computed=day, ground=ground),
                span=ref.span,
                subject=other.id,
                sources=(("ground", other.id),),
            )


@finding("VAC045", Severity.WARNING, ActCase, rule="HIER-HIGHER", prompt=True)
def reaches_above_its_rank(case: ActCase) -> Iterator[Found]:
    """An act amends, repeals or suspends one of higher rank, which it must not contradict.

    Whether one act contradicts another needs a person: it asks, and never says more than a
    warning. Rules are of the rank of the act that approves them.
    """
    act = case.act
    if act.type not in _RANKS or case.document.kind is not DocumentKind.ACT:
        return
    own = _RANKS.index(act.type)
    for ref in dict.fromkeys((*act.amends, *act.repeals, *act.suspends)):
        if ref.type in _RANKS and _RANKS.index(ref.type) < own and act.type is not ActType.LAW:
            yield Found(
                values(act=_name(ref), higher=ref.type.value, lower=act.type.value),
                span=ref.span,
                subject=_name(ref),
            )


def _ground_day(ref: ActRef, other: OtherAct, case: ActCase) -> dt.date | None:
    """Return the day of the provision that a preamble names, or that of its act as a whole."""
    if ref.span is None or case.others.amending(other.id):
        return None
    words = case.document.text[max(0, ref.span.start - _ARTICLE) : ref.span.start]
    entry = carried_by(words.rpartition("\n")[2], other.entries) or other.main
    return None if entry is None else entry.on


def _name(ref: ActRef) -> str:
    parts = (ref.type.value if ref.type else None, ref.number, ref.date)
    return " ".join(str(part) for part in parts if part) or (ref.title or "?")
