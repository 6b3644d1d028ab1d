"""Bulletins on the law: whatever feeds and lists of pages the operator names.

Log book
- 2026-11: first written; which sites, and with whose permission, is the operator's to say.
- A feed (RSS or Atom) leads to the pages of its entries; a page of another kind is a list, and
  leads to the pages below its own address. Only pages of an address's own host are asked for.
- A bulletin reports on acts and is none: it is compared with what the official sources give, and
  nothing is dated by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request, Selector
from scrapy.http import Response
from twisted.python.failure import Failure

from vacatio_calendar.model import RawDocument
from vacatio_crawlers.addresses import origin
from vacatio_crawlers.promises import Expect, Per
from vacatio_crawlers.reports import Gives, Needs, Problem, Standing, Trouble
from vacatio_crawlers.responses import barrier, shell_mark, trouble_of
from vacatio_crawlers.spider import SourceSpider

#: Of each address, the newest: feeds and lists are as long as they please.
MOST_PAGES = 50
#: The links of a feed's entries, RSS 2.0 and Atom, whatever the prefix.
ENTRIES = (
    "//*[local-name()='item']/*[local-name()='link']/text()",
    "//*[local-name()='entry']/*[local-name()='link'][not(@rel) or @rel='alternate']/@href",
)


class Bulletins(SourceSpider):
    """Pages that the named feeds and lists lead to."""

    name = "bulletins"
    title = "Bulletins of law firms and news"
    publisher = "whoever publishes at the addresses named in vacatio.toml"
    base_url = ""
    page_url = ""
    expects = Expect(1, 2_000, Per.RUN)
    required, standing = False, Standing.UNPROVEN
    robots, delay = "obeyed, of each site", 3.0
    gives = Gives.BULLETINS
    needs = Needs.ADDRESSES

    def first(self) -> Iterator[Request]:
        """Ask for each feed and list."""
        self._others.clear()  # each address counts, none stands in for another
        self.origins = frozenset(origin(address) for address in self.task.addresses)
        self.given_up: set[str] = set()
        for address in self.task.addresses:
            yield self.ask(address, address, self.parse_list)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """Follow the entries of a feed, or the links of a page to what stands below it."""
        head = response.body[:1024].lower()
        feed = any(mark in head for mark in (b"<?xml", b"<rss", b"<feed"))
        text = response.body.decode(errors="replace") or "<none/>"
        page = Selector(text=text, type="xml" if feed else "html")
        if feed:
            given = [link for path in ENTRIES for link in page.xpath(path).getall()]
            below = "/"
        else:
            given = page.css("a::attr(href)").getall()
            below = urlsplit(response.url).path.rstrip("/") + "/"
        links = [urldefrag(urljoin(response.url, link.strip())).url for link in given]
        host = origin(response.url)
        own = [one for one in links if origin(one) == host and urlsplit(one).path.startswith(below)]
        wanted = [one for one in dict.fromkeys(own) if one != response.url]
        if not wanted:
            self._refused(response, response.url, shell_mark(response.body) or "no links")
        for link in wanted[:MOST_PAGES]:
            yield self.ask(link, self._key(link), self.parse_page)

    def parse_page(self, response: Response) -> Iterator[RawDocument]:
        """Hand over a page, unless it is a barrier."""
        key = str(response.meta["key"])
        if mark := barrier(response.body):
            self._refused(response, key, mark)
        else:
            yield self.document(response, key)

    def failed(self, failure: Failure) -> Sequence[Request | RawDocument] | None:
        """Report a failure; a host that refuses is asked no more, the others are."""
        if met := self.met_again(failure):
            return met
        request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure
        trouble, reason = trouble_of(failure)
        if origin(request.url) not in self.given_up:
            self._meet(Problem(trouble, str(request.meta["key"]), request.url, reason))
        if trouble is Trouble.BLOCKED:
            self._give_up(request.url)
        return None

    def _refused(self, response: Response, key: str, what: str) -> None:
        reason = f"a page with {what}"
        self._meet(Problem(Trouble.BLOCKED, key, response.url, reason))
        self._give_up(response.url)

    def _give_up(self, url: str) -> None:
        self.given_up.add(origin(url))
        self.origins -= {origin(url)}

    def _key(self, link: str) -> str:
        parts = urlsplit(link)
        return f"{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")
