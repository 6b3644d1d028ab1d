"""What a source said it does not have: a backfill does not ask for it again and again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from vacatio import ledger
from vacatio_crawlers import SourceReport, Trouble

#: After so long a document may be there all the same, and is asked for once more.
REMEMBERED = dt.timedelta(days=30)


def remember(log: Path, reports: Iterable[SourceReport], today: dt.date) -> None:
    """Write down which keys a run asked for in vain."""
    ledger.append(
        log / "gone.jsonl",
        (
            {
                "id": f"{report.source}/{problem.key}@{today}",
                "source": report.source,
                "key": problem.key,
                "on": today.isoformat(),
            }
            for report in reports
            for problem in report.problems
            if problem.trouble is Trouble.GONE
        ),
    )


def recent(log: Path, today: dt.date) -> frozenset[tuple[str, str]]:
    """Give source and key of what was not there when it was last asked for, lately."""
    first = (today - REMEMBERED).isoformat()
    return frozenset(
        (str(line["source"]), str(line["key"]))
        for line in ledger.read(log / "gone.jsonl")
        if str(line["on"]) >= first
    )
