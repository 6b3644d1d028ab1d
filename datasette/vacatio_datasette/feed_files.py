"""The published feeds and calendars: plain files, served so that a subscriber may ask less."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

MEDIA_TYPES = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class FeedFile:
    """The bytes of one feed with its media type, entity tag and day of change."""

    body: bytes
    media_type: str
    etag: str
    last_modified: str


def read_feed(folder: Path, name: str) -> FeedFile | None:
    """Read a feed from below the folder; ``None`` for what is not there or not a feed.

    The address comes from outside: nothing above the folder is ever read.
    """
    media_type = MEDIA_TYPES.get(Path(name).suffix)
    if media_type is None or "\x00" in name:
        return None
    root = folder.resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return None
    body = path.read_bytes()
    return FeedFile(
        body=body,
        media_type=media_type,
        etag=f'"{hashlib.sha256(body).hexdigest()[:24]}"',
        last_modified=formatdate(path.stat().st_mtime, usegmt=True),
    )


def listed(folder: Path) -> tuple[str, ...]:
    """Name all published feeds, by their path below the folder."""
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.suffix in MEDIA_TYPES and path.is_file()
        )
    )
