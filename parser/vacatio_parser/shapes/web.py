"""A web page of any site: an act page of Adilet, a register card, an article of a law firm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import lxml.html

from vacatio_parser.page import Mark, Page, Role
from vacatio_parser.shapes.adilet import is_adilet, read_adilet
from vacatio_parser.shapes.columns import labelled
from vacatio_parser.shapes.html import HtmlLine, html_lines, parse_html
from vacatio_parser.shapes.refusal import refuse_page
from vacatio_parser.shapes.register import is_card, read_card

_MARKS = {role: Mark(role) for role in Role}
# An article shorter than this is a teaser beside the real text.
_ENOUGH = 400


def read_web(source: str) -> Page:
    """Read an HTML page into its main text.

    Raises:
        UnreadableInput: the page is a shell, a block page, a captcha or a stub.
    """
    root = parse_html(source)
    if is_adilet(root):
        return read_adilet(root)
    lines = _main(root)
    text = "\n".join([line.text for line in lines])
    refuse_page(source, text)
    if is_card(text):
        return read_card(text)
    roles = [line.role for line in lines]
    if Role.TABLE in roles:
        lines = list(_tables_read(lines))
        text = "\n".join([line.text for line in lines])
        roles = [line.role for line in lines]
    if Role.HEADING in roles:
        roles[roles.index(Role.HEADING)] = Role.TITLE
    marks = [_MARKS[role] for role in roles]
    return Page(text, tuple(marks))


def _tables_read(lines: Sequence[HtmlLine]) -> Iterator[HtmlLine]:
    """Say the headings of tables in their cells."""
    for role, group in groupby(lines, key=lambda line: line.role):
        texts = [line.text for line in group]
        for text in labelled(texts) if role is Role.TABLE else texts:
            yield HtmlLine(text, role)


def _main(root: lxml.html.HtmlElement) -> list[HtmlLine]:
    """Take the article or main element if one holds the text, else the whole page."""
    for elements in _bodies(root):
        if len(elements) == 1:
            lines = list(html_lines(elements[0]))
            if sum(len(line.text) for line in lines) >= _ENOUGH:
                return lines
    return list(html_lines(root))


def _bodies(root: lxml.html.HtmlElement) -> Iterator[list[lxml.html.HtmlElement]]:
    yield list(root.iter("article"))
    yield root.xpath('//main|//*[@role="main"]')
