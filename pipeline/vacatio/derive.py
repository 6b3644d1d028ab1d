"""From acts to dates: compute every entry into force, and let nothing pass that does not verify.

Acts bear on one another: one waits for another's day, one ends or suspends another. So all are
computed together: first each after those it waits for, then once more with what the first round
says of when acts end and suspend one another, which moves no first day.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from vacatio import edges
from vacatio.assemble import Work, says_when
from vacatio.edges import Edges
from vacatio.holdings import Holdings
from vacatio.resolve import Register
from vacatio.suspensions import Ordered, ordered
from vacatio_calendar import Jurisdiction, Known, compute, compute_all, main_entry, verify
from vacatio_calendar.known import Decision, Ending, EndKind, Suspension
from vacatio_calendar.law import LegalRule
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

#: Gives the main entry of an act by its id.
Outside = Callable[[str], EntryIntoForce | None]

NO_DECISIONS: Decisions = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Dated:
    """An act with the dates it gives, one entry for each of its commencements.

    ``known`` is what was known beside its own text; ``first`` is its main entry as it is before
    it is known what ends it; ``withheld`` are the faults of dates that did not verify.
    """

    work: Work
    entries: tuple[EntryIntoForce, ...]
    known: Known
    first: EntryIntoForce
    withheld: tuple[str, ...] = ()

    @property
    def main(self) -> EntryIntoForce:
        """Give the entry of the act as a whole, which the others are exceptions to."""
        return main_entry(self.entries)

    @property
    def staged(self) -> bool:
        """Tell whether some provisions have a day of their own."""
        return any(entry.provisions is not None for entry in self.entries)


class Mains(Mapping[str, EntryIntoForce]):
    """The main entries of acts by their ids: those computed now, and those of an earlier build."""

    def __init__(
        self, own: Mapping[str, EntryIntoForce], outside: Outside = lambda name: None
    ) -> None:
        self._own, self._outside = own, outside

    def __getitem__(self, name: str) -> EntryIntoForce:
        found = self._own.get(name) or self._outside(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


class Causes:
    """The acts that end or suspend an act."""

    def __init__(self, acts: Holdings, drawn: Edges, register: Register) -> None:
        self._acts, self._drawn, self._register = acts, drawn, register

    def repealing(self, name: str) -> tuple[str, ...]:
        """Name the acts that repeal an act."""
        return self._drawn.to(edges.REPEALS, name)

    def suspending(self, name: str) -> Iterator[tuple[str, Ordered]]:
        """Give the suspensions of an act, with the acts that order them."""
        for by in self._drawn.to(edges.SUSPENDS, name):
            work = self._acts.work(by)
            for each in ordered(work.main.act, work.main.document) if work else ():
                if self._register.find(each.ref, by) == name:
                    yield by, each


def _of_others(outside: Outside, acts: Container[str]) -> Outside:
    """Say nothing of acts that are computed now: in a ring each would prove the other's old day."""
    return lambda name: None if name in acts else outside(name)


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier build says of acts that are not computed now: their main entries.

    ``first`` gives them as they are before it is known which acts end one another.
    """

    first: Outside = lambda name: None
    final: Outside = lambda name: None


ALONE = Before()


def dates(
    works: Sequence[Work],
    causes: Causes,
    law: Jurisdiction,
    decisions: Decisions,
    outdated: Decisions = NO_DECISIONS,
    before: Before = ALONE,
) -> tuple[Dated, ...]:
    """Compute the dates of acts together; `before` says what is known of the others.

    `outdated` are decisions on a ground that has changed since: they decide nothing, and the day
    each would give is shown beside the computed one. An entry that the independent replay does
    not confirm is withheld: its date becomes unknown, with the fault as the reason.
    """
    acts = {work.id: work.act for work in works}
    first_before, final_before = (
        _of_others(outside, acts) for outside in (before.first, before.final)
    )
    alone = {
        work.id: Known(
            acts=Mains({}, first_before),
            decisions=decisions.get(work.id, ()),
            official_text=True,
            language=work.clauses.document.language,
        )
        for work in works
    }
    first = {name: main_entry(each) for name, each in compute_all(acts, law, alone).items()}
    mains = Mains(first, first_before)
    known = {work.id: _known(work, mains, causes, decisions) for work in works}
    final = Mains(first, final_before)
    told = {name: dataclasses.replace(each, acts=final) for name, each in known.items()}
    found = compute_all(acts, law, told)
    return tuple(
        _verified(
            work,
            _beside_outdated(
                work,
                _in_both_languages(work, found[work.id], known[work.id], law),
                known[work.id],
                law,
                outdated.get(work.id, ()),
            ),
            known[work.id],
            mains[work.id],
            law,
        )
        for work in works
    )


def _known(
    work: Work, mains: Mapping[str, EntryIntoForce], causes: Causes, decisions: Decisions
) -> Known:
    """Gather what is known of an act beside its own text."""
    return Known(
        acts=mains,
        decisions=decisions.get(work.id, ()),
        endings=tuple(
            Ending(EndKind.REPEALED, by, day)
            for by in causes.repealing(work.id)
            if by in mains and (day := mains[by].on)
        ),
        suspensions=tuple(
            Suspension(by, start, each.until or mains[by].ends_on, each.part)
            for by, each in causes.suspending(work.id)
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
            reading = f"the text in {NAMES[text.document.language]} gives another day"
            compared[position] = _beside(compared[position], others[position], reading, rule)
    return tuple(compared)


def _beside_outdated(
    work: Work,
    entries: Sequence[EntryIntoForce],
    known: Known,
    law: Jurisdiction,
    outdated: Sequence[Decision],
) -> tuple[EntryIntoForce, ...]:
    """Show the day that a decision gave before what it rested on changed; it decides no more."""
    shown = tuple(entries)
    rule = law.named("DECISION-OLD")
    for decision in outdated:
        told = dataclasses.replace(known, decisions=(*known.decisions, decision))
        reading = f"what {decision.source.partition(':')[0]} rested on has changed"
        shown = tuple(
            _beside(entry, other, reading, rule)
            for entry, other in zip(shown, compute(work.act, law, told), strict=True)
        )
    return shown


def _beside(
    entry: EntryIntoForce, other: EntryIntoForce, reading: str, rule: LegalRule
) -> EntryIntoForce:
    """Dispute an entry where another one gives another day."""
    if entry.on is None or other.on is None or entry.on == other.on:
        return entry
    shown = Alternative(other.on, reading, rule.basis, rule.id)
    return dataclasses.replace(
        entry, confidence=Confidence.DISPUTED, alternatives=(*entry.alternatives, shown)
    )


def _verified(
    work: Work,
    entries: Sequence[EntryIntoForce],
    known: Known,
    first: EntryIntoForce,
    law: Jurisdiction,
) -> Dated:
    kept: list[EntryIntoForce] = []
    withheld: list[str] = []
    for entry in entries:
        faults = verify(entry, law)
        if faults:
            withheld.append(f"{work.id}: {faults[0]}")
        kept.append(_without_date(entry, faults[0]) if faults else entry)
    return Dated(work, tuple(kept), known, first, tuple(withheld))


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
