"""Append-only JSON lines: what was announced is never taken back, only answered.

A line that was cut off by a crash at the very end of a file was never announced; it is cut
away before the next append. A damaged line anywhere else is an error that a person must see.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from vacatio.datadir import settle
from vacatio_calendar.errors import VacatioError

Value = str | int | None
Line = dict[str, Value]


class DamagedLedger(VacatioError):
    """A line in the middle of a ledger cannot be read."""

    def __init__(self, path: Path, number: int) -> None:
        self.path, self.number = path, number
        super().__init__(
            f"{path}, line {number}: not one JSON object with an id; restore the file from a "
            "backup, or mend the line"
        )


def read(path: Path) -> tuple[Line, ...]:
    """Read every whole line of a ledger; a missing file is an empty one."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return ()
    whole = raw[: raw.rfind(b"\n") + 1]
    return tuple(
        _line(path, number, words) for number, words in enumerate(whole.splitlines(), start=1)
    )


def append(path: Path, lines: Iterable[Mapping[str, Value]]) -> int:
    """Append the lines whose `id` is not there yet, durably; tell how many were new."""
    known = {line["id"] for line in read(path)}
    new = []
    for line in lines:
        if line["id"] not in known:
            known.add(line["id"])
            new.append(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    if not new:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write("".join(new).encode())
        file.flush()
        os.fsync(file.fileno())
    settle(path.parent)
    return len(new)


def _line(path: Path, number: int, words: bytes) -> Line:
    try:
        value = json.loads(words)
    except ValueError as error:
        raise DamagedLedger(path, number) from error
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise DamagedLedger(path, number)
    return value
