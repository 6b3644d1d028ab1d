"""What a repeal leaves behind: acts that implemented the repealed one, and acts that amended it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from vacatio_calendar.checks.base import ActCase, Found, finding, values
from vacatio_calendar.checks.comparing import differ
from vacatio_calendar.checks.others import OtherAct
from vacatio_calendar.model import ActType, DocumentKind, Severity

_LAWS = frozenset({ActType.CONSTITUTION, ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})
#: How many acts a finding names.
_NAMED = 3


@finding("VAC032", Severity.WARNING, ActCase, rule="REP-IMPL")
def implementing_acts_left(case: ActCase) -> Iterator[Found]:
    """An act is repealed, and acts adopted on its ground stay in force.

    Not those that are repealed in the same text or have ended; informational where the repealing
    act bears the same title, for it may keep the competence they rest on.
    """
    for target, day in _repealed(case):
        left = [
            other
            for other in case.others.resting_on(target.id)
            if not _ends(other, day) and not _is(other, case) and other.id not in _listed(case)
        ]
        if left:
            same = not differ(case.act.title, target.act.title)
            yield Found(
                values(act=target.id, count=len(left), left=_names(left)),
                severity=Severity.INFO if same else None,
                subject=target.id,
                sources=(("left", "archive"), ("count", "archive")),
            )


@finding("VAC033", Severity.INFO, ActCase, rule="REP-AMENDERS")
def amending_acts_not_listed(case: ActCase) -> Iterator[Found]:
    """The list of a repeal leaves out acts that amended the repealed one.

    Only for acts below a law, whose amending acts are to be listed.
    """
    for target, day in _repealed(case):
        if target.act.type in _LAWS:
            continue
        left = [
            other
            for other in case.others.amending(target.id)
            if not _ends(other, day)
            and not _is(other, case)
            and other.id not in _listed(case)
            and len(other.act.amends) == 1
        ]
        if left:
            yield Found(
                values(act=target.id, count=len(left), left=_names(left)),
                subject=target.id,
                sources=(("left", "archive"), ("count", "archive")),
            )


def _repealed(case: ActCase) -> Iterator[tuple[OtherAct, dt.date | None]]:
    """Yield each act that is repealed whole and is at hand, with the day of its end."""
    if case.document.kind is not DocumentKind.ACT:
        return  # a report says what an act does; the fault is the act's
    day = next((entry.on for entry in case.entries if entry.provisions is None), None)
    for ref in case.act.repeals:
        target = case.others.find(ref) if ref.part is None else None
        if target is not None:
            yield target, day


def _listed(case: ActCase) -> frozenset[str]:
    """Return the ids of all acts that the text repeals, in whole or in part."""
    found = (case.others.find(ref) for ref in case.act.repeals)
    return frozenset(other.id for other in found if other is not None)


def _ends(other: OtherAct, day: dt.date | None) -> bool:
    return other.ended is not None and (day is None or other.ended <= day)


def _is(other: OtherAct, case: ActCase) -> bool:
    return case.own is not None and case.own.id == other.id


def _names(acts: Iterable[OtherAct]) -> str:
    names = sorted(other.id for other in acts)
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" +{more}" if more > 0 else "")
