"""Which rows of the law speak of an act: by its type and the kind of body that issued it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import TypeVar

from vacatio_calendar.bodies import BodyKind, body_of
from vacatio_calendar.law import Exemption, Jurisdiction, Outside
from vacatio_calendar.model import Act, ActType

T = TypeVar("T")


def body_kind(act: Act, law: Jurisdiction) -> BodyKind | None:
    """Return the kind of body that issued an act, or None where it is not known."""
    found = body_of(act.issuer, law, act.date)
    return None if found is None else found.kind


def rows_for(
    rows: Iterable[T], act: Act, law: Jurisdiction, pairs: Callable[[T], frozenset[str]]
) -> tuple[T, ...]:
    """Return the rows for an act's type and body; all rows of its type if the body is unknown."""
    if act.type is None:
        return ()
    kind = body_kind(act, law)
    if kind is None:
        start = f"{act.type.value}/"
        return tuple(row for row in rows if any(pair.startswith(start) for pair in pairs(row)))
    wanted = {f"{act.type.value}/*", f"{act.type.value}/{kind.value}"}
    return tuple(row for row in rows if not wanted.isdisjoint(pairs(row)))


def outside(act: Act, law: Jurisdiction) -> Outside | None:
    """Return the row that puts an act outside this law, such as a treaty."""
    return _outside(law, act.type, act.issuer)


@lru_cache(maxsize=4096)
def _outside(law: Jurisdiction, kind: ActType | None, issuer: str | None) -> Outside | None:
    name = "" if issuer is None else issuer.casefold()
    for row in law.outside:
        if kind in row.types or any(word in name for word in row.issuer_words):
            return row
    return None


def must_register(act: Act, law: Jurisdiction) -> bool:
    """Say whether an act has legal force only once registered (LPA 7(2)6)–9), 35-1).

    An individual act is not registered. Where the body is not known, the rows say for which
    types it is presumed that they must be.
    """
    if act.normative is False or act.type is None or act.date is None:
        return False
    if not _ever_registered(law, act.type):
        return False
    kind = body_kind(act, law)
    wanted = act.type.value if kind is None else f"{act.type.value}/{kind.value}"
    return any(
        wanted in (row.presumed if kind is None else row.pairs)
        for row in law.registration
        if row.law.covers(act.date)
    )


def may_register(act: Act, law: Jurisdiction) -> bool:
    """Say whether it is not known that an act needs no registration.

    So it is where the type is not known, where bodies differ and this one is not known, and
    with rules and the like, which are one with the act that approves them (LPA 7(3)).
    """
    if act.normative is False:
        return False
    if act.type is None or not _governed(law, act.type):
        return True
    return _ever_registered(law, act.type) and body_kind(act, law) is None


@cache
def _governed(law: Jurisdiction, kind: ActType) -> bool:
    """Say whether the law has a default for acts of a type, whoever issues them."""
    return any(
        pair.startswith(f"{kind.value}/")
        for row in law.defaults
        if not row.individual
        for pair in row.pairs
    )


@cache
def _ever_registered(law: Jurisdiction, kind: ActType) -> bool:
    """Say whether acts of a type are registered at all, whoever issues them."""
    return any(pair.startswith(f"{kind.value}/") for row in law.registration for pair in row.pairs)


def exemption(act: Act, law: Jurisdiction) -> Exemption | None:
    """Return the exemption from registration that an act's title shows, if one does."""
    if act.date is None or act.title is None:
        return None
    title = act.title.casefold()
    day = act.date
    rows = rows_for(law.exemptions, act, law, lambda row: row.pairs)
    for row in rows:
        if row.law.covers(day) and any(word in title for word in row.title_words):
            return row
    return None
