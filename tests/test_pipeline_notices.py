"""What is told beside events: each stage on its day, once, whatever becomes of the rebuilds."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
from collections import defaultdict
from zoneinfo import ZoneInfo

import icalendar
import pytest

from vacatio import notices, run_states
from vacatio.events import CORRECTED, Event, announce, from_ledger, identity
from vacatio.ledger import Line
from vacatio.notices import Notice
from vacatio_calendar.model import Language
from vacatio_feeds import Feed, calendar_events, ics, instant

ACT = "kz/order/health/2026-09-14/121"
ACTS = frozenset({ACT})
ZONE = ZoneInfo("Asia/Almaty")


def entering(on: str, known_on: str = "2026-09-25", act: str = ACT, **more: str | None) -> Event:
    return Event(
        id=identity(act, "enters_into_force", None, None),
        act_id=act,
        kind="enters_into_force",
        provisions=None,
        effective_on=on,
        known_on=known_on,
        certainty="computed",
        confidence="provisional",
        title="Order 121",
        summary="Counted.",
        **more,
    )


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def nights(events: tuple[Event, ...], *days: str) -> list[list[tuple[str, str]]]:
    """Run on each of these days; give what each run told, as kind and day."""
    ledger: dict[str, Notice] = {}
    told = []
    for today in days:
        due = notices.stages(events, ledger.values(), day(today))
        table = notices.announce(due, ledger.values(), ACTS, frozenset())
        new = [each for each in table if each.id not in ledger]
        told.append(sorted((each.kind, each.known_on) for each in new))
        ledger |= {each.id: each for each in new}
    return told


def test_a_week_before_and_on_the_day_each_stage_is_told_once() -> None:
    days = ("2026-09-28", "2026-09-29", "2026-09-30", "2026-10-06", "2026-10-06", "2026-10-07")
    assert nights((entering("2026-10-06"),), *days) == [
        [],
        [("soon", "2026-09-29")],
        [],
        [("starts", "2026-10-06")],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        (("2026-10-02",), [[("soon", "2026-10-02")]]),  # the first run after it
        (("2026-10-09",), [[("starts", "2026-10-09")]]),  # a week before would be no news now
        (("2027-01-09",), [[]]),  # nor is a day of months ago
    ],
)
def test_a_stage_is_told_by_the_first_run_after_it(
    runs: tuple[str, ...], told: list[list[tuple[str, str]]]
) -> None:
    assert nights((entering("2026-10-06"),), *runs) == told


@pytest.mark.parametrize(
    ("known_on", "kinds"),
    [("2026-09-28", ["soon", "starts"]), ("2026-10-01", ["starts"]), ("2026-10-06", [])],
)
def test_what_was_announced_too_late_for_a_stage_has_none(known_on: str, kinds: list[str]) -> None:
    runs = [f"2026-{month:02}-{on:02}" for month, on in ((9, 29), (9, 30), (10, 6), (10, 7))]
    told = nights((entering("2026-10-06", known_on),), *runs)
    assert [kind for night in told for kind, _ in night] == kinds


def test_of_a_corrected_date_only_the_last_is_reminded_of() -> None:
    first = entering("2026-10-06")
    second = dataclasses.replace(
        entering("2026-10-20", "2026-10-01"),
        id=identity(CORRECTED, first.id),
        kind=CORRECTED,
        replaces=first.id,
    )
    told = nights((first, second), "2026-10-06", "2026-10-13", "2026-10-20")
    assert [[kind for kind, _ in night] for night in told] == [[], ["soon"], ["starts"]]


def test_an_act_that_applied_already_is_told_as_found_unless_by_backfill() -> None:
    events = (
        entering("2026-01-01", "2026-01-01", "first"),  # the archive's first day
        entering("2026-09-20", "2026-09-25", "late"),
        entering("2024-09-20", "2026-09-25", "backfill"),
        entering("2026-10-20", "2026-09-25", "to come"),
    )
    assert [each.act_id for each in notices.found(events, "2026-01-01")] == ["late"]


def test_a_finding_is_told_when_it_opens_and_when_it_ends_and_again_when_it_returns() -> None:
    shown: Line = {"about": "act", "act_id": ACT, "title": "t", "message": "m", "code": "VAC008"}
    register: list[Line] = [
        {"id": "f#1", "finding": "f", "occurrence": 1, "first_seen": "2026-09-01", **shown},
        {"id": "f#1/end", "finding": "f", "last_seen": "2026-09-02", "ended_on": "2026-09-03"},
        {"id": "f#2", "finding": "f", "occurrence": 2, "first_seen": "2026-09-09", **shown},
    ]
    told = list(notices.findings(register))
    assert [(each.kind, each.known_on) for each in told][:2] == [
        ("finding", "2026-09-01"),
        ("finding_ended", "2026-09-03"),
    ]
    assert len({each.id for each in told}) == 3


def ended(run: str, at: str, outcome: str = "published", good: str | None = "ekb") -> Line:
    beat = {"source": good, "at": at, "outcome": "ok", "reason": None}
    sources = json.dumps([beat] if good else [])
    return {"id": f"{run}/end", "finished_at": at, "outcome": outcome, "sources": sources}


def test_the_runs_tell_only_what_changed() -> None:
    closed = "failed: not published, the last publication stays in place: table acts"
    log = [
        ended("1", "2026-09-01T02:00:00Z"),
        ended("2", "2026-09-02T02:00:00Z"),
        ended("3", "2026-09-03T02:00:00Z", closed, None),
        ended("4", "2026-09-04T22:00:00Z", closed, None),
        ended("5", "2026-09-05T22:00:00Z", "published", None),
        ended("6", "2026-09-06T02:00:00Z"),
        ended("7", "2026-09-07T02:00:00Z"),
    ]
    told = [(each.kind, each.known_on) for each in run_states.changes(log, ZONE)]
    assert told == [
        ("closed", "2026-09-03"),
        ("stale", "2026-09-05"),  # the civil day of Almaty
        ("opened", "2026-09-06"),
        ("alive", "2026-09-06"),
    ]


# -- a hundred rebuilds -----------------------------------------------------------------------


class World:
    """Acts whose dates change as laws and readings do, and the ledgers that remember."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.today = dt.date(2026, 1, 1)
        self.acts: dict[str, tuple[str, dt.date | None]] = {}
        self.events: list[Line] = []
        self.notices: dict[str, Notice] = {}

    def change(self) -> set[str]:
        """Let a day or some pass; tell the acts whose date moved."""
        self.today += dt.timedelta(days=self.chance.choice((0, 1, 1, 1, 2, 9)))
        moved = set()
        for _ in range(self.chance.randrange(4)):
            name = f"kz/law/{self.chance.randrange(60)}"
            known, before = self.acts.get(name, (self.today.isoformat(), None))
            after = self.today + dt.timedelta(days=self.chance.randrange(-20, 60))
            on = None if self.chance.random() < 0.15 else after
            if name in self.acts and on != before:
                moved.add(name)
            self.acts[name] = (known, on)
        return moved

    def rebuild(self) -> tuple[tuple[Event, ...], tuple[Notice, ...]]:
        """Do what a run does; give the two tables."""
        derived = tuple(
            entering(on.isoformat(), known, act) for act, (known, on) in self.acts.items() if on
        )
        acts = frozenset(self.acts)
        told = announce(derived, from_ledger(self.events), acts, self.today)
        known = {line["id"] for line in self.events}
        self.events += [event.row() for event in told if event.id not in known]
        before = tuple(self.notices.values())
        due = (
            *notices.stages(told, before, self.today),
            *notices.found(told, min((e.known_on for e in told), default="")),
        )
        table = notices.announce(due, before, acts, frozenset())
        self.notices |= {each.id: each for each in table if each.id not in self.notices}
        return told, table


