"""HTML to lines: one block, one line; links, spans and fonts inside a block are joined.

A footnote of the old adilet spans many nodes («вводится» itself may be a link); joining them
is what makes it readable.
"""

from __future__ import annotations

import re
from html import escape, unescape
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
_CELL_TAGS = frozenset(["td", "th"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# What a tag does, as bits. A row of a table is one line: its cells break none.
_BREAKS, _HEADS, _CELLS, _LISTS, _ITEMS, _DROPS, _CLOSES = (1 << bit for bit in range(7))
_INSIDE, _END = _LISTS | _ITEMS | _CELLS, _BREAKS | _CLOSES
_KINDS = dict.fromkeys(_BLOCKS - _CELL_TAGS, _BREAKS) | dict.fromkeys(_CELL_TAGS, _CELLS)
_KINDS |= dict.fromkeys(_HEADINGS, _BREAKS | _HEADS)
_KINDS |= {"ul": _BREAKS | _LISTS, "ol": _BREAKS | _LISTS, "li": _BREAKS | _ITEMS}
_KINDS |= dict.fromkeys(_DROPPED, _DROPS)
_KINDS |= {f"/{tag}": kind | _CLOSES for tag, kind in _KINDS.items()}
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_CLASS = re.compile(r'(?:^|\s)class="([^"]*)"')
_COLOUR = re.compile(r'(?:^|\s)color="([^"]*)"')
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
    noted = noticed = dropped = depth = 0
    broken = ""
    role = plain = Role.TEXT
    heading, kinds = Role.HEADING, _KINDS
    lists: list[int | None] = []
    flags: list[tuple[int, bool, bool]] = []  # of open notes and notices: how deep, and which

    def close() -> None:
        line = "".join(parts).strip()
        parts.clear()
        if "  " in line or not line.isprintable():  # some other white space
            line = " ".join(line.split())
        if "&" in line:
            line = unescape(line)
        if line and line not in ("-", "."):
            lines.append(HtmlLine(line, role))

    for piece in _written(root).split("<"):
        head, end, text = piece.partition(">")
        if not end:  # broken markup can make a name that holds the mark
            broken += head + "<"
            continue
        if broken:
            head, broken = broken + head, ""
        tag, attributes, empty = head, "", False
        kind = kinds.get(head)
        if kind is None:
            if head[-1:] == "/":
                head, empty = head[:-1], True
            tag, _, attributes = head.partition(" ")
            kind = kinds.get(tag, _CLOSES if tag[:1] == "/" else 0)
        if kind == _END and not flags and not dropped:  # as every third piece
            depth -= 1
            if parts:
                close()
            role = plain
            if text and not text.isspace():
                parts.append(text)
                if noted or noticed:
                    role = _role(role, noted, noticed, table=False)
            continue
        if kind & _DROPS:
            if not empty:
                dropped += -1 if kind & _CLOSES else 1
        elif dropped:
            continue
        else:
            if not kind & _CLOSES:
                if kind & _BREAKS:
                    if parts:
                        close()
                    role = heading if kind & _HEADS else plain
                depth += 1
                marked = attributes and ("note" in attributes or tag == "font")
                if marked and (marks := _marks(tag, attributes)):
                    flags.append((depth, *marks))
                    noted, noticed = noted + marks[0], noticed + marks[1]
                if kind & _INSIDE:
                    if kind & _LISTS:
                        lists.append(1 if tag == "ol" else None)
                    elif kind & _ITEMS:
                        parts.append(_bullet(lists))
                    elif parts:
                        parts.append(" | ")
                if not empty:
                    if text:
                        parts.append(text)
                        plainly = not (noted or noticed or kind & _CELLS)
                        if not plainly and role is not heading and not text.isspace():
                            role = _role(role, noted, noticed, table=bool(kind & _CELLS))
                    continue
            if flags and flags[-1][0] == depth:
                _, note, notice = flags.pop()
                noted, noticed = noted - note, noticed - notice
            depth -= 1
            if kind & _LISTS and lists:
                lists.pop()
            if kind & _BREAKS:
                if parts:
                    close()
                role = plain
        if text and not dropped:
            if not text.isspace():
                parts.append(text)
                if noted or noticed:
                    role = _role(role, noted, noticed, table=False)
            elif parts:
                parts.append(text)
    if parts:
        close()
    return lines


def _written(root: lxml.html.HtmlElement) -> str:
    """Write a tree out: read so, it takes half the time of its nodes one by one.

    In what is written «<» stands in tags alone.
    """
    markup = str(etree.tostring(root, encoding="unicode", with_tail=False))[1:]
    if "&#13;" in markup:
        markup = markup.replace("&#13;", "\r")
    if "<![CDATA[" in markup:
        markup = _CDATA.sub(lambda match: escape(match[1], quote=False), markup)
    return markup


def _role(role: Role, noted: int, noticed: int, *, table: bool) -> Role:
    if noticed:
        return Role.NOTICE
    if noted:
        return Role.NOTE
    return Role.TABLE if table else role


def _marks(tag: str, attributes: str) -> tuple[bool, bool] | None:
    """Tell whether an element is a note, and whether it is a notice: a red font."""
    note = notice = False
    if "note" in attributes and (match := _CLASS.search(attributes)):
        note = "note" in unescape(match[1]).split()
    if tag == "font" and (match := _COLOUR.search(attributes)):
        notice = unescape(match[1]).lower() in _NOTICE_COLOURS
    return (note, notice) if note or notice else None


def _bullet(lists: list[int | None]) -> str:
    if not lists or lists[-1] is None:
        return "- "
    number, lists[-1] = lists[-1], lists[-1] + 1
    return f"{number}. "
