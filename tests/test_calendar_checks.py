"""Each check fires where it should, and is silent beside it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar import Decision, Fact, Known, act_id, check, compute, compute_all, load
from vacatio_calendar.checks import catalogue, checks, message, title
from vacatio_calendar.checks.pages import index, pages
from vacatio_calendar.checks.spoken import spoken
from vacatio_calendar.checks.tables import word_rows
from vacatio_calendar.checks.texts import word
from vacatio_calendar.known import OfficialDay
from vacatio_calendar.law import Mark
from vacatio_calendar.model import (
    Act,
    Action,
    ActRef,
    ActType,
    Commencement,
    Document,
    DocumentKind,
    Duration,
    Finding,
    Language,
    Modification,
    OfficialPublication,
    Provision,
    Registration,
    Rule,
    RuleKind,
    Severity,
    Span,
    StatedDate,
    Unit,
    Whose,
)
from vacatio_parser import parse_text

LAW = load("kz")
TODAY = dt.date(2026, 11, 23)


class Cited(TypedDict, total=False):
    type: str
    number: str
    date: dt.date
    title: str
    issuer: str
    approved: bool


class Stage(TypedDict):
    provisions: str
    date: dt.date


class Case(TypedDict, total=False):
    check: str
    what: str
    gives: list[str]
    document: str
    language: str
    text: str
    type: str
    number: str
    issuer: str
    title: str
    individual: bool
    official: bool
    official_days: list[dt.date]
    exemption: str
    today: dt.date
    adopted: dt.date
    registered: dt.date
    published: dt.date
    published_also: dt.date
    published_ru: dt.date
    published_kk: dt.date
    kind: str
    value: int
    unit: str
    date: dt.date
    stated: dt.date
    stated_parts: list[int]
    day_not_named: bool
    ends: dt.date
    duration: int
    duration_unit: str
    note: str
    digits: int
    words: int
    second_unit: str
    provisions: str
    stages: list[Stage]
    articles: list[str]
    amends: list[Cited]
    cited: list[Cited]
    suspends: str
    suggestion: str


def cases() -> list[Case]:
    file = Path(__file__).parent / "cases" / "checks.toml"
    found: list[Case] = tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    return found


def cited(row: Cited) -> ActRef:
    return ActRef(
        ActType(row["type"]),
        row.get("number"),
        row.get("date"),
        row.get("title"),
        row.get("issuer"),
        approved=row.get("approved", False),
    )


def stated(case: Case) -> StatedDate | None:
    if day := case.get("stated"):
        return StatedDate(day, day.year, day.month, day.day)
    if parts := case.get("stated_parts"):
        year, month, day_number = parts
        return StatedDate(None, year or None, month, day_number)
    return None


def clauses(case: Case) -> tuple[Commencement, ...]:
    if "kind" not in case:
        return ()
    unit = Unit(case["unit"]) if "unit" in case else None
    kind = RuleKind(case["kind"])
    value = case.get("value") if unit or kind is RuleKind.AFTER_PUBLICATION else None
    rule = Rule(kind, value, unit, case.get("date"), names_day=not case.get("day_not_named"))
    lasting = (
        Duration(case["duration"], Unit(case["duration_unit"])) if "duration" in case else None
    )
    pair = (case["digits"], case["words"]) if "digits" in case else None
    main = Commencement(
        rule,
        provisions=case.get("provisions"),
        stated=stated(case),
        ends_on=case.get("ends"),
        duration=lasting,
        note=case.get("note"),
        digits_and_words=pair,
    )
    others = [
        Commencement(Rule(RuleKind.FIXED_DATE, date=row["date"]), provisions=row["provisions"])
        for row in case.get("stages", [])
    ]
    if "second_unit" in case:
        others.append(Commencement(Rule(kind, value, Unit(case["second_unit"]))))
    return (main, *others)


def act(case: Case) -> Act:
    publications = []
    if day := case.get("published"):
        publications.append(OfficialPublication(day, first=True))
    if day := case.get("published_also"):
        publications.append(OfficialPublication(day, "Казахстанская правда", first=None))
    if day := case.get("published_ru"):
        publications.append(OfficialPublication(day, "Казахстанская правда"))
    if day := case.get("published_kk"):
        publications.append(OfficialPublication(day, "Егемен Қазақстан"))
    registered = case.get("registered")
    return Act(
        type=ActType(case["type"]),
        number=case.get("number"),
        date=case.get("adopted"),
        title=case.get("title"),
        issuer=case.get("issuer"),
        registration=Registration("38180", registered) if registered else None,
        publications=tuple(publications),
        commencements=clauses(case),
        amends=tuple(map(cited, case.get("amends", []))),
        provisions=tuple(
            Provision(f"art_{number}", "article", number, None, "")
            for number in case.get("articles", [])
        ),
        modifications=(
            (Modification(Action.SUSPENSION, None, "статья 5, пункт 3", None, Span(0, 1, quote)),)
            if (quote := case.get("suspends"))
            else ()
        ),
        normative=False if case.get("individual") else None,
    )


def found(case: Case) -> tuple[Document, tuple[Finding, ...]]:
    acts = (act(case),) if "type" in case else ()
    document = Document(
        Language(case.get("language", "en")),
        DocumentKind(case.get("document", "bulletin")),
        case.get("text", ""),
        acts,
        citations=tuple(map(cited, case.get("cited", []))),
    )
    known = Known(
        official_text=case.get("official", False),
        official=tuple(OfficialDay(day, "own") for day in case.get("official_days", [])),
        exemption=case.get("exemption"),
        today=case.get("today", TODAY),
        language=document.language,
    )
    entries = tuple(compute(one, LAW, known) for one in acts)
    return document, check(document, entries, LAW, known)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['check']} {case['what']}")
def test_a_check_finds_what_it_should_and_nothing_else(case: Case) -> None:
    document, findings = found(case)
    assert [f"{item.code} {item.severity}" for item in findings] == case["gives"]
    if "suggestion" in case:
        assert [item.suggestion for item in findings] == [case["suggestion"]]
    for item in findings:
        for language in Language:
            assert "{" not in message(item, document.kind, language)


def all_cases() -> list[tuple[str, str, str]]:
    """Give the code, the kind and what is found of every case: ``guard`` and ``near miss``."""
    rows: list[tuple[str, str, str]] = []
    for file in sorted((Path(__file__).parent / "cases").glob("checks*.toml")):
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            kind = row["what"].partition(":")[0]
            rows.append((row["check"], kind, " ".join(row["gives"])))
    return rows


@pytest.mark.parametrize("code", sorted({each.code for each in checks()}))
def test_each_check_has_a_case_that_fires_a_near_miss_and_a_guard(code: str) -> None:
    mine = [row for row in all_cases() if row[0] == code]
    assert any(code in gives for _, _, gives in mine), "no case fires"
    misses = [gives for _, kind, gives in mine if kind == "near miss"]
    assert any(code not in gives for gives in misses), "no near miss"
    assert any(kind == "guard" for _, kind, _ in mine), "no guard"


@pytest.mark.parametrize("each", checks(), ids=lambda each: each.code)
def test_each_check_is_documented_and_has_words_in_three_languages(each: object) -> None:
    one = next(item for item in checks() if item is each)
    assert one.documentation
    assert re.fullmatch(r"VAC\d{3}", one.code)
    words = catalogue()[one.code]
    assert words.messages
    for language in Language:
        assert title(one.code, language)
        assert title(one.code, language) != words.name


def test_the_words_name_no_check_that_does_not_exist() -> None:
    assert set(catalogue()) == {each.code for each in checks()}


def test_every_rule_a_check_rests_on_is_a_rule_of_the_law() -> None:
    for each in checks():
        assert each.rule is None or LAW.named(each.rule).basis


def test_a_finding_carries_values_and_never_positions() -> None:
    for case in cases():
        _, findings = found(case)
        for item in findings:
            assert item.values
            assert all(isinstance(value, str) for _, value in item.values)


days = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@settings(max_examples=60, deadline=None)
@given(days, st.integers(0, 90), st.integers(1, 90), st.none() | days)
def test_one_stated_date_never_gives_two_findings(
    signed: dt.date, wait: int, term: int, claimed: dt.date | None
) -> None:
    published = signed + dt.timedelta(days=wait)
    read = StatedDate(claimed, claimed.year, claimed.month, claimed.day) if claimed else None
    clause = Commencement(Rule(RuleKind.AFTER_PUBLICATION, term, Unit.CALENDAR_DAYS), stated=read)
    law = Act(
        ActType.DECREE,
        date=signed,
        publications=(OfficialPublication(published),),
        commencements=(clause,),
    )
    document = Document(Language.EN, DocumentKind.BULLETIN, "", (law,))
    known = Known(today=dt.date(2029, 1, 1))
    findings = check(document, (compute(law, LAW, known),), LAW, known)
    about_the_date = [item for item in findings if dict(item.values).get("stated")]
    assert len(about_the_date) <= 1
    [entry] = compute(law, LAW, known)
    if claimed == entry.on or claimed is None:
        assert not about_the_date
    elif claimed not in {other.on for other in entry.alternatives}:
        assert about_the_date
        assert all(item.severity is not Severity.INFO for item in about_the_date)


def test_the_public_pages_on_findings_are_what_the_checks_say() -> None:
    docs = Path(__file__).parents[1] / "docs"
    how = "python -m vacatio_calendar.checks docs"
    assert (docs / "findings.md").read_text(encoding="utf-8") == index(), how
    written = {
        file.stem: file.read_text(encoding="utf-8") for file in (docs / "checks").glob("*.md")
    }
    assert written == pages(LAW), how


def test_every_code_of_the_catalogue_is_checked() -> None:
    assert {each.code for each in checks()} == {f"VAC{number:03}" for number in range(1, 73)}


def test_questions_are_worded_as_such_until_they_are_answered() -> None:
    asked = {each.code for each in checks() if each.prompt}
    assert asked == {f"VAC{n:03}" for n in (9, 10, 12, 13, 15, 43, 44, 45, 50)}
    for code in asked:
        for variant, message_of in catalogue()[code].messages.items():
            if variant.endswith("asked"):
                assert message_of[Language.EN].startswith("Check whether")


def test_values_are_said_in_the_reader_s_language() -> None:
    for kind in RuleKind:
        for said in (f"{kind.value} 10 calendar_days", kind.value, f"{kind.value} 2026-01-01"):
            assert spoken("title", said, Language.RU) == said, "what is quoted stands as it is"
    clause = "after_publication 10 calendar_days; fixed_date 2027-01-01"
    assert spoken("official", clause, Language.RU) == (
        "10 календарных дней после дня опубликования; с 2027-01-01"
    )
    assert spoken("term", "after_publication 0 calendar_days", Language.EN) == (
        "after the day of publication"
    )
    assert spoken("duration", "6 months", Language.KK) == "6 ай"
    assert spoken("lower", "order", Language.KK) == "бұйрық"


def test_evidence_shows_the_words_of_each_compared_value() -> None:
    text = (
        "The Order of the Minister of Finance dated March 5, 2026 No. 120 “On Accounting” was "
        "published on March 12, 2026 and enters into force 10 calendar days after the date of its "
        "first official publication, i.e. on March 23, 2025."
    )
    document = parse_text(text)
    known = Known(today=TODAY)
    [item] = check(document, (compute(document.acts[0], LAW, known),), LAW, known)
    told = {
        each.name: (each.source, each.span.text if each.span else None) for each in item.evidence
    }
    assert told["stated"] == ("text", "March 23, 2025")
    assert told["computed"] == ("computed", None)
    assert told["term"][0] == "text"
    assert "10 calendar days" in (told["term"][1] or "")


def test_a_rule_still_to_be_verified_raises_no_error() -> None:
    for case in cases():
        _, findings = found(case)
        for item in findings:
            if item.rule and LAW.rule(item.rule).mark is Mark.TO_VERIFY:
                assert item.severity is not Severity.ERROR


@pytest.mark.parametrize("name", sorted(word_rows()))
def test_words_that_checks_look_for_find_their_example_and_not_the_near_miss(name: str) -> None:
    row = word_rows()[name]
    assert row.pattern.search(row.example)
    assert not row.pattern.search(row.near_miss)


def test_a_decided_day_of_publication_is_not_disputed_again() -> None:
    earlier, later = dt.date(2026, 3, 10), dt.date(2026, 3, 12)
    order = Act(
        ActType.DECREE,
        "120",
        dt.date(2026, 3, 5),
        publications=(
            OfficialPublication(later, first=True),
            OfficialPublication(earlier, "Казахстанская правда"),
        ),
        commencements=(Commencement(Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)),),
    )
    document = Document(Language.RU, DocumentKind.ACT, "", (order,))

    def codes(known: Known) -> list[str]:
        found = check(document, (compute(order, LAW, known),), LAW, known)
        return [item.code for item in found]

    decided = Decision(Fact.PUBLICATION, later, "the printed issue")
    assert codes(Known(today=TODAY)) == ["VAC021"]
    assert codes(Known(today=TODAY, decisions=(decided,))) == []
    silent = replace(document, acts=(replace(order, publications=()),))
    official = Known(today=TODAY, official_text=True, language=Language.RU)
    for decisions, expected in (((), ["VAC020"]), ((decided,), [])):
        known = replace(official, decisions=decisions)
        entries = (compute(silent.acts[0], LAW, known),)
        assert [item.code for item in check(silent, entries, LAW, known)] == expected


def test_a_value_that_is_not_known_leaves_the_sentence_whole() -> None:
    for code, words in catalogue().items():
        for variant in words.messages:
            for language in Language:
                said = word(code, (("variant", variant),), Whose.ACT, language)
                assert "{" not in said
                assert said.endswith(".")


def test_acts_that_wait_for_one_another_are_a_finding_of_each() -> None:
    one = ActRef(ActType.LAW, "1-VIII", dt.date(2026, 1, 9))
    other = ActRef(ActType.LAW, "2-VIII", dt.date(2026, 1, 9))
    acts = {
        str(act_id(mine, LAW)): Act(
            ActType.LAW,
            mine.number,
            mine.date,
            commencements=(Commencement(Rule(RuleKind.WITH_OTHER_ACT, act=theirs)),),
        )
        for mine, theirs in ((one, other), (other, one))
    }
    entries = compute_all(acts, LAW)
    for name, act_ in acts.items():
        document = Document(Language.RU, DocumentKind.ACT, "", (act_,))
        findings = check(document, (entries[name],), LAW, Known(today=TODAY))
        told = [item for item in findings if item.code == "VAC035"]
        assert [str(item.severity) for item in told] == ["warning"]
        assert "waits for it" in told[0].message
