"""What the archive covers of a source, and what a run therefore asks for."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from vacatio import asking, gone, heartbeats, nightly, runs, store
from vacatio.archive import Archive
from vacatio.coverage import Coverage, Span, coverage
from vacatio.datadir import DataDir
from vacatio.settings import Settings
from vacatio.status import status
from vacatio_calendar.model import RawDocument
from vacatio_crawlers import FIRST_REACH, Cited, known_sources, wire
from vacatio_crawlers.replica import Fault, Site, serve
from vacatio_crawlers.reports import Finish
from vacatio_crawlers.tally import Tally

NIGHT = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
TODAY = NIGHT.date()
ALMATY = ZoneInfo("Asia/Almaty")


def raw(key: str, body: bytes, at: dt.datetime) -> RawDocument:
    return RawDocument(
        source="ekb",
        key=key,
        url=f"https://example.org/{key}",
        fetched_at=at,
        media_type="application/json",
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        demo=True,
    )


def entry(number: int, day: str | None, at: dt.datetime = NIGHT) -> RawDocument:
    told = {"id": str(number), "summary": {"rus": "Приказ", "kaz": ""}}
    given = {"portalPublicationDate": day} if day else {}
    return raw(f"{number}#item", json.dumps(told | given).encode(), at)


def night(folder: Path, run: str, listed: Iterable[tuple[int, str | None]], held: set[int]) -> None:
    """Let a run meet entries in this order, and fetch some of the acts they lead to."""
    at = NIGHT + dt.timedelta(hours=len(list(folder.glob("*/*.warc.gz"))))
    with Archive(folder).sink(run, demo=True) as sink:
        for number, day in listed:
            sink(entry(number, day, at))
            if number in held:
                sink(raw(f"{number}/rus", b"act %d" % number, at))


def days(folder: Path, settled: Iterable[str] = ()) -> list[str]:
    found = coverage(Archive(folder), "ekb", frozenset(settled)).days
    return [f"{span.first} {span.last} {span.held}" for span in found]


LIST = [(9, "2026-11-20"), (8, "2026-11-19"), (7, "2026-11-16"), (6, "2026-11-13")]


@pytest.mark.parametrize(
    ("listed", "held", "covered"),
    [
        (LIST, {6, 7, 8, 9}, ["2026-11-16 2026-11-20 3"]),
        (LIST, {7, 8, 9}, ["2026-11-16 2026-11-20 3"]),
        (LIST, {6, 8, 9}, ["2026-11-19 2026-11-20 2"]),
        (LIST, {6, 7, 9}, ["2026-11-16 2026-11-16 1", "2026-11-20 2026-11-20 1"]),
        (LIST[:1], {9}, []),
        ([(9, "2026-11-23"), *LIST[1:]], {6, 7, 8, 9}, ["2026-11-16 2026-11-19 2"]),
        ([LIST[1], LIST[3], LIST[2]], {6, 7, 8}, []),
        ([(5, None), *LIST], {5, 6, 7, 8, 9}, ["2026-11-16 2026-11-20 3"]),
        ([*LIST, *LIST[:2]], {6, 7, 8, 9}, ["2026-11-16 2026-11-20 3"]),
    ],
    ids=[
        "all but the oldest day, of which the list may have been cut",
        "whose own acts do not matter",
        "up to a day of which an act is missing",
        "and on from there",
        "one day says nothing",
        "today is not over",
        "a list out of order says nothing",
        "an entry without a day is of no day",
        "a second pass begins at the top",
    ],
)
def test_days_are_covered_where_a_list_was_followed_and_all_of_it_is_held(
    tmp_path: Path, listed: list[tuple[int, str | None]], held: set[int], covered: list[str]
) -> None:
    night(tmp_path, "run-1", listed, held)
    assert days(tmp_path) == covered
    (tmp_path / "index.sqlite").unlink()
    assert days(tmp_path) == covered, "from the files alone"


def test_what_the_source_does_not_have_is_not_missing(tmp_path: Path) -> None:
    night(tmp_path, "run-1", LIST, {6, 7, 9})
    assert days(tmp_path, ["8/rus"]) == ["2026-11-16 2026-11-20 3"]


def test_runs_that_meet_are_one_range_and_others_are_not(tmp_path: Path) -> None:
    night(tmp_path, "run-1", LIST[:3], {8, 9})
    night(tmp_path, "run-2", [*LIST[1:], (5, "2026-11-12"), (4, "2026-11-11")], {5, 6, 7})
    night(tmp_path, "run-3", [(3, "2026-10-05"), (2, "2026-10-02"), (1, "2026-10-01")], {2, 3})
    assert days(tmp_path) == ["2026-10-02 2026-10-05 2", "2026-11-12 2026-11-20 5"]


def test_coverage_counts_documents_entries_and_ids(tmp_path: Path) -> None:
    night(tmp_path, "run-1", [*LIST, (900, "2026-11-12")], {6, 7, 9, 900})
    found = coverage(Archive(tmp_path), "ekb")
    assert (found.documents, found.listed, found.held) == (4, 5, 4)
    assert found.ids == (Span("6", "9", 4, 3), Span("900", "900", 1, 1))
    assert [row["id"] for row in found.rows()] == [
        "ekb/days/2026-11-13",
        "ekb/days/2026-11-20",
        "ekb/ids/6",
        "ekb/ids/900",
    ]
    assert coverage(Archive(tmp_path), "adilet") == Coverage("adilet", 0, 0, 0, (), ())


def reaches(
    folder: Path,
    good: dict[str, dt.date],
    since: str | None = None,
    until: str | None = None,
    *,
    demo: bool = False,
    source: str = "ekb",
) -> list[str]:
    day = dt.date.fromisoformat
    found = asking.reaches(
        [source],
        good,
        Archive(folder),
        (),
        {},
        TODAY,
        since=day(since) if since else None,
        until=day(until) if until else None,
        demo=demo,
    )
    return [f"{one.since} {one.until or 'on'}" for one in found]


def test_a_night_looks_two_weeks_behind_the_last_whole_run(tmp_path: Path) -> None:
    night(tmp_path, "run-1", LIST, {6, 7, 8, 9})
    assert reaches(tmp_path, {"ekb": dt.date(2026, 11, 22)}) == ["2026-11-08 on"]


def test_a_first_night_takes_ninety_days_and_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    assert reaches(tmp_path, {}) == ["2026-08-25 on"]
    assert reaches(tmp_path, {}, demo=True) == ["None on"], "of a demo's few acts all"
    night(tmp_path, "run-1", LIST, {7, 8, 9})
    assert reaches(tmp_path, {}) == ["2026-11-21 on", "2026-08-25 2026-11-15"]


def test_a_backfill_asks_only_for_days_that_are_not_covered(tmp_path: Path) -> None:
    night(tmp_path, "run-1", LIST, {7, 8, 9})
    good = {"ekb": TODAY}
    assert reaches(tmp_path, good, "2026-11-01", "2026-11-18") == ["2026-11-01 2026-11-18"], (
        "two weeks behind the last run are looked through again"
    )
    assert reaches(tmp_path, {}, "2026-11-16", "2026-11-20") == []
    assert reaches(tmp_path, {}, "2026-11-01", "2026-11-18", source="zanorda") == [], "by ids only"
    assert reaches(tmp_path, {}, "2026-11-01", "2026-11-18") == ["2026-11-01 2026-11-15"]


def test_a_run_that_looked_back_too_little_is_none_to_begin_from(tmp_path: Path) -> None:
    def ran(on: str, since: str | None, outcome: str = "ok") -> dict[str, dt.date]:
        run = runs.start(tmp_path, demo=False, echo=lambda line: None)
        told = {"source": "ekb", "at": f"{on}T03:00:00Z", "since": since, "outcome": outcome}
        run.sources.append({**told, "reason": None, "documents": 1, "new": 1, "changed": 0})
        run.finish("crawled")
        return heartbeats.whole(tmp_path, ALMATY)

    first, second = {"ekb": dt.date(2026, 10, 1)}, {"ekb": dt.date(2026, 11, 20)}
    assert ran("2026-09-30", "2026-09-29") == {}, "a first run of two days"
    assert ran("2026-10-01", "2026-07-03") == first
    assert ran("2026-11-19", "2026-11-18") == first, "it left days out"
    assert ran("2026-11-19", "2026-09-17", outcome="failed") == first
    assert ran("2026-11-20", "2026-09-17") == second


def test_a_first_night_counts_as_whole_at_any_hour(tmp_path: Path) -> None:
    """At 22:15 in Greenwich the next day has begun in Almaty, where the reach was counted."""
    for hour in (3, 18, 20, 22):
        log = tmp_path / str(hour)
        run = runs.start(log, demo=False, echo=lambda line: None)
        at = dt.datetime(2026, 9, 30, hour, 15, tzinfo=dt.UTC)
        since = at.astimezone(ALMATY).date() - FIRST_REACH
        told = {"source": "ekb", "at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "since": since.isoformat()}
        counts = {"documents": 1, "new": 1, "changed": 0}
        run.sources.append({**told, "outcome": "ok", "reason": None, **counts})
        run.finish("crawled")
        assert heartbeats.whole(log, ALMATY) == {"ekb": since + FIRST_REACH}, hour


def test_what_is_covered_is_told_of_the_archive_of_a_run(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    with serve(faults={"/api/documents/700110/": Fault.GONE}) as site:
        plan = nightly.Plan(
            Settings(data=tmp_path),
            demo=True,
            polite=False,
            build=False,
            sources=("ekb",),
            base_urls=site.base_urls,
        )
        nightly.run(plan, lambda line: None)
        listed = len(site.acts)
    told = {row["id"]: row for row in status(data, NIGHT).json()["sources"]}  # type: ignore[attr-defined]
    assert told["ekb"]["listed"] == listed
    assert told["ekb"]["listed_held"] == listed, "what is not given is not missing"
    assert ("ekb", "700110/rus") in gone.recent(data.log, dt.datetime.now(dt.UTC).date())
    assert told["ekb"]["coverage"]
    [line] = [line for line in status(data, NIGHT).lines() if "held:" in line]
    assert f"100 % of {listed} listed" in line


BACKFILL = """
import datetime as dt, sys
from pathlib import Path
from vacatio import nightly
from vacatio.settings import Settings
url, data, *days = sys.argv[1:]
since, until = (dt.date.fromisoformat(day) for day in days) if days else (None, None)
nightly.run(
    nightly.Plan(
        Settings(data=Path(data)), demo=True, polite=False, build=False, sources=("ekb",),
        base_urls={"ekb": url}, since=since, until=until,
        ids=None if days else range(800_000, 800_100),
    ),
    lambda line: None,
)
"""


def stocked(site: Site, first: int, amount: int) -> None:
    """Give a site copies of a bilingual act, one listed on each day of a year and before."""
    model = next(one for one in site.acts if len(one.expressions) == 2 and len(one.editions) == 1)
    site.acts = [
        dataclasses.replace(
            model, id=str(first + n), portal=dt.date(2025, 12, 31) - dt.timedelta(days=amount - n)
        )
        for n in range(amount)
    ]


def killed_after(site: Site, requests: int, *given: str) -> None:
    """Start a backfill in a process of its own and kill it in the middle."""
    command = [sys.executable, "-c", BACKFILL, site.url, *given]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        ends = time.monotonic() + 60
        while len(site.requests) < requests and time.monotonic() < ends:
            time.sleep(0.01)
        process.kill()
    assert requests <= len(site.requests) < 200, "it was killed in the middle"


def asked(site: Site) -> Counter[str]:
    """Count how often each act was asked for."""
    return Counter(
        match[1]
        for _, target in site.requests
        if (match := re.match(r"/api/documents/(\d+/\w+)", target))
    )


def test_a_backfill_by_ids_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    with serve() as site:
        stocked(site, 800_000, 100)
        killed_after(site, 80, str(tmp_path))
        held = {key for _, key in Archive(tmp_path / "archive").keys()}  # noqa: SIM118
        assert 20 < len(held) < 190
        site.requests.clear()
        done = subprocess.run(
            [sys.executable, "-c", BACKFILL, site.url, str(tmp_path)], check=False
        ).returncode
    assert done == 0
    keys = {key for _, key in Archive(tmp_path / "archive").keys()}  # noqa: SIM118
    assert len(keys) == 200
    again = set(asked(site)) & held
    assert len(again) <= 32, "only acts of which one language was missing"
    assert coverage(Archive(tmp_path / "archive"), "ekb").ids == (
        Span("800000", "800099", 100, 100),
    )


def test_a_backfill_by_days_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    days = ("2025-10-01", "2025-12-20")
    with serve() as site:
        stocked(site, 800_000, 100)
        killed_after(site, 80, str(tmp_path), *days)
        spans = coverage(Archive(tmp_path / "archive"), "ekb").days
        assert spans, "some days are whole"
        assert days[0] < spans[0].first, "and some are not"
        site.requests.clear()
        command = [sys.executable, "-c", BACKFILL, site.url, str(tmp_path), *days]
        assert subprocess.run(command, check=False).returncode == 0
        requests = len(site.requests)
        assert subprocess.run(command, check=False).returncode == 0
        assert len(site.requests) == requests, "what is done is not begun again"
    [whole] = coverage(Archive(tmp_path / "archive"), "ekb").days
    assert (whole.first, whole.last) == ("2025-10-02", days[1]), "a list may end within a day"
    count = asked(site)
    covered = sum(span.held for span in spans if span.last <= days[1])
    wanted = (dt.date.fromisoformat(days[1]) - dt.date.fromisoformat(days[0])).days + 1
    missing = 2 * (wanted - covered)  # one act a day, in two languages
    beside = 2 * 5 * (len(spans) + 1)  # behind each gap ids are tried that no list names
    assert missing <= len(count) <= missing + beside < 2 * wanted


def test_a_first_night_fetches_what_its_acts_cite_and_seeks_nothing_twice(tmp_path: Path) -> None:
    old = dt.date(2020, 1, 9)
    with serve() as site:
        base = next(act for act in site.acts if act.number == "179/НҚ")
        site.acts = [
            dataclasses.replace(act, portal=old) if act.portal is None or act is base else act
            for act in site.acts
        ]
        plan = nightly.Plan(
            Settings(data=tmp_path),
            demo=True,
            polite=False,
            sources=("ekb",),
            since=dt.date(2025, 12, 26),
            base_urls=site.base_urls,
        )
        nightly.run(plan, lambda line: None)
        held = {key for _, key in Archive(tmp_path / "archive").keys()}  # noqa: SIM118
        first = sum(method == "POST" for method, _ in site.requests)
        with store.opened(tmp_path / "vacatio.db") as db:
            [(target,)] = db.execute(
                "SELECT DISTINCT target_act_id FROM amendments WHERE target_number = '179/НҚ'"
            )
        site.requests.clear()
        nightly.run(dataclasses.replace(plan, since=None), lambda line: None)
        second = sum(method == "POST" for method, _ in site.requests)
    assert f"{base.id}/rus" in held, "listed long before, and cited by an order that amends it"
    assert target, "so the amendment is told of its act"
    assert len(held) < 123, "and not all that is listed"
    assert second < first, "what was sought in vain is not sought again"


@pytest.mark.parametrize("documents", [0, 90_000])
def test_no_number_of_documents_is_too_few_or_too_many_of_a_backfill(documents: int) -> None:
    [info] = [info for info in known_sources() if info.name == "ekb"]
    tally = Tally(info, NIGHT, Counter(documents=documents))
    tally.ended = wire.Ended("ekb", Finish("finished", 9, 9, 0), None)
    since = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=60)
    assert tally.report(since, demo=False, whole=False).outcome == "ok"
    assert tally.report(since, demo=False).outcome == ("warned" if documents else "failed")


def test_what_is_cited_is_found_by_its_day_and_number() -> None:
    entry = {
        "stateAgencyApprovalDate": "2013-05-21",
        "requisites": {"rus": "Закон Республики Казахстан от 21 мая 2013 года № 94-V", "kaz": ""},
    }
    assert Cited("2013-05-21", "94-V").fits(entry)
    assert Cited("2013-05-21", None, "О персональных данных").fits(entry)
    assert not Cited("2013-05-21", "4-V").fits(entry)
    assert not Cited("2013-05-22", "94-V").fits(entry)
    assert not Cited("2013-05-21", "94-V").fits({})
    assert Cited("2013-05-21", "94-V", "О данных").words == "О данных"
