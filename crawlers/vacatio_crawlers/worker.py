"""The child process of a crawl: reads a job, runs Scrapy, hands documents over on its output.

python -m vacatio_crawlers.worker < job.json > frames
"""

from __future__ import annotations

import logging
import os
import resource
import sys
from typing import BinaryIO, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings

from vacatio_calendar.model import RawDocument
from vacatio_crawlers import wire
from vacatio_crawlers.reports import Finish
from vacatio_crawlers.sources import spiders
from vacatio_crawlers.spider import SourceSpider

#: The count of documents that could not be handed over.
_LOST = "vacatio/lost"
#: Bodies are bounded one by one; this bounds what no setting does, such as headers without end.
_MOST_MEMORY = 2 * 1024**3


class HandOver:
    """The item pipeline: every document goes to the parent at once."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline, as Scrapy asks for it."""
        return cls(crawler)

    def process_item(self, item: RawDocument) -> RawDocument:
        """Hand a document over."""
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        spider.tell(item)
        return item


def run(job: wire.Job, out: BinaryIO) -> None:
    """Run every task of a job, side by side, one request at a time per host."""

    def tell(frame: wire.Frame) -> None:
        try:
            wire.write(out, frame)
        except BrokenPipeError:  # nobody keeps the documents any more: nothing is left to do
            os._exit(1)

    settings = Settings()
    settings.setmodule("vacatio_crawlers.settings")
    settings.setdict({**job.settings, "VACATIO_CA_FILES": job.ca_files}, priority="cmdline")
    _log_to(job.log, settings.get("LOG_LEVEL"))
    process = CrawlerProcess(settings)
    classes = spiders()
    for task in job.tasks:
        crawler = process.create_crawler(classes[task.source])
        crawler.signals.connect(_dropped, signal=signals.request_dropped)
        crawler.signals.connect(_ended, signal=signals.spider_closed)
        crawler.signals.connect(_lost, signal=signals.item_error)
        process.crawl(crawler, task=task, tell=tell)
    process.start()


def _dropped(request: Request, spider: SourceSpider) -> None:
    """See a redirect that leads back to where the spider was: Scrapy drops it without a word."""
    if request.meta.get("redirect_times"):
        spider.lost(request, "a redirect back to an address already asked for")


def _lost(spider: SourceSpider) -> None:
    """Count a document that could not be handed over: Scrapy only logs it."""
    assert spider.crawler.stats
    spider.crawler.stats.inc_value(_LOST)


def _ended(spider: SourceSpider, reason: str) -> None:
    """Report the end of a spider by its own counts; Scrapy's exit status says nothing."""
    stats = spider.crawler.stats
    assert stats
    spider.conclude()
    if stats.get_value("request_depth_max", 0) >= spider.settings.getint("DEPTH_LIMIT"):
        spider.note("the pages lead on beyond the bound of depth: what lies there was not read")
    finish = Finish(
        reason=reason,
        requests=stats.get_value("downloader/request_count", 0),
        responses=stats.get_value("downloader/response_count", 0),
        errors=stats.get_value("spider_exceptions/count", 0) + stats.get_value(_LOST, 0),
        newest=spider.newest,
    )
    spider.tell(wire.Ended(spider.name, finish, spider.stopped))


def _log_to(path: str | None, level: str) -> None:
    handler = logging.FileHandler(path, encoding="utf-8") if path else logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(level)  # not the root's: Scrapy sets that itself
    logging.getLogger().addHandler(handler)


if __name__ == "__main__":
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or hard > _MOST_MEMORY:
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, hard))
    # Only frames go out on the real output; whatever prints by accident goes to stderr.
    frames = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    run(wire.job_from_json(sys.stdin.read()), frames)
