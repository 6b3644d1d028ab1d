"""What every source's spider can do: hand over documents, and say what went wrong."""

from __future__ import annotations

import abc
import datetime as dt
import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

import scrapy
from scrapy import Selector
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.addresses import origin
from vacatio_crawlers.bodies import Answer, NotThePage, Unusable, html_of, json_of
from vacatio_crawlers.cited import Cited
from vacatio_crawlers.promises import Expect
from vacatio_crawlers.reports import (
    PIECE,
    Gives,
    Needs,
    Problem,
    SourceInfo,
    Standing,
    Trouble,
)
from vacatio_crawlers.responses import (
    headers,
    media_type,
    still_valid,
    trouble_of,
)
from vacatio_crawlers.wire import Frame, Met, Note, Task

#: As many failures in a row mean that the host is down, not that its pages are.
ENOUGH_FAILURES = 5


class SourceSpider(scrapy.Spider, abc.ABC):
    """A source: its promises, and how its pages lead from one to the next.

    A child names itself, says what it promises, gives its first requests in `first` and hands
    over pages by `document`. It knows what a page is, never what it says. Where one of the first
    requests marked `vital` fails before anything came, the next of `mirrors` is asked instead.
    `delay` is its politeness: the seconds between two requests, where the host asks for no more.
    """

    title: ClassVar[str]
    publisher: ClassVar[str]
    jurisdiction: ClassVar[str] = "kz"
    base_url: ClassVar[str]
    mirrors: ClassVar[tuple[str, ...]] = ()
    page_url: ClassVar[str]
    expects: ClassVar[Expect]
    required: ClassVar[bool]
    standing: ClassVar[Standing]
    robots: ClassVar[str]
    delay: ClassVar[float] = 2.0
    gives: ClassVar[Gives] = Gives.ACTS
    needs: ClassVar[Needs] = Needs.NOTHING

    def __init__(self, task: Task, tell: Callable[[Frame], None], name: str | None = None) -> None:
        super().__init__(name)
        self.task = task
        self.tell = tell
        addresses = task.addresses or (self.base_url, *self.mirrors)
        self.base, *self._others = (address.rstrip("/") for address in addresses)
        self.origins = frozenset({origin(self.base)})
        self.stopped: str | None = None
        self.newest: dt.date | None = None
        self._failures_in_a_row = 0
        self._brought = False

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Let Scrapy keep the source's own delay; what a crawl is told goes before it."""
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", cls.delay, priority="spider")

    @abc.abstractmethod
    def first(self) -> Iterable[scrapy.Request]:
        """Give the requests that a run begins to look for documents with."""

    def again(self, number: str) -> Iterable[scrapy.Request]:
        """Ask for a document by the source's own id of it, where the source has such."""
        return ()

    def look_up(self, cited: Cited) -> Iterable[scrapy.Request]:
        """Search for an act by what others say of it, where the source can be searched."""
        return ()

    def unmodified(self, response: Response, **asked: Any) -> Iterable[scrapy.Request]:
        """Ask for what stands beside a document whose server says that it is as it was.

        `asked` is what the request carried for its callback.
        """
        return ()

    def conclude(self) -> None:
        """Say at the end what only the whole run shows."""

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Begin."""
        for request in self._begin():
            yield request

    def _begin(self) -> list[scrapy.Request]:
        """Give the first requests, of a probe only one."""
        lists = list(self.first())
        if self.task.probe:
            return [lists[0].replace(callback=self._seen)]
        again = (one for number in self.task.revisit for one in self.again(number))
        cited = (one for act in self.task.cited for one in self.look_up(act))
        return [*(lists if self.task.listed else ()), *again, *cited]

    def _seen(self, response: Response, **arguments: object) -> None:
        """Let the source judge its page, and drop what it makes of it."""
        judge = next(iter(self.first())).callback
        assert callable(judge)
        for _ in judge(response, **arguments):
            pass
        self.note(f"{response.url}: HTTP {response.status}, {len(response.body)} bytes")

    @classmethod
    def info(cls) -> SourceInfo:
        """Describe the source."""
        return SourceInfo(
            name=cls.name,
            title=cls.title,
            publisher=cls.publisher,
            jurisdiction=cls.jurisdiction,
            url=cls.page_url,
            expects=cls.expects,
            required=cls.required,
            standing=cls.standing,
            robots=cls.robots,
            delay=cls.delay,
            gives=cls.gives,
            needs=cls.needs,
        )

    def document(
        self,
        response: Response,
        key: str,
        language: Language | None = None,
        body: bytes | None = None,
    ) -> RawDocument:
        """Hand over a page as it came, or a row of a list, cut out as `body`.

        Scrapy has already undone the transfer encoding.
        """
        self._failures_in_a_row = 0
        self._brought = True
        whole = response.body if body is None else body
        return self._raw(response, key, whole, language, headed=body is None)

    def piece(
        self,
        response: Response,
        key: str,
        language: Language | None = None,
        body: bytes | None = None,
    ) -> RawDocument:
        """Hand over what belongs to a document: a further page, or `body`, cut out of a page.

        What was cut out carries no response headers, for they are not its own, and its address
        names it behind a `#`.
        """
        whole = response.body if body is None else body
        return self._raw(response, key, whole, language, headed=body is None)

    def _raw(
        self, response: Response, key: str, body: bytes, language: Language | None, *, headed: bool
    ) -> RawDocument:
        return RawDocument(
            source=self.name,
            key=key,
            url=response.url if headed else f"{response.url}#{key.partition(PIECE)[0]}",
            fetched_at=dt.datetime.now(dt.UTC),
            media_type=media_type(response),
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            status=response.status,
            language=language,
            demo=self.task.demo,
            headers=headers(response) if headed else (),
        )

    def json_answer(
        self,
        response: Response,
        key: str,
        shape: type[Answer],
        *marks: str,
        fault: Callable[[Any], str | None] = lambda answer: None,
    ) -> Answer | None:
        """Read a JSON answer, or report why it cannot be used and give `None`.

        What is no answer of the source, by its `marks`, stops it; what `fault` objects to is
        broken.
        """
        try:
            answer = json_of(response, shape, *marks)
            if reason := fault(answer):
                raise Unusable(reason)
        except NotThePage as error:
            raise self.blocked(response, key, str(error)) from None
        except Unusable as error:
            self.broken(response, key, str(error))
            return None
        return answer

    def html_page(
        self, response: Response, key: str, *marks: str, least: int = 0
    ) -> Selector | None:
        """Read a page of HTML, or report why it cannot be used and give `None`.

        What holds none of its `marks`, CSS selectors, or fewer bytes than a page of the source
        can have, is none of its pages and stops it.
        """
        try:
            return html_of(response, *marks, least=least)
        except NotThePage as error:
            raise self.blocked(response, key, str(error)) from None
        except Unusable as error:
            self.broken(response, key, str(error))
            return None

    def ask(
        self, url: str, key: str, callback: Callable[..., object], /, **arguments: object
    ) -> scrapy.Request:
        """Make a request whose failure is reported under a key.

        Where the answer of that address is kept under that key and its server gave a validator
        with it, the request is conditional (RFC 9110, 13.1): the answer may be that nothing
        changed. Kept under another key, to which it was led by a redirect, it is asked for whole.
        """
        request = scrapy.Request(
            url, callback, errback=self.failed, cb_kwargs=arguments, meta={"key": key}
        )
        kept_as, tag, day = self.task.validators.get(request.url, ("", "", ""))
        given = {"If-None-Match": tag, "If-Modified-Since": day} if kept_as == key else {}
        request.headers.update({name: value for name, value in given.items() if value})
        return request

    def vital(self, request: scrapy.Request) -> scrapy.Request:
        """Mark a request on which the whole run rests."""
        return request.replace(meta={**request.meta, "vital": True})

    def perhaps(self, numbers: Iterable[str]) -> Iterator[scrapy.Request]:
        """Ask for documents by ids that nobody named; that one is not given is no trouble."""
        for number in numbers:
            yield from (one.replace(errback=self._not_given) for one in self.again(number))

    def _not_given(self, failure: Failure) -> Sequence[scrapy.Request | RawDocument] | None:
        return None if trouble_of(failure)[0] is Trouble.GONE else self.failed(failure)

    def dated(self, day: dt.date | None) -> None:
        """Take note of the day that the source gives to a document; an absurd one says nothing."""
        tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
        if day and day.year > 1990 and day <= tomorrow:
            self.newest = max(day, self.newest or day)

    def note(self, text: str) -> None:
        """Put a line into the report, if there is anything to say."""
        if text:
            self.tell(Note(self.name, text))

    def broken(self, response: Response, key: str, reason: str) -> None:
        """Say that a page cannot be used; after a few in a row the source is given up."""
        self._meet(Problem(Trouble.BROKEN, key, response.url, reason))
        self._fail(reason)

    def blocked(self, response: Response, key: str, reason: str) -> CloseSpider:
        """Say that the answer is no page of this source, and make the exception that stops it."""
        self._meet(Problem(Trouble.BLOCKED, key, response.url, reason))
        return self.stop(f"blocked: {reason}")

    def stop(self, reason: str) -> CloseSpider:
        """Make the exception that stops the source: `raise self.stop(...)`."""
        self.stopped = self.stopped or reason
        return CloseSpider(reason)

    def failed(self, failure: Failure) -> Sequence[scrapy.Request | RawDocument] | None:
        """Class a request that brought no page (the errback of every request).

        What the whole run rests on (`meta["vital"]`) stops it, unless a mirror is left.
        """
        request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure
        if met := self.met_again(failure):
            return met
        key = str(request.meta.get("key", request.url))
        trouble, reason = trouble_of(failure)
        if request.meta.get("vital") and self._others and not self._brought:
            return self._ask_mirror(reason)
        self._meet(Problem(trouble, key, request.url, reason))
        if trouble is Trouble.BLOCKED:
            raise self.stop(f"blocked: {reason}")
        if request.meta.get("vital"):
            raise self.stop(f"{key}: {reason}")
        if trouble is Trouble.BROKEN:
            self._fail(reason)
        return None

    def met_again(self, failure: Failure) -> Sequence[scrapy.Request | RawDocument]:
        """Hand over, without a body, a document whose server says that it is as it was."""
        same = still_valid(failure)
        if same is None:
            return ()
        self._failures_in_a_row = 0
        self._brought = True
        document = self._raw(same, str(same.meta["key"]), b"", None, headed=True)
        return (document, *self.unmodified(same, **same.cb_kwargs))

    def _ask_mirror(self, reason: str) -> list[scrapy.Request]:
        gone, self.base = self.base, self._others.pop(0)
        self.origins |= {origin(self.base)}
        self.note(f"{gone} gives nothing ({reason}): {self.base} is asked")
        return self._begin()

    def lost(self, request: scrapy.Request, reason: str) -> None:
        """Say that a request came to nothing without an answer of its own."""
        key = str(request.meta.get("key", request.url))
        self._meet(Problem(Trouble.BROKEN, key, request.url, reason))
        if request.meta.get("vital"):
            self.stopped = self.stopped or f"{key}: {reason}"

    def missed(self, trouble: Trouble, key: str, url: str, reason: str) -> None:
        """Say that what was asked for is not in an answer that is otherwise as it should be."""
        self._meet(Problem(trouble, key, url, reason))

    def _meet(self, problem: Problem) -> None:
        self.tell(Met(self.name, problem))

    def _fail(self, reason: str) -> None:
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= ENOUGH_FAILURES:
            raise self.stop(f"{self._failures_in_a_row} failures in a row, the last: {reason}")
