"""A publication made from the one in place: only what changed is told, and put in place."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from vacatio import delta, gates, ledger, publish, store
from vacatio.datadir import DataDir, prepare
from vacatio.delta import Delta
from vacatio.gates import Checked
from vacatio.store import Row

#: Made in the child process too, so that what is killed is exactly what a run does.
CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_pipeline_publish_changes import brought_forward
from vacatio import publish
from vacatio.datadir import DataDir
data = DataDir(Path({root!r}))
brought_forward(data, {number}, {acts})
print("built", flush=True)
name = publish.begin(data)
for position, (_, step) in enumerate(publish.steps(data, name)):
    if position == {kill_before}:
        os.kill(os.getpid(), signal.SIGKILL)
    step()
"""


def acts(number: int, many: int) -> list[Row]:
    return [
        {
            "id": f"kz/law/2026-01-01/{position}-viii", "jurisdiction": "kz", "type": "law",
            "certainty": "unknown", "confidence": "provisional", "demo": 0,
            "title_ru": str(number), "search": f"номер {number}",
        }
        for position in range(many)
    ]  # fmt: skip


def event(number: int) -> Row:
    return {
        "id": f"{number:03d}", "act_id": "kz/law/2026-01-01/0-viii", "kind": "published",
        "known_on": "2026-01-01", "title": str(number), "summary": "",
    }  # fmt: skip


def begun(data: DataDir, number: int) -> Path:
    data.building.mkdir()
    (data.building / "feeds").mkdir()
    (data.building / "feeds" / "changes.rss").write_text(f"<rss>{number}</rss>", encoding="utf-8")
    return data.building / "vacatio.db"


def written_whole(data: DataDir, number: int, many: int = 3) -> None:
    """Build a publication whose every row and feed says its number."""
    store.write(begun(data, number), {"acts": acts(number, many), "events": [event(number)]})


def brought_forward(data: DataDir, number: int, many: int = 3) -> None:
    """Build the same from the publication in place."""
    base = data.publications / str(publish.current(data)) / "vacatio.db"
    changes = Delta(put={"acts": acts(number, many), "events": [event(number)]})
    store.update(begun(data, number), base, changes)


def told(data: DataDir) -> set[str]:
    return {str(line["id"]) for line in ledger.read(data.ledger / "events.jsonl")}


