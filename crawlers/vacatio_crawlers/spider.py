"""What every source's spider can do: hand over documents, and say what went wrong."""

from __future__ import annotations

import abc
import datetime as dt
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any, ClassVar, TypeVar

import scrapy
from scrapy import Selector
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.addresses import origin
from vacatio_crawlers.reports import (
    PIECE,
    Expect,
    Gives,
    Needs,
    Problem,
    SourceInfo,
    Standing,
    Trouble,
)
from vacatio_crawlers.responses import headers, media_type, shell_mark, trouble_of
from vacatio_crawlers.wire import Frame, Met, Note, Task

#: A JSON answer: an object or a list of whatever the source sends.
Answer = TypeVar("Answer", dict[str, Any], list[Any])

#: As many failures in a row mean that the host is down, not that its pages are.
ENOUGH_FAILURES = 5


class SourceSpider(scrapy.Spider, abc.ABC):
    """A source: its promises, and how its pages lead from one to the next.

    A child names itself, says what it promises, gives its first requests in `first` and hands
    over pages by `document`. It knows what a page is, never what it says. Where one of the first
    requests marked `vital` fails before anything came, the next of `mirrors` is asked instead.
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
        self._failures_in_a_row = 0
        self._brought = False

    @abc.abstractmethod
    def first(self) -> Iterable[scrapy.Request]:
        """Give the requests that a run begins to look for documents with."""

    def again(self, number: str) -> Iterable[scrapy.Request]:
        """Ask for a document by the source's own id of it, where the source has such."""
        return ()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Begin."""
        for request in self._begin():
            yield request

    def _begin(self) -> list[scrapy.Request]:
        """Give the first requests, of a probe only one."""
        lists = list(self.first()) if self.task.listed else []
        if self.task.probe:
            return [lists[0].replace(callback=self._seen)]
        return [*lists, *(one for number in self.task.revisit for one in self.again(number))]

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

    def json_answer(self, response: Response, key: str, shape: type[Answer]) -> Answer | None:
        """Read a JSON answer, whatever type the server declares for it.

        What is no JSON at all (a shell, a barrier, a quota message) stops the source; JSON that
        is cut off, garbled or of another shape is a broken answer, and gives `None`.
        """
        try:
            answer = json.loads(response.body)
        except ValueError:
            declared = media_type(response)
            if "json" not in declared or response.body.lstrip()[:1] == b"<":
                mark = shell_mark(response.body)
                what = f"a page with {mark}" if mark else f"{declared}, not JSON"
                raise self.blocked(response, key, what) from None
            reason = "JSON that is cut off or garbled"
        else:
            if isinstance(answer, shape):
                return answer
            reason = f"JSON of another shape: {type(answer).__name__}"
        self.broken(response, key, reason)
        return None

    def html_page(self, response: Response, key: str, *marks: str) -> Selector | None:
        """Read a page of HTML that must hold one of some elements, named by CSS selectors.

        A page that is a shell or a barrier, or holds none of them, stops the source: it is no
        page of this source, and nothing follows from what it lacks. A body that is not in its
        encoding is a broken answer, and gives `None`.
        """
        try:
            text = response.body.decode()
        except ValueError:
            self.broken(response, key, "text that is not in its encoding")
            return None
        html = Selector(text=text or "<html/>", type="html")
        if any(html.css(one) for one in marks):
            return html
        shell = shell_mark(response.body)
        lacking = f"{len(response.body)} bytes of {media_type(response)} without {marks[0]}"
        raise self.blocked(response, key, f"a page with {shell}" if shell else lacking)

    def ask(
        self, url: str, key: str, callback: Callable[..., object], /, **arguments: object
    ) -> scrapy.Request:
        """Make a request whose failure is reported under a key."""
        return scrapy.Request(
            url, callback, errback=self.failed, cb_kwargs=arguments, meta={"key": key}
        )

    def note(self, text: str) -> None:
        """Put a line into the report."""
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

    def failed(self, failure: Failure) -> list[scrapy.Request] | None:
        """Class a request that brought no page (the errback of every request).

        What the whole run rests on (`meta["vital"]`) stops it, unless a mirror is left.
        """
        request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure
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

    def _meet(self, problem: Problem) -> None:
        self.tell(Met(self.name, problem))

    def _fail(self, reason: str) -> None:
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= ENOUGH_FAILURES:
            raise self.stop(f"{self._failures_in_a_row} failures in a row, the last: {reason}")