@pytest.mark.parametrize("seed", range(3))
def test_over_a_hundred_rebuilds_nothing_is_told_twice_renamed_or_left_untold(seed: int) -> None:
    world = World(random.Random(seed))
    meaning: dict[str, tuple[str | None, ...]] = {}
    uids: dict[str, str] = {}
    sequences: defaultdict[str, int] = defaultdict(int)
    for _ in range(100):
        moved = world.change()
        head = {_root(event, world): event for event in from_ledger(world.events)}
        shown = {event.act_id: event.effective_on for event in head.values()}
        told, table = world.rebuild()
        assert world.rebuild() == (told, table)  # a rebuild of the same tells nothing
        rows = [*(event.row() for event in told), *(each.row() for each in table)]
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            of = (
                str(row["act_id"]),
                str(row["kind"]),
                str(row.get("replaces") or row.get("event_id")),
            )
            said = (*of, str(row["effective_on"]), str(row["known_on"]))
            assert meaning.setdefault(str(row["id"]), said) == said
        new = {event.act_id: event for event in told if event.known_on == world.today.isoformat()}
        for act in moved:  # every correction is announced, and names the old one
            on = world.acts[act][1]
            if act in shown and shown[act] != (on.isoformat() if on else None):
                assert (new[act].kind, bool(new[act].replaces)) == (CORRECTED, True)
        events = calendar_events([event.row() for event in told], site_url="https://x.kz")
        acts = {f"{event.id}@vacatio": event.act_id for event in told}
        for each in events:
            assert uids.setdefault(each.uid, acts[each.uid]) == acts[each.uid]
            assert each.sequence >= sequences[each.uid]
            sequences[each.uid] = each.sequence
        assert len(set(uids.values())) == len(uids)
    feed = Feed(
        "c", "C", "D", Language.EN, "https://x.kz/c.ics", "https://x.kz/", instant(world.today)
    )
    read = icalendar.Calendar.from_ical(ics(feed, events)).walk("VEVENT")
    assert {str(each["uid"]) for each in read} == {each.uid for each in events}
    assert any(event.kind == CORRECTED for event in told)
    assert {each.kind for each in table} == {"soon", "starts", "found"}


def _root(event: Event, world: World) -> str:
    by_id = {str(line["id"]): line for line in world.events}
    name = event.id
    while by_id[name]["replaces"]:
        name = str(by_id[name]["replaces"])
    return name
