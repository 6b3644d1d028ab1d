"""Write iCalendar (RFC 5545, RFC 7986): all-day events that no time zone can move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import assert_never

import icalendar

from vacatio_feeds.errors import RepeatedIdentity
from vacatio_feeds.records import Event, Feed, Status
from vacatio_feeds.text import block, line
from vacatio_feeds.words import Words, words

PRODUCT = "-//vacatio//effective dates//EN"
#: How often a subscriber is asked to look again: publications come once a day.
REFRESH = dt.timedelta(hours=12)
#: When an event reminds of itself, counted from the midnight it begins at.
ALARMS = (dt.timedelta(days=6, hours=15), dt.timedelta(hours=15))
#: The longest line, without its end.
OCTETS = 75
END = "END:VCALENDAR\r\n"
END_EVENT = "END:VEVENT\r\n"


def ics(
    calendar: Feed,
    events: Sequence[Event],
    printed: dict[str, str] | None = None,
    *,
    alarms: bool = False,
) -> bytes:
    """Write a calendar of all-day events, in the order of their days.

    The order of ``events`` does not matter. ``printed`` remembers each event by its uid, for
    calendars that share events; with ``alarms`` each event reminds a week and a day before, at
    nine in the morning. Raises ``RepeatedIdentity`` if two share a uid.
    """
    say = words(calendar.language)
    mark = f"{say.demo} · " if calendar.demo else ""
    out = icalendar.Calendar()
    out.add("prodid", PRODUCT)
    out.add("version", "2.0")
    out.add("calscale", "GREGORIAN")
    out.add("method", "PUBLISH")
    out.add("uid", line(calendar.id))
    title = line(mark + calendar.title)
    about = line(calendar.description)
    out.add("name", title)
    out.add("x-wr-calname", title)  # what calendar programs read in place of NAME
    out.add("description", about)
    out.add("x-wr-caldesc", about)
    out.add("url", calendar.site_url)
    out.add("source", calendar.self_url, parameters={"VALUE": "URI"})
    out.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    out.add("x-published-ttl", icalendar.vDuration(REFRESH))
    latest = max((event.last_modified for event in events), default=calendar.updated)
    out.add("last-modified", latest.astimezone(dt.UTC))
    known = {} if printed is None else printed
    body = "".join(_print(event, mark, say, known, alarms=alarms) for event in _ordered(events))
    return f"{out.to_ical().decode().removesuffix(END)}{body}{END}".encode()


def _print(event: Event, mark: str, say: Words, printed: dict[str, str], *, alarms: bool) -> str:
    found = printed.get(event.uid)
    kind = say.of_kind(event.kind) if event.kind else None
    if found is None:
        found = _component(event, mark, kind)
        printed[event.uid] = found
    if not alarms or event.status is Status.CANCELLED:
        return found
    return f"{found.removesuffix(END_EVENT)}{_alarms(kind or 'vacatio')}{END_EVENT}"


@cache
def _alarms(title: str) -> str:
    found = []
    for before in ALARMS:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -before)
        found.append(alarm.to_ical().decode())
    return "".join(found)


def _ordered(events: Sequence[Event]) -> list[Event]:
    seen: set[str] = set()
    for event in events:
        if event.uid in seen:
            raise RepeatedIdentity(event.uid)
        seen.add(event.uid)
    return sorted(events, key=lambda event: (event.day, event.uid))


def _component(event: Event, mark: str, kind: str | None) -> str:
    """Write one event.

    icalendar folds letter by letter, which costs half a millisecond an event: of calendars with
    twenty thousand, minutes. The lines are therefore put together here (RFC 5545, 3.1, 3.3.11).
    """
    changed = f"{event.last_modified.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    end = event.end_day or event.day + dt.timedelta(days=1)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escaped(line(event.uid))}",
        # DTSTAMP is the time of the change, not of the writing: same values, same bytes.
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART;VALUE=DATE:{_date(event.day)}",
        f"DTEND;VALUE=DATE:{_date(end)}",
        f"SUMMARY:{_escaped(line(mark + event.title))}",
        f"DESCRIPTION:{_escaped(block(event.summary))}",
        f"STATUS:{_status(event.status)}",
        "TRANSP:TRANSPARENT",  # a law takes nobody's day
        "CLASS:PUBLIC",
    ]
    if kind is not None:
        lines.append(f"CATEGORIES:{_escaped(kind)}")
    if event.url is not None:
        lines.append(f"URL:{line(event.url)}")
    return "".join(f"{_folded(each)}\r\n" for each in lines) + END_EVENT


def _date(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(text: str) -> str:
    """Fold a line at 75 octets, never inside a character."""
    octets = text.encode()
    if len(octets) <= OCTETS:
        return text
    parts, start, room = [], 0, OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        parts.append(octets[start:end])
        start, room = end, OCTETS - 1  # a folded line begins with a space
    return b"\r\n ".join((*parts, octets[start:])).decode()


def _status(status: Status) -> str:
    match status:
        case Status.CONFIRMED:
            return "CONFIRMED"
        case Status.TENTATIVE:
            return "TENTATIVE"
        case Status.CANCELLED:
            return "CANCELLED"
        case _:
            assert_never(status)
