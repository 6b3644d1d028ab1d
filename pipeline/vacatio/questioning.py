"""The questions to people of whatever a derivation touched, and the order of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from vacatio.deriving import Derivation
from vacatio.findings import HeldBack
from vacatio.questions import Asking, Question, rank
from vacatio.store import Row

#: Who asks: an act, a finding, or all decisions and sources together.
ACT, FINDING, ALL = "a", "f", "*"


class Questioning:
    """Asks again what acts and findings ask that were touched."""

    def __init__(self, of: Derivation, found: Iterable[Row], held: Iterable[HeldBack]) -> None:
        self._of, self._held = of, tuple(held)
        self._asking = Asking(of.standing, of.register, of.law, of.judged, of.as_of)
        self._found = {str(row["id"]): row for row in found}
        self._base = of.of.base

    def ask(self) -> list[str]:
        """Put all questions that changed; name all there are, the most important first."""
        of, known = self._of, self._of.known
        owners = {f"{ACT}{name}" for name in (*of.rowed, *of.gone)} | {ALL}
        owners |= {f"{FINDING}{name}" for name in self._found}
        owners |= {f"{FINDING}{row['id']}" for row in self._base.of("findings", "act_id", of.rowed)}
        asked: dict[str, list[Question]] = {}
        ids: set[str] = set()
        while more := owners - asked.keys():
            for owner in sorted(more):
                asked[owner] = list(self._of_owner(owner))
            ids = known.questions_of(owners)
            ids.update(each.id for some in asked.values() for each in some)
            owners |= known.owners_of(ids)
        joined = self._asking.joined(
            each for owner in sorted(asked, key=_turn) for each in asked[owner]
        )
        for owner, some in asked.items():
            known.put_questions(owner, [(each.id, rank(joined[each.id])) for each in some])
        for name in of.rowed:
            day = self._asking.wakes.get(name)
            known.put_wakes(name, day.isoformat() if day else None)
        self._put(joined, ids)
        return known.order()

    def _of_owner(self, owner: str) -> Iterator[Question]:
        kind, name = owner[0], owner[1:]
        if owner == ALL:
            yield from self._asking.of_all(self._held)
        elif kind == ACT:
            dated = self._of.standing.dated(name)
            yield from self._asking.of_act(dated) if dated else ()
        else:
            row = self._found.get(name) or self._published(name)
            yield from self._asking.of_finding(row) if row else ()

    def _published(self, finding: str) -> Row | None:
        if finding in self._of.changes.gone("findings"):
            return None
        return next(self._base.of("findings", "id", [finding]), None)

    def _put(self, joined: Mapping[str, Question], ids: Iterable[str]) -> None:
        before = {str(row["id"]): row for row in self._base.of("reviews", "id", set(ids))}
        places = {name: cast("int", row["position"]) for name, row in before.items()}
        rows = [
            {**self._asking.row(each), "position": places.get(name, 0)}
            for name, each in joined.items()
        ]
        self._of.changes.replace("reviews", list(before.values()), rows)


def _turn(owner: str) -> tuple[int, str]:
    """Let acts ask before findings, and decisions last: a later question takes up an earlier."""
    return (ACT + FINDING + ALL).index(owner[0]), owner
