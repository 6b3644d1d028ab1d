"""Plain records to RSS, Atom, JSON Feed, iCalendar and OPML bytes."""

from vacatio_feeds.answer import FORMATS, MissingColumns, answer
from vacatio_feeds.archive import paged, sliced
from vacatio_feeds.errors import IncompleteRow, RepeatedIdentity
from vacatio_feeds.ical import ics
from vacatio_feeds.json_feed import json_feed
from vacatio_feeds.opml import opml
from vacatio_feeds.page import STYLE, page
from vacatio_feeds.pieces import pieces
from vacatio_feeds.records import Entry, Event, Feed, Status, instant
from vacatio_feeds.rows import calendar_events, entry_of
from vacatio_feeds.syndicate import atom, rss

__all__ = [
    "FORMATS",
    "STYLE",
    "Entry",
    "Event",
    "Feed",
    "IncompleteRow",
    "MissingColumns",
    "RepeatedIdentity",
    "Status",
    "answer",
    "atom",
    "calendar_events",
    "entry_of",
    "ics",
    "instant",
    "json_feed",
    "opml",
    "page",
    "paged",
    "pieces",
    "rss",
    "sliced",
]
