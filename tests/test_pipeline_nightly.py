"""The nightly chain on the replica: equal every time, whole after every accident."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from vacatio import demo, lock, nightly, publish, store
from vacatio.archive import Archive
from vacatio.build import build, readings
from vacatio.datadir import DataDir, MixedData, UnusableData
from vacatio.gates import ClosedGate
from vacatio.nightly import BrokenPromise, Plan
from vacatio.settings import Settings
from vacatio_calendar import load, verify
from vacatio_calendar.model import Document
from vacatio_crawlers import replica
from vacatio_crawlers.replica import Fault
from vacatio_parser import parse_bytes


def quiet(line: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """Publish the replica once; tests take copies."""
    return demo.build(Settings(data=tmp_path_factory.mktemp("first") / "var"), quiet)


@pytest.fixture
def data(first: DataDir, tmp_path: Path) -> DataDir:
    shutil.copytree(first.root, tmp_path / "var", symlinks=True)
    return DataDir(tmp_path / "var")


def offline(data: DataDir) -> Plan:
    return Plan(Settings(data=data.root), demo=True, crawl=False)


def feeds(data: DataDir) -> dict[str, tuple[bytes, float]]:
    """Give the bytes and the time of each published feed: both are what a reader caches by."""
    root = data.feeds.resolve()
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime)
        for path in root.rglob("*")
        if path.is_file()
    }


def test_the_three_acts_are_published_with_their_days(first: DataDir) -> None:
    acts = {row[0]: row for row in store.content(first.database, ["acts"])["acts"]}
    with store.opened(first.database) as db:
        found = {
            row["id"]: (row["published_on"], row["in_force_on"], row["demo"])
            for row in db.query(
                "SELECT * FROM acts WHERE number IN ('230-VIII', '231-VIII', '672/НҚ')"
            )
        }
    assert found == {
        "kz/law/2025-11-17/230-viii": ("2025-11-18", "2026-01-18", 1),
        "kz/law/2025-11-17/231-viii": ("2025-11-18", "2026-01-18", 1),
        "kz/order/maidr/2025-12-22/672-nq": ("2025-12-26", "2026-01-06", 1),
    }
    assert len(acts) > 15


def test_every_published_date_carries_steps_and_the_words_it_was_read_from(first: DataDir) -> None:
    with store.opened(first.database) as db:
        rows = list(
            db.query(
                "SELECT c.*, d.language AS text_language FROM commencements c "
                "JOIN documents d ON d.id = c.document_id WHERE c.in_force_on IS NOT NULL"
            )
        )
    assert rows
    for row in rows:
        steps = json.loads(row["steps"])
        assert [step["on"] for step in steps if step["of"] == "in_force_on"][-1] == row[
            "in_force_on"
        ]
        assert all(step["rule"] and step["basis"] and step["text"] for step in steps)
        assert row["quote"] or row["certainty"] in ("default_rule", "reviewed")


def test_a_date_that_is_not_known_has_a_reason(first: DataDir) -> None:
    with store.opened(first.database) as db:
        unknown = list(db.query("SELECT * FROM commencements WHERE in_force_on IS NULL"))
    assert all(row["reason"] and row["certainty"] == "unknown" for row in unknown)


def test_a_second_run_changes_nothing_but_runs_and_heartbeats(first: DataDir) -> None:
    before, fed = store.content(first.database), feeds(first)
    told = (first.ledger / "events.jsonl").read_bytes()
    demo.build(Settings(data=first.root), quiet)
    assert store.content(first.database) == before
    assert feeds(first) == fed
    assert (first.ledger / "events.jsonl").read_bytes() == told
    with store.opened(first.database) as db:
        runs = [row["outcome"] for row in db.query("SELECT * FROM runs ORDER BY id")]
    assert runs == ["published", "published"]


def test_the_order_of_the_documents_does_not_matter(data: DataDir) -> None:
    law, today = load("kz"), dt.date(2026, 11, 23)
    pages = list(readings(Archive(data.archive), demo=True))
    once = build(data, pages, law, today, demo=True, page_of=lambda work: "")
    for seed in range(3):
        random.Random(seed).shuffle(pages)
        again = build(data, pages, law, today, demo=True, page_of=lambda work: "")
        for table, rows in once.rows.items():
            key = next(iter(rows[0])) if rows else ""
            assert sorted(rows, key=lambda row: str(row[key])) == sorted(
                again.rows[table], key=lambda row: str(row[key])
            ), table


def test_losing_all_but_the_originals_loses_nothing(data: DataDir) -> None:
    before, fed = store.content(data.database), feeds(data)
    for path in data.root.iterdir():
        if path.name not in ("archive", "ledger", "decisions.toml", "vacatio.json"):
            path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
    (data.archive / "index.sqlite").unlink()
    nightly.run(offline(data), quiet)
    assert store.content(data.database) == before
    assert {name: words for name, (words, _) in feeds(data).items()} == {
        name: words for name, (words, _) in fed.items()
    }


def test_a_closed_gate_keeps_the_publication_and_says_why(data: DataDir) -> None:
    [row] = store.content(data.database, ["acts"])["acts"][:1]
    with store.opened(data.database) as db, db.atomic():
        columns = ", ".join(f"[{column.name}]" for column in db.table("acts").columns)
        for number in range(20):
            values = tuple(f"{row[0]}-{number}" if i == 0 else v for i, v in enumerate(row))
            marks = ", ".join("?" * len(values))
            db.conn.execute(f"INSERT INTO acts ({columns}) VALUES ({marks})", values)
    before, fed = store.content(data.database), feeds(data)
    with pytest.raises(ClosedGate, match="table acts would shrink from"):
        nightly.run(offline(data), quiet)
    assert store.content(data.database) == before
    runs = {name for name in fed if "status." in name}
    after = feeds(data)
    assert {name: after[name] for name in fed if name not in runs} == {
        name: fed[name] for name in fed if name not in runs
    }
    assert b"A publication was held back by a gate" in after["status.rss"][0]
    assert b"held back" not in fed["status.rss"][0]
    with store.opened(data.database) as db:
        [last] = db.query("SELECT * FROM runs ORDER BY id DESC LIMIT 1")
    assert str(last["outcome"]).startswith("failed: not published")


def test_a_source_that_broke_its_promise_fails_the_run_and_loses_nothing(data: DataDir) -> None:
    before = store.content(data.database)
    with replica.serve(faults={"/api/documents/search": Fault.FORBIDDEN}) as site:
        plan = Plan(
            Settings(data=data.root),
            demo=True,
            polite=False,
            sources=("ekb",),
            base_urls=site.base_urls,
        )
        with pytest.raises(BrokenPromise, match="ekb"):
            nightly.run(plan, quiet)
    assert store.content(data.database) == before
    with store.opened(data.database) as db:
        [source] = db.query("SELECT * FROM sources WHERE id = 'ekb'")
    assert source["outcome"] == "failed"
    assert source["reason"]
    assert source["last_success"]


def test_a_first_night_that_brings_nothing_publishes_nothing_and_says_why(tmp_path: Path) -> None:
    with replica.serve(faults={"/api/": Fault.FORBIDDEN, "/rus": Fault.FORBIDDEN}) as site:
        plan = Plan(
            Settings(data=tmp_path / "var"),
            demo=True,
            polite=False,
            sources=("ekb",),
            base_urls=site.base_urls,
        )
        with pytest.raises(ClosedGate, match=r"not one act in it; source ekb: .*403"):
            nightly.run(plan, quiet)
    assert not DataDir(tmp_path / "var").database.exists()


def test_nothing_is_built_where_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(UnusableData, match="holds no archive to build from"):
        nightly.run(Plan(Settings(data=tmp_path / "typo"), crawl=False), quiet)
    assert not (tmp_path / "typo").exists()


def test_a_date_whose_steps_do_not_verify_is_withheld_and_closes_the_gate(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "vacatio.derive.verify",
        lambda entry, law: ("the steps give another day",) if entry.on else verify(entry, law),
    )
    before = store.content(data.database)
    with pytest.raises(ClosedGate, match="dates do not verify"):
        nightly.run(offline(data), quiet)
    assert store.content(data.database) == before


def test_a_second_run_at_the_same_time_says_so_and_changes_nothing(data: DataDir) -> None:
    before = store.content(data.database)
    with lock.held(data.lock), pytest.raises(lock.AlreadyRunning, match="another vacatio run"):
        nightly.run(offline(data), quiet)
    assert store.content(data.database) == before


def test_real_and_demo_data_never_meet(data: DataDir) -> None:
    with pytest.raises(MixedData, match="demo data and real data never mixes"):
        nightly.run(Plan(Settings(data=data.root), crawl=False), quiet)


def test_killed_at_any_moment_the_next_run_ends_as_if_nothing_had_happened(data: DataDir) -> None:
    before, fed = store.content(data.database), feeds(data)
    chance = random.Random(20260118)
    for command, longest in (("build", 1.2), ("demo", 3.0)) * 2:
        options = ["--build-only"] if command == "demo" else []
        process = subprocess.Popen(
            [sys.executable, "-m", "vacatio", command, *options, "--data", str(data.root)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.2 + chance.random() * longest)
        process.kill()
        process.wait()
        publish.recover(data)
        assert store.content(data.database) == before
        assert feeds(data) == fed
    nightly.run(offline(data), quiet)
    assert store.content(data.database) == before
    with store.opened(data.database) as db:
        outcomes = {row["outcome"] for row in db.query("SELECT outcome FROM runs")}
    assert outcomes <= {"published", "interrupted"}


@pytest.mark.parametrize("blocks", [1, 60, 300, 460])
def test_a_full_disk_is_one_clear_line_and_costs_nothing(data: DataDir, blocks: int) -> None:
    before, fed = store.content(data.database), feeds(data)
    done = subprocess.run(
        [
            *("sh", "-c", f'ulimit -f {blocks}; exec "$0" "$@"'),
            *(sys.executable, "-m", "vacatio", "build", "--data", str(data.root)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be used" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    publish.recover(data)
    assert store.content(data.database) == before
    assert feeds(data) == fed
    nightly.run(offline(data), quiet)
    assert store.content(data.database) == before


def test_a_damaged_database_is_named_and_built_again(data: DataDir) -> None:
    before = store.content(data.database)
    data.database.write_bytes(b"not a database" * 999)
    with pytest.raises(UnusableData, match=r"move vacatio\.db away"):
        nightly.run(offline(data), quiet)
    data.database.unlink()
    nightly.run(offline(data), quiet)
    assert store.content(data.database) == before


def _nothing_left(built: bytes) -> bytes:
    return b""


def _middle_lost(built: bytes) -> bytes:
    """Keep the first pages, by which it is opened."""
    return built[: 1 << 14] + bytes(len(built) - (1 << 14))


@pytest.mark.parametrize("damage", [_nothing_left, _middle_lost])
def test_a_night_with_a_damaged_memory_builds_everything(
    data: DataDir, damage: Callable[[bytes], bytes]
) -> None:
    before = store.content(data.database)
    data.built.write_bytes(damage(data.built.read_bytes()))
    demo.build(Settings(data=data.root), quiet)
    assert store.content(data.database) == before


@pytest.mark.parametrize(
    ("today", "again"),
    [
        (dt.date(2026, 1, 4), ()),
        (dt.date(2026, 1, 5), ("700012", "700103")),
        (dt.date(2026, 1, 6), ("700012", "700103")),
        (dt.date(2026, 1, 7), ()),
    ],
)
def test_an_act_and_what_it_changes_are_fetched_again_when_its_day_comes(
    data: DataDir, monkeypatch: pytest.MonkeyPatch, today: dt.date, again: tuple[str, ...]
) -> None:
    asked: list[object] = []

    def crawl(names: list[str], sink: object, **given: object) -> tuple[()]:
        revisit = given["revisit"]
        assert isinstance(revisit, dict)
        asked.append(revisit.get("ekb", ()))
        return ()

    monkeypatch.setattr("vacatio.nightly._today", lambda law: today)
    monkeypatch.setattr("vacatio_crawlers.crawl", crawl)
    plan = Plan(Settings(data=data.root), demo=True, build=False, sources=("ekb",))
    nightly.run(plan, quiet)
    assert asked == [again]


def test_a_fault_of_the_parser_costs_one_page_and_is_shown(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vacatio import build as building

    def picky(body: bytes, **given: object) -> Document:
        if given["name"] == "700102/rus":
            raise RecursionError("too deep")
        return parse_bytes(body, **given)  # type: ignore[arg-type]

    data.kept.unlink()  # or nothing would be parsed at all
    monkeypatch.setattr(building, "parse_bytes", picky)
    nightly.run(offline(data), quiet)
    with store.opened(data.database) as db:
        refused = list(db.query("SELECT * FROM documents WHERE outcome = 'refused'"))
        kept = list(db.query("SELECT id FROM acts WHERE number = '231-VIII'"))
    assert [row["id"] for row in refused] == ["ekb/700102/rus"]
    assert refused[0]["reason"] == "a fault of the parser: RecursionError: too deep"
    assert len(kept) == 1, "the Kazakh text still gives the act"


def test_runs_in_any_order_build_one_result(first: DataDir, tmp_path: Path) -> None:
    """A backfill that brings an older state later takes nothing back."""
    law = load("kz")
    pieces = [raw for raw in Archive(first.archive).records() if raw.key.startswith("7001")]
    nights = []
    for night, day in enumerate((b"2025-12-26", b"2025-12-27", b"2025-12-28")):
        bodies = [raw.body.replace(b"2025-12-26", day) for raw in pieces]
        at = dt.datetime(2026, 11, 20 + night, 3, tzinfo=dt.UTC)
        nights.append(
            [
                dataclasses.replace(
                    raw, body=body, sha256=hashlib.sha256(body).hexdigest(), fetched_at=at
                )
                for raw, body in zip(pieces, bodies, strict=True)
            ]
        )

    def built(order: tuple[int, ...]) -> dict[str, list[dict[str, object]]]:
        data = DataDir(tmp_path / "".join(map(str, order)))
        for night in order:
            with Archive(data.archive).sink(f"night-{night}", demo=True) as sink:
                for raw in nights[night]:
                    sink(raw)
        pages = readings(Archive(data.archive), demo=True)
        made = build(data, pages, law, dt.date(2026, 11, 23), demo=True, page_of=lambda work: "")
        where = {"warc"}  # the one thing that tells in which run a body came first
        return {
            table: [{key: row[key] for key in row if key not in where} for row in rows]
            for table, rows in made.rows.items()
        }

    once = built((0, 1, 2))
    [order] = [row for row in once["acts"] if row["number"] == "672/НҚ"]
    assert (order["published_on"], order["in_force_on"]) == ("2025-12-28", "2026-01-08")
    assert once == built((2, 0, 1)) == built((1, 2, 0))


def changed(data: DataDir, number: str, old: bytes, new: bytes) -> None:
    """Let the source change what it says of one act, as a later crawl would bring it."""
    archive = Archive(data.archive)
    pieces = [raw for raw in archive.records() if raw.key.startswith(number)]
    assert any(old in raw.body for raw in pieces)
    with archive.sink("2099-01-01T000000Z", demo=True) as sink:
        for raw in pieces:
            body = raw.body.replace(old, new)
            digest = hashlib.sha256(body).hexdigest()
            later = raw.fetched_at + dt.timedelta(days=3)
            sink(dataclasses.replace(raw, body=body, sha256=digest, fetched_at=later))


def order_events(data: DataDir) -> list[dict[str, str | None]]:
    with store.opened(data.database) as db:
        return list(
            db.query(
                "SELECT * FROM events WHERE act_id = 'kz/order/maidr/2025-12-22/672-nq' "
                "AND (kind = 'enters_into_force' OR summary LIKE '%2026-01-0%') ORDER BY known_on"
            )
        )


def test_a_date_the_source_corrects_is_told_once_as_a_correction(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    [before] = order_events(data)
    with store.opened(data.database) as db:
        [number] = db.query("SELECT ekb_id FROM acts WHERE number = '672/НҚ'")
    changed(data, number["ekb_id"], b"2025-12-26", b"2025-12-27")
    later = nightly._today(load("kz")) + dt.timedelta(days=3)
    monkeypatch.setattr("vacatio.nightly._today", lambda law: later)
    for _ in range(2):
        nightly.run(offline(data), quiet)
        old, new = order_events(data)
        assert old == before
        assert (new["kind"], new["effective_on"]) == ("date_corrected", "2026-01-07")
        assert new["replaces"] == before["id"]
        assert str(new["known_on"]) > str(before["known_on"])
    calendar = (data.feeds / "in-force.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    [event] = [part for part in calendar.split("BEGIN:VEVENT") if f"UID:{before['id']}" in part]
    assert "DTSTART;VALUE=DATE:20260107" in event
    assert "SEQUENCE:1" in event
    feed = (data.feeds / "changes.rss").read_text(encoding="utf-8")
    assert feed.count(f"urn:vacatio:{new['id']}") >= 1
    assert "date corrected: January 7, 2026 in place of January 6, 2026" in feed
