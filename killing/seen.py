"""What is published and what is held, as anybody finds it on the disk after a crash."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vacatio import schema, store, warc
from vacatio.datadir import DataDir

Content = Mapping[str, list[tuple[store.Value, ...]]]

#: All tables but those that remember the runs.
PUBLISHED = tuple(sorted(set(schema.TABLES) - {"runs", "sources", "coverage"}))

#: Columns of `documents` that say when and by which run a body came: no two nights have them alike.
OWN = ("first_seen", "warc")

#: Names that hold the number of a run, of a publication or of a process.
_RUN = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z-\d+|(?<=publications/)\d{6}")


@dataclass(frozen=True, slots=True)
class Published:
    """What a reader gets: the rows that the originals decide, and the bytes of each feed."""

    content: Content
    feeds: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Originals:
    """What must not be lost: bytes by name, and every whole record of the archive."""

    files: Mapping[str, bytes]
    records: Counter[tuple[str, ...]]


def published(data: DataDir) -> Published:
    """Read what is in place, changing nothing: a copy of the database is opened in its stead."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / data.database.name
        for ending in ("", "-wal"):
            beside = data.database.with_name(f"{data.database.name}{ending}")
            if beside.exists():
                shutil.copyfile(beside, copy.with_name(beside.name))
        with contextlib.closing(sqlite3.connect(copy)) as db:
            [(state,)] = db.execute("PRAGMA integrity_check").fetchall()
            if state != "ok":
                raise sqlite3.DatabaseError(f"{data.database}: {state}")
            content = rows(db)
    root = data.feeds.resolve()
    feeds = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
    return Published(content, feeds)


def rows(db: sqlite3.Connection) -> Content:
    """Read all tables that the originals decide, but for what tells one night from another.

    In one transaction, as a page of the site is made from one state.
    """
    with db:
        db.execute("BEGIN")
        content = {
            name: sorted(map(tuple, db.execute(f"SELECT * FROM [{name}]")), key=repr)
            for name in PUBLISHED
        }
        columns = [row[1] for row in db.execute("PRAGMA table_info(documents)")]
    own = {columns.index(name) for name in OWN}
    content["documents"] = [
        tuple(None if at in own else value for at, value in enumerate(row))
        for row in content["documents"]
    ]
    return content


def difference(found: Published, wanted: Published) -> str:
    """Name the first few differences of two publications."""
    said = []
    for name in sorted(set(found.content) | set(wanted.content)):
        here, there = set(found.content.get(name, ())), set(wanted.content.get(name, ()))
        if here != there:
            said.append(
                f"{name}: {str(sorted(map(str, here - there))[:1])[:400]} in place of "
                f"{str(sorted(map(str, there - here))[:1])[:400]}"
            )
    feeds = set(found.feeds) | set(wanted.feeds)
    other = sorted(name for name in feeds if found.feeds.get(name) != wanted.feeds.get(name))
    if other:
        said.append(f"{len(other)} of {len(feeds)} feeds, such as {', '.join(other[:3])}")
    return "; ".join(said[:4]) or "the order of rows"


def originals(data: DataDir) -> Originals:
    """Read the originals."""
    archived = sorted(data.archive.glob("*/*.warc.gz*"))
    kept = [data.decisions, *sorted(data.ledger.glob("*.jsonl")), *archived]
    return Originals(
        {path.relative_to(data.root).as_posix(): path.read_bytes() for path in kept},
        sum((records(path) for path in archived), Counter()),
    )


def records(path: Path) -> Counter[tuple[str, ...]]:
    """Name every record of a file that can be read whole."""
    return Counter(
        (
            record.kind,
            record.document.source,
            record.document.key,
            record.document.sha256,
            record.document.fetched_at.isoformat(),
        )
        for record in warc.records(path)
        if isinstance(record, warc.Record)
    )


def lines(words: bytes) -> list[bytes]:
    """Give the whole lines of a ledger; what a crash cut off is none."""
    return words[: words.rfind(b"\n") + 1].splitlines()


def ledgers(data: DataDir) -> dict[str, list[bytes]]:
    """Give the lines of each ledger."""
    return {path.name: lines(path.read_bytes()) for path in sorted(data.ledger.glob("*.jsonl"))}


def ids(found: list[bytes]) -> list[str]:
    """Give the ids of the lines of a ledger."""
    return [str(_read(line).get("id")) for line in found]


def names(data: DataDir) -> frozenset[str]:
    """Name all that lies in the data directory but the feeds; no run or publication by its name."""
    found = (path.relative_to(data.root).as_posix() for path in data.root.rglob("*"))
    return frozenset(_RUN.sub("RUN", name) for name in found if "/feeds/" not in name)


def runs(data: DataDir) -> list[str]:
    """Name the runs that said that they had begun, in their order."""
    told = [_read(line) for line in lines((data.log / "runs.jsonl").read_bytes())]
    return [str(line["id"]) for line in told if "started_at" in line]


def stage(data: DataDir, ran: Sequence[str], order: Mapping[str, str]) -> str:
    """Tell in which stage the last run died: `order` names the stage behind each.

    `ran` are the runs before it: one that is not there had not yet said that it had begun.
    """
    *_, last = runs(data)
    if last in ran:
        return "start"
    done = data.log / "stages.jsonl"
    told = [_read(line) for line in lines(done.read_bytes())] if done.exists() else []
    names = [str(line["stage"]) for line in told if line.get("run") == last]
    return order[names[-1] if names else ""]


def stages(data: DataDir) -> list[str]:
    """Name the stages of the last run, in their order."""
    told = [_read(line) for line in lines((data.log / "stages.jsonl").read_bytes())]
    return [str(line["stage"]) for line in told if line["run"] == told[-1]["run"]]


def ends(data: DataDir) -> frozenset[str]:
    """Tell how the runs ended, as the site shows them."""
    with contextlib.closing(
        sqlite3.connect(f"{data.database.absolute().as_uri()}?mode=ro", uri=True)
    ) as db:
        return frozenset(str(outcome) for (outcome,) in db.execute("SELECT outcome FROM runs"))


def _read(line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    assert isinstance(found, dict)
    return found
