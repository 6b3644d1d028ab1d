"""The end of validity: a stated day, a term, a repeal; and postponement before the beginning."""

from __future__ import annotations

import datetime as dt

from vacatio_calendar.bases import Case
from vacatio_calendar.counting import first_day_after_months, plus_days
from vacatio_calendar.derivation import step
from vacatio_calendar.identity import act_id
from vacatio_calendar.known import EndKind
from vacatio_calendar.model import Commencement, Duration, RepealedBy, RuleKind, Step, Unit

End = tuple[dt.date, tuple[Step, ...]]

#: The rule and basis by which each kind of ending is shown.
_ENDS = {
    EndKind.REPEALED: "END-CAUSES",
    EndKind.CANCELLED: "REP-NOTINFORCE",
    EndKind.EXPIRED: "END-CAUSES",
    EndKind.UNCONSTITUTIONAL: "END-UNCONST",
}


def end_of(commencement: Commencement, on: dt.date | None, case: Case) -> End | None:
    """Return the first day without effect, with its steps: the earliest of all that is known.

    A repeal of the whole act ends every commencement; one of named provisions ends the
    commencement of the same provisions.
    """
    if (
        commencement.ends_on is None
        and commencement.duration is None
        and case.act.repealed_by is None
        and not case.known.endings
    ):
        return None
    ends = [
        end
        for end in (
            _stated(commencement, case),
            _term(commencement.duration, on, case),
            _repealed(case.act.repealed_by, case),
            *_recorded(commencement.provisions, case),
        )
        if end is not None
    ]
    return min(ends, key=lambda end: end[0], default=None)


def _stated(commencement: Commencement, case: Case) -> End | None:
    day = commencement.ends_on
    if day is None:
        return None
    rule = case.law.named("CLS-UNTIL")
    return day, (step(case.law, rule, "until", day, ("date", day)),)


def _term(duration: Duration | None, on: dt.date | None, case: Case) -> End | None:
    """Count a term of validity; its first day is the first day of effect (LPA 45(2))."""
    if duration is None or on is None or duration.value < 1:
        return None
    value = duration.value
    match duration.unit:
        case Unit.CALENDAR_DAYS | Unit.DAYS:
            end, op, name = plus_days(on, value), "lasts_days", "days"
        case Unit.MONTHS:
            end, op, name = first_day_after_months(on, value), "lasts_months", "months"
        case Unit.YEARS:
            end, op, name = first_day_after_months(on, 12 * value), "lasts_years", "years"
        case Unit.WORKING_DAYS:
            return None  # no act is valid for a number of working days
    if end is None:
        return None
    inputs = (("base", on), (name, value))
    return end, (step(case.law, case.law.named("CLS-LASTS"), op, end, *inputs),)


def _repealed(repealed_by: RepealedBy | None, case: Case) -> End | None:
    """Follow the note of a consolidated text to the first day of the repealing act."""
    if repealed_by is None:
        return None
    key = act_id(repealed_by.by, case.law)
    entry = None if key is None else case.known.acts.get(key)
    if entry is not None and entry.on is not None:
        day = entry.on
    elif repealed_by.rule.kind is RuleKind.FIXED_DATE and repealed_by.rule.date is not None:
        day = repealed_by.rule.date
    else:
        return None
    name = key or repealed_by.by.number or "the repealing act"
    return day, (_ended(EndKind.REPEALED, name, day, case),)


def _recorded(provisions: str | None, case: Case) -> list[End]:
    return [
        (ending.on, (_ended(ending.kind, ending.by, ending.on, case),))
        for ending in case.known.endings
        if ending.provisions in (None, provisions)
    ]


def _ended(kind: EndKind, by: str, day: dt.date, case: Case) -> Step:
    rule = case.law.named(_ENDS[kind])
    return step(case.law, rule, "ended", day, ("act", by), ("date", day))


def postponed(on: dt.date, provisions: str | None, case: Case) -> tuple[Step, ...]:
    """Return the steps of the postponements that came in time, in order (LPA 26(3)).

    An act moves only what was not yet in effect on its own first day; one whose first day is
    not known moves nothing.
    """
    steps: list[Step] = []
    day = on
    dated = [
        (row.effective, row)
        for row in case.known.postponements
        if row.effective is not None and row.provisions in (None, provisions)
    ]
    for effective, row in sorted(dated, key=lambda pair: pair[0]):
        if effective > day or row.to == day:
            continue
        if row.provisions is None and provisions is not None and row.to < day:
            continue  # a norm with a later day of its own keeps it
        inputs = (("base", day), ("act", row.by), ("effective", effective), ("date", row.to))
        steps.append(step(case.law, case.law.named("POSTPONE"), "postponed", row.to, *inputs))
        day = row.to
    return tuple(steps)
