"""One writer at a time: an advisory lock that dies with its holder."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from vacatio_calendar.errors import VacatioError


class AlreadyRunning(VacatioError):
    """Another run holds the lock."""

    def __init__(self, path: Path, holder: str) -> None:
        self.path, self.holder = path, holder
        super().__init__(
            f"another vacatio run{f' (process {holder})' if holder else ''} is writing "
            f"{path.parent}: let it finish, nothing was changed"
        )


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock while the block runs.

    The kernel lets go of it when the process ends, however it ends, so a lock file that
    lies about after a crash locks nobody out.

    Raises:
        AlreadyRunning: another process holds it.
    """
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunning(path, file.read(20).strip()) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
