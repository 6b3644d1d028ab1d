"""Run a crawl: start the child, keep what it hands over, judge what it brought."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Literal, assert_never

from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import RawDocument
from vacatio_crawlers import children, wire
from vacatio_crawlers.addresses import is_loopback
from vacatio_crawlers.authorities import examined
from vacatio_crawlers.cited import Cited
from vacatio_crawlers.listing import known_sources
from vacatio_crawlers.promises import WorkingDays
from vacatio_crawlers.reports import FIRST_REACH, Needs, Sink, SourceReport, Validators
from vacatio_crawlers.tally import Tally

#: By source, an address, or several of which each stands in for the one before it.
BaseUrls = Mapping[str, str | Sequence[str]]

Settings = Mapping[str, str | int | float | bool]

#: Delays only: robots, bounds and checks stay as they are.
_IMPOLITE: Settings = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "VACATIO_PAUSE_SCALE": 0.0,
}


class UnknownSource(VacatioError):
    """There is no source of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, known
        super().__init__(f"no source is called {name!r}: there are {', '.join(known)}")


class Impolite(VacatioError):
    """Delays may be left out on this machine only."""

    def __init__(self, source: str, url: str) -> None:
        self.source, self.url = source, url
        super().__init__(f"{source} at {url} is not on this machine: it is crawled politely")


class NeedsArguments(VacatioError):
    """A source that nothing lists was not told what to ask for."""

    def __init__(self, source: str, needs: Needs) -> None:
        self.source, self.needs = source, needs
        told = {
            Needs.IDS: "the ids of acts that are known: crawl and build those first",
            Needs.ADDRESSES: "addresses: name them in vacatio.toml",
        }
        super().__init__(f"{source} needs {told.get(needs, 'nothing')}")


def crawl(
    sources: Sequence[str],
    sink: Sink,
    *,
    base_urls: BaseUrls | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    demo: bool = False,
    polite: bool = True,
    revisit: Mapping[str, Sequence[str]] | None = None,
    cited: Mapping[str, Sequence[Cited]] | None = None,
    listed: bool = True,
    validators: Validators | None = None,
    max_seconds: float | None = None,
    timeout: float | None = None,
    contact: str | None = None,
    proxy: str | None = None,
    ca_files: Mapping[str, Path] | None = None,
    log: Path | None = None,
    progress: Callable[[str, int], None] | None = None,
    working_days: WorkingDays | None = None,
) -> tuple[SourceReport, ...]:
    """Crawl the named sources side by side and give each fetched document to `sink`.

    Args:
        sources: names of sources.
        sink: called with each document in this process; says new, changed or unchanged.
        base_urls: addresses to ask in place of the official ones, or the feeds and lists of a
            source that has no address of its own.
        since: the first day of what is looked for, as the source dates it. `None` is a first
            crawl: `FIRST_REACH` back, or all of a demo's few acts, whatever day it is.
        until: the last such day, of a backfill; what is listed after it is not fetched, and the
            number of documents that a source promises is not asked of it.
        demo: marks every document as demo data.
        polite: `False` leaves out delays, on loopback addresses only.
        revisit: the source's own ids of documents to fetch again, by source; of one that
            nothing lists, the ids of all that is wanted.
        cited: acts that others cite, to search for, by source; one that can not be searched takes
            no notice. What is not found is a problem of the class "gone".
        listed: `False` asks for what `revisit` and `cited` name alone, as a backfill does; the
            number of documents that a source promises is then not asked of it.
        validators: what servers gave with the answers that are kept, to ask conditionally.
        max_seconds: stop after this time; what was fetched stays fetched.
        timeout: seconds after which one answer is given up, instead of the usual ones.
        contact: an address in the User-Agent at which the operator is reached.
        proxy: the address of a proxy that leads to the sites; never to this machine.
        ca_files: by host name, a PEM file of authorities to trust for that host beside the
            system's.
        log: a file for Scrapy's log; without one there is none.
        progress: called with a source and the number of its documents so far.
        working_days: counts the working days from one day on and before another, by which the
            promises of sources are held; without it, five a week.

    Returns:
        One report a source, in the order given. A source that failed is a report, no exception.

    Raises:
        UnknownSource: a name is not that of a source.
        Impolite: `polite=False` for a source that is not on this machine.
        BadAuthorities: a file of authorities cannot be read.
        NeedsArguments: a source that nothing lists was given no ids or no addresses.
    """
    if since is None and not demo:
        since = dt.datetime.now(dt.UTC).date() - FIRST_REACH
    tallies, addresses = _tallies(sources), _addresses(base_urls)
    _told_enough(tallies, addresses, revisit or {})
    if not polite:
        _only_here(tallies, addresses)
    settings: Settings = {
        "USER_AGENT": _user_agent(contact),
        **({"CLOSESPIDER_TIMEOUT": max_seconds} if max_seconds else {}),
        **({} if polite else _IMPOLITE),
        **({"DOWNLOAD_TIMEOUT": timeout} if timeout else {}),
    }
    tasks = [
        wire.Task(
            source=name,
            addresses=addresses.get(name, ()),
            since=since,
            demo=demo,
            revisit=tuple((revisit or {}).get(name, ())),
            cited=tuple((cited or {}).get(name, ())),
            listed=listed,
            until=until,
            validators=(validators or {}).get(name, {}),
        )
        for name in tallies
    ]
    job = wire.Job(
        tuple(tasks), settings, str(log) if log else None, proxy, examined(ca_files or {})
    )
    _run(job, tallies, sink, progress)
    # Ids alone, or days that are past, are what they are: nothing was promised of them.
    whole = listed and until is None
    return tuple(
        tallies[name].report(since, demo=demo, whole=whole, working_days=working_days)
        for name in sources
    )


