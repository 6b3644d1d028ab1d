"""What a bulletin misprints of an act: its requisites, its title, its publication, its term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vacatio.official import Entry, Official
from vacatio.resolve import folded
from vacatio_calendar.checks import catalogue
from vacatio_calendar.identity import number_slug
from vacatio_calendar.model import Act, Commencement, Finding, Language, RuleKind, Severity, Span

_UNITS = {"working_days": "working days", "calendar_days": "calendar days"}
_KAZAKH = frozenset("әғқңөұүһі")


def misprints(index: int, act: Act, official: Official) -> Iterator[Finding]:
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
            yield about(
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
    titles = [folded(each) for each in official.titles.values()]  # «Байланыс туралы» has no ә, і, ғ
    if any(each.startswith(said) or said.startswith(each) for each in titles):
        return
    yield about(
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
        yield about(
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
    yield about(
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


def about(
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
    """Make a finding about a bulletin's act."""
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
