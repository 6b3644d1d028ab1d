"""Fetch one page that a person named: certificates verified, sizes and times bounded.

The person is at the keyboard and may name a page of their own network. Whoever answers may not:
a redirect leads no deeper inside than the address that was named, and never from https to http.
Names are resolved once and the very address that was judged is the one connected to.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import quote, urljoin, urlsplit

from vacatio_calendar.errors import VacatioError

#: The most that is taken of one page, in bytes, packed or not.
MAX_BYTES = 20 * 1024 * 1024
#: Seconds for all of it: names, redirects and the last byte.
MAX_SECONDS = 60.0
MAX_REDIRECTS = 5
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_IN_TIME = "nothing came in time"
#: What an address may hold as it stands; the rest is escaped.
_AS_IS = "/%:@!$&'()*+,;=~-._"
_HEADERS = {
    "User-Agent": f"vacatio/{version('vacatio')} (one page for a person)",
    "Accept": "text/html,application/pdf,text/plain,*/*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotFetched(VacatioError):
    """A page was not fetched; `reason` says why."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url, self.reason = url, reason


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: where it was found at last, what the server calls it, and its bytes."""

    url: str
    media_type: str | None
    body: bytes


def fetch(
    url: str,
    *,
    max_bytes: int = MAX_BYTES,
    max_seconds: float = MAX_SECONDS,
    ca_file: str | None = None,
) -> Fetched:
    """Fetch the page at an http(s) address.

    Raises:
        NotFetched: the address is none, nothing answers in time, the certificate does not hold,
            the answer is no page or is too large, or a redirect leads where it may not.
    """
    deadline = time.monotonic() + max_seconds
    context = ssl.create_default_context(cafile=ca_file)
    asked, depth, secure = url, 2, False
    for _ in range(MAX_REDIRECTS + 1):
        target = _target(url, asked)
        inside = max(_depth(address) for address in target.addresses)
        if inside > depth:
            raise NotFetched(url, f"leads to {target.host}, which is inside a network")
        if secure and not target.secure:
            raise NotFetched(url, "leads from https to http")
        depth, secure = inside, target.secure
        connection = _Connection(target, context, _left(url, deadline))
        watch = threading.Timer(_left(url, deadline), connection.give_up)
        watch.daemon = True
        watch.start()
        try:
            connection.request("GET", target.path, headers=_HEADERS)
            response = connection.getresponse()
            if response.status not in _REDIRECTS:
                page = _page(url, asked, response, max_bytes)
                if connection.given_up:  # without a length, what was cut off looks whole
                    raise NotFetched(url, _IN_TIME)
                return page
            asked = _next(asked, response.headers.get("Location", ""))
        except (OSError, http.client.HTTPException) as error:
            why = _IN_TIME if connection.given_up else _why(error)
            raise NotFetched(url, why) from error
        except NotFetched as error:
            raise (NotFetched(url, _IN_TIME) if connection.given_up else error) from error
        finally:
            watch.cancel()
            connection.close()
    raise NotFetched(url, f"redirects more than {MAX_REDIRECTS} times")


@dataclass(frozen=True, slots=True)
class _Target:
    """Where to connect to, what to ask for, and the name the certificate must bear."""

    host: str
    port: int
    path: str
    secure: bool
    addresses: tuple[_Address, ...]


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were judged; the name stays for Host and certificate."""

    def __init__(self, target: _Target, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target, self._tls = target, context
        self.given_up = False
        #: Kept because http.client forgets its own as soon as an answer will end the connection.
        self._wire: socket.socket | None = None
        if target.secure:
            self.default_port = 443

    def connect(self) -> None:
        """Connect to the first address that answers."""
        for left, address in enumerate(self._target.addresses, 1 - len(self._target.addresses)):
            try:
                self.sock = socket.create_connection((str(address), self.port), self.timeout)
                break
            except OSError:
                if left == 0:
                    raise
        self._wire = self.sock
        if self._target.secure:
            self.sock = self._wire = self._tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def give_up(self) -> None:
        """End whatever is going on: a server that sends a byte a minute never times out."""
        self.given_up = True
        if self._wire is not None:
            with contextlib.suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)


def _page(url: str, asked: str, response: http.client.HTTPResponse, max_bytes: int) -> Fetched:
    if response.status != 200:
        raise NotFetched(url, f"the server answers {response.status} {response.reason}".strip())
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        raise NotFetched(url, "the answer is packed in a way nobody asked for")
    unpack = None if coding == "identity" else zlib.decompressobj(wbits=31)
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        try:
            body += unpack.decompress(chunk, max_bytes + 1 - len(body)) if unpack else chunk
        except zlib.error as error:
            raise NotFetched(url, "the answer is packed and broken") from error
        if len(body) > max_bytes:
            raise NotFetched(url, f"larger than the limit of {max_bytes // (1024 * 1024)} MB")
    if response.length or (unpack and not unpack.eof):
        raise NotFetched(url, "the answer was cut off")
    return Fetched(asked, response.headers.get("Content-Type"), bytes(body))


def _next(asked: str, location: str) -> str:
    """Give the address a redirect leads to, also where it is none: that is said later."""
    try:
        return urljoin(asked, location)
    except ValueError:
        return location


def _left(url: str, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise NotFetched(url, _IN_TIME)
    return left


def _target(url: str, asked: str) -> _Target:
    """Read an address and find the host's own."""
    fault = NotFetched(
        url, f"{'this is' if asked == url else 'leads to what is'} no page's address"
    )
    try:
        parts = urlsplit(asked)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
    except (ValueError, UnicodeError):
        raise fault from None
    if parts.scheme not in ("http", "https") or not host or not asked.isprintable():
        raise fault
    if parts.username is not None:
        raise NotFetched(url, "an address that holds a user's name is not fetched")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotFetched(url, f"there is no host {host}") from error
    addresses = dict.fromkeys(ipaddress.ip_address(str(each[4][0]).split("%")[0]) for each in found)
    path = quote(parts.path or "/", safe=_AS_IS)
    if parts.query:
        path = f"{path}?{quote(parts.query, safe=_AS_IS + '?')}"
    return _Target(host, port, path, secure, tuple(addresses))


def _depth(address: _Address) -> int:
    """Tell how deep inside an address is: 0 anywhere, 1 a private network, 2 this machine.

    >>> [_depth(ipaddress.ip_address(each)) for each in ("8.8.8.8", "10.0.0.1", "127.0.0.1")]
    [0, 1, 2]
    """
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return _depth(mapped)
    if address.is_loopback or address.is_unspecified or address.is_link_local:
        return 2
    return 0 if address.is_global and not address.is_multicast else 1


def _why(error: OSError | http.client.HTTPException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate does not hold ({error.verify_message})"
    if isinstance(error, TimeoutError):
        return _IN_TIME
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there"
    words = error.strerror if isinstance(error, OSError) else None
    return f"it could not be fetched ({words or type(error).__name__})"
