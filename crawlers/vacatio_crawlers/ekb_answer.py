"""What a crawler must see in an answer of the reference bank: no more than whether it is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

Answer = Mapping[str, Any]


def edition(answer: Answer) -> str | None:
    """Name the edition an answer is of; the pages of one act share it."""
    return (answer.get("version") or {}).get("id")


def fault(answer: Answer, number: str, of_edition: str | None) -> str | None:
    """Say why an answer is not the act, or the further page of the edition, asked for.

    >>> fault({"id": "7", "code": "8", "metadata": {"registryNumber": "7"}}, "7", None)
    "id, code and registryNumber are ['7', '8'], not 7"
    """
    metadata = answer.get("metadata") or {}
    given = (answer.get("id"), answer.get("code"), metadata.get("registryNumber"))
    numbers = {str(one) for one in given if one is not None}
    if numbers != {number}:
        return f"id, code and registryNumber are {sorted(numbers)}, not {number}"
    if not isinstance(answer.get("content"), list) or not answer["content"]:
        return "an act without content"
    if of_edition and edition(answer) != of_edition:
        return "a further page is of another edition"
    return None


def entries(answer: Answer | None) -> list[Answer] | None:
    """Give the entries of a search answer; `None` where it has none of the known shape.

    >>> entries({"list": [{"id": "7"}]}), entries({"list": [{"id": "../7"}]}), entries(None)
    ([{'id': '7'}], None, None)
    """
    found = answer.get("list") if answer else None
    if not isinstance(found, list):
        return None
    known = all(isinstance(one, dict) and str(one.get("id", "")).isdecimal() for one in found)
    return found if known else None


def portal_days(items: Sequence[Answer]) -> list[str]:
    """List the days on the portal that the entries of a search page give."""
    return [
        str(item["portalPublicationDate"]) for item in items if item.get("portalPublicationDate")
    ]


def in_order(days: Sequence[str], before: str | None) -> bool:
    """Tell whether days fall, from page to page too: then an older page ends the search.

    >>> in_order(["2026-03-19", "2026-03-18"], "2026-03-19"), in_order(["2026-03-20"], "2026-03-19")
    (True, False)
    """
    return list(days) == sorted(days, reverse=True) and not (before and days and days[0] > before)


def older(items: Sequence[Answer], since: dt.date | None) -> bool:
    """Tell whether every entry of a page was on the portal before a day; undated ones never are."""
    days = portal_days(items)
    return bool(since and days and len(days) == len(items) and max(days) < since.isoformat())
