"""The addresses of the site."""

from __future__ import annotations

from collections.abc import Callable

from vacatio_datasette import feed_pages, pages, reference_pages

#: Addresses and their pages, in Datasette's form.
ROUTES: tuple[tuple[str, Callable[..., object]], ...] = (
    (r"/$", pages.today),
    (r"/act/(?P<id>.+)$", pages.act),
    (r"/on/(?P<day>\d{4}-\d{2}-\d{2})$", pages.on_day),
    (r"/since(?:/(?P<day>\d{4}-\d{2}-\d{2}))?$", pages.since),
    (r"/subscribe$", feed_pages.subscribe),
    (r"/search$", pages.search),
    (r"/month(?:/(?P<month>\d{4}-\d{2}))?$", pages.month),
    (r"/body/(?P<slug>[^/]+)$", pages.body),
    (r"/watch$", pages.watches),
    (r"/watch/(?P<name>[^/]+)$", pages.watch),
    (r"/calculate(?:\.json)?$", reference_pages.calculate),
    (r"/evidence/(?P<id>.+)$", pages.evidence),
    (r"/rules$", reference_pages.rules),
    (r"/findings$", reference_pages.findings),
    (r"/glossary$", reference_pages.glossary),
    (r"/status$", reference_pages.status),
    (r"/feeds/(?P<path>.+)$", feed_pages.feed),
    (r"/robots\.txt$", reference_pages.robots),
    (r"/-/health$", reference_pages.health),
)
