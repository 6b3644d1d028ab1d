"""From what a source sent, piece by piece, to the one answer a reader wants.

The archive keeps every piece as it came. What is joined here is a reading copy, made anew each
time: no piece is lost when the way of joining turns out to be wrong.

Pieces of an act of the reference bank (EKB), by key:

    222001/rus           the document answer (its first page)
    222001/rus/page-2    the further pages of a long act
    222001/rus/versions  the list of editions
    222001/item          the act's entry in the search answer, cut out byte for byte

The joined answer is the document answer with the `content` of all pages, and with the other two,
where they are there, under keys the bank does not use: `listItem` and `versions`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator

from vacatio_calendar.model import RawDocument

LIST_ITEM, VERSIONS = "listItem", "versions"


def joined(pieces: Iterable[RawDocument]) -> Iterator[RawDocument]:
    """Join pieces that come ordered by source and key; other documents pass unchanged.

    A long act of which a page is missing, or whose pages are of different editions, is left
    out: half an act would read as one that says nothing of its entry into force.
    """
    for (source, _), group in itertools.groupby(pieces, key=_whole):
        if source == "ekb":
            yield from _ekb({piece.key: piece for piece in group})
        else:
            yield from group


def _whole(piece: RawDocument) -> tuple[str, str]:
    return piece.source, piece.key.split("/", 1)[0]


def _ekb(pieces: dict[str, RawDocument]) -> Iterator[RawDocument]:
    for key, first in sorted(pieces.items()):
        number, _, expression = key.partition("/")
        if expression not in ("rus", "kaz"):
            continue
        pages = [first, *(pieces[name] for name in _further(key, pieces))]
        body = first.body.rstrip() if len(pages) == 1 else _one(pages)
        if body is None or not _complete(first, len(pages)):
            continue
        for name, piece in (
            (LIST_ITEM, pieces.get(f"{number}/item")),
            (VERSIONS, pieces.get(f"{key}/versions")),
        ):
            if piece:
                body = body[:-1] + f',"{name}":'.encode() + piece.body + b"}"
        if body == first.body.rstrip():
            yield first
        else:
            digest = hashlib.sha256(body).hexdigest()
            yield dataclasses.replace(first, body=body, sha256=digest)


def _further(key: str, pieces: dict[str, RawDocument]) -> list[str]:
    numbers = itertools.takewhile(lambda n: f"{key}/page-{n}" in pieces, itertools.count(2))
    return [f"{key}/page-{n}" for n in numbers]


def _complete(first: RawDocument, pages: int) -> bool:
    count = json.loads(first.body).get("pagesCount", 1)
    return bool(pages >= count)


def _one(pages: list[RawDocument]) -> bytes | None:
    answers = [json.loads(page.body) for page in pages]
    wanted = answers[0].get("pagesCount", 1)
    answers = answers[:wanted]
    if len({(answer.get("version") or {}).get("id") for answer in answers}) != 1:
        return None
    content = [node for answer in answers for node in answer["content"]]
    return json.dumps(answers[0] | {"content": content}, ensure_ascii=False).encode()
