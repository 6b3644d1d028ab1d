"""What of the machine itself a night needs: Python, time, the data directory, disk and lock."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vacatio.datadir import MARK, DataDir, UnusableData, holds_demo
from vacatio_calendar import load

#: The least room on the disk: a few publications of the whole corpus.
ROOM = 5 * 1024**3

#: The SQLite that knows strict tables and reads JSON in a query.
SQLITE = (3, 38, 0)


class State(StrEnum):
    """How grave a symptom is."""

    WELL = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at: what was found, and what to do if it is not well."""

    name: str
    state: State
    words: str
    remedy: str = ""


def python() -> Symptom:
    """Name the Python and its SQLite; whoever runs it should not be root."""
    version = ".".join(map(str, sys.version_info[:3]))
    told = f"{version}, SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < SQLITE or not _searches():
        advice = (
            f"SQLite {'.'.join(map(str, SQLITE))} or later with FTS5 is needed, as in Debian 12"
        )
        return Symptom("python", State.FAILURE, told, advice)
    if os.geteuid() == 0:
        advice = "run it as a user of its own, as the units in deploy/ do"
        return Symptom("python", State.WARNING, f"{told}, as root", advice)
    return Symptom("python", State.WELL, told)


def _searches() -> bool:
    with sqlite3.connect(":memory:") as db:
        return bool(db.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


def zone(jurisdiction: str) -> Symptom:
    """Look whether the zone of the law is known here as it is today."""
    name = load(jurisdiction).time_zone
    try:
        known = ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return Symptom("time zone", State.FAILURE, f"{name} is not known", "install tzdata")
    # All of Kazakhstan is on UTC+5 since 1 March 2024: a list of zones from before is an hour off.
    offset = dt.datetime(2024, 6, 1, tzinfo=known).utcoffset()
    if name == "Asia/Almaty" and offset != dt.timedelta(hours=5):
        return Symptom("time zone", State.FAILURE, f"{name} is out of date", "update tzdata")
    return Symptom("time zone", State.WELL, name)


def clock(data: DataDir, now: dt.datetime) -> Symptom:
    """Hold the clock against what the archive learned last."""
    told = now.strftime("%Y-%m-%d %H:%M UTC")
    latest = max((path.stat().st_mtime for path in data.archive.glob("*/*")), default=0.0)
    if latest > (now + dt.timedelta(minutes=5)).timestamp():
        return Symptom(
            "clock", State.FAILURE, f"{told}, before the archive's last page", "set the clock (NTP)"
        )
    return Symptom("clock", State.WELL, told)


def place(data: DataDir) -> Symptom:
    """Look whether all of the data directory can be written, and what it holds."""
    nearest = next(path for path in (data.root, *data.root.absolute().parents) if path.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        remedy = f"give it to the user who runs vacatio: chown -R vacatio {data.root}"
        return Symptom("data", State.FAILURE, f"{data.root} cannot be written", remedy)
    foreign = next((path for path in _written(data) if not os.access(path, os.W_OK)), None)
    if foreign is not None:
        remedy = f"a run by another user left it: chown -R vacatio {data.root}"
        return Symptom("data", State.FAILURE, f"{foreign} cannot be written", remedy)
    try:
        demo = holds_demo(data.root)
    except UnusableData as error:
        return Symptom("data", State.FAILURE, str(error), f"restore {MARK} from a backup")
    kind = {None: "nothing yet", True: "the demo", False: "real data"}[demo]
    return Symptom("data", State.WELL, f"{data.root} holds {kind}")


def _written(data: DataDir) -> Iterator[Path]:
    """List what the next night writes to or beside, as far as it is there."""
    folders = (data.archive, data.ledger, data.log, data.kept.parent, data.publications)
    below = chain.from_iterable(folder.glob("*") for folder in folders)
    for path in chain((data.database, data.lock, *folders), below):
        if path.exists():
            yield path


def disk(data: DataDir) -> Symptom:
    """Tell the room that is left."""
    nearest = next(path for path in (data.root, *data.root.absolute().parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    told = f"{free / 1024**3:.1f} GB free"
    if free < ROOM:
        return Symptom("disk", State.WARNING, told, f"make room: {ROOM // 1024**3} GB are advised")
    return Symptom("disk", State.WELL, told)


def lock(data: DataDir) -> Symptom:
    """Tell whether somebody is writing; the file alone locks nobody out."""
    try:
        with data.lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = file.read(20).decode("ascii", "replace").strip()
                return Symptom("lock", State.WARNING, f"process {holder} is writing", "let it end")
    except FileNotFoundError:
        return Symptom("lock", State.WELL, "no run yet")
    except OSError as error:
        return Symptom("lock", State.FAILURE, f"{data.lock}: {error.strerror}", "mend its rights")
    return Symptom("lock", State.WELL, "free")
