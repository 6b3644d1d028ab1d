"""Run every `bench_*.py` beside this file and print one table of what they measured.

A module gives `rows() -> list[Row]`; a row is (what, amount, unit, note).
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

Row = tuple[str, float, str, str]


def modules() -> list[str]:
    """List the benchmarks by the names of their files."""
    return sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))


def main(wanted: list[str]) -> None:
    """Print the table, of all benchmarks or of those named without `bench_`."""
    for name in modules():
        if wanted and name.removeprefix("bench_") not in wanted:
            continue
        rows: Callable[[], list[Row]] = importlib.import_module(f"benchmarks.{name}").rows
        for what, amount, unit, note in rows():
            print(f"{what:<44} {amount:>12,.0f} {unit:<16} {note}".rstrip(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
