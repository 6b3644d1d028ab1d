"""What every answer is wrapped in: the language, the security headers, ETag and 304."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from vacatio_calendar.model import Language
from vacatio_datasette.csv_cells import Harmless
from vacatio_datasette.speech import CURRENT, choose

Scope = MutableMapping[str, object]
Message = MutableMapping[str, object]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

COOKIE = "vacatio_lang"
A_YEAR = 365 * 24 * 3600
FOR_EVER = b"public, max-age=%d, immutable" % A_YEAR

#: The path a proxy in front says it shows the site under, such as ``/law/``.
PREFIX: ContextVar[str | None] = ContextVar("vacatio_prefix", default=None)

#: A prefix that can stand in an address as it is; any other is not believed.
_PREFIX = re.compile(r"/(?:[A-Za-z0-9._~-]+/)+")

#: No script, no style and no image from elsewhere, nothing inline, no frame around the page.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

#: Feeds written on request and data are whole: they get an entity tag as pages do.
WHOLE = (
    b"application/rss",
    b"application/atom",
    b"application/feed",
    b"application/json",
    b"text/calendar",
)

#: Files of the design: their address changes with their content (see ``_style`` of the plugin).
DESIGN = "/-/static-plugins/vacatio/"

SECURITY: Headers = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
]


def wrap(app: App, default: Language) -> App:
    """Wrap the application: choose the language before it, complete the answer after it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        language, asked, inner = _spoken(scope, default)
        token, shown_under = CURRENT.set(language), PREFIX.set(_prefix(scope))
        try:
            answer = _Answer(send, _headers(scope), language, asked, str(scope["method"]))
            path = str(scope["path"])
            answer.csv = Harmless() if path.endswith(".csv") else None
            answer.design = DESIGN in path and bool(scope.get("query_string"))
            await app(inner, receive, answer)
        finally:
            CURRENT.reset(token)
            PREFIX.reset(shown_under)

    return wrapped


def _spoken(scope: Scope, default: Language) -> tuple[Language, bool, Scope]:
    """Choose the language; take ``lang`` out of the query, where tables take it for a column."""
    query = bytes(scope.get("query_string") or b"").decode("latin-1")  # type: ignore[call-overload]
    pairs = parse_qsl(query, keep_blank_values=True, encoding="utf-8", errors="replace")
    wishes = [value for name, value in pairs if name == "lang"]
    headers = _headers(scope)
    language = choose(
        wishes[-1] if wishes else None,
        _remembered(headers.get(b"cookie", b"")),
        headers.get(b"accept-language", b"").decode("latin-1"),
        default,
    )
    inner = dict(scope)
    if wishes:
        rest = urlencode([(name, value) for name, value in pairs if name != "lang"])
        inner["query_string"] = rest.encode()
    return language, bool(wishes) and wishes[-1] in set(Language), inner


def _prefix(scope: Scope) -> str | None:
    """Read ``X-Forwarded-Prefix``, as nginx or Traefik send it."""
    named = _headers(scope).get(b"x-forwarded-prefix", b"").decode("latin-1").rstrip("/") + "/"
    return named if _PREFIX.fullmatch(named) else None


def _headers(scope: Scope) -> dict[bytes, bytes]:
    pairs = scope.get("headers")
    assert isinstance(pairs, list | tuple)
    return dict(pairs)


def _remembered(cookie: bytes) -> str | None:
    try:
        jar = SimpleCookie(cookie.decode("latin-1"))
    except CookieError:
        return None
    return jar[COOKIE].value if COOKIE in jar else None


class _Answer:
    """The answer on its way out. Pages wait until they are whole, for an ETag; data flows."""

    def __init__(
        self, send: Send, asked: dict[bytes, bytes], language: Language, cookie: bool, method: str
    ) -> None:
        self._send = send
        self._asked = asked
        self._language = language
        self._cookie = cookie
        self._method = method
        self._start: Message | None = None
        self._body = b""
        self.csv: Harmless | None = None
        self.design = False

    async def __call__(self, message: Message) -> None:
        """Pass a message on, or keep it until the page is whole."""
        if message["type"] == "http.response.start":
            headers, page = self._complete(message)
            message = {**message, "headers": headers}
            if message.get("status") != 200:
                self.csv = None
            if page:
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += bytes(message.get("body") or b"")  # type: ignore[call-overload]
            if not message.get("more_body"):
                await self._send_page(self._start)
            return
        if message["type"] == "http.response.body" and self.csv is not None:
            piece, last = bytes(message.get("body") or b""), not message.get("more_body")  # type: ignore[call-overload]
            message = {**message, "body": self.csv(piece, last)}
        await self._send(message)

    def _complete(self, start: Message) -> tuple[Headers, bool]:
        """Add what every answer carries; tell whether it is a page of text."""
        given = start.get("headers")
        assert isinstance(given, list | tuple)
        headers: Headers = [(bytes(name).lower(), bytes(value)) for name, value in given]
        names = {name for name, _ in headers}
        headers += [pair for pair in SECURITY if pair[0] not in names]
        kind = dict(headers).get(b"content-type", b"")
        page = kind.startswith(b"text/html")
        kept = dict(headers).get(b"cache-control", b"") != b"no-store"
        whole = kind.startswith(WHOLE) and b"etag" not in names and kept
        if page:
            headers.append((b"content-language", self._language.value.encode()))
            headers.append((b"vary", b"Accept-Language, Cookie, X-Forwarded-Prefix"))
        if self._cookie:
            headers.append((b"set-cookie", _cookie(self._language)))
        good = start.get("status") == 200 and self._method in ("GET", "HEAD")
        tagged = (page or whole) and good
        if tagged or (good and self.design):
            # A page may change with each publication: keep it, but ask each time.
            headers = [pair for pair in headers if pair[0] != b"cache-control"]
            headers.append((b"cache-control", FOR_EVER if self.design else b"no-cache"))
        elif good and b"cache-control" not in names:
            headers.append((b"cache-control", b"no-cache"))
        return headers, tagged

    async def _send_page(self, start: Message) -> None:
        tag = f'"{hashlib.sha256(self._body).hexdigest()[:24]}"'.encode()
        headers = start["headers"]
        assert isinstance(headers, list)
        headers.append((b"etag", tag))
        known = self._asked.get(b"if-none-match", b"")
        if tag in [each.strip().removeprefix(b"W/") for each in known.split(b",")]:
            kept = [pair for pair in headers if pair[0] not in (b"content-length", b"content-type")]
            await self._send({**start, "status": 304, "headers": kept})
            await self._send({"type": "http.response.body", "body": b""})
            return
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body})


def _cookie(language: Language) -> bytes:
    return f"{COOKIE}={language}; Path=/; Max-Age={A_YEAR}; SameSite=Lax".encode()
