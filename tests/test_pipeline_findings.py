"""Findings of a build: between documents, whose they are, held back, and the same every time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
from pathlib import Path

import pytest

from seeded.cases import Case, cases, facts
from seeded.looking import read
from vacatio import deciding, ledger, lives, review, store
from vacatio.assemble import Reading, works
from vacatio.build import Built, build
from vacatio.datadir import DataDir
from vacatio.decisions import Kind, Recorded, Verdict
from vacatio.lookups import since, unbroken
from vacatio.review import Answer, BadAnswer
from vacatio.store import Row
from vacatio_calendar import load
from vacatio_calendar.checks import Thresholds
from vacatio_calendar.model import (
    Act,
    Action,
    ActRef,
    ActType,
    Certainty,
    Claim,
    Commencement,
    Confidence,
    Document,
    DocumentKind,
    EntryIntoForce,
    Language,
    Modification,
    Note,
    NoteKind,
    OfficialPublication,
    Provision,
    RawDocument,
    Registration,
    Rule,
    RuleKind,
    StatedDate,
    Unit,
)
from vacatio_parser import parse_text

LAW = load("kz")
TODAY = dt.date(2026, 9, 1)
LETTER = """\
Law No. 12-X of 3 August 2026 "On gardens"

The Law was published on August 5, 2026 and shall come into effect 60 calendar days after the date \
of its first official publication, i.e. on October 5, 2025.
"""


def law(number: int, term: int = 60, stated: dt.date | None = None) -> Act:
    """Give a law published on 5 August 2026, which may state the day it applies from."""
    said = StatedDate(stated, stated.year, stated.month, stated.day) if stated else None
    rule = Rule(RuleKind.AFTER_PUBLICATION, term, Unit.CALENDAR_DAYS)
    return Act(
        type=ActType.LAW,
        number=f"{number}-X",
        date=dt.date(2026, 8, 3),
        title=f"О садах {number}",
        issuer="Парламент Республики Казахстан",
        publications=(OfficialPublication(dt.date(2026, 8, 5)),),
        commencements=(Commencement(rule, stated=said),),
        identifiers=(("ekb", f"{300000 + number}"), ("ngr", f"Z26{number:08}")),
    )


def page(
    key: str,
    document: Document | None,
    source: str = "ekb",
    fetched: dt.date = dt.date(2026, 8, 6),
) -> Reading:
    raw = RawDocument(
        source=source,
        key=key,
        url=f"https://zan.gov.kz/api/documents/{key}",
        fetched_at=dt.datetime(fetched.year, fetched.month, fetched.day, 8, tzinfo=dt.UTC),
        media_type="text/plain",
        body=b"",
        sha256=hashlib.sha256(f"{source} {key}".encode()).hexdigest(),
        language=document.language if document else None,
    )
    return Reading(raw, f"{source}/x.warc.gz#0", document, None if document else "a fault")


def text(act: Act, language: Language = Language.RU) -> Reading:
    ekb = dict(act.identifiers)["ekb"]
    key = f"{ekb}/{ {'ru': 'rus', 'kk': 'kaz'}[language] }"
    return page(key, Document(language, DocumentKind.ACT, f"{key}", (act,)))


def letter(key: str = "letter", words: str = LETTER) -> Reading:
    return page(key, parse_text(words), "bulletins")


def built(root: Path, *pages: Reading, today: dt.date = TODAY, publish: bool = True) -> Built:
    """Build from pages, and write the register as publishing does."""
    data = DataDir(root)
    found = build(data, pages, LAW, today, demo=True, page_of=lambda work: None)
    if publish:
        rows = [
            {**dict.fromkeys(("ended_on", "occurrence", "first_seen")), **row}
            for row in found.rows["findings"]
        ]
        ledger.append(data.ledger / "findings.jsonl", lives.lines(rows))
    return found


def findings(found: Built, *codes: str) -> list[Row]:
    return [row for row in found.rows["findings"] if not codes or row["code"] in codes]


#: What only a caller of the checks can say, where a build finds it out from the texts at hand.
GIVEN = ("exemption", "confirmed", "complete", "whole_archive")
GIVEN_OF_OTHERS = {"since", "until", "ended", "name", "individual"}

#: Checks of the registration itself; every other order is one that was registered.
OF_REGISTRATION = frozenset({"VAC016", "VAC017", "VAC019", "VAC066"})


def buildable() -> list[Case]:
    """Choose the cases of the checks whose facts all stand in texts, cards and registers."""
    return [
        case
        for case in cases()
        if not any(case.get(key) for key in GIVEN)
        and (case.get("official") or case["check"] != "VAC066")  # texts of an archive are official
        and not any(GIVEN_OF_OTHERS & set(other) for other in case.get("other", []))
    ]


def pages_of(case: Case) -> list[Reading]:
    """Give the texts of a case as pages of an archive, the checked one first."""
    pages: list[Reading] = []
    for number, row in enumerate((case, *case.get("other", []))):
        document = read(row["text"], facts(row))
        if case["check"] not in OF_REGISTRATION:
            acts = (_registered(act) for act in document.acts)
            document = dataclasses.replace(document, acts=tuple(acts))
        source = "bulletins" if document.kind is DocumentKind.BULLETIN else "ekb"
        day = case.get("today", dt.date(2026, 11, 23))
        pages.append(page(f"{number}/{document.language}", document, source, day))
    return pages


def _registered(act: Act) -> Act:
    return dataclasses.replace(act, registration=act.registration or Registration("1", act.date))


@pytest.mark.parametrize("case", buildable(), ids=lambda case: f"{case['check']} {case['what']}")
def test_a_build_finds_what_the_check_finds_with_the_archive_beside_it(
    case: Case, tmp_path: Path
) -> None:
    pages = pages_of(case)
    found = built(tmp_path, *pages, today=case.get("today", TODAY), publish=False)
    told = [
        f"{row['code']} {row['severity']}"
        for row in findings(found, case["check"])
        if row["document_id"] in (pages[0].id, None)
    ]
    assert sorted(told) == sorted(each for each in case["gives"] if case["check"] in each)


def slips(count: int, plain: int = 0) -> list[Reading]:
    """Give laws whose text states a day a year too early, and laws that state none."""
    wrong = [text(law(n, stated=dt.date(2025, 10, 5))) for n in range(1, count + 1)]
    return wrong + [text(law(n)) for n in range(count + 1, count + plain + 1)]


def test_a_finding_about_a_bulletin_is_kept_apart_from_one_about_the_act(tmp_path: Path) -> None:
    [own] = slips(1)
    words = LETTER.replace("12-X", "1-X")
    found = built(tmp_path, own, letter("a", words), letter("b", words))
    rows = findings(found, "VAC002")
    assert sorted((str(row["about"]), str(row["document_id"])) for row in rows) == [
        ("act", "ekb/300001/rus"),
        ("bulletin", "bulletins/a"),
        ("bulletin", "bulletins/b"),
    ]
    assert len({row["id"] for row in rows}) == 3
    assert {row["act_id"] for row in rows} == {"kz/law/2026-08-03/1-x"}
    assert {str(row["whose"]) for row in rows} == {"act", "bulletin"}


def test_the_same_finding_in_both_languages_is_one_and_rests_on_both(tmp_path: Path) -> None:
    act = law(1, stated=dt.date(2025, 10, 5))
    kk = dataclasses.replace(act, title="Бақтар туралы")
    [row] = findings(built(tmp_path, text(act), text(kk, Language.KK)), "VAC002")
    assert row["documents"] == '["ekb/300001/kaz", "ekb/300001/rus"]'


def test_a_unit_named_in_both_languages_is_one_finding(tmp_path: Path) -> None:
    points = [
        Provision(f"para_{n}", "point", str(n), None, f"{n}. Вести учет деревьев.") for n in (1, 2)
    ]
    base = dataclasses.replace(law(1), date=dt.date(2020, 1, 1), provisions=tuple(points))
    cited = ActRef(ActType.LAW, "1-X", base.date)
    pages = [text(base), text(base, Language.KK)]
    for language, target in ((Language.RU, "пункт 9"), (Language.KK, "9-тармақ")):
        change = Modification(Action.REPEAL, 0, target, None)
        act = dataclasses.replace(law(2), amends=(cited,), modifications=(change,))
        pages.append(text(act, language))
    [row] = findings(built(tmp_path, *pages), "VAC029")
    assert "provision = пункт 9" in str(row["compared"])
    assert str(row["documents"]).count("ekb/") == 4, "it rests on all texts of both acts"


def test_what_a_card_of_a_register_says_of_an_act_is_compared(tmp_path: Path) -> None:
    act = law(1)
    places = [dt.date(2026, 8, 4), dt.date(2026, 8, 20)]
    card = Act(
        identifiers=act.identifiers,
        publications=tuple(OfficialPublication(day, field="zanorda.source") for day in places),
        claims=(Claim("zanorda.published", "20.08.2026", places[1]),),
    )
    of_register = page(
        "300001-z26", Document(Language.RU, DocumentKind.ACT, "card", (card,)), "zanorda"
    )
    [row] = findings(built(tmp_path, text(act), of_register), "VAC022")
    assert (row["act_id"], row["whose"]) == ("kz/law/2026-08-03/1-x", "portal")
    assert row["documents"] == '["ekb/300001/rus", "zanorda/300001-z26"]'


def test_an_act_that_only_waits_for_its_publication_is_not_asked_about_yet(tmp_path: Path) -> None:
    signed = dataclasses.replace(law(1), publications=())
    for days, kinds in ((30, []), (31, ["unknown"])):
        other = page("200/rus", None, fetched=dt.date(2026, 8, 3) + dt.timedelta(days=days))
        found = built(tmp_path / str(days), text(signed), other)
        assert [
            row["kind"] for row in found.rows["reviews"] if row["decides"] == "publication"
        ] == kinds


def test_the_languages_of_one_act_are_held_against_each_other(tmp_path: Path) -> None:
    act = law(1)
    kk = dataclasses.replace(law(1, term=10), title="Бақтар туралы")
    found = built(tmp_path, text(act), text(kk, Language.KK))
    [question] = [row for row in found.rows["reviews"] if row["kind"] == "disputed"]
    assert question["value"] == "2026-10-05"


def test_a_summary_that_grows_with_the_archive_stays_one_finding(tmp_path: Path) -> None:
    acts = [
        dataclasses.replace(law(n), registration=Registration(str(n), dt.date(2026, 8, 3)))
        for n in (1, 2, 3, 5, 7)
    ]
    ids = []
    for known in (acts[:4], acts):
        [row] = findings(built(tmp_path, *map(text, known)), "VAC041")
        ids.append((row["id"], row["occurrence"], row["state"], row["compared"]))
    assert ids[0][:3] == ids[1][:3]
    assert ids[0][3] != ids[1][3]


def test_the_same_originals_in_any_order_give_the_same_findings_with_the_same_ids(
    tmp_path: Path,
) -> None:
    pages = [*slips(4, 4), letter("a"), letter("b")]
    once = built(tmp_path / "a", *pages)
    assert len(findings(once)) > 4
    for seed in range(4):
        random.Random(seed).shuffle(pages)
        for root in (tmp_path / "a", tmp_path / str(seed)):
            again = built(root, *pages)
            for table in ("findings", "reviews", "decisions"):
                assert sorted(once.rows[table], key=lambda row: str(row["id"])) == sorted(
                    again.rows[table], key=lambda row: str(row["id"])
                )


def test_a_build_that_changes_nothing_writes_no_line(tmp_path: Path) -> None:
    path = DataDir(tmp_path).ledger / "findings.jsonl"
    pages = slips(3)
    built(tmp_path, *pages)
    written = path.read_bytes()
    built(tmp_path, *reversed(pages), today=TODAY + dt.timedelta(days=30))
    assert path.read_bytes() == written


def test_a_page_that_cannot_be_read_tonight_ends_nothing(tmp_path: Path) -> None:
    pages = slips(2)
    built(tmp_path, *pages)
    unread = page("300001/rus", None)
    found = built(tmp_path, unread, pages[1], today=TODAY + dt.timedelta(days=1))
    rows = findings(found, "VAC002")
    assert [row["state"] for row in rows] == ["open", "open"]
    found = built(tmp_path, text(law(1)), pages[1], today=TODAY + dt.timedelta(days=2))
    rows = sorted(findings(found, "VAC002"), key=lambda row: str(row["act_id"]))
    assert [(row["state"], row.get("ended_on")) for row in rows] == [
        ("ended", "2026-09-03"),
        ("open", None),
    ]


def test_what_fires_on_too_many_texts_of_a_source_is_held_back_and_told(tmp_path: Path) -> None:
    found = built(tmp_path, *slips(6, 10), letter())
    [held] = [each for each in found.compared.held if each.held.code == "VAC002"]
    assert held.said == "VAC002 fired on 6 of 16 documents of ekb"
    rows = findings(found, "VAC002")
    assert {str(row["about"]): row["state"] for row in rows} == {
        "act": "held_back",
        "bulletin": "open",
    }
    assert len(rows) == 7, "nothing is lost"
    path = DataDir(tmp_path).ledger / "findings.jsonl"
    kept = lives.from_ledger(ledger.read(path))
    assert [life.source for life in kept.values() if life.shown["code"] == "VAC002"] == [
        "bulletins"
    ]
    [question] = [row for row in found.rows["reviews"] if row["kind"] == "misread"]
    assert str(question["question"]).startswith("Was ekb misread? VAC002 fired on 6 of 16")


def test_an_operator_sets_the_share_from_which_on_a_source_is_misread(tmp_path: Path) -> None:
    pages, data = slips(6, 10), DataDir(tmp_path)
    for share, held in ((0.37, 1), (0.38, 0)):
        found = build(
            data,
            pages,
            LAW,
            TODAY,
            demo=True,
            page_of=lambda work: None,
            thresholds=Thresholds(share=share),
        )
        assert len(found.compared.held) == held


def test_ten_times_the_usual_number_is_held_back_and_what_was_open_stays(tmp_path: Path) -> None:
    pages = slips(1, 119)
    built(tmp_path, *pages)
    more = [text(law(n, stated=dt.date(2025, 10, 5))) for n in range(2, 13)]
    found = built(tmp_path, pages[0], *more, *pages[12:])
    assert [each.held.code for each in found.compared.held] == ["VAC002"]
    rows = findings(found, "VAC002")
    assert sorted(str(row["state"]) for row in rows) == ["held_back"] * 11 + ["open"]


def decide(root: Path, **given: object) -> None:
    def make(name: str, known: object) -> Recorded:
        return Recorded(id=name, by="A", on=TODAY, **given)  # type: ignore[arg-type]

    deciding.record(DataDir(root), TODAY, "", make)


def test_a_source_that_a_person_says_was_read_right_is_let_through(tmp_path: Path) -> None:
    pages = slips(6, 10)
    found = built(tmp_path, *pages)
    [question] = [row for row in found.rows["reviews"] if row["kind"] == "misread"]
    decide(
        tmp_path,
        kind=Kind.SOURCE,
        verdict=Verdict.DISMISSED,
        review=question["id"],
        code=question["code"],
        reason="the ministry printed them so",
    )
    found = built(tmp_path, *pages)
    assert found.compared.held == ()
    assert {row["state"] for row in findings(found, "VAC002")} == {"open"}


def published(root: Path, *pages: Reading) -> DataDir:
    """Build, and put the database in place."""
    data, rows = DataDir(root), built(root, *pages).rows
    data.database.unlink(missing_ok=True)
    store.write(data.database, rows)
    return data


def test_a_finding_is_settled_by_the_fact_it_rests_on(tmp_path: Path) -> None:
    pages = [*slips(1), letter("a", LETTER.replace("12-X", "1-X"))]
    data = published(tmp_path, *pages)
    asked = review.questions(data)
    own, other = [each for each in asked if each.text("code") == "VAC002"]
    assert [each.text("kind") for each in (own, other)] == ["conflict", "conflict"]
    assert (own.text("fact"), other.text("fact")) == ("entry", None)
    answer = Answer(Verdict.CORRECTED, "A", TODAY, "2026-10-05", source="a letter")
    with pytest.raises(BadAnswer, match="confirm or dismiss it"):
        review.decide(data, other, answer)
    made = review.decide(data, own, answer)
    assert (made.kind, made.act, made.value) == ("entry", "kz/law/2026-08-03/1-x", "2026-10-05")
    review.decide(data, other, Answer(Verdict.CONFIRMED, "A", TODAY))
    assert {each.state for each in review.questions(data)} == {"waiting for a build"}
    data = published(tmp_path, *pages)
    with store.opened(data.database) as db:
        states = dict(db.execute("SELECT about, state FROM findings WHERE code = 'VAC002'"))
        [(certainty,)] = db.execute("SELECT certainty FROM acts")
    assert states == {"act": "corrected", "bulletin": "confirmed"}
    assert certainty == "reviewed"
    assert {each.state for each in review.questions(data)} == {"decided"}


def test_a_decision_on_a_provision_that_is_not_there_is_asked_about(tmp_path: Path) -> None:
    name = "kz/law/2026-08-03/1-x"
    day = {"kind": Kind.ENTRY, "act": name, "value": "2026-12-01"}
    decide(tmp_path, **day, provisions="пункта 9")
    found = built(tmp_path, text(law(1)))
    [made] = found.rows["decisions"]
    assert made["state"] == "unmatched"
    [question] = found.rows["reviews"]
    assert question["kind"] == "unmatched"
    assert "is about пункта 9, which is not there" in str(question["question"])
    decide(tmp_path, **day)
    found = built(tmp_path, text(law(1)))
    assert {row["kind"] for row in found.rows["reviews"]} == {"unmatched", "unbound"}
    assert [row["in_force_on"] for row in found.rows["acts"]] == ["2026-12-01"]


def test_a_dismissed_finding_keeps_its_reason_until_its_values_change(tmp_path: Path) -> None:
    [wrong] = slips(1)
    [row] = findings(built(tmp_path, wrong), "VAC002")
    decide(
        tmp_path,
        kind=Kind.FINDING,
        verdict=Verdict.DISMISSED,
        review=row["id"],
        act=row["act_id"],
        code="VAC002",
        reason="a slip of the print, corrected in the next issue",
    )
    found = built(tmp_path, wrong)
    [row] = findings(found, "VAC002")
    assert (row["state"], row["reason"]) == (
        *("dismissed", "a slip of the print, corrected in the next issue"),
    )
    assert not [each for each in found.rows["reviews"] if each["state"] == "open"]
    other = text(law(1, term=61, stated=dt.date(2025, 10, 6)))
    found = built(tmp_path, other)
    assert sorted(str(row["state"]) for row in findings(found, "VAC002")) == ["ended", "open"]
    [question] = [each for each in found.rows["reviews"] if each["state"] == "open"]
    assert question["kind"] == "outdated"
    [made] = found.rows["decisions"]
    assert made["state"] == "outdated"


def test_what_a_check_asks_is_graver_once_a_person_confirms_it(tmp_path: Path) -> None:
    """A law with new duties and a term of ten days: whether it has them, a person says."""
    words = (
        "Статья 1. Субъекты предпринимательства обязаны вести журнал. За нарушение "
        "устанавливается штраф.\n"
    )
    act = law(1, term=10)
    reading = page("300001/rus", Document(Language.RU, DocumentKind.ACT, words, (act,)))
    found = built(tmp_path, reading)
    assert [row["severity"] for row in findings(found, "VAC009")] == ["info"]
    [question] = [row for row in found.rows["reviews"] if row["code"] == "VAC009"]
    assert question["kind"] == "prompt"
    decide(
        tmp_path,
        kind=Kind.FINDING,
        verdict=Verdict.CONFIRMED,
        review=question["id"],
        act=question["act_id"],
        code="VAC009",
    )
    [confirmed] = findings(built(tmp_path, reading), "VAC009")
    assert confirmed["id"] == question["id"], "it is the same finding"
    assert (confirmed["severity"], confirmed["state"]) == ("warning", "confirmed")
    assert "check whether" not in str(confirmed["message"]).lower()


def consolidated(
    version: dt.date | None, applies: dt.date | None, adopted: dt.date = dt.date(2026, 8, 3)
) -> dt.date | None:
    """Tell from when a text stands that shows what an act of a day has changed in it."""
    claims = () if version is None else (Claim("ekb.versionDate", str(version), version),)
    old = dataclasses.replace(law(1), date=dt.date(2020, 1, 1), claims=claims)
    new = dataclasses.replace(law(2), date=adopted)
    [work] = works([text(new)], LAW)
    entry = EntryIntoForce(applies, None, Certainty.COMPUTED, Confidence.PROVISIONAL)
    [shown] = works([text(old)], LAW)
    return since(shown.main, [(work.act.date, (entry,))], LAW)


def noted(*days: dt.date | None, version: dt.date | None = None) -> dt.date | None:
    """Tell from when a text stands whose footnotes give these days of effect."""
    notes = tuple(
        Note(NoteKind.FOOTNOTE, None, ActRef(), Rule(RuleKind.FIXED_DATE, date=day)) for day in days
    )
    claims = () if version is None else (Claim("ekb.versionDate", str(version), version),)
    [shown] = works([text(dataclasses.replace(law(1), notes=notes, claims=claims))], LAW)
    return since(shown.main, [], LAW)


def test_a_text_with_footnotes_was_changed_and_stands_from_the_last_of_them() -> None:
    days = dt.date(2026, 9, 1), dt.date(2027, 1, 1)
    assert noted(*days) == days[1]
    assert noted(days[0], None) == dt.date.max, "an edition that nothing dates is of no day"
    assert noted(None, version=days[0]) == days[0]


def numbered(*numbers: int, suffix: str = "X") -> list[Act]:
    """Give laws of these numbers, one a day."""
    start = dt.date(2026, 1, 1)
    return [
        dataclasses.replace(
            law(n), number=f"{n}-{suffix}", date=start + dt.timedelta(days=n), title=f"О саде {n}"
        )
        for n in numbers
    ]


@pytest.mark.parametrize(
    ("acts", "days"),
    [
        (numbered(*range(20, 31)), (21, 29)),
        (numbered(*range(1, 15), *range(20, 31)), (21, 29)),
        (numbered(*range(20, 29)), None),
        (numbered(*range(20, 30), 32), None),
        ([*numbered(*range(20, 31)), *numbered(100, suffix="XI")], None),
        ([], None),
    ],
)
def test_an_unbroken_row_of_numbers_proves_that_no_law_is_missing(
    acts: list[Act], days: tuple[int, int] | None
) -> None:
    start = dt.date(2026, 1, 1)
    expected = days and tuple(start + dt.timedelta(days=day) for day in days)
    assert unbroken(acts) == expected


def test_a_law_that_amends_one_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    acts = numbered(*range(20, 41))
    for day, gives in ((25, ["VAC027 error"]), (90, [])):
        wrong = ActRef(
            ActType.LAW, "25-XX", dt.date(2026, 1, 1) + dt.timedelta(days=day), "О пчелах"
        )
        last = dataclasses.replace(acts[-1], amends=(wrong,))
        found = built(tmp_path / str(day), *map(text, acts[:-1]), text(last))
        assert [f"{row['code']} {row['severity']}" for row in findings(found, "VAC027")] == gives


def test_a_consolidated_text_stands_only_from_when_all_of_it_has_effect() -> None:
    assert consolidated(None, dt.date(2026, 10, 5)) is None
    day = dt.date(2026, 9, 1)
    assert consolidated(day, dt.date(2026, 10, 5)) == dt.date(2026, 10, 5)
    assert consolidated(day, dt.date(2026, 8, 20)) == day
    assert consolidated(day, None) == dt.date.max
    before = dt.date(2026, 8, 4)
    assert consolidated(before, dt.date(2026, 10, 5), dt.date(2026, 8, 10)) == before
