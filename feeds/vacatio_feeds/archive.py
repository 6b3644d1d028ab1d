"""Cut a long feed into pages (RFC 5005): one of the newest, and archives that never change."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from vacatio_feeds.records import Entry, Feed
from vacatio_feeds.syndicate import ordered

T = TypeVar("T")


def paged(
    feed: Feed, entries: Sequence[Entry], size: int = 200, *, missing: int = 0
) -> tuple[tuple[Feed, tuple[Entry, ...]], ...]:
    """Give the feed of the newest ``size`` entries, then its archives, newest first.

    Archives are filled from the oldest entry on and hold ``size`` each, so a new entry changes
    the feed and never a full archive. ``missing`` says how many entries are older than those
    given: archives count them, and the archive that needs one of them is not written. Every
    entry given stands in the feed or in an archive, but for those of that archive.
    """
    (_, newest), *archives = sliced(ordered(entries), size, missing=missing)
    oldest = archives[-1][0] if archives else None
    current = dataclasses.replace(
        feed, archive_url=_page(feed.self_url, archives[0][0]) if archives else None
    )
    return (
        (current, newest),
        *(
            (
                dataclasses.replace(
                    feed,
                    id=f"{feed.id}/{number}",
                    self_url=_page(feed.self_url, number),
                    current_url=feed.self_url,
                    archive_url=None if number == oldest else _page(feed.self_url, number - 1),
                ),
                some,
            )
            for number, some in archives
        ),
    )


def sliced(
    newest_first: Sequence[T], size: int, *, missing: int = 0
) -> tuple[tuple[int, tuple[T, ...]], ...]:
    """Give the pages that ``paged`` cuts, each by its number; that of the newest is 0.

    >>> sliced("gfedc", 2, missing=2)
    ((0, ('g', 'f')), (3, ('f', 'e')), (2, ('d', 'c')))
    """
    given = tuple(newest_first)
    if len(given) <= size:
        return ((0, given),)
    first, full = -(-missing // size) + 1, (missing + len(given)) // size
    oldest_first = given[::-1]
    archives = (
        (number, oldest_first[(number - 1) * size - missing : number * size - missing][::-1])
        for number in range(full, first - 1, -1)
    )
    return ((0, given[:size]), *archives)


def _page(address: str, number: int) -> str:
    """Name a page of a feed: changes.rss, changes-1.rss."""
    path = PurePosixPath(address)
    return address.removesuffix(path.name) + f"{path.stem}-{number}{path.suffix}"
