"""Serve what is published by Datasette, with the plugin that makes it a site."""

from __future__ import annotations

import contextlib

import uvicorn

from vacatio import lock, publish, store
from vacatio.datadir import DataDir
from vacatio.publish import NoPublication
from vacatio.settings import Settings
from vacatio_datasette import site

#: The pages worth opening first, with what they answer.
PAGES = (
    ("/", "the site: what applies soon, what changed, what does not agree"),
    ("/vacatio/acts", "all acts, with filters"),
    ("/vacatio/in_force_next_30_days", "what enters into force in the next 30 days"),
    ("/vacatio/findings", "every contradiction found"),
    ("/feeds/changes.rss", "the feed of changes"),
    ("/feeds/in-force.ics", "the calendar to subscribe to"),
)


def ready(data: DataDir) -> DataDir:
    """Bring what is published to order after a crash, unless a run is busy with it.

    Raises:
        NoPublication: nothing is published there.
    """
    if data.root.is_dir():
        with contextlib.suppress(lock.AlreadyRunning), lock.held(data.lock):
            publish.recover(data)
    if not data.database.exists():
        raise NoPublication(data.root)
    with store.opened(data.database) as db:
        db.execute("SELECT count(*) FROM acts")
    return data


def pages(settings: Settings) -> list[str]:
    """List the pages worth opening."""
    start = f"http://{settings.host}:{settings.port}"
    width = max(len(path) for path, _ in PAGES)
    return [f"  {start}{path:<{width}}  {what}" for path, what in PAGES]


def serve(data: DataDir, settings: Settings) -> None:
    """Serve until interrupted."""
    app = site(data.database, data.feeds)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning")
