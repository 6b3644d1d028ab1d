"""One writer at a time: an advisory lock that dies with its holder."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from vacatio_calendar.errors import VacatioError

#: How often a lock without a holder's name is tried.
LOOKS = 10


class AlreadyRunning(VacatioError):
    """Another run holds the lock."""

    def __init__(self, path: Path, holder: str) -> None:
        self.path, self.holder = path, holder
        super().__init__(
            f"another vacatio run{f' (process {holder})' if holder else ''} is writing "
            f"{path.parent}: let it finish, nothing was changed"
        )


def taken(path: Path) -> bool:
    """Tell whether a run holds the lock; who may not read it knows of none."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _take(file: IO[str], path: Path) -> None:
    """Take the lock; whoever only looks whether it is held has it for an instant, and no name."""
    for left in reversed(range(LOOKS)):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(20).strip()
            if holder or not left:
                raise AlreadyRunning(path, holder) from None
            time.sleep(0.05)
        else:
            return


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock while the block runs.

    The kernel lets go of it when the process ends, however it ends, so a lock file that
    lies about after a crash locks nobody out.

    Raises:
        AlreadyRunning: another process holds it.
    """
    with path.open("a+", encoding="ascii") as file:
        _take(file, path)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
