"""The first official publication among many: which day is chosen, and what is shown beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from vacatio_calendar import compute, first_publication, load, verify
from vacatio_calendar.known import Fact, Known
from vacatio_calendar.model import (
    Act,
    ActType,
    Commencement,
    Confidence,
    EntryIntoForce,
    Language,
    OfficialPublication,
    Rule,
    RuleKind,
    Unit,
)

LAW = load("kz")
PRAVDA, EGEMEN, BANK = "Казахстанская правда", "Егемен Қазақстан", "ЭКБ"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str, venue: str | None = None, **more: object) -> OfficialPublication:
    values = {"date": day(text), "venue": venue} | more
    return OfficialPublication(**values)  # type: ignore[arg-type]  # keywords of the table below


def field(text: str, name: str) -> OfficialPublication:
    return OfficialPublication(day(text), field=name)


FIRST, PORTAL = "ekb.initialPublicationDate", "ekb.portalPublicationDate"
PLACES, LAST = "zanorda.source", "zanorda.datePublication"

CASES = [
    ("both newspapers on one day", [at("2001-12-17", PRAVDA), at("2001-12-17", EGEMEN)],
     "2001-12-17", []),
    ("Russian first: the Kazakh day counts", [at("2001-12-17", PRAVDA), at("2001-12-20", EGEMEN)],
     "2001-12-20", ["2001-12-17"]),
    ("Kazakh first: the Russian day counts", [at("2007-01-23", PRAVDA), at("2007-01-19", EGEMEN)],
     "2007-01-23", ["2007-01-19"]),
    ("the electronic system before the newspapers",
     [at("2015-03-19", PRAVDA), at("2015-01-12", "Әділет"), at("2015-03-19", EGEMEN)],
     "2015-01-12", ["2015-03-19"]),
    ("the bank after the electronic system",
     [at("2015-06-23", "Әділет"), at("2016-01-19", BANK)], "2015-06-23", ["2016-01-19"]),
    ("the bank before the newspapers",
     [at("2019-01-09", BANK), at("2019-01-21", EGEMEN), at("2019-02-07", PRAVDA)],
     "2019-01-09", ["2019-01-21", "2019-02-07"]),
    ("the electronic system is no place of publication after 2016",
     [at("2018-03-02", "Әділет")], None, ["2018-03-02"]),
    ("one language only", [at("2001-12-17", PRAVDA)], None, ["2001-12-17"]),
    ("the other language only", [at("2001-12-17", EGEMEN)], None, ["2001-12-17"]),
    ("a place that is not known", [at("2001-12-17", "Ленинская смена")], None, ["2001-12-17"]),
    ("a place that is not known, with its languages given",
     [at("2001-12-17", "Газета", languages=(Language.RU, Language.KK))], "2001-12-17", []),
    ("a place that claims to be the first", [at("2025-11-18", PRAVDA, first=True)],
     "2025-11-18", []),
    ("a text that names the publication and no place", [at("2025-12-26")], "2025-12-26", []),
    ("a claim before a proven day", [at("2025-12-24"), at("2025-12-26", BANK)],
     "2025-12-24", ["2025-12-26"]),
    ("a proven day before a claim", [at("2025-12-26"), at("2025-12-24", BANK)],
     "2025-12-24", ["2025-12-26"]),
    ("the bank's field of first publication", [field("2026-03-19", FIRST)], "2026-03-19", []),
    ("the bank's two fields", [field("2026-03-20", PORTAL), field("2026-03-19", FIRST)],
     "2026-03-19", ["2026-03-20"]),
    ("the portal's day alone", [field("2026-03-20", PORTAL)], "2026-03-20", []),
    ("the last of several days is never the first", [field("2015-03-19", LAST)],
     None, ["2015-03-19"]),
    ("the last day beside the places",
     [field("2015-03-19", LAST), at("2015-01-12", "Әділет", field=PLACES)],
     "2015-01-12", ["2015-03-19"]),
    ("a candidate for the day of effect is no publication",
     [field("2026-03-20", "ekb.effectiveDate")], None, []),
    ("a publication without a date", [OfficialPublication(None, BANK)], None, []),
    ("no publication", [], None, []),
    ("the name of a newspaper with its issue",
     [at("2001-12-17", 'газета "Казахстанская правда", №291'),
      at("2001-12-17", "«Егемен Қазақстан» газеті")],
     "2001-12-17", []),
    ("two newspapers in one line",
     [at("2007-01-23", "«Казахстанская правда» и «Егемен Қазақстан»")], "2007-01-23", []),
    ("the bank by its full name",
     [at("2024-03-06", "ИС «Эталонный контрольный банк НПА РК в электронном виде»")],
     "2024-03-06", []),
    ("a ministry is not the electronic system of the same name",
     [at("2015-03-06", "Әділет министрлігінің сайты")], None, ["2015-03-06"]),
    ("two issues of one newspaper",
     [at("2007-01-19", EGEMEN, issue="12-13"), at("2007-01-23", EGEMEN, issue="15-18"),
      at("2007-01-18", PRAVDA, issue="12")], "2007-01-19", ["2007-01-18", "2007-01-23"]),
    ("a year that lost its place", [at("1018-09-04"), at("2018-03-02", BANK)],
     "2018-03-02", ["1018-09-04"]),
    ("only a year that lost its place", [at("1018-09-04")], None, ["1018-09-04"]),
    ("the gazette of the National Bank while it was official",
     [at("2024-05-05", "Вестник Национального Банка Казахстана")], "2024-05-05", []),
    ("the gazette of the National Bank after that",
     [at("2025-10-05", "Вестник Национального Банка Казахстана")], None, ["2025-10-05"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "given", "chosen", "others"), CASES, ids=[c[0] for c in CASES])
def test_the_day_is_chosen_and_the_others_are_named(
    what: str, given: list[OfficialPublication], chosen: str | None, others: list[str]
) -> None:
    for order in (given, given[::-1]):
        first = first_publication(Act(publications=tuple(order)), LAW)
        assert first.date == (None if chosen is None else day(chosen))
        assert [str(other.date) for other in first.others] == others
        assert (first.reason is None) == (chosen is not None)
        assert (first.publication is None) == (chosen is None)


def entry(*publications: OfficialPublication, known: Known | None = None) -> EntryIntoForce:
    rule = Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)
    act = Act(
        ActType.LAW,
        date=day("2001-12-08"),
        publications=publications,
        commencements=(Commencement(rule),),
    )
    [found] = compute(act, LAW, known or Known())
    assert verify(found, LAW) == ()
    return found


def test_a_day_before_adoption_is_a_slip_and_gives_no_date() -> None:
    found = entry(at("2001-11-08"))
    assert found.on is None
    assert "dated before 2001-12-08" in (found.reason or "")
    assert [str(other.on) for other in found.alternatives] == ["2001-11-19"]
    assert entry(at("2001-11-08"), at("2001-12-17", BANK), at("2001-12-18")).on == day("2001-12-29")
    assert entry(at("2001-12-08")).on == day("2001-12-19")


def test_two_issues_of_one_newspaper_may_be_parts() -> None:
    parts = (at("2001-12-17", EGEMEN, issue="1"), at("2001-12-19", EGEMEN, issue="2"))
    found = entry(at("2001-12-17", PRAVDA), *parts)
    assert (found.on, found.confidence) == (day("2001-12-28"), Confidence.DISPUTED)
    assert [str(other.on) for other in found.alternatives] == ["2001-12-30"]


def test_both_days_of_the_two_texts_stand_in_the_step() -> None:
    found = entry(at("2001-12-17", PRAVDA), at("2001-12-20", EGEMEN))
    assert found.on == day("2001-12-31")
    assert found.steps[0].inputs == (("ru", "2001-12-17"), ("kk", "2001-12-20"))


def test_each_other_day_shows_the_date_it_would_give() -> None:
    found = entry(at("2001-12-17", PRAVDA), at("2001-12-20", EGEMEN), at("2002-01-09", BANK))
    given = [(str(other.on), other.rule) for other in found.alternatives]
    assert given == [("2001-12-28", "KZ-PUB-FIRST"), ("2002-01-20", "KZ-PUB-REPRINT")]


@pytest.mark.parametrize(
    ("publications", "confidence"),
    [
        # A day in one language before the chosen one is another reading of "first".
        ([at("2001-12-17", PRAVDA), at("2001-12-20", EGEMEN)], Confidence.DISPUTED),
        # A reprint is not.
        ([at("2001-12-17", BANK, languages=(Language.RU, Language.KK)), at("2002-02-01", PRAVDA)],
         Confidence.PROVISIONAL),
        # A claim without a place, and a place in both languages on another day, contradict.
        ([at("2025-12-24"), at("2025-12-26", BANK)], Confidence.DISPUTED),
        # The portal's own day, later than the first publication, does not.
        ([field("2026-03-19", FIRST), field("2026-03-20", PORTAL)], Confidence.PROVISIONAL),
        ([field("2026-03-20", FIRST), field("2026-03-19", PORTAL)], Confidence.DISPUTED),
        ([field("2026-03-19", FIRST)], Confidence.PROVISIONAL),
    ],
)  # fmt: skip
def test_contradicting_days_make_the_date_disputed(
    publications: list[OfficialPublication], confidence: Confidence
) -> None:
    assert entry(*publications).confidence is confidence


@pytest.mark.parametrize(
    ("publications", "agreed"),
    [
        ([field("2026-03-19", FIRST), at("2026-03-19", BANK, field=PLACES)], True),
        ([field("2026-03-19", FIRST), at("2026-03-19")], True),
        ([field("2026-03-19", FIRST), field("2026-03-19", PORTAL)], False),  # one origin
        ([field("2026-03-19", FIRST), at("2026-03-20", BANK, field=PLACES)], False),
        ([at("2026-03-19", BANK, field=PLACES)], False),
    ],
)
def test_two_independent_sources_confirm_the_day(
    publications: list[OfficialPublication], agreed: bool
) -> None:
    act = Act(publications=tuple(publications))
    assert first_publication(act, LAW).agreed is agreed
    known = Known(agreed=frozenset({Fact.CLAUSE}))
    assert (entry(*publications, known=known).confidence is Confidence.CONFIRMED) is agreed


def test_a_field_the_law_does_not_list_is_not_settled() -> None:
    one = OfficialPublication(day("2026-03-19"), BANK, field="news.date")
    other = OfficialPublication(day("2026-03-19"), field=FIRST)
    assert not first_publication(Act(publications=(one, other)), LAW).agreed


def test_every_field_of_a_source_has_its_evidence() -> None:
    for row in LAW.fields.values():
        assert row.evidence
        assert row.id.startswith(f"{row.origin}.")
