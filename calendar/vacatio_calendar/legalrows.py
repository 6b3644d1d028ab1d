"""What each table of a jurisdiction's TOML holds, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise

from vacatio_calendar.law import (
    DefaultRule,
    Duty,
    Example,
    Exemption,
    Field,
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
from vacatio_calendar.rows import Row


class RuleIndex:
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


def read_source(row: Row) -> tuple[str, Source]:
    source = Source(id=row.text("id"), title=row.text("title"), url=row.maybe_text("url"))
    row.finish()
    return source.id, source


def read_default(index: RuleIndex, row: Row) -> DefaultRule:
    rule = Rule(
        row.choice("kind", RuleKind), row.maybe_number("value"), row.maybe_choice("unit", Unit)
    )
    default = DefaultRule(
        law=index.rule(row), pairs=_pairs(row), rule=rule, individual=row.flag("individual")
    )
    row.finish()
    return default


def read_duty(index: RuleIndex, row: Row) -> Duty:
    presumed = frozenset(row.texts("presumed"))
    duty = Duty(law=index.rule(row), pairs=_pairs(row), presumed=presumed)
    row.finish()
    return duty


def read_exemption(index: RuleIndex, row: Row) -> Exemption:
    words = tuple(word.casefold() for word in row.texts("title_words"))
    exemption = Exemption(law=index.rule(row), pairs=_pairs(row), title_words=words)
    row.finish()
    return exemption


def read_outside(index: RuleIndex, row: Row) -> Outside:
    words = tuple(word.casefold() for word in row.texts("issuer_words"))
    kind = row.maybe_choice("type", ActType)
    outside = Outside(
        law=index.rule(row),
        types=frozenset() if kind is None else frozenset({kind}),
        issuer_words=words,
    )
    row.finish()
    return outside


def read_minimum(index: RuleIndex, row: Row) -> MinimumTerm:
    minimum = MinimumTerm(
        law=index.rule(row),
        subject=row.choice("subject", Subject),
        pairs=_pairs(row),
        value=row.maybe_number("value"),
        unit=row.maybe_choice("unit", Unit),
        exceptions=row.texts("exceptions"),
        adopted_by_month=row.maybe_number("adopted_by_month"),
    )
    row.finish()
    return minimum


def read_venue(index: RuleIndex, row: Row) -> Venue:
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


def read_field(row: Row) -> Field:
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


def read_example(index: RuleIndex, row: Row) -> Example:
    published, registered = row.maybe_day("published"), row.maybe_day("registered")
    kind = row.choice("kind", RuleKind)
    rule = Rule(
        kind,
        row.maybe_number("value"),
        row.maybe_choice("unit", Unit),
        date=row.maybe_day("date"),
        names_day=not row.flag("day_not_named"),
        not_before=row.maybe_day("not_before"),
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
