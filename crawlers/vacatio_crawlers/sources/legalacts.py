"""Open legal acts (legalacts.egov.kz): drafts under public discussion, from the lists alone.

Log book
- 2026-11: first written from a description of the lists; not yet run on the live site. To settle:
  robots.txt as it is today, the markup of a row, whether the filter by day still works.
- robots.txt closes the cards (`/npa/view`) and the change of language: their addresses are kept,
  never asked for. What cannot be had politely is not had.
- Pages have five rows and come in Kazakh unless a cookie says otherwise; cookies are off, and no
  language is claimed for a row.
- A draft is not law: nothing here gives a date to anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from vacatio_calendar.model import RawDocument
from vacatio_crawlers.days import first_day
from vacatio_crawlers.promises import Expect
from vacatio_crawlers.reports import Gives, Standing
from vacatio_crawlers.spider import SourceSpider

MOST_PAGES = 400
#: Each list with the addresses its rows lead to: drafts, conclusions on their impact.
LISTS = {
    "list": re.compile(r"/npa/view\?id=(\d+)"),
    "Arvlist": re.compile(r"/npa/viewArvConclusion\?id=(\d+)"),
}
PAGES = re.compile(r"totalPages\s*:\s*(\d+)")
FIELDS = {"link": r"/npa/view", "day": r"\d\d[./]\d\d[./]\d{4}"}
#: A row is the nearest block that holds its heading and no other.
ROW = "ancestor::div[count(.//h3) = 1][1]"


class LegalActs(SourceSpider):
    """Rows of the lists of drafts and of conclusions, newest first."""

    name = "legalacts"
    title = "Open legal acts (lists of drafts)"
    publisher = "Ministry of Artificial Intelligence and Digital Development"
    base_url = "https://legalacts.egov.kz"
    page_url = "https://legalacts.egov.kz"
    expects = Expect(1, 400, fields=FIELDS, fresh=dt.timedelta(days=10))
    required, standing = False, Standing.UNPROVEN
    robots, delay = "obeyed; closes the cards and leaves the lists open", 2.0
    gives = Gives.DRAFTS

    def first(self) -> Iterator[Request]:
        """Ask for the first page of each list."""
        for name in LISTS:
            yield self._list(name, 1)

    def _list(self, name: str, page: int) -> Request:
        asked = {"page": str(page)}
        if self.task.since:
            asked["createBeginDate"] = self.task.since.strftime("%d.%m.%Y")
        if self.task.until:
            asked["createEndDate"] = self.task.until.strftime("%d.%m.%Y")
        url = f"{self.base}/{name}?{urlencode(asked)}"
        request = self.ask(url, f"{name} page {page}", self.parse_list, name=name, page=page)
        return request.replace(meta={**request.meta, "vital": page == 1}, priority=-page)

    def parse_list(
        self, response: Response, name: str, page: int
    ) -> Iterator[Request | RawDocument]:
        """Hand over the rows, and ask for the pages behind the first."""
        html = self.html_page(response, f"{name} page {page}", "div.contentlist")
        if html is None:
            return
        rows = 0
        for link in html.css("div.contentlist h3 a"):
            if match := LISTS[name].search(link.attrib.get("href", "")):
                rows += 1
                row = (link.xpath(ROW) or link.xpath("ancestor::h3"))[0].get()
                self.dated(first_day(row))
                yield self.document(response, f"{name}/{match[1]}", body=row.encode())
        stated = PAGES.search(response.body.decode())
        if stated is None or (not rows and int(stated[1])):
            raise self.stop(f"{name} page {page} has another layout")
        if page == 1:
            if int(stated[1]) > MOST_PAGES:
                self.note(f"{name} has {stated[1]} pages: {MOST_PAGES} were asked for")
            for following in range(2, min(int(stated[1]), MOST_PAGES) + 1):
                yield self._list(name, following)
