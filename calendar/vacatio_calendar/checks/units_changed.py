"""The provisions an amending act changes: whether they are there, in effect, and how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from vacatio_calendar import fold
from vacatio_calendar.checks.base import ActCase, CannotCheck, Found, Outcome, finding, values
from vacatio_calendar.checks.others import Edition, OtherAct
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.model import (
    Action,
    ActType,
    DocumentKind,
    EntryIntoForce,
    Modification,
    Provision,
    Severity,
)
from vacatio_calendar.staged import commencement_of
from vacatio_calendar.units import Path, address, eid_path

#: What cannot be done to a unit that is not there.
_NEED_TARGET = frozenset(
    {Action.SUBSTITUTION, Action.REPEAL, Action.RENUMBERING, Action.SUSPENSION}
)
_ENDINGS = 3
_ANNEX = "annex"


@finding("VAC029", Severity.ERROR, ActCase, rule="AMD-FULL")
def target_provision_missing(case: ActCase) -> Iterator[Outcome]:
    """The unit, or the words, that an amendment changes are not in the act on the day it applies.

    Only where the text before the act is in the archive and no other amendment may have come
    between. Words are compared without their case endings; a change «соответственно» of several
    forms is not compared, nor is a unit that the act does not number.
    """
    for change, target, day in _changes(case):
        path = _path(change)
        if change.action not in _NEED_TARGET or path is None:
            continue
        edition = _before(target, case)
        if day is None or edition is None or _changed_since(target, edition, day, case):
            yield CannotCheck("no_date" if day is None else "no_edition", target.id)
            continue
        there = _there(change, path, edition.act.provisions)
        if there is None:
            yield CannotCheck("no_edition", target.id)
        elif not there:
            yield Found(
                values(act=target.id, provision=change.target, computed=day),
                span=change.span,
                subject=f"{target.id} {change.target}",
                sources=(("provision", "text"), ("act", target.id)),
            )
        elif (lost := _lost_words(change, there)) is not None:
            yield Found(
                values(act=target.id, provision=change.target, words=lost),
                variant="words",
                span=change.span,
                subject=f"{target.id} {change.target}",
                sources=(("act", target.id),),
            )


@finding("VAC030", Severity.WARNING, ActCase, rule="AMD-PENDING")
def pending_changed_through_base(case: ActCase) -> Iterator[Found]:
    """A norm that another act added and that is not in effect yet is changed through the base act.

    The law has it changed through the act that adds it. Not where the norm takes effect by then.
    """
    for change, target, day in _changes(case):
        path = _path(change)
        if path is None or day is None:
            continue
        for other in case.others.amending(target.id):
            if case.own is not None and other.id == case.own.id:
                continue
            if other.act.date and case.act.date and other.act.date >= case.act.date:
                continue
            entry = _entry_for(path, target, other, case)
            if entry is not None and entry.on is not None and entry.on > day:
                yield Found(
                    values(
                        act=target.id,
                        provision=change.target,
                        by=other.id,
                        pending=entry.on,
                        computed=day,
                    ),
                    span=change.span,
                    subject=f"{target.id} {change.target}",
                    sources=(("pending", other.id),),
                )


@finding("VAC050", Severity.INFO, ActCase, rule="AMD-HALF", prompt=True)
def over_half_changed(case: ActCase) -> Iterator[Found]:
    """An order changes more than half of the points of another and is no new edition of it.

    It asks a person to look; a text set out anew as a whole is a new edition.
    """
    if case.act.type not in {ActType.ORDER, ActType.RESOLUTION}:
        return
    changed: dict[str, list[tuple[Modification, Path]]] = {}
    whole: set[str] = set()
    for change, target, _ in _changes(case):
        path = _path(change)
        if path is None or path.parts[-1][0] == _ANNEX:
            whole.add(target.id)
        else:
            changed.setdefault(target.id, []).append((change, path))
    for name, changes in changed.items():
        edition = _before(case.others.acts[name], case)
        if name in whole or edition is None:
            continue
        change, path = changes[0]
        units = _units(change, path, edition.act.provisions)
        tops = {parts["point"] for parts, _ in units if "point" in parts}
        points = {dict(each.parts).get("point") for _, each in changes} & tops
        if tops and 2 * len(points) > len(tops):
            yield Found(values(act=name, changed=len(points), points=len(tops)), subject=name)


def _changes(case: ActCase) -> Iterator[tuple[Modification, OtherAct, dt.date | None]]:
    """Yield each change of an act that is at hand, with the day it applies."""
    if case.document.kind is not DocumentKind.ACT:
        return
    for change in case.act.modifications:
        if change.act is None or change.act >= len(case.act.amends):
            continue
        target = case.others.find(case.act.amends[change.act])
        if target is not None:
            entry = commencement_of(change, case.act, case.entries)
            yield change, target, None if entry is None else entry.on


def _path(change: Modification) -> Path | None:
    """Read the unit of a change, without the title of rules before it («Правила, пункт 3»)."""
    found = address(change.target)
    if found is None and change.target and ", " in change.target:
        found = address(change.target.rpartition(", ")[2])
    return found


def _there(
    change: Modification, path: Path, provisions: Sequence[Provision]
) -> list[Provision] | None:
    """Return the units a path may mean; empty where there is none, ``None`` if it cannot be told.

    It cannot be told where the act numbers no unit of that kind beside which the one named would
    stand. Units of rules an act approves stand in its annexes.
    """
    units = list(_units(change, path, provisions))
    wanted = dict(path.parts)
    there = [item for parts, item in units if wanted.items() <= parts.items()]
    if there:
        return there
    # The coarsest unit of the path that is missing, and whether others of its kind are numbered.
    above: dict[str, str] = {}
    for unit, number in path.parts:
        kin = [parts for parts, _ in units if above.items() <= parts.items() and unit in parts]
        if not kin:
            return None
        if not any(parts[unit] == number for parts in kin):
            return []
        above[unit] = number
    return None


def _units(
    change: Modification, path: Path, provisions: Sequence[Provision]
) -> Iterator[tuple[dict[str, str], Provision]]:
    """Yield the numbered units among which a change looks for its own."""
    of_rules = change.target is not None and address(change.target.partition(", ")[0]) is None
    named = _ANNEX in dict(path.parts)
    for item in provisions:
        own = eid_path(item.eid)
        if own is None:
            continue
        parts = dict(own.parts)
        if not named and (_ANNEX in parts) != of_rules:
            continue
        if not named:
            parts.pop(_ANNEX, None)
        yield parts, item


def _before(target: OtherAct, case: ActCase) -> Edition | None:
    """Return the text as it stood before the act: a later edition may hold its changes already."""
    if case.act.date is None:
        return None
    return target.edition(case.act.date - dt.timedelta(days=1), case.document.language)


def _changed_since(target: OtherAct, edition: Edition, day: dt.date, case: ActCase) -> bool:
    """Tell whether another amendment may have changed the text between its edition and a day."""
    for other in case.others.amending(target.id):
        if case.own is not None and other.id == case.own.id:
            continue
        own = (entry.on for entry in other.entries)
        if any(on is None or (edition.since or dt.date.min) < on <= day for on in own):
            return True
    return False


def _lost_words(change: Modification, there: Sequence[Provision]) -> str | None:
    """Return the quoted words to be changed where no unit holds them."""
    if change.span is None or words_of("respectively").search(change.span.text):
        return None
    match = words_of("words_changed").search(change.span.text)
    quoted = next((group for group in match.groups() if group), None) if match else None
    if quoted is None:
        return None
    stems = [word[: max(3, len(word) - _ENDINGS)] for word in fold.words(quoted)]
    for item in there:
        words = fold.words(f"{item.heading or ''} {item.text}")
        if all(any(word.startswith(stem) for word in words) for stem in stems):
            return None
    return quoted


def _entry_for(
    path: Path, target: OtherAct, other: OtherAct, case: ActCase
) -> EntryIntoForce | None:
    """Return when another act's change of the same unit applies."""
    for change in other.act.modifications:
        if change.act is None or change.act >= len(other.act.amends):
            continue
        own = _path(change)
        if own is None or own.parts != path.parts:
            continue
        meant = case.others.find(other.act.amends[change.act])
        if meant is not None and meant.id == target.id:
            return commencement_of(change, other.act, other.entries)
    return None
