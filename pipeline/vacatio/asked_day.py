"""A day that remembers with which days it was compared: until when an answer holds."""

from __future__ import annotations

import datetime as dt

_DAY = dt.timedelta(days=1)


class AskedDay(dt.date):
    """Today, for the checks that ask what is late; the day on which one would answer otherwise.

    >>> today = AskedDay.of(dt.date(2026, 3, 1))
    >>> today > dt.date(2026, 4, 10), today > dt.date(2026, 2, 1)
    (False, True)
    >>> today.wakes.isoformat()
    '2026-04-10'
    """

    _asked: set[dt.date]

    @classmethod
    def of(cls, day: dt.date) -> AskedDay:
        """Take a day."""
        made = cls(day.year, day.month, day.day)
        made._asked = set()
        return made

    def begin(self) -> None:
        """Forget with what it was compared so far."""
        self._asked.clear()

    @property
    def wakes(self) -> dt.date | None:
        """The first later day on which a comparison may come out otherwise."""
        coming = [self._after(day) for day in self._asked if not day < self._plain]
        return min(coming, default=None)

    @property
    def _plain(self) -> dt.date:
        return dt.date.fromordinal(self.toordinal())

    def _after(self, day: dt.date) -> dt.date:
        return day if day > self._plain else self._plain + _DAY

    def _note(self, other: dt.date) -> dt.date:
        self._asked.add(other)
        return self._plain

    @property
    def year(self) -> int:
        """The year; asked for it, the day wakes with the next one."""
        year = super().year
        self._note(dt.date(year + 1, 1, 1))
        return year

    def __lt__(self, other: dt.date) -> bool:
        return self._note(other) < other

    def __le__(self, other: dt.date) -> bool:
        return self._note(other) <= other

    def __gt__(self, other: dt.date) -> bool:
        return self._note(other) > other

    def __ge__(self, other: dt.date) -> bool:
        return self._note(other) >= other
