"""Lists of the structure of the portal of the Eurasian Economic Union, with invented acts."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit

from vacatio_crawlers.replica.acts import Stock

_ROWS = 5
#: So many acts has each sphere.
_SPHERES = {110: 12, 111: 7, 112: 9}


def page(target: str, stock: Stock) -> str | None:
    """Answer the address of a list; `None` for other addresses."""
    parts = urlsplit(target)
    if parts.path != "/documents/":
        return None
    asked = parse_qs(parts.query)
    sphere = int(asked.get("filter_sphere[0]", ["0"])[0])
    number = int(asked.get("PAGEN_1", ["1"])[0])
    total = _SPHERES.get(sphere, 0)
    last = max(1, -(-total // _ROWS))
    first = (min(number, last) - 1) * _ROWS  # beyond the last page the last one comes again
    rows = "".join(_row(sphere, n) for n in range(first, min(first + _ROWS, total)))
    return (
        '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"></head><body>'
        f'<div class="SearchResult_Heading__Counter">Найдено: <b>{total}</b></div>'
        f'<div class="DocSearchResult">{rows}</div></body></html>\n'
    )


def _row(sphere: int, n: int) -> str:
    adopted = dt.date(2026, 1 + n % 9, 3 + n)
    published = adopted + dt.timedelta(days=4)
    # A misspelt year, as official registers have them: whoever reads a row has to weigh its dates.
    force = f"{published + dt.timedelta(days=30):%d.%m.}{1018 if n == 4 else published.year}"
    return (
        f'<div class="DocSearchResult_Item"><a class="DocSearchResult_Item__Link" '
        f'href="/documents/{sphere + 50}/{9000 + n}/">Решение Коллегии № {n + 1}</a>'
        f'<div class="DocSearchResult_Item__Text">О садовом инвентаре, часть {n + 1}</div>'
        f'<div class="DocSearchResult_Item__Date">{adopted:%d.%m.%Y}</div>'
        f'<div class="DocSearchResult_Item__Dates"><span>Принят: {adopted:%d.%m.%Y}</span>'
        f"<span>Опубликован: {published:%d.%m.%Y}</span>"
        f"<span>Вступает в силу: {force}</span></div></div>"
    )
