"""What an operator needs to know before the first night, and after a bad one: one line each.

Every symptom says what was looked at, what was found and what to do. Nothing is changed, and
without `online` nothing leaves the machine.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import sqlite3
import ssl
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import vacatio_crawlers
from vacatio import asking, store, transports, versions
from vacatio.channels import PASSWORD
from vacatio.datadir import MARK, DataDir, UnusableData, holds_demo
from vacatio.settings import Settings
from vacatio_calendar import load
from vacatio_crawlers import Outcome
from vacatio_crawlers.reports import FIRST_REACH
from vacatio_crawlers.settings import DOWNLOAD_DELAY

#: The least room on the disk: a few publications of the whole corpus.
ROOM = 5 * 1024**3

#: How far ahead an expiring certificate is told.
SOON = dt.timedelta(days=30)

#: Acts that appear on a working day, at least and at most (seen in the ids of January to July
#: 2026), and the requests for each: its text and its editions, in two languages.
ACTS_A_DAY = (25, 60)
REQUESTS = 4


class State(StrEnum):
    """How grave a symptom is."""

    WELL = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at: what was found, and what to do if it is not well."""

    name: str
    state: State
    words: str
    remedy: str = ""


def examine(
    settings: Settings,
    now: dt.datetime,
    *,
    online: bool,
    password: str = "",
    base_urls: asking.Addresses | None = None,
) -> Iterator[Symptom]:
    """Look at everything a night needs, one thing after the other.

    `base_urls` replace the addresses of sources; only they are asked then.
    """
    data = DataDir(settings.data)
    yield _python()
    yield _zone(settings)
    yield _clock(data, now)
    yield _data(data)
    yield _disk(data)
    yield _lock(data)
    yield from _database(data)
    yield from _authorities(settings, now)
    yield _first_night(data)
    yield from _mail(settings, online, password)
    if online:
        yield from _sources(settings, base_urls or {})
    else:
        yield Symptom("network", State.WARNING, "not looked at", "leave out --offline")


def _python() -> Symptom:
    version = ".".join(map(str, sys.version_info[:3]))
    root = os.geteuid() == 0
    if root:
        advice = "run it as a user of its own, as the units in deploy/ do"
        return Symptom("python", State.WARNING, f"{version}, as root", advice)
    return Symptom("python", State.WELL, version)


def _zone(settings: Settings) -> Symptom:
    name = load(settings.jurisdiction).time_zone
    try:
        zone = ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return Symptom("time zone", State.FAILURE, f"{name} is not known", "install tzdata")
    # All of Kazakhstan is on UTC+5 since 1 March 2024: a list of zones from before is an hour off.
    offset = dt.datetime(2024, 6, 1, tzinfo=zone).utcoffset()
    if name == "Asia/Almaty" and offset != dt.timedelta(hours=5):
        return Symptom("time zone", State.FAILURE, f"{name} is out of date", "update tzdata")
    return Symptom("time zone", State.WELL, name)


def _clock(data: DataDir, now: dt.datetime) -> Symptom:
    told = now.strftime("%Y-%m-%d %H:%M UTC")
    latest = max((path.stat().st_mtime for path in data.archive.glob("*/*")), default=0.0)
    if latest > (now + dt.timedelta(minutes=5)).timestamp():
        return Symptom(
            "clock", State.FAILURE, f"{told}, before the archive's last page", "set the clock (NTP)"
        )
    return Symptom("clock", State.WELL, told)


