"""Where documents are parsed: here, in some processes, or on a cluster of machines.

Parsing is a function of bytes, so an engine is nothing but a `map` that keeps the order. Only
parsing needs one: fetching is bounded by politeness, writing by SQLite's one writer.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol, TypeVar

from vacatio.settings import Settings
from vacatio_calendar.errors import VacatioError

T = TypeVar("T")
R = TypeVar("R")

_ADDRESS = re.compile(r"(?:[a-z]+://)?[^\s/:]+:\d{1,5}")

#: Seconds that a scheduler may take to answer.
PATIENCE = 10.0

#: Documents that go to a worker together: fewer trips, and no worker waits long at the end.
BATCH = 16


class Map(Protocol):
    """Apply a function to each value, the results in the order of the values."""

    def __call__(self, work: Callable[[T], R], values: Sequence[T], /) -> Sequence[R]:
        """Do it."""


class NoEngine(VacatioError):
    """The engine that was asked for cannot be had."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"no engine to parse with: {reason}")


@contextlib.contextmanager
def engine(settings: Settings) -> Iterator[Map]:
    """Give what parses: this process, some processes, or the workers of a Dask scheduler.

    Raises:
        NoEngine: the scheduler does not answer or is not named, the extra `vacatio[dask]` is
            not installed, or a process was killed, as the system does where memory runs out.
    """
    if settings.engine == "dask":
        with _cluster(settings.scheduler) as mapped:
            yield mapped
    elif settings.jobs > 1:
        with _processes(settings.jobs) as mapped:
            yield mapped
    else:
        yield here


def here(work: Callable[[T], R], values: Sequence[T], /) -> Sequence[R]:
    """Apply a function in this process."""
    return [work(value) for value in values]


@contextlib.contextmanager
def _processes(jobs: int) -> Iterator[Map]:
    # Not forked: a run holds a lock and open databases, which no child may inherit.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:

        def mapped(work: Callable[[T], R], values: Sequence[T], /) -> Sequence[R]:
            try:
                return list(pool.map(work, values, chunksize=BATCH))
            except BrokenProcessPool as error:
                raise NoEngine("a process was killed; with fewer --jobs less memory is used") from (
                    error
                )

        yield mapped


@contextlib.contextmanager
def _cluster(scheduler: str) -> Iterator[Map]:
    if not scheduler:
        raise NoEngine("name the scheduler's address with --scheduler, or in vacatio.toml")
    if not _ADDRESS.fullmatch(scheduler):
        raise NoEngine(f"{scheduler!r} is no address such as tcp://10.0.0.5:8786")
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise NoEngine("install vacatio[dask] here and on the workers") from error
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoEngine(f"no Dask scheduler answers at {scheduler} ({error})") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:  # it would wait for one for ever
            raise NoEngine(f"the Dask scheduler at {scheduler} has no workers") from error

        def mapped(work: Callable[[T], R], values: Sequence[T], /) -> Sequence[R]:
            batches = [values[at : at + BATCH] for at in range(0, len(values), BATCH)]
            futures = client.map(_all, [work] * len(batches), batches, pure=False)
            try:
                return [result for batch in client.gather(futures) for result in batch]
            except ImportError as error:
                told = f"a worker lacks what it needs ({error}): install vacatio[dask] there"
                raise NoEngine(told) from error
            except (KilledWorker, CancelledError) as error:
                told = f"workers were lost ({type(error).__name__}): they may lack memory"
                raise NoEngine(told) from error

        yield mapped


def _all(work: Callable[[T], R], values: Sequence[T]) -> list[R]:
    return [work(value) for value in values]
