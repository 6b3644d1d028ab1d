"""Official sources to raw documents, politely and honestly."""

from __future__ import annotations

from vacatio_crawlers.authorities import BadAuthorities
from vacatio_crawlers.cited import Cited
from vacatio_crawlers.joining import joined
from vacatio_crawlers.listing import known_sources
from vacatio_crawlers.promises import TIME_UP, Expect, Outcome, Per
from vacatio_crawlers.reports import (
    FIRST_REACH,
    UNMODIFIED,
    Gives,
    Needs,
    Problem,
    Sink,
    SourceInfo,
    SourceReport,
    Standing,
    Trouble,
    Validators,
)
from vacatio_crawlers.running import Impolite, NeedsArguments, UnknownSource, crawl, probe

__all__ = [
    "FIRST_REACH",
    "TIME_UP",
    "UNMODIFIED",
    "BadAuthorities",
    "Cited",
    "Expect",
    "Gives",
    "Impolite",
    "Needs",
    "NeedsArguments",
    "Outcome",
    "Per",
    "Problem",
    "Sink",
    "SourceInfo",
    "SourceReport",
    "Standing",
    "Trouble",
    "UnknownSource",
    "Validators",
    "crawl",
    "joined",
    "known_sources",
    "probe",
]
