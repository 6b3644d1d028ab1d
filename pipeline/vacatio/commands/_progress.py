"""How far a crawl is, on one line of a terminal that is written over and over."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

#: Seconds between two lines: a terminal is not to be slower than a site.
PAUSE = 0.2
#: Documents after which a rate means something.
ENOUGH = 5


def progress(max_seconds: float | None = None) -> Callable[[str, int, int | None], None] | None:
    """Give what tells documents, rate and time left on a terminal; elsewhere nothing.

    `max_seconds` is the time after which the crawl stops whatever is left.
    """
    if not sys.stderr.isatty():
        return None
    began = time.monotonic()
    told = 0.0
    started: dict[str, float] = {}

    def tell(source: str, documents: int, expected: int | None) -> None:
        nonlocal told
        now = time.monotonic()
        first = started.setdefault(source, now)
        if now - told < PAUSE:
            return
        told = now
        limit = max_seconds - (now - began) if max_seconds else None
        line = words(source, documents, now - first, expected, limit)
        click.echo(f"\r\x1b[K{line}\r", nl=False, err=True)

    return tell


def words(
    source: str, documents: int, seconds: float, expected: int | None, limit: float | None
) -> str:
    """Say how far a source is; what is left is told from what is expected, or from the limit.

    >>> words("ekb", 120, 60.0, 1200, None)
    'crawl    ekb: 120 documents, 2.0 a second, about 9 min left'
    >>> words("ekb", 120, 60.0, 1200, 240.0)
    'crawl    ekb: 120 documents, 2.0 a second, stops in 4 min'
    >>> words("ekb", 2, 1.0, None, None)
    'crawl    ekb: 2 documents'
    """
    line = f"crawl    {source}: {documents:,} documents"
    if documents < ENOUGH or seconds <= 0:
        return line
    rate = documents / seconds
    left = (expected - documents) / rate if expected and expected > documents else None
    line += f", {rate:.1f} a second"
    if limit is not None and (left is None or limit < left):
        return f"{line}, stops in {_time(max(limit, 0.0))}"
    return line if left is None else f"{line}, about {_time(left)} left"


def _time(seconds: float) -> str:
    """Say a length of time as people do.

    >>> _time(42), _time(600), _time(7500)
    ('42 s', '10 min', '2 h 5 min')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
