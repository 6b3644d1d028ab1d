"""The nightly run: crawl, archive, build, verify, gates, publish, under one lock.

The last good publication stays in place until the new one has passed its gates. A source that
broke its promise fails the run, and what the others brought is published all the same: nothing
is lost from the archive because a page was blocked.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import vacatio_crawlers
from vacatio import (
    alarms,
    channels,
    coverage,
    crawling,
    digests,
    engines,
    gates,
    heartbeats,
    lock,
    notify,
    publish,
    runs,
    stopping,
    store,
    subscriptions,
    versions,
)
from vacatio.assemble import Work
from vacatio.build import Built
from vacatio.datadir import DataDir, UnusableData, disk_faults, holds_demo, prepare
from vacatio.plan import Plan as Plan
from vacatio.runs import Echo, Run
from vacatio.settings import Settings
from vacatio.touched import Touched
from vacatio.updating import Building, By
from vacatio_calendar import Jurisdiction, checks, load
from vacatio_calendar.errors import VacatioError

#: Tables whose rows are counted in the log.
COUNTED = ("acts", "commencements", "findings", "events")


class BrokenPromise(VacatioError):
    """A required source gave less than it promised; the rest was published."""

    def __init__(self, failures: Sequence[tuple[str, str]]) -> None:
        self.failures = tuple(failures)
        told = "; ".join(f"{source}: {reason}" for source, reason in self.failures)
        super().__init__(f"a required source broke its promise: {told}")


def run(plan: Plan, echo: Echo) -> DataDir:
    """Do one run and put its publication in place.

    Raises:
        AlreadyRunning: another run holds the lock.
        ClosedGate: the publication was refused; the one in place stays.
        BrokenPromise: a required source failed; the rest was published.
        Stopped: a signal told it to stop.
        MixedData: the data directory holds the other kind of data.
    """
    if not plan.crawl and holds_demo(plan.settings.data) is None:
        raise UnusableData(plan.settings.data, "it holds no archive to build from")
    new = holds_demo(plan.settings.data) is None
    data = prepare(plan.settings.data, demo=plan.demo)
    law = load(plan.settings.jurisdiction)
    if new and not plan.demo:
        echo(f"data     {data.root.absolute()} is new: this is its first night")
    with disk_faults(data), lock.held(data.lock), stopping.on_signals() as asked:
        if publish.recover(data):
            echo("recover  a publication that was interrupted is now in place")
        data.log.mkdir(exist_ok=True)
        this = runs.start(data.log, demo=plan.demo, echo=_nothing if plan.quiet else echo)
        _ping(plan, "start", echo)
        try:
            broken = crawling.crawl(plan, data, this, _today(law)) if plan.crawl else ()
            if plan.build:
                _publish(plan, data, law, this, broken, asked, echo)
        except BaseException as error:
            told = runs.words(error)
            how = "interrupted" if isinstance(error, stopping.Stopped) else "failed"
            _give_up(plan, data, this, f"{how}: {told}")
            _ping(plan, "failure", echo, told)
            raise
        done = "published" if plan.build else "crawled"
        this.finish(done if not broken else f"{done}, but {broken[0][0]} failed")
        _refresh(data, plan.settings, demo=plan.demo)
        raised = tuple(alarms.of_run(data.log, this.id, ZoneInfo(law.time_zone)))
        for alarm in raised:
            echo(f"alarm    {alarm.words}")
        told = "; ".join([*map(": ".join, broken), *(alarm.words for alarm in raised)])
        grave = broken or any(alarm.grave for alarm in raised)
        _ping(plan, "failure" if grave else "success", echo, told)
    if broken:
        raise BrokenPromise(broken)
    return data


def go_back(settings: Settings) -> str:
    """Put the publication before the one in place back; tell its name.

    Raises:
        AlreadyRunning: a run holds the lock.
        NoPublication: nothing is published, or nothing before the one in place is kept.
    """
    data = DataDir(settings.data)
    if not data.database.exists():
        raise publish.NoPublication(data.root)
    with disk_faults(data), lock.held(data.lock):
        publish.recover(data)
        name = publish.rollback(data)
        _refresh(data, settings, demo=holds_demo(settings.data) is True)
    return name


def _give_up(plan: Plan, data: DataDir, this: Run, outcome: str) -> None:
    """Write down a failed run, as far as a full or read-only disk lets itself be written on."""
    with contextlib.suppress(OSError, sqlite3.OperationalError):
        this.finish(outcome)
        _refresh(data, plan.settings, demo=plan.demo)


def _publish(
    plan: Plan,
    data: DataDir,
    law: Jurisdiction,
    this: Run,
    broken: Sequence[tuple[str, str]],
    asked: stopping.Stopping,
    echo: Echo,
) -> None:
    """Build and publish; `broken` are the sources that failed, told where a gate closes too."""
    shutil.rmtree(data.building, ignore_errors=True)
    data.building.mkdir()
    today = _today(law)
    thresholds = checks.Thresholds(share=plan.settings.misread)
    by = By(law, today, plan.demo, _page_of(plan.demo), thresholds)
    with (
        engines.engine(plan.settings) as mapped,
        Building(data, by, mapped, anew=not plan.crawl) as building,
    ):
        with this.stage("read") as stage:
            stage.counts.update(building.read())
        with this.stage("build") as stage:
            built = building.derive()
            stage.counts.update({name: built.counts[name] for name in COUNTED})
            stage.counts["acts derived anew"] = built.derived
            stage.counts["pages without an act"] = built.without_act
        with this.stage("check") as stage:
            stage.counts.update(_compared(built))
            for each in built.compared.held:
                this.echo(f"misread? {each.said}: held back, see `vacatio review`")
        with this.stage("verify") as stage:
            stage.counts["dates"] = built.checked.dates
            stage.counts["withheld"] = len(built.checked.withheld)
        with this.stage("write") as stage:
            database = data.building / "vacatio.db"
            content = _write(database, building.base, built)
            store.replace(database, _operational(data, law, this))
            names = subscriptions.write(
                database,
                data,
                law,
                site=plan.settings.address,
                demo=plan.demo,
                watches=plan.settings.watch,
                touched=_touched(building.base, built),
            )
            stage.counts["feeds"] = len(names)
            stage.counts["content"] = content[:16]
        with this.stage("gates") as stage:
            closed = gates.reasons(
                database,
                data.building / "feeds",
                data.database,
                built.checked,
                shrink=1.0 if plan.accept else plan.settings.shrink,
            )
            stage.counts["closed"] = len(closed)
            if closed:
                failures = (f"source {source}: {reason}" for source, reason in broken)
                raise gates.ClosedGate((*closed, *failures))
        del built  # all rows of a build of everything: publishing needs the room
        with this.stage("publish") as stage, asked.to_its_end():
            name = publish.publish(data)
            building.keep(data.publications / name / "vacatio.db")
            stage.counts["publication"] = name
    if plan.settings.notify and not plan.demo:  # nobody is told of what is made up
        with this.stage("notify") as stage:
            password = os.environ.get(channels.PASSWORD, "")
            told = notify.tell(data, plan.settings, today, password)
            stage.counts["letters"] = told.sent
            stage.counts["not delivered"] = len(told.failed)
            if told.failed:
                stage.counts["reasons"] = "; ".join(told.failed)
                echo(f"alarm    not told: {'; '.join(told.failed)}")


def _ping(plan: Plan, how: str, echo: Echo, words: str = "") -> None:
    """Tell whoever watches over the runs; that it cannot be told fails no run."""
    if not plan.demo:
        reason = notify.ping(plan.settings, how, words)
        if reason:
            echo(f"ping     not told: {reason}")


def _nothing(line: str) -> None:
    """Say nothing of what went as it should."""


def _page_of(demo: bool) -> Callable[[Work], str | None]:
    """Give the address of an act's page for people; the replica has pages for machines only."""
    starts = {info.name: info.url for info in vacatio_crawlers.known_sources()}

    def page_of(work: Work) -> str | None:
        raw = work.main.reading.raw
        start = starts.get(raw.source, "")
        return None if demo else f"{start}{raw.key}" if start.endswith("/") else raw.url

    return page_of


