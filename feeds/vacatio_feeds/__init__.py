"""Plain records to RSS, Atom and iCalendar bytes."""

from vacatio_feeds.errors import IncompleteRow, RepeatedIdentity
from vacatio_feeds.ical import ics
from vacatio_feeds.records import Entry, Event, Feed, Status, instant
from vacatio_feeds.rows import calendar_events, entry_of
from vacatio_feeds.syndicate import atom, rss

__all__ = [
    "Entry",
    "Event",
    "Feed",
    "IncompleteRow",
    "RepeatedIdentity",
    "Status",
    "atom",
    "calendar_events",
    "entry_of",
    "ics",
    "instant",
    "rss",
]
