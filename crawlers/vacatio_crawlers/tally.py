"""What one source has brought so far, while a crawl runs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from vacatio_crawlers import wire
from vacatio_crawlers.reports import Problem, SourceInfo, SourceReport, judge


@dataclass(slots=True)
class Tally:
    """What one source has brought so far."""

    info: SourceInfo
    started_at: dt.datetime
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ended: wire.Ended | None = None
    crash: str | None = None

    def report(self, since: dt.date | None) -> SourceReport:
        """Judge the run, which looked back to a day."""
        now = dt.datetime.now(dt.UTC)
        outcome, reason = judge(
            self.info.expects,
            self.counts["documents"],
            tuple(self.problems),
            self.ended.finish if self.ended else None,
            reach=now.date() - since if since else None,
            stopped=self.ended.stopped if self.ended else self.crash,
        )
        return SourceReport(
            source=self.info.name,
            outcome=outcome,
            reason=reason,
            documents=self.counts["documents"],
            pieces=self.counts["pieces"],
            new=self.counts["new"],
            changed=self.counts["changed"],
            unchanged=self.counts["unchanged"],
            problems=tuple(self.problems),
            requests=self.ended.finish.requests if self.ended else 0,
            started_at=self.started_at,
            finished_at=now,
            notes=tuple(self.notes),
        )
