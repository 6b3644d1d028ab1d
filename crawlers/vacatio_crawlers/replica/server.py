"""The replica's HTTP server: loopback only, one thread a request, faults on demand."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import json
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from enum import StrEnum
from types import TracebackType
from typing import Self

from vacatio_crawlers.replica import adilet, bulletins, eaeu, ekb, govkz, legalacts, zanorda
from vacatio_crawlers.replica.acts import Stock, acts
from vacatio_crawlers.replica.faults import HTML, Answer, Fault, Faults, spoil, stock_of

ROBOTS = "User-agent: *\nDisallow: /npa/view\nDisallow: /application\n"


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up, as those do that do not trust a certificate."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Validator(StrEnum):
    """What a server gives with a page, by which it can be asked whether the page changed."""

    ETAG = "ETag"
    LAST_MODIFIED = "Last-Modified"


class Site:
    """A running replica.

    While it runs may be changed: `acts`, `faults`, `unlisted` (ids of acts that the search leaves
    out) and `pages` (answers by address, beside the replica's own). `requests` are the method and
    address of each request so far, `times` when each came, `agents` who sent them, `at_once` the
    most that were answered at the same time.
    """

    def __init__(
        self,
        port: int,
        faults: Faults,
        robots: str,
        tls: ssl.SSLContext | None,
        validator: Validator | None,
    ) -> None:
        self.faults = dict(faults)
        self.robots = robots
        self.validator = validator
        self.acts: Stock = acts()
        self.unlisted: set[str] = set()
        self.pages: dict[str, Answer] = {}
        self.requests: list[tuple[str, str]] = []
        self.times: list[float] = []
        self.agents: set[str] = set()
        self.at_once = 0
        self.released = threading.Event()
        self._running = 0
        self._stamps: dict[str, tuple[str, float]] = {}
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )

    @property
    def url(self) -> str:
        """The address of the site."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    @property
    def base_urls(self) -> dict[str, str]:
        """The address of the sources a demo crawls; the site answers for all the others too."""
        return {"ekb": self.url}

    def fault_of(self, target: str) -> Fault | None:
        """Find the fault that is due at an address."""
        for start, fault in self.faults.items():
            if target.startswith(start):
                if isinstance(fault, Fault):
                    return fault
                self.faults[start] = fault[1:]
                return fault[0] if fault else None
        return None

    def answer(self, method: str, target: str, sent: bytes) -> Answer:
        """Answer a request, with the fault that is due."""
        fault = self.fault_of(target)
        if target == "/robots.txt":
            whole = Answer(200, "text/plain; charset=utf-8", self.robots.encode())
        else:
            whole = self.pages.get(target) or _page(
                method, target, sent, stock_of(fault, self.acts), self.unlisted
            )
        return spoil(fault, whole, target, self.released)

    def validated(self, target: str, answer: Answer) -> dict[str, str]:
        """Give what lets a client ask whether a page changed."""
        if self.validator is None or answer.status != 200 or target == "/robots.txt":
            return {}
        tag = hashlib.sha256(answer.body).hexdigest()[:16]
        if self._stamps.get(target, ("", 0.0))[0] != tag:
            self._stamps[target] = tag, 1_790_000_000.0 + len(self.requests)
        stamp = formatdate(self._stamps[target][1], usegmt=True)
        return {self.validator: f'"{tag}"' if self.validator is Validator.ETAG else stamp}

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Count how many requests are answered at the same time."""
        self._running += 1
        self.at_once = max(self.at_once, self._running)
        try:
            yield
        finally:
            self._running -= 1

    def __enter__(self) -> Self:
        """Start serving."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


def _page(method: str, target: str, body: bytes, stock: Stock, unlisted: set[str]) -> Answer:
    for site in (adilet, zanorda, legalacts, eaeu, bulletins):
        html = site.page(target, stock)
        if html is not None:
            kind = "application/rss+xml" if html.startswith("<?xml") else "text/html"
            return Answer(200, f"{kind}; charset=utf-8", html.encode())
    if method == "POST" and target == "/api/documents/search":
        answer = ekb.search(body, [act for act in stock if act.id not in unlisted])
    else:
        found = ekb.document(target, stock) or govkz.entries(target, stock)
        if found is None:
            return Answer(404, HTML, b"<html><body>404</body></html>")
        answer = found
    status, value = answer
    words = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, "application/json;charset=UTF-8", words)


def _handler(site: Site) -> Callable[..., http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET", b"")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._answer("POST", self.rfile.read(length))

        def log_message(self, *args: object) -> None:
            pass

        def _answer(self, method: str, sent: bytes) -> None:
            site.times.append(time.monotonic())
            site.requests.append((method, self.path))
            site.agents.add(self.headers.get("User-Agent", ""))
            with site.answering():
                answer = site.answer(method, self.path, sent)
                validators = site.validated(self.path, answer)
                self._send(answer, validators)

        def _send(self, answer: Answer, validators: dict[str, str]) -> None:
            asked = {self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")}
            same = bool(asked & set(validators.values()))
            self.send_response(304 if same else answer.status)
            for name, value in {**answer.headers, **validators}.items():
                self.send_header(name, value)
            if not same:
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(answer.announced or len(answer.body)))
            if answer.announced:
                self.close_connection = True
            self.end_headers()
            body = b"" if same else answer.body
            while answer.pause and body and not site.released.wait(answer.pause):
                self.wfile.write(body[:1])
                body = body[1:]
            self.wfile.write(body)

    return Handler
