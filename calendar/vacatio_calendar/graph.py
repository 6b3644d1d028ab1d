"""Compute acts that wait for one another: dependencies first, rings found and named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from vacatio_calendar.compute import compute
from vacatio_calendar.identity import act_id
from vacatio_calendar.known import NOTHING, Known
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import Act, Certainty, Confidence, EntryIntoForce, RuleKind

Entries = tuple[EntryIntoForce, ...]


def depends_on(act: Act, law: Jurisdiction) -> tuple[str, ...]:
    """List the ids of the acts on whose commencement an act waits, each once, in order."""
    return tuple(dict.fromkeys(_awaited(act, law)))


def compute_all(
    acts: Mapping[str, Act],
    law: Jurisdiction,
    known: Mapping[str, Known] | None = None,
) -> dict[str, Entries]:
    """Compute acts together, each after those it waits for.

    Args:
        acts: the acts by their ids (``act_id``).
        law: the law of their jurisdiction.
        known: what is known beside each act, by id; entries of acts not given here may stand
            in ``Known.acts``.

    Returns:
        The entries of each act, by id, in the order given. Acts that wait for one another in a
        ring have no date, and the reason names the ring. A postponement reaches whatever waits.

    >>> import datetime as dt
    >>> from vacatio_calendar import load
    >>> from vacatio_calendar.model import ActRef, ActType, Commencement, Rule
    >>> first = Act(ActType.LAW, "1-X", dt.date(2026, 8, 3), commencements=(
    ...     Commencement(Rule(RuleKind.FIXED_DATE, date=dt.date(2027, 1, 1))),))
    >>> cited = ActRef(ActType.LAW, "1-X", dt.date(2026, 8, 3))
    >>> second = Act(ActType.LAW, "2-X", dt.date(2026, 8, 3), commencements=(
    ...     Commencement(Rule(RuleKind.WITH_OTHER_ACT, act=cited)),))
    >>> law = load("kz")
    >>> found = compute_all({act_id(act, law): act for act in (second, first)}, law)
    >>> [str(entries[0].on) for entries in found.values()]
    ['2027-01-01', '2027-01-01']
    """
    given = known or {}
    needs = {key: depends_on(act, law) for key, act in acts.items()}
    waits = {key: [need for need in needs[key] if need in acts] for key in acts}
    ring_of = _rings(waits)
    found: dict[str, Entries] = {}

    def entries_of(key: str, others: Iterable[str]) -> Entries:
        mine = given.get(key, NOTHING)
        mains = {other: mine.acts[other] for other in others if other in mine.acts}
        mains |= {other: main_entry(found[other]) for other in others if other in found}
        entries = compute(acts[key], law, replace(mine, acts=mains))
        if key in ring_of:
            entries = tuple(_in_ring(entry, ring_of[key]) for entry in entries)
        return entries

    for key in _in_order(waits, ring_of):
        found[key] = entries_of(key, needs[key])
    # An act may be ended by one that begins after it: ends are known once all beginnings are.
    for key, act in acts.items():
        ended_by = None if act.repealed_by is None else act_id(act.repealed_by.by, law)
        if ended_by is not None and ended_by != key:
            found[key] = entries_of(key, (*needs[key], ended_by))
    return {key: found[key] for key in acts}


def main_entry(entries: Entries) -> EntryIntoForce:
    """Return the entry of the act as a whole: the first that names no provisions."""
    return next((entry for entry in entries if entry.provisions is None), entries[0])


def _awaited(act: Act, law: Jurisdiction) -> Iterator[str]:
    for commencement in act.commencements:
        for rule in (commencement.rule, commencement.force_rule):
            if rule is not None and rule.kind is RuleKind.WITH_OTHER_ACT and rule.act is not None:
                key = act_id(rule.act, law)
                if key is not None:
                    yield key


def _rings(waits: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return for each act of a ring the ring it stands in."""
    left = {key: list(others) for key, others in waits.items()}
    rings: dict[str, tuple[str, ...]] = {}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            ring = tuple(dict.fromkeys(error.args[1]))
            for key in ring:
                rings[key] = ring
                left[key] = [other for other in left[key] if other not in ring]
        else:
            return rings


def _in_order(waits: Mapping[str, list[str]], rings: Mapping[str, tuple[str, ...]]) -> list[str]:
    open_ = {
        key: [other for other in others if other not in rings.get(key, ())]
        for key, others in waits.items()
    }
    return list(TopologicalSorter(open_).static_order())


def _in_ring(entry: EntryIntoForce, ring: tuple[str, ...]) -> EntryIntoForce:
    """Say of an entry left without a date that it waits in a ring."""
    if entry.on is not None:
        return entry
    reason = f"acts wait for one another in a ring: {' → '.join((*ring, ring[0]))}"
    return replace(
        entry, certainty=Certainty.UNKNOWN, confidence=Confidence.PROVISIONAL, reason=reason
    )
