"""Which entry into force each modification takes: that of the provision that carries it.

One amending law so gives an amended act several dates (staged norms reach the amended act). A
modification that an exception might cover, without surely doing so, has no date: never the
main one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vacatio.derive import Dated
from vacatio_calendar import commencement_of
from vacatio_calendar.model import Action, EntryIntoForce


@dataclass(frozen=True, slots=True)
class Carried:
    """The entry of each modification of one act, in order; ``None`` where it is not known."""

    dated: Dated
    entries: tuple[EntryIntoForce | None, ...]

    @property
    def days(self) -> tuple[dt.date | None, ...]:
        """Give the first day of each modification."""
        return tuple(each.on if each else None for each in self.entries)

    def entries_for(self, target: int) -> tuple[EntryIntoForce, ...]:
        """Give the different entries by which one target of ``amends`` changes.

        A target without a modification of its own changes with the act as a whole. What is
        only suspended does not change.
        """
        modifications = self.dated.work.main.act.modifications
        own = [
            (each.action is Action.SUSPENSION and each.target is not None, entry)
            for each, entry in zip(modifications, self.entries, strict=True)
            if each.act == target
        ]
        if not own:
            return (self.dated.main,)
        changing = (entry for suspended, entry in own if not suspended)
        return tuple({entry.provisions: entry for entry in changing if entry}.values())

    def first_days(self) -> dict[int, dt.date | None]:
        """Give the first day on which each target changes; ``None`` where no day is known."""
        found: dict[int, dt.date | None] = {}
        for each, day in zip(self.dated.work.main.act.modifications, self.days, strict=True):
            if each.act is not None:
                known = [one for one in (found.get(each.act), day) if one]
                found[each.act] = min(known, default=None)
        return found


def carried(dated: Dated) -> Carried:
    """Match the modifications of an act to its entries."""
    act = dated.work.main.act
    if not dated.staged:  # one day for all of the act, and for whatever it changes
        return Carried(dated, (dated.main,) * len(act.modifications))
    return Carried(
        dated, tuple(commencement_of(each, act, dated.entries) for each in act.modifications)
    )
