"""The words of a Word paragraph as its reader sees them, with its text boxes and its notes.

python-docx gives the runs that stand in a paragraph itself; what stands in a tracked insertion,
a content control or a smart tag is as much text, and what a tracked deletion holds is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from lxml import etree

_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_ENDNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
#: What is not part of the text: deleted or moved away, or drawn beside it.
_LEFT_OUT = frozenset(qn(name) for name in ("w:del", "w:moveFrom", "w:drawing", "w:pict"))
_BREAKS = frozenset(qn(name) for name in ("w:br", "w:cr"))
_TEXT, _TAB, _HYPHEN, _PARAGRAPH = qn("w:t"), qn("w:tab"), qn("w:noBreakHyphen"), qn("w:p")
_BOX = qn("w:txbxContent")
#: What older programs draw instead of what stands beside it.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_REFERENCES = {qn("w:footnoteReference"): "foot", qn("w:endnoteReference"): "end"}
#: What may stand around paragraphs and tables: content controls and tracked insertions.
_AROUND = frozenset(qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:customXml"))


def blocks(element: etree._Element) -> Iterator[etree._Element]:
    """Give the paragraphs and tables of a body in their order, out of what stands around them."""
    for child in element.iterchildren():
        if child.tag in _AROUND:
            yield from blocks(child)
        elif child.tag in (_PARAGRAPH, qn("w:tbl")):
            yield child


def words(element: etree._Element) -> str:
    """Give the text of a paragraph or a table cell, a line break where it has one."""
    return "".join(_pieces(element))


def notes(part: DocumentPart) -> dict[tuple[str, str], str]:
    """Gather the foot and end notes of a document by their kind and id."""
    found: dict[tuple[str, str], str] = {}
    for kind, relation in (("foot", _FOOTNOTES), ("end", _ENDNOTES)):
        for each in part.rels.values():
            if each.reltype != relation or each.is_external:
                continue
            for note in parse_xml(each.target_part.blob).iterchildren(qn(f"w:{kind}note")):
                lines = (words(paragraph) for paragraph in note.iter(_PARAGRAPH))
                text = " ".join(line.strip() for line in lines if line.strip())
                found[kind, note.get(qn("w:id"), "")] = text
    return found


def noted(element: etree._Element, known: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Give the notes a paragraph or a table row refers to, in their order."""
    if not known:
        return
    for node in element.iter(*_REFERENCES):
        text = known.get((_REFERENCES[node.tag], node.get(qn("w:id"), "")))
        if text:
            yield text


def boxes(element: etree._Element) -> Iterator[str]:
    """Give the lines of the text boxes of a paragraph; of a box drawn in two ways, the first."""
    for box in element.iter(_BOX):
        if not any(around.tag == _FALLBACK for around in box.iterancestors()):
            yield from (words(paragraph) for paragraph in box.iter(_PARAGRAPH))


def _pieces(element: etree._Element) -> Iterator[str]:
    left_out = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        if tag in _LEFT_OUT:
            left_out += 1 if event == "start" else -1
        if left_out or event == "end":
            if not left_out and tag == _PARAGRAPH and node is not element:
                yield "\n"
            continue
        if tag == _TEXT:
            yield node.text or ""
        elif tag == _TAB and node.getparent().tag == qn("w:r"):
            yield "\t"
        elif tag in _BREAKS:
            yield "\n"
        elif tag == _HYPHEN:
            yield "-"
