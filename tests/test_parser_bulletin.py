"""Reports on acts: each page under pages/bulletins says what stands in the TOML beside it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from vacatio_calendar.model import Act, ActRef, Commencement, DocumentKind, Registration, RuleKind
from vacatio_parser import parse_text
from vacatio_parser.text import SourceText

TOLD = sorted((Path(__file__).parent / "pages" / "bulletins").glob("*.toml"))
PAGES = [path.with_suffix(".txt") for path in TOLD]

LEXICON = Path(__file__).parents[1] / "parser" / "vacatio_parser" / "lexicon" / "bulletin.toml"
ROWS = [
    (kind, row)
    for kind, rows in tomllib.loads(LEXICON.read_text(encoding="utf-8")).items()
    for row in rows
    if "example" in row
]


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[row["example"] for _, row in ROWS])
def test_each_wording_meets_its_example_and_not_its_near_miss(
    kind: str, row: dict[str, str]
) -> None:
    pattern = re.compile(row["pattern"])
    assert pattern.search(SourceText.of(row["example"]).folded), kind
    assert not pattern.search(SourceText.of(row["not"]).folded), kind


def named(ref: ActRef) -> str:
    return f"{ref.type} {ref.number} {ref.date}"


def main(act: Act) -> Commencement | None:
    return next((c for c in act.commencements if c.provisions is None), None)


def ruled(act: Act) -> str | None:
    clause = main(act)
    if clause is None:
        return None
    rule = clause.rule
    told = rule.date if rule.kind is RuleKind.FIXED_DATE else f"{rule.value} {rule.unit}"
    return f"{rule.kind} {told}"


def stated(act: Act) -> object:
    clause = main(act)
    return clause.stated.date if clause and clause.stated else None


def said(act: Act) -> dict[str, object]:
    return {
        "type": act.type,
        "number": act.number,
        "date": act.date,
        "title": act.title,
        "issuer": act.issuer,
        "published": [publication.date for publication in act.publications],
        "rule": ruled(act),
        "stated": stated(act),
        "amends": [named(ref) for ref in act.amends],
        "repeals": [named(ref) for ref in act.repeals],
        "changes": [f"{change.act} {change.kind}" for change in act.changes],
        "obligations": [f"{duty.value} {duty.unit}" for duty in act.obligations],
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_report_gives_the_acts_it_reports_on(page: Path) -> None:
    expected = tomllib.loads(page.with_suffix(".toml").read_text(encoding="utf-8"))
    document = parse_text(page.read_text(encoding="utf-8"))
    assert document.kind is DocumentKind.BULLETIN
    assert document.language == expected["language"]
    wanted = expected["acts"]
    got = [said(act) for act in document.acts]
    shown = [{key: act[key] for key in want} for want, act in zip(wanted, got, strict=False)]
    assert (len(got), shown) == (len(wanted), wanted)
    if "mentions" in expected:
        assert [named(ref) for ref in document.mentions] == expected["mentions"]


def test_a_number_given_later_reaches_every_citation() -> None:
    document = parse_text(
        "The Law of Kazakhstan dated May 5, 2020 No. 321-VI amends the Law of Kazakhstan dated "
        "June 1, 2010 “On Gardens”.\nRules were transferred from the Law of Kazakhstan dated "
        "June 1, 2010, No. 280-IV “On Gardens”."
    )
    assert [ref.number for ref in document.citations] == ["321-VI", "280-IV", "280-IV"]
    assert document.acts[0].amends[0].number == "280-IV"


def test_a_heading_with_the_title_of_rules_alone_is_a_citation_of_their_order() -> None:
    document = parse_text(
        "Amendments were introduced to the Rules for Keeping Garden Registers by the Owner\n"
        "Amendments to the Rules for Keeping of Garden Registers by the Owner, approved by Order "
        "No. 7 of the Minister of Justice dated June 1, 2020 were made by the Order No. 8 of the "
        "Minister of Justice dated May 5, 2024."
    )
    rules = [ref.title for ref in document.citations if ref.number == "7"]
    assert rules == [
        "Rules for Keeping Garden Registers by the Owner",
        "Rules for Keeping of Garden Registers by the Owner",
    ]
    assert named(document.acts[0].amends[0]) == "order 7 2020-06-01"
    assert document.acts[0].number == "8"


def test_a_term_and_the_date_worked_out_from_it_are_one_commencement() -> None:
    document = parse_text(
        "The Law No. 5-VIII dated May 5, 2024 (the “Law”) was adopted.\n"
        "The Law shall enter into force 10 calendar days after the date of its first official "
        "publication.\nThe Law was published on May 8, 2024, i.e. it enters into force on "
        "May 19, 2024."
    )
    (act,) = document.acts
    assert len(act.commencements) == 1
    assert ruled(act) == "after_publication 10 calendar_days"
    assert str(stated(act)) == "2024-05-19"


@pytest.mark.parametrize(
    "text",
    [
        "Our firm has moved to a new office on May 5, 2024.",
        "Клиенты часто спрашивают о порядке вступления в наследство.",
        "",
    ],
)
def test_a_text_without_acts_gives_no_date(text: str) -> None:
    document = parse_text(text)
    assert not any(act.commencements for act in document.acts)
    assert not document.citations


def test_an_act_only_leant_on_is_a_mention() -> None:
    document = parse_text(
        "Order No. 8 of the Minister of Justice dated May 5, 2024 sets a fee. According to the Law "
        "of Kazakhstan dated June 10, 1996, No. 6-I “On Copyright” a fee may be set."
    )
    assert [act.number for act in document.acts] == ["8"]
    assert [ref.number for ref in document.mentions] == ["6-I"]


def test_a_code_that_was_amended_by_what_is_not_said_is_changed_by_no_act_of_the_text() -> None:
    document = parse_text(
        "By Order of the Minister of Industry dated 12 August 2024 No. 301 a fee was set.\n"
        "The Tax Code was supplemented with a new Article 50. The changes come into force on "
        "1 January 2025."
    )
    unknown, order = sorted(document.acts, key=lambda act: act.number or "")
    assert (unknown.number, [named(ref) for ref in unknown.amends]) == (None, ["code None None"])
    assert ruled(unknown) == "fixed_date 2025-01-01"
    assert (order.number, order.amends, order.commencements) == ("301", (), ())


def test_a_heading_names_what_changes_and_the_text_below_by_what() -> None:
    document = parse_text(
        "Подписан Закон РК от 27 декабря 2021 года № 86-VII «О политике».\n"
        "Изменения в Налоговый кодекс\n"
        "Законом РК от 4 мая 2022 года № 120-VII в Налоговый кодекс РК от 25 декабря 2017 года "
        "внесены изменения, которые вступают в силу с 5 июля 2022 года."
    )
    assert [(act.number, len(act.amends)) for act in document.acts] == [
        ("86-VII", 0),
        ("120-VII", 1),
    ]
    assert ruled(document.acts[1]) == "fixed_date 2022-07-05"


@pytest.mark.parametrize(
    ("bullet", "kind"),
    [
        ("Introduction of a rule that fees are changed by the Government;", "introduced"),
        ("A reduced rate has been introduced;", "introduced"),
        ("The new exemption was removed;", "excluded"),
        ("The introduction of a fee;", "introduced"),
        ("Provisions on gardens have been moved to the Code;", "moved"),
        ("The rule that bans parks, amended in 2020, has been replaced by a permit;", "replaced"),
        ("Amendments in the term “garden”;", "amended"),
        ("A seller keeps a register;", "amended"),
    ],
)
def test_the_kind_of_a_change_is_its_leading_noun_or_its_predicate(bullet: str, kind: str) -> None:
    document = parse_text(
        "The Law No. 5-VIII dated May 5, 2024 amends the following laws:\n"
        f"- Law dated June 1, 2010 “On Gardens”.\nLaw dated June 1, 2010 “On Gardens”\n- {bullet}"
    )
    assert [(change.act, change.kind) for change in document.acts[0].changes] == [(0, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Order No. 8 of the Minister of Justice dated May 5, 2026 was published on Friday, "
        "May 8, 2026.",
        "Order No. 8 of the Minister of Justice dated May 5, 2026 was published Friday "
        "May 8, 2026.",
        "Приказ Министра юстиции от 5 мая 2026 года № 8 опубликован в пятницу, 8 мая 2026 года.",
        "Приказ Министра юстиции от 5 мая 2026 года № 8 «О пилотном проекте по учету воды» "
        "официально опубликован 8 мая 2026 года.",
    ],
)
def test_neither_a_weekday_nor_a_word_of_a_title_hides_the_day_of_publication(text: str) -> None:
    [act] = parse_text(text).acts
    [publication] = act.publications
    assert (publication.date, publication.venue) == (dt.date(2026, 5, 8), None)


def test_the_publication_of_a_draft_is_none() -> None:
    text = "Проект приказа Министра юстиции от 5 мая 2026 года № 8 опубликован 8 мая 2026 года."
    assert not any(act.publications for act in parse_text(text).acts)


def test_an_act_that_another_repeals_is_spoken_of_where_it_begins_a_sentence() -> None:
    document = parse_text(
        "The Law of Kazakhstan No. 202-V dated May 16, 2014 was published on May 20, 2014.\n"
        "The Code of Kazakhstan No. 255-VIII dated January 9, 2026 repeals the Law of Kazakhstan "
        "No. 418-V dated November 24, 2015.\n"
        "The Law of Kazakhstan No. 418-V dated November 24, 2015 comes into effect on "
        "January 1, 2016."
    )
    days = {act.number: [clause.rule.date for clause in act.commencements] for act in document.acts}
    assert days["418-V"] == [dt.date(2016, 1, 1)]
    assert days["202-V"] == days["255-VIII"] == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("was registered with the Ministry of Justice on 27 February 2026 under No. 37900.", 27),
        ("(registered on 27 February 2026, No. 37900) comes into force on 9 April 2026.", 27),
        ("was registered in the State Register under No. 37900 on 27 February 2026.", 27),
        ("was registered under No. 37900. It was published on 27 February 2026.", None),
        ("was registered under No. 37900; the Order of 27 February 2026 is older.", None),
    ],
)
def test_the_day_of_registration_stands_beside_its_number(words: str, day: int | None) -> None:
    [act] = parse_text(
        f"Order No. 55 of the Minister of Energy dated 25 February 2026 {words} It enters into "
        "force ten calendar days after its first official publication."
    ).acts[:1]
    registered = None if day is None else dt.date(2026, 2, day)
    assert act.registration == Registration("37900", registered)


@pytest.mark.parametrize(
    "words",
    [
        "зарегистрирован в Министерстве юстиции 27 февраля 2026 года под № 37900. Он",
        "(зарегистрирован в Реестре государственной регистрации нормативных правовых актов "
        "27 февраля 2026 года № 37900)",
        "(зарегистрирован под № 37900 от 27 февраля 2026 года)",
    ],
)
def test_a_russian_report_gives_the_day_of_registration(words: str) -> None:
    text = (
        f"Обзор. Приказ Министра энергетики от 25 февраля 2026 года № 55 {words} вводится в "
        "действие по истечении десяти календарных дней, то есть с 12 марта 2026 года."
    )
    assert parse_text(text).acts[0].registration == Registration("37900", dt.date(2026, 2, 27))
