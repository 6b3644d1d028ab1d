"""Write the law of a jurisdiction as the TOML it is read from, so that corrections can be made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from vacatio_calendar.law import Example, Jurisdiction, LegalRule, Venue

Value = str | int | bool | dt.date | StrEnum | Iterable[str] | Mapping[str, dt.date] | None


def to_toml(law: Jurisdiction) -> str:
    """Return a jurisdiction as TOML; reading it back gives the same law.

    Comments and the order of tables of the original file are not kept.

    >>> from vacatio_calendar import load
    >>> print(to_toml(load("kz"))[:41])
    code = "kz"
    name = "Kazakhstan"
    time_zone
    """
    parts = [
        _pairs({"code": law.code, "name": law.name, "time_zone": law.time_zone, "since": law.since})
    ]
    for source in law.sources.values():
        parts.append(_table("source", {"id": source.id, "title": source.title, "url": source.url}))
    for name, legal, more in _rules(law):
        parts.append(_table(name, {**_legal(legal), **more}))
    parts += [_table("venue", _venue(venue)) for venue in law.venues]
    for field in law.fields.values():
        row: dict[str, Value] = {
            "id": field.id,
            "origin": field.origin,
            "meaning": field.meaning,
            "settled": field.settled,
            "evidence": field.evidence,
            "venue": field.venue,
        }
        parts.append(_table("field", row))
    parts += [_table("example", _example(example)) for example in law.examples]
    return "\n".join(parts)


def _rules(law: Jurisdiction) -> Iterable[tuple[str, LegalRule, dict[str, Value]]]:
    """Yield each rule once, under the table that says the most of it."""
    typed: list[tuple[str, LegalRule, dict[str, Value]]] = []
    for default in law.defaults:
        kind: dict[str, Value] = {
            "kind": default.rule.kind,
            "value": default.rule.value,
            "unit": default.rule.unit,
            "individual": default.individual,
        }
        typed.append(("default", default.law, {"for": sorted(default.pairs), **kind}))
    for table, duties in (("registration", law.registration), ("usage", law.usage)):
        for duty in duties:
            pairs = {"for": sorted(duty.pairs), "presumed": sorted(duty.presumed)}
            typed.append((table, duty.law, {**pairs}))
    for exemption in law.exemptions:
        words = {"for": sorted(exemption.pairs), "title_words": exemption.title_words}
        typed.append(("exemption", exemption.law, {**words}))
    for outside in law.outside:
        only: Value = next(iter(outside.types), None)
        typed.append(("outside", outside.law, {"type": only, "issuer_words": outside.issuer_words}))
    for minimum in law.minimum_terms:
        term: dict[str, Value] = {
            "subject": minimum.subject,
            "for": sorted(minimum.pairs),
            "value": minimum.value,
            "unit": minimum.unit,
            "exceptions": minimum.exceptions,
            "adopted_by_month": minimum.adopted_by_month,
        }
        typed.append(("minimum", minimum.law, term))
    told = {id(legal) for _, legal, _ in typed}
    plain = [rule for rules in law.rules.values() for rule in rules if id(rule) not in told]
    return [*(("rule", rule, {}) for rule in plain), *typed]


def _legal(rule: LegalRule) -> dict[str, Value]:
    start: Value = rule.start
    if rule.start is not None and not rule.exact:
        start = {"not_before": rule.start}
    return {
        "id": rule.id,
        "text": rule.text,
        "basis": rule.basis,
        "source": rule.source,
        "confidence": rule.mark,
        "from": start,
        "until": rule.until,
        "gap": rule.gap,
        "ops": rule.ops,
        "disputes": rule.disputes,
        "days": rule.days,
    }


def _venue(venue: Venue) -> dict[str, Value]:
    return {
        "id": venue.id,
        "name": venue.name,
        "names": venue.names[1:],
        "languages": sorted(venue.languages),
        "from": venue.start,
        "until": venue.until,
        "basis": venue.basis,
        "source": venue.source,
        "confidence": venue.mark,
    }


def _example(example: Example) -> dict[str, Value]:
    act = example.act
    [clause] = act.commencements
    rule = clause.rule
    return {
        "rule": example.rule,
        "note": example.note,
        "type": act.type,
        "issuer": act.issuer,
        "adopted": act.date,
        "registered": None if act.registration is None else act.registration.date,
        "published": next((item.date for item in act.publications), None),
        "individual": act.normative is False,
        "kind": rule.kind,
        "value": rule.value,
        "unit": rule.unit,
        "date": rule.date,
        "day_not_named": not rule.names_day,
        "not_before": rule.not_before,
        "on": example.on,
        "alternatives": [day.isoformat() for day in example.alternatives],
    }


def _table(name: str, row: Mapping[str, Value]) -> str:
    return f"\n[[{name}]]\n{_pairs(row)}"


def _pairs(row: Mapping[str, Value]) -> str:
    lines = (f"{key} = {text}" for key, value in row.items() if (text := _value(value)))
    return "\n".join(lines) + "\n"


def _value(value: Value) -> str:
    """Write one value; what is absent by default is left out."""
    match value:
        case None | False:
            return ""
        case True:
            return "true"
        case str():
            return _quoted(str(value))
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
        case Mapping():
            return "{ " + ", ".join(f"{key} = {day}" for key, day in value.items()) + " }"
        case _:
            items = [_quoted(item) for item in value]
            return f"[{', '.join(items)}]" if items else ""


def _quoted(text: str) -> str:
    """Write a basic string: what TOML may not hold as it stands is escaped."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in plain) + '"'
