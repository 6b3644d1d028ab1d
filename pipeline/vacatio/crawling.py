"""The crawl of a run: ask each source for what is missing, and archive it as it comes."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping

import vacatio_crawlers
from vacatio import asking, gone, heartbeats
from vacatio.archive import Archive
from vacatio.asking import Ids, Reach
from vacatio.datadir import DataDir
from vacatio.plan import Plan
from vacatio.runs import Run
from vacatio_crawlers import SourceReport

#: Less time than this is left to the next run.
LEAST_SECONDS = 1.0

Failures = tuple[tuple[str, str], ...]


def crawl(plan: Plan, data: DataDir, this: Run, today: dt.date) -> Failures:
    """Fetch what is new or missing; tell which required sources failed, and why."""
    archive = Archive(data.archive)
    reaches, ids, expected = _asked(plan, data, archive, today)
    validators = archive.validators({name for names in reaches.values() for name in names})
    with this.stage("crawl") as stage, archive.sink(this.id, demo=plan.demo) as sink:
        reports: list[tuple[Reach, SourceReport]] = []
        ends = time.monotonic() + plan.max_seconds if plan.max_seconds else None
        for reach, names in reaches.items():
            left = ends - time.monotonic() if ends else None
            if left is not None and left < LEAST_SECONDS:
                break
            found = vacatio_crawlers.crawl(
                names,
                sink,
                base_urls=asking.addresses(plan.settings, plan.base_urls),
                since=reach.since,
                until=reach.until,
                demo=plan.demo,
                polite=plan.polite,
                revisit=ids if reach.newest else {},
                listed=plan.ids is None,
                validators=validators,
                max_seconds=left,
                contact=plan.settings.contact or None,
                proxy=plan.settings.proxy or None,
                ca_files=dict(plan.settings.ca_files),
                log=data.log / "crawl.log",
                progress=_progress(plan, expected),
            )
            reports.extend((reach, report) for report in found)
        gone.remember(data.log, (report for _, report in reports), today)
        if plan.ids is None:  # a backfill says nothing of what is new at a source
            beats = [
                heartbeats.beat(report, reach.since) for reach, report in reports if reach.newest
            ]
            this.sources.extend(beats)
        _count([report for _, report in reports], stage.counts)
    known = {info.name: info for info in vacatio_crawlers.known_sources()}
    return tuple(
        (report.source, report.reason or "no reason given")
        for _, report in reports
        if report.outcome == "failed" and known[report.source].required
    )


def _asked(
    plan: Plan, data: DataDir, archive: Archive, today: dt.date
) -> tuple[Mapping[Reach, list[str]], Ids, Mapping[str, int]]:
    """Tell which sources are asked how far back, by which ids, and how much to expect of each."""
    ids = asking.ids(data.database, today)
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
        heartbeats.whole(data.log),
        archive,
        settled,
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
