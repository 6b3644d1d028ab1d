"""The words of a body without their markup: what stays equal when only the layout was changed."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator

from lxml import etree, html

#: Elements whose text is not for readers.
_UNREAD = ("script", "style", "noscript", "template")


def text_sha256(body: bytes, media_type: str) -> str:
    r"""Hash the normalised text of a body: no tags, no spaces, one way of writing each letter.

    Of JSON the values count, whatever their order and spacing; of HTML and XML the text for
    readers. A body of another kind has no text that is read without its reader: its hash is
    that of its bytes.

    >>> a = text_sha256("<p class=new>Статья\xa01.</p>".encode(), "text/html")
    >>> a == text_sha256("<div><p>Ста<b>тья</b> \n 1.</p></div>".encode(), "text/html")
    True
    >>> a == text_sha256("<p>Статья 2.</p>".encode(), "text/html")
    False
    >>> text_sha256(b'{"b": [1], "a": "x"}', "") == text_sha256(b'{"a":"x","b":[1]}', "")
    True
    """
    words = _words(body, media_type)
    if words is None:
        return hashlib.sha256(body).hexdigest()
    text = "".join(unicodedata.normalize("NFC", words).split())
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _words(body: bytes, media_type: str) -> str | None:
    """Read the words, by what the body is and not by what its server calls it."""
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        try:
            return "\n".join(_leaves(json.loads(body)))
        except (ValueError, RecursionError):
            return None
    if start[:1] == b"<":
        return _text(body)
    if media_type.startswith("text/"):
        return body.decode("utf-8", "replace")
    return None


def _leaves(value: object, name: str = "") -> Iterator[str]:
    match value:
        case dict():
            for key in sorted(value):
                yield from _leaves(value[key], str(key))
        case list():
            for one in value:
                yield from _leaves(one, name)
        case _:
            yield f"{name}: {value}"


def _text(body: bytes) -> str | None:
    try:
        body.decode()
    except ValueError:
        parser = html.HTMLParser()  # it looks for the encoding that the page declares
    else:
        parser = html.HTMLParser(encoding="utf-8")
    try:
        tree = html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    return str(tree.xpath("string()"))  # which knows no comments
