"""Load the law of a jurisdiction from its TOML file, strictly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vacatio_calendar import fold
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.law import (
    DefaultRule,
    Jurisdiction,
    Venue,
)
from vacatio_calendar.legalrows import (
    RuleIndex,
    read_default,
    read_duty,
    read_example,
    read_exemption,
    read_field,
    read_minimum,
    read_outside,
    read_source,
    read_venue,
)
from vacatio_calendar.model import (
    Language,
)
from vacatio_calendar.rows import LawDataError, Row, Tables

#: Where the data of the package live.
_PACKAGE = files("vacatio_calendar")
_DATA = _PACKAGE / "jurisdictions"


class UnknownJurisdiction(VacatioError):
    """Say that no law is kept under a code, and which codes there are."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        """Build the message from the code and the known codes."""
        super().__init__(f"no jurisdiction {code!r}: known are {', '.join(known)}")
        self.code = code
        self.known = known


def jurisdictions() -> tuple[str, ...]:
    """List the codes of the jurisdictions whose law is kept, from the files of the folder.

    >>> jurisdictions()
    ('kz',)
    """
    names = (entry.name for entry in _DATA.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if len(n) == len("kz.toml")))


@cache
def load(code: str = "kz") -> Jurisdiction:
    """Return the law of a jurisdiction; read once, then shared.

    Args:
        code: the country in ISO 3166 letters, lower case, as the file is named.

    Raises:
        UnknownJurisdiction: there is no file for the code.
        LawDataError: the file is not as it must be; names file and line.

    >>> load("kz").name
    'Kazakhstan'
    >>> load("kz").rule("KZ-CNT-FORMULA").basis
    'LPA 14(2), 14(3); CC 173'
    """
    if code not in jurisdictions():
        raise UnknownJurisdiction(code, jurisdictions())
    name = f"{code}.toml"
    glossary = _PACKAGE / "glossary.toml"
    return parse(
        (_DATA / name).read_text(encoding="utf-8"), glossary.read_text(encoding="utf-8"), file=name
    )


def parse(text: str, glossary: str, *, file: str = "<text>") -> Jurisdiction:
    """Read the law of a jurisdiction and the sentences of the glossary from TOML.

    Raises:
        LawDataError: a row is not as it must be: a missing basis or source, an unknown key,
            versions that overlap, a gap that no row explains.
    """
    tables = Tables(file, text)
    top = tables.top()
    code, name, zone = top.text("code"), top.text("name"), top.text("time_zone")
    since = top.maybe_day("since") or dt.date.min
    top.finish()
    sources = dict(map(read_source, tables.rows("source")))
    index = RuleIndex(sources)
    for row in tables.rows("rule"):
        index.rule(row)
        row.finish()
    defaults = tuple(read_default(index, row) for row in tables.rows("default"))
    registration = tuple(read_duty(index, row) for row in tables.rows("registration"))
    usage = tuple(read_duty(index, row) for row in tables.rows("usage"))
    exemptions = tuple(read_exemption(index, row) for row in tables.rows("exemption"))
    outside = tuple(read_outside(index, row) for row in tables.rows("outside"))
    minimum = tuple(read_minimum(index, row) for row in tables.rows("minimum"))
    venues = tuple(read_venue(index, row) for row in tables.rows("venue"))
    fields = {field.id: field for field in (read_field(row) for row in tables.rows("field"))}
    index.check()
    _check_defaults(index, defaults)
    examples = tuple(read_example(index, row) for row in tables.rows("example"))
    tables.finish()
    by_name: dict[str, tuple[Venue, ...]] = {}
    for venue in venues:
        for spelling in venue.names:
            key = " ".join(fold.words(spelling))
            by_name[key] = (*by_name.get(key, ()), venue)
    phrases, terms, remarks = _glossary(Tables("glossary.toml", glossary))
    return Jurisdiction(
        code=code,
        name=name,
        time_zone=zone,
        since=since,
        sources=MappingProxyType(sources),
        rules=MappingProxyType({key: tuple(rows) for key, rows in index.rules.items()}),
        defaults=defaults,
        registration=registration,
        usage=usage,
        exemptions=exemptions,
        outside=outside,
        minimum_terms=minimum,
        venues=venues,
        fields=MappingProxyType(fields),
        examples=examples,
        phrases=phrases,
        terms=terms,
        remarks=remarks,
        venue_names=MappingProxyType(by_name),
    )


def _check_defaults(index: RuleIndex, defaults: tuple[DefaultRule, ...]) -> None:
    """Refuse two defaults for one kind of act on one day, and unexplained gaps between them."""
    for pair in sorted({pair for default in defaults for pair in default.pairs}):
        versions = [default.law for default in defaults if pair in default.pairs]
        index.in_order(sorted(versions, key=lambda rule: rule.start or dt.date.min))


Sentences = Mapping[str, Mapping[Language, str]]


def _glossary(tables: Tables) -> tuple[Sentences, Sentences, tuple[Mapping[Language, str], ...]]:
    phrases = dict(_sentences(tables.rows("phrase"), "op"))
    terms = dict(_sentences(tables.rows("term"), "id"))
    remarks = tuple(_said(row) for row in tables.rows("remark"))
    tables.finish()
    return MappingProxyType(phrases), MappingProxyType(terms), remarks


def _sentences(rows: Iterable[Row], key: str) -> Iterator[tuple[str, Mapping[Language, str]]]:
    for row in rows:
        name = row.text(key)
        yield name, _said(row)


def _said(row: Row) -> Mapping[Language, str]:
    texts = {language: row.text(language.value) for language in Language}
    row.finish()
    return MappingProxyType(texts)


__all__ = ["LawDataError", "UnknownJurisdiction", "jurisdictions", "load", "parse"]
