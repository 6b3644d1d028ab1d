"""Live through a year of nights, say what differed: ``python -m nights --nights 365 --seed 1``."""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path

from nights.replaying import Rehearsal
from nights.timetable import sample, year


def main() -> int:
    """Run the nights, print a table; 1 where anything was not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--sample", action="store_true", help="the few nights that the tests live")
    parser.add_argument("--data", type=Path, help="keep the data directory here")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    scenario = sample(asked.seed) if asked.sample else year(asked.seed, asked.nights)
    with tempfile.TemporaryDirectory() as folder:
        root = asked.data or Path(folder) / "var"
        done = Rehearsal(scenario, root, lambda line: print(line, flush=True)).run()
    first, last = scenario.nights[0].day, scenario.nights[-1].day
    failing = sum(night.required is not None for night in scenario.nights)
    rows = {
        "nights": f"{done.nights}, from {first} to {last}",
        "stories": f"{len(scenario.placed)}, of {sum(len(p.orders) for p in scenario.placed)} acts",
        "nights on which the required source failed": failing,
        "nights on which the optional source failed": sum(n.optional for n in scenario.nights),
        **{f"  {kind}": number for kind, number in sorted(done.counts.items())},
        "seconds a night": f"{statistics.median(done.seconds):.1f}, most {max(done.seconds):.1f}",
        "seconds in all": f"{sum(done.seconds):.0f}",
        "differences from the oracle": len(done.faults),
    }
    for name, value in rows.items():
        print(f"{name:<46} {value}")
    return 1 if done.faults else 0


if __name__ == "__main__":
    sys.exit(main())
