"""A small stand-in for the official sources, on loopback, with acts written for it.

    with vacatio_crawlers.replica.serve() as site:
        crawl(["ekb"], sink, base_urls=site.base_urls, demo=True, polite=False)

Requisites, dates and structure of real acts are true unless a file says otherwise; the words are
shortened and our own. Nothing from here is law: whoever publishes it marks it DEMO.
"""

from __future__ import annotations

import ssl

from vacatio_crawlers.replica.faults import Answer, Fault, Faults
from vacatio_crawlers.replica.server import ROBOTS, Site, Validator

__all__ = ["Answer", "Fault", "Faults", "Site", "Validator", "serve"]


def serve(
    port: int = 0,
    *,
    faults: Faults | None = None,
    robots: str = ROBOTS,
    tls: ssl.SSLContext | None = None,
    validator: Validator | None = None,
) -> Site:
    """Make a replica on a loopback port (0: any free one); it serves while its block runs.

    `faults` say which addresses fail, and how; `robots` is what robots.txt says; with `tls` it
    speaks HTTPS, with the certificate of that; with a `validator` it answers 304 to who has the
    page already.
    """
    return Site(port, faults or {}, robots, tls, validator)
