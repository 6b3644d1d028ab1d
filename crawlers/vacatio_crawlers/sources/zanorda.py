"""The State Register of normative legal acts: a card for each act, with its places of publication.

Log book
- 2026-11: first written from the words of cards of 2018 to 2023, whose markup was not seen: a card
  is known by its labels, never by classes. Not yet run on the live site. To settle: robots.txt,
  how long after publication a card appears, and whether a slug that ends in `-0` needs asking for.
- Nothing lists the cards, so their slugs are made of acts that are known: `<EKB id>-<id of the
  registration group, in lower case, without the underscore at its end>`.
- "Дата опубликования" is the day of the last place, up to seven months behind the first, and
  some days are misspelt (a year 1018): the places are kept as they stand, for a reader to weigh.
- The Kazakh card names the same places: one language is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.promises import Expect, Per
from vacatio_crawlers.reports import Gives, Needs, Standing
from vacatio_crawlers.spider import SourceSpider

#: The code of 2007 on the environment: a card that was seen, to try the site with.
SEEN = "31308-k070000212"
LABEL = "Номер в государственном реестре"
FIELDS = {"number": LABEL, "requisites": "Сведения об акте", "day": r"\d\d\.\d\d\.\d{4}"}


class Zanorda(SourceSpider):
    """Cards of known acts."""

    name = "zanorda"
    title = "State Register of normative legal acts (cards)"
    publisher = "Institute of Legislation and Legal Information, Ministry of Justice"
    base_url = "https://www.zanorda.kz"
    page_url = "https://www.zanorda.kz"
    expects = Expect(1, 5_000, Per.RUN, FIELDS)
    required, standing = False, Standing.UNPROVEN
    robots, delay = "obeyed; text not yet seen", 2.0
    gives = Gives.CARDS
    needs = Needs.IDS

    def first(self) -> Iterator[Request]:
        """Try the site with a card; in a run there is nothing to look for."""
        return self.again(SEEN) if self.task.probe else iter(())

    def again(self, slug: str) -> Iterator[Request]:
        """Ask for the card of an act."""
        url = f"{self.base}/ru/content/{slug}"
        yield self.ask(url, f"{slug}/ru", self.parse_card, slug=slug)

    def parse_card(self, response: Response, slug: str) -> Iterator[RawDocument]:
        """Hand over a card, if it is that of the act asked for."""
        key, number = f"{slug}/ru", slug.partition("-")[0]
        html = self.html_page(response, key, f'body:contains("{LABEL}")')
        if html is None:
            return
        words = " ".join(html.xpath("//body//text()").getall())
        if words.partition(LABEL)[2].lstrip(" :\xa0\n\r\t").split(maxsplit=1)[:1] != [number]:
            self.broken(response, key, f"not the card of {number}")
            return
        yield self.document(response, key, Language.RU)
