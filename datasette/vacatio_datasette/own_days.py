"""The day of each provision that has one of its own, told by its identifier."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from vacatio_calendar import carried_by
from vacatio_datasette.legal_values import Legal
from vacatio_datasette.reading import Row

#: What the parts of an identifier are called in the words that staged norms are read from.
_UNITS = {
    "att": "приложение {}",
    "part": "часть {}",
    "sec": "раздел {}",
    "chp": "глава {}",
    "art": "статья {}",
    "para": "пункт {}",
    "subpara": "подпункт {})",
    "indent": "абзац {}",
}
_PART = re.compile(r"([a-z]+)_([0-9]+(?:-[0-9]+)?)")


def address_of(eid: str) -> str | None:
    """Say the identifier of a provision as its address; ``None`` where a part has no number.

    >>> address_of("art_3__para_2"), address_of("preamble")
    ('статья 3, пункт 2', None)
    """
    words = []
    for part in eid.split("__"):
        found = _PART.fullmatch(part)
        if found is None or found[1] not in _UNITS:
            return None
        words.append(_UNITS[found[1]].format(found[2]))
    return ", ".join(words)


def own_days(legal: Legal, provisions: Iterable[Row]) -> Mapping[str, dt.date]:
    """Give the day of each provision that applies from another day than the act, by its row id.

    A provision whose day cannot be told for certain has none here.
    """
    if all(entry.provisions is None for entry in legal.entries):
        return {}
    found: dict[str, dt.date] = {}
    for row in provisions:
        address = address_of(str(row["eid"]))
        entry = carried_by(address, legal.entries) if address else None
        if entry is not None and entry.provisions is not None and entry.on is not None:
            found[str(row["id"])] = entry.on
    return found
