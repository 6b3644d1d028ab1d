"""The archive: every page as it was fetched, append-only, in WARC files any web archive reads.

`archive/<source>/<run>.warc.gz` holds what one run brought from one source. While it is written
it is called `….warc.gz.part`; only a complete file carries its final name, and no file is changed
after that. `index.sqlite` beside them says where each body lies; it is rebuilt from the files
whenever it does not fit them, so losing it costs nothing.

    archive = Archive(data.archive)
    with archive.sink("2026-11-23T030000Z", demo=False) as sink:     # one file a source, lazily
        reports = vacatio_crawlers.crawl(names, sink, since=..., demo=False)
    for document in archive.documents():                             # no network, fixed order
        parse_bytes(document.body, media_type=document.media_type, name=document.key)
    archive.validators(["ekb"]) ─► {"ekb": {url: (key, etag, last_modified)}}, to ask conditionally
    archive.place(document) ─► "ekb/2026-11-23T030000Z.warc.gz#12345"
    archive.history("ekb", "222001/rus") ─► (Fetch(fetched_at, sha256, place), …), oldest first
    archive.faults() ─► (Fault(file, offset, reason), …): damage met in the files
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal

from vacatio import warc
from vacatio.archive_index import Fault, Fetch, Index
from vacatio.normal import text_sha256
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import RawDocument
from vacatio_crawlers.joining import joined, whole
from vacatio_crawlers.reports import Validators

Outcome = Literal["new", "changed", "unchanged"]

#: So many addresses of a source are asked conditionally, those that were met last first.
MOST_VALIDATORS = 50_000

#: What lies between two pages of one address at the least.
INSTANT = dt.timedelta(microseconds=1)

DONE, PART = ".warc.gz", ".warc.gz.part"


class MixedArchive(VacatioError):
    """Demo data and real data met in one archive."""

    def __init__(self, path: Path, holds: str, wanted: str) -> None:
        self.path, self.holds, self.wanted = path, holds, wanted
        super().__init__(
            f"{path} holds {holds} data and {wanted} data never mixes with it: "
            "name another directory with --data"
        )


class LostBody(VacatioError):
    """The index knows a body that the file no longer gives."""

    def __init__(self, place: str, reason: str) -> None:
        self.place, self.reason = place, reason
        super().__init__(f"the archive lost {place} ({reason}): restore the file from a backup")


class UnknownBody(VacatioError):
    """A source says that nothing changed, of a page that the archive does not hold."""

    def __init__(self, source: str, key: str) -> None:
        self.source, self.key = source, key
        super().__init__(
            f"{source}/{key} is said to be unchanged, and the archive has no such page"
        )


class Archive:
    """Open the archive in a folder, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._index = Index(path)
        self._index.refresh()

    @property
    def demo(self) -> bool | None:
        """Whether it holds demo data; `None` while it holds nothing."""
        return self._index.demo()

    def sink(self, run_id: str, *, demo: bool, now: bool = False) -> Run:
        """Open a run for writing: a context manager that is itself the sink.

        What comes ``now`` is newer than what is held, whatever the clock says: after one that was
        ahead it is stamped an instant behind the page it follows (a hybrid logical clock). Pages
        of another time keep their place in it.

        What a killed run left behind is first brought to its last whole record. One run at a
        time may write; the caller holds the lock of the data directory.

        Raises:
            MixedArchive: the archive holds the other kind of data.
        """
        kind = {True: "demo", False: "real"}
        if self.demo is not None and self.demo is not demo:
            raise MixedArchive(self.path, kind[self.demo], kind[demo])
        self._settle_leftovers()
        self._index.refresh()
        return Run(self.path, self._index, run_id, demo=demo, now=now)

    def documents(self) -> Iterator[RawDocument]:
        """Give the latest state of every document, by source and key, parts joined.

        `fetched_at` is the instant at which that very body was first met.
        """
        yield from joined(self.records())

    def records(self) -> Iterator[RawDocument]:
        """Give the latest body of every key as it was sent, by source and key."""
        self._index.refresh()
        for fetch in self._index.latest():
            yield self._read(fetch)

    def documents_of(self, names: Collection[tuple[str, str]]) -> Iterator[RawDocument]:
        """Give the latest state of the documents to which these belong, by source and key."""
        wholes = sorted({(source, whole(key)) for source, key in names})
        fetched = (fetch for each in wholes for fetch in self._index.latest_of(*each))
        yield from joined(map(self._read, fetched))

    def keys(self) -> Iterator[tuple[str, str]]:
        """Give the source and the key of everything the archive holds, reading no body."""
        self._index.refresh()
        for fetch in self._index.latest():
            yield fetch.source, fetch.key

    def history(self, source: str, key: str) -> tuple[Fetch, ...]:
        """List every fetch of a key, oldest first, with the place of its body."""
        return self._index.history(source, key)

    def body(self, source: str, key: str, sha256: str) -> RawDocument:
        """Read one body that `history` names."""
        fetch = self._index.body(source, key, sha256)
        if fetch is None:
            raise LostBody(f"{source}/{key}", f"no body {sha256}")
        return self._read(fetch)

    def validators(self, sources: Collection[str]) -> Validators:
        """Give what servers sent with the latest answers, by source and address."""
        self._index.refresh()
        return {one: self._index.validators(one, MOST_VALIDATORS) for one in sources}

    def query(self, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
        """Ask the tables of the index, for what is told of many documents at once."""
        self._index.refresh()
        return self._index.query(sql, *values)

    def place(self, document: RawDocument) -> str | None:
        """Say in which file and at which offset the latest body of a document lies."""
        fetch = self._index.last(document.source, document.key)
        return fetch.place if fetch else None

    def faults(self) -> tuple[Fault, ...]:
        """List the damage met in the files; everything before it was read."""
        return self._index.faults()

    def _read(self, fetch: Fetch) -> RawDocument:
        if fetch.place is None:
            raise LostBody(f"{fetch.source}/{fetch.key}", "its file is not there")
        name, _, offset = fetch.place.rpartition("#")
        try:
            record = warc.record_at(self.path / name, int(offset))
        except OSError as error:
            raise LostBody(fetch.place, error.strerror or str(error)) from error
        if isinstance(record, warc.Damage):
            raise LostBody(fetch.place, record.reason)
        return dataclasses.replace(record.document, fetched_at=fetch.first_met)

    def _settle_leftovers(self) -> None:
        for leftover in sorted(self.path.glob(f"*/*{PART}")):
            whole, tail = 0, None
            for record in warc.records(leftover):
                if isinstance(record, warc.Damage):
                    tail = record.offset
                else:
                    whole, tail = whole + (record.kind != "warcinfo"), None
            if tail is not None:  # the record that was being written when the run was killed
                with leftover.open("r+b") as file:
                    file.truncate(tail)
            if whole:
                _publish(leftover)
            else:
                leftover.unlink()


class Run(AbstractContextManager["Run"]):
    """One run's files, open for writing; call it with each document.

    ``behind`` counts the documents that came by an earlier clock than the page they follow.
    """

    def __init__(
        self, path: Path, index: Index, run_id: str, *, demo: bool, now: bool = False
    ) -> None:
        if not re.fullmatch(r"[\w.+-]+", run_id, re.ASCII):
            raise ValueError(f"a run id is a file name: {run_id!r} is not")
        self._path, self._index, self._run_id, self._demo = path, index, run_id, demo
        self._now, self.behind = now, 0
        self._files: dict[str, tuple[BinaryIO, Path]] = {}

    def __call__(self, document: RawDocument) -> Outcome:
        """Store a document and say whether it is new, changed or unchanged.

        Another body with the same words is kept like any other, and is no change.

        Raises:
            UnknownBody: an answer 304 confirms a page that is not held.
        """
        if document.demo is not self._demo:
            kind = {True: "demo", False: "real"}
            raise MixedArchive(self._path, kind[self._demo], kind[document.demo])
        last = self._index.last(document.source, document.key)
        if self._now and last is not None and document.fetched_at <= last.fetched_at:
            document = dataclasses.replace(document, fetched_at=last.fetched_at + INSTANT)
            self.behind += 1
        if document.status == warc.NOT_MODIFIED:
            if last is None or last.place is None:
                raise UnknownBody(document.source, document.key)
            document, text = _unchanged(document, last), last.text_sha256
        else:
            text = text_sha256(document.body, document.media_type)
        held = self._index.body(document.source, document.key, document.sha256)
        if held:
            what = "revisit"
            record = warc.revisit(document, text, of_url=held.url, of_instant=held.fetched_at)
        else:
            what, record = "response", warc.response(document, text)
        file, path = self._file(document.source)
        offset = file.tell()
        _write(file, record)
        self._index.add(self._name(path), offset, warc.Record(offset, what, document, text))
        if last is None:
            return "new"
        return "unchanged" if last.text_sha256 == text else "changed"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Complete the files, also after an error: what was fetched stays fetched."""
        for file, path in self._files.values():
            file.flush()
            os.fsync(file.fileno())
            file.close()
            done = _publish(path)
            self._index.complete(self._name(path), self._name(done), demo=self._demo)
        self._files.clear()

    def _name(self, path: Path) -> str:
        return path.relative_to(self._path).as_posix()

    def _file(self, source: str) -> tuple[BinaryIO, Path]:
        if source not in self._files:
            folder = self._path / source
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{self._run_id}{PART}"
            if path.exists() or _final(path).exists():
                raise FileExistsError(f"{_final(path)} is there already: run ids are used once")
            file = path.open("xb", buffering=0)  # one write a record: a kill tears at most one
            _write(file, warc.info(self._run_id, source, demo=self._demo))
            self._files[source] = file, path
        return self._files[source]


def _write(file: BinaryIO, record: bytes) -> None:
    """Write a record whole, or leave the file as it was.

    A disk that fills up takes the beginning of a record without a word, and refuses the rest.
    """
    offset, left = file.tell(), memoryview(record)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError:
        file.truncate(offset)
        raise


def _unchanged(document: RawDocument, last: Fetch) -> RawDocument:
    """Give an answer 304 the hash of what it confirms, and what the next one is asked by."""
    named = {name.lower() for name, _ in document.headers}
    kept = (("ETag", last.etag), ("Last-Modified", last.last_modified))
    more = tuple((name, value) for name, value in kept if value and name.lower() not in named)
    return dataclasses.replace(
        document,
        sha256=last.sha256,
        media_type=document.media_type or "application/octet-stream",
        headers=(*document.headers, *more),
    )


def _final(part: Path) -> Path:
    return part.with_name(part.name.removesuffix(PART) + DONE)


def _publish(part: Path) -> Path:
    with part.open("rb") as file:
        os.fsync(file.fileno())
    done = _final(part)
    part.replace(done)
    folder = os.open(done.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return done
