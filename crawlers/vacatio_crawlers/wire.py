"""What crosses between a crawl's child process and its parent: frames on a pipe.

A frame is one line of JSON that says what it is and how many bytes follow it. Scrapy's reactor
cannot be started twice in a process, and a crawl that dies must not take the nightly run with
it; so each crawl is a process of its own that hands its documents over one by one.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.cited import Cited
from vacatio_crawlers.reports import Finish, Problem, Trouble


@dataclass(frozen=True, slots=True)
class Task:
    """What one spider is to do.

    `addresses` stand in for the source's own address and its mirrors. `since` and `until` bound
    what is looked for, by the day on which the source made it public; `revisit` are the source's
    own ids of documents to fetch whatever their day, and with `listed` false there is nothing else
    to do; `probe` asks for one page and hands over none. `validators` are, by address, the
    key, ETag and Last-Modified of answers that are kept; `cited` are acts to search for.
    """

    source: str
    addresses: tuple[str, ...] = ()
    since: dt.date | None = None
    demo: bool = False
    revisit: tuple[str, ...] = ()
    listed: bool = True
    probe: bool = False
    until: dt.date | None = None
    validators: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What one child process is to do.

    `proxy` leads to every site but those on this machine; `ca_files` name, by host, a file of
    authorities to trust for that host beside the system's.
    """

    tasks: tuple[Task, ...]
    settings: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    log: str | None = None
    proxy: str | None = None
    ca_files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a source that is worth a line in its report."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Met:
    """A problem a spider met."""

    source: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Ended:
    """A spider's end; `stopped` says why it gave up, where it did."""

    source: str
    finish: Finish
    stopped: str | None


Frame = RawDocument | Note | Met | Ended


def write(out: IO[bytes], frame: Frame) -> None:
    """Write one frame."""
    body = b""
    match frame:
        case RawDocument():
            body = frame.body
            head: dict[str, object] = {
                "frame": "fetched",
                "source": frame.source,
                "key": frame.key,
                "url": frame.url,
                "fetched_at": frame.fetched_at.isoformat(),
                "media_type": frame.media_type,
                "sha256": frame.sha256,
                "status": frame.status,
                "language": frame.language,
                "demo": frame.demo,
                "headers": frame.headers,
            }
        case Note(source, text):
            head = {"frame": "note", "source": source, "text": text}
        case Met(source, problem):
            head = {"frame": "met", "source": source, "problem": asdict(problem)}
        case Ended(source, finish, stopped):
            head = {
                "frame": "ended",
                "source": source,
                "finish": asdict(finish),
                "stopped": stopped,
            }
    line = json.dumps(head | {"bytes": len(body)}, ensure_ascii=True, default=str)
    out.write(line.encode() + b"\n" + body)
    out.flush()


def read(pipe: IO[bytes]) -> Iterator[Frame]:
    """Read frames until the pipe ends; one that was cut off is no frame."""
    for line in pipe:
        if not line.endswith(b"\n"):
            return
        head = json.loads(line)
        body = pipe.read(head["bytes"])
        if len(body) < head["bytes"]:
            return
        match head["frame"]:
            case "fetched":
                yield _document(head, body)
            case "note":
                yield Note(head["source"], head["text"])
            case "met":
                problem = head["problem"] | {"trouble": Trouble(head["problem"]["trouble"])}
                yield Met(head["source"], Problem(**problem))
            case "ended":
                yield Ended(head["source"], _finish(head["finish"]), head["stopped"])


def _finish(told: Mapping[str, Any]) -> Finish:
    newest = told["newest"]
    return Finish(**{**told, "newest": dt.date.fromisoformat(newest) if newest else None})


def _document(head: Mapping[str, Any], body: bytes) -> RawDocument:
    return RawDocument(
        source=head["source"],
        key=head["key"],
        url=head["url"],
        fetched_at=dt.datetime.fromisoformat(head["fetched_at"]),
        media_type=head["media_type"],
        body=body,
        sha256=head["sha256"],
        status=int(head["status"]),
        language=Language(head["language"]) if head["language"] else None,
        demo=bool(head["demo"]),
        headers=tuple((name, value) for name, value in head["headers"]),
    )


def job_to_json(job: Job) -> str:
    """Write a job for the child."""
    return json.dumps(asdict(job), default=str)


def job_from_json(words: str) -> Job:
    """Read a job in the child."""
    job = json.loads(words)
    return Job(
        tasks=tuple(
            Task(
                source=task["source"],
                addresses=tuple(task["addresses"]),
                since=dt.date.fromisoformat(task["since"]) if task["since"] else None,
                demo=task["demo"],
                revisit=tuple(task["revisit"]),
                listed=task["listed"],
                probe=task["probe"],
                until=dt.date.fromisoformat(task["until"]) if task["until"] else None,
                validators={url: tuple(given) for url, given in task["validators"].items()},
                cited=tuple(Cited(**one) for one in task["cited"]),
            )
            for task in job["tasks"]
        ),
        settings=job["settings"],
        log=job["log"],
        proxy=job["proxy"],
        ca_files=job["ca_files"],
    )
