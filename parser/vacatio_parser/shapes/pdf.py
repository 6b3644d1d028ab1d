"""PDF with a text layer to lines. A scan has none and is refused."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Sequence

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from vacatio_parser.errors import UnreadableInput
from vacatio_parser.page import Facts, Page, PageBuilder

MAX_PAGES = 1_500
# Operators drawn in one file: a page of an act has some hundreds.
MAX_OPERATORS = 400_000
MAX_CHARACTERS = 8_000_000
MAX_STREAM = 4_000_000
#: What pypdf lets through from a broken file, beside its own errors.
_BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_STARTS = re.compile(
    r"\d{1,4}(?:-\d{1,3}){0,3}[.)]\s|[-•–—●▪]\s|[«\"“]|(?:Статья|Глава|Раздел) \d", re.I
)
_ENDS = re.compile(r"[.:;!?»”\"]$")
_PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*$")


# What is wrong with a file is said once, by the error, and not by pypdf as well.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


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
    except _BROKEN as error:
        raise UnreadableInput("the PDF is broken or encrypted") from error
    builder = PageBuilder()
    for paragraph in _paragraphs(lines):
        builder.add(paragraph)
    if sum(map(len, builder.lines)) < 20:
        raise UnreadableInput("the PDF has no text layer (a scan has none)")
    return builder.page(Facts())


def _lines(body: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(body), strict=False)
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableInput(f"the PDF has more than {MAX_PAGES:,} pages")
    operators = characters = 0

    def count(*_: object) -> None:
        nonlocal operators
        operators += 1
        if operators > MAX_OPERATORS:
            raise UnreadableInput("the PDF draws more than any act")

    for page in reader.pages:
        contents = page.get_contents()
        if contents is None:
            continue
        if len(contents.get_data()) > MAX_STREAM:
            raise UnreadableInput("the PDF has a page larger than any act's")
        text = page.extract_text(visitor_operand_before=count)
        characters += len(text)
        if characters > MAX_CHARACTERS:
            raise UnreadableInput("the PDF holds more text than any act")
        yield from (line for line in text.splitlines() if not _PAGE_NUMBER.match(line))


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Join lines that only the width of the page has broken."""
    width = max((len(line) for line in lines), default=0)
    paragraph = ""
    for raw in lines:
        line = raw.strip()
        full = len(paragraph.rpartition("\n")[2]) > 0.7 * width
        if paragraph and (not line or _STARTS.match(line) or _ENDS.search(paragraph) or not full):
            yield paragraph.replace("\n", " ")
            paragraph = ""
        if line:
            paragraph = f"{paragraph}\n{line}" if paragraph else line
    if paragraph:
        yield paragraph.replace("\n", " ")
