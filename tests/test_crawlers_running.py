"""What holds for every crawl: manners, safety, and that no accident looks like success."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from vacatio_calendar.model import RawDocument
from vacatio_crawlers import (
    Expect,
    Impolite,
    Needs,
    Outcome,
    Problem,
    Trouble,
    UnknownSource,
    crawl,
    known_sources,
    probe,
    settings,
    wire,
)
from vacatio_crawlers.children import frames
from vacatio_crawlers.promises import Brought, Per, judge
from vacatio_crawlers.replica import Answer, Fault, Faults, serve
from vacatio_crawlers.reports import Finish
from vacatio_crawlers.sources.ekb import Ekb


def keep(document: RawDocument) -> Any:
    return "new"


def crawl_replica(sink: Any = keep, **arguments: Any) -> Any:
    with serve() as site:
        (report,) = crawl(
            ["ekb"], sink, base_urls=site.base_urls, demo=True, polite=False, **arguments
        )
        return report, site


def test_the_settings_are_polite_and_careful() -> None:
    assert settings.ROBOTSTXT_OBEY
    assert settings.CONCURRENT_REQUESTS_PER_DOMAIN == 1
    assert settings.DOWNLOAD_DELAY >= 1.5
    assert settings.AUTOTHROTTLE_ENABLED
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES
    assert settings.RETRY_TIMES == 3
    assert settings.VACATIO_BACKOFF == [5.0, 10.0, 20.0]
    assert settings.DOWNLOAD_TIMEOUT >= 60, "the largest acts take a minute"
    assert settings.DOWNLOAD_MAXSIZE <= 2**27


def test_a_site_learns_who_asks_and_how_to_reach_them() -> None:
    _, site = crawl_replica(contact="law@example.org", since=dt.date(2026, 11, 1))
    assert len(site.agents) == 1
    assert "law@example.org" in site.agents.pop()


def test_delays_may_be_left_out_on_this_machine_only() -> None:
    with pytest.raises(Impolite, match=r"zan\.gov\.kz"):
        crawl(["ekb"], keep, polite=False)


def test_an_unknown_source_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownSource, match=r"'ekp': there are .*ekb"):
        crawl(["ekp"], keep)


def test_every_source_says_what_it_promises() -> None:
    for source in known_sources():
        assert source.name.isidentifier()
        assert 0 < source.expects.least < source.expects.most
        assert str(source.expects.least) in str(source.expects)
        assert source.expects.fields or source.needs is Needs.ADDRESSES
        assert source.expects.fresh or source.needs is not Needs.NOTHING
        assert source.delay >= 1.5
        assert source.url.startswith("https://") or source.needs is Needs.ADDRESSES
        assert source.robots
        assert source.publisher


def test_a_crawl_can_be_run_twice_in_one_process() -> None:
    for _ in range(2):
        report, _ = crawl_replica(since=dt.date(2026, 11, 1))
        assert report.outcome is Outcome.OK


def children() -> list[int]:
    listing = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(pid) for pid in listing.split()]


def test_a_sink_that_fails_ends_the_crawl_and_is_heard() -> None:
    def full(document: RawDocument) -> Any:
        raise OSError("no space left on device")

    before = set(children())
    with pytest.raises(OSError, match="no space left"):
        crawl_replica(full)
    assert set(children()) <= before, "no crawl goes on behind the failure"


def test_a_child_that_is_killed_fails_its_source() -> None:
    before = set(children())

    def kill(document: RawDocument) -> Any:
        for pid in set(children()) - before:
            os.kill(pid, signal.SIGKILL)
        return "new"

    report, _ = crawl_replica(kill)
    assert report.outcome is Outcome.FAILED
    assert "died with status -9" in report.reason


def bounded(**bounds: int) -> tuple[list[Any], list[tuple[str, str]]]:
    """Crawl with bounds that are tighter than those of the settings."""
    quick = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "VACATIO_PAUSE_SCALE": 0.0}
    with serve() as site:
        task = wire.Task("ekb", (site.url,), demo=True)
        return list(frames(wire.Job((task,), {**quick, **bounds}))), site.requests


def test_an_answer_that_is_too_large_is_given_up() -> None:
    told, _ = bounded(DOWNLOAD_MAXSIZE=20_000)
    (problem,) = (frame.problem for frame in told if isinstance(frame, wire.Met))
    assert (problem.key, problem.trouble) == ("search page 1", Trouble.BROKEN)
    assert "larger than download max size" in problem.reason


def test_the_memory_of_a_child_is_bounded() -> None:
    limits: set[str] = set()

    def look(document: RawDocument) -> Any:
        (child,) = (
            child
            for task in Path("/proc/self/task").iterdir()
            for child in (task / "children").read_text().split()
            if "vacatio_crawlers.worker" in Path(f"/proc/{child}/cmdline").read_text()
        )
        limits.update(
            re.findall(r"Max data size +(\S+)", Path(f"/proc/{child}/limits").read_text())
        )
        return "new"

    with serve() as site:
        crawl(
            ["ekb"],
            look,
            base_urls=site.base_urls,
            demo=True,
            polite=False,
            revisit={"ekb": ["700110"]},
            listed=False,
        )
    assert limits == {str(2 * 1024**3)}


def test_pages_that_lie_too_deep_are_left_and_it_is_said() -> None:
    told, requests = bounded(DEPTH_LIMIT=1)
    assert [method for method, _ in requests].count("POST") == 2
    assert any(
        "beyond the bound of depth" in one.text for one in told if isinstance(one, wire.Note)
    )


def test_an_error_in_the_spider_fails_its_source_though_documents_came() -> None:
    act = {"id": "x", "code": "x", "metadata": {"registryNumber": "x"}, "content": [{}]}
    with serve() as site:  # an id that is no number, which no list can name
        asked = "/api/documents/x/rus?withHtml=false&page=1"
        site.pages[asked] = Answer(200, "application/json", json.dumps(act).encode())
        (report,) = crawl(
            ["ekb"],
            keep,
            base_urls=site.base_urls,
            revisit={"ekb": ["x"]},
            listed=False,
            demo=True,
            polite=False,
        )
    assert (report.documents, report.outcome) == (1, Outcome.FAILED)
    assert report.reason == "1 errors in the spider: see the log"


def test_time_that_is_up_is_a_warning_and_keeps_what_came() -> None:
    kept = []

    def slow(document: RawDocument) -> Any:
        kept.append(document.key)
        return "new"

    with serve() as site:
        site.faults["/api/documents/search"] = ()
        (report,) = crawl(["ekb"], slow, base_urls=site.base_urls, demo=True, max_seconds=4)
    assert report.outcome is Outcome.WARNED
    assert "time was up" in str(report.reason)
    assert kept


def test_the_settings_are_found_from_any_directory(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from vacatio_crawlers import crawl; print(crawl)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "function crawl" in run.stdout


@pytest.mark.parametrize("start", ["/robots.txt", "/api/documents/search"])
def test_a_mirror_is_asked_where_the_host_gives_nothing(start: str) -> None:
    with serve(faults={start: Fault.ERROR}) as broken, serve() as whole:
        (report,) = crawl(
            ["ekb"],
            keep,
            base_urls={"ekb": (broken.url, whole.url)},
            since=dt.date(2026, 11, 1),
            demo=True,
            polite=False,
        )
    assert report.outcome is Outcome.OK, report
    assert report.problems == ()
    assert whole.url in report.notes[0]


@pytest.mark.parametrize(
    ("faults", "outcome", "reason"),
    [
        ({}, Outcome.OK, "None"),
        ({"/": Fault.FORBIDDEN}, Outcome.FAILED, "robots.txt"),
        ({"/api": Fault.SHELL}, Outcome.FAILED, "root"),
        ({"/api": Fault.FORBIDDEN}, Outcome.FAILED, "HTTP 403"),
    ],
    ids=str,
)
def test_a_probe_asks_for_one_page_and_names_a_block(
    faults: Faults, outcome: Outcome, reason: str
) -> None:
    with serve(faults=faults) as site:
        (report,) = probe(["ekb"], base_urls={"ekb": site.url})
    assert report.outcome is outcome, report
    assert reason in str(report.reason)
    assert report.documents == report.pieces == 0
    assert len(site.requests) <= 2


FINE = Finish("finished", 100, 100, 0)
BROKEN = Problem(Trouble.BROKEN, "1/rus", "https://example.org", "HTTP 500")
GONE = Problem(Trouble.GONE, "1/rus", "https://example.org", "HTTP 404")
WEEK, DAY = dt.timedelta(days=7), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("documents", "problems", "finish", "reach", "stopped", "expected"),
    [
        (50, (), FINE, WEEK, None, Outcome.OK),
        (50, (GONE,), FINE, WEEK, None, Outcome.OK),
        (50, (BROKEN,), FINE, WEEK, None, Outcome.WARNED),
        (9, (), FINE, WEEK, None, Outcome.FAILED),
        (9, (), FINE, None, None, Outcome.FAILED),
        (9, (), FINE, DAY, None, Outcome.OK),
        (101, (), FINE, WEEK, None, Outcome.WARNED),
        (50, (), None, WEEK, None, Outcome.FAILED),
        (50, (), FINE, WEEK, "blocked: HTTP 403", Outcome.FAILED),
        (50, (), Finish("finished", 100, 100, 1), WEEK, None, Outcome.FAILED),
        (50, (), Finish("shutdown", 100, 100, 0), WEEK, None, Outcome.FAILED),
        (0, (), Finish("finished", 3, 0, 0), DAY, None, Outcome.FAILED),
        (9, (), Finish("closespider_timeout", 9, 9, 0), WEEK, None, Outcome.WARNED),
    ],
)
def test_a_run_is_judged_by_what_it_brought(
    documents: int,
    problems: tuple[Problem, ...],
    finish: Finish | None,
    reach: dt.timedelta | None,
    stopped: str | None,
    expected: Outcome,
) -> None:
    promise = Expect(10, 100, Per.RUN)
    outcome, reason = judge(
        promise, Brought(documents), problems, finish, reach=reach, stopped=stopped
    )
    assert outcome is expected
    assert (reason is None) == (outcome is Outcome.OK)


TODAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("brought", "today", "reason"),
    [
        (Brought(50, 50, {"title": 50}, dt.date(2026, 11, 20)), TODAY, None),
        (Brought(50, 50, {"title": 50}, dt.date(2026, 11, 10)), TODAY, "2026-11-10"),
        (Brought(50, 50, {"title": 50}, dt.date(2026, 11, 10)), None, None),
        (Brought(50, 50, {"title": 50}, None), TODAY, None),
        (Brought(50, 50, {}), TODAY, "none of 50 documents holds its title"),
        (Brought(50, 50, {"title": 1}), TODAY, None),
        (Brought(50, 3, {}), TODAY, None),
    ],
    ids=["kept", "stale", "a demo", "undated", "no field", "some field", "met again, mostly"],
)
def test_a_run_is_held_to_fields_and_freshness(
    brought: Brought, today: dt.date | None, reason: str | None
) -> None:
    promise = Expect(10, 100, Per.RUN, {"title": "<h1>"}, fresh=dt.timedelta(days=10))
    outcome, said = judge(promise, brought, (), FINE, reach=WEEK, stopped=None, today=today)
    assert outcome is (Outcome.FAILED if reason else Outcome.OK)
    assert (reason or "") in (said or "")


@pytest.mark.parametrize(
    ("reach", "bounds"),
    [(DAY, (4, 400)), (2 * WEEK, (40, 4000)), (13 * WEEK, (80, 26_000)), (None, (20, 2000))],
)
def test_a_promise_is_of_working_days(reach: dt.timedelta | None, bounds: tuple[int, int]) -> None:
    assert Expect(4, 400).bounds(reach) == bounds
    assert Expect(4, 400, Per.RUN).bounds(reach) == (4, 400)


#: New Year of a country that rests from 1 to 10 January.
JANUARY = frozenset(dt.date(2026, 1, day) for day in range(1, 11))


def working(first: dt.date, last: dt.date) -> int:
    days = (first + DAY * number for number in range((last - first).days))
    return sum(day.weekday() < 5 and day not in JANUARY for day in days)


@pytest.mark.parametrize(
    ("today", "documents", "reason"),
    [
        ("2026-01-05", 160, None),  # 22 to 31 December were 8 working days
        ("2026-01-11", 60, None),  # 29 to 31 December were 3
        ("2026-01-11", 59, "59 documents, at least 60 are expected"),
        ("2026-01-15", 60, None),  # 12 to 14 January are 3
        ("2026-01-21", 200, None),  # the 7 working days from the 12th to the 20th
        ("2026-01-22", 200, "of 2025-12-31, 8 working days ago, at most 7 pass"),
    ],
)
def test_holidays_raise_no_alarm_and_as_many_working_days_without_news_do(
    today: str, documents: int, reason: str | None
) -> None:
    """A source of twenty acts a working day, which gave its last act on 31 December."""
    promise = Expect(20, 400, fresh=dt.timedelta(days=10))
    outcome, said = judge(
        promise,
        Brought(documents, newest=dt.date(2025, 12, 31)),
        (),
        FINE,
        reach=2 * WEEK,
        stopped=None,
        today=dt.date.fromisoformat(today),
        working_days=working,
    )
    assert outcome is (Outcome.FAILED if reason else Outcome.OK), said
    assert (reason or "") in (said or "")


def test_what_documents_hold_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = {"seal": "no such thing", "days": "десяти"}
    promise = Expect(1, 400, Per.RUN, fields, fresh=dt.timedelta(days=0))
    monkeypatch.setattr(Ekb, "expects", promise)
    report, _ = crawl_replica(since=dt.date(2026, 11, 1))
    assert report.outcome is Outcome.FAILED
    assert re.fullmatch(r"none of \d\d documents holds its seal", str(report.reason))
    assert any(re.fullmatch(r"\d+ of \d\d documents lack their days", one) for one in report.notes)
    assert report.newest == dt.date(2026, 11, 20)


@pytest.mark.parametrize(("demo", "pages"), [(True, 3), (False, 1)])
def test_a_first_crawl_looks_ninety_days_back(demo: bool, pages: int) -> None:
    with serve() as site:
        old = next(act for act in site.acts if act.id == "700108")
        site.acts = tuple(dataclasses.replace(old, id=str(700200 + n)) for n in range(45))
        crawl(["ekb"], keep, base_urls=site.base_urls, demo=demo, polite=False)
        assert [method for method, _ in site.requests].count("POST") == pages
