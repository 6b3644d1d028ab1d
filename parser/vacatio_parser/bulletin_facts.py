"""Facts of one act gathered from several sentences: a term here, its date in the next."""

from __future__ import annotations

from dataclasses import replace

from vacatio_calendar.model import Commencement, OfficialPublication, RuleKind, StatedDate

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
    """Take over what another sentence says of the end and of the reach back."""
    return replace(
        kept,
        ends_on=kept.ends_on or other.ends_on,
        duration=kept.duration or other.duration,
        applies_from=kept.applies_from or other.applies_from,
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


def add_publication(known: list[OfficialPublication], new: OfficialPublication) -> None:
    """Add a publication unless the same day and place are known."""
    for index, old in enumerate(known):
        if old.date == new.date and (not old.venue or not new.venue or old.venue == new.venue):
            known[index] = replace(old, venue=old.venue or new.venue, issue=old.issue or new.issue)
            return
    known.append(new)
