"""Make text from outside safe for XML and iCalendar: what neither can hold, or a reader abuses."""

from __future__ import annotations

import re

#: Not characters of XML 1.0 (2.2): controls, lone surrogates, noncharacters; and the C1 controls
#: and bidirectional overrides, which are legal there but let a title pass for another.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)
_SPACE = re.compile(r"\s+")
_MANY_LINES = re.compile(r"\n{3,}")

#: Bounds in characters: a title is a line, a summary a paragraph, a quotation a page.
TITLE = 500
SUMMARY = 4_000
QUOTE = 4_000


def clean(text: str) -> str:
    r"""Drop the characters that XML forbids; keep lines.

    >>> clean("a\x00b\r\nc")
    'ab\nc'
    """
    kept = _UNWANTED.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _MANY_LINES.sub("\n\n", kept)


def shorten(text: str, limit: int) -> str:
    """Cut a text at the last word before a limit and say so by an ellipsis.

    >>> shorten("one two three", 9)
    'one two…'
    """
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head).rstrip() + "…"


def line(text: str, limit: int = TITLE) -> str:
    r"""Make one clean line of bounded length, never empty.

    >>> line("On  \n Informatization\x07")
    'On Informatization'
    """
    return shorten(_SPACE.sub(" ", clean(text)).strip(), limit) or "—"


def block(text: str, limit: int = SUMMARY) -> str:
    """Make a clean text of bounded length that keeps its lines."""
    return shorten(clean(text).strip(), limit)
