"""Adilet, the old host of the legal information system, which still serves pages of HTML.

Log book
- 2026-11: first written for the template of June 2026; not yet run on the live site. To settle
  there: whether the host is alive, robots.txt, RSS, the certificate chain (adilet sends its leaf
  alone: name the missing intermediate for this source, never switch checks off).
- The new adilet.zan.kz withholds its text from clients without scripts and closes its API: it is
  never crawled, and its shell seen here means blocked, not an empty act.
- The list of latest documents is sorted by the day of loading, which its rows do not show, and
  mixes new acts with old ones loaded again. A row means that something changed, and how far back
  a run looks is counted in pages.
- The underscore at the end of an id is part of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from scrapy import Request
from scrapy.http import Response

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.days import first_day
from vacatio_crawlers.promises import Expect
from vacatio_crawlers.reports import Standing
from vacatio_crawlers.spider import SourceSpider

LANGUAGES = {"rus": Language.RU, "kaz": Language.KK}
NGR = re.compile(r"/docs/([A-Z]\d{2}[0-9A-Z]{7}[0-9A-Z_])(?=$|[/?#])")
ROWS, LOADED_A_DAY, MOST_PAGES = 100, 150, 400
#: Beside the text: the table of dates, the list of editions, the citations both ways.
TABS = ("info", "history", "links")
#: A page of fewer bytes is the answer of a barrier, whatever it holds.
LEAST_BYTES = 2048
FIELDS = {"title": r"<h1>", "status": r"status status_\w", "text": r"<article"}


class Adilet(SourceSpider):
    """Acts loaded or loaded again lately, with their tables of data and of editions."""

    name = "adilet"
    title = "Legal information system Adilet (old host)"
    publisher = "Institute of Legislation and Legal Information, Ministry of Justice"
    base_url = page_url = "https://old.adilet.zan.kz"
    expects = Expect(4, 600, fields=FIELDS, fresh=dt.timedelta(days=10))
    required, standing = False, Standing.UNPROVEN
    robots, delay = "obeyed; other clients were allowed /rus/docs/", 2.0

    def first(self) -> Iterator[Request]:
        """Ask for the latest documents."""
        yield self._list(1)
        yield self.ask(f"{self.base}/rus/docs/rss", "rss", self.parse_rss)

    def again(self, number: str) -> Iterator[Request]:
        """Ask for an act in both languages."""
        return (self._act(number, language) for language in LANGUAGES)

    def _list(self, page: int) -> Request:
        order = "sort_field=dl&sort_desc=true"
        url = f"{self.base}/rus/search/docs/{order}&pagesize={ROWS}&page={page}"
        request = self.ask(url, f"list page {page}", self.parse_list, page=page)
        return self.vital(request).replace(priority=-page)

    def _act(self, number: str, language: str) -> Request:
        url = f"{self.base}/{language}/docs/{number}"
        return self.ask(url, f"{number}/{language}", self.parse_act, number=number, name=language)

    def parse_list(self, response: Response, page: int) -> Iterator[Request]:
        """Follow each row to its act, and the list as far back as the run is to look."""
        html = self.html_page(response, f"list page {page}", "div.post_holder")
        if html is None:
            raise self.stop(f"list page {page} cannot be read")
        links = html.css("div.post_holder h4.post_header a::attr(href)").getall()
        yield from self._acts(links)
        since = self.task.since
        days = (dt.datetime.now(dt.UTC).date() - since).days + 1 if since else MOST_PAGES
        if html.css("a.nextpostslink") and page < min(MOST_PAGES, days * LOADED_A_DAY / ROWS):
            yield self._list(page + 1)

    def parse_rss(self, response: Response) -> Iterator[Request]:
        """Follow the entries of the feed, as a check on the list."""
        text = response.body.decode(errors="replace")
        if "<rss" not in text[:1024]:
            self.broken(response, "rss", "no feed")
        yield from self._acts(re.findall(r"<link>\s*([^<\s]+)\s*</link>", text))

    def _acts(self, links: list[str]) -> Iterator[Request]:
        found = dict.fromkeys(match[1] for link in links if (match := NGR.search(link)))
        for number, language in product(found, LANGUAGES):
            yield self._act(number, language)

    def parse_act(
        self, response: Response, number: str, name: str
    ) -> Iterator[Request | RawDocument]:
        """Hand over an act, and ask for what stands behind its other tabs."""
        key = f"{number}/{name}"
        html = self.html_page(response, key, "article", "div.slogan h1", least=LEAST_BYTES)
        if html is None:
            return
        if not (html.css("article p, article h3") and html.css("#footer")):
            self.broken(response, key, "no text or no end: it is filled in by a script, or cut off")
            return
        self.dated(first_day(" ".join(html.css("#footer li:contains('обновления')").getall())))
        yield self.document(response, key, LANGUAGES[name])
        yield from self.unmodified(response, number=number, name=name)

    def unmodified(self, response: Response, **asked: Any) -> Iterator[Request]:
        """Ask for what stands behind the other tabs: it changes without the text, too."""
        for tab in TABS if asked.get("name") == "rus" else ():
            yield self.ask(f"{response.url}/{tab}", f"{asked['number']}/rus#{tab}", self.parse_tab)

    def parse_tab(self, response: Response) -> Iterator[RawDocument]:
        """Hand over what stands behind a tab."""
        key = str(response.meta["key"])
        if self.html_page(response, key, "div.slogan h1") is not None:
            yield self.piece(response, key, Language.RU)
