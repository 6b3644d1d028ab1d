"""A bulletin as a document: Markdown, in which text from outside is escaped, and Word."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote

import docx

from vacatio.bulletins import Bulletin
from vacatio.phrasing import language_of, words
from vacatio.quoting import clean
from vacatio.records import Record
from vacatio.sentences import told
from vacatio_calendar.checks import catalogue
from vacatio_calendar.model import Language

#: How an act speaks of itself; quoted whole, it would make the bulletin speak of itself.
_SELF = re.compile(
    r"\b(?:настоящ\w+|осы|this|the present)\s+"
    r"(?:(?:конституционн|совместн|нормативн|нормативтік|конституциялық)\w*\s+)?\w+\s+",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")
#: What at the beginning of a line would make it a heading, a list, a rule or a fence.
_BLOCK = re.compile(r"^[#+=~-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")


def markdown(bulletin: Bulletin) -> str:
    """Write a bulletin as Markdown."""
    lines: list[str] = []
    for kind, text in _parts(bulletin):
        match kind:
            case "title" | "group":
                lines.append(f"{_HASHES[kind]} {escaped(text)}")
            case "link":
                label, _, address = text.partition(": ")
                lines.append(f"{escaped(label)}: <{quote(address, safe=_AS_IS)}>")
            case _:
                lines.append(escaped(text))
    return "\n\n".join(lines) + "\n"


def word(bulletin: Bulletin) -> bytes:
    """Write a bulletin as a Word document."""
    paper = docx.Document()
    paper.core_properties.title = bulletin.heading
    paper.core_properties.author = ""
    for kind, text in _parts(bulletin):
        match kind:
            case "title" | "group":
                paper.add_heading(clean(text), level=len(_HASHES[kind]))
            case _:
                paper.add_paragraph(clean(text))
    packed = io.BytesIO()
    paper.save(packed)
    return packed.getvalue()


def escaped(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is.

    >>> escaped("О *садах* <script>"), escaped("# [x](javascript:y)")
    ('О \\*садах\\* \\<script\\>', '\\# \\[x\\](javascript:y)')
    """
    flat = _MARKDOWN.sub(r"\\\1", clean(" ".join(text.split())))
    return _BLOCK.sub(r"\\\g<0>", flat)


_HASHES = {"title": "#", "group": "##"}
_AS_IS = "/%:@!$&'()*+,;=~-._?#"


def _parts(bulletin: Bulletin) -> Iterator[tuple[str, str]]:
    """Give the paragraphs of a bulletin with what each is."""
    say = words(bulletin.language)["page"]
    yield "title", bulletin.heading
    if bulletin.demo:
        yield "text", say["demo"]
    if not bulletin.records:
        yield "text", say["none"]
    for why, group in groupby(bulletin.records, key=lambda record: record.why):
        yield "group", say[why.value]
        for record in group:
            yield from _act(bulletin, record)


def _act(bulletin: Bulletin, record: Record) -> Iterator[tuple[str, str]]:
    language, say = bulletin.language, words(bulletin.language)["page"]
    yield "text", " ".join(told(record, language, bulletin.law))
    begin, end = ("“", "”") if language is Language.EN else ("«", "»")
    for quoted in _quotes(record, language):
        yield "text", f"{say['words']}: {begin}{quoted}{end}"
    for label, address in ((say["source"], record.url), (say["here"], bulletin.page(record))):
        if address and address.startswith(("http://", "https://")):
            yield "link", f"{label}: {address}"
    if record.findings:
        yield "text", f"{say['findings']}: {'; '.join(_remarks(record, language))}"


def _quotes(record: Record, language: Language) -> Iterator[str]:
    """Quote the clauses of an act without the words by which it names itself.

    A clause whose day is not known is not quoted where the act is published: a reader would count.
    Kazakh words in a Russian bulletin would make readers take all of it for Kazakh.
    """
    for stage in record.stages:
        unknown = stage.on is None and record.published_on is not None
        foreign = language is Language.RU and language_of(stage.quote or "") is Language.KK
        if stage.quote and not unknown and not foreign:
            yield _SELF.sub("… ", " ".join(stage.quote.split()))


def _remarks(record: Record, language: Language) -> Iterator[str]:
    for each in record.findings:
        words_ = catalogue().get(each.code)
        yield f"{each.code} {words_.titles[language] if words_ else each.title}"
