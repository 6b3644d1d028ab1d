"""What a night publishes is what a build of everything publishes, whatever came before it."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from test_pipeline_incremental import World, decide, differing

from vacatio import crawling, nightly
from vacatio.archive import Archive
from vacatio.datadir import DataDir, prepare
from vacatio.gates import ClosedGate
from vacatio.plan import Plan
from vacatio.settings import Settings


def quiet(line: str) -> None:
    """Say nothing."""


class Nights:
    """Nights without a network over one data directory: pages come by themselves."""

    def __init__(self, root: Path) -> None:
        self.data, self.world = prepare(root, demo=True), World(random.Random(7))
        self._now, self._number = dt.datetime(2026, 3, 20, 20, tzinfo=dt.UTC), 0

    def come(self) -> None:
        """Let pages come that changed or are new."""
        self._number += 1
        self._now += dt.timedelta(days=2)
        with Archive(self.data.archive).sink(f"night{self._number:03}", demo=True) as sink:
            for document in self.world.documents(self.world.night(), self._now):
                sink(document)

    def live(self, *, accept: bool = True) -> None:
        """Do a night."""
        settings = Settings(data=self.data.root)
        nightly.run(Plan(settings, demo=True, accept=accept), quiet)

    def derived(self) -> tuple[int, int]:
        """Tell how many acts the last night derived, and how many there are."""
        lines = (self.data.log / "stages.jsonl").read_text(encoding="utf-8").splitlines()
        built = [json.loads(line) for line in lines if '"stage": "build"' in line][-1]
        return built["acts derived anew"], built["acts"]


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nights:
    monkeypatch.setattr(crawling, "crawl", lambda *_: ())
    found = Nights(tmp_path / "var")
    found.come()
    found.live()
    return found


def originals(data: DataDir, beside: Path) -> DataDir:
    """Copy the originals to where nothing was ever published."""
    copy = prepare(beside, demo=True)
    for name in ("archive", "ledger"):
        shutil.copytree(data.root / name, copy.root / name)
    if data.decisions.exists():
        shutil.copy(data.decisions, copy.decisions)
    return copy


def feeds(data: DataDir) -> dict[str, bytes]:
    """Read all feeds but those of the runs."""
    root = data.feeds.resolve()
    files = (path for path in root.rglob("*") if path.is_file() and path.stem != "status")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def nothing(nights: Nights) -> None:
    """Leave all as it is."""


def decided(nights: Nights) -> None:
    decide(nights.data, nights.data.database, random.Random(3))


def rolled_back(nights: Nights) -> None:
    nights.come()
    nights.live()
    nightly.go_back(Settings(data=nights.data.root))


def refused(nights: Nights) -> None:
    """Let a gate close on a night: what it read is news for the next one still."""
    nights.come()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vacatio.gates._empty", lambda _: ["nobody likes it"])
        with pytest.raises(ClosedGate):
            nights.live()


def not_kept(nights: Nights) -> None:
    """End a night after its publication and before its memory is kept."""
    nights.come()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vacatio.updating.Building.keep", lambda *_: None)
        nights.live()


def built(nights: Nights) -> None:
    nightly.run(Plan(Settings(data=nights.data.root), demo=True, crawl=False), quiet)


def cache_lost(nights: Nights) -> None:
    shutil.rmtree(nights.data.built.parent)


@pytest.mark.parametrize(
    ("before", "partly"),
    [
        (nothing, True),
        (decided, True),
        (rolled_back, False),
        (refused, True),
        (not_kept, False),
        (built, True),
        (cache_lost, False),
    ],
)
def test_a_night_publishes_what_a_build_of_everything_publishes(
    nights: Nights, tmp_path: Path, before: Callable[[Nights], None], partly: bool
) -> None:
    before(nights)
    nights.come()
    whole = originals(nights.data, tmp_path / "whole")
    nights.live()
    some, all_ = nights.derived()
    assert (some < all_) is partly
    nightly.run(Plan(Settings(data=whole.root), demo=True, crawl=False), quiet)
    assert differing(nights.data.database, whole.database) == {}
    assert feeds(nights.data) == feeds(whole)
