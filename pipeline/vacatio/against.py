"""A bulletin held against what is published of the acts it reports on.

All findings made here are about the bulletin: it is its text that disagrees with the official
one. One cause gives one finding. A bulletin that misprints the day of publication or the term,
and prints the right date, is told of the misprint and not of a date that is right.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence

from vacatio.extraction import Examined
from vacatio.misprints import about, misprints
from vacatio.official import Entry, Official, Officials
from vacatio.tally import CONTRADICTIONS, stated_day
from vacatio_calendar import Known
from vacatio_calendar.checks import catalogue, check
from vacatio_calendar.model import (
    Certainty,
    Commencement,
    DocumentKind,
    Finding,
    Language,
    Severity,
)

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
#: Checks of the acts that a bulletin says are changed.
_OF_OTHERS = frozenset({"VAC027", "VAC028", "VAC031", "VAC034"})
#: What follows from a misprinted number or date of the act.
_FOLLOW = frozenset({"VAC016", "VAC017", "VAC056", "VAC057", "VAC071"})


def against(examined: Examined, officials: Officials) -> Examined:
    """Hold each act a bulletin reports on against the published one; other texts stay as they are.

    The official text of an act says for itself when it applies; it is compared when it is built.
    """
    if examined.document.kind is DocumentKind.ACT:
        return examined
    beside = tuple(officials.find(act) for act in examined.document.acts)
    findings = [*examined.findings, *_changed(examined, beside, officials)]
    agreed: set[tuple[int, int]] = set()
    for index, (act, official) in enumerate(zip(examined.document.acts, beside, strict=True)):
        if official is None:
            continue
        told = list(misprints(index, act, official))
        if any(each.code == "VAC027" for each in told):  # of the act itself
            findings = [each for each in findings if each.act != index or each.code not in _FOLLOW]
        findings += told
        for position, clause in enumerate(act.commencements):
            entry = _entry(clause, official)
            stated = stated_day(clause)
            if entry is None or entry.on is None or stated is None:
                continue
            own = [each for each in findings if _of(each, index, clause)]
            if stated not in entry.defensible:
                own += [each for each in findings if (each.code, each.act) == ("VAC058", index)]
            if stated in entry.defensible:
                agreed.add((index, position))
                if any(each.code in ("VAC021", "VAC026", "VAC062") for each in told):
                    findings = [each for each in findings if each not in own]
            elif not any(each.suggestion == entry.on.isoformat() for each in own):
                findings = [each for each in findings if each not in own]
                findings.append(_date(index, clause, stated, entry, official))
    return dataclasses.replace(
        examined,
        findings=tuple(sorted(findings, key=lambda each: _order(each, len(beside)))),
        agreed=frozenset(agreed),
        beside=beside,
    )


def _changed(
    examined: Examined, beside: Sequence[Official | None], officials: Officials
) -> Iterator[Finding]:
    """Find amended and repealed acts that bear other requisites, or are no longer in force."""
    document, law = examined.document, examined.law
    known = Known(language=document.language)
    others = officials.others(document)
    ids = [official.id if official else None for official in beside]
    own = {act.span for act in document.acts}
    for finding in check(document, examined.entries, law, known, others=others, ids=ids):
        if finding.code in _OF_OTHERS and finding.span not in own:
            yield finding


def _order(finding: Finding, acts: int) -> tuple[int, int, str]:
    act = acts if finding.act is None else finding.act
    return act, _GRAVITY[finding.severity], finding.code


def _of(finding: Finding, index: int, clause: Commencement) -> bool:
    """Tell whether a finding says that this clause's date is wrong."""
    span = (clause.stated.span if clause.stated else None) or clause.span
    return finding.code in CONTRADICTIONS and (finding.act, finding.provision, finding.span) == (
        index,
        clause.provisions,
        span,
    )


def _entry(clause: Commencement, official: Official) -> Entry | None:
    """Find the published commencement a clause means; a stage is known by its day alone."""
    if clause.provisions is None:
        return official.main
    stated = stated_day(clause)
    return next((each for each in official.entries if stated in each.defensible), None)


def _ground(entry: Entry) -> str:
    return "a reviewer's decision" if entry.certainty == Certainty.REVIEWED else "the official text"


def _date(
    index: int, clause: Commencement, stated: dt.date, entry: Entry, official: Official
) -> Finding:
    assert entry.on is not None
    right = entry.on
    same_day = (stated.month, stated.day) == (right.month, right.day) or (
        (stated.month, stated.day, right.month, right.day) == (2, 28, 2, 29)
    )
    if same_day:
        code = "VAC002" if stated.year == right.year - 1 else "VAC052"
    else:
        code = "VAC003" if abs((stated - right).days) == 1 else "VAC070"
    severity = Severity.WARNING if code == "VAC003" else Severity.ERROR
    if entry.confidence == "disputed":
        severity = Severity.INFO
    title = catalogue()[code].titles[Language.EN]
    return about(
        code,
        severity,
        index,
        "The date is not the official one" if code == "VAC070" else title,
        f"The bulletin says {stated}; by {_ground(entry)} ({official.id}) it applies from {right}.",
        (("stated", stated.isoformat()), ("official", right.isoformat())),
        suggestion=right.isoformat(),
        span=(clause.stated.span if clause.stated else None) or clause.span,
        provision=clause.provisions,
    )
