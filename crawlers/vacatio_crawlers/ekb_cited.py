"""The reference bank asked for acts that others cite: its search knows no ids, but words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from scrapy import Request
from scrapy.http import JsonRequest, Response

from vacatio_crawlers import ekb_search
from vacatio_crawlers.cited import Cited
from vacatio_crawlers.reports import Trouble
from vacatio_crawlers.spider import SourceSpider

#: So many pages of the search are gone through for one act.
MOST_PAGES = 3
#: So many entries of one day and number are fetched: which of them is meant, whoever reads says.
MOST_FITTING = 3


def look_up(spider: SourceSpider, cited: Cited, page: int = 1) -> Iterator[Request]:
    """Search for an act, the latest adopted first."""
    asked = {
        "page": page,
        "limit": 20,
        "text": cited.words,
        "sortBy": {"field": "stateAgencyApprovalDate", "desc": True},
    }
    callback = partial(_found, spider, cited, page)
    request = spider.ask(f"{spider.base}/api/documents/search", cited.key, callback)
    yield JsonRequest(
        request.url, data=asked, callback=callback, errback=request.errback, meta=request.meta
    )


def _found(spider: SourceSpider, cited: Cited, page: int, response: Response) -> Iterator[Request]:
    """Ask for the acts that fit; say so where none does."""
    answer = spider.json_answer(response, cited.key, dict)
    items = ekb_search.entries(answer) or []
    fitting = [str(item["id"]) for item in items if cited.fits(item)][:MOST_FITTING]
    for number in fitting:
        yield from spider.again(number)
    more = page < min(MOST_PAGES, int((answer or {}).get("pageCount") or 1))
    if answer is None or fitting:
        return
    if more:
        yield from look_up(spider, cited, page + 1)
    else:
        spider.missed(Trouble.GONE, cited.key, response.url, "no act of that day and number")
