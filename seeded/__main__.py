"""Print the report on seeded faults: ``python -m seeded --each 12``."""

from __future__ import annotations

import argparse
import sys

from seeded.report import lines, run


def main() -> int:
    """Break texts, look at them, print what was found; 1 where too little or too much was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=12, help="variants of each fault")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally = run(asked.each, asked.seed)
    for line in lines(tally):
        print(line)
    good = tally.recall >= 0.99 and tally.false["error"] == 0 and tally.warned <= 0.02
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
