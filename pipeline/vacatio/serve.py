"""Serve what is published by Datasette, with the plugin that makes it a site."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import sqlite3
from collections.abc import Sequence
from urllib.parse import urlsplit

import vacatio_datasette.serving as site
from vacatio import asked, lock, publish, store, subscriptions, versions
from vacatio.datadir import DataDir, disk_faults, holds_demo
from vacatio.publish import NoPublication
from vacatio.settings import Settings
from vacatio.versions import OtherVersion
from vacatio_calendar import load
from vacatio_datasette.asked_feeds import Wanted
from vacatio_datasette.reading import Row
from vacatio_datasette.watch_page import Watch
from vacatio_feeds import Feed, answer


def listen(settings: Settings) -> socket.socket:
    """Take the port, before any long work.

    Raises:
        PortTaken: somebody listens there already.
    """
    return site.listen(settings.host, settings.port)


def ready(data: DataDir) -> None:
    """Bring what is published to order after a crash, unless a run is busy with it.

    Raises:
        NoPublication: nothing is published there.
        OtherVersion: what is published there was written by another version.
        UnusableData: the disk is full, or may only be read.
    """
    with disk_faults(data):
        _brought_to_order(data)


def _brought_to_order(data: DataDir) -> None:
    if data.journal.exists():  # else nothing was interrupted, and no run is kept from its lock
        with contextlib.suppress(lock.AlreadyRunning), lock.held(data.lock):
            publish.recover(data)
    if not data.database.exists():
        raise NoPublication(data.root)
    with store.opened(data.database) as db:
        versions.require(db, data.database)


def pages(door: socket.socket) -> list[str]:
    """List the pages worth opening, a line each."""
    host, port = door.getsockname()[:2]
    named = site.pages(host, port)
    width = max(len(name) for name, _ in named)
    return [f"  {name:<{width}}  {address}" for name, address in named]


def write_feed(form: str, feed: Wanted, columns: Sequence[str], rows: Sequence[Row], /) -> bytes:
    """Write a feed on request: the site asks, the room of feeds answers.

    Raises:
        MissingColumns: the rows cannot be a feed.
    """
    return answer(form, Feed(**dataclasses.asdict(feed)), columns, rows)


def elsewhere(data: DataDir, settings: Settings, door: socket.socket) -> str | None:
    """Tell to which other address the published feeds link, if it is not this one."""
    host, port = door.getsockname()[:2]
    own = settings.site.rstrip("/") or f"http://{host}:{port}"
    linked = subscriptions.linked(data.feeds)
    return linked if linked != own else None


def serve(data: DataDir, settings: Settings, door: socket.socket) -> None:
    """Serve until interrupted, by Ctrl+C or by whoever watches over the process.

    Raises:
        OtherVersion: meanwhile another version published; started again, the site is that one.
    """
    demo = holds_demo(data.root) is True
    app = site.create(
        data.database,
        feeds=data.feeds,
        demo=demo,
        address=settings.site.rstrip("/") or None,
        prefix=urlsplit(settings.site).path or "/",
        writer=asked.writer(data.database, load(settings.jurisdiction)),
        watches=tuple(Watch(**dataclasses.asdict(each)) for each in settings.watch),
    )
    reason: str | None = None
    with contextlib.suppress(KeyboardInterrupt):  # it was served; that it ended is no failure
        reason = site.serve(app, door, lambda: _outgrown(data))
    if reason is not None:
        raise OtherVersion(
            data.root, f"another version has published there ({reason}): start the site again"
        )


def _outgrown(data: DataDir) -> str | None:
    """Say why what is published does not fit this site any more; a busy disk is no reason."""
    with contextlib.suppress(sqlite3.Error):
        return versions.other(data.database)
    return None
