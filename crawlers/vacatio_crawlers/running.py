"""Run a crawl: start the child, keep what it hands over, judge what it brought."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import os
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from vacatio_calendar.errors import VacatioError
from vacatio_crawlers import wire
from vacatio_crawlers.listing import known_sources
from vacatio_crawlers.reports import Problem, Sink, SourceInfo, SourceReport, judge

#: Delays only: robots, bounds and checks stay as they are.
_IMPOLITE: Mapping[str, str | int | float | bool] = {
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


@dataclass(slots=True)
class _Tally:
    """What one source has brought so far."""

    info: SourceInfo
    started_at: dt.datetime
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ended: wire.Ended | None = None

    def report(self, since: dt.date | None, crash: str | None) -> SourceReport:
        now = dt.datetime.now(dt.UTC)
        outcome, reason = judge(
            self.info.expects,
            self.counts["documents"],
            tuple(self.problems),
            self.ended.finish if self.ended else None,
            reach=now.date() - since if since else None,
            stopped=self.ended.stopped if self.ended else crash,
        )
        return SourceReport(
            source=self.info.name,
            outcome=outcome,
            reason=reason,
            documents=self.counts["documents"],
            pieces=self.counts["pieces"],
            new=self.counts["new"],
            changed=self.counts["changed"],
            unchanged=self.counts["unchanged"],
            problems=tuple(self.problems),
            requests=self.ended.finish.requests if self.ended else 0,
            started_at=self.started_at,
            finished_at=now,
            notes=tuple(self.notes),
        )


def crawl(
    sources: Sequence[str],
    sink: Sink,
    *,
    base_urls: Mapping[str, str] | None = None,
    since: dt.date | None = None,
    demo: bool = False,
    polite: bool = True,
    revisit: Mapping[str, Sequence[str]] | None = None,
    max_seconds: float | None = None,
    contact: str | None = None,
    log: Path | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> tuple[SourceReport, ...]:
    """Crawl the named sources side by side and give each fetched document to `sink`.

    Args:
        sources: names of sources.
        sink: called with each document in this process; says new, changed or unchanged.
        base_urls: other addresses than the official ones, by source.
        since: the first day of what is looked for, as the source dates it; `None` is all there is.
        demo: marks every document as demo data.
        polite: `False` leaves out delays, on loopback addresses only.
        revisit: the source's own ids of documents to fetch again, by source.
        max_seconds: stop after this time; what was fetched stays fetched.
        contact: an address in the User-Agent at which the operator is reached.
        log: a file for Scrapy's log; without one there is none.
        progress: called with a source and the number of its documents so far.

    Returns:
        One report a source, in the order given. A source that failed is a report, no exception.

    Raises:
        UnknownSource: a name is not that of a source.
        Impolite: `polite=False` for a source that is not on this machine.
    """
    tallies = _tallies(sources)
    addresses = dict(base_urls or {})
    if not polite:
        for name, tally in tallies.items():
            if not _is_loopback(addresses.get(name, tally.info.url)):
                raise Impolite(name, addresses.get(name, tally.info.url))
    job = wire.Job(
        tasks=tuple(
            wire.Task(
                source=name,
                base_url=addresses.get(name),
                since=since,
                demo=demo,
                revisit=tuple((revisit or {}).get(name, ())),
            )
            for name in tallies
        ),
        settings={
            "USER_AGENT": _user_agent(contact),
            "CLOSESPIDER_TIMEOUT": max_seconds or 0,
            **({} if polite else _IMPOLITE),
        },
        log=str(log) if log else None,
    )
    with tempfile.TemporaryFile() as errors:
        with _child(job, errors) as child:
            assert child.stdout
            for frame in wire.read(child.stdout):
                match frame:
                    case wire.Fetched(document, piece):
                        tally = tallies[document.source]
                        tally.counts[sink(document)] += 1
                        tally.counts["pieces" if piece else "documents"] += 1
                        if progress:
                            progress(document.source, tally.counts["documents"])
                    case wire.Met(source, problem):
                        tallies[source].problems.append(problem)
                    case wire.Note(source, text):
                        tallies[source].notes.append(text)
                    case wire.Ended(source):
                        tallies[source].ended = frame
        crash = _crash(child, errors)
    return tuple(tallies[name].report(since, crash) for name in sources)


def _tallies(names: Sequence[str]) -> dict[str, _Tally]:
    known = {info.name: info for info in known_sources()}
    for name in names:
        if name not in known:
            raise UnknownSource(name, sorted(known))
    now = dt.datetime.now(dt.UTC)
    return {name: _Tally(known[name], now) for name in names}


@contextlib.contextmanager
def _child(job: wire.Job, errors: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the child process, and end it with the block however that ends."""
    local = [task.base_url for task in job.tasks if task.base_url and _is_loopback(task.base_url)]
    past_proxies = [os.environ.get("no_proxy"), *(urlsplit(url).hostname for url in local)]
    with subprocess.Popen(
        [sys.executable, "-m", "vacatio_crawlers.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**os.environ, "no_proxy": ",".join(filter(None, past_proxies))},
    ) as child:
        try:
            assert child.stdin
            child.stdin.write(wire.job_to_json(job).encode())
            child.stdin.close()
            yield child
        except BaseException:
            child.kill()
            raise


def _crash(child: subprocess.Popen[bytes], errors: IO[bytes]) -> str | None:
    """Say how the child died, where it did: its exit status is not Scrapy's word on the crawl."""
    if not child.returncode:
        return None
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return f"the crawl died with status {child.returncode}: {lines[-1] if lines else 'no word'}"


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _user_agent(contact: str | None) -> str:
    """Say who asks and how to reach them: without an address, the name of the machine."""
    return f"vacatio/{version('vacatio')} (legal change tracker; {contact or socket.getfqdn()})"
