"""Unchanged documents are not parsed again, and no engine changes what is read."""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from vacatio import demo, engines, nightly, store
from vacatio.archive import Archive
from vacatio.build import readings
from vacatio.datadir import DataDir
from vacatio.engines import NoEngine, engine
from vacatio.kept import Kept, Read, fingerprint, key
from vacatio.nightly import Plan
from vacatio.settings import Settings
from vacatio_calendar.model import Language, RawDocument


def quiet(line: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    return demo.build(Settings(data=tmp_path_factory.mktemp("kept") / "var"), quiet)


@pytest.fixture
def data(first: DataDir, tmp_path: Path) -> DataDir:
    shutil.copytree(first.root, tmp_path / "var", symlinks=True)
    return DataDir(tmp_path / "var")


def parsed(data: DataDir, **settings: object) -> int:
    """Build once more, and tell how many documents were parsed for it."""
    plan = Plan(Settings(data=data.root, **settings), demo=True, crawl=False)  # type: ignore[arg-type]
    nightly.run(plan, quiet)
    lines = (data.log / "stages.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines if '"stage": "read"' in line]
    return int(read[-1]["parsed"])


def test_nothing_is_parsed_twice_and_the_content_stays(data: DataDir) -> None:
    before = store.digest(data.database)
    assert parsed(data) == 0
    assert store.digest(data.database) == before
    data.kept.unlink()
    assert parsed(data) > 60
    assert store.digest(data.database) == before


def test_other_readers_read_all_anew(data: DataDir) -> None:
    with sqlite3.connect(data.kept) as db:
        db.execute("UPDATE by SET readers = 'last year'")
    assert parsed(data) > 60
    assert parsed(data) == 0


@pytest.mark.parametrize(
    "damage", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 99]
)
def test_a_damaged_file_costs_a_reading_and_nothing_else(data: DataDir, damage: bytes) -> None:
    before = store.digest(data.database)
    data.kept.write_bytes(damage)
    assert parsed(data) > 60
    assert store.digest(data.database) == before


def test_a_damaged_reading_is_read_again(data: DataDir) -> None:
    before = store.digest(data.database)
    with sqlite3.connect(data.kept) as db:
        db.execute("UPDATE read SET packed = x'00' WHERE rowid = 1")
        cut = "UPDATE read SET packed = substr(packed, 1, length(packed) / 2) WHERE rowid = 2"
        db.execute(cut)
    assert parsed(data) == 2
    assert store.digest(data.database) == before


class Evil:
    """Runs a command when it is unpickled without care."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("exit 7",)


def test_nothing_that_was_put_into_the_file_is_run(tmp_path: Path) -> None:
    with Kept(tmp_path / "read.sqlite", readers="now") as kept:
        kept.add({"a": Read(None, "no text")})
    with sqlite3.connect(tmp_path / "read.sqlite") as db:
        db.execute("UPDATE read SET packed = ?", [zlib.compress(pickle.dumps((Evil(), None)))])
    with Kept(tmp_path / "read.sqlite", readers="now") as kept:
        assert kept.get(["a"]) == {}


def test_what_the_archive_no_longer_asks_for_is_forgotten(tmp_path: Path) -> None:
    for asked, left in ((["a", "b"], 2), (["b"], 1)):
        with Kept(tmp_path / "read.sqlite", readers="now") as kept:
            missing = [name for name in asked if name not in kept.get(asked)]
            kept.add({name: Read(None, "no text") for name in missing})
            kept.forget_unused()
        with sqlite3.connect(tmp_path / "read.sqlite") as db:
            assert db.execute("SELECT count(*) FROM read").fetchone() == (left,)


def page(**changed: object) -> RawDocument:
    given = {
        "source": "ekb",
        "key": "1/rus",
        "url": "https://example.org/1",
        "fetched_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        "media_type": "text/html",
        "body": b"",
        "sha256": "0" * 64,
        "language": Language.RU,
    }
    return RawDocument(**{**given, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"sha256": "1" * 64}, False),
        ({"media_type": "application/json"}, False),
        ({"language": Language.KK}, False),
        ({"key": "2/rus"}, False),
        ({"source": "adilet"}, False),
        ({"fetched_at": dt.datetime(2027, 1, 1, tzinfo=dt.UTC)}, True),
        ({"url": "https://example.org/2"}, True),
    ],
)
def test_a_reading_depends_on_what_the_reader_is_given(
    changed: dict[str, object], same: bool
) -> None:
    assert (key(page(**changed)) == key(page())) is same


def test_the_readers_are_known_by_their_code_and_data() -> None:
    assert len(fingerprint()) == 64


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as started:
        yield str(started.scheduler_address)


def test_every_engine_reads_the_same(first: DataDir, cluster: str) -> None:
    archive = Archive(first.archive)
    here = list(readings(archive, demo=True))
    for settings in (Settings(jobs=2), Settings(engine="dask", scheduler=cluster)):
        with engine(settings) as mapped:
            assert list(readings(archive, demo=True, mapped=mapped)) == here


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (Settings(engine="dask"), "name the scheduler's address"),
        (Settings(engine="dask", scheduler="tcp://127.0.0.1:1"), "no Dask scheduler answers"),
        (Settings(engine="dask", scheduler="nonsense://x:1"), "no Dask scheduler answers"),
        (Settings(engine="dask", scheduler="nonsense"), "'nonsense' is no address such as tcp://"),
    ],
)
def test_a_cluster_that_is_not_there_is_one_clear_line(
    settings: Settings, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 1.0)
    with pytest.raises(NoEngine, match=reason), engine(settings):
        pass


def test_a_cluster_without_workers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 1.0)
    with LocalCluster(n_workers=0, dashboard_address=None, host="127.0.0.1") as empty:
        given = Settings(engine="dask", scheduler=str(empty.scheduler_address))
        with pytest.raises(NoEngine, match="has no workers"), engine(given):
            pass


def absent(value: int) -> int:
    """Fail as a worker does on which vacatio is not installed."""
    raise ModuleNotFoundError(f"No module named 'vacatio' for {value}")


def test_a_worker_without_vacatio_is_one_clear_line(cluster: str) -> None:
    given = Settings(engine="dask", scheduler=cluster)
    with pytest.raises(NoEngine, match="install vacatio"), engine(given) as mapped:
        mapped(absent, [1])


def kill(value: int) -> int:
    """Die as a process that ran out of memory does."""
    os.kill(os.getpid(), 9)
    return value


def test_a_process_that_is_killed_is_one_clear_line() -> None:
    with pytest.raises(NoEngine, match="a process was killed"), engine(Settings(jobs=2)) as mapped:
        mapped(kill, [1])
