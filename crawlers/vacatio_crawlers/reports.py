"""What a source promises, what a run of it brought, and the judgement of the two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from vacatio_calendar.model import RawDocument

#: Takes a fetched document and says what it is to whoever keeps documents.
Sink = Callable[[RawDocument], Literal["new", "changed", "unchanged"]]

#: What a server gave with its last answers, by source and address: ETag and Last-Modified.
Validators = Mapping[str, Mapping[str, tuple[str, str]]]

#: Stands in the key of a piece, behind the key of the document it belongs to.
PIECE = "#"

#: How far a first crawl looks back: the whole stock of a source would take it weeks.
FIRST_REACH = dt.timedelta(days=90)

#: A run that reaches back at least this far is held to its source's minimum: shorter ones may
#: fall on a weekend or a row of holidays.
FULL_REACH = dt.timedelta(days=7)

#: Why a run that was cut short is not one that the next may begin from.
TIME_UP = "its time was up before the source was through"


class Standing(StrEnum):
    """Whether an operator has seen the source work on its live pages."""

    PROVEN = "proven"
    UNPROVEN = "unproven"


class Gives(StrEnum):
    """What a source's documents are, by its own declaration; only acts are ever read as acts.

    `CARDS` hold facts of acts whose texts come from elsewhere; `DRAFTS` are not law, or not yet
    registered; `LISTS` state dates of another legal order; `BULLETINS` report on acts.
    """

    ACTS = "acts"
    CARDS = "cards"
    DRAFTS = "drafts"
    LISTS = "lists"
    BULLETINS = "bulletins"


class Needs(StrEnum):
    """What a source must be told before it can be crawled, because nothing lists it."""

    NOTHING = "nothing"
    IDS = "ids"
    ADDRESSES = "addresses"


class Outcome(StrEnum):
    """How a run of one source ended."""

    OK = "ok"
    WARNED = "warned"
    FAILED = "failed"


class Trouble(StrEnum):
    """What can be wrong with one response.

    `BLOCKED` is an answer that is not the page (a shell, a captcha, a page far too short, a
    refusal): it stops the source. `GONE` is a plain 404 or 410, `BROKEN` all else.
    """

    BLOCKED = "blocked"
    GONE = "gone"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Expect:
    """How many documents a run that reaches back a week or more brings, whatever is new in them.

    Fewer fail the source, more are a warning.
    """

    min_documents: int
    max_documents: int


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source and its promises, for the table of sources."""

    name: str
    title: str
    publisher: str
    jurisdiction: str
    url: str
    expects: Expect
    required: bool
    standing: Standing
    robots: str
    gives: Gives = Gives.ACTS
    needs: Needs = Needs.NOTHING


@dataclass(frozen=True, slots=True)
class Problem:
    """One response that brought no document, and why."""

    trouble: Trouble
    key: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finish:
    """How the spider ended: Scrapy's own word for it and the counts behind it."""

    reason: str
    requests: int
    responses: int
    errors: int


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source brought in one run, and the judgement of it.

    `documents` counts acts and pages in each language; pieces that only belong to one (a list
    entry, a further page) are in `pieces`. `new`, `changed` and `unchanged` add up to the two.
    """

    source: str
    outcome: Outcome
    reason: str | None
    documents: int
    pieces: int
    new: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    requests: int
    started_at: dt.datetime
    finished_at: dt.datetime
    notes: tuple[str, ...] = ()

    def count(self, trouble: Trouble) -> int:
        """Count the responses of one class of trouble."""
        return sum(problem.trouble is trouble for problem in self.problems)


def judge(
    expects: Expect,
    documents: int,
    problems: tuple[Problem, ...],
    finish: Finish | None,
    *,
    reach: dt.timedelta | None,
    stopped: str | None,
) -> tuple[Outcome, str | None]:
    """Judge a run by its counts: Scrapy calls every run finished and exits with 0.

    `reach` is how far back the run looked (`None`: without limit), `stopped` the reason for
    which the spider gave up, `finish` is missing where it never came to its end.
    """
    if stopped:
        return Outcome.FAILED, stopped
    if finish is None:
        return Outcome.FAILED, "the crawl broke off without a report"
    if finish.errors:
        return Outcome.FAILED, f"{finish.errors} errors in the spider: see the log"
    if finish.reason not in ("finished", "closespider_timeout"):
        return Outcome.FAILED, f"the spider ended with {finish.reason!r}"
    if not finish.responses:
        return Outcome.FAILED, "nothing answered"
    full = finish.reason == "finished" and (reach is None or reach >= FULL_REACH)
    if full and documents < expects.min_documents:
        return (
            Outcome.FAILED,
            f"{documents} documents, at least {expects.min_documents} are expected",
        )
    broken = sum(problem.trouble is not Trouble.GONE for problem in problems)
    if broken:
        return Outcome.WARNED, f"{broken} documents could not be fetched"
    if finish.reason == "closespider_timeout":
        return Outcome.WARNED, TIME_UP
    if documents > expects.max_documents:
        return (
            Outcome.WARNED,
            f"{documents} documents, at most {expects.max_documents} are expected",
        )
    return Outcome.OK, None
