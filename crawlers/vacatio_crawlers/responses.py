"""What a response is, by its surface: type, headers, the mark of a shell, the kind of a failure."""

from __future__ import annotations

import json
import re

from scrapy import Selector
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from vacatio_crawlers.manners import RobotsUnreachable, said
from vacatio_crawlers.reports import UNMODIFIED, Trouble

#: What the pages of script-built sites and of barriers hold in place of a text.
MARKS = (
    b'id="root"',
    b"adilet-build",
    b"captcha",
    b"access denied",
    b"checking your browser",
    "доступ ограничен".encode(),
    "доступ запрещен".encode(),
)

#: So many letters has a page that says something: fewer are a barrier or a page without its text.
LEAST_WORDS = 80
#: A page of more letters than this says more than a barrier does, whatever scripts it loads.
BARRIER_WORDS = 1_000

_UNSEEN = " or ".join(f"ancestor::{one}" for one in ("script", "style", "noscript", "template"))
_SPACE = re.compile(r"\s+")
_HTML = (b"<!doctype html", b"<html")


def media_type(response: Response) -> str:
    """Give the media type of a response: the declared one, unless the body belies it.

    Whatever a server declares, JSON is no HTML, and HTML is no JSON.
    """
    declared = response.headers.get("Content-Type") or b""
    stated = declared.decode("latin-1").split(";")[0].strip().lower() or "application/octet-stream"
    body = response.body.removeprefix(b"\xef\xbb\xbf").lstrip()
    html = body[:16].lower().startswith(_HTML)
    if html and stated in ("application/json", *_VAGUE):
        return "text/html"
    if stated in ("text/html", *_VAGUE) and body[:1] in (b"{", b"[") and _is_json(body):
        return "application/json"
    return stated


#: Types that say nothing of what a body is.
_VAGUE = ("text/plain", "application/octet-stream")


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def shell_mark(body: bytes) -> str | None:
    """Find the mark of a page that is a shell or a barrier and holds no text."""
    head = body[:8192].decode(errors="replace").lower().encode()
    return next((mark.decode() for mark in MARKS if mark in head), None)


def barrier(body: bytes) -> str | None:
    """Say why a page holds no text, though nothing of it was to be expected; `None` if it does.

    >>> barrier(b"<html><body><p>Not found.</p></body></html>")
    '10 letters of text'
    """
    html = Selector(text=body.decode(errors="replace") or "<html/>", type="html")
    seen = _SPACE.sub(" ", " ".join(html.xpath(f"//text()[not({_UNSEEN})]").getall())).strip()
    mark = shell_mark(body)
    if mark and len(seen) < BARRIER_WORDS:
        return mark
    return f"{len(seen)} letters of text" if len(seen) < LEAST_WORDS else None


def still_valid(failure: Failure) -> Response | None:
    """Give the answer to a conditional request that says: nothing changed.

    After a redirect it would speak of another page than the one that is kept.
    """
    if not isinstance(failure.value, HttpError):
        return None
    response = failure.value.response
    asked = response.request
    if asked is None or response.status != UNMODIFIED or asked.meta.get("redirect_times"):
        return None
    conditional = {b"If-None-Match", b"If-Modified-Since"} & asked.headers.keys()
    return response if conditional else None


def trouble_of(failure: Failure) -> tuple[Trouble, str]:
    """Class a request that failed, and say why in a few words."""
    error = failure.value
    assert error is not None
    if isinstance(error, HttpError):
        status = error.response.status
        if status in (404, 410):
            return Trouble.GONE, f"HTTP {status}"
        if status in (401, 403, 407, 429, 451):
            return Trouble.BLOCKED, f"HTTP {status}"
        return Trouble.BROKEN, f"HTTP {status}"
    if isinstance(error, RobotsUnreachable):
        return Trouble.BLOCKED, str(error)
    if isinstance(error, IgnoreRequest):
        return Trouble.BROKEN, str(error)
    return Trouble.BROKEN, said(error)


def headers(response: Response) -> tuple[tuple[str, str], ...]:
    """Give the headers of a response, each value on its own."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
