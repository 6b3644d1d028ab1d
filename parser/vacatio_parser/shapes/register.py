"""A card of the State Register (zanorda.kz): an act's numbers, dates and places of publication.

Log: written for the text of cards of 2018-2023. The card holds no text of the act. Trap: its
publication date is that of the last place; each place has its own, and the earliest counts.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import Claim, DocumentKind, OfficialPublication, Registration, Span
from vacatio_parser.page import Facts, Mark, Page, Role

_DATE = re.compile(r"(?<!\d)(\d{2})\.(\d{2})\.(\d{4})(?!\d)\s?(?:г\.?|ж\.?)?")
_ISSUE = re.compile(r"№\s?(\d[\d\s()/-]{0,30}\d\)?|\d)(?!\.\d)")
_NUMBERLESS = re.compile(r"[,\s№]+$")
_YEARS = range(1990, 2101)
# A card has at least a number and a date beside its name.
_ENOUGH = 3


@cache
def _labels() -> Mapping[str, str]:
    source = files("vacatio_parser.shapes").joinpath("register.toml")
    rows = tomllib.loads(source.read_text("utf-8"))["labels"]
    return {label: name for name, labels in rows.items() for label in labels}


@cache
def _unregistered() -> frozenset[str]:
    source = files("vacatio_parser.shapes").joinpath("register.toml")
    return frozenset(tomllib.loads(source.read_text("utf-8"))["unregistered"]["letters"])


def _values(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each label's name with the range of its value, on its line or on the next."""
    labels = _labels()
    longest = max(map(len, labels))
    waiting: str | None = None
    start = 0
    for line in text.split("\n"):
        label, colon, value = line.partition(":")
        label = label.strip(" \t-*\xa0")
        name = labels.get(label.lower()) if len(label) <= longest else None
        if waiting and line.strip() and not (name and colon):
            yield waiting, start + len(line) - len(line.lstrip()), start + len(line.rstrip())
            waiting = None
        elif name and colon:
            waiting = None if value.strip() else name
            if value.strip():
                first = start + len(line) - len(value.lstrip())
                yield name, first, start + len(line.rstrip())
        start += len(line) + 1


def is_card(text: str) -> bool:
    r"""Tell whether a text is a card: three of its labels, each with a value.

    >>> is_card("Статус: Новый\nНомер принятия акта: 69\nДата принятия документа: 03.11.2014")
    True
    """
    if len(text) > 200_000:
        return False
    return len({name for name, _, _ in _values(text)}) >= _ENOUGH


def read_card(text: str) -> Page:
    """Read a card into its requisites line and facts; its spans lie in the card's own text."""
    found: dict[str, Span] = {}
    for name, start, end in _values(text):
        found.setdefault(name, Span(start, end, text[start:end]))
    marks, offset = [], 0
    requisites = found.get("requisites")
    for line in text.split("\n"):
        inside = requisites and offset <= requisites.start < offset + len(line) + 1
        labelled = any(offset <= span.start < offset + len(line) + 1 for span in found.values())
        marks.append(Mark(Role.REQUISITES if inside else Role.CARD if labelled else Role.TEXT))
        offset += len(line) + 1
    ngr = _value(found, "ngr")
    registered = not (ngr and ngr[:1].upper() in _unregistered())
    number = _value(found, "registered_number")
    return Page(
        text,
        tuple(marks),
        Facts(
            kind=DocumentKind.ACT,
            number=_value(found, "number"),
            date=_day(_value(found, "date")),
            registration=(
                Registration(number, _day(_value(found, "registered_date")))
                if number and registered
                else None
            ),
            publications=tuple(_publications(text, found)),
            claims=tuple(_claims(found)),
            identifiers=tuple(
                (name, value) for name in ("ngr", "ekb") if (value := _value(found, name))
            ),
        ),
    )


def card_requisites(text: str) -> tuple[int, int] | None:
    """Find the range of the card's line of requisites."""
    return next(((a, b) for name, a, b in _values(text) if name == "requisites"), None)


def _publications(text: str, found: Mapping[str, Span]) -> Iterator[OfficialPublication]:
    places = found.get("places")
    start = places.start if places else 0
    for match in _DATE.finditer(text, start, places.end if places else 0):
        day = _day(match[0])
        place = text[start : match.start()].strip(" ,.;")
        issue = _ISSUE.search(place)
        venue = _NUMBERLESS.sub("", place[: issue.start()] if issue else place)
        span = Span(match.start(), match.end(), match[0])
        if day:
            yield OfficialPublication(
                day,
                venue=venue.strip(" ,") or None,
                issue=issue[1].strip() if issue else None,
                field="zanorda.source",
                span=span,
            )
        start = match.end()
    published = found.get("published")
    day = _day(published.text) if published else None
    if day and not (places and _DATE.search(places.text)):
        yield OfficialPublication(day, field="zanorda.datePublication", span=published)


def _claims(found: Mapping[str, Span]) -> Iterator[Claim]:
    for name in ("status", "published"):
        if name in found:
            span = found[name]
            yield Claim(f"zanorda.{name}", span.text, _day(span.text), span)


def _value(found: Mapping[str, Span], name: str) -> str | None:
    return found[name].text if name in found else None


def _day(text: str | None) -> dt.date | None:
    match = _DATE.search(text or "")
    if not match or int(match[3]) not in _YEARS:
        return None
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
