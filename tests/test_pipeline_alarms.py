"""A source that is down is marked, tells it once, and tells once when it is back."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from vacatio import alarms, ledger, lock, nightly, runs, store
from vacatio.datadir import DataDir
from vacatio.nightly import Plan
from vacatio.runs import Counts
from vacatio.settings import Settings
from vacatio.status import status
from vacatio_crawlers import replica

ALMATY = ZoneInfo("Asia/Almaty")
START = dt.datetime(2026, 11, 1, 22, 20, tzinfo=dt.UTC)


def once_at(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def beat(source: str, at: dt.datetime, outcome: str) -> Counts:
    return {
        "source": source,
        "at": once_at(at),
        "outcome": outcome,
        "reason": "HTTP 503" if outcome == "failed" else None,
        "documents": 0 if outcome == "failed" else 9,
        "new": 0,
        "changed": 0,
        "unchanged": 9,
    }


def nights(log: Path, monkeypatch: pytest.MonkeyPatch, source: str, outcomes: str) -> list[str]:
    """Let nights pass, a letter each: k(ept) or f(ailed); give what each of them tells."""
    log.mkdir(exist_ok=True)
    told = []
    for number, letter in enumerate(outcomes):
        at = START + dt.timedelta(days=number)
        monkeypatch.setattr(runs, "now", functools.partial(once_at, at))
        run = runs.start(log, demo=False, echo=lambda line: None)
        run.sources.append(beat(source, at, "ok" if letter == "k" else "failed"))
        run.finish("published")
        found = tuple(alarms.of_run(log, run.id, ALMATY))
        told.append("".join("!" if each.grave else "+" for each in found) or ".")
    return told


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ("kkkk", "...."),
        ("kffk", "...."),  # two nights without it are no alarm
        ("kffffff", "...!..."),  # once, not nightly
        ("kfffffkk", "...!..+."),  # and once when it is back
        ("kffffkffff", "...!.+..!."),
        ("ffff", "...."),  # what never gave anything is not missed
    ],
)
def test_an_optional_source_alarms_once_when_it_falls_silent_and_once_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcomes: str, told: str
) -> None:
    assert "".join(nights(tmp_path / "log", monkeypatch, "adilet", outcomes)) == told


def test_a_stale_source_is_named_with_its_day_in_the_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DataDir(tmp_path)
    nights(data.log, monkeypatch, "adilet", "kffff")
    found = status(data, START + dt.timedelta(days=4, hours=1))
    [line] = [each for each in found.lines() if each.startswith("source adilet:")]
    # 22:20 in Greenwich is the next day in Almaty
    assert line.startswith("source adilet: STALE since 2026-11-02, last success 2026-11-01T22:20")
    assert line.endswith("HTTP 503")
    [row] = [row for row in found.sources if row["id"] == "adilet"]
    assert row["stale_since"] == "2026-11-02"


def test_while_a_run_is_under_way_the_status_tells_of_the_one_before_it(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    data.log.mkdir()
    before = runs.start(data.log, demo=False, echo=lambda line: None)
    before.sources.append(beat("ekb", dt.datetime.now(dt.UTC), "ok"))
    before.finish("published")
    runs.start(data.log, demo=False, echo=lambda line: None)
    with lock.held(data.lock):
        running = status(data, dt.datetime.now(dt.UTC))
        assert running.last_run is not None
        assert (running.last_run["outcome"], running.ok) == ("running", True)
    killed = status(data, dt.datetime.now(dt.UTC))
    assert killed.last_run is not None
    assert (killed.last_run["outcome"], killed.ok) == ("interrupted", False)


def test_who_asks_for_the_status_keeps_no_run_from_its_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not lock.taken(path)
    with lock.held(path):
        assert lock.taken(path)
    assert not lock.taken(path)
    with lock.held(path):
        assert lock.taken(path)


@pytest.fixture
def watcher() -> Iterator[tuple[str, list[str]]]:
    """Watch over the runs as a service does: an address, and the paths it was asked at."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            words = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            asked.append(f"{self.path} {words}".strip())
            self.send_response(200)
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/p", asked
        server.shutdown()


def test_the_night_an_optional_source_falls_silent_is_told_everywhere_and_no_other_is(
    tmp_path: Path, watcher: tuple[str, list[str]]
) -> None:
    """On the replica: a real night, then the same source down for nights, then back."""
    address, asked = watcher
    data = DataDir(tmp_path / "var")
    said: list[str] = []
    with replica.serve() as site:
        plan = Plan(
            Settings(data=data.root, ping=address),
            polite=False,
            sources=("ekb",),
            since=dt.date(2020, 1, 1),
            base_urls=site.base_urls,
            quiet=True,
        )
        nightly.run(plan, said.append)
    assert [line.split()[0] for line in said] == ["data"], "it may be a typo"
    # An optional source once gave something, days ago; since then no run brought any of it.
    days_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    once = json.dumps([beat("adilet", days_ago, "ok")])
    end = {"id": "0/end", "finished_at": once_at(days_ago), "outcome": "published"}
    ledger.append(data.log / "runs.jsonl", [{**end, "stages": "[]", "sources": once}])
    asked.clear()
    said.clear()
    offline = Plan(Settings(data=data.root, ping=address), crawl=False, quiet=True)
    for _ in range(2):
        nightly.run(offline, said.append)
    assert len(said) == 1
    assert said[0].startswith("alarm    source adilet is stale since ")
    assert [each.split()[0] for each in asked] == ["/p/start", "/p/fail", "/p/start", "/p"]
    assert "adilet is stale since" in asked[1]
    with store.opened(data.database) as db:
        [row] = db.query("SELECT stale_since FROM sources WHERE id = 'adilet'")
    assert row["stale_since"]
    feed = (data.feeds / "status.rss").read_text(encoding="utf-8")
    assert feed.count("adilet") >= 1
