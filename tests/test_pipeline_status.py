"""How the runs went is remembered, and silence is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from vacatio import heartbeats, runs
from vacatio.datadir import DataDir
from vacatio.runs import Counts
from vacatio.status import Status, status
from vacatio_crawlers import known_sources

NOW = dt.datetime.now(dt.UTC)


def beat(hours_ago: float, outcome: str = "ok", new: int = 1, reason: str = "") -> Counts:
    at = (NOW - dt.timedelta(hours=hours_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "source": "ekb",
        "at": at,
        "outcome": outcome,
        "reason": reason or None,
        "documents": 63,
        "new": new,
        "changed": 0,
        "unchanged": 63 - new,
    }


def quiet(line: str) -> None:
    """Say nothing."""


def after(tmp_path: Path, *nights: tuple[Counts, str]) -> Status:
    """Let runs pass, each with one beat of the source and an outcome."""
    (tmp_path / "log").mkdir(exist_ok=True)
    for told, outcome in nights:
        run = runs.start(tmp_path / "log", demo=False, echo=quiet)
        run.sources.append(told)
        run.finish(outcome)
    return status(DataDir(tmp_path), NOW)


def test_without_a_run_nothing_is_well(tmp_path: Path) -> None:
    found = status(DataDir(tmp_path), NOW)
    assert (found.ok, found.published_at, found.last_run) == (False, None, None)
    assert "ekb" in found.overdue
    assert "last publication: none yet" in found.lines()


def test_a_source_that_was_probably_misread_needs_attention(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    for told in ("VAC023 fired on 30 of 100 documents of ekb; VAC054 fired on 9 of 20", None):
        run = runs.start(tmp_path / "log", demo=False, echo=quiet)
        run.sources.append(beat(1))
        with run.stage("check") as stage:
            stage.counts.update({"misread": told} if told else {})
        run.finish("published")
        found = status(DataDir(tmp_path), NOW)
        assert found.ok is (told is None)
        marked = [line for line in found.lines() if line.startswith("probably misread: ")]
        assert len(marked) == (2 if told else 0)


def test_a_good_night_is_well(tmp_path: Path) -> None:
    found = after(tmp_path, (beat(1), "published"))
    assert found.ok
    assert found.published_at
    assert found.lines()[0] == "all is well"


@pytest.mark.parametrize(("hours", "overdue"), [(26, ()), (48, ()), (50, ("ekb",))])
def test_a_source_is_overdue_after_two_nights(
    tmp_path: Path, hours: float, overdue: tuple[str, ...]
) -> None:
    found = after(tmp_path, (beat(hours), "published"))
    assert found.overdue == overdue
    assert found.ok is (overdue == ())


def test_a_failed_source_keeps_its_last_success_and_says_why(tmp_path: Path) -> None:
    bad = beat(1, "failed", new=0, reason="HTTP 403")
    found = after(tmp_path, (beat(25), "published"), (bad, "published, but ekb failed"))
    [row] = [row for row in found.sources if row["id"] == "ekb"]
    assert (row["outcome"], row["reason"]) == ("failed", "HTTP 403")
    assert row["last_success"] == beat(25)["at"]
    assert not found.ok


def test_a_night_without_news_moves_the_success_and_not_the_news(tmp_path: Path) -> None:
    found = after(tmp_path, (beat(25), "published"), (beat(1, new=0), "published"))
    [row] = [row for row in found.sources if row["id"] == "ekb"]
    assert (row["last_success"], row["last_new"]) == (beat(1)["at"], beat(25)["at"])


def test_a_closed_gate_is_not_well_though_something_is_published(tmp_path: Path) -> None:
    found = after(tmp_path, (beat(25), "published"), (beat(1), "failed: not published"))
    assert not found.ok
    assert found.published_at
    assert any("failed: not published" in line for line in found.lines())


def test_a_run_that_never_ended_was_interrupted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.mkdir()
    killed = runs.start(log, demo=False, echo=quiet)
    second = runs.start(log, demo=True, echo=quiet)
    assert killed.id != second.id
    assert [row["outcome"] for row in runs.rows(log, running=second.id)] == [
        "interrupted",
        "running",
    ]
    second.finish("published")
    assert [row["outcome"] for row in runs.rows(log)] == ["interrupted", "published"]


def test_a_stage_that_fails_is_written_down_too(tmp_path: Path) -> None:
    said: list[str] = []
    run = runs.start(tmp_path, demo=False, echo=said.append)
    with run.stage("crawl") as stage:
        stage.counts["new"] = 3
    with pytest.raises(ZeroDivisionError), run.stage("build"):
        _ = 1 / 0
    assert [(line["stage"], line["outcome"]) for line in run.stages] == [
        ("crawl", "done"),
        ("build", "failed"),
    ]
    logged = [json.loads(line) for line in (tmp_path / "stages.jsonl").read_text().splitlines()]
    assert [(line["stage"], line["outcome"], line.get("reason")) for line in logged] == [
        ("crawl", "done", None),
        ("build", "failed", "ZeroDivisionError: division by zero"),
    ]
    assert said[0].startswith("crawl    3 new (")
    assert said[1].startswith("build    failed (")


def test_every_known_source_has_a_row_before_its_first_run(tmp_path: Path) -> None:
    rows = heartbeats.rows(tmp_path, known_sources())
    assert [row["id"] for row in rows] == [info.name for info in known_sources()]
    assert all(row["last_success"] is None for row in rows)
