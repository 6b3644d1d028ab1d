"""What a response is, by its surface: type, headers, the mark of a shell, the kind of a failure."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from vacatio_crawlers.manners import RobotsUnreachable
from vacatio_crawlers.reports import Trouble

#: What the pages of script-built sites hold in place of a text.
SHELL_MARKS = (b'id="root"', b"adilet-build", b"captcha")


def media_type(response: Response) -> str:
    """Give the media type a server declares, without its parameters."""
    declared = response.headers.get("Content-Type") or b""
    return declared.decode("latin-1").split(";")[0].strip().lower() or "application/octet-stream"


def shell_mark(body: bytes) -> str | None:
    """Find the mark of a page that is a shell or a barrier and holds no text."""
    head = body[:8192].lower()
    return next((mark.decode() for mark in SHELL_MARKS if mark in head), None)


def trouble_of(failure: Failure) -> tuple[Trouble, str]:
    """Class a request that failed, and say why in a few words."""
    error = failure.value
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
    return Trouble.BROKEN, f"{type(error).__name__}: {error}".rstrip(": ")


def headers(response: Response) -> tuple[tuple[str, str], ...]:
    """Give the headers of a response, each value on its own."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
