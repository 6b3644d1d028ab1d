"""Find the act a citation means, among the acts at hand.

A citation is resolved only if exactly one act fits: a wrong link is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from vacatio.assemble import Work
from vacatio.events import identity
from vacatio.holdings import Holdings, key
from vacatio_calendar import Jurisdiction, act_id
from vacatio_calendar.checks.others import folded as folded
from vacatio_calendar.model import ActRef


class Register:
    """All acts at hand, by what a citation may say of them."""

    def __init__(
        self,
        works: Iterable[Work] | Holdings,
        law: Jurisdiction,
        decided: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take the acts; `decided` says by the ids of citations what a person said they mean."""
        self._law = law
        self._decided = decided
        self._acts = works if isinstance(works, Holdings) else Holdings(works, law)

    def find(self, ref: ActRef, by: str | None = None) -> str | None:
        """Give the id of the one act a citation means, or `None`; `by` is the act that cites."""
        if self._decided and by is not None:
            decided = self._decided.get(citation_id(by, ref))
            if decided and decided in self._ids("id", decided):
                return decided
        whole = act_id(ref, self._law)
        if whole is not None and whole in self._ids("id", whole):
            return whole
        day = ref.date.isoformat() if ref.date else None
        for found in (
            self._ids("number", day, folded(ref.number or "")) if day and ref.number else (),
            self._ids("registration", folded(ref.registration_number))
            if ref.registration_number
            else (),
            self._ids("title", day, folded(ref.title or "")) if day and ref.title else (),
        ):
            fitting = [name for name in found if self._fits(name, ref)]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _ids(self, *question: object) -> tuple[str, ...]:
        return self._acts.ids(self._acts.asked.note(key(*map(str, question))))

    def _fits(self, name: str, ref: ActRef) -> bool:
        """Tell whether nothing the citation says contradicts the act.

        Types are compared loosely: rules and regulations are cited for the order or the
        resolution that approved them.
        """
        self._acts.asked.note(key("card", name))
        work = self._acts.work(name)
        assert work is not None
        act = work.act
        same_day = ref.date is None or act.date is None or ref.date == act.date
        same_number = (
            ref.number is None or act.number is None or folded(ref.number) == folded(act.number)
        )
        same_type = ref.type is None or act.type is None or ref.type is act.type or ref.approved
        return same_day and same_number and same_type


def citation_id(by: str, ref: ActRef) -> str:
    """Name a citation by the act it stands in and what it says of the act it means."""
    day = ref.date.isoformat() if ref.date else None
    return identity("target", by, ref.type, ref.number, day, ref.title, ref.registration_number)
