"""The sources before and after a day: what the first publication shows, and what the next must."""

from __future__ import annotations

import dataclasses
import datetime as dt
import http.server
import json
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from vacatio_crawlers.replica import Site
from vacatio_crawlers.replica.acts import Expression, ReplicaAct, acts

#: Acts that appear with the day: a law without a clause, an order that repeals another, a date.
NEW = frozenset({"700113", "700109", "700108"})

#: Older acts are known by citations alone: they make a night longer, and no kill another.
SINCE = dt.date(2013, 1, 1)

#: The order whose publication turns out to be a day later, so that its date moves.
MOVED = "672/НҚ"

#: The decision that applied from before it existed, which is found and then mended.
MENDED = "31-8"
_WRONG, _RIGHT = "1 января 2026", "1 мая 2026"
_WRONG_KK, _RIGHT_KK = "1 қаңтардан", "1 мамырдан"

#: What a person decided: it must outlive every night, to the byte.
DECISIONS = """\
# read by hand

[[decision]]
id = "121-published"
act = "kz/order/health/2026-09-14/121"
kind = "publication"
value = 2026-09-24
source = "the printed collection"
by = "reviewer"
on = 2026-10-12
"""


def before(today: dt.date) -> tuple[ReplicaAct, ...]:
    """Give the acts as the sources know them first; all were loaded lately, so all are listed."""
    return tuple(
        dataclasses.replace(act, portal=today - dt.timedelta(days=int(act.id) % 9))
        for act in acts()
        if act.id not in NEW and act.adopted >= SINCE
    )


def after(today: dt.date) -> tuple[ReplicaAct, ...]:
    """Give the acts after the day: some are new, a text and a date were corrected."""
    here = {act.id: act for act in before(today)}
    for act in acts():
        if act.id in NEW:
            here[act.id] = dataclasses.replace(act, portal=today)
        elif act.number == MOVED and act.published:
            later = act.published + dt.timedelta(days=1)
            here[act.id] = dataclasses.replace(here[act.id], published=later)
        elif act.number == MENDED:
            here[act.id] = dataclasses.replace(
                here[act.id],
                expressions={name: _mended(text) for name, text in act.expressions.items()},
            )
    return tuple(here.values())


def _mended(text: Expression) -> Expression:
    return dataclasses.replace(
        text,
        text=tuple(
            dataclasses.replace(
                line, words=line.words.replace(_WRONG, _RIGHT).replace(_WRONG_KK, _RIGHT_KK)
            )
            for line in text.text
        ),
    )


def show(site: Site, stock: Sequence[ReplicaAct]) -> None:
    """Let a running replica know these acts from now on."""
    site.acts = stock


class Receiver:
    """Whoever is told of the events: a web address on loopback that remembers every letter.

    `letters` are the ids of events by the id of the letter; the same letter may come twice.
    """

    def __init__(self) -> None:
        self.letters: dict[str, frozenset[str]] = {}
        self.torn: list[str] = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path == "/letters":
                    receiver.take(json.loads(body))
                self.send_response(200)
                self.end_headers()

            do_GET = do_POST  # a ping without words

            def log_message(self, *args: object) -> None:
                """Print nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def take(self, letter: Mapping[str, object]) -> None:
        """Remember a letter; one that comes again must say the same."""
        name, events = str(letter["id"]), letter["events"]
        assert isinstance(events, list)
        ids = frozenset(str(event["id"]) for event in events)
        if self.letters.setdefault(name, ids) != ids:
            self.torn.append(name)

    def clear(self) -> None:
        """Forget what came."""
        self.letters.clear()
        self.torn.clear()

    def __enter__(self) -> Self:
        """Begin to listen."""
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