def assert_whole(data: DataDir, numbers: Sequence[int]) -> int:
    """One of these publications is in place, in all its parts; tell which."""
    with contextlib.closing(sqlite3.connect(f"file:{data.database}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        [[title]] = db.execute("SELECT DISTINCT title_ru FROM acts").fetchall()
        found = db.execute("SELECT count(*) FROM acts_fts WHERE acts_fts MATCH ?", [title])
        assert found.fetchone() == db.execute("SELECT count(*) FROM acts").fetchone()
        shown = {name for (name,) in db.execute("SELECT id FROM events")}
    assert int(title) in numbers
    assert (data.feeds / "changes.rss").read_text(encoding="utf-8") == f"<rss>{title}</rss>"
    assert f"{int(title):03d}" in shown <= told(data)
    here = data.publications / str(publish.current(data)) / "vacatio.db"
    assert store.content(data.database) == store.content(here)
    assert not data.journal.exists()
    assert not data.building.exists()
    return int(title)


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    """A data directory in which publication 1 is in place, and a run was noted since."""
    data = prepare(tmp_path / "var", demo=False)
    written_whole(data, 1)
    publish.publish(data)
    store.replace(data.database, {"runs": [{"id": "noted since"}]})
    return data


def was_brought_forward(data: DataDir) -> bool:
    """Tell if the live database was changed where it lies: what was noted in it is still there."""
    return store.content(data.database, ["runs"])["runs"] != []


def test_the_live_database_is_brought_forward_where_it_lies(data: DataDir) -> None:
    for number in (2, 3):
        brought_forward(data, number)
        publish.publish(data)
        assert assert_whole(data, [number]) == number
    assert was_brought_forward(data)
    assert told(data) == {"001", "002", "003"}


def test_a_reader_sees_the_new_rows_without_opening_anew(data: DataDir) -> None:
    with contextlib.closing(sqlite3.connect(data.database)) as reader:
        rows = reader.execute("SELECT title_ru FROM acts")
        first = rows.fetchone()
        brought_forward(data, 2)
        publish.publish(data)
        assert {first, *rows.fetchall()} == {("1",)}, "to the end of the question"
        assert set(reader.execute("SELECT title_ru FROM acts")) == {("2",)}


def test_only_what_changed_is_looked_for_in_the_ledger(data: DataDir) -> None:
    (data.ledger / "events.jsonl").unlink()
    brought_forward(data, 2)
    publish.publish(data)
    assert told(data) == {"002"}


def test_all_steps_may_be_done_again(data: DataDir) -> None:
    brought_forward(data, 2)
    name = publish.begin(data)
    for _ in range(2):
        for _, step in publish.steps(data, name):
            step()
    assert assert_whole(data, [2]) == 2
    assert was_brought_forward(data)
    assert (data.ledger / "events.jsonl").read_bytes().count(b'"id": "002"') == 1


@pytest.mark.parametrize("harm", ["another", "gone", "delta damaged", "delta gone"])
def test_where_the_delta_does_not_fit_the_database_is_copied_whole(
    data: DataDir, harm: str
) -> None:
    brought_forward(data, 2)
    changes = data.building / delta.FILE
    if harm == "another":
        with store.opened(data.database) as db:
            db.execute("PRAGMA application_id = 7")
    elif harm == "gone":
        for path in data.root.glob("vacatio.db*"):
            path.unlink()
    elif harm == "delta damaged":
        changes.write_bytes(changes.read_bytes()[:5000])
    else:
        changes.unlink()
    publish.publish(data)
    assert assert_whole(data, [2]) == 2
    assert not was_brought_forward(data)
    assert told(data) == {"001", "002"}


def test_after_a_rollback_the_next_is_made_from_what_is_in_place(data: DataDir) -> None:
    brought_forward(data, 2)
    publish.publish(data)
    publish.rollback(data)
    assert assert_whole(data, [1]) == 1
    brought_forward(data, 3)
    publish.publish(data)
    assert assert_whole(data, [3]) == 3
    with store.opened(data.database) as db:
        assert {row[0] for row in db.execute("SELECT id FROM events")} == {"001", "003"}


def test_what_was_brought_forward_passes_the_gates_and_a_damaged_copy_does_not(
    data: DataDir,
) -> None:
    brought_forward(data, 2, many=200)
    path, feeds = data.building / "vacatio.db", data.building / "feeds"
    assert store.is_brought_forward(path)

    def reasons() -> tuple[str, ...]:
        return gates.reasons(path, feeds, data.database, Checked(1, ()), shrink=0.1)

    assert reasons() == ()
    with contextlib.closing(sqlite3.connect(path)) as db:
        ((page,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events'")
        ((size,),) = db.execute("PRAGMA page_size")
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x0d" + b"\xff" * 7)
    assert any(reason.startswith("integrity:") for reason in reasons())


def test_a_database_without_its_own_delta_is_looked_through_whole(data: DataDir) -> None:
    brought_forward(data, 2)
    path = data.building / "vacatio.db"
    with store.opened(path) as db:
        db.execute("UPDATE events SET act_id = 'kz/nothing'")
        db.conn.commit()
    written = path.with_name("written.db")
    path.rename(written)
    store.write(path, {"acts": acts(2, 3)})
    assert not store.is_brought_forward(path), "the delta beside it leads to another"
    written.replace(path)
    path.with_name(delta.FILE).unlink()
    [reason] = store.faults(path, quick=store.is_brought_forward(path))[:1]
    assert reason == "events row 1 points at a missing row of acts"


@pytest.mark.parametrize("kill_before", range(5))
def test_killed_before_any_step_the_next_start_finishes_the_publication(
    data: DataDir, kill_before: int
) -> None:
    child = CHILD.format(
        tests=str(Path(__file__).parent),
        root=str(data.root),
        number=2,
        acts=3,
        kill_before=kill_before,
    )
    died = subprocess.run([sys.executable, "-c", child], check=False)
    assert died.returncode == -signal.SIGKILL
    publish.recover(data)
    assert assert_whole(data, [2]) == 2
    assert was_brought_forward(data)


def test_killed_at_any_moment_one_whole_publication_is_left(data: DataDir) -> None:
    chance = random.Random(20260106)
    here = 1
    for number in range(2, 8):
        child = CHILD.format(
            tests=str(Path(__file__).parent),
            root=str(data.root),
            number=number,
            acts=3000,
            kill_before=-1,
        )
        with subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stdout.readline() == b"built\n"
            time.sleep(chance.random() * 0.2)
            process.kill()
        publish.recover(data)
        here = assert_whole(data, [here, number])
