"""Which checks of a source are to be held back in a run: it was probably misread.

If one check fires on more than a set share of what one source gave, or many times as often as it
usually does, the pages have changed rather than the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a check is held back.

    ``share`` of the documents and ``times`` the usual number are both "more than"; ``at_least``
    is how many documents must be hit before anything is held back; ``exempt`` are the codes that
    lawfully fire on most texts of a source (VAC049: mixed letters).
    """

    share: float = 0.2
    times: float = 10.0
    at_least: int = 5
    exempt: frozenset[str] = frozenset({"VAC049"})


#: The thresholds where an operator sets none.
THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Held:
    """A check whose findings are held back: on how many of how many documents it fired."""

    code: str
    fired: int
    documents: int
    usual: float | None = None


def held_back(
    fired: Mapping[str, int],
    documents: int,
    usual: Mapping[str, float] | None = None,
    thresholds: Thresholds = THRESHOLDS,
) -> tuple[Held, ...]:
    """Return the checks to hold back, in the order of their codes.

    Args:
        fired: on how many documents of one source each check fired in this run.
        documents: how many documents of the source were checked in this run.
        usual: on how many documents each check usually fires in a run of this source.
        thresholds: what an operator may set.

    >>> held_back({"VAC023": 30, "VAC054": 3}, 100)
    (Held(code='VAC023', fired=30, documents=100, usual=None),)
    >>> [held.code for held in held_back({"VAC054": 15}, 100, {"VAC054": 1})]
    ['VAC054']
    """
    before = usual or {}
    found = []
    for code, count in sorted(fired.items()):
        if code in thresholds.exempt or count < thresholds.at_least:
            continue
        often = before.get(code)
        many = count > thresholds.share * documents
        sudden = often is not None and count > thresholds.times * often
        if many or sudden:
            found.append(Held(code, count, documents, often))
    return tuple(found)
