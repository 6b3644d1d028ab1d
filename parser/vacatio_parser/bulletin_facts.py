"""Facts of one act gathered from several sentences: a term here, its date in the next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from vacatio_calendar.model import (
    Commencement,
    OfficialPublication,
    Rule,
    RuleKind,
    StatedDate,
    Unit,
)

_DATED = (RuleKind.FIXED_DATE, RuleKind.NONE)


def add_commencement(known: list[Commencement], new: Commencement) -> None:
    """Add what another sentence says of an act's commencement.

    A term and the date that a report works out from it are one commencement with a stated date;
    a second date that stands for other provisions is one of its own.
    """
    if new.provisions is not None:
        if new not in known:
            known.append(new)
        return
    index = next((i for i, old in enumerate(known) if old.provisions is None), None)
    if index is None:
        known.insert(0, new)
        return
    old = known[index]
    if _told_less(old, new):
        known[index] = _ended(replace(new, stated=new.stated or _date_of(old)), old)
    elif _told_less(new, old):
        known[index] = _ended(replace(old, stated=old.stated or _date_of(new)), new)
    elif old.rule == new.rule:
        known[index] = replace(old, stated=old.stated or new.stated)
    elif new.rule.kind is not RuleKind.NONE:
        known.append(new)


def _ended(kept: Commencement, other: Commencement) -> Commencement:
    """Take over what another sentence says of the end, the reach back and two numbers for one."""
    return replace(
        kept,
        ends_on=kept.ends_on or other.ends_on,
        duration=kept.duration or other.duration,
        applies_from=kept.applies_from or other.applies_from,
        digits_and_words=kept.digits_and_words or other.digits_and_words,
    )


def _told_less(one: Commencement, other: Commencement) -> bool:
    """Tell whether one gives only a date, or nothing, where the other gives a term."""
    if one.rule.kind is RuleKind.NONE:
        return other.rule.kind is not RuleKind.NONE
    return one.rule.kind is RuleKind.FIXED_DATE and other.rule.kind not in _DATED


def _date_of(commencement: Commencement) -> StatedDate | None:
    if commencement.stated is not None:
        return commencement.stated
    day = commencement.rule.date
    if day is None:
        return None
    return StatedDate(day, day.year, day.month, day.day, commencement.span)


# At least so many days a unit has; holidays make working days more.
_DAYS = {
    Unit.CALENDAR_DAYS: 1,
    Unit.DAYS: 1,
    Unit.WORKING_DAYS: 1,
    Unit.MONTHS: 28,
    Unit.YEARS: 365,
}


def ends_term(rule: Rule, day: dt.date, published: dt.date | None, adopted: dt.date | None) -> bool:
    """Tell whether a day in brackets is the end of a term, not the day it is counted from.

    >>> rule = Rule(RuleKind.AFTER_PUBLICATION, 60, Unit.CALENDAR_DAYS)
    >>> ends_term(rule, dt.date(2025, 9, 14), None, dt.date(2025, 7, 12))
    True
    >>> ends_term(rule, dt.date(2025, 7, 14), None, dt.date(2025, 7, 12))
    False

    Before adoption nothing was published: such a day is a result with another year.

    >>> ends_term(rule, dt.date(2024, 9, 14), dt.date(2025, 7, 15), dt.date(2025, 7, 12))
    True
    """
    origin = published or adopted
    if origin is None or not rule.value or rule.unit not in _DAYS:
        return False
    if published and adopted and day < adopted:
        return (day.month, day.day) != (published.month, published.day)
    return day >= origin + dt.timedelta(days=rule.value * _DAYS[rule.unit])


def is_day_of_print(rule: Rule) -> bool:
    """Tell whether an act begins to apply on the very day it is published."""
    return rule.kind is RuleKind.FROM_PUBLICATION and not rule.value


def names_publication(
    rule: Rule, day: dt.date, published: dt.date | None, adopted: dt.date | None
) -> bool:
    """Tell whether a day in brackets is the day of publication a term is counted from.

    >>> rule = Rule(RuleKind.AFTER_PUBLICATION, 60, Unit.CALENDAR_DAYS)
    >>> names_publication(rule, dt.date(2025, 7, 14), None, dt.date(2025, 7, 12))
    True
    >>> names_publication(rule, dt.date(2025, 9, 14), None, dt.date(2025, 7, 12))
    False
    """
    if published is not None or (adopted is not None and day < adopted):
        return False
    if is_day_of_print(rule):
        return True
    return bool(adopted and rule.value) and not ends_term(rule, day, None, adopted)


def add_publication(known: list[OfficialPublication], new: OfficialPublication) -> None:
    """Add a publication unless the same day and place are known."""
    for index, old in enumerate(known):
        if old.date == new.date and (not old.venue or not new.venue or old.venue == new.venue):
            known[index] = replace(old, venue=old.venue or new.venue, issue=old.issue or new.issue)
            return
    known.append(new)
