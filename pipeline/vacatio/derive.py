"""From acts to dates: compute every entry into force, and let nothing pass that does not verify.

Acts bear on one another: one waits for another's day, one ends or suspends another. So all are
computed together: first each after those it waits for, then once more with what the first round
says of when acts end and suspend one another, which moves no first day.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vacatio.assemble import Work, says_when
from vacatio.resolve import Register
from vacatio.suspensions import Ordered, ordered
from vacatio_calendar import Jurisdiction, Known, compute, compute_all, main_entry, verify
from vacatio_calendar.known import Decision, Ending, EndKind, Suspension
from vacatio_calendar.model import (
    Alternative,
    Certainty,
    Confidence,
    EntryIntoForce,
    Language,
)

#: How a sentence names a language.
NAMES = {Language.RU: "Russian", Language.KK: "Kazakh", Language.EN: "English"}

Decisions = Mapping[str, tuple[Decision, ...]]


@dataclass(frozen=True, slots=True)
class Dated:
    """An act with the dates it gives, one entry for each of its commencements.

    ``known`` is what was known beside its own text; ``withheld`` are the faults of dates that
    did not verify.
    """

    work: Work
    entries: tuple[EntryIntoForce, ...]
    known: Known
    withheld: tuple[str, ...] = ()

    @property
    def main(self) -> EntryIntoForce:
        """Give the entry of the act as a whole, which the others are exceptions to."""
        return main_entry(self.entries)

    @property
    def staged(self) -> bool:
        """Tell whether some provisions have a day of their own."""
        return any(entry.provisions is not None for entry in self.entries)


def dates(
    works: Sequence[Work], register: Register, law: Jurisdiction, decisions: Decisions
) -> tuple[Dated, ...]:
    """Compute the dates of all acts together.

    An entry that the independent replay does not confirm is withheld: its date becomes
    unknown, with the fault as the reason.
    """
    acts = {work.id: work.act for work in works}
    causes = _causes(works, register)
    alone = {work.id: _known(work, {}, causes, decisions) for work in works}
    first = compute_all(acts, law, alone)
    mains = {name: main_entry(entries) for name, entries in first.items()}
    known = {work.id: _known(work, mains, causes, decisions) for work in works}
    found = compute_all(acts, law, known)
    return tuple(
        _verified(
            work, _in_both_languages(work, found[work.id], known[work.id], law), known[work.id], law
        )
        for work in works
    )


@dataclass(frozen=True, slots=True)
class _Causes:
    """The acts that end or suspend an act, by its id."""

    repeals: Mapping[str, Sequence[str]]
    suspends: Mapping[str, Sequence[tuple[str, Ordered]]]


def _causes(works: Sequence[Work], register: Register) -> _Causes:
    repeals: defaultdict[str, list[str]] = defaultdict(list)
    suspends: defaultdict[str, list[tuple[str, Ordered]]] = defaultdict(list)
    for work in works:
        for ref in work.main.act.repeals:
            target = register.find(ref) if ref.part is None else None  # of a part: the act stays
            if target and target != work.id:
                repeals[target].append(work.id)
        for each in ordered(work.main.act, work.main.document):
            target = register.find(each.ref)
            if target and target != work.id:
                suspends[target].append((work.id, each))
    return _Causes(repeals, suspends)


def _known(
    work: Work, mains: Mapping[str, EntryIntoForce], causes: _Causes, decisions: Decisions
) -> Known:
    """Gather what is known of an act beside its own text."""
    return Known(
        acts=mains,
        decisions=decisions.get(work.id, ()),
        endings=tuple(
            Ending(EndKind.REPEALED, by, day)
            for by in causes.repeals.get(work.id, ())
            if by in mains and (day := mains[by].on)
        ),
        suspensions=tuple(
            Suspension(by, start, each.until or mains[by].ends_on, each.part)
            for by, each in causes.suspends.get(work.id, ())
            if by in mains and (start := each.start(mains[by].on))
        ),
        official_text=True,
        language=work.clauses.document.language,
    )


def _in_both_languages(
    work: Work, entries: Sequence[EntryIntoForce], known: Known, law: Jurisdiction
) -> tuple[EntryIntoForce, ...]:
    """Show the day the other language gives, where it gives another: both texts are the act.

    Clauses are compared one by one where both texts have as many, else only the main ones.
    """
    compared = list(entries)
    rule = law.rule("KZ-LANG-AUTH")
    for text in work.texts:
        if text.document.language is work.clauses.document.language or not says_when(text.act):
            continue
        act = dataclasses.replace(work.act, commencements=text.act.commencements)
        told = dataclasses.replace(known, language=text.document.language)
        others = compute(act, law, told)
        pairs = range(len(entries)) if len(others) == len(entries) else range(1)
        for position in pairs:
            entry, other = compared[position], others[position]
            if entry.on and other.on and entry.on != other.on:
                reading = f"the text in {NAMES[text.document.language]} gives another day"
                compared[position] = dataclasses.replace(
                    entry,
                    confidence=Confidence.DISPUTED,
                    alternatives=(
                        *entry.alternatives,
                        Alternative(other.on, reading, rule.basis, rule.id),
                    ),
                )
    return tuple(compared)


def _verified(
    work: Work, entries: Sequence[EntryIntoForce], known: Known, law: Jurisdiction
) -> Dated:
    kept: list[EntryIntoForce] = []
    withheld: list[str] = []
    for entry in entries:
        faults = verify(entry, law)
        if faults:
            withheld.append(f"{work.id}: {faults[0]}")
        kept.append(_without_date(entry, faults[0]) if faults else entry)
    return Dated(work, tuple(kept), known, tuple(withheld))


def _without_date(entry: EntryIntoForce, fault: str) -> EntryIntoForce:
    return dataclasses.replace(
        entry,
        on=None,
        force_on=None,
        ends_on=None,
        certainty=Certainty.UNKNOWN,
        confidence=Confidence.PROVISIONAL,
        steps=(),
        force_steps=(),
        end_steps=(),
        alternatives=(),
        reason=f"withheld, because its derivation does not verify: {fault}",
    )
