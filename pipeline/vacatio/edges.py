"""Which act bears on which: edges from the acts that cite to those they mean, and back.

Checks and dates resolve citations by rules of their own: a check is stricter about the body that
issued an act, and knows no decisions. So each kind of edge says by whom it was drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Protocol

#: Drawn by the register, for dates and events.
REPEALS, SUSPENDS, AMENDS = "repeals", "suspends", "amends"

#: Drawn by the checks.
AMENDING, REPEALING, RESTING = "amending", "repealing", "resting"

#: Drawn by an act's own identity: whose day it waits for, and what its page says repealed it.
WAITS, ENDED_BY = "waits", "ended_by"

#: The kind and the act that is meant; the one that cites is known from where it stands.
Edge = tuple[str, str]


class BaseEdges(Protocol):
    """The edges that an earlier build drew."""

    def edges_of(self, by: str) -> Collection[Edge]:
        """Give the edges that an act draws."""

    def edges_to(self, kind: str, target: str) -> Collection[str]:
        """Name the acts from which edges of a kind lead to an act."""


class Edges:
    """The edges of all acts at hand: of those drawn anew, and of the base for the rest."""

    def __init__(self, base: BaseEdges | None = None) -> None:
        self._base = base
        self._of: dict[str, frozenset[Edge]] = {}
        self._to: defaultdict[Edge, set[str]] = defaultdict(set)

    def draw(self, by: str, edges: Iterable[Edge]) -> None:
        """Put the edges of an act in the place of those it had."""
        self.forget(by)
        self._of[by] = frozenset(edges)
        for edge in self._of[by]:
            self._to[edge].add(by)

    def forget(self, by: str) -> None:
        """Take an act out, and the edges it drew."""
        for edge in self._of.get(by, ()):
            self._to[edge].discard(by)
        self._of[by] = frozenset()

    def of(self, by: str) -> Collection[Edge]:
        """Give the edges that an act draws."""
        if by in self._of:
            return self._of[by]
        return self._base.edges_of(by) if self._base else ()

    def before(self, by: str) -> Collection[Edge]:
        """Give the edges that an act drew in the earlier build."""
        return self._base.edges_of(by) if self._base else ()

    def to(self, kind: str, target: str) -> tuple[str, ...]:
        """Name the acts from which edges of a kind lead to an act, in order."""
        found = set(self._to.get((kind, target), ()))
        if self._base:
            found.update(by for by in self._base.edges_to(kind, target) if by not in self._of)
        return tuple(sorted(found))

    def drawn(self) -> Iterable[str]:
        """Name the acts whose edges are drawn anew or taken out."""
        return self._of