def _data(data: DataDir) -> Symptom:
    nearest = next(path for path in (data.root, *data.root.absolute().parents) if path.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        remedy = f"give it to the user who runs vacatio: chown -R vacatio {data.root}"
        return Symptom("data", State.FAILURE, f"{data.root} cannot be written", remedy)
    try:
        demo = holds_demo(data.root)
    except UnusableData as error:
        return Symptom("data", State.FAILURE, str(error), f"restore {MARK} from a backup")
    kind = {None: "nothing yet", True: "the demo", False: "real data"}[demo]
    return Symptom("data", State.WELL, f"{data.root} holds {kind}")


def _disk(data: DataDir) -> Symptom:
    nearest = next(path for path in (data.root, *data.root.absolute().parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    told = f"{free / 1024**3:.1f} GB free"
    if free < ROOM:
        return Symptom("disk", State.WARNING, told, f"make room: {ROOM // 1024**3} GB are advised")
    return Symptom("disk", State.WELL, told)


def _lock(data: DataDir) -> Symptom:
    try:
        with data.lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = file.read(20).decode("ascii", "replace").strip()
                return Symptom("lock", State.WARNING, f"process {holder} is writing", "let it end")
    except FileNotFoundError:
        return Symptom("lock", State.WELL, "no run yet")
    except OSError as error:
        return Symptom("lock", State.FAILURE, f"{data.lock}: {error.strerror}", "mend its rights")
    return Symptom("lock", State.WELL, "free")


def _database(data: DataDir) -> Iterator[Symptom]:
    if not data.database.exists():
        yield Symptom("database", State.WELL, "nothing is published yet")
        return
    try:
        differs = versions.other(data.database)
        faults = () if differs else store.faults(data.database)
    except sqlite3.Error as error:
        differs, faults = None, (str(error),)
    if differs:
        words = f"written by another version: {differs}"
        yield Symptom("database", State.FAILURE, words, versions.REMEDY)
        return
    if faults:
        remedy = f"move {data.database} away and run `vacatio build`: it is made from the archive"
        yield Symptom("database", State.FAILURE, faults[0], remedy)
        return
    yield Symptom("database", State.WELL, f"whole, {data.database.stat().st_size / 1e6:,.0f} MB")


def _authorities(settings: Settings, now: dt.datetime) -> Iterator[Symptom]:
    for host, path in settings.ca_files:
        context = ssl.create_default_context(cafile=str(path))
        ends = [
            dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(each["notAfter"])), dt.UTC)
            for each in context.get_ca_certs()
        ]
        name, first = f"authorities of {host}", min(ends, default=now)
        if first <= now:
            remedy = "fetch the authority's present certificate"
            yield Symptom(name, State.FAILURE, f"{path} ended on {first:%Y-%m-%d}", remedy)
        elif first <= now + SOON:
            yield Symptom(name, State.WARNING, f"{path} ends on {first:%Y-%m-%d}", "renew it")
        else:
            yield Symptom(name, State.WELL, f"{path}, until {first:%Y-%m-%d}")


def _first_night(data: DataDir) -> Symptom:
    if (data.log / "runs.jsonl").exists():
        return Symptom("first night", State.WELL, "is over: a night takes some minutes")
    days = FIRST_REACH.days * 5 / 7
    hours = [days * acts * REQUESTS * DOWNLOAD_DELAY / 3600 for acts in ACTS_A_DAY]
    return Symptom(
        "first night",
        State.WELL,
        f"will take about {hours[0]:.0f} to {hours[1]:.0f} hours: {FIRST_REACH.days} days of acts, "
        f"a request every {DOWNLOAD_DELAY:.0f} seconds; one that is cut off goes on the next night",
    )


def _mail(settings: Settings, online: bool, password: str) -> Iterator[Symptom]:
    server = settings.mail
    if server is None:
        return
    if server.user and not password:
        remedy = f"set {PASSWORD}, for one in the unit's EnvironmentFile"
        yield Symptom("mail", State.FAILURE, f"{server.user} has no password", remedy)
        return
    if not online:
        return
    reason = transports.reachable(server, password)
    if reason:
        yield Symptom("mail", State.FAILURE, reason, "check [mail] in vacatio.toml")
    else:
        yield Symptom("mail", State.WELL, f"{server.host} takes letters")


def _sources(settings: Settings, base_urls: asking.Addresses) -> Iterator[Symptom]:
    through = f", through {transports.host(settings.proxy)}" if settings.proxy else ""
    addresses = asking.addresses(settings, base_urls)
    known = {info.name: info for info in vacatio_crawlers.known_sources()}
    tried = list(base_urls) or [
        name for name, info in known.items() if info.url or name in addresses
    ]
    reports = vacatio_crawlers.probe(
        tried,
        base_urls=addresses,
        contact=settings.contact or None,
        proxy=settings.proxy or None,
        ca_files=dict(settings.ca_files),
    )
    for report in reports:
        name = f"source {report.source}"
        if report.outcome is not Outcome.FAILED:
            yield Symptom(name, State.WELL, f"answers{through}")
            continue
        required = known[report.source].required
        yield Symptom(
            name,
            State.FAILURE if required else State.WARNING,
            f"{report.reason}{through}",
            "a certificate that is not known: name its authority under [ca_files]; a block: ask "
            "from another network or set proxy",
        )
