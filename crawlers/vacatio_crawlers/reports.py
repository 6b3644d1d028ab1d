"""What a source says of itself, and what a run of it brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from vacatio_calendar.model import RawDocument
from vacatio_crawlers.promises import Expect, Outcome

#: Takes a fetched document and says what it is to whoever keeps documents. One with the status
#: `UNMODIFIED` has no body: the one that is kept was met again.
Sink = Callable[[RawDocument], Literal["new", "changed", "unchanged"]]

#: By source and address, the key under which the last answer is kept, and what its server gave
#: with it: ETag and Last-Modified.
Validators = Mapping[str, Mapping[str, tuple[str, str, str]]]

#: The status of an answer that says: what you have is still what I give.
UNMODIFIED = 304

#: Stands in the key of a piece, behind the key of the document it belongs to.
PIECE = "#"

#: How far a first crawl looks back: the whole stock of a source would take it weeks.
FIRST_REACH = dt.timedelta(days=90)


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


class Trouble(StrEnum):
    """What can be wrong with one response.

    `BLOCKED` is an answer that is not the page (a shell, a captcha, a page far too short, a
    refusal): it stops the source. `GONE` is a plain 404 or 410, `BROKEN` all else.
    """

    BLOCKED = "blocked"
    GONE = "gone"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source and its promises, for the table of sources.

    `delay` is how many seconds lie between two requests to it.
    """

    name: str
    title: str
    publisher: str
    jurisdiction: str
    url: str
    expects: Expect
    required: bool
    standing: Standing
    robots: str
    delay: float
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
    """How the spider ended: Scrapy's own word for it, and the counts behind it.

    `errors` are exceptions in the spider and documents that could not be handed over; `newest`
    is the latest day that the source gives to a document, not after tomorrow.
    """

    reason: str
    requests: int
    responses: int
    errors: int
    newest: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source brought in one run, and the judgement of it.

    `documents` counts acts and pages in each language; pieces that only belong to one (a list
    entry, a further page) are in `pieces`. `new`, `changed` and `unchanged` add up to the two.
    `newest` is the latest day that the source gives to a document.
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
    newest: dt.date | None = None

    def count(self, trouble: Trouble) -> int:
        """Count the responses of one class of trouble."""
        return sum(problem.trouble is trouble for problem in self.problems)
