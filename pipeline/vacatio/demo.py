"""The demo: the whole way of the data on a small replica of the official sources."""

from __future__ import annotations

from pathlib import Path

from vacatio.datadir import DataDir
from vacatio.nightly import Plan, run
from vacatio.runs import Echo
from vacatio.settings import Settings
from vacatio_crawlers import replica

#: Where the demo lives unless told otherwise: never where real data live.
DATA = Path("var-demo")


def build(settings: Settings, echo: Echo) -> DataDir:
    """Run the nightly pipeline on the replica, with real spiders over HTTP."""
    with replica.serve() as site:
        return run(
            Plan(
                settings,
                demo=True,
                polite=False,
                sources=tuple(site.base_urls),
                base_urls=site.base_urls,
            ),
            echo,
        )
