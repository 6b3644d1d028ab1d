"""What a page of the reference bank's search says of where to go on."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vacatio_crawlers.days import first_day
from vacatio_crawlers.ekb_answer import LANGUAGES
from vacatio_crawlers.json_pages import array_items

Answer = Mapping[str, Any]

#: So many pages of older acts in a row end a search that does not keep its order.
PATIENCE = 25
#: As long after its adoption an act without a day on the portal may still be a new one.
LATE = dt.timedelta(days=365)
#: No act came to the portal before there was the republic: such a day is a slip, not an old act.
EARLIEST = "1991"
_ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Entry:
    """An act in the search: its id, the entry as sent, the languages to fetch it in, if any."""

    number: str
    as_sent: bytes
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a search goes, and where it stands.

    `before` is the day of the last entry of the page before, `older` how many pages in a row
    held only older acts.
    """

    since: dt.date | None
    until: dt.date | None
    page: int = 1
    before: str | None = None
    older: int = 0


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of the search.

    `entries` are those from the first day on that is looked for, to follow up to the last such
    day; `named` are the ids of all entries, `listed` of those within the days; `newest` is the
    latest day on the portal, `following` the page to ask for next, if any.
    """

    entries: tuple[Entry, ...]
    named: frozenset[int]
    listed: frozenset[int]
    newest: dt.date | None
    in_order: bool
    following: Reach | None


def query(page: int) -> dict[str, Any]:
    """Word the request for a page, the acts that came to the portal last first."""
    order = {"field": "portalPublicationDate", "desc": True}
    body = json.dumps({"page": page, "limit": 20, "sortBy": order}).encode()
    return {"method": "POST", "body": body, "headers": {"Content-Type": "application/json"}}


def read(answer: Answer | None, body: bytes, reach: Reach) -> SearchPage | None:
    """Read a page; `None` means that it is none of the known shape.

    A search ends with a page that holds nothing but older acts; where the days do not fall from
    entry to entry, or are missing, only after many such pages: an act may appear long after its
    adoption.
    """
    items = entries(answer)
    if answer is None or items is None:
        return None
    days = [str(one["portalPublicationDate"]) for one in items if one.get("portalPublicationDate")]
    since, before = reach.since, reach.before
    in_order = days == sorted(days, reverse=True) and not (before and days and days[0] > before)
    wanted = [item for item in items if _in_reach(item, since, reach.until)]
    newest = _newest(days)
    past = bool(since and not wanted and not (newest and newest > since))
    older = reach.older + 1 if past else 0
    ends = older >= (1 if in_order and newest else PATIENCE)
    last = days[-1] if days else before
    following = replace(reach, page=reach.page + 1, before=last, older=older)
    more = items and not ends and reach.page < int(answer.get("pageCount") or 1)
    return SearchPage(
        entries=tuple(
            Entry(str(item["id"]), as_sent, _given(item) if item in wanted else ())
            for item, as_sent in zip(items, array_items(body, "list"), strict=True)
            if _in_reach(item, since, None)
        ),
        named=frozenset(int(item["id"]) for item in items),
        listed=frozenset(int(item["id"]) for item in wanted),
        newest=newest,
        in_order=in_order,
        following=following if more else None,
    )


def entries(answer: Answer | None) -> list[Answer] | None:
    """Give the entries of a search answer; `None` where it has none of the known shape.

    >>> entries({"list": [{"id": "7"}]}), entries({"list": [{"id": "../7"}]}), entries(None)
    ([{'id': '7'}], None, None)
    """
    found = answer.get("list") if answer else None
    if answer is None or not isinstance(found, list):
        return None
    if not isinstance(answer.get("pageCount"), int | None):
        return None
    known = all(isinstance(one, dict) and _ID.fullmatch(str(one.get("id"))) for one in found)
    return found if known else None


def _given(item: Answer) -> tuple[str, ...]:
    titles = item.get("summary")
    if not titles or not isinstance(titles, dict):
        return tuple(LANGUAGES)
    return tuple(one for one in LANGUAGES if titles.get(one))


def _in_reach(item: Answer, since: dt.date | None, until: dt.date | None) -> bool:
    """Tell whether an entry came to the portal between two days.

    Of one without a day, or with one that cannot be true, the adoption tells an act that may be
    new from the old ones that never had a day.
    """
    day = str(item.get("portalPublicationDate") or "")
    if day < EARLIEST:
        adopted = str(item.get("stateAgencyApprovalDate") or "")
        return not (since and EARLIEST < adopted < (since - LATE).isoformat())
    return not (since and day < since.isoformat()) and not (until and day > until.isoformat())


def _newest(days: Sequence[str]) -> dt.date | None:
    found = (first_day(day) for day in days if day > EARLIEST)  # a slip of the bank is no day
    return max((day for day in found if day), default=None)