def _write(database: Path, base: Path | None, built: Built) -> str:
    """Write the database, or bring that of the last publication forward; give its digest."""
    if base is None:
        store.write(database, built.rows)
        return digests.keep(database)
    store.update(database, base, built.delta)
    return digests.move(database, base)


def _touched(base: Path | None, built: Built) -> Touched | None:
    """Tell what the feeds of the last publication may keep; without one, they keep nothing."""
    if base is None:
        return None
    with store.reading(base) as db:
        return Touched.by(built.delta, db.conn)


def _compared(built: Built) -> dict[str, int | str | None]:
    """Count what the checks compared; name what was held back, for whoever runs this."""
    compared = built.compared
    found, reviews = built.states["findings"], built.states["reviews"]
    counts: dict[str, int | str | None] = {
        "dates agree": compared.agreeing,
        "contradict": compared.contradicting,
        **{
            f"not compared ({checks.reason(key)})": number
            for key, number in sorted(compared.unchecked.items())
        },
        "findings open": found["open"] + found["confirmed"],
        "questions to a person": reviews["open"],
    }
    if compared.held:
        counts["findings held back"] = found["held_back"]
        counts["misread"] = "; ".join(each.said for each in compared.held)
    return counts


def _operational(
    data: DataDir, law: Jurisdiction, this: Run | None = None
) -> dict[str, list[store.Row]]:
    """Tell how the runs went and what is covered; `this` is the run that is under way."""
    sources = vacatio_crawlers.known_sources()
    held = coverage.known(data, [info.name for info in sources], _today(law))
    now = this.sources if this else ()
    at, zone = dt.datetime.fromisoformat(runs.now()), ZoneInfo(law.time_zone)
    return {
        "runs": runs.rows(data.log, running=this.id if this else None),
        "sources": heartbeats.rows(data.log, sources, now, held, at, zone),
        "coverage": [row for each in held.values() for row in each.rows()],
    }


def _refresh(data: DataDir, settings: Settings, *, demo: bool) -> None:
    """Write runs and heartbeats into the live database, whatever became of the publication.

    The feeds of the runs follow: whoever reads them learns of a gate that held one back.
    """
    if versions.fits(data.database):
        law = load(settings.jurisdiction)
        store.replace(data.database, _operational(data, law))
        subscriptions.write_status(data, law, site=settings.address, demo=demo)


def _today(law: Jurisdiction) -> dt.date:
    """Tell what day it is in the jurisdiction, wherever the server stands."""
    return dt.datetime.now(ZoneInfo(law.time_zone)).date()
