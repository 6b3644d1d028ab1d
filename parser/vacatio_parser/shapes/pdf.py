"""PDF with a text layer to lines. A scan has none and is refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from vacatio_parser.errors import UnreadableInput
from vacatio_parser.page import Facts, Page, PageBuilder

MAX_PAGES = 1_500
# Operators drawn in one file: a page of an act has some hundreds.
MAX_OPERATORS = 400_000
MAX_CHARACTERS = 8_000_000
MAX_STREAM = 4_000_000
_STARTS = re.compile(r"\d{1,4}(?:-\d{1,3}){0,3}[.)]\s|[-•–—●▪]\s|[«\"“]|(?:Статья|Глава|Раздел) \d", re.I)
_ENDS = re.compile(r"[.:;!?»”\"]$")
_PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*$")


def is_pdf(body: bytes) -> bool:
    """Tell whether the bytes are a PDF."""
    return body[:1024].lstrip().startswith(b"%PDF-")


def read_pdf(body: bytes) -> Page:
    """Read the text layer of a PDF; lines broken by the page's width are joined.

    Raises:
        UnreadableInput: the file is broken, encrypted, has no text layer, or is too large.
    """
    try:
        lines = list(_lines(body))
    except (UnreadableInput, MemoryError):
        raise
    except (PyPdfError, RecursionError, Exception) as error:  # noqa: BLE001
        raise UnreadableInput("the PDF is broken") from error
    builder = PageBuilder()
    for paragraph in _paragraphs(lines):
        builder.add(paragraph)
    if sum(map(len, builder.lines)) < 20:
        raise UnreadableInput("the PDF has no text layer (a scan has none)")
    return builder.page(Facts())
