"""A page of the legal information system Adilet (old.adilet.zan.kz): one act with its notes.

Log: written for the template in use until 2026, which the old host keeps. Only `article` is law:
what follows it (`div.aftertext`, the footer with the latest documents) is not. Footnotes come in
four forms: `span.note` and links in turn directly in `article`, `p.note`, inline text without a
class, and the Kazakh and English openers of the same; notices of future changes are red `font`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html

from vacatio_calendar.model import Claim, DocumentKind, Language
from vacatio_parser.errors import UnreadableInput
from vacatio_parser.page import Facts, Mark, Page, PageBuilder, Role, squeeze
from vacatio_parser.shapes.html import html_lines

_LANGUAGES = {"lang_rus": Language.RU, "lang_kaz": Language.KK, "lang_eng": Language.EN}
_NGR = re.compile(r"/docs/([A-Z][0-9A-Z_]{10})(?![0-9A-Z_])")
_EKB = re.compile(r"/doc/(\d{1,9})(?:/|$)")
_CONTENTS = frozenset({"оглавление", "мазмұны", "contents", "table of contents"})
_LONGEST_CONTENTS = max(map(len, _CONTENTS))
_MARKS = {role: Mark(role) for role in Role}
_STATUS = re.compile(r"\bstatus_(\w+)")


def is_adilet(root: lxml.html.HtmlElement) -> bool:
    """Tell whether a page is an act page of the old template."""
    slogans = (div for div in root.iter("div") if "slogan" in div.get("class", ""))
    return any(slogan.find(".//h1") is not None for slogan in slogans)


def read_adilet(root: lxml.html.HtmlElement) -> Page:
    """Read an act page: title, status, requisites and the body with its notes.

    Raises:
        UnreadableInput: the page has no `article`, as a page that withholds its text has none.
    """
    bodies = root.xpath('//div[contains(@class, "text")]//article') or root.xpath("//article")
    lines = [line for body in bodies for line in html_lines(body)]
    if not lines:
        raise UnreadableInput("the page of the act holds no text (no article)")
    slogan = root.xpath('//div[contains(@class, "slogan")]')[0]
    builder = PageBuilder()
    for paragraph in slogan.xpath(".//p"):
        builder.add(paragraph.text_content(), Mark(Role.REQUISITES))
    title = squeeze(slogan.xpath(".//h1")[0].text_content())
    builder.add(title, Mark(Role.TITLE))
    for line in lines:
        if len(line.text) > _LONGEST_CONTENTS or line.text.lower() not in _CONTENTS:
            builder.add_line(line.text, _MARKS[line.role])
    return builder.page(
        Facts(
            kind=DocumentKind.ACT,
            language=_language(root),
            title=title or None,
            claims=tuple(_claims(slogan)),
            identifiers=tuple(_identifiers(root)),
            complete=True,
        )
    )


def _language(root: lxml.html.HtmlElement) -> Language | None:
    classes = " ".join(root.xpath('//*[@id="container"]/@class')).split()
    return next((_LANGUAGES[name] for name in classes if name in _LANGUAGES), None)


def _claims(slogan: lxml.html.HtmlElement) -> Iterator[Claim]:
    for status in slogan.xpath('.//span[contains(@class, "status")]'):
        text = squeeze(status.text_content())
        code = _STATUS.search(status.get("class") or "")
        if text or code:
            yield Claim("adilet.status", code[1] if code else text)


def _identifiers(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    own = '//*[@id="tabs_container"]//a/@href | //ul[@class="right"]//a/@href'
    found = next((match for href in root.xpath(own) if (match := _NGR.search(href))), None)
    if found:
        yield ("ngr", found[1])
    for href in root.xpath('//a[contains(@class, "icon_ekb")]/@href'):
        if match := _EKB.search(href):
            yield ("ekb", match[1])
            return
