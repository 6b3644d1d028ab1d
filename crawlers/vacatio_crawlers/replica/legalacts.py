"""Lists of drafts of the structure of Open legal acts: five rows a page, cards closed."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs, urlsplit

from vacatio_crawlers.replica.acts import Stock

_ROWS = 5
#: Each list with the address its rows lead to, and whether it is of drafts.
_LISTS = {"/list": ("/npa/view", True), "/Arvlist": ("/npa/viewArvConclusion", False)}


def page(target: str, stock: Stock) -> str | None:
    """Answer the address of a list; `None` for other addresses."""
    parts = urlsplit(target)
    if parts.path not in _LISTS:
        return None
    leads_to, drafts = _LISTS[parts.path]
    number = int(parse_qs(parts.query).get("page", ["1"])[0])
    acts = [act for act in stock if "kaz" in act.expressions and ("ПРИК" in act.types or drafts)]
    total = max(1, -(-len(acts) // _ROWS))
    rows = "".join(
        f'<div class="row-item"><h3><a href="{leads_to}?id={int(act.id) + 15_000_000}">'
        f"{escape(act.expressions['kaz'].title)}</a></h3>"
        f"<p><small>Құрылған күні: <b>{act.adopted:%d/%m/%Y}</b></small></p></div>"
        for act in acts[(number - 1) * _ROWS : number * _ROWS]
    )
    return (
        '<!DOCTYPE html><html lang="kk"><head><meta charset="utf-8"></head><body>'
        f'<div class="container"><div class="contentlist">{rows}</div></div>'
        f"<script>$('#pages').twbsPagination({{ totalPages: {total}, startPage: {number} }});"
        "</script></body></html>\n"
    )
