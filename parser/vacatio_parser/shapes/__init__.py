"""The shapes a source comes in, told by content: bytes to a page of lines, marks and facts."""

from __future__ import annotations

import json
import re

from vacatio_parser.errors import UnreadableInput
from vacatio_parser.page import Page
from vacatio_parser.shapes.decoding import declared_charset, decode, meta_charset
from vacatio_parser.shapes.docx import is_docx, read_docx
from vacatio_parser.shapes.ekb import is_ekb, read_ekb
from vacatio_parser.shapes.pdf import is_pdf, read_pdf
from vacatio_parser.shapes.plain import read_plain
from vacatio_parser.shapes.register import is_card, read_card
from vacatio_parser.shapes.web import read_web

#: The longest code of Kazakhstan is 3 MB of HTML; a file beyond this holds no act.
MAX_BYTES = 20_000_000
# Every JSON object and list costs some 80 bytes: this bounds memory.
MAX_JSON_VALUES = 1_000_000

_HTML = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?"
    r"<(?:!doctype html|html|head|body|article|div|p|table|h[1-6]|meta)\b",
    re.I | re.S,
)
_ZIP, _OLE, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
# An object is JSON also where its end is missing; a list in brackets may be a text's own.
_OBJECT = re.compile(r"\{\s*\"")


def read_page(body: bytes, *, media_type: str | None = None, charset: str | None = None) -> Page:
    """Read bytes of whatever shape into a page.

    Raises:
        UnreadableInput: the bytes hold no act and no report on acts, with the reason.
    """
    if not body.strip():
        raise UnreadableInput("the file is empty")
    if len(body) > MAX_BYTES:
        raise UnreadableInput(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    if is_pdf(body):
        return read_pdf(body)
    if is_docx(body):
        return read_docx(body)
    if body.startswith(_ZIP):
        raise UnreadableInput("the file is a ZIP archive, not a document")
    if body.startswith(_OLE):
        raise UnreadableInput("the file is an old Word document: save it as DOCX or text")
    if body.startswith(_RTF):
        raise UnreadableInput("the file is rich text (RTF): save it as DOCX or text")
    markup = b"<" in body[:1024]
    declared = charset or declared_charset(media_type) or (meta_charset(body) if markup else None)
    return read_text_page(decode(body, declared), media_type=media_type)


def read_text_page(text: str, *, media_type: str | None = None) -> Page:
    """Read decoded text: JSON, HTML, a register card, Markdown or plain text.

    Raises:
        UnreadableInput: the text holds no act and no report on acts.
    """
    bare = text.lstrip("\ufeff \t\r\n")
    if not any(character.isprintable() and not character.isspace() for character in bare):
        raise UnreadableInput("the file is empty")
    whole = bare.rstrip()[-1] in "}]" or "json" in (media_type or "")
    if bare[0] in "{[" and (whole or _OBJECT.match(bare)):
        return _read_json(bare)
    if _HTML.match(bare) or "html" in (media_type or "").lower():
        return read_web(bare)
    if is_card(text):
        return read_card(text)
    return read_plain(text)


def _read_json(text: str) -> Page:
    if text.count("{") + text.count("[") > MAX_JSON_VALUES:
        raise UnreadableInput(f"the JSON has more than {MAX_JSON_VALUES:,} objects")
    try:
        answer = json.loads(text)
        if "\\ud" in text.lower():  # half of a surrogate pair: no letter, and not to be stored
            json.dumps(answer, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else "is broken"
        raise UnreadableInput(f"the JSON {reason}") from error
    if not is_ekb(answer):
        raise UnreadableInput("the JSON is no document answer of the EKB API")
    return read_ekb(answer)
