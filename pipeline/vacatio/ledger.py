"""Append-only JSON lines: what was announced is never taken back, only answered.

A line that was cut off by a crash at the very end of a file was never announced; it is cut
away before the next append. A damaged line anywhere else is an error that a person must see.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from vacatio.datadir import settle
from vacatio_calendar.errors import VacatioError

if TYPE_CHECKING:
    from vacatio.ledger_index import LedgerIndex

Value = str | int | None
Line = dict[str, Value]

#: Bytes read at once from the end of a file.
_AT_ONCE = 1 << 16


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
        line(path, number, words) for number, words in enumerate(whole.splitlines(), start=1)
    )


def append(
    path: Path, lines: Iterable[Mapping[str, Value]], index: LedgerIndex | None = None
) -> int:
    """Append the lines whose `id` is not there yet, durably; tell how many were new.

    With an index over the ledger the file is not read whole.
    """
    given = list(lines)
    if index is None:
        known = {str(line["id"]) for line in read(path)}
    else:
        index.catch_up()
        known = index.has(path.stem, [str(line["id"]) for line in given])
    new = []
    for line in given:
        if str(line["id"]) not in known:
            known.add(str(line["id"]))
            new.append(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    if not new:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.truncate(end(file))
        file.seek(0, os.SEEK_END)
        file.write("".join(new).encode())
        file.flush()
        os.fsync(file.fileno())
    settle(path.parent)
    return len(new)


def end(file: BinaryIO) -> int:
    """Tell where the last whole line ends."""
    at = file.seek(0, os.SEEK_END)
    while at:
        start = max(0, at - _AT_ONCE)
        file.seek(start)
        found = file.read(at - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        at = start
    return 0


def line(path: Path, number: int, words: bytes) -> Line:
    """Read one line of a ledger.

    Raises:
        DamagedLedger: it is not one JSON object with an id.
    """
    try:
        value = json.loads(words)
    except ValueError as error:
        raise DamagedLedger(path, number) from error
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise DamagedLedger(path, number)
    return value
