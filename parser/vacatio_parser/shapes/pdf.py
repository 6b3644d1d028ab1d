"""PDF with a text layer to lines. A scan has none and is refused."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from vacatio_calendar.model import Layout
from vacatio_parser.errors import UnreadableInput
from vacatio_parser.page import Facts, Page, PageBuilder, squeeze

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
#: A line of text and the number of its page.
_Line = tuple[int, str]
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
    begins: dict[int, int] = {}  # the page's number to the offset of its first line
    at = 0
    for paragraph in _paragraphs(lines):
        for number, line in paragraph:
            begins.setdefault(number, at)
            at += len(line) + 1
        builder.add(" ".join(line for _, line in paragraph))
    if sum(map(len, builder.lines)) < 20:
        raise UnreadableInput("the PDF has no text layer (a scan has none)")
    return builder.page(Facts(), Layout(pages=_starts(begins)))


def _starts(begins: Mapping[int, int]) -> tuple[int, ...]:
    """List where each page begins; one without a line begins where the next one does.

    >>> _starts({1: 0, 3: 40})
    (0, 40, 40)
    """
    starts: list[int] = []
    after = 0
    for number in range(max(begins, default=0), 0, -1):
        after = begins.get(number, after)
        starts.append(after)
    return tuple(reversed(starts))


def _lines(body: bytes) -> Iterator[_Line]:
    reader = PdfReader(io.BytesIO(body), strict=False)
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableInput(f"the PDF has more than {MAX_PAGES:,} pages")
    operators = characters = 0

    def count(*_: object) -> None:
        nonlocal operators
        operators += 1
        if operators > MAX_OPERATORS:
            raise UnreadableInput("the PDF draws more than any act")

    for number, page in enumerate(reader.pages, start=1):
        contents = page.get_contents()
        if contents is None:
            continue
        if len(contents.get_data()) > MAX_STREAM:
            raise UnreadableInput("the PDF has a page larger than any act's")
        text = page.extract_text(visitor_operand_before=count)
        characters += len(text)
        if characters > MAX_CHARACTERS:
            raise UnreadableInput("the PDF holds more text than any act")
        yield from ((number, line) for line in text.splitlines() if not _PAGE_NUMBER.match(line))


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Join lines that only the width of the page has broken."""
    width = max((len(line) for _, line in lines), default=0)
    paragraph: list[_Line] = []
    for number, raw in lines:
        line = squeeze(raw)
        if paragraph:
            last = paragraph[-1][1]
            if not line or _STARTS.match(line) or _ENDS.search(last) or len(last) <= 0.7 * width:
                yield paragraph
                paragraph = []
        if line:
            paragraph.append((number, line))
    if paragraph:
        yield paragraph
