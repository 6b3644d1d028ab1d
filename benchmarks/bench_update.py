"""How fast a night's changes are put in place: 300 new acts on 200,000, and every question moved.

The database is the site's synthetic one with a question to a person for every act. The base is
written whole, which takes minutes; the rest is what a night does. `VACATIO_BENCH_ACTS` makes it
smaller; `VACATIO_BENCH_KEEP` names a folder in which the base is kept for the next time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bench_feeds import _tables
from benchmarks.bench_site import ACTS, PROVISIONS, _act, _folder, _identity, _provisions
from vacatio import digests, gates, publish, store
from vacatio.datadir import DataDir
from vacatio.delta import Delta
from vacatio.ledger_index import LedgerIndex

#: Acts of a night, and known acts whose dates it moves.
NEW, MOVED = 300, 150


def rows() -> Iterator[tuple[str, float, str, str]]:
    """Measure each step of a night after what is derived: write, digest, gates, publish."""
    with _folder() as kept, tempfile.TemporaryDirectory(dir=kept) as folder:
        base = kept / f"asked-{ACTS}.db"
        if not base.exists():
            began = time.perf_counter()
            _write(base)
            yield "update: base, written whole", time.perf_counter() - began, "s", f"{ACTS} acts"
        data = DataDir(Path(folder))
        path = _building(data)
        os.link(base, path)
        yield _timed("update: digest, from all rows", lambda: digests.keep(path))
        yield _timed("update: gates, written whole", lambda: _gates(data))
        yield _timed("update: publish, written whole", lambda: publish.publish(data))
        yield _timed("update: index of the ledger, anew", lambda: _indexed(data))
        published = data.publications / str(publish.current(data)) / "vacatio.db"
        changes = _changes()
        path = _building(data)
        size = f"{base.stat().st_size / 1e9:.1f} GB; at most 6 s"
        yield _timed("update: copy", lambda: shutil.copyfile(published, path), "of the next")
        yield _timed(
            "update: copy and bring forward", lambda: store.update(path, published, changes), size
        )
        yield _timed(
            "update: digest, moved on", lambda: digests.move(path, published), "at most 1 s"
        )
        yield _timed("update: gates", lambda: _gates(data), "at most 6 s")
        yield _timed("update: publish", lambda: publish.publish(data), "at most 6 s")
        yield _timed("update: index of the ledger", lambda: _indexed(data), "at most 1 s")


def _timed(name: str, step: Callable[[], object], note: str = "") -> tuple[str, float, str, str]:
    began, cpu = time.perf_counter(), time.process_time()
    step()
    taken, cpu = (time.perf_counter() - began) * 1000, time.process_time() - cpu
    return name, taken, "ms", "; ".join(filter(None, (f"{cpu:.1f} s of CPU", note)))


def _building(data: DataDir) -> Path:
    (data.building / "feeds").mkdir(parents=True)
    data.ledger.mkdir(exist_ok=True)
    return data.building / "vacatio.db"


def _gates(data: DataDir) -> None:
    path, feeds = data.building / "vacatio.db", data.building / "feeds"
    closed = gates.reasons(path, feeds, data.database, gates.Checked(1, ()), shrink=0.1)
    if closed:
        raise AssertionError(closed)


def _indexed(data: DataDir) -> None:
    with LedgerIndex(data):
        pass


def _question(number: int) -> store.Row:
    return {
        "id": f"r{number:06d}", "position": number, "kind": "target", "state": "open",
        "question": "Which act is meant?", "act_id": _identity(number), "decides": "target",
        "known": '["a line of what is known, as long as such a line is"]' * 3,
        "quote": "в соответствии с законом " * 4, "rests_on": '{"target": ["a line"]}' * 3,
    }  # fmt: skip


def _write(path: Path) -> None:
    unfinished = path.with_suffix(".new")
    tables = _tables() | {"provisions": _provisions()}
    store.write(unfinished, tables | {"reviews": [_question(number) for number in range(ACTS)]})
    unfinished.rename(path)


def _changes() -> Delta:
    """Give the changes of a night: every question moves, for the new ones come first."""
    put: dict[str, list[store.Row]] = {"provisions": [], "reviews": []}
    for number in range(ACTS, ACTS + NEW):
        for name, made in _act(number).items():
            put.setdefault(name, []).extend(made)
        identity = _identity(number)
        put["reviews"].append(_question(number))
        put["provisions"] += (
            {"id": f"{identity}/ru/art_{place}", "act_id": identity, "eid": f"art_{place}",
             "language": "ru", "position": place, "text": f"Правила учёта № {number}."}
            for place in range(PROVISIONS)
        )  # fmt: skip
    for number in range(0, ACTS, max(1, ACTS // MOVED)):
        made = _act(number)
        put["acts"].append({**made["acts"][0], "in_force_on": "2027-01-01"})
        put["commencements"].append({**made["commencements"][0], "in_force_on": "2027-01-01"})
    order = [f"r{number:06d}" for number in (*range(ACTS, ACTS + NEW), *range(ACTS))]
    return Delta(put, {}, ("2026-05-31", "2026-06-01"), order)
