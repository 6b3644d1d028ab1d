"""Which provisions follow which commencement, and what that means for modifications.

LPA 42(4) lets parts of an act take effect on days of their own. Every provision follows exactly
one commencement: the exception that names it, or else the main one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vacatio_calendar.model import Act, EntryIntoForce, Modification
from vacatio_calendar.units import Cover, Path, address, eid_path, provision_paths


@dataclass(frozen=True, slots=True)
class Partition:
    """The provisions of an act by their commencement.

    ``entry_of`` gives for each provision's eid the index of its commencement, or ``None``
    where it cannot be told. ``overlaps`` are the eids that two exceptions name, ``missing``
    the indexes of exceptions that name no provision of the act, ``gap`` the eids that no
    commencement covers.
    """

    entry_of: tuple[tuple[str, int | None], ...]
    overlaps: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()
    gap: tuple[str, ...] = ()


def partition(act: Act, entries: Sequence[EntryIntoForce]) -> Partition:
    """Divide the provisions of an act among its commencements.

    >>> from vacatio_calendar.model import Certainty, Confidence, Provision
    >>> def entry(provisions): return EntryIntoForce(
    ...     None, None, Certainty.UNKNOWN, Confidence.PROVISIONAL, provisions=provisions)
    >>> act = Act(provisions=tuple(
    ...     Provision(f"art_{n}", "article", str(n), None, "") for n in (1, 2)))
    >>> partition(act, [entry(None), entry("статьи 2")]).entry_of
    (('art_1', 0), ('art_2', 1))
    """
    exceptions = _exceptions(entries)
    main = _main(entries)
    placed: list[tuple[str, int | None]] = []
    overlaps: list[str] = []
    gap: list[str] = []
    met: set[int] = set()
    for provision in act.provisions:
        path = eid_path(provision.eid)
        sure, maybe = _covering(path, exceptions)
        met.update(sure)
        if len(sure) > 1:
            overlaps.append(provision.eid)
        if len(sure) == 1 and not maybe:
            placed.append((provision.eid, sure[0]))
        elif sure or maybe:
            placed.append((provision.eid, None))
        else:
            placed.append((provision.eid, main))
            if main is None:
                gap.append(provision.eid)
    missing = tuple(index for index, _ in exceptions if index not in met) if placed else ()
    return Partition(tuple(placed), tuple(overlaps), missing, tuple(gap))


def commencement_of(
    modification: Modification, act: Act, entries: Sequence[EntryIntoForce]
) -> EntryIntoForce | None:
    """Return the entry of the provision that carries a modification, or None if unknown.

    A modification takes the commencement of the provision that carries it. An exception that
    matches no provision of the act may speak of the amended act: then what it might cover is
    unknown, never the main date.
    """
    found = carried_by(modification.by, entries)
    if found is None or found.provisions is not None:
        return found
    known = [path for item in act.provisions if (path := eid_path(item.eid)) is not None]
    known += [path for item in act.modifications if (path := address(item.by)) is not None]
    target = address(modification.target)
    for _, paths in _exceptions(entries):
        for path in paths or ():
            if any(path.covers(other) is Cover.YES for other in known):
                continue
            if target is None or path.covers(target) is not Cover.NO:
                return None
    return found


def carried_by(by: str | None, entries: Sequence[EntryIntoForce]) -> EntryIntoForce | None:
    """Return the entry of the provision at an address, or None where that cannot be told.

    Args:
        by: the address of the provision, coarse units first: «статья 1, пункт 2».
        entries: what ``compute`` gave for the act, one per commencement.
    """
    exceptions = _exceptions(entries)
    main = _main(entries)
    rest = None if main is None else entries[main]
    if not exceptions:
        return rest
    path = address(by)
    if path is None:
        return None
    sure, maybe = _covering(path, exceptions)
    if maybe or len(sure) > 1:
        return None
    return entries[sure[0]] if sure else rest


_Exceptions = list[tuple[int, tuple[Path, ...] | None]]


def _main(entries: Sequence[EntryIntoForce]) -> int | None:
    return next((at for at, entry in enumerate(entries) if entry.provisions is None), None)


def _exceptions(entries: Sequence[EntryIntoForce]) -> _Exceptions:
    return [
        (at, provision_paths(entry.provisions))
        for at, entry in enumerate(entries)
        if entry.provisions is not None
    ]


def _covering(path: Path | None, exceptions: _Exceptions) -> tuple[list[int], list[int]]:
    """Return the exceptions that cover a path for certain, and those that might.

    An exception within the path counts as one that might: it takes a part of it away.
    """
    sure: list[int] = []
    maybe: list[int] = []
    for at, paths in exceptions:
        if path is None or paths is None:
            maybe.append(at)
            continue
        covers = {one.covers(path) for one in paths}
        if Cover.YES in covers:
            sure.append(at)
        elif Cover.MAYBE in covers:
            maybe.append(at)
    return sure, maybe
