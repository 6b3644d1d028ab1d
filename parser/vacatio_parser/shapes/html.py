"""HTML to lines: one block, one line; links, spans and fonts inside a block are joined.

A footnote of the old adilet spans many nodes («вводится» itself may be a link); joining them
is what makes it readable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
# The colour of the old adilet's notices of future changes. Dark red (800000) marks a number only.
_NOTICE_COLOURS = frozenset({"#ff0000", "ff0000", "red"})


@dataclass(frozen=True, slots=True)
class HtmlLine:
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


def html_lines(source: str | lxml.html.HtmlElement) -> Iterator[HtmlLine]:
    """Yield the lines of a page or of one of its elements, empty ones left out.

    >>> [line.text for line in html_lines("<p>Статья <b>1.</b></p><ul><li>первое</ul>")]
    ['Статья 1.', '- первое']
    """
    root = parse_html(source) if isinstance(source, str) else source
    parts: list[str] = []
    noted = noticed = dropped = 0
    role = Role.TEXT
    lists: list[int | None] = []

    def close(next_role: Role = Role.TEXT) -> Iterator[HtmlLine]:
        nonlocal role
        line = " ".join("".join(parts).split())
        parts.clear()
        if line and line not in ("-", "."):
            yield HtmlLine(line, role)
        role = next_role

    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag in _DROPPED:
                dropped += 1
            if dropped:
                continue
            if tag in _BLOCKS and tag not in ("td", "th"):
                yield from close(Role.HEADING if tag in _HEADINGS else Role.TEXT)
            note, notice = _is_note(node), _is_notice(node)
            noted, noticed = noted + note, noticed + notice
            if tag in ("ul", "ol"):
                lists.append(1 if tag == "ol" else None)
            elif tag == "li":
                parts.append(_bullet(lists))
            elif tag in ("td", "th") and parts:
                parts.append(" | ")
            if node.text:
                parts.append(node.text)
                if node.text.strip() and role is not Role.HEADING:
                    role = _role(role, noted, noticed, table=tag in ("td", "th"))
        else:
            if tag in _DROPPED:
                dropped -= 1
            elif not dropped:
                noted, noticed = noted - _is_note(node), noticed - _is_notice(node)
                if tag in ("ul", "ol") and lists:
                    lists.pop()
                if tag in _BLOCKS and tag not in ("td", "th"):
                    yield from close()
            if not dropped and node.tail and node is not root:
                parts.append(node.tail)
                if node.tail.strip():
                    role = _role(role, noted, noticed, table=False)
    yield from close()


def _role(role: Role, noted: int, noticed: int, *, table: bool) -> Role:
    if noticed:
        return Role.NOTICE
    if noted:
        return Role.NOTE
    return Role.TABLE if table else role


def _is_note(node: lxml.html.HtmlElement) -> bool:
    return "note" in (node.get("class") or "").split()


def _is_notice(node: lxml.html.HtmlElement) -> bool:
    return node.tag == "font" and (node.get("color") or "").lower() in _NOTICE_COLOURS


def _bullet(lists: list[int | None]) -> str:
    if not lists or lists[-1] is None:
        return "- "
    number, lists[-1] = lists[-1], lists[-1] + 1
    return f"{number}. "
