"""Kill the nightly run and say what was left: ``python -m killing --kills 200 --seed 1``.

Half of the moments are drawn from the length of a night, half from that of a stage that is drawn
first: most of a night is its crawl, and what must not break lies behind it.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from killing import disks, rounds, world
from killing.rounds import Disturbed, Fault, Night, Round
from killing.scene import Scene
from vacatio_crawlers import replica

#: Stages are hit at least so often; what is too short for a random moment is aimed at.
LEAST = 3


def main() -> int:
    """Kill, aim at what was missed, print the table; 1 if a promise broke or it was stopped."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="at random moments")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--aim", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--jobs", type=int, default=2, help="rounds at the same time")
    parser.add_argument("--fault", choices=list(Fault), help="this one in every night")
    asked = parser.parse_args()
    real = disks.mounts()
    if not real:
        print("no disk can be mounted here: limits and missing rights stand in for its faults")
    print(f"seed {asked.seed}, {asked.kills} kills", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    at_random: list[Round] = []
    aimed: list[Round] = []
    stopped = False
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        scenes = [_scene(stack) for _ in range(asked.jobs)]
        with ThreadPoolExecutor(asked.jobs) as pool:
            for begun in [pool.submit(scene.begin) for scene in scenes]:
                begun.result()
        [first, *_] = scenes
        print(f"a night takes {first.seconds:.1f} s: {', '.join(first.stages)}", flush=True)
        fault = Fault(asked.fault) if asked.fault else None
        own = asked.seed * 1_000_003
        drawn = ((seed, rounds.drawn(seed, fault)) for seed in itertools.count(own))
        try:
            _play(scenes, drawn, asked.kills, at_random, real=real)
            missed = enumerate(_aimed(first, at_random, asked.seed) if asked.aim else (), own)
            _play(scenes, missed, None, aimed, real=real)
        except KeyboardInterrupt:
            stopped = True
            print("stopped: what follows is of the rounds that were played")
    for line in _table(first.stages, at_random, aimed):
        print(line)
    broken = sum(bool(one.broken) for one in (*at_random, *aimed))
    print(
        f"{len(at_random) + len(aimed)} rounds, a promise broken in {broken}; "
        f"{(time.monotonic() - began) / 60:.0f} min"
    )
    return 1 if broken or stopped else 0


def _scene(stack: contextlib.ExitStack) -> Scene:
    """Give a scene a folder, sources and a receiver of its own."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    site = stack.enter_context(replica.serve())
    return Scene(folder, site, stack.enter_context(world.Receiver()))


def _play(
    scenes: Sequence[Scene],
    given: Iterable[tuple[int, Sequence[Night]]],
    kills: int | None,
    done: list[Round],
    *,
    real: bool,
) -> None:
    """Play rounds, one a scene at a time, until there were so many kills or no round is left."""
    waiting, one_at_a_time, stopped = iter(given), threading.Lock(), threading.Event()

    def work(scene: Scene) -> None:
        while True:
            with one_at_a_time:
                enough = kills is not None and sum(len(one.kills) for one in done) >= kills
                over = enough or stopped.is_set()
                seed, nights = (None, ()) if over else next(waiting, (None, ()))
            if seed is None:
                return
            one = rounds.play(scene, seed, nights, real=real)
            while one.spoilt:
                one = rounds.play(scene, seed, nights, real=real)
            with one_at_a_time:
                done.append(one)
                at = [night.at.what for night in nights if night.at]
                print(" + ".join([*at, one.said]), flush=True)

    with ThreadPoolExecutor(len(scenes)) as pool:
        try:
            for worked in [pool.submit(work, scene) for scene in scenes]:
                worked.result()
        finally:  # also where somebody stops it: no disk is left mounted
            stopped.set()


def _aimed(scene: Scene, done: Sequence[Round], seed: int) -> Iterator[tuple[Night, ...]]:
    """Aim at every step of putting a publication in place, and at what was not hit."""
    chance, hit = random.Random(seed), Counter(night.stage for one in done for night in one.kills)
    short: list[Night] = []
    for number, stage in enumerate(scene.stages[1:]):
        nights = [Night(Fault.NONE, each) for each in scene.events if each.stage == number]
        if stage == "publish":
            yield from ((night,) for night in nights)
        elif nights:
            short += chance.choices(nights, k=max(0, LEAST - hit[stage]))
    yield from (tuple(short[at : at + LEAST]) for at in range(0, len(short), LEAST))


def _table(
    stages: Sequence[str], at_random: Sequence[Round], aimed: Sequence[Round]
) -> Iterator[str]:
    groups = [[kill for one in some for kill in one.kills] for some in (at_random, aimed)]
    yield f"{'killed in':<10} {'random':>6} {'aimed':>6}   published then"
    for stage in stages:
        some = [[kill for kill in group if kill.stage == stage] for group in groups]
        shown = Counter(kill.shown for kill in itertools.chain(*some))
        told = ", ".join(f"{number} {what}" for what, number in sorted(shown.items()))
        yield f"{stage:<10} {len(some[0]):>6} {len(some[1]):>6}   {told}"
    yield f"{'all':<10} {len(groups[0]):>6} {len(groups[1]):>6}"
    yield f"{'fault':<15} {'killed':>6} {'ended by itself':>16}"
    nights: list[Disturbed] = [night for one in at_random for night in one.nights]
    for fault in Fault:
        killed = [bool(night.stage) for night in nights if night.fault is fault]
        yield f"{fault:<15} {sum(killed):>6} {len(killed) - sum(killed):>16}"


if __name__ == "__main__":
    sys.exit(main())
