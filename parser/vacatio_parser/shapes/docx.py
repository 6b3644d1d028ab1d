"""DOCX to lines: paragraphs, list items and table rows, in the order of the document.

A note at the foot stands behind the paragraph that refers to it, which is what it speaks of.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

import docx
from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.table import CT_Tbl
from docx.text.paragraph import Paragraph
from lxml import etree

from vacatio_parser.errors import UnreadableInput
from vacatio_parser.page import Facts, Mark, Page, PageBuilder, Role, squeeze
from vacatio_parser.shapes.columns import labelled
from vacatio_parser.shapes.docx_text import blocks, boxes, noted, notes, words

# A law code of 2.8 MB is some 20 MB of WordprocessingML. Beyond it stands a bomb, not an act.
MAX_UNPACKED = 48_000_000
MAX_PART = 24_000_000
MAX_ENTRIES = 2_000
MAX_TAGS = 600_000
_MAIN = "word/document.xml"
_BOLD_HEADING = ("heading", "title", "заголовок")


def is_docx(body: bytes) -> bool:
    """Tell whether the bytes are a Word document, by its parts."""
    if not body.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return _MAIN in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_docx(body: bytes) -> Page:
    """Read a Word document.

    Raises:
        UnreadableInput: the file is broken, holds no text, or unpacks beyond any act's size.
    """
    _refuse_bomb(body)
    try:
        document = docx.Document(io.BytesIO(body))
        builder = PageBuilder()
        for text, role in _blocks(document):
            builder.add(text, Mark(role))
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        etree.LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
        OSError,
        RecursionError,
        NotImplementedError,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
    ) as error:  # python-docx lets whatever a broken part causes through
        raise UnreadableInput("the Word document is broken") from error
    if not builder.lines:
        raise UnreadableInput("the Word document holds no text")
    return builder.page(Facts())


def _refuse_bomb(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise UnreadableInput(f"the Word document has more than {MAX_ENTRIES} parts")
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise UnreadableInput("the Word document unpacks to more than any act holds")
            for entry in entries:
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                if entry.file_size > MAX_PART:
                    raise UnreadableInput("the Word document unpacks to more than any act holds")
                part = archive.read(entry)
                if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                    raise UnreadableInput("the Word document declares entities, which none needs")
                if part.count(b"<") > MAX_TAGS:
                    raise UnreadableInput("the Word document has more tags than any act")
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise UnreadableInput("the Word document is broken") from error


def _blocks(document: DocxDocument) -> Iterator[tuple[str, Role]]:
    titled = False
    known = notes(document.part)
    for element in blocks(document.element.body):
        if isinstance(element, CT_Tbl):
            yield from _rows(element, known)
            continue
        block = Paragraph(element, document._body)
        style = (block.style.name or "").lower() if block.style is not None else ""
        heading = style.startswith(_BOLD_HEADING)
        for line in words(element).split("\n"):
            if heading:
                yield line, Role.HEADING if titled else Role.TITLE
                titled = True
            else:
                yield (f"- {line}" if _is_item(block, style) and line.strip() else line), Role.TEXT
        for line in (*noted(element, known), *boxes(element)):
            yield line, Role.TEXT


def _rows(table: CT_Tbl, known: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, Role]]:
    rows = [[squeeze(words(cell)) for cell in row.tc_lst] for row in table.tr_lst]
    lines = labelled([" | ".join(cell for cell in cells if cell) for cells in rows])
    for row, line in zip(table.tr_lst, lines, strict=True):
        yield line, Role.TABLE
        for note in noted(row, known):
            yield note, Role.TEXT


def _is_item(paragraph: Paragraph, style: str) -> bool:
    properties = paragraph._p.pPr
    return style.startswith("list") or (properties is not None and properties.numPr is not None)
