"""End a site whose database was replaced by one of another version: its pages no longer fit."""

from __future__ import annotations

import time
from collections.abc import Callable

from vacatio_datasette.envelope import App, Receive, Scope, Send

#: How long an answer to the question is believed: a reader waits for it.
BELIEVED = 1.0

#: Why the database no longer fits; ``None`` while it does.
Reason = Callable[[], str | None]

_WORDS = b"This site is being brought up to date. Please try again in a minute.\n"


class Outgrown:
    """An application in front of another, which steps in once the database does not fit."""

    def __init__(self, app: App, reason: Reason, leave: Callable[[], None]) -> None:
        """Take what to ask and how to end the server; ``why`` keeps the first reason given."""
        self._app, self._reason, self._leave = app, reason, leave
        self._until = 0.0
        self.why: str | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say that the site is away for a moment and end it."""
        if scope["type"] != "http" or not self._outgrown():
            await self._app(scope, receive, send)
            return
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"retry-after", b"60"),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": _WORDS})
        self._leave()

    def _outgrown(self) -> bool:
        now = time.monotonic()
        if self.why is None and now >= self._until:
            self.why = self._reason()
            self._until = now + BELIEVED
        return self.why is not None
