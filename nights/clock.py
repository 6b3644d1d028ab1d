"""Let a nightly run, and the crawls it starts, believe that it is another instant.

The product has no switch for its clock: one that can be told another day can be made to publish
a wrong one. So the clock is moved from outside, in this process and in the children that it
starts; monotonic time, by which waits are measured, stays what it is.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path

import time_machine

#: Holds a `sitecustomize` that moves the clock of a child by as much.
CHILD = Path(__file__).parent / "child"
OFFSET = "NIGHTS_CLOCK_OFFSET"


@contextlib.contextmanager
def moved_to(instant: dt.datetime) -> Iterator[None]:
    """Move the clock to an instant, from which it goes on ticking."""
    offset = instant.timestamp() - time.time()
    path = os.pathsep.join(filter(None, (str(CHILD), os.environ.get("PYTHONPATH"))))
    with _environment({OFFSET: repr(offset), "PYTHONPATH": path}), time_machine.travel(instant):
        yield


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
