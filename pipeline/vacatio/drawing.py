"""Draw the edges from an act to those it bears on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vacatio import edges
from vacatio.assemble import Work
from vacatio.derive import Causes
from vacatio.edges import Edge, Edges
from vacatio.holdings import Holdings
from vacatio.lookups import ArchiveLookup, facts_only
from vacatio.resolve import Register
from vacatio.suspensions import ordered
from vacatio_calendar import Jurisdiction, act_id
from vacatio_calendar.checks import OtherAct
from vacatio_calendar.checks.others import grounds
from vacatio_calendar.graph import depends_on
from vacatio_calendar.model import ActRef


def by_register(work: Work, register: Register, law: Jurisdiction) -> Iterator[Edge]:
    """Give the edges that dates and events follow: what an act changes, ends and waits for."""
    act = work.main.act
    told: tuple[tuple[str, list[ActRef]], ...] = (
        (edges.REPEALS, [ref for ref in act.repeals if ref.part is None]),  # else the act stays
        (edges.SUSPENDS, [each.ref for each in ordered(act, work.main.document)]),
        (edges.AMENDS, list(act.amends)),
    )
    for kind, refs in told:
        for ref in refs:
            target = register.find(ref, work.id)
            if target is not None and target != work.id:
                yield kind, target
    yield from ((edges.WAITS, name) for name in depends_on(work.act, law))
    note = work.act.repealed_by
    ended_by = act_id(note.by, law) if note else None
    if ended_by is not None and ended_by != work.id:
        yield edges.ENDED_BY, ended_by


def by_checks(work: Work, lookup: ArchiveLookup) -> Iterator[Edge]:
    """Give the edges that checks follow, who are stricter about whose act is meant."""
    act = work.act
    for kind, refs in (
        (edges.AMENDING, list(act.amends)),
        (edges.REPEALING, [ref for ref in act.repeals if ref.part is None]),
        (edges.RESTING, list(grounds(work.main.document))),
    ):
        for ref in refs:
            target = lookup.find(ref)
            if target is not None and target.id != work.id:
                yield kind, target.id


def causes(works: Iterable[Work], register: Register, law: Jurisdiction) -> Causes:
    """Draw the edges of acts, and give what they do to one another's dates."""
    works = tuple(works)
    drawn = Edges()
    for work in works:
        drawn.draw(work.id, by_register(work, register, law))
    return Causes(Holdings(works, law), drawn, register)


def strict(acts: Holdings, drawn: Edges, law: Jurisdiction) -> ArchiveLookup:
    """Give the look-up by which checks resolve citations, before any date is known."""

    def make(name: str) -> OtherAct:
        work = acts.work(name)
        assert work is not None
        return facts_only(work)

    return ArchiveLookup(acts, make, drawn, law, question="card")
