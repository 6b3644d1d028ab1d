"""On which nights somebody must be woken, and what the status feed tells, once each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nights.timetable import Night, in_kazakhstan

#: One missed night is no alarm, nor are two: the third is.
PATIENCE = dt.timedelta(hours=49)


@dataclass(frozen=True, slots=True)
class Alarm:
    """The exit code of a night, and what the address that watches over it hears."""

    code: int
    pings: tuple[str, ...]


class Alarms:
    """Counts for each source how long ago it last did what it should.

    ``raised`` are the changes of state so far, as the status feed words them; ``stale`` says by
    source since which day it is missed.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        self._required, self._optional = sources
        self._last: dict[str, dt.datetime] = {}
        self.stale: dict[str, str] = {}
        self.raised: list[str] = []

    def night(self, night: Night) -> Alarm:
        """Tell what a night must raise."""
        failed = night.required is not None
        well = {self._required: not failed, self._optional: not night.optional and bool(self._last)}
        grave = failed
        for source in (self._required, self._optional):
            if well[source]:
                self._last[source] = night.clock
            late = source in self._last and night.clock - self._last[source] > PATIENCE
            if late and source not in self.stale:
                self.stale[source] = in_kazakhstan(self._last[source]).isoformat()
                grave = True
                self.raised.append(f"Source {source} has brought nothing for two days")
            elif not late and source in self.stale:
                del self.stale[source]
                self.raised.append(f"Source {source} is read again")
        return Alarm(int(failed), ("/start", "/fail" if grave else ""))
