"""Texts become acts whatever order they come in, and citations find them or nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import itertools

import pytest

from vacatio import rows
from vacatio.assemble import Reading, Work, without_act, works
from vacatio.derive import Dated, dates
from vacatio.drawing import causes
from vacatio.resolve import Register
from vacatio_calendar import load
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Commencement,
    Confidence,
    Document,
    DocumentKind,
    Language,
    OfficialPublication,
    RawDocument,
    Registration,
    Rule,
    RuleKind,
    Unit,
)

LAW = load("kz")
RU = Act(
    type=ActType.LAW,
    number="12-X",
    date=dt.date(2026, 8, 3),
    title="О садах",
    issuer="Парламент Республики Казахстан",
    publications=(OfficialPublication(dt.date(2026, 8, 5), field="ekb.initialPublicationDate"),),
    commencements=(Commencement(Rule(RuleKind.AFTER_PUBLICATION, 60, Unit.CALENDAR_DAYS)),),
    identifiers=(("ekb", "300001"), ("ngr", "Z2600000012")),
)
KK = dataclasses.replace(RU, title="Бақтар туралы", identifiers=(("ekb", "300001"),))


def reading(key: str, language: Language, *acts: Act, kind: str = "act") -> Reading:
    body = f"{key} {language}".encode()
    raw = RawDocument(
        source="ekb",
        key=key,
        url=f"https://zan.gov.kz/api/documents/{key}",
        fetched_at=dt.datetime(2026, 8, 6, 3, tzinfo=dt.UTC),
        media_type="application/json",
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        language=language,
    )
    document = Document(language, DocumentKind(kind), body.decode(), acts)
    return Reading(raw, "ekb/x.warc.gz#0", document)


def joined(*readings: Reading) -> tuple[Work, ...]:
    """Join the texts in every order and see that it makes no difference."""
    orders = [works(order, LAW) for order in itertools.permutations(readings)]
    assert all(order == orders[0] for order in orders)
    return orders[0]


def dated(*readings: Reading) -> dict[str, Dated]:
    acts = joined(*readings)
    return {
        each.work.id: each for each in dates(acts, causes(acts, Register(acts, LAW), LAW), LAW, {})
    }


def test_the_russian_and_the_kazakh_text_are_one_act() -> None:
    [work] = joined(reading("300001/kaz", Language.KK, KK), reading("300001/rus", Language.RU, RU))
    assert work.id == "kz/law/2026-08-03/12-x"
    assert (work.title(Language.RU), work.title(Language.KK)) == ("О садах", "Бақтар туралы")
    assert work.main.document.language is Language.RU
    assert dict(work.act.identifiers) == {"ekb": "300001", "ngr": "Z2600000012"}
    assert len(work.act.publications) == 1


def test_texts_without_a_common_identifier_are_joined_by_their_requisites() -> None:
    other = dataclasses.replace(KK, identifiers=())
    found = joined(reading("a", Language.KK, other), reading("b", Language.RU, RU))
    assert [len(work.texts) for work in found] == [2]


def test_two_register_entries_with_the_same_requisites_stay_two_acts() -> None:
    twin = dataclasses.replace(RU, identifiers=(("ekb", "300002"), ("ngr", "Z2600000099")))
    found = joined(reading("1/rus", Language.RU, RU), reading("2/rus", Language.RU, twin))
    assert sorted(work.id for work in found) == [
        "kz/law/2026-08-03/12-x",
        "kz/ngr/z2600000099",
    ]


def test_what_only_one_language_says_is_known_of_the_act() -> None:
    silent = dataclasses.replace(
        RU, number=None, publications=(), commencements=(Commencement(Rule(RuleKind.NONE)),)
    )
    registered = dataclasses.replace(KK, registration=Registration("41000", dt.date(2026, 8, 4)))
    [work] = joined(reading("r", Language.RU, silent), reading("k", Language.KK, registered))
    assert work.act.number == "12-X"
    assert work.act.registration == Registration("41000", dt.date(2026, 8, 4))
    assert work.clauses.document.language is Language.KK
    assert work.act.commencements == KK.commencements


def test_of_two_texts_in_one_language_the_preferred_source_leads() -> None:
    copy = dataclasses.replace(RU, title="О садах (копия)")
    other = reading("Z2600000012/rus", Language.RU, copy)
    mirror = dataclasses.replace(other, raw=dataclasses.replace(other.raw, source="adilet"))
    pages = [mirror, reading("300001/rus", Language.RU, RU)]
    for order in (pages, pages[::-1]):
        [work] = works(order, LAW, preferred=frozenset({"ekb"}))
        assert work.title(Language.RU) == "О садах"
        assert [text.reading.raw.source for text in work.texts] == ["ekb", "adilet"]


def test_the_languages_of_one_place_of_publication_add_up() -> None:
    place = OfficialPublication(dt.date(2026, 8, 5), "ЭКБ", "1", (Language.RU,))
    other = dataclasses.replace(place, languages=(Language.KK,))
    [work] = joined(
        reading("r", Language.RU, dataclasses.replace(RU, publications=(place,))),
        reading("k", Language.KK, dataclasses.replace(KK, publications=(other,))),
    )
    [publication] = work.act.publications
    assert set(publication.languages) == {Language.RU, Language.KK}


def test_a_report_on_an_act_is_not_the_act_and_is_named_as_a_page_without_one() -> None:
    note = reading("note", Language.RU, RU, kind="bulletin")
    act = reading("300001/rus", Language.RU, RU)
    assert joined(note) == ()
    assert without_act([note, act], joined(note, act)) == {"ekb/note"}


def test_an_id_that_another_language_would_give_is_an_alias() -> None:
    other = dataclasses.replace(KK, date=dt.date(2026, 8, 4))
    [work] = joined(reading("r", Language.RU, RU), reading("k", Language.KK, other))
    assert work.id == "kz/law/2026-08-03/12-x"
    assert {(row["alias"], row["kind"]) for row in rows.aliases(work, LAW)} == {
        ("kz/law/2026-08-04/12-x", "requisites"),
        ("300001", "ekb"),
        ("Z2600000012", "ngr"),
    }


def test_a_day_on_which_the_languages_differ_is_disputed_and_both_are_shown() -> None:
    longer = dataclasses.replace(
        KK, commencements=(Commencement(Rule(RuleKind.AFTER_PUBLICATION, 90, Unit.CALENDAR_DAYS)),)
    )
    [found] = dated(reading("r", Language.RU, RU), reading("k", Language.KK, longer)).values()
    assert found.withheld == ()
    assert found.main.on == dt.date(2026, 10, 5)
    assert found.main.confidence is Confidence.DISPUTED
    assert [(other.on, other.reading) for other in found.main.alternatives][-1] == (
        dt.date(2026, 11, 4),
        "the text in Kazakh gives another day",
    )


def test_a_repealed_act_ends_on_the_day_its_repeal_applies() -> None:
    repeal = Act(
        type=ActType.LAW,
        number="13-X",
        date=dt.date(2026, 9, 1),
        title="О признании утратившим силу",
        commencements=(Commencement(Rule(RuleKind.FIXED_DATE, date=dt.date(2027, 1, 1))),),
        repeals=(ActRef(ActType.LAW, "12-X", dt.date(2026, 8, 3)),),
        identifiers=(("ekb", "300003"),),
    )
    found = dated(reading("r", Language.RU, RU), reading("x", Language.RU, repeal))
    assert found["kz/law/2026-08-03/12-x"].main.ends_on == dt.date(2027, 1, 1)
    assert found["kz/law/2026-09-01/13-x"].main.ends_on is None


@pytest.mark.parametrize(
    ("ref", "resolved"),
    [
        (ActRef(ActType.LAW, "12-X", dt.date(2026, 8, 3)), True),
        (ActRef(ActType.LAW, "12-Х ЗРК", dt.date(2026, 8, 3)), True),
        (ActRef(ActType.LAW, None, dt.date(2026, 8, 3), "«О  садах»"), True),
        (ActRef(ActType.LAW, None, dt.date(2026, 8, 3), "Бақтар туралы"), True),
        (ActRef(registration_number="41000"), True),
        (ActRef(ActType.RULES, "12-X", dt.date(2026, 8, 3), "Правила", approved=True), True),
        (ActRef(ActType.LAW, "12-X", dt.date(2026, 8, 4)), False),
        (ActRef(ActType.ORDER, "12-X", dt.date(2026, 8, 3)), False),
        (ActRef(ActType.LAW, None, dt.date(2026, 8, 3), "О парках"), False),
        (ActRef(ActType.LAW, "13-X", dt.date(2026, 8, 3), "О садах"), False),
        (ActRef(title="О садах"), False),
        (ActRef(), False),
    ],
)
def test_a_citation_finds_the_one_act_it_fits_or_none(ref: ActRef, resolved: bool) -> None:
    registered = dataclasses.replace(RU, registration=Registration("41000", dt.date(2026, 8, 4)))
    acts = joined(reading("r", Language.RU, registered), reading("k", Language.KK, KK))
    assert (Register(acts, LAW).find(ref) is not None) is resolved


def test_a_citation_that_fits_two_acts_is_not_resolved() -> None:
    twin = dataclasses.replace(RU, number="14-X", identifiers=(("ekb", "300004"),))
    acts = joined(reading("a", Language.RU, RU), reading("b", Language.RU, twin))
    assert len(acts) == 2
    assert Register(acts, LAW).find(ActRef(ActType.LAW, None, RU.date, "О садах")) is None


def test_an_order_is_individual_where_title_and_number_agree() -> None:
    award = dataclasses.replace(
        RU,
        type=ActType.ORDER,
        number="12-ж",
        title="О награждении почетной грамотой",
        issuer="Министр здравоохранения Республики Казахстан",
        publications=(),
        commencements=(),
        identifiers=(("ekb", "300001"),),
    )
    kazakh = dataclasses.replace(award, title="Құрмет грамотасымен марапаттау туралы")
    [work] = joined(
        reading("300001/kaz", Language.KK, kazakh), reading("300001/rus", Language.RU, award)
    )
    assert work.act.normative is False
    rules = dataclasses.replace(award, title="Об утверждении Правил награждения")
    [work] = joined(reading("300001/rus", Language.RU, rules))
    assert work.act.normative is None
