"""Bytes to text by the declared encoding, or UTF-8: never by a guess."""

from __future__ import annotations

import codecs
import re

from vacatio_parser.errors import UnreadableInput

# The encodings Kazakhstan's pages and files have been written in. Python knows more, but some of
# those are no character encodings (zip, rot13) and some take quadratic time (punycode).
_KNOWN = frozenset(
    codecs.lookup(name).name
    for name in [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "ascii",
        "cp1251",
        "cp1252",
        "kz1048",
        "ptcp154",
        "koi8-r",
        "koi8-u",
        "cp866",
        "mac-cyrillic",
        "iso8859-1",
        "iso8859-5",
    ]
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
# Control characters that no text holds: a file with one of them is binary.
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_BINARY = re.compile(f"[{re.escape(_CONTROLS.decode())}]")


def declared_charset(media_type: str | None) -> str | None:
    """Read the charset parameter of a media type.

    >>> declared_charset('text/html; charset="windows-1251"')
    'windows-1251'
    """
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type or "", re.IGNORECASE)
    return match[1] if match else None


def meta_charset(body: bytes) -> str | None:
    """Read the encoding an HTML page declares in its first 2 KB."""
    match = _META.search(body[:2048])
    return match[1].decode("ascii", "replace") if match else None


def decode(body: bytes, charset: str | None) -> str:
    """Decode bytes strictly: a byte-order mark first, then the declared encoding, else UTF-8.

    Raises:
        UnreadableInput: the encoding is unknown, or the bytes are not valid in it.

    >>> decode("Заң".encode(), None)
    'Заң'
    """
    encoding = next((name for mark, name in _MARKS if body.startswith(mark)), charset or "utf-8")
    try:
        known = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        known = ""
    if known not in _KNOWN:
        raise UnreadableInput(f"the declared encoding {encoding!r} is not known")
    try:
        text = body.decode(known)
    except UnicodeDecodeError as error:
        if b"\0" in body[:4096]:
            raise UnreadableInput("the file is binary, not text") from error
        declared = "" if charset else ", and no other encoding is declared"
        raise UnreadableInput(f"byte {error.start} is not valid {encoding}{declared}") from error
    # A byte of such a value stands for itself in every known encoding but UTF-16.
    bare = len(body.translate(None, _CONTROLS)) == len(body) and not known.startswith("utf-16")
    if not bare and _BINARY.search(text):
        raise UnreadableInput("the file is binary, not text")
    return text
