"""The forms a bulletin is exported in: Markdown, Word, CSV and JSON. Text from outside is data.

It is escaped in Markdown, kept from being a formula in CSV, and freed of what no document holds.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

import docx

from vacatio.extraction import Json, Object
from vacatio.gathering import Cited, Record, Stage, Wanted
from vacatio.phrasing import day, language_of, words
from vacatio.quoting import clean
from vacatio.sentences import cited, title, told
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks import catalogue
from vacatio_calendar.model import Language
from vacatio_feeds.rows import act_url

SCHEMA = "vacatio.export/1"
COLUMNS = (
    *("id", "type", "number", "adopted_on", "title", "issuer"),
    *("registration_number", "registered_on", "published_on", "in_force_on", "or_on"),
    *("certainty", "confidence", "reason", "changes", "source", "page", "text", "quote"),
    "findings",
)
#: How an act speaks of itself; quoted whole, it would make the bulletin speak of itself.
_SELF = re.compile(
    r"\b(?:настоящ\w+|осы|this|the present)\s+"
    r"(?:(?:конституционн|совместн|нормативн|нормативтік|конституциялық)\w*\s+)?\w+\s+",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")
#: What at the beginning of a line would make it a heading, a list, a rule or a fence.
_BLOCK = re.compile(r"^[#+=~-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is exported: the acts of a period, the language, and where their pages are read."""

    wanted: Wanted
    records: tuple[Record, ...]
    language: Language
    law: Jurisdiction
    site: str | None = None

    @property
    def demo(self) -> bool:
        """Whether the data are invented."""
        return any(record.demo for record in self.records)

    @property
    def heading(self) -> str:
        """The title, which names the period."""
        since, until = (day(on, self.language) for on in (self.wanted.since, self.wanted.until))
        return str(words(self.language)["page"]["title"].format(since=since, until=until))

    def page(self, record: Record) -> str | None:
        """Give the address of an act's page on the site, where there is a site."""
        return act_url(record.act.id, self.site) if self.site and record.act.id else None


def markdown(bulletin: Bulletin) -> str:
    """Write a bulletin as Markdown."""
    lines: list[str] = []
    for kind, text in _parts(bulletin):
        match kind:
            case "title" | "group" | "act":
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
            case "title" | "group" | "act":
                paper.add_heading(clean(text), level=len(_HASHES[kind]))
            case _:
                paper.add_paragraph(clean(text))
    packed = io.BytesIO()
    paper.save(packed)
    return packed.getvalue()


def table(bulletin: Bulletin) -> str:
    """Write a bulletin as CSV, a row an act; no cell is a formula for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in bulletin.records:
        row = _row(bulletin, record)
        writer.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def objects(bulletin: Bulletin) -> str:
    """Write a bulletin as JSON; the shape is told in the room's README."""
    found: Object = {
        "schema": SCHEMA,
        "language": bulletin.language.value,
        "since": bulletin.wanted.since.isoformat(),
        "until": bulletin.wanted.until.isoformat(),
        "demo": bulletin.demo,
        "acts": [_object(bulletin, record) for record in bulletin.records],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def escaped(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is.

    >>> escaped("О *садах* <script>"), escaped("# [x](javascript:y)")
    ('О \\*садах\\* \\<script\\>', '\\# \\[x\\](javascript:y)')
    """
    flat = _MARKDOWN.sub(r"\\\1", clean(" ".join(text.split())))
    return _BLOCK.sub(r"\\\g<0>", flat)


def cell(text: str) -> str:
    """Write a cell that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell(" @x"), cell("О садах")
    ("'=1+1", "' @x", 'О садах')
    """
    flat = clean(text)
    return f"'{flat}" if flat.lstrip().startswith(_FORMULA) else flat


_HASHES = {"title": "#", "group": "##", "act": "###"}
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


def _row(bulletin: Bulletin, record: Record) -> dict[str, str]:
    language, act = bulletin.language, record.act
    main = next((stage for stage in record.stages if stage.provisions is None), None)
    return {
        "id": act.id or "",
        "type": act.type,
        "number": act.number or "",
        "adopted_on": str(act.date or ""),
        "title": title(act, language) or "",
        "issuer": act.issuer or "",
        "registration_number": record.registration_number or "",
        "registered_on": str(record.registered_on or ""),
        "published_on": str(record.published_on or ""),
        "in_force_on": str((main and main.on) or ""),
        "or_on": " ".join(str(other) for other in main.others) if main else "",
        "certainty": main.certainty if main else "unknown",
        "confidence": main.confidence if main else "",
        "reason": (main.reason if main else None) or "",
        "changes": "; ".join(f"{each.kind} {_name(each.act)}" for each in record.targets),
        "source": record.url or "",
        "page": bulletin.page(record) or "",
        "text": " ".join(told(record, language, bulletin.law)),
        "quote": " ".join(((main.quote if main else None) or "").split()),
        "findings": "; ".join(f"{each.severity} {each.code}" for each in record.findings),
    }


def _name(act: Cited) -> str:
    return act.id or " ".join(filter(None, (act.type, act.number, str(act.date or ""))))


def _object(bulletin: Bulletin, record: Record) -> Object:
    language, act = bulletin.language, record.act
    return {
        **_identity(act),
        "why": record.why.value,
        "issuer": act.issuer,
        "registration_number": record.registration_number,
        "registered_on": _iso(record.registered_on),
        "published_on": _iso(record.published_on),
        "known_on": _iso(record.known_on),
        "commencements": [_stage(stage) for stage in record.stages],
        "changes": [{"kind": each.kind, **_identity(each.act)} for each in record.targets],
        "sentences": [*told(record, language, bulletin.law)],
        "citation": cited(act, language, bulletin.law),
        "source": record.url,
        "page": bulletin.page(record),
        "findings": [
            {
                "code": each.code,
                "severity": each.severity,
                "title": each.title,
                "message": each.message,
                "suggestion": each.suggestion,
            }
            for each in record.findings
        ],
    }


def _identity(act: Cited) -> dict[str, Json]:
    return {
        "id": act.id,
        "type": act.type,
        "number": act.number,
        "date": _iso(act.date),
        "titles": {language.value: text for language, text in act.titles.items()},
    }


def _stage(stage: Stage) -> Object:
    return {
        "provisions": stage.provisions,
        "kind": stage.kind,
        "value": stage.value,
        "unit": stage.unit,
        "on": _iso(stage.on),
        "alternatives": [_iso(other) for other in stage.others],
        "certainty": stage.certainty,
        "confidence": stage.confidence,
        "reason": stage.reason,
        "applies_from": _iso(stage.applies_from),
        "ends_on": _iso(stage.ends_on),
        "quote": stage.quote,
    }


def _iso(on: object) -> str | None:
    return str(on) if on else None
