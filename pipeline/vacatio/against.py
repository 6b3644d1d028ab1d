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
from vacatio.official import Entry, Official, Officials
from vacatio.resolve import folded
from vacatio.tally import CONTRADICTIONS, stated_day
from vacatio_calendar import Known
from vacatio_calendar.checks import catalogue, check
from vacatio_calendar.identity import number_slug
from vacatio_calendar.model import (
    Act,
    Commencement,
    DocumentKind,
    Finding,
    Language,
    RuleKind,
    Severity,
    Span,
)

_UNITS = {"working_days": "working days", "calendar_days": "calendar days"}
_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
#: Checks of the acts that a bulletin says are changed.
_OF_OTHERS = frozenset({"VAC027", "VAC028", "VAC031", "VAC034"})
#: What follows from a misprinted number or date of the act.
_FOLLOW = frozenset({"VAC016", "VAC017", "VAC056", "VAC057", "VAC071"})
_KAZAKH = frozenset("әғқңөұүһі")


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
        misprints = list(_misprints(index, act, official))
        if any(each.code == "VAC027" for each in misprints):  # of the act itself
            findings = [each for each in findings if each.act != index or each.code not in _FOLLOW]
        findings += misprints
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
                if any(each.code in ("VAC021", "VAC026", "VAC062") for each in misprints):
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
    return _finding(
        code,
        severity,
        index,
        "The date is not the official one" if code == "VAC070" else title,
        f"The bulletin says {stated}; "
        f"by the official text ({official.id}) it applies from {right}.",
        (("stated", stated.isoformat()), ("official", right.isoformat())),
        suggestion=right.isoformat(),
        span=(clause.stated.span if clause.stated else None) or clause.span,
        provision=clause.provisions,
    )


def _misprints(index: int, act: Act, official: Official) -> Iterator[Finding]:
    """Compare number, date, registration, title, day of publication and term."""
    for what, said, right in (
        ("number", act.number, official.number),
        ("date", _iso(act.date), _iso(official.date)),
        (
            "registration number",
            act.registration.number if act.registration else None,
            official.registration_number,
        ),
        (
            "day of registration",
            _iso(act.registration.date) if act.registration else None,
            _iso(official.registered_on),
        ),
    ):
        if said and right and number_slug(said) != number_slug(right):
            yield _finding(
                "VAC027",
                Severity.ERROR,
                index,
                f"The act's {what} is another one",
                f"The bulletin gives the {what} {said}; "
                f"the official text ({official.id}) bears {right}.",
                (("stated", said), ("official", right)),
                suggestion=right,
                span=act.span,
                name="amended_act_requisites_mismatch",
            )
    yield from _title(index, act, official)
    yield from _publication(index, act, official)
    if act.commencements and act.commencements[0].provisions is None and official.main:
        yield from _term(index, act.commencements[0], official.main, official)


def _title(index: int, act: Act, official: Official) -> Iterator[Finding]:
    """Titles are compared in one language; one that is only shortened is no other title."""
    right = official.titles.get(_language(act.title or ""))
    if not act.title or not right:
        return
    said, known = folded(act.title), folded(right)
    if said == known or known.startswith(said) or said.startswith(known):
        return
    yield _finding(
        "VAC051",
        Severity.INFO,
        index,
        "The title is not the official one",
        f"The bulletin writes the title as “{act.title}”; "
        f"the official text ({official.id}) bears “{right}”.",
        (("stated", said), ("official", known)),
        suggestion=right,
        span=act.span,
    )


def _publication(index: int, act: Act, official: Official) -> Iterator[Finding]:
    """A reprint is a publication too; only a day on which nothing was published is wrong."""
    for item in act.publications:
        right = official.published_on
        if item.date is None or right is None or item.date in official.publications | {right}:
            continue
        yield _finding(
            "VAC021",
            Severity.WARNING,
            index,
            "The day of publication is not the official one",
            f"The bulletin says that it was published on {item.date}; "
            f"its official publication ({official.id}) is of {right}.",
            (("stated", item.date.isoformat()), ("official", right.isoformat())),
            suggestion=right.isoformat(),
            span=item.span or act.span,
        )


def _term(index: int, clause: Commencement, entry: Entry, official: Official) -> Iterator[Finding]:
    rule = clause.rule
    if rule.kind is not RuleKind.AFTER_PUBLICATION or entry.kind != rule.kind.value:
        return
    if rule.value is None or entry.value is None or rule.unit is None or entry.unit is None:
        return
    right = f"{entry.value} {_UNITS.get(entry.unit, entry.unit)}"
    said = f"{rule.value} {_UNITS.get(rule.unit.value, rule.unit.value)}"
    if {rule.unit.value, entry.unit} == {"working_days", "calendar_days"}:
        code, title = "VAC062", catalogue()["VAC062"].titles[Language.EN]
    elif rule.value != entry.value and _days(rule.unit.value) == _days(entry.unit):
        code, title = "VAC026", "The term is not the official one"
    else:
        return
    yield _finding(
        code,
        Severity.WARNING,
        index,
        title,
        f"The bulletin gives a term of {said}; the official text ({official.id}) says {right}.",
        (("stated", said), ("official", right)),
        suggestion=right,
        span=clause.span,
    )


def _days(unit: str) -> str:
    """Take days that are not named further for what they are nearly always, calendar days."""
    return "calendar_days" if unit == "days" else unit


def _finding(
    code: str,
    severity: Severity,
    act: int,
    title: str,
    message: str,
    values: tuple[tuple[str, str], ...],
    *,
    suggestion: str,
    span: Span | None,
    provision: str | None = None,
    name: str | None = None,
) -> Finding:
    return Finding(
        code=code,
        name=name or catalogue()[code].name,
        severity=severity,
        act=act,
        message=message,
        title=title,
        values=values,
        provision=provision,
        suggestion=suggestion,
        span=span,
    )


def _language(title: str) -> Language:
    letters = set(title.lower())
    if letters & _KAZAKH:
        return Language.KK
    return Language.RU if any("а" <= letter <= "я" for letter in letters) else Language.EN


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
