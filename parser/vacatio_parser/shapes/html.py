"""HTML to lines: one block, one line; links, spans and fonts inside a block are joined.

A footnote of the old adilet spans many nodes («вводится» itself may be a link); joining them
is what makes it readable.
"""

from __future__ import annotations

from typing import NamedTuple

import lxml.html
from lxml import etree

from vacatio_parser.errors import UnreadableInput
from vacatio_parser.page import Role

# libxml2 takes about 120 bytes a node: this bounds memory and time whatever the page.
MAX_TAGS = 400_000

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "aside",
        "button",
        "select",
        "option",
        "iframe",
        "svg",
        "object",
        "embed",
        "input",
        "textarea",
        "label",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_CELLS = frozenset(["td", "th"])
_LISTS = frozenset(["ul", "ol"])
# A row of a table is one line; every other block begins a line of its own.
_BREAKS = _BLOCKS - _CELLS
# The colour of the old adilet's notices of future changes. Dark red (800000) marks a number only.
_NOTICE_COLOURS = frozenset({"#ff0000", "ff0000", "red"})


class HtmlLine(NamedTuple):
    """One block of text and what its markup says it is."""

    text: str
    role: Role


def parse_html(text: str) -> lxml.html.HtmlElement:
    """Build the tree of a page, or of a part of one.

    Raises:
        UnreadableInput: the page holds nothing, or more tags than any act.
    """
    if text.count("<") > MAX_TAGS:
        raise UnreadableInput(f"the page has more than {MAX_TAGS:,} tags")
    try:
        return lxml.html.document_fromstring(text.encode(), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput("the page holds no text") from error


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def html_lines(source: str | lxml.html.HtmlElement) -> list[HtmlLine]:
    """List the lines of a page or of one of its elements, empty ones left out.

    >>> [line.text for line in html_lines("<p>Статья <b>1.</b></p><ul><li>первое</ul>")]
    ['Статья 1.', '- первое']
    """
    root = parse_html(source) if isinstance(source, str) else source
    lines: list[HtmlLine] = []
    parts: list[str] = []
    noted = noticed = dropped = 0
    role = Role.TEXT
    lists: list[int | None] = []
    flags: list[tuple[bool, bool]] = []  # of each open element: is it a note, is it a notice

    def close(next_role: Role) -> Role:
        if parts:
            line = " ".join("".join(parts).split())
            parts.clear()
            if line and line not in ("-", "."):
                lines.append(HtmlLine(line, role))
        return next_role

    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag in _DROPPED:
                dropped += 1
            if dropped:
                continue
            if tag in _BREAKS:
                role = close(Role.HEADING if tag in _HEADINGS else Role.TEXT)
            note, notice = _is_note(node), tag == "font" and _is_notice(node)
            flags.append((note, notice))
            noted, noticed = noted + note, noticed + notice
            cell = tag in _CELLS
            if tag in _LISTS:
                lists.append(1 if tag == "ol" else None)
            elif tag == "li":
                parts.append(_bullet(lists))
            elif cell and parts:
                parts.append(" | ")
            if text := node.text:
                parts.append(text)
                if role is not Role.HEADING and not text.isspace():
                    role = _role(role, noted, noticed, table=cell)
        else:
            if tag in _DROPPED:
                dropped -= 1
            elif not dropped:
                note, notice = flags.pop()
                noted, noticed = noted - note, noticed - notice
                if tag in _LISTS and lists:
                    lists.pop()
                if tag in _BREAKS:
                    role = close(Role.TEXT)
            if not dropped and (tail := node.tail) and node is not root:
                blank = tail.isspace()
                if parts or not blank:
                    parts.append(tail)
                if not blank:
                    role = _role(role, noted, noticed, table=False)
    close(Role.TEXT)
    return lines


def _role(role: Role, noted: int, noticed: int, *, table: bool) -> Role:
    if noticed:
        return Role.NOTICE
    if noted:
        return Role.NOTE
    return Role.TABLE if table else role


def _is_note(node: lxml.html.HtmlElement) -> bool:
    classes = node.get("class")
    return classes is not None and "note" in classes.split()


def _is_notice(node: lxml.html.HtmlElement) -> bool:
    """Tell whether a font is red."""
    return (node.get("color") or "").lower() in _NOTICE_COLOURS


def _bullet(lists: list[int | None]) -> str:
    if not lists or lists[-1] is None:
        return "- "
    number, lists[-1] = lists[-1], lists[-1] + 1
    return f"{number}. "
