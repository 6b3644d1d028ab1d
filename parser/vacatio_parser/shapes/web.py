"""A web page of any site: an act page of Adilet, a register card, an article of a law firm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import lxml.html

from vacatio_parser.page import Facts, Mark, Page, PageBuilder, Role
from vacatio_parser.shapes.adilet import is_adilet, read_adilet
from vacatio_parser.shapes.columns import labelled
from vacatio_parser.shapes.html import HtmlLine, html_lines, parse_html
from vacatio_parser.shapes.refusal import refuse_page
from vacatio_parser.shapes.register import is_card, read_card

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
    text = "\n".join(line.text for line in lines)
    refuse_page(source, text)
    if is_card(text):
        return read_card(text)
    builder = PageBuilder()
    titled = False
    for line in _tables_read(lines):
        role = line.role
        if role is Role.HEADING and not titled:
            role, titled = Role.TITLE, True
        builder.add_line(line.text, Mark(role))
    return builder.page(Facts())


def _tables_read(lines: Sequence[HtmlLine]) -> Iterator[HtmlLine]:
    """Say the headings of tables in their cells."""
    if all(line.role is not Role.TABLE for line in lines):
        yield from lines
        return
    for role, group in groupby(lines, key=lambda line: line.role):
        texts = [line.text for line in group]
        for text in labelled(texts) if role is Role.TABLE else texts:
            yield HtmlLine(text, role)


def _main(root: lxml.html.HtmlElement) -> list[HtmlLine]:
    """Take the article or main element if one holds the text, else the whole page."""
    for path in ("//article", '//main|//*[@role="main"]'):
        elements = root.xpath(path)
        if len(elements) == 1:
            lines = list(html_lines(elements[0]))
            if sum(len(line.text) for line in lines) >= _ENOUGH:
                return lines
    return list(html_lines(root))
