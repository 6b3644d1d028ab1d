"""The crawl of a run: ask each source for what is missing, and archive it as it comes."""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

import vacatio_crawlers
from vacatio import asking, backfills, citing, gone, heartbeats, kept, versions, workweek
from vacatio.archive import Archive
from vacatio.asking import Ids, Reach
from vacatio.build import readings
from vacatio.datadir import DataDir
from vacatio.plan import Plan
from vacatio.runs import Run
from vacatio_calendar import load
from vacatio_crawlers import SourceReport

#: Less time than this is left to the next run.
LEAST_SECONDS = 1.0

#: The reach of what is fetched because others cite it: none, so it is no beat of its source.
CITED = Reach(None, dt.date.min)

Failures = tuple[tuple[str, str], ...]


def crawl(plan: Plan, data: DataDir, this: Run, today: dt.date) -> Failures:
    """Fetch what is new or missing; tell which required sources failed, and why."""
    archive = Archive(data.archive)
    zone = ZoneInfo(load(plan.settings.jurisdiction).time_zone)
    whole = heartbeats.whole(data.log, zone)
    first_night = citing.SOURCE not in whole
    reaches, ids, expected = _asked(plan, data, archive, today, whole)
    validators = archive.validators({name for names in reaches.values() for name in names})
    with this.stage("crawl") as stage, archive.sink(this.id, demo=plan.demo, now=True) as sink:
        reports: list[tuple[Reach, SourceReport]] = []
        ask = functools.partial(
            vacatio_crawlers.crawl,
            sink=sink,
            base_urls=asking.addresses(plan.settings, plan.base_urls),
            demo=plan.demo,
            polite=plan.polite,
            validators=validators,
            contact=plan.settings.contact or None,
            proxy=plan.settings.proxy or None,
            ca_files=dict(plan.settings.ca_files),
            log=data.log / "crawl.log",
            progress=_progress(plan, expected),
            working_days=workweek.counter(load(plan.settings.jurisdiction)),
        )
        clock = _Clock(plan.max_seconds)
        for reach, names in reaches.items():
            if clock.up:
                break
            found = ask(
                names,
                since=reach.since,
                until=reach.until,
                revisit=ids if reach.newest else {},
                listed=plan.ids is None,
                max_seconds=clock.left,
            )
            reports.extend((reach, report) for report in found)
            backfills.remember(data.log, reach.since, reach.until, found)
        cited = _cited(plan, data, today, reports, first_night=first_night)
        if cited and not clock.up:
            names = [citing.SOURCE]
            found = ask(names, cited={citing.SOURCE: cited}, listed=False, max_seconds=clock.left)
            reports.extend((CITED, report) for report in found)
            stage.counts["cited acts sought"] = len(cited)
        gone.remember(data.log, (report for _, report in reports), today)
        if plan.ids is None:  # a backfill says nothing of what is new at a source
            beats = [
                heartbeats.beat(report, reach.since) for reach, report in reports if reach.newest
            ]
            this.sources.extend(beats)
        _count([report for _, report in reports], stage.counts)
        if sink.behind:
            stage.counts["documents by a clock set back"] = sink.behind
    known = {info.name: info for info in vacatio_crawlers.known_sources()}
    failures = (
        (report.source, report.reason or "no reason given")
        for _, report in reports
        if report.outcome == "failed" and known[report.source].required
    )
    return tuple(dict.fromkeys(failures))  # one asked for several ranges of days fails once


def _cited(
    plan: Plan,
    data: DataDir,
    today: dt.date,
    reports: Iterable[tuple[Reach, SourceReport]],
    *,
    first_night: bool,
) -> tuple[vacatio_crawlers.Cited, ...]:
    """Name the acts to search for because others cite them, where their source answered tonight.

    On the first night, and on the first of a new version, nothing is published that says what is
    missing: the texts are read.
    """
    fine = any(
        report.source == citing.SOURCE and report.outcome != "failed" and reach.newest
        for reach, report in reports
    )
    if not fine or plan.ids is not None:
        return ()
    if first_night or not versions.fits(data.database):
        with kept.Kept(data.kept) as known:
            pages = readings(Archive(data.archive), demo=plan.demo, kept=known)
            found = citing.of_readings(pages, load(plan.settings.jurisdiction))
    else:
        found = citing.of_database(data.database)
    return citing.without(found, gone.recent(data.log, today))


class _Clock:
    """The time that a crawl has, whatever it is spent on."""

    def __init__(self, seconds: float | None) -> None:
        self._ends = time.monotonic() + seconds if seconds else None

    @property
    def left(self) -> float | None:
        return None if self._ends is None else self._ends - time.monotonic()

    @property
    def up(self) -> bool:
        return self.left is not None and self.left < LEAST_SECONDS


def _asked(
    plan: Plan, data: DataDir, archive: Archive, today: dt.date, whole: Mapping[str, dt.date]
) -> tuple[Mapping[Reach, list[str]], Ids, Mapping[str, int]]:
    """Tell which sources are asked how far back, by which ids, and how much to expect of each."""
    ids = asking.ids(data.database, today, whole)
    named = asking.addresses(plan.settings, plan.base_urls)
    names = plan.sources or plan.settings.sources or asking.ready(ids, named)
    settled = gone.recent(data.log, today)
    if plan.ids is not None:
        ids = asking.missing(archive, plan.sources, plan.ids, settled)
        wanted = [name for name in names if ids.get(name)]  # the others have nothing missing
        expected = {name: len(ids[name]) * len(asking.LANGUAGES) for name in wanted}
        return ({Reach(None, None): wanted} if wanted else {}), ids, expected
    last = heartbeats.rows(data.log, vacatio_crawlers.known_sources())
    expected = {str(row["id"]): int(str(row["documents"])) for row in last if row["documents"]}
    reaches = asking.reaches(
        names,
        whole,
        archive,
        settled,
        backfills.done(data.log),
        today,
        since=plan.since,
        until=plan.until,
        demo=plan.demo,
    )
    return reaches, ids, expected


def _progress(plan: Plan, expected: Mapping[str, int]) -> asking.Progress | None:
    told = plan.progress
    if told is None:
        return None
    return lambda source, documents: told(source, documents, expected.get(source))


def _count(reports: list[SourceReport], counts: dict[str, str | int | None]) -> None:
    """Count documents, and the pieces in which they come: list entries, pages, editions."""
    told = ("new", "changed", "unchanged")
    counts["documents"] = sum(report.documents for report in reports)
    counts["pieces"] = sum(getattr(report, one) for one in told for report in reports)
    for one in told:
        counts[one] = sum(getattr(report, one) for report in reports)
