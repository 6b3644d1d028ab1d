"""A night killed at a random moment, or on a disk at fault, leaves one whole publication.

A few kills with a fixed seed; `make kill` does two hundred and aims at every step.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from killing import disks, rounds, world
from killing.rounds import Fault, Night
from killing.scene import Scene
from killing.witness import Event
from vacatio_crawlers import replica


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Publish the world before, and learn what an undisturbed night makes of the world after."""
    with replica.serve() as site, world.Receiver() as receiver:
        made = Scene(tmp_path_factory.mktemp("killing"), site, receiver)
        made.begin()
        yield made


def step(scene: Scene, what: str) -> Event:
    """Find what a night did to a file."""
    return next(event for event in scene.events if event.what.startswith(what))


def test_between_the_two_publications_everything_changes_that_can(scene: Scene) -> None:
    before, after = scene.before.content, scene.after.content
    for table in ("acts", "commencements", "documents", "events", "findings", "notices"):
        assert before[table] != after[table], table
    assert scene.before.feeds != scene.after.feeds
    assert len(scene.told) > 5
    assert scene.stages[1:] == tuple(dict.fromkeys(scene.stages[1:])), "each stage comes once"


def test_killed_on_any_disk_the_next_night_ends_as_if_nothing_had_happened(scene: Scene) -> None:
    faults = (Fault.NONE, Fault.ARCHIVE, Fault.FULL, Fault.LEDGER, Fault.READ_ONLY)
    one = rounds.play(scene, 20260106, [Night(fault) for fault in faults], real=disks.mounts())
    assert one.nights
    assert not one.broken, one.said
    assert one.kills, one.said


def test_killed_between_any_two_steps_the_next_night_finishes_what_was_begun(scene: Scene) -> None:
    """There is one window: the database is new, the feeds are old, and a journal says so."""
    steps = ("open building", "os.symlink .feeds.new", "os.remove publishing.json")
    nights = [Night(Fault.NONE, step(scene, what)) for what in steps]
    one = rounds.play(scene, 20260118, nights, real=False)
    assert not one.broken, one.said
    assert [night.stage for night in one.kills] == ["write", "publish", "publish"]
    assert one.kills[0].shown == "before"
