"""What a crawler must see in an answer of the reference bank: no more than whether it is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.json_pages import json_object

Answer = Mapping[str, Any]

#: The expressions of an act, as the bank names them.
LANGUAGES = {"rus": Language.RU, "kaz": Language.KK}

#: What every document answer holds, and how it is found in the bytes.
FIELDS = {
    "title": r'"title"\s*:\s*\{',
    "day of adoption": r'"stateAgencyApprovalDate"\s*:\s*"\d{4}',
    "group number": r'"ngr"\s*:\s*"[A-Z]\d\d',
    "content": r'"content"\s*:\s*\[\s*\{',
}
#: An answer that has none of these is not one of the bank.
MARKS = ("id", "code", "metadata", "content")
#: No act has so many pages, and all of one are held until the last is there.
MOST_PAGES = 500


def edition(answer: Answer) -> str | None:
    """Name the edition an answer is of; the pages of one act share it."""
    return (answer.get("version") or {}).get("id")


def fault(number: str, earlier: Sequence[RawDocument], answer: Answer) -> str | None:
    """Say why an answer is not the act, or the page that follows on earlier ones, asked for.

    >>> fault("7", (), {"id": "7", "code": "8", "metadata": {"registryNumber": "7"}})
    "id, code and registryNumber are ['7', '8'], not 7"

    >>> fault("7", (), {"id": "7", "version": ["x"]})
    'version is of another shape'
    """
    if name := _misshapen(answer):
        return f"{name} is of another shape"
    metadata = answer.get("metadata") or {}
    given = (answer.get("id"), answer.get("code"), metadata.get("registryNumber"))
    numbers = {str(one) for one in given if one is not None}
    if numbers != {number}:
        return f"id, code and registryNumber are {sorted(numbers)}, not {number}"
    if not isinstance(answer.get("content"), list) or not answer["content"]:
        return "an act without content"
    if earlier and edition(answer) != edition(json_object(earlier[0].body) or {}):
        return "a further page is of another edition"
    return None


def _misshapen(answer: Answer) -> str | None:
    """Name what is not of the shape in which it is read further on, of what an answer holds."""
    version = answer.get("version")
    within = {"metadata": answer.get("metadata"), "version": version}
    if isinstance(version, dict):
        within["cause"] = version.get("cause")
    for name, value in within.items():
        if not isinstance(value, dict | None):
            return name
    for name in ("pagesCount", "versionsCount"):
        value = answer.get(name)
        if not isinstance(value, int | None):
            return name
    return "pagesCount" if (answer.get("pagesCount") or 1) > MOST_PAGES else None


def late_cause(answer: Answer, since: dt.date | None) -> int | None:
    """Name the act that caused the edition, where that is dated within the reach of a run.

    The day of an edition may be that of adoption or of entry into force: no date follows from it.

    >>> late_cause({"version": {"versionDate": "2026-03-19", "cause": {"code": "9"}}}, dt.date.min)
    9
    """
    version = answer.get("version") or {}
    code = str((version.get("cause") or {}).get("code") or "")
    dated = since and str(version.get("versionDate") or "") >= since.isoformat()
    return int(code) if dated and code.isdecimal() else None
