"""Days that a source gives and that have not come yet: shown and flagged, never counted from.

A term that ran from such a day would give a date that is wrong and looks sure. The check of
impossible days (VAC023) tells what is set aside here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from vacatio.assemble import Work
from vacatio_calendar.model import Act, Claim

#: The field of a claim that holds a day of publication which was set aside.
FIELD = "publication"


def without_days_to_come(work: Work, as_of: dt.date) -> Work:
    """Take from an act the days of publication and registration after the archive's last day.

    A place of publication stays without its day, which becomes a claim; the pages themselves are
    as they were. Once the day has come and the archive has learned anything since, it counts.
    """
    act = _kept(work.act, as_of)
    return work if act is work.act else dataclasses.replace(work, act=act)


def until(work: Work, as_of: dt.date) -> dt.date | None:
    """Tell when the first day that is set aside will have come."""
    texts = (*work.texts, *work.cards)
    days = (day for text in texts for day in _days(text.act) if _to_come(day, as_of))
    return min(days, default=None)


def _days(act: Act) -> Iterator[dt.date]:
    yield from (each.date for each in act.publications if each.date)
    if act.registration and act.registration.date:
        yield act.registration.date


def _kept(act: Act, as_of: dt.date) -> Act:
    aside = [each for each in act.publications if _to_come(each.date, as_of)]
    registration = act.registration
    if registration and _to_come(registration.date, as_of):
        registration = dataclasses.replace(registration, date=None)
    if not aside and registration is act.registration:
        return act
    told = {each.date: Claim(FIELD, str(each.date), each.date, each.span) for each in aside}
    return dataclasses.replace(
        act,
        registration=registration,
        publications=tuple(
            dataclasses.replace(each, date=None) if each in aside else each
            for each in act.publications
        ),
        claims=(*act.claims, *told.values()),
    )


def _to_come(day: dt.date | None, as_of: dt.date) -> bool:
    return day is not None and day > as_of
