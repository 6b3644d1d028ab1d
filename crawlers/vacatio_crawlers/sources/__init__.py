"""The sources, one file each, found by listing this folder."""

from __future__ import annotations

import importlib
import pkgutil

from vacatio_crawlers.spider import SourceSpider


def spiders() -> dict[str, type[SourceSpider]]:
    """Find the spider of every source, by its name."""
    found: dict[str, type[SourceSpider]] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        name = f"{__name__}.{module.name}"
        for thing in vars(importlib.import_module(name)).values():
            own = isinstance(thing, type) and thing.__module__ == name
            if own and issubclass(thing, SourceSpider):
                found[thing.name] = thing
    return found
