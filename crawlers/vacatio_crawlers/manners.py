"""Where a spider may go, and how patiently: three downloader middlewares."""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import re
import time
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from vacatio_crawlers.addresses import origin

#: What an answer says that a quota sent in place of a page.
QUOTA = re.compile(rb"quota|too many requests|rate limit|limit exceeded", re.IGNORECASE)


class OutsideOrigin(IgnoreRequest):
    """A link or a redirect leads away from the source's own hosts."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be read, so nothing is known to be allowed (RFC 9309, 2.3.1.4)."""


class OwnOrigins:
    """Let only the source's own origins through: scheme, host and port.

    Redirects pass here too, so a server can send a spider neither to another scheme nor to an
    address inside the operator's network.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware, as Scrapy asks for it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse a request to a foreign origin."""
        origins: frozenset[str] = getattr(self._crawler.spider, "origins", frozenset())
        if origin(request.url) not in origins:
            raise OutsideOrigin(f"leads to {origin(request.url)}, which is not of this source")


class StrictRobots:
    """Obey robots.txt, and take one that cannot be read as closed until it answers.

    A 404 means that there are no rules. Scrapy's own middleware would take an unreachable one
    as open, and gives its rules only to the first of several requests that wait for them.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = crawler.settings["USER_AGENT"]
        self._rules: dict[str, asyncio.Task[RobotParser | str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware, as Scrapy asks for it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuse a request that the rules of its host close, or whose rules are not known."""
        if request.meta.get("robots"):
            return
        host = origin(request.url)
        if host not in self._rules:
            self._rules[host] = asyncio.ensure_future(self._read(host))
        rules = await self._rules[host]
        if isinstance(rules, str):
            raise RobotsUnreachable(f"robots.txt cannot be read ({rules}), so nothing is fetched")
        if not rules.allowed(request.url, self._agent):
            raise IgnoreRequest("closed by robots.txt")

    async def _read(self, host: str) -> RobotParser | str:
        asked = Request(f"{host}/robots.txt", meta={"robots": True}, priority=1000)
        try:
            assert self._crawler.engine
            response = await self._crawler.engine.download_async(asked)
        except Exception as error:  # whatever it was: the rules are not known
            return said(error)
        if response.status >= 500 or response.status in (401, 403, 429):
            return f"HTTP {response.status}"
        rules = response.body if response.status < 300 else b""
        return ProtegoRobotParser.from_crawler(self._crawler, rules)


class PatientRetry(RetryMiddleware):
    """Retry after a pause that grows, or after the one the server asks for; pause the whole host.

    A server that asks for more patience than a night has is not asked again.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._backoff = [float(one) for one in crawler.settings.getlist("VACATIO_BACKOFF")]
        self._longest = crawler.settings.getfloat("VACATIO_LONGEST_PAUSE")
        self._scale = crawler.settings.getfloat("VACATIO_PAUSE_SCALE")
        self._until: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware, as Scrapy asks for it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait while the host is given its pause."""
        pause = self._until.get(origin(request.url), 0.0) - time.monotonic()
        if pause > 0:
            await asyncio.sleep(pause)

    def process_response(  # type: ignore[override]  # Scrapy passes no spider any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """Decide on a second try by the status, or by what a short answer of status 200 says."""
        asked = _retry_after(response)
        if asked is not None and asked > self._longest:
            return response
        if response.status == 200 and is_quota(response):
            again = self._retry(request, "a quota answered as a page") or response
        else:
            again = super().process_response(request, response)
        if isinstance(again, Request):
            self._pause(again, asked)
        return again

    def process_exception(  # type: ignore[override]  # Scrapy passes no spider any more
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Decide on a second try by the failure."""
        again = super().process_exception(request, exception)
        if isinstance(again, Request):
            self._pause(again, None)
        return again

    def _pause(self, again: Request, asked: float | None) -> None:
        turn = again.meta["retry_times"] - 1
        own = self._backoff[min(turn, len(self._backoff) - 1)]
        pause = max(own, asked or 0.0)
        self._until[origin(again.url)] = time.monotonic() + pause * self._scale


def said(error: BaseException) -> str:
    """Say what went wrong with a request; a certificate that does not hold is called that."""
    causes: list[BaseException] = [error]
    while (further := causes[-1].__cause__) is not None:
        causes.append(further)
    reasons = [one.value for one in getattr(causes[-1], "reasons", None) or () if one.value]
    words = [f"{type(one).__name__}: {one}".rstrip(": ") for one in (*causes, *reasons)]
    if any("certificate" in one or "VerificationError" in one for one in words):
        return f"its certificate does not hold: {words[-1]}"
    return words[0]


def is_quota(response: Response) -> bool:
    """Tell whether a short answer says that too much was asked, with the status of a page."""
    return len(response.body) < 1024 and QUOTA.search(response.body) is not None


def _retry_after(response: Response) -> float | None:
    """Read Retry-After, which is seconds or a date (RFC 9110, 10.2.3)."""
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    words = header.decode("latin-1").strip()
    if words.isdecimal():
        return float(words)
    try:
        until = email.utils.parsedate_to_datetime(words)
    except ValueError:
        return None
    if until.tzinfo is None:  # a date without a zone, which this header never is but in UTC
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds())
