"""A publication is in place whole or not at all, wherever the process dies."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vacatio import ledger, publish, store
from vacatio.datadir import DataDir, prepare

#: Built in the child process too, so that what is killed is exactly what a run does.
CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_pipeline_publish import built
from vacatio import publish
from vacatio.datadir import DataDir
data = DataDir(Path({root!r}))
built(data, {number}, {acts})
print("built", flush=True)
name = publish.begin(data)
for position, (_, step) in enumerate(publish.steps(data, name)):
    if position == {kill_before}:
        os.kill(os.getpid(), signal.SIGKILL)
    step()
"""


def built(data: DataDir, number: int, acts: int = 3) -> None:
    """Build a publication whose every row and feed says its number."""
    data.building.mkdir()
    (data.building / "feeds").mkdir()
    (data.building / "feeds" / "changes.rss").write_text(f"<rss>{number}</rss>", encoding="utf-8")
    names = [f"kz/law/2026-01-01/{position}-viii" for position in range(acts)]
    store.write(
        data.building / "vacatio.db",
        {
            "acts": [
                {
                    "id": name,
                    "jurisdiction": "kz",
                    "type": "law",
                    "certainty": "unknown",
                    "confidence": "provisional",
                    "demo": 0,
                    "title_ru": str(number),
                    "search": f"номер {number}",
                }
                for name in names
            ],
            "events": [
                {
                    "id": f"{number:03d}",
                    "act_id": names[0],
                    "kind": "published",
                    "known_on": "2026-01-01",
                    "title": str(number),
                    "summary": "",
                }
            ],
        },
    )


def shown(data: DataDir) -> tuple[set[str], str, set[str]]:
    """Tell what a reader sees: numbers in the database, in the feeds and in the ledger."""
    with contextlib.closing(sqlite3.connect(f"file:{data.database}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        titles = {row[0] for row in db.execute("SELECT title_ru FROM acts")}
        found = {row[0] for row in db.execute("SELECT search FROM acts_fts")}
    assert found == {f"номер {title}" for title in titles}
    feed = (data.feeds / "changes.rss").read_text(encoding="utf-8")
    told = {str(line["id"]) for line in ledger.read(data.ledger / "events.jsonl")}
    return titles, feed, told


def assert_whole(data: DataDir, *, newest: int) -> None:
    """One publication is in place, not parts of two, and everything shown was announced."""
    titles, feed, told = shown(data)
    assert len(titles) == 1
    (title,) = titles
    assert feed == f"<rss>{title}</rss>"
    assert f"{int(title):03d}" in told
    assert int(title) <= newest
    assert not data.journal.exists()
    assert not data.building.exists()


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    return prepare(tmp_path / "var", demo=False)


def test_a_publication_replaces_the_one_before(data: DataDir) -> None:
    for number in (1, 2):
        built(data, number)
        publish.publish(data)
        assert shown(data)[0] == {str(number)}
        assert_whole(data, newest=number)
    assert shown(data)[2] == {"001", "002"}


def test_a_reader_sees_the_new_rows_without_opening_anew(data: DataDir) -> None:
    built(data, 1)
    publish.publish(data)
    with contextlib.closing(sqlite3.connect(data.database)) as reader:
        before = reader.execute("SELECT DISTINCT title_ru FROM acts").fetchall()
        built(data, 2, acts=400)
        publish.publish(data)
        after = reader.execute("SELECT DISTINCT title_ru FROM acts").fetchall()
    assert (before, after) == ([("1",)], [("2",)])


def test_a_reader_in_the_middle_of_a_query_keeps_the_old_rows_to_its_end(data: DataDir) -> None:
    built(data, 1, acts=50)
    publish.publish(data)
    with contextlib.closing(sqlite3.connect(data.database)) as reader:
        rows = reader.execute("SELECT title_ru FROM acts")
        first = rows.fetchone()
        built(data, 2, acts=50)
        publish.publish(data)
        assert {first, *rows.fetchall()} == {("1",)}


@pytest.mark.parametrize("kill_before", range(5))
def test_killed_before_any_step_the_next_start_finishes_the_publication(
    data: DataDir, kill_before: int
) -> None:
    built(data, 1)
    publish.publish(data)
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
    assert_whole(data, newest=2)
    assert shown(data)[0] == {"2"}


def test_killed_at_any_moment_one_whole_publication_is_left(data: DataDir) -> None:
    built(data, 1)
    publish.publish(data)
    chance = random.Random(20260106)
    tests, root = str(Path(__file__).parent), str(data.root)
    for number in range(2, 8):
        child = CHILD.format(tests=tests, root=root, number=number, acts=4000, kill_before=-1)
        with subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stdout.readline() == b"built\n"
            time.sleep(chance.random() * 0.06)
            process.kill()
        publish.recover(data)
        assert_whole(data, newest=number)


def test_whoever_serves_first_after_a_crash_finishes_the_publication(data: DataDir) -> None:
    built(data, 1)
    publish.publish(data)
    built(data, 2)
    publish.begin(data)
    from vacatio import serve  # here, because the child processes import this module too

    serve.ready(data)
    assert_whole(data, newest=2)
    assert shown(data)[0] == {"2"}


def test_a_build_that_died_before_its_journal_is_swept_away(data: DataDir) -> None:
    built(data, 1)
    publish.publish(data)
    built(data, 2)
    data.building.rename(data.publications / "000002")
    assert publish.recover(data) is None
    assert_whole(data, newest=1)
    assert not (data.publications / "000002").exists()


def test_only_the_last_publications_are_kept(data: DataDir) -> None:
    for number in range(1, 6):
        built(data, number)
        publish.publish(data)
    kept = sorted(path.name for path in data.publications.iterdir())
    assert kept == ["000003", "000004", "000005"]
    assert publish.current(data) == "000005"


def test_a_rollback_puts_the_publication_before_back_and_keeps_what_was_told(
    data: DataDir,
) -> None:
    for number in (1, 2, 3):
        built(data, number)
        publish.publish(data)
    assert publish.rollback(data) == "000002"
    assert_whole(data, newest=2)
    assert shown(data)[0] == {"2"}
    assert shown(data)[2] == {"001", "002", "003"}
    assert publish.rollback(data) == "000001"
    with pytest.raises(publish.NoPublication, match="keeps no publication before"):
        publish.rollback(data)
    built(data, 4)
    publish.publish(data)
    assert shown(data)[0] == {"4"}
