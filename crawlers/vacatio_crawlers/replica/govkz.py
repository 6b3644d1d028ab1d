"""Entries of the shape the documents API of gov.kz gives: orders as ministries post them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from vacatio_crawlers.replica.acts import ReplicaAct, Stock
from vacatio_crawlers.replica.ekb import Answer

_PATH = "/api/v1/public/content-manager/documents"
#: An order is posted so long after it was signed.
_LAG = dt.timedelta(days=5)
#: No page has more entries, whatever is asked for.
_MOST = 6
_LATER = re.compile(r"gt:(\S+)")


def entries(target: str, stock: Stock) -> Answer | None:
    """Answer `GET …/content-manager/documents`; `None` for other addresses."""
    parts = urlsplit(target)
    if parts.path != _PATH:
        return None
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    after = asked.get("created_date")
    later = _LATER.fullmatch(after) if after else None
    if after and not later:
        return 500, {"message": "Internal Server Error"}  # as `gte:` does
    found = [_entry(act) for act in stock if _posts(act) and asked.get("projects") == "mdai"]
    if later:
        found = [
            one
            for one in found
            if dt.datetime.fromisoformat(one["created_date"])
            > dt.datetime.fromisoformat(later[1].replace("Z", "+00:00"))
        ]
    found.sort(key=lambda one: str(one["created_date"]), reverse=True)
    size, page = min(int(asked.get("size", "10")), _MOST), int(asked.get("page", "1"))
    return 200, found[(page - 1) * size : page * size]


def _posts(act: ReplicaAct) -> bool:
    return "ПРИК" in act.types and "rus" in act.expressions


def _entry(act: ReplicaAct) -> dict[str, Any]:
    day, title = act.adopted + _LAG, act.expressions["rus"].title
    return {
        "id": int(act.id) + 370_000,
        "title": f'Приказ №{act.number} от {act.adopted:%d.%m.%Y} года "{title}"',
        "created_date": f"{day.isoformat()}T18:59:00.000+00:00",
        "gosorgan": {"items": [{"project_name": "Министерство цифрового развития"}]},
        "activities": {"items": [{"title": "Приказы"}]},
    }
