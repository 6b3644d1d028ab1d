"""What one run is to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vacatio.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run is to do.

    ``crawl`` and ``build`` choose the halves; ``base_urls`` replace the addresses of sources,
    as the demo does; ``since`` is how far back to look (`None`: where the last run left off),
    and ``until`` the last day of a backfill. ``ids`` asks for documents by their ids alone.
    Of days and ids that lie behind the last run only what the archive has not is asked for.
    ``max_seconds`` ends the crawl with what it has. ``accept`` publishes also what changed more
    than a night should: somebody looked at it. ``quiet`` says nothing of what went as it should.
    ``progress`` is told, while a source is crawled,
    how many documents it has brought, and how many are expected if that is known.
    """

    settings: Settings
    demo: bool = False
    crawl: bool = True
    build: bool = True
    polite: bool = True
    accept: bool = False
    quiet: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    ids: range | None = None
    max_seconds: float | None = None
    sources: tuple[str, ...] = ()
    base_urls: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[str, int, int | None], None] | None = None
