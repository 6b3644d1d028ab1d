"""Raw documents as WARC 1.1 records, one gzip member each, and back again.

A document with response headers is a `response`; one without them (a part cut out of a larger
answer) is a `resource`; a body the archive already holds is a `revisit`. What WARC has no field
for stands in fields of our own, which other tools pass over.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import http.client
import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from vacatio_calendar.model import Language, RawDocument

#: What no longer describes a body that was decoded before it was stored, and what is nobody's
#: business: a tool that trusted these would decode twice, or misread where the body ends.
LEFT_OUT = frozenset(
    {"connection", "content-encoding", "content-length", "set-cookie", "transfer-encoding"}
)

#: The status of an answer without a body: what was asked has not changed.
NOT_MODIFIED = 304
_NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_READ = 1 << 16
_MAGIC = b"\x1f\x8b\x08"  # how every gzip member begins (RFC 1952, 2.3.1)
_TOKEN = re.compile(r"[!#$%&'*+.^`|~\w-]+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file. `body` is empty for a revisit, whose bytes are found by `sha256`.

    ``text_sha256`` is that of the body's normalised text.
    """

    offset: int
    kind: str
    document: RawDocument
    text_sha256: str = ""

    @property
    def validators(self) -> tuple[str, str]:
        """Give ETag and Last-Modified as the server sent them, or empty texts."""
        sent = {name.lower(): value for name, value in reversed(self.document.headers)}
        return sent.get("etag", ""), sent.get("last-modified", "")


@dataclass(frozen=True, slots=True)
class Damage:
    """Where a file cannot be read, and why."""

    offset: int
    reason: str


def info(run_id: str, source: str, *, demo: bool) -> bytes:
    """Write the `warcinfo` record that opens a file."""
    writer = _writer(out := BytesIO())
    fields = {
        "software": "vacatio",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": run_id,
        "robots": "obeyed",
        "vacatio-source": source,
        "vacatio-demo": "true" if demo else "false",
    }
    writer.write_record(writer.create_warcinfo_record(None, fields))
    return out.getvalue()


def response(document: RawDocument, text: str) -> bytes:
    """Write a document with its body; `text` is the SHA-256 of its normalised text."""
    writer = _writer(out := BytesIO())
    headers = _http(document)
    writer.write_record(
        writer.create_warc_record(
            document.url,
            "response" if headers else "resource",
            payload=BytesIO(document.body),
            length=len(document.body),
            warc_content_type="" if headers else document.media_type,
            warc_headers_dict=_fields(document, text),
            http_headers=headers,
        )
    )
    return out.getvalue()


def revisit(document: RawDocument, text: str, *, of_url: str, of_instant: dt.datetime) -> bytes:
    """Write that a body the archive already holds was met again.

    An answer 304 brought no body: whoever kept the first one says what is still the same, by
    the hash in `document` (WARC 1.1, 6.7.3).
    """
    writer = _writer(out := BytesIO())
    record = writer.create_revisit_record(
        document.url,
        _payload_digest(document.body),
        of_url,
        instant_text(of_instant),
        http_headers=_http(document),
        warc_headers_dict=_fields(document, text),
    )
    if document.status == NOT_MODIFIED:
        record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED_PROFILE)
        record.rec_headers.remove_header("WARC-Payload-Digest")  # that of a body nobody sent
    writer.write_record(record)
    return out.getvalue()


def records(path: Path, begin: int = 0) -> Iterator[Record | Damage]:
    """Read a file from its start, or from where a record begins.

    Damage is told of where it is met, and passed over.
    Every body is compared with its digest: warcio itself reads a record that was cut off
    without complaint.
    """
    with path.open("rb") as file:
        start: int | None = begin
        while start is not None:
            file.seek(start)
            start = None
            for offset, member in _members(file):
                read = _read_member(offset, member)
                yield read
                if isinstance(read, Damage):
                    start = _next_record(file, offset + 1)
                    break


def record_at(path: Path, offset: int) -> Record | Damage:
    """Read one record by its offset, also where the file is damaged before or behind it."""
    with path.open("rb") as file:
        file.seek(offset)
        for start, member in _members(file):
            return _read_member(start, member)
    return Damage(offset, "there is no record")


def _read_member(offset: int, member: bytes | str) -> Record | Damage:
    if isinstance(member, str):
        return Damage(offset, member)
    try:
        return _decode(offset, member)
    except ValueError as error:
        return Damage(offset, str(error))


