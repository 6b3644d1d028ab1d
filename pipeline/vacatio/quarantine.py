"""Days that a source gives and that have not come yet: shown and flagged, never counted from.

A term that ran from such a day would give a date that is wrong and looks sure. The check of
impossible days (VAC023) tells what is set aside here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from vacatio.assemble import Work
from vacatio_calendar.model import Act, Claim

#: The field of a claim that holds a day of publication which was set aside.
FIELD = "publication"


def without_days_to_come(works: Iterable[Work], as_of: dt.date) -> tuple[Work, ...]:
    """Take from acts the days of publication and registration after the archive's last day.

    A place of publication stays without its day, which becomes a claim; the pages themselves are
    as they were. Once the day has come and the archive has learned anything since, it counts.
    """
    return tuple(
        work if (act := _kept(work.act, as_of)) is work.act else dataclasses.replace(work, act=act)
        for work in works
    )


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
