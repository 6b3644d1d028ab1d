"""What one source has brought so far, while a crawl runs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace

from vacatio_calendar.model import RawDocument
from vacatio_crawlers import wire
from vacatio_crawlers.promises import Brought, WorkingDays, held_fields, judge
from vacatio_crawlers.reports import PIECE, UNMODIFIED, Problem, SourceInfo, SourceReport

#: More documents than any run brings: where no number is promised, none is too many.
MANY = 10**9


@dataclass(slots=True)
class Tally:
    """What one source has brought so far."""

    info: SourceInfo
    started_at: dt.datetime
    counts: Counter[str] = field(default_factory=Counter)
    holding: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ended: wire.Ended | None = None
    crash: str | None = None

    def take(self, document: RawDocument, kept_as: str) -> None:
        """Count a document, or a piece of one, as what it is to whoever keeps it."""
        self.counts[kept_as] += 1
        if PIECE in document.key:
            self.counts["pieces"] += 1
            return
        self.counts["documents"] += 1
        if document.status != UNMODIFIED:
            self.counts["looked at"] += 1
            self.holding += held_fields(self.info.expects, document.body)

    def report(
        self,
        since: dt.date | None,
        *,
        demo: bool,
        whole: bool = True,
        working_days: WorkingDays | None = None,
    ) -> SourceReport:
        """Judge the run, which looked back to a day, by the working days since then if known.

        One that did not ask for all since then is held to no number of documents.
        """
        expects = self.info.expects if whole else replace(self.info.expects, least=0, most=MANY)
        now = dt.datetime.now(dt.UTC)
        newest = self.ended.finish.newest if self.ended else None
        outcome, reason = judge(
            expects,
            Brought(self.counts["documents"], self.counts["looked at"], self.holding, newest),
            tuple(self.problems),
            self.ended.finish if self.ended else None,
            reach=_reach(now.date(), since, demo=demo),
            stopped=self.ended.stopped if self.ended else self.crash,
            today=None if demo else now.date(),
            working_days=working_days,
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
            notes=(*self.notes, *self._partly_lacking()),
            newest=newest,
        )

    def _partly_lacking(self) -> list[str]:
        """Say what some documents lack that each should hold."""
        seen = self.counts["looked at"]
        held = {name: self.holding[name] for name in self.info.expects.fields}
        return [
            f"{seen - count} of {seen} documents lack their {name}"
            for name, count in held.items()
            if count < seen
        ]


def _reach(today: dt.date, since: dt.date | None, *, demo: bool) -> dt.timedelta | None:
    """Tell how far back a run looked; of a demo's few acts none need lie behind a given day."""
    if since is None:
        return None
    return dt.timedelta(0) if demo else today - since