def _next_record(file: BinaryIO, offset: int) -> int | None:
    """Find where a readable record begins behind damage."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        while (offset := whole.find(_MAGIC, offset)) >= 0:
            with contextlib.suppress(zlib.error):
                opening = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(
                    whole[offset : offset + 512], 8
                )
                if opening.startswith(b"WARC/"):
                    return offset
            offset += 1
    return None


def instant_text(instant: dt.datetime) -> str:
    """Write an instant as WARC does.

    >>> instant_text(dt.datetime(2026, 1, 6, 3, 0, tzinfo=dt.UTC))
    '2026-01-06T03:00:00.000000Z'
    """
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _writer(out: BytesIO) -> WARCWriter:
    return WARCWriter(out, gzip=True, warc_version="1.1")


def _fields(document: RawDocument, text: str) -> dict[str, str]:
    fields = {
        "WARC-Date": instant_text(document.fetched_at),
        "Vacatio-Source": document.source,
        "Vacatio-Key": document.key,
        "Vacatio-Media-Type": document.media_type,
        "Vacatio-SHA256": document.sha256,
        "Vacatio-Text-SHA256": text,
        "Vacatio-Status": str(document.status),
        "Vacatio-Demo": "true" if document.demo else "false",
    }
    if document.language:
        fields["Vacatio-Language"] = document.language.value
    return fields


def _http(document: RawDocument) -> StatusAndHeaders | None:
    kept = [
        (name, _CONTROL.sub(" ", value))
        for name, value in document.headers
        if _TOKEN.fullmatch(name) and name.lower() not in LEFT_OUT
    ]
    if not kept:
        return None
    phrase = http.client.responses.get(document.status, "Unknown")
    return StatusAndHeaders(f"{document.status} {phrase}", kept, protocol="HTTP/1.1")


def _payload_digest(body: bytes) -> str:
    """Write the digest as warcio does, so that other tools find the original of a revisit."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"


def _members(file: BinaryIO) -> Iterator[tuple[int, bytes | str]]:
    """Split a file into gzip members; a string in place of bytes says what is wrong."""
    start, rest = file.tell(), b""
    while True:
        inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        whole, taken = [], 0
        while not inflater.eof:
            chunk = rest or file.read(_READ)
            rest = b""
            if not chunk:
                if taken:
                    yield start, "the last record is cut off"
                return
            try:
                whole.append(inflater.decompress(chunk))
            except zlib.error as error:
                yield start, f"not a readable record ({error})"
                return
            taken += len(chunk)
        rest = inflater.unused_data
        yield start, b"".join(whole)
        start += taken - len(rest)


def _decode(offset: int, member: bytes) -> Record:
    for record in ArchiveIterator(BytesIO(member)):
        kind, field = record.rec_type, record.rec_headers.get_header
        body: bytes = record.content_stream().read()
        if kind == "warcinfo":
            return Record(offset, kind, _opening(body, field("WARC-Date")))
        document = _document(record, body)
        if kind != "revisit" and hashlib.sha256(body).hexdigest() != document.sha256:
            raise ValueError("the body does not have the digest it was stored with")
        return Record(offset, kind, document, field("Vacatio-Text-SHA256") or "")
    raise ValueError("a record without a header")


def _document(record: ArcWarcRecord, body: bytes) -> RawDocument:
    field = record.rec_headers.get_header
    source, key = field("Vacatio-Source"), field("Vacatio-Key")
    if not source or not key:
        raise ValueError("a record that names no source and key")
    language = field("Vacatio-Language")
    return RawDocument(
        source=source,
        key=key,
        url=field("WARC-Target-URI"),
        fetched_at=dt.datetime.fromisoformat(field("WARC-Date")),
        media_type=field("Vacatio-Media-Type"),
        body=body,
        sha256=field("Vacatio-SHA256"),
        status=int(field("Vacatio-Status")),
        language=Language(language) if language else None,
        demo=field("Vacatio-Demo") == "true",
        headers=tuple(record.http_headers.headers) if record.http_headers else (),
    )


def _opening(body: bytes, instant: str) -> RawDocument:
    """Read a `warcinfo` record into the same shape: its key is the run."""
    lines = (line.partition(": ") for line in body.decode().splitlines())
    fields = {name: value for name, _, value in lines}
    return RawDocument(
        source=fields.get("vacatio-source", ""),
        key=fields.get("isPartOf", ""),
        url="",
        fetched_at=dt.datetime.fromisoformat(instant),
        media_type="application/warc-fields",
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        demo=fields.get("vacatio-demo") == "true",
    )
