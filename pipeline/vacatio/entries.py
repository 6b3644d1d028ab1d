"""What an entry of a source's list says: when it was listed, and which documents it means."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from vacatio_calendar.model import RawDocument

#: How the key of an entry ends (`222001#item`), as the spiders name it.
ENTRY = "#item"

_LANGUAGES = ("rus", "kaz")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its day at the source, if it has one, and the keys of what it leads to."""

    day: dt.date | None
    keys: tuple[str, ...]


def entry(document: RawDocument) -> Entry | None:
    """Read an entry of the reference bank's search answer; `None` for any other document.

    An act without a title in a language has no text in it.
    """
    number, mark, rest = document.key.partition(ENTRY)
    if document.source != "ekb" or not mark or rest or not document.body:
        return None
    try:
        told = json.loads(document.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    titles = told.get("summary")
    titles = titles if isinstance(titles, dict) else {}
    there = [one for one in _LANGUAGES if not titles or titles.get(one)]
    return Entry(_day(told.get("portalPublicationDate")), tuple(f"{number}/{one}" for one in there))


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
