"""Every step that a night takes on its files, told by Python itself; at one of them it may die.

An event is named by the stage it falls in, counted by the lines of `log/stages.jsonl`, by what was
done to which file, and by how often that was done before in this stage: no name inside the product
is needed, and none can be forgotten.
"""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: What Python tells of, with the position of the paths among what it tells.
TOLD = {
    "open": (0,),
    "os.rename": (0, 1),
    "os.remove": (0,),
    "os.mkdir": (0,),
    "os.link": (0, 1),
    "os.symlink": (0, 1),
    "os.truncate": (0,),
    "shutil.rmtree": (0,),
    "sqlite3.connect": (0,),
}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: Names that every run makes anew.
_OWN = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z-\d+|\b\d{6}\b")


#: The event to die at, stage, what and nth, and how many seconds behind it.
Death = tuple[int, str, int, float]


@dataclass(frozen=True, slots=True)
class Event:
    """One step: `stage` stages had ended before it, and it was taken `nth` times in this one.

    ``at`` is in seconds from the start of the process's work.
    """

    stage: int
    what: str
    nth: int
    at: float


def read(notes: Path) -> tuple[Event, ...]:
    """Read back what a night did."""
    lines = notes.read_text(encoding="utf-8").splitlines()
    return tuple(Event(**json.loads(line)) for line in lines)


class Witness:
    """An audit hook: writes events down, and kills the group of its process at one of them."""

    def __init__(
        self, root: Path, notes: Path | None, die: tuple[int, str, int, float] | None
    ) -> None:
        self._root = f"{root.resolve()}/"
        self._notes = notes.open("w", encoding="utf-8") if notes else None
        self._die, self._began = die, time.monotonic()
        self._stage, self._taken = 0, Counter[str]()
        self._busy = False

    def __call__(self, name: str, told: tuple[object, ...]) -> None:
        """Take note of an event of Python, if it touches the data directory."""
        if self._busy or name not in TOLD or threading.current_thread() is not _MAIN:
            return
        if name == "open" and not (isinstance(told[2], int) and told[2] & _WRITES):
            return
        paths = [self._inside(told[position]) for position in TOLD[name]]
        if not any(paths):
            return
        self._busy = True  # what is written down here is no event
        self._event(f"{name} {' '.join(filter(None, paths))}")
        self._busy = False

    def close(self) -> None:
        """Stop writing events down."""
        self._busy = True
        if self._notes:
            self._notes.close()

    def _event(self, what: str) -> None:
        nth = self._taken[what]
        self._taken[what] += 1
        if self._notes:
            at = round(time.monotonic() - self._began, 6)
            self._notes.write(json.dumps(asdict(Event(self._stage, what, nth, at))) + "\n")
            self._notes.flush()
        if self._die and self._die[:3] == (self._stage, what, nth):
            if self._die[3] > 0:
                threading.Thread(target=_die, args=(self._die[3],), daemon=True).start()
            else:
                _die(0)
        if what == "open log/stages.jsonl":
            self._stage, self._taken = self._stage + 1, Counter()

    def _inside(self, path: object) -> str | None:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str | os.PathLike):
            return None
        words = str(os.fspath(path))
        if words.startswith("file:"):  # how a database is named
            words = unquote(urlsplit(words).path)
        words = os.path.abspath(words)  # noqa: PTH100 # no link is to be followed
        if not words.startswith(self._root):
            return None
        return _OWN.sub("RUN", words.removeprefix(self._root))


_MAIN = threading.main_thread()


def _die(after: float) -> None:
    time.sleep(after)
    os.killpg(os.getpgid(0), signal.SIGKILL)
