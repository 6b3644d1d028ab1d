"""Reasons and readings are said in the languages of the site, from the English that is stored."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from vacatio_calendar import Known, compute, compute_all, load, say_alternative, say_reason
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Commencement,
    Language,
    Moment,
    OfficialPublication,
    Registration,
    Rule,
    RuleKind,
    Unit,
)
from vacatio_calendar.remarks import say_remark

LAW = load("kz")
OTHERS = (Language.RU, Language.KK)
TEN = Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)
WAITS = Rule(RuleKind.WITH_OTHER_ACT, act=ActRef(ActType.LAW, "1-X", dt.date(2026, 8, 3)))


def law_of(rule: Rule = TEN, **facts: object) -> Act:
    clause = Commencement(rule)
    found: dict[str, object] = {"type": ActType.LAW, "date": dt.date(2026, 8, 3), **facts}
    return Act(commencements=(clause,), **found)  # type: ignore[arg-type]  # by field names


SILENT = [
    (law_of(), "день первого официального опубликования неизвестен"),
    (
        law_of(publications=(OfficialPublication(dt.date(2026, 8, 5), "Казахстанская правда"),)),
        "известно опубликование только русского текста, а нужны оба (ЗПА 1(30))",
    ),
    (
        law_of(publications=(OfficialPublication(dt.date(1018, 8, 5)),)),
        "известное опубликование датировано раньше 2026-08-03, "
        "а раньше этого дня акт не мог быть опубликован",
    ),
    (law_of(WAITS), "акт, от которого зависит срок, kz/law/2026-08-03/1-x, неизвестен"),
    (
        law_of(
            Rule(RuleKind.AFTER_REGISTRATION), registration=Registration("1", dt.date(2026, 8, 1))
        ),
        "день государственной регистрации — 2026-08-01, а он не может быть раньше 2026-08-03",
    ),
    (
        law_of(Rule(RuleKind.AFTER_EVENT, event="обмен нотами: второй")),
        "день события не записан: обмен нотами: второй",
    ),
    (law_of(Rule(RuleKind.DEFAULT), type=ActType.RULES), "для актов этого вида и органа"),
]


@pytest.mark.parametrize(("act", "words"), SILENT)
def test_a_reason_is_said_in_every_language(act: Act, words: str) -> None:
    [entry] = compute(act, LAW)
    assert entry.on is None
    assert say_reason(entry, LAW, Language.EN) == entry.reason
    assert (say_reason(entry, LAW, Language.RU) or "").startswith(words)
    assert say_reason(entry, LAW, Language.KK) not in (entry.reason, words)


def test_a_reason_within_a_reason_is_said_too() -> None:
    clause = Commencement(Rule(RuleKind.AFTER_REGISTRATION), moment=Moment.FORCE)
    [entry] = compute(Act(commencements=(clause,)), LAW)
    assert say_reason(entry, LAW, Language.RU) == (
        "норма даёт только вступление в силу, а не введение в действие, "
        "и вид акта неизвестен, поэтому общее правило не применить"
    )


def test_a_ring_is_said_with_its_acts() -> None:
    first = law_of(WAITS, number="1-X")
    found = compute_all({"kz/law/2026-08-03/1-x": first}, LAW)
    [entry] = found["kz/law/2026-08-03/1-x"]
    assert (say_reason(entry, LAW, Language.RU) or "").startswith("акты ждут друг друга по кругу: ")


@pytest.mark.parametrize("language", OTHERS)
def test_every_reading_is_said_in_every_language(language: Language) -> None:
    act = Act(
        type=ActType.ORDER,
        date=dt.date(2026, 1, 9),
        registration=Registration("1", dt.date(2027, 1, 1)),
        publications=(
            OfficialPublication(dt.date(2026, 1, 10), "Егемен Қазақстан"),
            OfficialPublication(dt.date(2026, 1, 12), "Казахстанская правда"),
            OfficialPublication(dt.date(2026, 2, 1), "Районная газета"),
        ),
        commencements=(
            Commencement(Rule(RuleKind.FROM_PUBLICATION, 6, Unit.MONTHS)),
            Commencement(Rule(RuleKind.UPON_SIGNING), provisions="статьи 2"),
            Commencement(Rule(RuleKind.DEFAULT), provisions="статьи 3"),
        ),
    )
    readings = [other for entry in compute(act, LAW, Known()) for other in entry.alternatives]
    assert len(readings) >= 8
    for other in readings:
        said = say_alternative(other, LAW, language)
        assert said != other.reading
        days = re.findall(r"\d{4}-\d\d-\d\d", other.reading)
        assert sorted(re.findall(r"\d{4}-\d\d-\d\d", said)) == sorted(days)


@pytest.mark.parametrize("row", LAW.remarks, ids=lambda row: row[Language.EN][:40])
def test_each_row_of_the_glossary_is_found_by_its_own_sentence(row: dict[Language, str]) -> None:
    names = set(re.findall(r"\{(\w+)\}", row[Language.EN]))
    for language in OTHERS:
        assert set(re.findall(r"\{(\w+)\}", row[language])) <= names
        words = {name: "2026-01-02" if name.startswith("day") else "x" for name in names}
        said = say_remark(row[Language.EN].format(**words), LAW, language)
        assert said == row[language].format(**words)


def test_what_the_glossary_does_not_have_stays_as_it_is() -> None:
    assert say_remark("something else", LAW, Language.KK) == "something else"
