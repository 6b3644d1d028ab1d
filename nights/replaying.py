"""Run the nights one after the other, and hold each against the oracle."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nights import seen
from nights.alarms import Alarms
from nights.clock import moved_to
from nights.oracle import Expected, Oracle
from nights.rebuilding import differences
from nights.receiver import Receiver
from nights.timetable import EMPTY, UNREACHABLE, Night, Scenario
from vacatio.channels import Channel
from vacatio.datadir import DataDir
from vacatio.gates import ClosedGate
from vacatio.nightly import BrokenPromise, Plan, run
from vacatio.settings import Settings
from vacatio_crawlers import replica
from vacatio_crawlers.replica import Fault, Site
from vacatio_crawlers.replica.faults import Answer

#: The sources of a night: the required one and an optional one.
SOURCES = REQUIRED, OPTIONAL = "ekb", "zanorda"
#: Nobody is told where a letter only says what prepares a change, or when a duty ends.
PASSING = frozenset({"adopted", "registered"})
UNTOLD = PASSING | {"deadline"}


@dataclass(slots=True)
class Outcome:
    """What was seen of a row of nights: counts, and every difference from what was expected."""

    nights: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


Tell = Callable[[str], None]


class Rehearsal:
    """The replica, the receiver and the data directory of one scenario."""

    def __init__(self, scenario: Scenario, root: Path, tell: Tell = lambda line: None) -> None:
        self.scenario, self.data, self.outcome = scenario, DataDir(root), Outcome()
        self._tell = tell
        self._oracle, self._alarms = Oracle(scenario), Alarms(SOURCES)
        self._guids: dict[str, dict[str, str]] = {}
        self._lines: list[str] = []
        self._wrong: set[str] = set()

    def run(self) -> Outcome:
        """Run all nights."""
        with replica.serve() as site, Receiver() as receiver, _server_zone():
            for number, night in enumerate(self.scenario.nights):
                began = time.monotonic()
                self._night(number, night, site, receiver)
                self.outcome.seconds.append(time.monotonic() - began)
                self.outcome.nights += 1
            self._all_told(receiver)
        beside = self.data.root.with_name(f"{self.data.root.name}-rebuilt")
        last = self.scenario.nights[-1]
        self.outcome.faults += differences(self.data, self._settings(""), last, beside)
        return self.outcome

    def _night(self, number: int, night: Night, site: Site, receiver: Receiver) -> None:
        site.acts = self.scenario.stock(night.true_day)
        site.unlisted = self._unlisted(night)
        site.faults, site.pages, url = _failing(night, site.url)
        receiver.deaf = night.deaf
        before = self._ledgers()
        self._lines.clear()
        with moved_to(night.clock):
            code = self._run(url, site.url, receiver)
        expected = self._oracle.night(night)
        faults = [
            *self._told(before, expected),
            *self._shown(night, expected),
            *self._alarmed(night, code, receiver),
            *self._fed(night),
        ]
        for fault in faults:
            line = f"night {number + 1}, {night.day}: {fault}"
            self.outcome.faults.append(line)
            self._tell(line)
        if faults:
            self._tell("  " + "\n  ".join(self._lines))

    def _run(self, url: str, cards: str, receiver: Receiver) -> int:
        """Run the night as the command does; give its exit code."""
        settings = self._settings(receiver.url)
        addresses = {REQUIRED: url, OPTIONAL: cards}
        names = SOURCES if self.data.database.exists() else (REQUIRED,)
        plan = Plan(settings, polite=False, sources=names, base_urls=addresses)
        try:
            run(plan, self._lines.append)
        except (BrokenPromise, ClosedGate) as error:
            self._lines.append(str(error))
            return 1
        return 0

    def _settings(self, told: str) -> Settings:
        return Settings(
            data=self.data.root,
            site="https://example.org",
            ping=f"{told}/ping",
            notify=(Channel("law", webhook=f"{told}/letters"),),
        )

    def _unlisted(self, night: Night) -> set[str]:
        return {
            order.id
            for each in self.scenario.placed
            for order, row in each.rows(night.true_day)
            if row is not None and row.get("unlisted")
        }

    def _ledgers(self) -> tuple[int, int]:
        events = seen.ledger(self.data.ledger / "events.jsonl")
        return len(events), len(seen.ledger(self.data.ledger / "notices.jsonl"))

    def _told(self, before: tuple[int, int], expected: Expected) -> Iterator[str]:
        events = seen.ledger(self.data.ledger / "events.jsonl")
        notices = seen.ledger(self.data.ledger / "notices.jsonl")
        for words, now, due in (
            ("announced", seen.announced(events, before[0]), expected.events),
            ("reminded of", seen.reminded(notices, before[1]), expected.reminders),
        ):
            yield from _differences(words, now, due)
            self.outcome.counts.update(str(each[words == "announced"]) for each in now)
        for what, lines in (("event", events), ("notice", notices)):
            for name in seen.repeated([line["id"] for line in lines]):
                yield f"{what} {name} stands in the ledger twice"

    def _shown(self, night: Night, expected: Expected) -> Iterator[str]:
        if not self.data.database.exists():
            yield "nothing is published"
            return
        shown = seen.rows(self.data, night.day)
        wrong = {
            f"{act} is {shown.get(act)}, and should be {expected.rows.get(act)}"
            for act in shown.keys() | expected.rows.keys()
            if shown.get(act) != expected.rows.get(act)
        }
        yield from sorted(wrong - self._wrong)  # what stays wrong is told once
        self._wrong = wrong

    def _alarmed(self, night: Night, code: int, receiver: Receiver) -> Iterator[str]:
        due = self._alarms.night(night)
        self.outcome.counts["exit 1"] += code
        if code != due.code:
            yield f"it ended with {code}, and should with {due.code}"
        if receiver.pings != list(due.pings):
            yield f"the watching address heard {receiver.pings}, and should {list(due.pings)}"
        receiver.pings.clear()
        if self.data.database.exists() and (stale := seen.stale(self.data)) != self._alarms.stale:
            yield f"{stale} are marked stale, and should {self._alarms.stale}"
        yield from _differences("raised", seen.status(self.data), self._alarms.raised)
        for name in seen.repeated(receiver.events):
            yield f"event {name} was delivered twice"
        for name in seen.repeated(receiver.letters):
            yield f"letter {name} was delivered twice"

    def _fed(self, night: Night) -> Iterator[str]:
        """A guid stands once on a page, and leaves a feed only with all that were known earlier.

        That an act was signed or registered is told while nothing later is known of it.
        """
        told = [
            line
            for name in ("events", "notices")
            for line in seen.ledger(self.data.ledger / f"{name}.jsonl")
        ]
        passing = {f"urn:vacatio:{line['id']}" for line in told if line["kind"] in PASSING}
        days = {f"urn:vacatio:{line['id']}": str(line["known_on"]) for line in told}
        for name, pages in seen.feeds(self.data):
            for page in pages:
                for guid in seen.repeated(page):
                    yield f"{name} holds {guid} twice"
            now = {guid for page in pages for guid in page} - passing
            known = self._guids.setdefault(name, {})
            lost = known.keys() - now
            newest = max((known[guid] for guid in lost), default="")
            if any(known[guid] < newest for guid in known.keys() & now):
                yield f"{name} lost {len(lost)} entries that are not its oldest"
            today = night.day.isoformat()  # what the runs tell stands in no ledger
            self._guids[name] = {guid: days.get(guid) or known.get(guid, today) for guid in now}
        for name, uids in seen.calendars(self.data):
            for uid in seen.repeated(uids):
                yield f"{name} holds {uid} twice"

    def _all_told(self, receiver: Receiver) -> None:
        """Every event since the receiver was named must have arrived, but for what prepares one."""
        events = seen.ledger(self.data.ledger / "events.jsonl")
        deliveries = seen.ledger(self.data.ledger / "deliveries.jsonl")
        start = int(deliveries[0]["end"])
        due = {line["id"] for line in events[start:] if line["kind"] not in UNTOLD}
        heard = {name.rpartition(":")[2] for name in receiver.events}
        self.outcome.counts["delivered"] = len(receiver.events)
        self.outcome.counts["letters"] = len(receiver.letters)
        if missing := due - heard:
            self.outcome.faults.append(f"{len(missing)} events were never delivered")


def _failing(
    night: Night, url: str
) -> tuple[dict[str, Fault | Sequence[Fault | None]], dict[str, Answer], str]:
    """Give the faults and pages of the replica for a night, and where the bank is asked."""
    faults: dict[str, Fault | Sequence[Fault | None]] = {}
    pages: dict[str, Answer] = {}
    if night.optional:
        faults["/ru/content"] = Fault.ERROR
    if night.required == EMPTY:
        empty = b'{"page":1,"pageCount":1,"documentsFound":0,"list":[]}'
        pages["/api/documents/search"] = Answer(200, "application/json;charset=UTF-8", empty)
        faults["/api/documents/2"] = Fault.GONE
    elif night.required == UNREACHABLE:
        url = f"http://127.0.0.1:{_free_port()}"
    elif isinstance(night.required, Fault):
        faults["/api/"] = night.required
    return faults, pages, url


def _free_port() -> int:
    """Find a port at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _differences(words: str, now: Sequence[object], due: Sequence[object]) -> Iterator[str]:
    came, wanted = Counter(now), Counter(due)
    for each in (came - wanted).elements():
        yield f"{words}, and should not be: {each}"
    for each in (wanted - came).elements():
        yield f"not {words}, and should be: {each}"


@contextlib.contextmanager
def _server_zone() -> Iterator[None]:
    """Put the process into the zone of the server, as cron would run it there."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
