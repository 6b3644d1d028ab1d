"""The replica's HTTP server: loopback only, one thread a request, faults on demand."""

from __future__ import annotations

import http.server
import json
import re
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import TracebackType
from typing import Self

from vacatio_crawlers.replica import adilet, bulletins, eaeu, ekb, govkz, legalacts, zanorda
from vacatio_crawlers.replica.acts import Stock, acts

ROBOTS = "User-agent: *\nDisallow: /npa/view\nDisallow: /application\n"

SHELL = (
    '<!doctype html><html><head><meta name="app-build" content="demo"></head>'
    '<body><div id="root"></div><script src="/assets/index.js"></script></body></html>'
)
BARRIER = "<html><body><h1>Доступ ограничен</h1><form>captcha</form></body></html>"


class Fault(StrEnum):
    """What an address can be made to answer in place of its page."""

    TOO_MANY = "429"
    ERROR = "500"
    FORBIDDEN = "403"
    GONE = "404"
    SLOW = "slow"
    TRUNCATED = "truncated"
    CUT_JSON = "cut json"
    BARRIER = "barrier"
    SHELL = "shell"
    QUOTA = "quota"
    WRONG_ENCODING = "wrong encoding"
    WRONG_TYPE = "wrong type"
    LAYOUT = "changed layout"
    LOOP = "redirect loop"
    AWAY = "redirect to a private address"
    SCHEME = "redirect to another scheme"


#: The names on which a spider stands: a site that was rebuilt has others.
_LAYOUT = re.compile(
    r"\b(?:list|content|contentlist|article|post_holder|slogan|DocSearchResult_Item__Link|title)\b"
    "|Номер в государственном реестре".encode()
)

#: By the start of an address: a fault for good, or one an answer (`None`: the page itself).
Faults = Mapping[str, Fault | Sequence[Fault | None]]


class Site:
    """A running replica.

    `acts` and `faults` may be changed while it runs; `requests` are the method and address of
    each request so far, `agents` who sent them.
    """

    def __init__(self, port: int, faults: Faults, robots: str, tls: ssl.SSLContext | None) -> None:
        self.faults = dict(faults)
        self.robots = robots
        self.acts: Stock = acts()
        self.requests: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.released = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
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


def _page(method: str, target: str, body: bytes, stock: Stock) -> tuple[int, str, bytes]:
    for site in (adilet, zanorda, legalacts, eaeu, bulletins):
        html = site.page(target, stock)
        if html is not None:
            kind = "application/rss+xml" if html.startswith("<?xml") else "text/html"
            return 200, f"{kind}; charset=utf-8", html.encode()
    if method == "POST" and target == "/api/documents/search":
        answer: ekb.Answer | None = ekb.search(body, stock)
    else:
        answer = ekb.document(target, stock) or govkz.entries(target, stock)
    if answer is None:
        return 404, "text/html; charset=utf-8", b"<html><body>404</body></html>"
    status, value = answer
    words = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return status, "application/json;charset=UTF-8", words


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
            site.requests.append((method, self.path))
            site.agents.add(self.headers.get("User-Agent", ""))
            if self.path == "/robots.txt":
                status, kind, body = 200, "text/plain; charset=utf-8", site.robots.encode()
            else:
                status, kind, body = _page(method, self.path, sent, site.acts)
            extra: dict[str, str] = {}
            announced = None
            match site.fault_of(self.path):
                case Fault.TOO_MANY:
                    status, kind, body = 429, "text/plain", b"too many requests"
                    extra["Retry-After"] = "1"
                case Fault.ERROR:
                    status, kind, body = 500, "text/html", b"<h1>500</h1>"
                case Fault.FORBIDDEN:
                    status, kind, body = 403, "text/html", b"<h1>403</h1>"
                case Fault.GONE:
                    status, kind, body = 404, "application/json", b'{"message":"not found"}'
                case Fault.SLOW:
                    site.released.wait(30)
                case Fault.TRUNCATED:
                    announced, body = len(body), body[: len(body) // 2]
                case Fault.CUT_JSON:
                    body = body[: len(body) // 2]
                case Fault.BARRIER:
                    status, kind, body = 200, "text/html; charset=utf-8", BARRIER.encode()
                case Fault.SHELL:
                    status, kind, body = 200, "text/html; charset=utf-8", SHELL.encode()
                case Fault.QUOTA:
                    status, kind, body = 200, "text/plain", b"API calls quota exceeded"
                case Fault.WRONG_ENCODING:
                    body = body.decode().encode("cp1251", errors="replace")
                case Fault.WRONG_TYPE:
                    kind = "text/html; charset=utf-8"
                case Fault.LAYOUT:
                    body = _LAYOUT.sub(lambda name: b"x-" + name[0][2:], body)
                case Fault.LOOP:
                    status, extra["Location"] = 302, self.path
                case Fault.AWAY:
                    status, extra["Location"] = 302, "http://10.0.0.1/internal"
                case Fault.SCHEME:
                    status, extra["Location"] = 302, "file:///etc/hostname"
                case None:
                    pass
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(announced or len(body)))
            for name, value in extra.items():
                self.send_header(name, value)
            if announced:
                self.close_connection = True
            self.end_headers()
            self.wfile.write(body)

    return Handler
