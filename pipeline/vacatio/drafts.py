"""The title and the link of a draft, and nothing else of it: no date may ever come of a draft."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree, html

from vacatio_calendar.model import RawDocument

#: A title is a line; whatever is longer is no title.
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept of a draft."""

    title: str
    url: str | None = None


def draft(raw: RawDocument) -> Draft | None:
    """Read the title and the link of an entry of a list of drafts; ``None`` if it has none.

    >>> import datetime as dt
    >>> row = b'<div><h3><a href="view?id=7">On <b>gardens</b></a></h3></div>'
    >>> at, url = dt.datetime(2026, 1, 6, tzinfo=dt.UTC), "https://example.org/list"
    >>> draft(RawDocument("legalacts", "list/7", url, at, "text/html", row, ""))
    Draft(title='On gardens', url='https://example.org/view?id=7')
    """
    if "json" in raw.media_type or raw.body.lstrip()[:1] == b"{":
        return _of_json(raw)
    try:
        tree = html.fragment_fromstring(raw.body.decode("utf-8", "replace"), create_parent=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    for link in tree.iter("a"):
        title = _line(link.text_content())
        if title:
            address = urljoin(raw.url, link.get("href") or "")
            return Draft(title, address if address.startswith(("http://", "https://")) else None)
    return None


def _of_json(raw: RawDocument) -> Draft | None:
    try:
        entry = json.loads(raw.body)
    except ValueError:
        return None
    title = _line(str(entry.get("title") or "")) if isinstance(entry, dict) else ""
    return Draft(title) if title else None


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
