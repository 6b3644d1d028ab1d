"""Which entry into force each modification takes: that of the provision that carries it.

One amending law so gives an amended act several dates (staged norms reach the amended act). A
modification that an exception might cover, without surely doing so, has no date: never the
main one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vacatio.derive import Dated, main
from vacatio.provision_paths import Path, paths
from vacatio_calendar.model import EntryIntoForce


@dataclass(frozen=True, slots=True)
class Carried:
    """The entry of each modification of one act, in order; ``None`` where it is not known."""

    dated: Dated
    entries: tuple[EntryIntoForce | None, ...]

    @property
    def days(self) -> tuple[str | None, ...]:
        """Give the first day of each modification."""
        return tuple(each.on.isoformat() if each and each.on else None for each in self.entries)

    def entries_for(self, target: int) -> tuple[EntryIntoForce, ...]:
        """Give the different entries by which one target of ``amends`` changes.

        A target without a modification of its own changes with the act as a whole.
        """
        modifications = self.dated.work.main.act.modifications
        own = [
            entry
            for each, entry in zip(modifications, self.entries, strict=True)
            if each.act == target
        ]
        if not own:
            return (self.dated.main,)
        return tuple({entry.provisions: entry for entry in own if entry}.values())

    def first_days(self) -> dict[int, str | None]:
        """Give the first day on which each target changes; ``None`` where no day is known."""
        found: dict[int, str | None] = {}
        for each, day in zip(self.dated.work.main.act.modifications, self.days, strict=True):
            if each.act is not None:
                known = [one for one in (found.get(each.act), day) if one]
                found[each.act] = min(known, default=None)
        return found


def carried(dated: Dated) -> Carried:
    """Match the modifications of an act to its entries."""
    modifications = dated.work.main.act.modifications
    return Carried(dated, tuple(entry_of(each.by, dated.entries) for each in modifications))


def entry_of(by: str | None, entries: Sequence[EntryIntoForce]) -> EntryIntoForce | None:
    """Give the entry of the provision that carries a modification; `None` if it is not certain.

    An exception covers a provision if it names it or a wider one. One that names something
    inside the provision, or that was not understood, leaves the day open.
    """
    exceptions = [entry for entry in entries if entry.provisions is not None]
    if not exceptions:
        return main(entries)
    carrier = paths(by) if by else None
    if carrier is None or len(carrier) != 1:
        return None
    [own] = carrier
    covering: list[tuple[int, EntryIntoForce]] = []
    for entry in exceptions:
        named = paths(entry.provisions or "")
        if named is None or any(_inside(path, own) for path in named):
            return None
        covering.extend((len(path), entry) for path in named if path <= own)
    if not covering:
        return main(entries) if main(entries).provisions is None else None
    return max(covering, key=lambda pair: pair[0])[1]


def _inside(path: Path, own: Path) -> bool:
    """Tell whether a path leads to something inside a provision, as far as both say."""
    units = {unit for unit, _ in path} & {unit for unit, _ in own}
    agrees = all((unit, number) in path for unit, number in own if unit in units)
    return agrees and not path <= own
