"""Cut a long feed into pages (RFC 5005): one of the newest, and archives that never change."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import PurePosixPath

from vacatio_feeds.records import Entry, Feed
from vacatio_feeds.syndicate import ordered


def paged(
    feed: Feed, entries: Sequence[Entry], size: int = 200, *, missing: int = 0
) -> tuple[tuple[Feed, tuple[Entry, ...]], ...]:
    """Give the feed of the newest ``size`` entries, then its archives, newest first.

    Archives are filled from the oldest entry on and hold ``size`` each, so a new entry changes
    the feed and never a full archive. ``missing`` says how many entries are older than those
    given: archives count them, and the archive that needs one of them is not written. Every
    entry given stands in the feed or in an archive, but for those of that archive.
    """
    newest_first = ordered(entries)
    oldest_first = newest_first[::-1]
    first, full = -(-missing // size) + 1, (missing + len(oldest_first)) // size
    if len(oldest_first) <= size:
        return ((feed, newest_first),)
    archives = [
        (
            dataclasses.replace(
                feed,
                id=f"{feed.id}/{number}",
                self_url=_page(feed.self_url, number),
                current_url=feed.self_url,
                archive_url=_page(feed.self_url, number - 1) if number > first else None,
            ),
            oldest_first[(number - 1) * size - missing : number * size - missing][::-1],
        )
        for number in range(full, first - 1, -1)
    ]
    current = dataclasses.replace(
        feed, archive_url=_page(feed.self_url, full) if archives else None
    )
    return ((current, newest_first[:size]), *archives)


def _page(address: str, number: int) -> str:
    """Name a page of a feed: changes.rss, changes-1.rss."""
    path = PurePosixPath(address)
    return address.removesuffix(path.name) + f"{path.stem}-{number}{path.suffix}"
