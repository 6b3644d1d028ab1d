"""What a source promises of its documents, and the judgement of a run that was to keep it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vacatio_crawlers.reports import Finish, Problem

#: A run that reaches back at least this far is held to its source's minimum: shorter ones may
#: fall on a weekend or a row of holidays.
FULL_REACH = dt.timedelta(days=7)

#: The working days that stand in for a run without a reach, such as one of a demo.
WEEK = 5

#: Counts working days, from the first day on and before the last: a crawler knows no calendar.
WorkingDays = Callable[[dt.date, dt.date], int]

#: Of how many working days, at most, a run must bring the least: how it was long ago, no source
#: promises.
PROMISED = 20

_DAY = dt.timedelta(days=1)

#: So few documents say nothing on what all of a source's documents hold.
FEW = 5

#: Why a run that was cut short is not one that the next may begin from.
TIME_UP = "its time was up before the source was through"


class Outcome(StrEnum):
    """How a run of one source ended."""

    OK = "ok"
    WARNED = "warned"
    FAILED = "failed"


class Per(StrEnum):
    """What the promised number of documents is counted by."""

    WORKING_DAY = "working day"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Expect:
    """How many documents a source brings, what they hold, and how old its news may be.

    Fewer than `least` fail a run that reaches back a week or more, more than `most` are a
    warning; both count all documents, whatever is new in them. `fields` are what every document
    holds, each with a pattern by which it is found in the bytes: one that none of them holds any
    more fails the source. A newest document older than `fresh` fails it too, where the working
    days are known only once as many of them have passed as usually lie in that time.
    """

    least: int
    most: int
    per: Per = Per.WORKING_DAY
    fields: Mapping[str, str] = field(default_factory=dict)
    fresh: dt.timedelta | None = None

    def __str__(self) -> str:
        """Say it in a line.

        >>> str(Expect(4, 400, fresh=dt.timedelta(days=10), fields={"title": "t", "number": "n"}))
        '4-400 documents a working day, the newest at most 10 days old, each with title, number'
        """
        fresh = f", the newest at most {self.fresh.days} days old" if self.fresh else ""
        held = f", each with {', '.join(self.fields)}" if self.fields else ""
        return f"{self.least}-{self.most} documents a {self.per}{fresh}{held}"

    def bounds(self, reach: dt.timedelta | None, working: int | None = None) -> tuple[int, int]:
        """Give the least and the most documents of a run that looked so far back.

        `working` is how many working days lie in its reach; where it is not known, five a week.

        >>> Expect(4, 400).bounds(dt.timedelta(days=14)), Expect(4, 400).bounds(None)
        ((40, 4000), (20, 2000))
        >>> Expect(4, 400).bounds(dt.timedelta(days=10), working=0)
        (0, 400)
        """
        if self.per is Per.RUN:
            return self.least, self.most
        if working is not None:
            return self.least * min(working, PROMISED), self.most * max(1, working)
        days = WEEK if reach is None else max(1, reach.days * 5 // 7)
        return self.least * min(days, PROMISED), self.most * days

    def stale(
        self, newest: dt.date | None, today: dt.date, working_days: WorkingDays | None
    ) -> str | None:
        """Say that the newest document is too old, if it is; today is not over yet.

        >>> ten = Expect(1, 9, fresh=dt.timedelta(days=10))
        >>> ten.stale(dt.date(2026, 1, 1), dt.date(2026, 1, 12), None)
        'the newest document is of 2026-01-01, more than 10 days ago'
        >>> ten.stale(dt.date(2026, 1, 1), dt.date(2026, 1, 12), lambda first, last: 3)
        """
        if self.fresh is None or newest is None:
            return None
        told = f"the newest document is of {newest}"
        if working_days is None:
            late = today - newest > self.fresh
            return f"{told}, more than {self.fresh.days} days ago" if late else None
        passed, most = working_days(newest + _DAY, today), self.fresh.days * 5 // 7
        return f"{told}, {passed} working days ago, at most {most} pass" if passed > most else None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a run brought: documents, how many hold each promised field, the newest one's day."""

    documents: int
    looked_at: int = 0
    holding: Mapping[str, int] = field(default_factory=dict)
    newest: dt.date | None = None

    def lacking(self, expects: Expect) -> tuple[str, ...]:
        """Name the promised fields that no document holds any more."""
        if self.looked_at < FEW:
            return ()
        return tuple(name for name in expects.fields if not self.holding.get(name))


def held_fields(expects: Expect, body: bytes) -> Counter[str]:
    r"""Count the promised fields that a document holds.

    >>> held_fields(Expect(1, 2, fields={"title": "<h1>", "day": r"\\d{4}"}), b"<h1>x</h1>")
    Counter({'title': 1})
    """
    patterns = expects.fields.items()
    return Counter(name for name, pattern in patterns if re.search(pattern.encode(), body))


def judge(
    expects: Expect,
    brought: Brought,
    problems: tuple[Problem, ...],
    finish: Finish | None,
    *,
    reach: dt.timedelta | None,
    stopped: str | None,
    today: dt.date | None = None,
    working_days: WorkingDays | None = None,
) -> tuple[Outcome, str | None]:
    """Judge a run by its counts: Scrapy calls every run finished and exits with 0.

    `reach` is how far back the run looked (`None`: without limit), `stopped` the reason for
    which the spider gave up, `finish` is missing where it never came to its end. `today` is what
    the freshness of the newest document is held against (`None`: a demo's acts do not age), and
    `working_days` the calendar by which both are.
    """
    working = None
    if working_days and today and reach is not None:
        working = working_days(today - reach, today)
    bounds = expects.bounds(reach, working)
    failure = _failure(
        expects,
        brought,
        finish,
        least=bounds[0],
        held=reach is None or reach >= FULL_REACH,
        stopped=stopped,
        stale=expects.stale(brought.newest, today, working_days) if today else None,
    )
    if failure is None:
        return _warning(brought, problems, finish, bounds[1])
    return Outcome.FAILED, failure


def _failure(
    expects: Expect,
    brought: Brought,
    finish: Finish | None,
    *,
    least: int,
    held: bool,
    stopped: str | None,
    stale: str | None,
) -> str | None:
    if stopped:
        return stopped
    if finish is None:
        return "the crawl broke off without a report"
    if finish.errors:
        return f"{finish.errors} errors in the spider: see the log"
    if finish.reason not in ("finished", "closespider_timeout"):
        return f"the spider ended with {finish.reason!r}"
    if not finish.responses:
        return "nothing answered"
    if lacking := brought.lacking(expects):
        return f"none of {brought.looked_at} documents holds its {', '.join(lacking)}"
    if finish.reason != "finished" or not held:
        return None
    if brought.documents < least:
        return f"{brought.documents} documents, at least {least} are expected"
    return stale


def _warning(
    brought: Brought, problems: tuple[Problem, ...], finish: Finish | None, most: int
) -> tuple[Outcome, str | None]:
    broken = sum(problem.trouble != "gone" for problem in problems)
    if broken:
        return Outcome.WARNED, f"{broken} documents could not be fetched"
    if finish and finish.reason == "closespider_timeout":
        return Outcome.WARNED, TIME_UP
    if brought.documents > most:
        return Outcome.WARNED, f"{brought.documents} documents, at most {most} are expected"
    return Outcome.OK, None
