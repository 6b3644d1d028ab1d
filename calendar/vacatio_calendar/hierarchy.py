"""The order of acts by legal force (Law on Legal Acts, article 10), highest first."""

from __future__ import annotations

from vacatio_calendar.model import ActType

#: Kinds that article 10 leaves out or that take the rank of what approves them come last.
HIGHEST_FIRST: tuple[ActType, ...] = (
    ActType.CONSTITUTION,
    ActType.CONSTITUTIONAL_LAW,
    ActType.CODE,
    ActType.LAW,
    ActType.DECREE,
    ActType.NORMATIVE_RESOLUTION,
    ActType.RESOLUTION,
    ActType.ORDER,
    ActType.DECISION,
)

_RANK: dict[str, int] = {kind: place for place, kind in enumerate(HIGHEST_FIRST)}


def rank(kind: str | None) -> int:
    """Give the place of a kind of act in the order; 0 is the highest.

    >>> rank("code") < rank("order") < rank("agreement") == rank(None)
    True
    """
    return next(
        (place for place, each in enumerate(HIGHEST_FIRST) if each == kind), len(HIGHEST_FIRST)
    )
