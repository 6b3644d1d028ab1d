"""A stated day held against what another source says: a bulletin's against the archive, a portal's.

The checks of stated dates run on these cases as they do on a text's own; what they find is marked
with whose text it is and where the compared day is from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vacatio_calendar.checks.base import ActCase, ClauseCase, Found
from vacatio_calendar.law import Meaning
from vacatio_calendar.model import (
    Claim,
    Commencement,
    DocumentKind,
    EntryIntoForce,
    Severity,
    StatedDate,
    Whose,
)

#: An edition's day this near to ours may be the editors' reading of the same term.
_NEAR = dt.timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Rival:
    """A case made of a day from one source and a count from another; ``source`` names the other."""

    case: ClauseCase
    source: str
    portal: bool = False
    settled: bool = True

    def marked(self, found: Found) -> Found:
        """Say of what was found whose text it is, and where its days are from."""
        if not self.portal:
            return replace(found, sources=(*found.sources, ("computed", self.source)))
        return replace(
            found,
            whose=Whose.PORTAL,
            span=None,
            severity=found.severity if self.settled else Severity.INFO,
            sources=(*found.sources, ("stated", self.source)),
        )


def rivals(acts: Iterable[ActCase]) -> Iterator[Rival]:
    """Yield what a bulletin says of an act of the archive, and what portals say of an act."""
    for act in acts:
        if act.document.kind is DocumentKind.ACT:
            yield from _of_portals(act)
        elif act.own is not None:
            yield from _of_archive(act)


def _of_archive(act: ActCase) -> Iterator[Rival]:
    """Hold the day a bulletin gives for a whole act against the day of the act's own text."""
    own = act.own
    official = _main(act)
    if own is None or official is None:
        return
    clause, entry = official
    for position, told in enumerate(act.act.commencements):
        if told.provisions is None and told.stated is not None:
            case = replace(act, act=own.act, entries=own.entries)
            stated = replace(clause, stated=told.stated, span=told.span)
            yield Rival(ClauseCase(case, position, stated, entry), own.id)
        elif told.provisions is None and told.rule.date is not None:
            day = told.rule.date
            case = replace(act, act=own.act, entries=own.entries)
            stated = replace(
                clause, stated=StatedDate(day, day.year, day.month, day.day), span=told.span
            )
            yield Rival(ClauseCase(case, position, stated, entry), own.id)


def _of_portals(act: ActCase) -> Iterator[Rival]:
    """Hold the fields of portals that speak of the first day of effect against our day."""
    main = next(
        (
            (position, clause, entry)
            for position, (clause, entry) in enumerate(
                zip(act.act.commencements, act.entries, strict=False)
            )
            if clause.provisions is None
        ),
        None,
    )
    if main is None:
        return
    position, clause, entry = main
    claims = act.own.act.claims if act.own is not None else act.act.claims
    for claim in claims:
        field = act.law.fields.get(claim.field)
        if field is None or claim.date is None or not _speaks(claim, field.meaning, act, entry):
            continue
        day = claim.date
        stated = replace(clause, stated=StatedDate(day, day.year, day.month, day.day))
        settled = field.settled and field.meaning is Meaning.ENTRY
        yield Rival(
            ClauseCase(act, position, stated, entry), claim.field, portal=True, settled=settled
        )


def _speaks(claim: Claim, meaning: Meaning, act: ActCase, entry: EntryIntoForce) -> bool:
    """Tell whether a field says anything of the first day of effect.

    An edition's day says nothing where it is that of adoption (KZ-SRC-VERSIONDATE), or so far from
    ours that it must be another edition's.
    """
    if meaning is Meaning.ENTRY:
        return True
    if meaning is not Meaning.EDITION or entry.on is None or claim.date is None:
        return False
    return claim.date != act.act.date and abs(claim.date - entry.on) <= _NEAR


def _main(act: ActCase) -> tuple[Commencement, EntryIntoForce] | None:
    if act.own is None:
        return None
    pairs = zip(act.own.act.commencements, act.own.entries, strict=False)
    return next((pair for pair in pairs if pair[0].provisions is None), None)
