"""The publications before and after, and how long a night takes: made once, compared often."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from killing import seen, witness, world
from killing.seen import Published
from killing.witness import Event
from vacatio.datadir import DataDir
from vacatio_crawlers.replica import Site

ROOT = Path(__file__).parents[1]

#: No night takes longer.
PATIENCE = 180.0


def today() -> tuple[dt.date, dt.date]:
    """Tell the day, there and by Greenwich: what is published depends on both."""
    now = dt.datetime.now(dt.UTC)
    return now.astimezone(ZoneInfo("Asia/Almaty")).date(), now.date()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a night ended: its exit code, its last words, the seconds it took, whether killed."""

    code: int
    said: str
    seconds: float
    killed: bool


@dataclass(slots=True)
class Scene:
    """What every round begins with and ends with; `begin` fills it.

    ``seconds`` are what a night takes now: others may use the machine too.
    """

    folder: Path
    site: Site
    receiver: world.Receiver
    days: tuple[dt.date, dt.date] = (dt.date.min, dt.date.min)
    before: Published = field(default_factory=lambda: Published({}, {}))
    after: Published = field(default_factory=lambda: Published({}, {}))
    ledgers: Mapping[str, list[bytes]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    order: Mapping[str, str] = field(default_factory=dict)
    events: Sequence[Event] = ()
    seconds: float = 0.0
    grown: int = 0

    @property
    def first(self) -> Path:
        """Where the publication before lies; rounds take copies."""
        return self.folder / "first"

    def begin(self) -> None:
        """Publish the world before, twice, and a copy of it the world after."""
        remove(self.first)
        self.first.mkdir(parents=True)
        self.days = today()
        (self.first / "decisions.toml").write_text(world.DECISIONS, encoding="utf-8")
        world.show(self.site, world.before(self.days[0]))
        for _ in range(2):
            self.undisturbed(self.first)
        self.before = seen.published(DataDir(self.first))
        world.show(self.site, world.after(self.days[0]))
        copy = self.folder / "undisturbed"
        remove(copy)
        duplicate(self.first, copy)
        self.receiver.clear()
        notes = self.folder / "notes"
        done = self.undisturbed(copy, "--notes", str(notes))
        data = DataDir(copy)
        self.seconds, self.grown = done.seconds, size(copy) - size(self.first)
        self.events = witness.read(notes)
        self.after, self.ledgers = seen.published(data), seen.ledgers(data)
        self.names = seen.names(data)
        self.told = frozenset[str]().union(*self.receiver.letters.values())
        ran = ["", *seen.stages(data)]
        self.order = dict(zip(ran, [*ran[1:], "finish"], strict=True))
        assert self.after.content != self.before.content, "nothing changes: there is nothing to see"
        remove(copy)

    @property
    def stages(self) -> tuple[str, ...]:
        """Name the stages of a night, with what lies before the first and behind the last."""
        return ("start", *self.order.values())

    @property
    def never(self) -> float:
        """Seconds after which a night has ended by itself, however slow the machine has become."""
        return PATIENCE

    def gap(self, at: Event) -> float:
        """Tell how many seconds lay behind an event until the next."""
        return next((each.at for each in self.events if each.at > at.at), at.at) - at.at

    def moment(self, chance: random.Random) -> tuple[Event, float]:
        """Draw a stage, and a moment of it: the event before it, and the seconds in between."""
        number = chance.randrange(len(self.order))
        ends = max((each.at for each in self.events if each.stage == number), default=0.0)
        begins = max((each.at for each in self.events if each.stage < number), default=0.0)
        at = chance.uniform(begins, max(begins, ends))
        event = [each for each in self.events if each.at <= at][-1]
        return event, at - event.at

    def undisturbed(self, root: Path, *more: str) -> Ended:
        """Do a night that nothing befalls.

        Raises:
            AssertionError: it did not end well.
        """
        ended = self.night(root, PATIENCE, *more)
        assert ended.code == 0, f"an undisturbed night ended with {ended.code}: {ended.said}"
        self.seconds += (ended.seconds - self.seconds) / 4 if self.seconds else ended.seconds
        return ended

    def night(self, root: Path, kill_after: float, *more: str, alone: bool = False) -> Ended:
        """Start a night as a process of its own; kill it and its children after so many seconds.

        `alone` kills the night and leaves its children to find out.
        """
        command = [sys.executable, "-m", "killing.night", str(root), self.site.url]
        scratch = self.folder / "tmp"
        scratch.mkdir(exist_ok=True)
        words = self.folder / "said"
        began = time.monotonic()
        with words.open("wb") as said:
            process = subprocess.Popen(
                [*command, self.receiver.url, *more],
                cwd=ROOT,
                stdout=said,
                stderr=said,
                start_new_session=True,
                env={**os.environ, "TMPDIR": str(scratch)},
            )
            try:
                process.wait(kill_after)
            except subprocess.TimeoutExpired:
                stop(process.pid, alone=alone)
        code = process.wait()
        seconds = time.monotonic() - began
        left = outlived(process.pid)
        assert not left, f"processes outlive the night: {left}"
        last = words.read_text(encoding="utf-8", errors="replace").strip()
        return Ended(code, last, seconds, code == -signal.SIGKILL)


@contextlib.contextmanager
def later(seconds: float, do: Callable[[], None]) -> Iterator[None]:
    """Do something so many seconds from now, or never, if the block has ended before."""
    if not seconds:
        do()
        yield
        return
    timer = threading.Timer(seconds, do)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def stop(leader: int, *, alone: bool) -> None:
    """Kill a process, or all of its group."""
    (os.kill if alone else os.killpg)(leader, signal.SIGKILL)


def outlived(group: int, patience: float = 20.0) -> list[str]:
    """Wait until nothing of a group of processes is left; name what does not end."""
    ends = time.monotonic() + patience
    while (left := _group(group)) and time.monotonic() < ends:
        time.sleep(0.02)
    return left


def _group(group: int) -> list[str]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has ended meanwhile
            continue
        state, _, of = words.rpartition(")")[2].split()[:3]
        if int(of) == group and state not in "ZX":
            found.append(words.rpartition(")")[0])
    return found


def duplicate(root: Path, to: Path) -> None:
    """Copy a data directory with its links, hard and soft."""
    subprocess.run(["cp", "-a", str(root), str(to)], check=True)


def remove(root: Path) -> None:
    """Remove a data directory, if it is there."""
    subprocess.run(["rm", "-rf", str(root)], check=True)


def size(root: Path) -> int:
    """Tell how much room a folder takes."""
    told = subprocess.run(["du", "-sk", str(root)], capture_output=True, text=True, check=True)
    return int(told.stdout.split()[0]) * 1024
