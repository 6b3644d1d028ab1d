"""Sentences of the press and of law firms: what each says of which act, and nothing more."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from vacatio_calendar.model import Act, Commencement, Language, RuleKind
from vacatio_parser import parse_text

CASES = tomllib.loads((Path(__file__).parent / "cases" / "reports.toml").read_text("utf-8"))["case"]


def commenced(clause: Commencement) -> Iterator[str]:
    rule = clause.rule
    head = f"part {clause.provisions}: " if clause.provisions else ""
    if rule.kind is RuleKind.FIXED_DATE:
        yield f"{head}from {rule.date}"
    elif rule.kind is not RuleKind.NONE:
        yield f"{head}{rule.kind}" + (f" {rule.value} {rule.unit}" if rule.value else "")
        if clause.stated:
            yield f"that is {clause.stated.date}"
    if clause.ends_on:
        yield f"until {clause.ends_on}"
    if clause.duration:
        yield f"for {clause.duration.value} {clause.duration.unit}"
    if clause.applies_from:
        yield f"reaches {clause.applies_from}"


def said(act: Act) -> Iterator[str]:
    """Put what was read of an act in one line: its requisites, then its facts."""
    yield " ".join(str(part) for part in (act.type or "act", act.number, act.date) if part)
    if act.registration:
        yield f"registered {act.registration.number}"
    yield from (f"published {row.date}" for row in act.publications)
    for clause in act.commencements:
        yield from commenced(clause)
    deeds = (("amends", act.amends), ("repeals", act.repeals), ("suspends", act.suspends))
    for deed, refs in deeds:
        for ref in refs:
            yield f"{deed} {ref.number or ref.title}"


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_a_sentence_says_this_of_these_acts(case: dict[str, str | list[str]]) -> None:
    document = parse_text(str(case["text"]), language=Language(str(case["language"])))
    assert [", ".join(said(act)) for act in document.acts] == case["says"]
