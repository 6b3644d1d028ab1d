"""Acts of another legal order, with the days its own portal states: kept as said, never computed.

The rules of Kazakhstan do not count for the acts of the Eurasian Economic Union, so no day is
derived, compared or told to anybody; one that cannot be read stays in the words it was printed in.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree, html

from vacatio.store import Row
from vacatio_calendar.model import RawDocument

#: How the portal words its three days, and the columns they are. A day stands right behind.
DAYS = {
    "adopted_on": re.compile(r"приня(?:т\w*|тия)\s*:?\s*(\d{2}\.\d{2}\.\d{4})"),
    "published_on": re.compile(r"опубликован\w*\s*:?\s*(\d{2}\.\d{2}\.\d{4})"),
    "in_force_on": re.compile(r"вступ\w+ в силу\s*:?\s*(\d{2}\.\d{2}\.\d{4})"),
}

#: The Union's forerunners are no older, and no act is to wait longer.
YEARS = range(1991, 2100)


@dataclass(frozen=True, slots=True)
class UnionAct:
    """One row of a list: days are ISO text, `None` where the row does not state them.

    ``stated`` are the words in which the portal gives its days.
    """

    title: str
    about: str | None
    stated: str | None
    adopted_on: str | None
    published_on: str | None
    in_force_on: str | None
    url: str | None

    def row(self, document_id: str, source: str) -> Row:
        """Give it as a row of the table `union_acts`."""
        return {
            "id": document_id,
            "document_id": document_id,
            "source": source,
            "title": self.title,
            "about": self.about,
            "adopted_on": self.adopted_on,
            "published_on": self.published_on,
            "in_force_on": self.in_force_on,
            "stated": self.stated,
            "url": self.url,
        }


def union_act(raw: RawDocument) -> UnionAct | None:
    """Read a row of a list; ``None`` if it has no title.

    >>> row = (
    ...     '<div><a class="DocSearchResult_Item__Link" href="/documents/4/7/">Решение № 41</a>'
    ...     '<div class="DocSearchResult_Item__Dates"><span>Дата принятия: 14.04.2026</span></div>'
    ...     '</div>'
    ... )
    >>> at, url = dt.datetime(2026, 5, 1, tzinfo=dt.UTC), "https://example.org/list"
    >>> read = union_act(RawDocument("eaeu", "4/7", url, at, "text/html", row.encode(), ""))
    >>> read.title, read.adopted_on, read.in_force_on, read.url
    ('Решение № 41', '2026-04-14', None, 'https://example.org/documents/4/7/')
    """
    try:
        tree = html.fragment_fromstring(raw.body.decode("utf-8", "replace"), create_parent=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    title = _words(tree, "DocSearchResult_Item__Link")
    if title is None:
        return None
    stated = _words(tree, "DocSearchResult_Item__Dates")
    links = tree.find_class("DocSearchResult_Item__Link")
    address = urljoin(raw.url, links[0].get("href") or "")
    days = {column: _day((stated or "").lower(), label) for column, label in DAYS.items()}
    return UnionAct(
        title=title,
        about=_words(tree, "DocSearchResult_Item__Text"),
        stated=stated,
        url=address if address.startswith(("http://", "https://")) else None,
        **days,
    )


def _words(tree: html.HtmlElement, name: str) -> str | None:
    found = tree.find_class(name)
    return " ".join(found[0].text_content().split()) or None if found else None


def _day(stated: str, worded: re.Pattern[str]) -> str | None:
    """Read the day behind its label; one that no calendar has, or of another age, is none."""
    match = worded.search(stated)
    if match is None:
        return None
    try:
        day = dt.datetime.strptime(match[1], "%d.%m.%Y").date()
    except ValueError:
        return None
    return day.isoformat() if day.year in YEARS else None
