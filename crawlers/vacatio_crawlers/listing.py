"""The sources and their promises, without starting anything."""

from __future__ import annotations

from vacatio_crawlers.reports import SourceInfo


def known_sources() -> tuple[SourceInfo, ...]:
    """Describe every source, by name."""
    from vacatio_crawlers.sources import spiders  # Scrapy loads only when a source is looked at

    return tuple(spider.info() for _, spider in sorted(spiders().items()))
