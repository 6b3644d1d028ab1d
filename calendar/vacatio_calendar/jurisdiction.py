"""Load the law of a jurisdiction from its TOML file, strictly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

from vacatio_calendar import fold
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.law import (
    DefaultRule,
    Duty,
    Example,
    Exemption,
    Field,
    Jurisdiction,
    LegalRule,
    Mark,
    Meaning,
    MinimumTerm,
    Outside,
    Source,
    Subject,
    Venue,
)
from vacatio_calendar.model import (
    Act,
    ActType,
    Commencement,
    Language,
    OfficialPublication,
    Registration,
    Rule,
    RuleKind,
    Unit,
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
    sources = dict(map(_source, tables.rows("source")))
    index = _Index(sources)
    for row in tables.rows("rule"):
        index.rule(row)
        row.finish()
    defaults = tuple(_default(index, row) for row in tables.rows("default"))
    registration = tuple(_duty(index, row) for row in tables.rows("registration"))
    usage = tuple(_duty(index, row) for row in tables.rows("usage"))
    exemptions = tuple(_exemption(index, row) for row in tables.rows("exemption"))
    outside = tuple(_outside(index, row) for row in tables.rows("outside"))
    minimum = tuple(_minimum(index, row) for row in tables.rows("minimum"))
    venues = tuple(_venue(index, row) for row in tables.rows("venue"))
    fields = {field.id: field for field in (_field(row) for row in tables.rows("field"))}
    index.check()
    _check_defaults(index, defaults)
    examples = tuple(_example(index, row) for row in tables.rows("example"))
    tables.finish()
    by_name: dict[str, tuple[Venue, ...]] = {}
    for venue in venues:
        for spelling in venue.names:
            key = " ".join(fold.words(spelling))
            by_name[key] = (*by_name.get(key, ()), venue)
    phrases, terms = _glossary(Tables("glossary.toml", glossary))
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
        venue_names=MappingProxyType(by_name),
    )


class _Index:
    """The rules read so far, by id, with the row each version stands in."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.rules: dict[str, list[LegalRule]] = {}
        self.rows: dict[int, Row] = {}

    def rule(self, row: Row) -> LegalRule:
        """Read what every rule has; the caller takes the rest of the row."""
        start, exact = row.day_or_not_before("from")
        rule = LegalRule(
            id=row.text("id"),
            text=row.text("text"),
            basis=row.text("basis"),
            source=self.source(row),
            mark=row.choice("confidence", Mark),
            start=start,
            exact=exact,
            until=row.maybe_day("until"),
            gap=row.maybe_text("gap"),
            ops=row.texts("ops"),
            disputes=row.flag("disputes"),
            days=row.maybe_number("days"),
        )
        if rule.start is not None and rule.until is not None and rule.until <= rule.start:
            raise row.fault(f"{rule.id} ends before it begins")
        self.rules.setdefault(rule.id, []).append(rule)
        self.rows[id(rule)] = row
        return rule

    def source(self, row: Row) -> str:
        """Take the source of a row, which must be listed in the same file."""
        source = row.text("source")
        if source not in self.sources:
            raise row.fault(f"unknown source {source!r}: add a [[source]] with this id")
        return source

    def check(self) -> None:
        """Put versions in order of time and refuse overlaps and unexplained gaps."""
        for versions in self.rules.values():
            versions.sort(key=lambda rule: rule.start or dt.date.min)
            self.in_order(versions)

    def in_order(self, versions: Iterable[LegalRule]) -> None:
        """Refuse versions that overlap, or that leave a gap which the later does not explain."""
        for before, after in pairwise(versions):
            row = self.rows[id(after)]
            if before.until is None or after.start is None or after.start < before.until:
                raise row.fault(f"{after.id} overlaps with {before.id} before it")
            if after.start > before.until and after.gap is None:
                raise row.fault(
                    f"{after.id} leaves a gap from {before.until} to {after.start}: "
                    "close it, or say why in `gap`"
                )


def _pairs(row: Row) -> frozenset[str]:
    pairs = row.texts("for")
    types = {kind.value for kind in ActType}
    for pair in pairs:
        kind, slash, body = pair.partition("/")
        if kind not in types or not slash or not body:
            raise row.fault(
                f"`for` holds {pair!r}; write type/body, such as order/ministry or law/*"
            )
    return frozenset(pairs)


def _source(row: Row) -> tuple[str, Source]:
    source = Source(id=row.text("id"), title=row.text("title"), url=row.maybe_text("url"))
    row.finish()
    return source.id, source


