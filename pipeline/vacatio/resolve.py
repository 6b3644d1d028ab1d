"""Find the act a citation means, among the acts at hand.

A citation is resolved only if exactly one act fits: a wrong link is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from vacatio.assemble import Work
from vacatio.events import identity
from vacatio_calendar import Jurisdiction, act_id, fold
from vacatio_calendar.model import ActRef, Language


class Register:
    """All acts at hand, by what a citation may say of them."""

    def __init__(
        self,
        works: Iterable[Work],
        law: Jurisdiction,
        decided: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take the acts; `decided` says by the ids of citations what a person said they mean."""
        self._law = law
        self._decided = decided
        self._works = {work.id: work for work in works}
        self._by_number: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_registration: defaultdict[str, set[str]] = defaultdict(set)
        self._by_title: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for work in self._works.values():
            act = work.act
            if act.date and act.number:
                self._by_number[act.date.isoformat(), folded(act.number)].add(work.id)
            if act.registration and act.registration.number:
                self._by_registration[folded(act.registration.number)].add(work.id)
            for language in Language:
                title = work.title(language)
                if act.date and title:
                    self._by_title[act.date.isoformat(), folded(title)].add(work.id)

    def find(self, ref: ActRef, by: str | None = None) -> str | None:
        """Give the id of the one act a citation means, or `None`; `by` is the act that cites."""
        if self._decided and by is not None:
            decided = self._decided.get(citation_id(by, ref))
            if decided in self._works:
                return decided
        whole = act_id(ref, self._law)
        if whole in self._works:
            return whole
        day = ref.date.isoformat() if ref.date else ""
        for found in (
            self._by_number.get((day, folded(ref.number or "")), set()),
            self._by_registration.get(folded(ref.registration_number or ""), set()),
            self._by_title.get((day, folded(ref.title or "")), set()),
        ):
            fitting = [name for name in found if self._fits(self._works[name], ref)]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _fits(self, work: Work, ref: ActRef) -> bool:
        """Tell whether nothing the citation says contradicts the act.

        Types are compared loosely: rules and regulations are cited for the order or the
        resolution that approved them.
        """
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


@lru_cache(maxsize=1 << 16)
def folded(printed: str) -> str:
    """Fold a number or a title, so that two spellings of one compare equal.

    >>> folded("«О  садах»") == folded("о садах"), folded("231-VІІІ") == folded("231-viii")
    (True, True)
    """
    return " ".join(fold.latin(word) for word in fold.words(printed))
