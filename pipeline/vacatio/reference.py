"""Rows that come from the rules themselves and not from any act: the days that differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vacatio.store import Row
from vacatio_calendar import Jurisdiction
from vacatio_calendar.workcalendar import calendar_of
from vacatio_calendar.workdays import special_days


def holidays(law: Jurisdiction) -> Iterator[Row]:
    """List each day off or worked against its weekday, in the years whose calendar is known."""
    calendar = calendar_of(law.code)
    if calendar is None:
        return
    last = calendar.until - dt.timedelta(days=1)
    for year in range(calendar.since.year, last.year + 1):
        for day in special_days(year, law):
            yield {
                "id": f"{law.code}/{day.date.isoformat()}",
                "jurisdiction": law.code,
                "date": day.date.isoformat(),
                "kind": day.kind,
                "name": f"{day.name} (estimated)" if day.estimated else day.name,
                "basis": day.basis,
                "known_on": day.known_on.isoformat() if day.known_on else None,
            }
