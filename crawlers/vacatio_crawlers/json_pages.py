"""JSON answers, read only as far as a crawler must."""

from __future__ import annotations

import json
import re
from typing import Any

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")


def json_object(body: bytes) -> dict[str, Any] | None:
    """Read a JSON object; anything else gives `None`.

    >>> json_object(b'{"page": 1}')
    {'page': 1}
    >>> json_object(b'<html>') is None
    True
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def array_items(body: bytes, name: str) -> list[bytes]:
    """Cut the items of a top-level array out of a JSON object, byte for byte.

    >>> array_items(b'{"page":1, "list":[ {"id": 7}, {"id" :8}]}', "list")
    [b'{"id": 7}', b'{"id" :8}']
    """
    text = body.decode("utf-8-sig")
    at = _skip(text, 0) + 1
    while text[at := _skip(text, at)] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if key == name:
            return [item.encode() for item in _items(text, at + 1)]
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        at += text[at] == ","
    return []


def list_items(body: bytes) -> list[bytes]:
    """Cut the items of a JSON array out, byte for byte.

    >>> list_items(b' [ {"id": 7}, {"id" :8}]')
    [b'{"id": 7}', b'{"id" :8}']
    """
    text = body.decode("utf-8-sig")
    return [item.encode() for item in _items(text, _skip(text, 0) + 1)]


def _items(text: str, at: int) -> list[str]:
    items = []
    while text[at := _skip(text, at)] != "]":
        _, end = _DECODER.raw_decode(text, at)
        items.append(text[at:end])
        at = _skip(text, end)
        at += text[at] == ","
    return items


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match
    return match.end()
