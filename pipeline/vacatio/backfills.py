"""Which ranges of days a backfill went through to their end.

What is held shows in the archive; that a list went past the first day asked for, and did not end
within it, shows nowhere in it. Losing this file costs a second look at the ends of a few ranges.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from vacatio import ledger
from vacatio.coverage import Span
from vacatio_crawlers import SourceReport


def remember(
    log: Path, since: dt.date | None, until: dt.date | None, reports: Iterable[SourceReport]
) -> None:
    """Write down a range of days for the sources that gave all of it without any trouble."""
    if since is None or until is None:
        return
    ledger.append(
        log / "backfills.jsonl",
        (
            {
                "id": f"{report.source}/{since}/{until}",
                "source": report.source,
                "since": since.isoformat(),
                "until": until.isoformat(),
            }
            for report in reports
            if report.outcome == "ok"
        ),
    )


def done(log: Path) -> Mapping[str, tuple[Span, ...]]:
    """Give by source the ranges that were gone through, without counts."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for line in ledger.read(log / "backfills.jsonl"):
        found[str(line["source"])].append(Span(str(line["since"]), str(line["until"]), 0, 0))
    return {source: tuple(spans) for source, spans in found.items()}
