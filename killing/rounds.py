"""One round: nights are killed, what each leaves is whole, and the next one ends well."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from killing import disks, seen
from killing.disks import Disk
from killing.scene import Ended, Scene, duplicate, later, today
from killing.seen import Originals
from killing.witness import Event
from vacatio import lock
from vacatio.archive import Archive
from vacatio.datadir import DataDir


class Fault(StrEnum):
    """What is wrong beside the kill, or in its place."""

    NONE = "none"
    FULL = "disk full"
    READ_ONLY = "read-only disk"
    ARCHIVE = "torn archive"
    LEDGER = "torn ledger"


#: How often each fault is drawn.
SHARES: Mapping[Fault, float] = {
    Fault.NONE: 0.5,
    Fault.FULL: 0.15,
    Fault.READ_ONLY: 0.1,
    Fault.ARCHIVE: 0.15,
    Fault.LEDGER: 0.1,
}

#: How often so many nights are killed, one after the other.
NIGHTS: Mapping[int, float] = {1: 0.3, 2: 0.3, 3: 0.2, 4: 0.2}

#: How a night may end of which nobody but its disk disposed, and what its last line says.
CLEAR = {0: "", 2: "cannot be used"}


@dataclass(frozen=True, slots=True)
class Night:
    """What a night is to meet: a fault, and the event to die at; else a moment is drawn."""

    fault: Fault
    at: Event | None = None


@dataclass(slots=True)
class Disturbed:
    """What became of a night: where it was killed, if it was, and what was published then."""

    fault: Fault
    how: list[str] = field(default_factory=list)
    stage: str | None = None
    shown: str = "?"
    code: int = 0

    @property
    def said(self) -> str:
        """Tell it in a few words."""
        end = f"killed in {self.stage}" if self.stage else f"ended by itself with {self.code}"
        with_ = [] if self.fault is Fault.NONE else [str(self.fault)]
        return f"{end} ({', '.join([*with_, *self.how, self.shown])})"


@dataclass(slots=True)
class Round:
    """What happened in a round, and every broken promise; spoilt if midnight fell into it."""

    seed: int
    nights: list[Disturbed] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    spoilt: bool = False

    @property
    def kills(self) -> list[Disturbed]:
        """The nights that were killed."""
        return [night for night in self.nights if night.stage]

    @property
    def said(self) -> str:
        """Tell it on one line, and each broken promise on one of its own."""
        nights = "; ".join(night.said for night in self.nights)
        return f"{self.seed}: {nights}" + "".join(f"\n    BROKEN: {one}" for one in self.broken)


def drawn(seed: int, fault: Fault | None = None) -> tuple[Night, ...]:
    """Draw the nights of a round."""
    chance = random.Random(seed)
    number = chance.choices(list(NIGHTS), list(NIGHTS.values()))[0]
    faults = chance.choices(list(SHARES), list(SHARES.values()), k=number)
    return tuple(Night(fault or each) for each in faults)


def play(scene: Scene, seed: int, nights: Sequence[Night], *, real: bool) -> Round:
    """Play one round; `real` mounts a disk of its own, whose faults are those of disks."""
    chance, this = random.Random(seed), Round(seed)
    if today() != scene.days:
        scene.begin()
    folder = scene.folder / "round"
    scene.receiver.clear()
    with (disks.disk if real else disks.plain)(folder) as disk:
        data = DataDir(folder / "var")
        duplicate(scene.first, data.root)
        held = seen.originals(data)
        try:
            for night in nights:
                held = _Playing(scene, this, data, disk, chance).night(night, held)
            _next(scene, this, data, held)
        except AssertionError as error:
            this.broken.append(str(error))
    this.spoilt = today() != scene.days
    return this


@dataclass(slots=True)
class _Playing:
    """One night of a round."""

    scene: Scene
    round: Round
    data: DataDir
    disk: Disk
    chance: random.Random

    def night(self, night: Night, held: Originals) -> Originals:
        """Let a night be killed, and look at what it leaves; give the originals it leaves."""
        this = Disturbed(night.fault)
        self.round.nights.append(this)
        with contextlib.ExitStack() as stack:
            reader = stack.enter_context(_live(self.data)) if self.chance.random() < 0.5 else None
            ended = self._run(night, this)
            if ended.code and not ended.killed and not _of_disk(night.fault):
                self.round.broken.append(f"a night that nobody killed: {ended.said[-2000:]}")
            self._look(this, ended, reader)
        _kept(self.round, held, self.data, "after the kill")
        self.disk.heal()
        if night.fault is Fault.ARCHIVE:
            this.how.append(disks.tear_archive(self.data, self.chance))
        if night.fault is Fault.LEDGER:
            this.how.append(disks.tear_ledger(self.data, held.files, self.chance))
        return seen.originals(self.data)

    def _run(self, night: Night, this: Disturbed) -> Ended:
        scene, chance, more = self.scene, self.chance, list[str]()
        after = chance.uniform(0, scene.seconds)
        if _of_disk(night.fault) and chance.random() < 0.3:
            after = scene.never  # nothing but the disk ends it
        at, gap = night.at, 0.0
        if at:
            gap = scene.gap(at) * chance.random() * chance.randint(0, 1)
        elif after < scene.never and chance.random() < 0.5:
            at, gap = scene.moment(chance)
        if at:
            after = scene.never
            more += ["--die", str(at.stage), at.what, str(at.nth), str(gap)]
        with contextlib.ExitStack() as stack:
            if night.fault is Fault.FULL:
                more += self._fill(this)
            if night.fault is Fault.READ_ONLY:
                turn = chance.uniform(0, scene.seconds) if self.disk.mounted else 0.0
                this.how.append(f"after {turn:.1f} s")
                do = lambda: self.disk.turn_read_only(self.data.root)  # noqa: E731
                stack.enter_context(later(turn, do))
            ran = seen.runs(self.data)
            ended = scene.night(self.data.root, after, *more, alone=chance.random() < 0.2)
        this.code = ended.code
        if ended.killed:
            this.stage = seen.stage(self.data, ran, scene.order)
        elif _of_disk(night.fault):
            _clear(self.round, ended)
        return ended

    def _fill(self, this: Disturbed) -> list[str]:
        """Leave less room than a night takes, or hardly more."""
        left = self.chance.randint(0, int(self.scene.grown * 1.1))
        this.how.append(f"{left // 1024} KB left")
        if self.disk.mounted:
            self.disk.fill(left)
            return []
        return ["--largest", str(left // 4)]

    def _look(self, this: Disturbed, ended: Ended, reader: sqlite3.Connection | None) -> None:
        """See what is published: all as before or all as after, but for one documented step."""
        left = seen.published(self.data)
        both = {"before": self.scene.before, "after": self.scene.after}
        rows = next((name for name, one in both.items() if one.content == left.content), "?")
        feeds = next((name for name, one in both.items() if one.feeds == left.feeds), "?")
        this.shown = rows if rows == feeds else f"rows {rows}, feeds {feeds}"
        broken = self.round.broken
        if ended.code == 0 and this.shown != "after":
            broken.append("it says that all went well, and it is not published")
        if "?" in (rows, feeds):
            of = (seen.difference(left, one) for one in both.values())
            broken.append(f"neither of two publications: {'; '.join(of)}")
        elif rows != feeds and not self.data.journal.exists():
            broken.append(f"{this.shown}, and no journal says that it is to be finished")
        if reader and seen.rows(reader) != left.content:
            broken.append("a reader that was there before sees other rows than a new one")


def _of_disk(fault: Fault) -> bool:
    return fault in (Fault.FULL, Fault.READ_ONLY)


def _clear(this: Round, ended: Ended) -> None:
    last = ended.said.splitlines()[-1] if ended.said else ""
    if ended.code not in CLEAR or CLEAR[ended.code] not in last or "Traceback" in ended.said:
        this.broken.append(f"no clear line, exit code {ended.code}: {ended.said[-2000:]}")


def _kept(this: Round, held: Originals, data: DataDir, when: str) -> None:
    """See that nothing that was there is lost or changed, and that no line is there twice."""
    now = seen.originals(data)
    for name, words in held.files.items():
        if name.endswith(".part"):
            continue  # what it held is looked for record by record
        if name not in now.files:
            this.broken.append(f"{when} {name} is gone")
        elif name.startswith("ledger/"):
            whole = words[: words.rfind(b"\n") + 1]
            if not now.files[name].startswith(whole):
                this.broken.append(f"{when} {name} has other lines than it had")
        elif now.files[name] != words:
            this.broken.append(f"{when} {name} has changed")
    if lost := held.records - now.records:
        this.broken.append(f"{when} {lost.total()} records are lost, such as {next(iter(lost))}")
    for name, found in seen.ledgers(data).items():
        if len(found) > len(set(seen.ids(found))):
            this.broken.append(f"{when} a line of {name} is there twice")


def _next(scene: Scene, this: Round, data: DataDir, held: Originals) -> None:
    """Do the next night, and see that it ends as if nothing had happened."""
    scene.undisturbed(data.root)
    _kept(this, held, data, "after the next night")
    now = seen.published(data)
    if now != scene.after:
        this.broken.append(f"the next night is another: {seen.difference(now, scene.after)}")
    for name, found in seen.ledgers(data).items():
        if found != scene.ledgers.get(name):
            this.broken.append(f"the ledger {name} is another after the next night")
    if strange := seen.names(data) ^ scene.names:
        this.broken.append(f"left over, or missing: {', '.join(sorted(strange))}")
    told = [event for letter in scene.receiver.letters.values() for event in letter]
    if sorted(told) != sorted(scene.told) or scene.receiver.torn:
        this.broken.append(f"told {len(told)} events in place of {len(scene.told)}")
    if all(night.fault is not Fault.ARCHIVE for night in this.nights):
        this.broken += [f"the archive is damaged: {one}" for one in Archive(data.archive).faults()]
    if ends := seen.ends(data) - {"published", "interrupted"}:
        expected = all(_of_disk(night.fault) for night in this.nights if not night.stage)
        if not expected or not all(end.startswith("failed: ") for end in ends):
            this.broken.append(f"runs ended thus: {', '.join(ends)}")
    with lock.held(data.lock):
        pass


@contextlib.contextmanager
def _live(data: DataDir) -> Iterator[sqlite3.Connection]:
    """Open the database as the site does, and keep it open."""
    address = f"{data.database.absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as reader:
        reader.execute("SELECT count(*) FROM acts").fetchall()
        yield reader
