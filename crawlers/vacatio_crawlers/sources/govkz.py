"""gov.kz, the sites of the state bodies: documents they post, often before registration.

Log book
- 2026-11: first written from a description of the API and one item; not yet run on the live site.
  To settle: robots.txt, whether the answer is an array (anything else stops the source), the
  slugs in `govkz.toml`, and that of the ministry founded in September 2025.
- How many entries a page may have is the server's to say: one that brings nothing new is the last.
- An order is posted some five days after it was signed, a quarter of them after 69 days; it is
  signed, not registered, and may never be: nothing here gives a date to anything.
- `created_date` is UTC: an entry of 18:59Z belongs to the evening of that day in Kazakhstan, one
  of 19:00Z to the next. Only `gt:` works; `gte:` answers 500. `/news` wants a ticket: not used.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from importlib import resources
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.days import day_in_kazakhstan
from vacatio_crawlers.json_pages import list_items
from vacatio_crawlers.promises import Expect
from vacatio_crawlers.reports import Gives, Standing
from vacatio_crawlers.spider import SourceSpider

ROWS, MOST_PAGES = 100, 50
MILLISECOND = dt.timedelta(milliseconds=1)
FIELDS = {"title": r'"title"\s*:\s*"', "day": r'"created_date"\s*:\s*"\d{4}'}


def bodies() -> tuple[str, ...]:
    """List the slugs of the bodies whose documents are asked for."""
    rows = resources.files(__package__).joinpath("govkz.toml").read_text(encoding="utf-8")
    return tuple(row["slug"] for row in tomllib.loads(rows)["body"])


def later_than(since: dt.date) -> str:
    """Name the last instant before a day begins in Kazakhstan, as the API wants it.

    >>> later_than(dt.date(2026, 11, 1))
    'gt:2026-10-31T18:59:59.999Z'
    """
    start = dt.datetime.combine(since, dt.time(), ZoneInfo("Asia/Almaty")).astimezone(dt.UTC)
    return f"gt:{(start - MILLISECOND).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


class GovKz(SourceSpider):
    """Entries of the ministries' lists of documents, one by one, newest first."""

    name = "govkz"
    title = "Documents posted by ministries on gov.kz"
    publisher = "Ministries of the Republic of Kazakhstan"
    base_url = "https://www.gov.kz"
    page_url = "https://www.gov.kz"
    expects = Expect(1, 800, fields=FIELDS, fresh=dt.timedelta(days=10))
    required, standing = False, Standing.UNPROVEN
    robots, delay = "obeyed; text not yet seen", 2.0
    gives = Gives.DRAFTS

    def first(self) -> Iterator[Request]:
        """Ask each body for its newest documents."""
        self.seen: set[int] = set()
        for slug in bodies():
            yield self._list(slug, 1)

    def _list(self, slug: str, page: int) -> Request:
        asked = {"projects": slug, "sort-by": "created_date:DESC", "page": page, "size": ROWS}
        if self.task.since:
            asked["created_date"] = later_than(self.task.since)
        query = urlencode({**asked, "lang": "ru"}, safe=":")
        url = f"{self.base}/api/v1/public/content-manager/documents?{query}"
        key = f"list of {slug}, page {page}"
        return self.ask(url, key, self.parse_list, slug=slug, page=page)

    def parse_list(
        self, response: Response, slug: str, page: int
    ) -> Iterator[Request | RawDocument]:
        """Hand over the entries, cut out byte for byte, and go on while pages bring new ones."""
        key = f"list of {slug}, page {page}"
        items = self.json_answer(response, key, list)
        if items is None:
            return
        for item in items:
            if not (isinstance(item, dict) and isinstance(item.get("id"), int) and "title" in item):
                raise self.stop(f"{key} holds no entries of the known shape")
        for item, as_sent in zip(items, list_items(response.body), strict=True):
            self.dated(day_in_kazakhstan(str(item.get("created_date"))))
            yield self.document(response, f"{item['id']}/ru", Language.RU, body=as_sent)
        if not items and page == 1:
            self.note(f"{slug} lists nothing")
        fresh = {item["id"] for item in items} - self.seen
        self.seen |= fresh
        if fresh and page < MOST_PAGES:
            yield self._list(slug, page + 1)
        elif fresh:
            self.note(f"{slug} lists more than {MOST_PAGES} pages: the older ones were not read")
