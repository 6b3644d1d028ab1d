"""Put a finished publication in place, so that a crash at any point leaves a whole one there.

A publication is a folder `publications/<id>/` with `vacatio.db` and `feeds/`. Putting it in
place takes a few steps, each of which may be done twice without harm. A small journal names the
publication from before the first step until after the last: whoever finds the journal does the
steps again. What has no journal yet was never begun, and is swept away.

The live database is in WAL. Where the publication was made from the one that is live, its delta
is applied to the live database too; where not, the file is overwritten by SQLite's backup. Either
is one transaction: a running reader sees the old rows until the last moment and the new ones
after it, without being restarted. The feeds are a link, replaced in one step.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from vacatio import applying, delta, ledger, lives, notices, store, versions
from vacatio.applying import UnfitDelta
from vacatio.datadir import DataDir, settle, write_whole
from vacatio.ledger_index import LedgerIndex
from vacatio_calendar.errors import VacatioError

#: How many publications are kept, the one in place among them.
KEEP = 3

Step = Callable[[], object]


class NoPublication(VacatioError):
    """There is nothing to serve, to explain or to go back to."""

    def __init__(self, root: Path, reason: str = "") -> None:
        self.root = root
        super().__init__(
            reason or f"nothing is published in {root} yet: run `vacatio nightly` or `vacatio demo`"
        )


def begin(data: DataDir) -> str:
    """Move what was built to `publications/` and write the journal; tell the publication's name.

    From here it is forward only. Names are numbers, one higher each time, because a clock may
    be set back.
    """
    data.publications.mkdir(exist_ok=True)
    taken = [int(path.name) for path in data.publications.iterdir() if path.name.isdigit()]
    name = f"{max(taken, default=0) + 1:06d}"
    data.building.rename(data.publications / name)
    settle(data.publications)
    _journal(data, name)
    return name


def steps(data: DataDir, name: str) -> tuple[tuple[str, Step], ...]:
    """List the steps that put a publication in place, in order; each may be done again."""
    folder = data.publications / name
    return (
        ("announce", partial(_announce, data, folder)),
        ("database", partial(_bring, folder, data.database)),
        ("feeds", partial(_point, data.feeds, folder / "feeds")),
        ("journal", partial(_forget, data.journal)),
        ("sweep", partial(sweep, data, name)),
    )


def publish(data: DataDir) -> str:
    """Put what `building/` holds in place; tell the publication's name."""
    name = begin(data)
    for _, step in steps(data, name):
        step()
    return name


def rollback(data: DataDir) -> str:
    """Put the publication before the one in place back, and drop the one that was; name it.

    Call it under the lock. What was announced stays announced: the ledger is not taken back.

    Raises:
        NoPublication: there is none before it, or one of another version.
    """
    here = current(data)
    kept = sorted(path.name for path in data.publications.glob("*")) if here else []
    before = [name for name in kept if here and name < here]
    if not before:
        raise NoPublication(data.root, f"{data.root} keeps no publication before the one in place")
    reason = versions.other(data.publications / before[-1] / "vacatio.db")
    if reason is not None:
        raise NoPublication(
            data.root,
            f"publication {before[-1]} was written by another version ({reason}) and stays where "
            "it is: to go back to that version, install it and run `vacatio build`",
        )
    _journal(data, before[-1])
    for _, step in steps(data, before[-1]):
        step()
    return before[-1]


def recover(data: DataDir) -> str | None:
    """Finish a publication that a crash interrupted; tell its name, or `None` if there was none.

    Call it under the lock, before anything else is done with the data directory.
    """
    name = _journalled(data)
    if name is not None:
        for _, step in steps(data, name):
            step()
    else:
        sweep(data, current(data))
    if data.database.exists():
        with store.opened(data.database) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return name


def current(data: DataDir) -> str | None:
    """Name the publication that is in place."""
    try:
        return data.feeds.readlink().parent.name
    except OSError:
        return None


