"""What a feed is made of: plain frozen records, without any file or database behind them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from vacatio_calendar.model import Certainty, Confidence, Language

#: Noon in Almaty (UTC+5). At this hour of UTC it is the same civil day from UTC-7 to UTC+16.
HOUR = dt.time(7, 0, tzinfo=dt.UTC)


def instant(day: dt.date) -> dt.datetime:
    """Give the instant that stands for a civil day: its date in UTC and in Almaty is that day.

    >>> instant(dt.date(2026, 1, 6)).isoformat()
    '2026-01-06T07:00:00+00:00'
    """
    return dt.datetime.combine(day, HOUR)


class Status(StrEnum):
    """How firm a calendar event is (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or a calendar as a whole.

    ``id`` names it for ever; ``self_url`` is its own address, ``site_url`` the page for people.
    ``updated`` comes from the data (the newest change), never from the clock: it is what an
    empty feed shows. ``demo`` marks every title. ``archive_url`` is the page of the next
    older entries, and ``current_url``, set on such a page only, the feed it belongs to (RFC 5005).
    """

    id: str
    title: str
    description: str
    language: Language
    self_url: str
    site_url: str
    updated: dt.datetime
    demo: bool = False
    author: str = "vacatio"
    archive_url: str | None = None
    current_url: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One legal event as a feed announces it.

    ``civil_date`` is the day it became known: subscribers are told on that day, and the entry's
    instant falls on it in UTC. ``effective_on`` is the day in law, often in the future, which
    is why it is never the publication instant (readers hide what is dated ahead).
    ``guid`` comes from the legal event; ``replaces`` is the guid an entry corrects.
    """

    guid: str
    title: str
    summary: str
    link: str
    civil_date: dt.date
    kind: str
    effective_on: dt.date | None = None
    quote: str | None = None
    quote_language: Language | None = None
    certainty: Certainty | None = None
    confidence: Confidence | None = None
    replaces: str | None = None

    @property
    def updated(self) -> dt.datetime:
        """The instant of the entry, fixed by its civil date."""
        return instant(self.civil_date)


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day event of a calendar.

    ``end_day`` is the first day after it, the day after ``day`` where it is ``None``. ``uid`` is
    never reused; ``sequence`` grows, and ``last_modified`` moves, with each change of a date.
    A cancelled event is kept, so that calendars which hold it learn of it.
    """

    uid: str
    title: str
    summary: str
    day: dt.date
    last_modified: dt.datetime
    end_day: dt.date | None = None
    sequence: int = 0
    status: Status = Status.CONFIRMED
    url: str | None = None
    kind: str | None = None
