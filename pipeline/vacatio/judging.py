"""Hold each decision against what it rests on today: it is applied, or it comes up again.

A decision whose ground has changed is never applied in silence. One written by hand without a
basis holds whatever changes, and is shown until it has one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from vacatio import basis
from vacatio.assemble import Work
from vacatio.decisions import FACTS, Kind, Recorded, State, Verdict, standing
from vacatio.derive import Dated
from vacatio.findings import ACT, HeldBack
from vacatio.resolve import citation_id
from vacatio.store import Row
from vacatio_calendar import Jurisdiction
from vacatio_calendar.known import Fact
from vacatio_calendar.model import ActRef


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where one act names another."""

    by: Work
    ref: ActRef
    kind: str

    @property
    def id(self) -> str:
        """Name the question which act is meant."""
        return citation_id(self.by.id, self.ref)


def citations(works: Iterable[Work]) -> dict[str, Citation]:
    """Give every citation of an act that another amends, repeals or suspends, by its id."""
    found: dict[str, Citation] = {}
    for work in works:
        act = work.main.act
        for kind, refs in (
            ("amends", act.amends),
            ("repeals", act.repeals),
            ("suspends", act.suspends),
        ):
            for ref in refs:
                one = Citation(work, ref, kind)
                found.setdefault(one.id, one)
    return found


@dataclass(slots=True)
class Judged:
    """What became of each decision, and what it rests on now, by the ids of decisions.

    ``meant`` names for a decision on a finding the finding it is about today: the same one, or
    the one that took its place when its values changed.
    """

    recorded: tuple[Recorded, ...]
    states: dict[str, State] = field(default_factory=dict)
    now: dict[str, basis.Lines] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set aside what a later decision on the same replaces."""
        alive = standing(self.recorded)
        self.states = {each.id: State.SUPERSEDED for each in self.recorded if each.id not in alive}

    def of(self, *kinds: Kind) -> list[Recorded]:
        """Give the decisions of some kinds that nothing replaces."""
        later = State.SUPERSEDED
        return [
            each
            for each in self.recorded
            if each.kind in kinds and self.states.get(each.id) is not later
        ]

    def having(self, state: State) -> tuple[Recorded, ...]:
        """Give the decisions of one state."""
        return tuple(each for each in self.recorded if self.states.get(each.id) is state)

    def answer(self, review: str) -> Recorded | None:
        """Give the decision that answers a question today."""
        given = (each for each in self.having(State.APPLIED) if each.review == review)
        return next(reversed(tuple(given)), None)

    def _judge(self, each: Recorded, lines: basis.Lines | None) -> None:
        if lines is None:
            gone = each.verdict is Verdict.DISMISSED or each.kind not in FACTS
            self.states[each.id] = State.SPENT if gone else State.UNMATCHED
            return
        self.now[each.id] = lines
        same = each.basis is None or each.basis == basis.digest(lines)
        self.states[each.id] = State.APPLIED if same else State.OUTDATED

    def targets(self, cited: Mapping[str, Citation], acts: Container[str]) -> dict[str, str]:
        """Judge what people said citations mean; give what holds, by the ids of citations."""
        for each in self.of(Kind.TARGET):
            citation = cited.get(each.review or "")
            lines = basis.of_target(citation.ref) if citation else None
            self._judge(each, lines)
            if citation and each.value not in acts and each.verdict is not Verdict.DISMISSED:
                self.states[each.id] = State.UNMATCHED
        return {
            each.review: each.value
            for each in self.having(State.APPLIED)
            if each.kind is Kind.TARGET and each.review and each.value
        }

    def facts(self, plain: Mapping[str, Dated], law: Jurisdiction) -> None:
        """Judge what people decided of dates; `plain` are the acts without any decision."""
        for each in self.of(*FACTS):
            dated = plain.get(each.act or "")
            fact = Fact(each.kind.value)
            lines = basis.of_fact(fact, each.provisions, dated, law) if dated else None
            self._judge(each, lines)

    def sources(self, held: Iterable[HeldBack]) -> frozenset[str]:
        """Judge whether sources were misread; give the ids of what is to be let through."""
        asked = {each.id: basis_of_held(each) for each in held}
        for each in self.of(Kind.SOURCE):
            self._judge(each, asked.get(each.review or ""))
        return frozenset(
            each.review
            for each in self.having(State.APPLIED)
            if each.kind is Kind.SOURCE and each.verdict is Verdict.DISMISSED and each.review
        )

    def findings(self, rows: Mapping[str, Row]) -> None:
        """Judge what people said of findings; one whose values changed is another finding."""
        given = self.of(Kind.FINDING)
        answered = {each.review for each in given}
        places: dict[tuple[object, ...], str] = {}
        for name, row in rows.items():
            if name not in answered:
                of = row["act_id"] if row["about"] == ACT and row["act_id"] else row["document_id"]
                places.setdefault((row["code"], of, row["provision"]), name)
        for each in given:
            of = each.act if each.document is None else each.document
            same = each.review if each.review in rows else None
            meant = same or places.get((each.code, of, each.provisions))
            self._judge(each, basis.of_finding(rows[meant]) if meant else None)
            if meant:
                self.meant[each.id] = meant
                if meant != each.review:
                    self.states[each.id] = State.OUTDATED


def basis_of_held(each: HeldBack) -> basis.Lines:
    """Tell what it rests on that a source was read right: that so many documents, not far more."""
    fifths = -(-each.held.fired * 5 // each.held.documents)
    return (f"source: {each.source}", f"check: {each.held.code}", f"on up to {fifths * 20} percent")
