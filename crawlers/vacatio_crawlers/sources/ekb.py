"""EKB, the reference control bank of normative legal acts (Эталонный контрольный банк).

Log book
- 2026-11: first written from a description of the API; not yet run on the live site. To settle:
  robots.txt, `limit` or `pageSize`, what can be sorted by, the certificates (national root).
- 25 to 60 acts a day, some long after their adoption: the search goes by the day on the portal,
  whatever order it keeps, and ids that no list names are asked for too. Both languages are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.http import Response

from vacatio_calendar.model import RawDocument
from vacatio_crawlers import ekb_answer, ekb_cited, ekb_ids, ekb_search
from vacatio_crawlers.ekb_answer import LANGUAGES
from vacatio_crawlers.promises import Expect
from vacatio_crawlers.reports import Standing
from vacatio_crawlers.spider import SourceSpider

MOST_PAGES = 100


class Ekb(SourceSpider):
    """Acts of the reference bank, newest on the portal first, in both languages."""

    name = "ekb"
    title = "Reference control bank of normative legal acts (EKB)"
    publisher = "Institute of Legislation and Legal Information, Ministry of Justice"
    base_url, mirrors = "https://zan.gov.kz", ("https://law.gov.kz",)
    page_url = "https://zan.gov.kz/client/#!/doc/"
    expects = Expect(2, 400, fields=ekb_answer.FIELDS, fresh=dt.timedelta(days=10))
    required, standing = True, Standing.UNPROVEN
    robots, delay = "obeyed; text not yet seen", 2.0
    look_up = ekb_cited.look_up

    def first(self) -> Iterator[Request]:
        """Ask for the newest acts."""
        self.ids = ekb_ids.Register()
        yield self._search(ekb_search.Reach(self.task.since, self.task.until))

    def again(self, number: str) -> Iterator[Request]:
        """Ask for an act in both languages."""
        return (self._act((number, language)) for language in LANGUAGES)

    def _search(self, reach: ekb_search.Reach) -> Request:
        url, key = f"{self.base}/api/documents/search", f"search page {reach.page}"
        request = self.vital(self.ask(url, key, self.parse_search, reach=reach))
        asked = request.replace(priority=-reach.page)  # the newest acts come first
        return asked.replace(cls=Request, **ekb_search.query(reach.page))

    def parse_search(
        self, response: Response, reach: ekb_search.Reach
    ) -> Iterator[Request | RawDocument]:
        """Hand over the entries, follow each to its act, go on while entries are new enough."""
        answer = self.json_answer(response, key := f"search page {reach.page}", dict)
        if (found := ekb_search.read(answer, response.body, reach)) is None:
            raise self.stop(f"{key} cannot be read")
        for entry in found.entries:
            yield self.piece(response, f"{entry.number}#item", body=entry.as_sent)
            yield from (self._act((entry.number, language)) for language in entry.languages)
        if self.ids.circling(found.named, found.listed):
            raise self.stop(f"{key} repeats what is listed before: the search goes in circles")
        self.dated(found.newest)
        if not found.in_order:
            self.note(f"{key} is not sorted by the day on the portal")
        if found.following:
            yield self._search(found.following)
        elif self.task.since:
            yield from self.perhaps(self.ids.wanted(ekb_ids.gaps(self.ids.listed)))

    def conclude(self) -> None:
        """Say what became of the ids that no list names."""
        self.note(self.ids.words())

    def _act(self, act: tuple[str, str], page: int = 1, **carried: Any) -> Request:
        url = f"{self.base}/api/documents/{'/'.join(act)}?withHtml=false&page={page}"
        key = "/".join(act) + (f"#page-{page}" if page > 1 else "")
        request = self.ask(url, key, self.parse_act, act=act, page=page, **carried)
        return request.replace(headers={}) if carried else request  # behind a new page all is new

    def parse_act(
        self, response: Response, act: tuple[str, str], page: int, earlier: tuple[Any, ...] = ()
    ) -> Iterator[Request | RawDocument]:
        """Hand over an act once all its pages are there, then ask for what it leads to."""
        key, fault = str(response.meta["key"]), partial(ekb_answer.fault, act[0], earlier)
        answer = self.json_answer(response, key, dict, *ekb_answer.MARKS, fault=fault)
        if answer is None:
            return
        own = self.document if page == 1 else self.piece
        pages = (*earlier, own(response, key, LANGUAGES[act[1]]))
        if page < int(answer.get("pagesCount") or 1) and len(pages) == page:
            yield self._act(act, page + 1, earlier=pages)
            return
        yield from pages
        yield from self.perhaps(self.ids.met(int(act[0]), answer, self.task.since))
        if int(answer.get("versionsCount") or 1) > 1:
            yield self._versions(act)

    def unmodified(self, response: Response, **asked: Any) -> Iterator[Request]:
        """Ask, as conditionally, for the pages and editions of an act that is as it was."""
        if asked.get("page") == 1:
            others = (self._act(asked["act"], page) for page in range(2, MOST_PAGES))
            beside = (*others, self._versions(asked["act"]))
            yield from (one for one in beside if one.url in self.task.validators)

    def _versions(self, act: tuple[str, str]) -> Request:
        url, key = f"{self.base}/api/documents/{'/'.join(act)}/versions", "/".join(act)
        return self.ask(url, f"{key}#versions", self.parse_versions, language=act[1])

    def parse_versions(self, response: Response, language: str) -> Iterator[RawDocument]:
        """Hand over the list of editions, which names the acts that caused them."""
        if self.json_answer(response, key := str(response.meta["key"]), list) is not None:
            yield self.piece(response, key, LANGUAGES[language])
