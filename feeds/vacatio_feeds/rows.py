"""From rows of the table ``events`` to records: one row one entry, one chain one calendar event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from urllib.parse import quote
from zoneinfo import ZoneInfo

from vacatio_calendar.model import Certainty, Confidence
from vacatio_feeds.errors import IncompleteRow
from vacatio_feeds.records import Entry, Event, Status, instant

Row = Mapping[str, object]

#: A moment of the archive becomes a civil day in the country's own zone.
_ZONE = ZoneInfo("Asia/Almaty")

#: Kinds of events that belong in a calendar: days on which something starts or stops to apply.
DATED = frozenset(
    {
        "enters_into_force",
        "applies",
        "ends",
        "expired",
        "repealed",
        "suspended",
        "resumed",
        "postponed",
        "deadline",
    }
)


def entry_of(row: Row, *, site_url: str) -> Entry:
    """Turn one row of ``events`` into a feed entry that links to the act's page.

    >>> entry_of(
    ...     {"id": "8d4c", "act_id": "kz/law/2025-11-17/230-viii", "kind": "published",
    ...      "known_on": "2025-11-18", "title": "Law 230-VIII", "summary": "Published."},
    ...     site_url="https://example.org/",
    ... ).link
    'https://example.org/act/kz/law/2025-11-17/230-viii'
    """
    certainty, confidence = _text(row, "certainty"), _text(row, "confidence")
    return Entry(
        guid=_required(row, "id"),
        title=_text(row, "title") or _required(row, "act_id"),
        summary=_text(row, "summary") or "",
        link=act_url(_required(row, "act_id"), site_url),
        civil_date=_day(_required(row, "known_on")),
        kind=_required(row, "kind"),
        effective_on=_optional_day(row, "effective_on"),
        quote=_text(row, "quote"),
        certainty=Certainty(certainty) if certainty else None,
        confidence=Confidence(confidence) if confidence else None,
        replaces=_text(row, "replaces"),
    )


def calendar_events(
    rows: Iterable[Row], *, site_url: str, kinds: frozenset[str] = DATED
) -> tuple[Event, ...]:
    """Fold rows of ``events`` into calendar events, one for each chain of corrections.

    The first announcement gives the UID, each correction one SEQUENCE more; a correction that
    leaves no date cancels the event on the day it last had. Chains that never had a date, and
    those whose first announcement is of another kind, give nothing.
    """
    by_id = {_required(row, "id"): row for row in rows}
    chains: dict[str, list[tuple[int, str]]] = {}
    for identity in by_id:
        first, corrections = _first_of(identity, by_id)
        chains.setdefault(first, []).append((corrections, identity))
    events = (
        _event(first, [by_id[identity] for _, identity in sorted(chain)], site_url)
        for first, chain in sorted(chains.items())
        if _required(by_id[first], "kind") in kinds
    )
    return tuple(event for event in events if event is not None)


def _first_of(identity: str, by_id: Mapping[str, Row]) -> tuple[str, int]:
    """Follow corrections to the first announcement, count them; a ring ends where it began."""
    seen = {identity}
    while (before := _text(by_id[identity], "replaces")) in by_id and before not in seen:
        identity = str(before)
        seen.add(identity)
    return identity, len(seen) - 1


def act_url(act_id: str, site_url: str) -> str:
    """Give the address of an act's page on the site.

    >>> act_url("kz/order/maidr/2025-12-22/672-nq", "https://example.org")
    'https://example.org/act/kz/order/maidr/2025-12-22/672-nq'
    """
    return f"{site_url.rstrip('/')}/act/{quote(act_id)}"


def _event(first: str, chain: list[Row], site_url: str) -> Event | None:
    last = chain[-1]
    days = [day for row in chain if (day := _optional_day(row, "effective_on")) is not None]
    if not days:
        return None
    cancelled = _optional_day(last, "effective_on") is None
    return Event(
        uid=f"{first}@vacatio",
        title=_text(last, "title") or _required(last, "act_id"),
        summary=_text(last, "summary") or "",
        day=days[-1],
        last_modified=instant(_day(_required(last, "known_on"))),
        sequence=len(chain) - 1,
        status=Status.CANCELLED if cancelled else _status(last),
        url=act_url(_required(last, "act_id"), site_url),
        kind=_required(chain[0], "kind"),
    )


def _status(row: Row) -> Status:
    sure = _text(row, "confidence") == Confidence.CONFIRMED
    return Status.CONFIRMED if sure else Status.TENTATIVE


def _text(row: Row, column: str) -> str | None:
    value = row.get(column)
    return str(value) if value is not None and value != "" else None


def _required(row: Row, column: str) -> str:
    value = _text(row, column)
    if value is None:
        raise IncompleteRow(str(row.get("id")), column)
    return value


def _optional_day(row: Row, column: str) -> dt.date | None:
    value = _text(row, column)
    return None if value is None else _day(value)


def _day(value: str) -> dt.date:
    """Read a civil date, or the civil date in Almaty of an instant."""
    if len(value) == len("2026-01-06"):
        return dt.date.fromisoformat(value)
    moment = dt.datetime.fromisoformat(value)
    return (moment.astimezone(_ZONE) if moment.tzinfo else moment).date()
