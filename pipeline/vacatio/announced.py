"""What was announced before, by what it is about: the ledger as a build asks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from vacatio import ledger
from vacatio.datadir import DataDir
from vacatio.ledger import Line
from vacatio.ledger_index import LedgerIndex


class Announced(Protocol):
    """The lines of the ledger, in the order in which they were written."""

    def events(self, acts: Collection[str]) -> Sequence[Line]:
        """Give the events of acts."""

    def notices(self, *, acts: Collection[str] = (), ids: Collection[str] = ()) -> Sequence[Line]:
        """Give the notices of acts, and those of some ids."""

    def findings(self, ids: Collection[str] = (), *, acts: Collection[str] = ()) -> Sequence[Line]:
        """Give the register's lines of findings, and of all findings of acts."""

    def drafts(self) -> Sequence[Line]:
        """Give the notices of drafts, unless the publication in place shows them anyway."""


class Whole:
    """The whole ledger in memory, for a build that asks for all of it."""

    def __init__(self, data: DataDir) -> None:
        self._events = _By(ledger.read(data.ledger / "events.jsonl"), "act_id", "id")
        self._notices = _By(ledger.read(data.ledger / "notices.jsonl"), "act_id", "id")
        self._findings = _By(ledger.read(data.ledger / "findings.jsonl"), "act_id", "finding")

    def events(self, acts: Collection[str]) -> Sequence[Line]:
        return self._events.lines("act_id", acts)

    def notices(self, *, acts: Collection[str] = (), ids: Collection[str] = ()) -> Sequence[Line]:
        return self._notices.joined(("act_id", acts), ("id", ids))

    def findings(self, ids: Collection[str] = (), *, acts: Collection[str] = ()) -> Sequence[Line]:
        named = {str(line["finding"]) for line in self._findings.lines("act_id", acts)}
        return self._findings.lines("finding", named.union(ids))

    def drafts(self) -> Sequence[Line]:
        return [line for line in self._notices.all if line.get("kind") == "draft"]

    def every_finding(self) -> set[str]:
        """Name all findings of the register."""
        return self._findings.known("finding")


class Indexed:
    """The ledger as its index gives it, for a build that asks for little of it."""

    def __init__(self, index: LedgerIndex) -> None:
        self._index = index

    def events(self, acts: Collection[str]) -> Sequence[Line]:
        return self._index.events(acts)

    def notices(self, *, acts: Collection[str] = (), ids: Collection[str] = ()) -> Sequence[Line]:
        return self._index.notices(acts=acts, ids=ids)

    def findings(self, ids: Collection[str] = (), *, acts: Collection[str] = ()) -> Sequence[Line]:
        return self._index.findings(ids, acts=acts)

    def drafts(self) -> Sequence[Line]:
        return ()


class _By:
    def __init__(self, lines: Sequence[Line], *columns: str) -> None:
        self.all = lines
        self._by: dict[str, defaultdict[str, list[int]]] = {}
        for column in columns:
            places = self._by[column] = defaultdict(list)
            for place, line in enumerate(lines):
                places[str(line.get(column))].append(place)

    def known(self, column: str) -> set[str]:
        return set(self._by[column])

    def lines(self, column: str, wanted: Iterable[str]) -> Sequence[Line]:
        return self.joined((column, wanted))

    def joined(self, *asked: tuple[str, Iterable[str]]) -> Sequence[Line]:
        return [self.all[place] for place in sorted(set(self._places(asked)))]

    def _places(self, asked: Iterable[tuple[str, Iterable[str]]]) -> Iterator[int]:
        for column, wanted in asked:
            for value in wanted:
                yield from self._by[column].get(value, ())