def probe(
    sources: Sequence[str],
    *,
    base_urls: BaseUrls | None = None,
    contact: str | None = None,
    proxy: str | None = None,
    ca_files: Mapping[str, Path] | None = None,
) -> tuple[SourceReport, ...]:
    """Try each source from this network: robots.txt and one first page, and nothing is kept.

    A source that gives itself as usual is `ok`; a refusal, a shell, a barrier, a certificate
    that does not hold or a host that does not answer is `failed` and named in the reason.

    Raises:
        UnknownSource: a name is not that of a source.
        NeedsArguments: a source without an address of its own was given none.
        BadAuthorities: a file of authorities cannot be read.
    """
    tallies, addresses = _tallies(sources), _addresses(base_urls)
    _told_enough(tallies, addresses, None)
    settings: Settings = {"USER_AGENT": _user_agent(contact), "RETRY_TIMES": 0}
    tasks = [wire.Task(name, addresses.get(name, ()), probe=True) for name in tallies]
    job = wire.Job(tuple(tasks), settings, None, proxy, examined(ca_files or {}))
    _run(job, tallies, _drop, None)
    today = dt.datetime.now(dt.UTC).date()
    return tuple(tallies[name].report(today, demo=False) for name in sources)


def _drop(document: RawDocument) -> Literal["unchanged"]:
    return "unchanged"


def _run(
    job: wire.Job,
    tallies: Mapping[str, Tally],
    sink: Sink,
    progress: Callable[[str, int], None] | None,
) -> None:
    """Run a job and put what it tells where it belongs."""
    with contextlib.closing(children.frames(job)) as frames:
        for frame in frames:
            match frame:
                case RawDocument(source=source):
                    tally = tallies[source]
                    tally.take(frame, sink(frame))
                    if progress:
                        progress(source, tally.counts["documents"])
                case wire.Met(source, problem):
                    tallies[source].problems.append(problem)
                case wire.Note(source, text):
                    tallies[source].notes.append(text)
                case wire.Ended(source):
                    tallies[source].ended = frame
                case children.Died(reason):
                    for tally in tallies.values():
                        tally.crash = reason
                case _ as unreachable:
                    assert_never(unreachable)


def _addresses(base_urls: BaseUrls | None) -> dict[str, tuple[str, ...]]:
    return {
        name: (given,) if isinstance(given, str) else tuple(given)
        for name, given in (base_urls or {}).items()
    }


def _told_enough(
    tallies: Mapping[str, Tally],
    addresses: Mapping[str, tuple[str, ...]],
    ids: Mapping[str, Sequence[str]] | None,
) -> None:
    for name, tally in tallies.items():
        match tally.info.needs:
            case Needs.IDS:
                enough = ids is None or bool(ids.get(name))  # a probe asks for a card it knows
            case Needs.ADDRESSES:
                enough = bool(addresses.get(name))
            case Needs.NOTHING:
                enough = True
            case _ as unreachable:
                assert_never(unreachable)
        if not enough:
            raise NeedsArguments(name, tally.info.needs)


def _only_here(tallies: Mapping[str, Tally], addresses: Mapping[str, tuple[str, ...]]) -> None:
    for name, tally in tallies.items():
        for url in addresses.get(name, (tally.info.url,)):
            if not is_loopback(url):
                raise Impolite(name, url)


def _tallies(names: Sequence[str]) -> dict[str, Tally]:
    known = {info.name: info for info in known_sources()}
    for name in names:
        if name not in known:
            raise UnknownSource(name, sorted(known))
    now = dt.datetime.now(dt.UTC)
    return {name: Tally(known[name], now) for name in names}


def _user_agent(contact: str | None) -> str:
    """Say who asks and how to reach them: without an address, the name of the machine."""
    return f"vacatio/{version('vacatio')} (legal change tracker; {contact or socket.getfqdn()})"
