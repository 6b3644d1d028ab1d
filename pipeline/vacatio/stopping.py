"""A run that is told to stop ends cleanly: it says so, writes it down and lets go of the lock.

SIGTERM is what systemd, a shutdown and `kill` send; SIGHUP comes when a terminal is closed,
SIGINT from Ctrl+C. Whoever started the run under `nohup` wants it to go on, and it does.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Stopped(BaseException):
    """A run was told to stop; nothing is lost by it.

    Like Ctrl+C it is no error of the work at hand: what catches those lets it pass.
    """

    def __init__(self, number: int) -> None:
        self.status = 128 + number
        super().__init__(
            f"stopped by {signal.Signals(number).name}: what was fetched is kept, what is "
            "published stays in place, and the next run goes on from here"
        )


class Stopping:
    """What a run does when it is told to stop."""

    def __init__(self) -> None:
        self._asked: int | None = None
        self._held_back = False

    @contextlib.contextmanager
    def to_its_end(self) -> Iterator[None]:
        """Let the block come to its end first: it is short, and is not left half-done.

        Raises:
            Stopped: the run was told to stop meanwhile.
        """
        self._held_back = True
        try:
            yield
        finally:
            self._held_back = False
        if self._asked is not None:
            raise Stopped(self._asked)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Stop at once, but for what is held back; who asks again changes nothing."""
        if self._asked is None:
            self._asked = number
            if not self._held_back:
                raise Stopped(number)


@contextlib.contextmanager
def on_signals() -> Iterator[Stopping]:
    """Turn the signals that end a process into an error of this run, while the block runs.

    Python lets only the main thread do so; in any other nothing changes.

    Raises:
        Stopped: a signal came.
    """
    stopping = Stopping()
    if threading.current_thread() is not threading.main_thread():
        yield stopping
        return
    before = {
        each: signal.signal(each, stopping)
        for each in SIGNALS
        if signal.getsignal(each) is not signal.SIG_IGN
    }
    try:
        yield stopping
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
