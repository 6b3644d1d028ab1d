"""An answer of the EKB API: a flat list of nodes whose tree comes from their levels.

Log: first written for the answers of 2026. Traps: `stateAgencyApprovalDate` may differ from the
date in the requisites; `initialPublicationDate` may be a bare year; `note` stands after its
article as a sibling; an editor's note may stand in an ordinary `text` node; large acts are paged.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Container, Iterator, Mapping
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import (
    ActType,
    Claim,
    DocumentKind,
    Language,
    OfficialPublication,
    Registration,
)
from vacatio_parser.errors import UnreadableInput
from vacatio_parser.page import Facts, Mark, Page, PageBuilder, Role, Unit, squeeze
from vacatio_parser.shapes.html import html_lines

Fields = Mapping[str, object]

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:$|[T ])")
_NATIONAL = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})$")
_YEARS = range(1990, 2101)
# A slip of the hand (1018 for 2018): no act of a publication's year.
_ABSURD = frozenset(range(1, 10_000)) - frozenset(range(1900, 2101))
# A new numbered unit inside one text node begins on a line of its own.
_UNIT_BREAK = re.compile(r"\n\s*(?=\d{1,4}(?:-\d{1,3}){0,3}[.)]\s)")
_SKIPPED = frozenset({"toc"})
_ROLES = {
    "title": Role.TITLE,
    "heading": Role.HEADING,
    "note": Role.NOTE,
    "rcpi_notice": Role.NOTICE,
}


@cache
def _codes() -> Mapping[str, Mapping[str, object]]:
    source = files("vacatio_parser.shapes").joinpath("ekb.toml")
    loaded: Mapping[str, Mapping[str, object]] = tomllib.loads(source.read_text("utf-8"))
    return loaded


def is_ekb(answer: object) -> bool:
    """Tell whether a JSON value has the shape of a document answer.

    >>> is_ekb({"content": [], "metadata": {}, "language": "rus"})
    True
    """
    return isinstance(answer, dict) and "metadata" in answer and "content" in answer


def read_ekb(answer: object) -> Page:
    """Read one document answer into a page with the portal's metadata as facts.

    Raises:
        UnreadableInput: the answer holds no text.
    """
    top = _fields(answer)
    metadata = _fields(top.get("metadata"))
    version = _fields(top.get("version"))
    if not metadata.get("requisites"):
        metadata = _fields(version.get("metadata")) or metadata
    language = _text(top.get("language")) or "rus"
    builder = PageBuilder()
    builder.add(_expression(metadata.get("requisites"), language), Mark(Role.REQUISITES))
    opening = len(builder.lines)
    content = top.get("content")
    if isinstance(content, str):
        for line in html_lines(content):
            builder.add(line.text, Mark(line.role))
    else:
        _add_nodes(builder, _nodes(content))
    if len(builder.lines) == opening:
        raise UnreadableInput("the EKB answer holds no text of an act")
    if not any(mark.role is Role.TITLE for mark in builder.marks):
        builder.lines.insert(opening, squeeze(_expression(metadata.get("title"), language)))
        builder.marks.insert(opening, Mark(Role.TITLE))
        if not builder.lines[opening]:
            del builder.lines[opening], builder.marks[opening]
    return builder.page(_facts(top, version, metadata, language))


def _facts(top: Fields, version: Fields, metadata: Fields, language: str) -> Facts:
    codes = _codes()
    number = _text(metadata.get("stateAgencyDocNumber"))
    none = codes["numbers"]["none"]
    assert isinstance(none, list)
    types = metadata.get("actTypes")
    kinds = codes["types"]
    type_ = next(
        (ActType(str(kinds[str(code)])) for code in _list(types) if str(code) in kinds), None
    )
    registered = _text(metadata.get("judiciaryDocNumber"))
    registered_on = _date(metadata.get("judiciaryApprovalDate"))
    registration = (
        Registration(registered, registered_on) if registered and registered not in none else None
    )
    pages = top.get("pagesCount")
    return Facts(
        kind=DocumentKind.ACT,
        language=Language(str(codes["languages"].get(language, "ru"))),
        type=type_,
        number=None if number is None or number.lower() in none else squeeze(number),
        date=_date(metadata.get("stateAgencyApprovalDate")),
        title=squeeze(_expression(metadata.get("title"), language)) or None,
        registration=registration,
        publications=tuple(_publications(top, metadata)),
        claims=tuple(_claims(top, version, metadata)),
        identifiers=tuple(_identifiers(top, metadata)),
        complete=not isinstance(pages, int) or pages <= 1,
    )


def _publications(top: Fields, metadata: Fields) -> Iterator[OfficialPublication]:
    for name in ("initialPublicationDate", "portalPublicationDate"):
        day = _date(top.get(name) or metadata.get(name))
        if day is not None:
            first = True if name == "initialPublicationDate" else None
            yield OfficialPublication(day, first=first, field=f"ekb.{name}")
    for entry in _list(metadata.get("publication")):
        issue, day = _text(_fields(entry).get("issue")), _date(_fields(entry).get("date"))
        if issue or day:
            yield OfficialPublication(day, venue=issue, field="ekb.publication")


def _claims(top: Fields, version: Fields, metadata: Fields) -> Iterator[Claim]:
    names = [str(name) for name in _list(_codes()["claims"]["fields"])]
    for name in [*names, "initialPublicationDate", "portalPublicationDate"]:
        value = next(
            (fields[name] for fields in (metadata, top, version) if fields.get(name)), None
        )
        text = _text(value)
        published = name.endswith("PublicationDate")
        if text is None or (published and _date(value) is not None):
            continue  # a publication with its day is a publication, not a claim
        # A day that can be none of a publication is kept beside its words, for it to be flagged.
        yield Claim(f"ekb.{name}", text, _date(value, _ABSURD if published else _YEARS))


def _identifiers(top: Fields, metadata: Fields) -> Iterator[tuple[str, str]]:
    ngr = _text(top.get("ngr"))
    if ngr:
        yield ("ngr", ngr)
    code = _text(top.get("code") or top.get("id") or metadata.get("registryNumber"))
    if code:
        yield ("ekb", code)


def _nodes(content: object) -> Iterator[Fields]:
    for node in _list(content):
        if isinstance(node, dict):
            yield node


def _add_nodes(builder: PageBuilder, nodes: Iterator[Fields]) -> None:
    units = _codes()["units"]
    ancestors: list[tuple[int, str]] = []
    opened: Mark | None = None
    row: list[str] = []
    for node in nodes:
        level, kind = _level(node), _text(node.get("type")) or "text"
        while ancestors and ancestors[-1][0] >= level:
            if ancestors.pop()[1] == "tableRow":
                row = _end_row(builder, row)
        within = {name for _, name in ancestors}
        ancestors.append((level, kind))
        if kind in _SKIPPED or within & _SKIPPED:
            continue
        if kind in units:
            opened = Mark(Role.TEXT, Unit(str(units[kind])), _text(node.get("index")))
        text = _text(node.get("text"))
        if text is None:
            continue
        if "table" in within or kind == "table":
            if "tableRow" in within:
                row.append(squeeze(text))
            else:
                builder.add(text, Mark(Role.TABLE))
            continue
        role = _ROLES.get(kind, Role.TEXT)
        if role is Role.TITLE and ("attach" in within or any(builder.marks[1:])):
            role = Role.HEADING
        if kind == "signature" or "signature" in within:
            role = Role.SIGNATURE
        for part in _UNIT_BREAK.split(text):
            mark = Mark(role)
            if opened and role in (Role.TEXT, Role.HEADING):
                mark, opened = Mark(role, opened.unit, opened.number), None
            builder.add(part, mark)
    _end_row(builder, row)


def _end_row(builder: PageBuilder, row: list[str]) -> list[str]:
    builder.add(" | ".join(row), Mark(Role.TABLE))
    return []


def _fields(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    if isinstance(value, bool) or value is None or isinstance(value, (dict, list)):
        return "true" if value is True else None
    text = str(value).strip()
    return text or None


def _expression(value: object, language: str) -> str:
    """Take a text in the asked language, or the only one there is."""
    if isinstance(value, dict):
        return _text(value.get(language)) or ""
    return _text(value) or ""


def _level(node: Fields) -> int:
    level = node.get("level")
    return level if isinstance(level, int) else 0


def _date(value: object, years: Container[int] = _YEARS) -> dt.date | None:
    """Read a day; a bare year or an impossible day is no day."""
    text = _text(value) or ""
    if match := _ISO.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NATIONAL.match(text):
        day, month, year = (int(part) for part in match.groups())
    else:
        return None
    try:
        return dt.date(year, month, day) if year in years else None
    except ValueError:
        return None
