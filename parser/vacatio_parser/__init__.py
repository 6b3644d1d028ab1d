"""Text of acts and bulletins to facts, each with the words it was read from."""

from __future__ import annotations

from vacatio_calendar.model import Document, Language
from vacatio_parser.document import read_document
from vacatio_parser.errors import UnreadableInput
from vacatio_parser.pause import collector_paused
from vacatio_parser.shapes import read_page
from vacatio_parser.shapes.plain import read_plain
from vacatio_parser.shapes.register import is_card, read_card
from vacatio_parser.text import SourceText


def parse_text(text: str, *, language: Language | None = None) -> Document:
    """Read a text as it stands: an act, a report on acts, or a piece of either.

    Total: it never raises, and what is not understood goes to ``Document.unread``. Spans index
    into ``Document.text``, which is the text given. Markdown is understood.

    >>> document = parse_text("Настоящий Закон вводится в действие с 1 июля 2026 года.")
    >>> document.acts[0].commencements[0].rule.date.isoformat()
    '2026-07-01'
    """
    with collector_paused():
        return read_document(read_card(text) if is_card(text) else read_plain(text), language)


def parse_bytes(
    body: bytes,
    *,
    media_type: str | None = None,
    name: str | None = None,
    language: Language | None = None,
    charset: str | None = None,
) -> Document:
    """Read bytes of whatever shape: text, Markdown, HTML, an EKB answer, a card, DOCX or PDF.

    The shape is told by content. Spans index into ``Document.text``, the page's text.

    Raises:
        UnreadableInput: the bytes hold no act and no report on acts; it says why in one line.

    >>> parse_bytes(b"", name="order.txt")
    Traceback (most recent call last):
        ...
    vacatio_parser.errors.UnreadableInput: order.txt: the file is empty
    """
    with collector_paused():
        try:
            page = read_page(body, media_type=media_type, charset=charset)
        except UnreadableInput as error:
            raise UnreadableInput(error.reason, name=name) from error
        return read_document(page, language)


__all__ = ["SourceText", "UnreadableInput", "parse_bytes", "parse_text"]
