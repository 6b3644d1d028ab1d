"""The legal portal of the Eurasian Economic Union: its acts with the dates that it states itself.

Log book
- 2026-11: first written from a description of the search page; not yet run on the live site. To
  settle: the labels of the three dates in a row, whether rows beyond the last page repeat it.
- A row states the days of adoption, of publication and of entry into force. They are kept as they
  stand and never computed: the rules of Kazakhstan do not count for the acts of the Union.
- The page says how many rows a sphere has (some 800 in each of trade and customs, 460 in technical
  regulation, a hundred a page): fewer rows than that stop the source.
- robots.txt was empty in September 2026.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.days import first_day
from vacatio_crawlers.promises import Expect, Per
from vacatio_crawlers.reports import Gives, Standing
from vacatio_crawlers.spider import SourceSpider

#: Trade, technical regulation, customs.
SPHERES = (110, 111, 112)
ADDRESS = re.compile(r"/documents/(\d+)/(\d+)/")
MOST_PAGES = 100
FIELDS = {"link": r"DocSearchResult_Item__Link", "days": r"DocSearchResult_Item__Dates"}


class Eaeu(SourceSpider):
    """Rows of the portal's lists, by sphere."""

    name = "eaeu"
    title = "Legal portal of the Eurasian Economic Union (lists)"
    publisher = "Eurasian Economic Commission"
    jurisdiction = "eaeu"
    base_url = "https://docs.eaeunion.org"
    page_url = "https://docs.eaeunion.org/documents/"
    expects = Expect(20, 20_000, Per.RUN, FIELDS, fresh=dt.timedelta(days=60))
    required, standing = False, Standing.UNPROVEN
    robots, delay = "obeyed; empty in September 2026", 2.0
    gives = Gives.LISTS

    def first(self) -> Iterator[Request]:
        """Ask for the first page of each sphere."""
        for sphere in SPHERES:
            yield self._list(sphere, 1, 0)

    def _list(self, sphere: int, page: int, seen: int) -> Request:
        asked = {"filter_sphere[0]": sphere, "set_filter": "Y", "PAGEN_1": page}
        url = f"{self.base}/documents/?{urlencode(asked, safe='[]')}"
        key = f"sphere {sphere}, page {page}"
        request = self.ask(url, key, self.parse_list, sphere=sphere, page=page, seen=seen)
        return self.vital(request)

    def parse_list(
        self, response: Response, sphere: int, page: int, seen: int
    ) -> Iterator[Request | RawDocument]:
        """Hand over the rows as they stand, and go on until all are there."""
        key = f"sphere {sphere}, page {page}"
        html = self.html_page(response, key, ".SearchResult_Heading__Counter b")
        if html is None:
            return
        told = html.css(".SearchResult_Heading__Counter b::text").get("")
        total = int(re.sub(r"\D", "", told) or 0)
        rows = html.css(".DocSearchResult_Item")
        seen += len(rows)
        for row in rows:
            match = ADDRESS.search(row.css("a.DocSearchResult_Item__Link::attr(href)").get(""))
            if match is None:
                raise self.stop(f"{key}: a row leads to no document of the portal")
            number = f"{match[1]}/{match[2]}"
            self.dated(first_day(row.css(".DocSearchResult_Item__Date").get("")))
            yield self.document(response, number, Language.RU, body=row.get().encode())
        if seen < total and (not rows or page >= MOST_PAGES):
            raise self.stop(f"{key}: {seen} of {total} rows are there")
        if seen < total:
            yield self._list(sphere, page + 1, seen)
