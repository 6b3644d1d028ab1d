"""What portals and footnotes say of an act's day, against the act's own clause."""

from __future__ import annotations

import re
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
from vacatio_calendar.checks.others import OtherAct
from vacatio_calendar.checks.stated import contradicts
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.checks.terms_written import term_of
from vacatio_calendar.law import Meaning
from vacatio_calendar.model import DocumentKind, Rule, RuleKind, Severity, Unit, Whose

_NOT_SAID = frozenset({RuleKind.NONE, RuleKind.DEFAULT})
#: A printed day whose year has too few or too many digits.
_BAD_YEAR = re.compile(r"\b(\d{2})\.(\d{2})\.(\d{1,3}|\d{5,})\b(?!\.)")


@finding(
    "VAC046", Severity.WARNING, ClauseCase, rule="SRC-VERSIONDATE", unless=("VAC002", "VAC052")
)
def version_date_for_entry(case: ClauseCase) -> Iterator[Found]:
    """The day given is that of an edition on a portal, which is the day of adoption, not of effect.

    The edition is the act's own, or that of an act it amends.
    Not where the act applies from that day by its own clause, as from signing or a calendar date.
    """
    pair, own = contradicts(case), case.of.own
    if pair is None or own is None:
        return
    fields = case.of.law.fields
    amended = (case.of.others.find(ref) for ref in own.act.amends)
    versions = {
        claim.date: claim.field
        for act in (own.act, *(other.act for other in amended if other is not None))
        for claim in act.claims
        if claim.field in fields and fields[claim.field].meaning is Meaning.EDITION
    }
    if pair[0] in versions and pair[0] == own.act.date:
        yield Found(
            values(stated=pair[0], computed=pair[1], version=pair[0]),
            suggestion=pair[1].isoformat(),
            span=case.span,
            sources=(("version", versions[pair[0]]),),
        )


@finding("VAC047", Severity.WARNING, ActCase, rule="CLS-UNTIL")
def until_read_as_inclusive(case: ActCase) -> Iterator[Found]:
    """«До D» is treated as if D were still in effect, or an expired act is shown as in force.

    Not where the act itself says «по D (включительно)», nor where its term was prolonged.
    """
    own = case.own
    if own is None:
        return
    last = own.main.ends_on if own.main else None
    if case.document.kind is DocumentKind.BULLETIN:
        for clause in case.act.commencements:
            if clause.ends_on is None or last is None or clause.provisions is not None:
                continue
            if (clause.ends_on - last).days == 1:
                yield Found(
                    values(stated=clause.ends_on, computed=last),
                    span=clause.span,
                    subject="end",
                    sources=(("computed", own.id),),
                )
        return
    today = case.known.today
    if last is None or today is None or today < last:
        return
    if any(end.on == last for end in own.known.endings):
        return  # it was repealed, and no term of its own has run out
    for claim in own.act.claims:
        if claim.field.endswith(".status") and words_of("in_force_status").search(claim.value):
            yield Found(
                values(status=claim.value, computed=last),
                variant="shown",
                subject="end",
                whose=Whose.PORTAL,
                sources=(("status", claim.field),),
            )


@finding("VAC067", Severity.WARNING, ActCase, rule="MOM-STAGED")
def footnote_differs(case: ActCase) -> Iterator[Outcome]:
    """The bracket of a footnote gives an amending act another day than its own clause does.

    Staged acts have several days and are not compared; a calendar date that the act's own term
    gives is the same day in other words.
    """
    for note in case.act.notes:
        if note.rule.kind in _NOT_SAID or (
            note.rule.kind is RuleKind.FIXED_DATE and note.rule.date is None
        ):
            continue
        other = case.others.find(note.by)
        if other is None:
            if case.others.acts:
                yield CannotCheck("no_archive", note.by.number)
            continue
        if _agrees(note.rule, other) is False:
            own = other.act.commencements[0].rule
            yield Found(
                values(act=other.id, note=term_of(note.rule), clause=term_of(own)),
                span=note.span,
                subject=f"{other.id} {term_of(note.rule)}",
                sources=(("clause", other.id),),
            )


@finding("VAC052", Severity.WARNING, ActCase, rule="CNT-FORMULA")
def footnote_year_malformed(case: ActCase) -> Iterator[Found]:
    """A year in the bracket of a footnote is malformed, as in «01.07.206»; a warning there."""
    for note in case.act.notes:
        match = _BAD_YEAR.search(note.span.text) if note.span else None
        if match is None or note.rule.kind is not RuleKind.FIXED_DATE or note.rule.date:
            continue
        other, name = case.others.find(note.by), note.by.number or str(note.by.date or "?")
        day = other.main.on if other and other.main else None
        fits = day is not None and f"{day.day:02}.{day.month:02}" == f"{match[1]}.{match[2]}"
        yield Found(
            values(stated=match[0], computed=day if fits else None, act=name),
            suggestion=day.isoformat() if fits and day else None,
            variant="note",
            span=note.span,
            subject=f"note {name} {match[0]}",
        )


def _agrees(rule: Rule, other: OtherAct) -> bool | None:
    """Tell whether a footnote says what the act says; ``None`` where they are not compared."""
    clauses = [each for each in other.act.commencements if each.rule.kind not in _NOT_SAID]
    if len(clauses) != 1 or len(other.act.commencements) != 1:
        return None
    own = clauses[0].rule
    days = {entry.on for entry in other.entries}
    days |= {also.on for entry in other.entries for also in entry.alternatives}
    if rule.kind is RuleKind.FIXED_DATE and rule.date is not None and None not in days:
        return rule.date in days or rule.date == own.date
    if rule.kind is not own.kind:
        return None if RuleKind.WITH_OTHER_ACT in {rule.kind, own.kind} else False
    return (rule.value, _unit(rule), rule.date) == (own.value, _unit(own), own.date)


def _unit(rule: Rule) -> Unit | None:
    return Unit.CALENDAR_DAYS if rule.unit is Unit.DAYS else rule.unit
