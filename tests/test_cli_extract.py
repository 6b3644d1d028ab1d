"""The command `extract`: the JSON of the contract, one text or many."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio.cli import cli
from vacatio.extraction import Given, examine, filled, to_json
from vacatio.tally import tally
from vacatio_calendar.model import (
    Act,
    Action,
    ActRef,
    ActType,
    Change,
    ChangeKind,
    Commencement,
    Document,
    DocumentKind,
    Duration,
    Language,
    Modification,
    Note,
    NoteKind,
    Obligation,
    OfficialPublication,
    Registration,
    RepealedBy,
    Rule,
    RuleKind,
    Span,
    StatedDate,
    Unit,
)
from vacatio_parser import parse_text

BULLETIN = Path(__file__).parent / "pages" / "bulletins" / "winter.txt"
SPAN = Span(0, 5, "words")
DAY = dt.date(2025, 12, 26)
REF = ActRef(ActType.LAW, "94-V", dt.date(2013, 5, 21), "On Personal Data", "Parliament", "9001")
TEN = Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)
FULL = Act(
    type=ActType.ORDER,
    number="672/НҚ",
    date=dt.date(2025, 12, 22),
    title="On Parcels",
    issuer="Министр искусственного интеллекта и цифрового развития",
    registration=Registration("37605", dt.date(2025, 12, 24)),
    publications=(OfficialPublication(DAY, "ЭКБ", first=True, span=SPAN),),
    commencements=(
        Commencement(Rule(RuleKind.FIXED_DATE, date=dt.date(2027, 1, 1)), "статья 3", SPAN),
        Commencement(
            TEN,
            span=SPAN,
            stated=StatedDate(dt.date(2025, 1, 6), 2025, 1, 6, SPAN),
            duration=Duration(2, Unit.YEARS),
        ),
    ),
    amends=(REF,),
    repeals=(REF,),
    suspends=(REF,),
    repealed_by=RepealedBy(REF, TEN, SPAN),
    modifications=(Modification(Action.INSERTION, 0, "статья 3", "пункт 1", SPAN),),
    changes=(Change(0, ChangeKind.MOVED, "a rule has moved", SPAN),),
    obligations=(Obligation(15, Unit.WORKING_DAYS, "of receipt", SPAN),),
    notes=(Note(NoteKind.FOOTNOTE, "Статья 8", REF, TEN, SPAN),),
)
KEYS = {
    "": {"schema", "language", "document", "acts", "mentions", "findings"},
    "acts": {
        *("type", "number", "date", "title", "issuer", "registration", "publications"),
        *("commencements", "amends", "repeals", "suspends", "repealed_by", "modifications"),
        *("changes", "obligations", "notes"),
    },
    "registration": {"number", "date"},
    "publications": {"date", "venue", "first", "quote"},
    "commencements": {
        *("provisions", "rule", "quote", "stated_on", "on", "force_on", "certainty"),
        *("confidence", "applies_from", "ends_on", "duration", "steps", "alternatives"),
    },
    "rule": {"kind", "value", "unit", "date", "act"},
    "duration": {"value", "unit"},
    "steps": {"rule", "text", "on", "basis"},
    "alternatives": {"on", "reading", "basis"},
    "amends": {"type", "number", "date", "title", "issuer", "registration_number"},
    "modifications": {"action", "act", "target", "by", "quote"},
    "changes": {"act", "kind", "text"},
    "obligations": {"value", "unit", "event", "quote"},
    "notes": {"kind", "provision", "by", "rule", "quote"},
    "findings": {"code", "name", "severity", "act", "message", "quote", "suggestion"},
}
SAME = {"repeals": "amends", "suspends": "amends", "mentions": "amends", "by": "amends"}


def document(*acts: Act) -> Document:
    return Document(Language.EN, DocumentKind.ACT, "words", acts, mentions=(REF,))


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["extract", *arguments], input=stdin)


def has_all_keys(value: object, name: str = "") -> None:
    """Walk an object and hold every table in it against the contract."""
    if isinstance(value, list):
        for item in value:
            has_all_keys(item, name)
    elif isinstance(value, dict):
        known = "amends" if name == "by" else SAME.get(name, name)
        expected = KEYS[known] | ({"rule"} if name == "repealed_by" else set())
        assert set(value) == expected, name
        for key, inner in value.items():
            has_all_keys(inner, key)


KEYS["repealed_by"] = KEYS["amends"]
KEYS["act"] = KEYS["amends"]


@pytest.mark.parametrize("acts", [(), (Act(),), (FULL,), (FULL, Act())], ids=len)
def test_no_key_is_ever_left_out(acts: tuple[Act, ...]) -> None:
    has_all_keys(to_json(examine(document(*acts))))


def test_the_main_commencement_comes_first_with_what_was_computed_and_stated() -> None:
    found = to_json(examine(document(FULL)))
    acts = found["acts"]
    assert isinstance(acts, list)
    assert isinstance(acts[0], dict)
    main, stage = json.loads(json.dumps(acts[0]["commencements"]))
    assert (main["provisions"], main["on"], main["stated_on"]) == (None, "2026-01-06", "2025-01-06")
    assert (main["quote"], main["certainty"], main["duration"]) == (
        "words",
        "computed",
        {"value": 2, "unit": "years"},
    )
    assert main["rule"] == {
        "kind": "after_publication",
        "value": 10,
        "unit": "calendar_days",
        "date": None,
        "act": None,
    }
    assert (stage["provisions"], stage["on"]) == ("статья 3", "2027-01-01")


def test_a_piece_that_tells_when_another_act_applied_says_nothing_of_its_host() -> None:
    text = (
        "Order of the Minister of Trade dated 9 November 2024 No. 12.\n"
        "Footnote. Paragraph 2 is in the wording of Order of the Minister of Trade dated "
        "02.02.2026 No. 15 (shall come into force ten calendar days after the day of its first "
        "official publication)."
    )
    host, amending = json.loads(json.dumps(to_json(examine(parse_text(text)))))["acts"]
    assert host["commencements"] == []
    [clause] = amending["commencements"]
    assert clause["rule"]["value"] == 10


def test_findings_point_at_their_act_and_quote_the_text() -> None:
    result = run(str(BULLETIN))
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    has_all_keys(found)
    assert found["schema"] == "vacatio.extract/1"
    assert found["document"] == "bulletin"
    [error] = [item for item in found["findings"] if item["severity"] == "error"]
    assert (error["code"], error["name"], error["act"], error["suggestion"]) == (
        "VAC002",
        "eif_year_slip_new_year",
        1,
        "2026-02-18",
    )
    assert error["quote"] in BULLETIN.read_text(encoding="utf-8")


def test_every_quotation_stands_in_the_text() -> None:
    text = BULLETIN.read_text(encoding="utf-8")

    def quotes(value: object) -> list[str]:
        if isinstance(value, list):
            return [quote for item in value for quote in quotes(item)]
        if isinstance(value, dict):
            own = [value["quote"]] if isinstance(value.get("quote"), str) else []
            return own + [quote for item in value.values() for quote in quotes(item)]
        return []

    found = quotes(json.loads(run(str(BULLETIN)).stdout))
    assert len(found) > 5
    assert all(quote in text for quote in found)


ORDER = (
    "Настоящий приказ вводится в действие по истечении десяти календарных дней после дня его "
    "первого официального опубликования."
)


def test_given_facts_fill_what_the_text_does_not_say() -> None:
    unknown = json.loads(run("-", stdin=ORDER).stdout)
    assert unknown["acts"][0]["commencements"][0]["on"] is None
    known = json.loads(run("-", "--published", "2025-12-26", stdin=ORDER).stdout)
    assert known["acts"][0]["commencements"][0]["on"] == "2026-01-06"
    assert [item["date"] for item in known["acts"][0]["publications"]] == ["2025-12-26"]


def test_given_facts_never_replace_what_the_text_says() -> None:
    given = Given(dt.date(2030, 1, 1), dt.date(2030, 1, 1), dt.date(2030, 1, 1))
    assert filled(document(FULL), given) == document(FULL)


def test_given_facts_are_not_spread_over_the_acts_of_a_report() -> None:
    report = Document(Language.EN, DocumentKind.BULLETIN, "", (Act(), Act()))
    assert filled(report, Given(published=DAY)) == report


def batch(tmp_path: Path, *lines: str) -> Result:
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return run("--batch", str(file))


def test_a_batch_answers_line_by_line_in_order_with_ids(tmp_path: Path) -> None:
    result = batch(
        tmp_path,
        json.dumps({"id": "b", "text": ORDER, "lang": "ru", "published": "2025-12-26"}),
        "",
        json.dumps({"id": 7, "text": "nothing"}),
        json.dumps({"id": "a", "text": BULLETIN.read_text(encoding="utf-8")}),
    )
    assert result.exit_code == 1
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["b", 7, "a"]
    for answer in answers:
        del answer["id"]
        has_all_keys(answer)
    assert answers[0]["acts"][0]["commencements"][0]["on"] == "2026-01-06"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "must be an object"),
        ('{"id": "x"}', "`text` must be a text"),
        ('{"id": "x", "text": 5}', "`text` must be a text"),
        ('{"id": [], "text": ""}', "`id`"),
        ('{"text": "", "lang": "de"}', "`lang`"),
        ('{"text": "", "published": "26.12.2025"}', "`published`"),
        ('{"text": "", "color": "red"}', "unknown key 'color'"),
        ('{"id": %s, "text": ""}' % ("9" * 5000), "a number is too long"),
        (r'{"id": "\ud83d", "text": ""}', "half of a character"),
        (r'{"id": 1, "text": "The Law \udc00"}', "half of a character"),
    ],
)
def test_a_bad_line_is_named_and_the_lines_before_it_are_answered(
    line: str, message: str, tmp_path: Path
) -> None:
    result = batch(tmp_path, '{"id": 1, "text": "x"}', line)
    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 1
    [told] = result.stderr.splitlines()
    assert "texts.jsonl, line 2: " in told
    assert message in told


def test_a_missing_batch_is_one_line(tmp_path: Path) -> None:
    result = run("--batch", str(tmp_path / "none.jsonl"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no such file" in result.stderr


def test_file_and_batch_exclude_each_other(tmp_path: Path) -> None:
    result = run("note.txt", "--batch", "texts.jsonl")
    assert result.exit_code == 2
    assert "not both" in result.stderr


LINES = BULLETIN.read_text(encoding="utf-8").splitlines()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*LINES, "", "№", "2025-13-41", "“", "* * *"]), max_size=12))
def test_any_text_gives_a_whole_object_and_quotes_itself(lines: list[str]) -> None:
    text = "\n".join(lines)
    examined = examine(parse_text(text), today=dt.date(2026, 11, 23))
    has_all_keys(to_json(examined))
    for finding in examined.findings:
        assert finding.span is None or finding.span.text in text
        assert finding.act is None or finding.act < len(examined.document.acts)
    counted = tally(examined)
    told = [c.stated for act in examined.document.acts for c in act.commencements if c.stated]
    assert counted.agree + counted.contradict + len(counted.unchecked) == len(told)


def test_the_publication_a_date_rests_on_is_named_the_first(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(
        "The Order of the Minister of Health dated May 5, 2025 No. 40 was published on "
        "May 12, 2025 and enters into force 10 calendar days after the date of its first "
        "official publication.",
        encoding="utf-8",
    )
    run = CliRunner().invoke(cli, ["extract", str(note)])
    [act] = json.loads(run.output)["acts"]
    assert [(item["date"], item["first"]) for item in act["publications"]] == [("2025-05-12", True)]
    assert act["commencements"][0]["on"] == "2025-05-23"


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_batch_without_a_line_is_no_batch(tmp_path: Path, content: str) -> None:
    batch = tmp_path / "texts.jsonl"
    batch.write_text(content, encoding="utf-8")
    run = CliRunner().invoke(cli, ["extract", "--batch", str(batch)])
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr == f"vacatio: {batch}: the file is empty\n"