def last_seen(data: DataDir) -> dict[str, str]:
    """Tell on which day the publication in place last saw each of its findings."""
    if not versions.has(data.database, "findings", "id", "last_seen"):
        return {}
    with store.opened(data.database) as db:
        rows = db.execute("SELECT id, last_seen FROM findings WHERE last_seen IS NOT NULL")
        return {str(name): str(day) for name, day in rows}


def sweep(data: DataDir, keep: str | None) -> None:
    """Remove half-built publications and all but the last few, never the one in place."""
    shutil.rmtree(data.building, ignore_errors=True)
    for left in data.root.glob(".vacatio.db.first*"):
        left.unlink()
    if not data.publications.is_dir():
        return
    names = sorted(path.name for path in data.publications.iterdir())
    older = [name for name in names if keep is not None and name < keep]
    never_placed = [name for name in names if keep is None or name > keep]
    for name in [*older[: max(0, len(older) - (KEEP - 1))], *never_placed]:
        shutil.rmtree(data.publications / name)


def _journal(data: DataDir, name: str) -> None:
    write_whole(data.journal, json.dumps({"publication": name}) + "\n")


def _journalled(data: DataDir) -> str | None:
    try:
        words = json.loads(data.journal.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return str(words["publication"])


def _announce(data: DataDir, folder: Path) -> None:
    """Write into the ledger what is not there yet: all rows that are told, or those of the delta.

    What a publication made from another has beside its delta was announced with that one.
    """
    changes = folder / delta.FILE
    rows = changes if delta.is_whole(changes) else folder / "vacatio.db"
    with LedgerIndex(data) as index:
        _announce_rows(data, rows, index)
        index.catch_up()  # the next night asks it, and need not read all of this then


def _announce_rows(data: DataDir, rows: Path, index: LedgerIndex) -> None:
    with store.opened(rows) as db:
        # It may be one of an older version, which a crash left half in place before an upgrade.
        announced = versions.rows(db, "events", "known_on, id")
        told = versions.rows(db, "notices", "known_on, id")
        found = versions.rows(db, "findings", "first_seen, id")
    ledger.append(data.ledger / "events.jsonl", announced, index)
    ledger.append(data.ledger / "notices.jsonl", notices.lines(told), index)
    ledger.append(data.ledger / "findings.jsonl", lives.lines(found), index)


def _bring(folder: Path, live: Path) -> None:
    """Make the live database hold what a publication holds."""
    changes = folder / delta.FILE
    if not (live.exists() and delta.is_whole(changes) and _advanced(live, changes)):
        _overwrite(folder / "vacatio.db", live)


def _advanced(live: Path, changes: Path) -> bool:
    """Apply a delta to the live database; tell if it was one that the delta fits."""
    with store.opened(live) as db:
        db.execute("PRAGMA journal_mode = WAL")
        try:
            applying.apply(db.conn, changes)
        except UnfitDelta:
            return False
        _empty_log(db.conn)
    return True


def _overwrite(source: Path, live: Path) -> None:
    if live.exists():
        target = live
    else:  # the first publication appears whole, under its name, in one step
        target = live.with_name(f".{live.name}.first")
        target.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(source)) as new,
        contextlib.closing(sqlite3.connect(target, timeout=30)) as old,
    ):
        if target is not live:
            new.backup(old)
        old.execute("PRAGMA journal_mode = WAL")
        if target is live:
            new.backup(old)
        _empty_log(old)
    if target is not live:
        target.replace(live)
        settle(live.parent)


def _empty_log(live: sqlite3.Connection) -> None:
    """Move the log into the file; a reader in the middle of a query leaves it to the next run."""
    live.execute("PRAGMA busy_timeout = 500")
    live.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _point(link: Path, target: Path) -> None:
    beside = link.with_name(f".{link.name}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target.relative_to(link.parent), target_is_directory=True)
    beside.replace(link)
    settle(link.parent)


def _forget(journal: Path) -> None:
    journal.unlink(missing_ok=True)
    settle(journal.parent)
