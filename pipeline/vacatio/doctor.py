"""What an operator needs to know before the first night, and after a bad one: one line each.

Every symptom says what was looked at, what was found and what to do. Nothing is changed, and
without `online` nothing leaves the machine.
"""

from __future__ import annotations

import datetime as dt
import socket
import sqlite3
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import vacatio_crawlers
from vacatio import asking, heartbeats, machine, runs, store, subscriptions, transports, versions
from vacatio.channels import PASSWORD
from vacatio.datadir import DataDir
from vacatio.machine import State as State
from vacatio.machine import Symptom as Symptom
from vacatio.settings import Settings
from vacatio_crawlers import Outcome
from vacatio_crawlers.reports import FIRST_REACH
from vacatio_crawlers.settings import DOWNLOAD_DELAY

#: How far ahead an expiring certificate is told.
SOON = dt.timedelta(days=30)

#: Acts that appear on a working day, at least and at most (seen in the ids of January to July
#: 2026), and the requests for each: its text and its editions, in two languages.
ACTS_A_DAY = (25, 60)
REQUESTS = 4


def examine(
    settings: Settings,
    now: dt.datetime,
    *,
    online: bool,
    password: str = "",
    base_urls: asking.Addresses | None = None,
    file: Path | None = None,
) -> Iterator[Symptom]:
    """Look at everything a night needs, one thing after the other.

    `file` is where the settings were read from; `base_urls` replace the addresses of sources, and
    only they are asked then.
    """
    data = DataDir(settings.data)
    yield machine.python()
    yield (zone := machine.zone(settings.jurisdiction))
    yield machine.clock(data, now)
    yield _settings(settings, file, data)
    yield machine.place(data)
    yield machine.disk(data)
    yield machine.lock(data)
    yield from _database(data)
    yield from _authorities(settings, now)
    if zone.state is State.WELL:
        yield _first_night(data, ZoneInfo(zone.words))
    yield from _last_run(data)
    yield from _mail(settings, online, password)
    if online:
        yield from _proxy(settings)
        yield from _sources(settings, base_urls or {})
    else:
        yield Symptom("network", State.WARNING, "not looked at", "leave out --offline")


def _settings(settings: Settings, file: Path | None, data: DataDir) -> Symptom:
    """Tell which file the settings are from, and what readers and the sites will miss in it."""
    lists, told = len(settings.watch), len(settings.notify)
    words = f"{file or 'no file'}, watch lists: {lists}, to be told: {told}"
    if not settings.site:
        words = f"{words}; site is not set: feeds link to {settings.address}"
        return Symptom("settings", State.WARNING, words, "set site to where readers find it")
    linked = subscriptions.linked(data.feeds)
    if linked not in (None, settings.address):
        words = f"{words}; the published feeds link to {linked}, not to {settings.address}"
        return Symptom("settings", State.WARNING, words, "run `vacatio build`")
    if not settings.contact:
        words = f"{words}; contact is not set: no site that is crawled can reach you"
        return Symptom("settings", State.WARNING, words, "set contact to a page or an address")
    return Symptom("settings", State.WELL, words)


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


def _first_night(data: DataDir, zone: ZoneInfo) -> Symptom:
    required = {info.name for info in vacatio_crawlers.known_sources() if info.required}
    if required <= heartbeats.whole(data.log, zone).keys():
        return Symptom("first night", State.WELL, "is over: a night takes some minutes")
    days = FIRST_REACH.days * 5 / 7
    hours = [days * acts * REQUESTS * DOWNLOAD_DELAY / 3600 for acts in ACTS_A_DAY]
    return Symptom(
        "first night",
        State.WELL,
        f"will take about {hours[0]:.0f} to {hours[1]:.0f} hours: {FIRST_REACH.days} days of acts, "
        f"a request every {DOWNLOAD_DELAY:.0f} seconds; one that is cut off goes on the next night",
    )


def _last_run(data: DataDir) -> Iterator[Symptom]:
    """Repeat why the last run failed: what the archive lost or a gate refused stands there."""
    *_, last = (None, *runs.rows(data.log))
    if last is None:
        return
    words = f"{last['started_at']}, {last['outcome']}"
    well = last["outcome"] in ("published", "crawled", "running")
    state = State.WELL if well else State.WARNING
    yield Symptom("last run", state, words, "" if well else "see docs/runbook.md")


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


def _proxy(settings: Settings) -> Iterator[Symptom]:
    """Tell a proxy that is not there from sources that are not."""
    if not settings.proxy:
        return
    told, parts = transports.host(settings.proxy), urlsplit(settings.proxy)
    port = parts.port or {"https": 443}.get(parts.scheme, 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=10).close()
    except OSError as error:
        words = f"{told}, port {port}: {error.strerror or error}"
        remedy = "check proxy in vacatio.toml, and that this machine may reach it"
        yield Symptom("proxy", State.FAILURE, words, remedy)
    else:
        yield Symptom("proxy", State.WELL, f"{told}, port {port}, answers")


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
