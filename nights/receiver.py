"""A web address that a night tells of itself and of what is new: it remembers what it was told."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class Receiver:
    """What arrived: the pings by their path, the ids of events, the ids of letters.

    While it is `deaf` it answers 500 to letters, as a broken service does.
    """

    def __init__(self) -> None:
        self.deaf = False
        self.pings: list[str] = []
        self.events: list[str] = []
        self.letters: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def take(self, path: str, body: bytes) -> int:
        """Take what arrived; give the status to answer with."""
        if path.startswith("/ping"):
            self.pings.append(path.removeprefix("/ping"))
            return 200
        if self.deaf:
            return 500
        told = json.loads(body)
        self.letters.append(told["id"])
        self.events.extend(event["id"] for event in told["events"])
        return 200

    def __enter__(self) -> Self:
        """Start listening."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(receiver.take(self.path, body))
            self.end_headers()

        do_GET = do_POST  # a ping has no body

        def log_message(self, *args: object) -> None:
            pass

    return Handler