def _default(index: _Index, row: Row) -> DefaultRule:
    rule = Rule(
        row.choice("kind", RuleKind), row.maybe_number("value"), row.maybe_choice("unit", Unit)
    )
    default = DefaultRule(
        law=index.rule(row), pairs=_pairs(row), rule=rule, individual=row.flag("individual")
    )
    row.finish()
    return default


def _duty(index: _Index, row: Row) -> Duty:
    presumed = frozenset(row.texts("presumed"))
    duty = Duty(law=index.rule(row), pairs=_pairs(row), presumed=presumed)
    row.finish()
    return duty


def _exemption(index: _Index, row: Row) -> Exemption:
    words = tuple(word.casefold() for word in row.texts("title_words"))
    exemption = Exemption(law=index.rule(row), pairs=_pairs(row), title_words=words)
    row.finish()
    return exemption


def _outside(index: _Index, row: Row) -> Outside:
    words = tuple(word.casefold() for word in row.texts("issuer_words"))
    kind = row.maybe_choice("type", ActType)
    outside = Outside(
        law=index.rule(row),
        types=frozenset() if kind is None else frozenset({kind}),
        issuer_words=words,
    )
    row.finish()
    return outside


def _minimum(index: _Index, row: Row) -> MinimumTerm:
    minimum = MinimumTerm(
        law=index.rule(row),
        subject=row.choice("subject", Subject),
        pairs=_pairs(row),
        value=row.maybe_number("value"),
        unit=row.maybe_choice("unit", Unit),
        exceptions=row.texts("exceptions"),
    )
    row.finish()
    return minimum


def _venue(index: _Index, row: Row) -> Venue:
    name = row.text("name")
    languages = row.texts("languages")
    if not set(languages) <= {language.value for language in Language}:
        raise row.fault("`languages` must hold ru, kk or en")
    venue = Venue(
        id=row.text("id"),
        name=name,
        names=(name, *row.texts("names")),
        languages=frozenset(Language(language) for language in languages),
        start=row.maybe_day("from"),
        until=row.maybe_day("until"),
        basis=row.text("basis"),
        source=index.source(row),
        mark=row.choice("confidence", Mark),
    )
    row.finish()
    return venue


def _field(row: Row) -> Field:
    field = Field(
        id=row.text("id"),
        origin=row.text("origin"),
        meaning=row.choice("meaning", Meaning),
        settled=row.flag("settled"),
        evidence=row.text("evidence"),
        venue=row.maybe_text("venue"),
    )
    row.finish()
    return field


def _example(index: _Index, row: Row) -> Example:
    published, registered = row.maybe_day("published"), row.maybe_day("registered")
    kind = row.choice("kind", RuleKind)
    rule = Rule(
        kind,
        row.maybe_number("value"),
        row.maybe_choice("unit", Unit),
        date=row.maybe_day("date"),
        names_day=not row.flag("day_not_named"),
    )
    normative = False if row.flag("individual") else None
    act = Act(
        type=row.maybe_choice("type", ActType),
        date=row.maybe_day("adopted"),
        issuer=row.maybe_text("issuer"),
        registration=None if registered is None else Registration("1", registered),
        publications=() if published is None else (OfficialPublication(published, first=True),),
        commencements=(Commencement(rule),),
        normative=normative,
    )
    on = row.maybe_day("on")
    others = tuple(dt.date.fromisoformat(day) for day in row.texts("alternatives"))
    example = Example(
        rule=row.text("rule"),
        act=act,
        on=on,
        alternatives=others,
        note=row.text("note"),
        line=row.line,
    )
    if example.rule not in index.rules:
        raise row.fault(f"example of an unknown rule {example.rule!r}")
    row.finish()
    return example


def _check_defaults(index: _Index, defaults: tuple[DefaultRule, ...]) -> None:
    """Refuse two defaults for one kind of act on one day, and unexplained gaps between them."""
    for pair in sorted({pair for default in defaults for pair in default.pairs}):
        versions = [default.law for default in defaults if pair in default.pairs]
        index.in_order(sorted(versions, key=lambda rule: rule.start or dt.date.min))


Sentences = Mapping[str, Mapping[Language, str]]


def _glossary(tables: Tables) -> tuple[Sentences, Sentences]:
    phrases = dict(_sentences(tables.rows("phrase"), "op"))
    terms = dict(_sentences(tables.rows("term"), "id"))
    tables.finish()
    return MappingProxyType(phrases), MappingProxyType(terms)


def _sentences(rows: Iterable[Row], key: str) -> Iterator[tuple[str, Mapping[Language, str]]]:
    for row in rows:
        name = row.text(key)
        texts = {language: row.text(language.value) for language in Language}
        row.finish()
        yield name, MappingProxyType(texts)


__all__ = ["LawDataError", "UnknownJurisdiction", "jurisdictions", "load", "parse"]
