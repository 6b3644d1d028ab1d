"""Whether all that many nights brought forward is what one build makes of the originals."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from nights.clock import moved_to
from nights.timetable import Night
from vacatio import store
from vacatio.datadir import DataDir
from vacatio.nightly import Plan, run
from vacatio.settings import Settings

#: What is backed up, and what says that the directory holds real data.
ORIGINALS = ("archive", "ledger", "decisions.toml", "vacatio.json")
#: The feeds of the runs tell how the nights went, which no original does.
RUNS = "status"


def differences(data: DataDir, settings: Settings, night: Night, beside: Path) -> Iterator[str]:
    """Build from a copy of the originals on the day of a night; name the tables that differ."""
    beside.mkdir()
    for name in ORIGINALS:
        path = data.root / name
        if path.is_dir():
            shutil.copytree(path, beside / name, ignore=shutil.ignore_patterns("index.sqlite*"))
        elif path.exists():
            shutil.copy(path, beside / name)
    with moved_to(night.clock):
        again = run(Plan(Settings(data=beside, site=settings.site), crawl=False), lambda line: None)
    before, after = store.content(data.database), store.content(again.database)
    for table in before.keys() | after.keys():
        if before.get(table) != after.get(table):
            yield f"a rebuild from the originals gives another table {table}"
    if _feeds(data) != _feeds(again):
        yield "a rebuild from the originals gives other feeds"


def _feeds(data: DataDir) -> dict[str, bytes]:
    root = data.feeds.resolve()
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(RUNS)
    }
