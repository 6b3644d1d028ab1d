"""From what a source sent, piece by piece, to the one answer a reader wants.

A key with a `#` is that of a piece, which belongs to the document named before it.

The archive keeps every piece as it came. What is joined here is a reading copy, made anew each
time: no piece is lost when the way of joining turns out to be wrong.

Pieces of an act of the reference bank (EKB), by key:

    222001/rus           the document answer (its first page)
    222001/rus#page-2    the further pages of a long act
    222001/rus#versions  the list of editions, kept for its own sake
    222001#item          the act's entry in the search answer, cut out byte for byte

The joined answer is the document answer with the `content` of all its pages, and with those days
of publication that only the entry in the search answer gives.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vacatio_calendar.model import RawDocument
from vacatio_crawlers.ekb_answer import MOST_PAGES, edition
from vacatio_crawlers.json_pages import json_object
from vacatio_crawlers.reports import PIECE

#: The bank gives these in its search answers, and only sometimes in the document answer too.
_DAYS_OF_THE_LIST = ("initialPublicationDate", "portalPublicationDate")


def joined(pieces: Iterable[RawDocument]) -> Iterator[RawDocument]:
    """Join pieces that come ordered by source and key into documents.

    A long act of which a page is missing, or whose pages are of different editions, passes as
    its first page alone, whose `pagesCount` says that it is not whole: it must not read as an
    act that is silent on its entry into force.
    """
    for (source, _), group in itertools.groupby(pieces, key=_whole):
        pieces_by_key = {piece.key: piece for piece in group}
        whole = (one for key, one in pieces_by_key.items() if PIECE not in key)
        yield from _acts(whole, pieces_by_key) if source == "ekb" else whole


def whole(key: str) -> str:
    """Name what a key and its pieces belong to: the act of a page, of an expression, of an entry.

    >>> whole("222001/rus#page2"), whole("222001#item")
    ('222001', '222001')
    """
    return re.split(f"[/{PIECE}]", key, maxsplit=1)[0]


def _whole(piece: RawDocument) -> tuple[str, str]:
    return piece.source, whole(piece.key)


def _acts(
    firsts: Iterable[RawDocument], pieces: Mapping[str, RawDocument]
) -> Iterator[RawDocument]:
    for first in firsts:
        key, number = first.key, first.key.partition("/")[0]
        answer = json_object(first.body)
        if answer is None:  # whoever reads it says why it cannot be read
            yield first
            continue
        whole = _with_all_pages(answer, key, pieces)
        item = pieces.get(f"{number}{PIECE}item")
        entry = (json_object(item.body) if item else None) or {}
        days = {
            name: entry[name]
            for name in _DAYS_OF_THE_LIST
            if entry.get(name) and not answer.get(name)
        }
        yield first if whole is answer and not days else _copy(first, whole | days)


def _with_all_pages(
    answer: dict[str, Any], key: str, pieces: Mapping[str, RawDocument]
) -> dict[str, Any]:
    """Put the content of all pages into the first, where they are all there."""
    count = answer.get("pagesCount") or 1
    if not isinstance(count, int) or not 1 < count <= MOST_PAGES:
        return answer
    names = [f"{key}{PIECE}page-{n}" for n in range(2, count + 1)]
    if not all(name in pieces for name in names):
        return answer
    pages = [answer, *(json_object(pieces[name].body) or {} for name in names)]
    if len({edition(page) for page in pages}) != 1:
        return answer
    content = [node for page in pages for node in page["content"]]
    return answer | {"content": content, "pagesCount": 1}


def _copy(first: RawDocument, answer: Mapping[str, Any]) -> RawDocument:
    words = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    body = words.encode(errors="surrogatepass")  # half a letter: whoever reads it will refuse it
    return dataclasses.replace(first, body=body, sha256=hashlib.sha256(body).hexdigest())
