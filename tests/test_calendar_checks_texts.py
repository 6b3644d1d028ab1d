"""Checks over real texts: each fires where it should, and is silent beside it and where excused."""

from __future__ import annotations

import datetime as dt

import pytest

from seeded.cases import Case, cases, facts
from seeded.looking import LAW, TODAY, Facts, Text, archive, look, read
from vacatio_calendar import Confirmation, Known, check, compute
from vacatio_calendar.checks import check_archive, checks, message
from vacatio_calendar.model import (
    ActType,
    Finding,
    Language,
    Severity,
)


def found(case: Case) -> tuple[Finding, ...]:
    others = archive(
        (
            Text(row["text"], facts(row), row.get("since"), row.get("until"), row.get("name"))
            for row in case.get("other", [])
        ),
        complete=frozenset(map(ActType, case.get("complete", []))),
        since=case.get("complete_since"),
    )
    if case.get("whole_archive"):
        return check_archive(others, LAW)
    document, report = look(
        case["text"],
        facts(case),
        others=others,
        ids=(case["own"],) if "own" in case else (),
        official=case.get("official", False),
        confirmed=case.get("confirmed", ()),
        exemption=case.get("exemption"),
        today=case.get("today", TODAY),
    )
    assert document.acts, "the parser reads an act"
    if "unchecked" in case:
        told = [f"{each.code} {each.reason}" for each in report.unchecked]
        assert [each for each in told if each.startswith(case["check"])] == case["unchecked"]
    for item in report.findings:
        for language in Language:
            assert "{" not in message(item, document.kind, language)
    return report.findings


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['check']} {case['what']}")
def test_a_check_finds_in_texts_what_it_should_and_no_more(case: Case) -> None:
    findings = found(case)
    told = [f"{item.code} {item.severity}" for item in findings]
    assert told == case["gives"], [item.message for item in findings]
    if "suggestion" in case:
        assert case["suggestion"] in {item.suggestion for item in findings}
    if "rule" in case:
        assert case["rule"] in {item.rule for item in findings}
    for item in findings:
        assert item.whose is not None
        assert item.evidence
        assert all(each.source for each in item.evidence)
        if item.rule is not None and item.severity is Severity.ERROR:
            assert item.basis


#: The parts of the article that an exemption could be mistaken to cover as well.
BESIDE = {"duty": "liability", "business": "permit", "permit": "business"}


def test_every_exemption_lifts_its_part_of_the_article_and_no_other() -> None:
    lifted = {row["lifted"] for row in cases() if "lifted" in row and row["gives"] == []}
    kept = {row["kept"] for row in cases() if "kept" in row and row["gives"] != []}
    for term in LAW.minimum_terms:
        for exemption in term.exceptions:
            assert f"{exemption} {term.subject}" in lifted
            assert f"{exemption} {BESIDE[term.subject]}" in kept


def test_a_finding_rests_on_a_rule_that_its_check_names() -> None:
    named: dict[str, set[str]] = {}
    for each in checks():
        rules = {f"KZ-{name}" for name in (each.rule, *each.also) if name}
        named.setdefault(each.code, set()).update(rules)
    for case in cases():
        for item in found(case):
            assert item.rule is None or item.rule in named[item.code]


def test_a_question_is_answered_for_the_provisions_that_a_person_named() -> None:
    text = (
        "Закон Республики Казахстан от 9 января 2026 года № 254-VIII ЗРК\nО садах\n"
        "Статья 1. Владелец обязан вести учет.\nСтатья 2. Сосед обязан молчать.\n"
        "Статья 3. Настоящий Закон вводится в действие по истечении десяти календарных дней после "
        "дня его первого официального опубликования, за исключением статьи 2, которая вводится в "
        "действие с 1 февраля 2026 года.\n"
    )
    document = read(text, Facts(published=dt.date(2026, 1, 12)))
    entries = (compute(document.acts[0], LAW),)

    def told(*answers: Confirmation) -> list[tuple[str | None, str]]:
        known = Known(today=TODAY, confirmed=answers)
        findings = check(document, entries, LAW, known)
        return sorted((str(item.provision), str(item.severity)) for item in findings)

    own = next(entry.provisions for entry in entries[0] if entry.provisions)
    assert told() == [("None", "info"), (own, "info")]
    assert told(Confirmation("VAC009", "a person", own)) == [("None", "info"), (own, "warning")]
    everything = Confirmation("VAC009", "a person")
    assert told(everything) == [("None", "warning"), (own, "warning")]
