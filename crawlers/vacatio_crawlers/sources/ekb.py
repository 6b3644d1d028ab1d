"""EKB, the reference control bank of normative legal acts (Эталонный контрольный банк).

Log book
- 2026-11: first written from a description of the API; not yet run on the live site. To settle:
  robots.txt, `limit` or `pageSize`, what can be sorted by, the certificates (national root).
- An act may appear long after its adoption: the search goes by the day on the portal.
- Some 25 to 60 acts a day. Russian and Kazakh differ in more than language: both are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import JsonRequest, Response

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers import ekb_answer
from vacatio_crawlers.json_pages import array_items
from vacatio_crawlers.reports import Expect, Standing
from vacatio_crawlers.spider import SourceSpider

LANGUAGES = {"rus": Language.RU, "kaz": Language.KK}


class Ekb(SourceSpider):
    """Acts of the reference bank, newest on the portal first, in both languages."""

    name = "ekb"
    title = "Reference control bank of normative legal acts (EKB)"
    publisher = "Institute of Legislation and Legal Information, Ministry of Justice"
    base_url = "https://zan.gov.kz"
    mirrors = ("https://law.gov.kz",)
    page_url = "https://zan.gov.kz/client/#!/doc/"
    expects = Expect(min_documents=20, max_documents=60_000)
    required = True
    standing = Standing.UNPROVEN
    robots = "obeyed; text not yet seen"

    def first(self) -> Iterator[Request]:
        """Ask for the newest acts."""
        yield self._search(1, None)

    def again(self, number: str) -> Iterator[Request]:
        """Ask for an act in both languages."""
        return (self._act(number, expression) for expression in LANGUAGES)

    def _search(self, page: int, before: str | None) -> Request:
        order = {"field": "portalPublicationDate", "desc": True}
        return JsonRequest(
            f"{self.base}/api/documents/search",
            data={"page": page, "limit": 20, "sortBy": order},
            callback=self.parse_search,
            errback=self.failed,
            cb_kwargs={"page": page, "before": before},
            meta={"key": f"search page {page}", "vital": True},
            priority=-page,  # the newest acts first, in case the time runs out
        )

    def parse_search(
        self, response: Response, page: int, before: str | None
    ) -> Iterator[Request | RawDocument]:
        """Hand over the entries, follow each to its act, go on while entries are new enough."""
        answer = self.json_answer(response, f"search page {page}", dict)
        items = ekb_answer.entries(answer)
        if answer is None or items is None:
            raise self.stop(f"search page {page} cannot be read")
        days = ekb_answer.portal_days(items)
        for item, as_sent in zip(items, array_items(response.body, "list"), strict=True):
            number, titles = str(item["id"]), item.get("summary") or {}
            yield self.piece(response, f"{number}#item", body=as_sent)
            for expression in LANGUAGES:
                if titles.get(expression) or not titles:
                    yield self._act(number, expression)
        in_order = ekb_answer.in_order(days, before)
        if not in_order:
            self.note(f"search page {page} is not sorted by the day on the portal")
        past = in_order and ekb_answer.older(items, self.task.since)
        if items and not past and page < int(answer.get("pageCount") or 1):
            yield self._search(page + 1, days[-1] if days else before)

    def _act(self, number: str, expression: str, page: int = 1, **carried: Any) -> Request:
        url = f"{self.base}/api/documents/{number}/{expression}?withHtml=false&page={page}"
        asked = {"number": number, "expression": expression, **carried}
        return self.ask(url, f"{number}/{expression}", self.parse_act, **asked)

    def parse_act(
        self,
        response: Response,
        number: str,
        expression: str,
        earlier: tuple[RawDocument, ...] = (),
        edition: str | None = None,
    ) -> Iterator[Request | RawDocument]:
        """Hand over an act once all its pages are there, then ask for its editions."""
        key, language, page = f"{number}/{expression}", LANGUAGES[expression], len(earlier) + 1
        answer = self.json_answer(response, key, dict)
        fault = ekb_answer.fault(answer, number, edition) if answer else None
        if fault:
            self.broken(response, key, fault)
        if answer is None or fault:
            return
        own = self.piece if earlier else self.document
        pages = (*earlier, own(response, f"{key}#page-{page}" if earlier else key, language))
        if page < int(answer.get("pagesCount") or 1):
            edition = ekb_answer.edition(answer)
            yield self._act(number, expression, page + 1, earlier=pages, edition=edition)
            return
        yield from pages
        if int(answer.get("versionsCount") or 1) > 1:
            url, key = f"{self.base}/api/documents/{key}/versions", f"{key}#versions"
            yield self.ask(url, key, self.parse_versions, key=key, language=language)

    def parse_versions(
        self, response: Response, key: str, language: Language
    ) -> Iterator[RawDocument]:
        """Hand over the list of editions, which names the acts that caused them."""
        if self.json_answer(response, key, list) is not None:
            yield self.piece(response, key, language)
