"""Cut a long feed into pages (RFC 5005): one of the newest, and archives that never change."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import PurePosixPath

from vacatio_feeds.records import Entry, Feed
from vacatio_feeds.syndicate import ordered


def paged(
    feed: Feed, entries: Sequence[Entry], size: int = 200
) -> tuple[tuple[Feed, tuple[Entry, ...]], ...]:
    """Give the feed of the newest ``size`` entries, then its archives, newest first.

    Archives are filled from the oldest entry on and hold ``size`` each, so a new entry changes
    the feed and never a full archive. Every entry stands in the feed or in one archive.
    """
    newest_first = ordered(entries)
    oldest_first = newest_first[::-1]
    full = len(oldest_first) // size
    if len(oldest_first) <= size:
        return ((feed, newest_first),)
    archives = [
        (
            dataclasses.replace(
                feed,
                id=f"{feed.id}/{number}",
                self_url=_page(feed.self_url, number),
                current_url=feed.self_url,
                archive_url=_page(feed.self_url, number - 1) if number > 1 else None,
            ),
            oldest_first[(number - 1) * size : number * size][::-1],
        )
        for number in range(full, 0, -1)
    ]
    current = dataclasses.replace(feed, archive_url=_page(feed.self_url, full))
    return ((current, newest_first[:size]), *archives)


def _page(address: str, number: int) -> str:
    """Name a page of a feed: changes.rss, changes-1.rss."""
    path = PurePosixPath(address)
    return address.removesuffix(path.name) + f"{path.stem}-{number}{path.suffix}"
