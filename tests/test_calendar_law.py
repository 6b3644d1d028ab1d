"""The law as data: every row is founded, versions do not collide, every example holds."""

from __future__ import annotations

import datetime as dt
import string
from pathlib import Path

import pytest

from vacatio_calendar import compute, jurisdictions, load, verify
from vacatio_calendar.jurisdiction import parse
from vacatio_calendar.law import Example, Mark, Subject
from vacatio_calendar.model import Language
from vacatio_calendar.rows import LawDataError
from vacatio_calendar.state import StateKind

LAW = load("kz")
GLOSSARY = (Path(compute.__code__.co_filename).parent / "glossary.toml").read_text("utf-8")

HEAD = """
code = "xx"
name = "Nowhere"
time_zone = "UTC"

[[source]]
id = "act"
title = "The Act"
"""

RULE = """
[[rule]]
id = "XX-ONE"
text = "A rule."
basis = "1"
source = "act"
confidence = "verified"
"""

DEFAULT = """
[[default]]
id = "{id}"
text = "A default."
basis = "1"
source = "act"
confidence = "verified"
kind = "from_publication"
for = ["law/*"]
"""


@pytest.mark.parametrize("example", LAW.examples, ids=lambda e: f"kz.toml:{e.line} {e.rule}")
def test_every_example_of_the_law_holds(example: Example) -> None:
    [entry] = compute(example.act, LAW)
    assert entry.on == example.on
    assert {other.on for other in entry.alternatives} == set(example.alternatives)
    assert (entry.reason is None) == (example.on is not None)
    assert verify(entry, LAW) == ()


@pytest.mark.parametrize("example", LAW.examples, ids=lambda e: f"kz.toml:{e.line} {e.rule}")
def test_every_example_shows_the_rule_it_is_for(example: Example) -> None:
    [entry] = compute(example.act, LAW)
    named = {step.rule for step in entry.steps} | {other.rule for other in entry.alternatives}
    rows = {row.law.text for row in LAW.outside if row.law.id == example.rule}
    if entry.on is None:
        assert entry.reason is not None
        assert not rows or any(text in entry.reason for text in rows)
    else:
        assert example.rule in named


def test_every_rule_that_moves_a_date_has_an_example() -> None:
    shown = {example.rule for example in LAW.examples}
    conditional = {  # these need other acts, events, decisions or ends: test_calendar_compute
        *("KZ-CLS-OTHER", "KZ-CLS-EVENT", "KZ-CLS-UNTIL", "KZ-CLS-LASTS", "KZ-POSTPONE"),
        *("KZ-DECISION", "KZ-END-CAUSES", "KZ-END-UNCONST", "KZ-REP-NOTINFORCE"),
        *("KZ-MOM-FORCE", "KZ-MOM-FORCE-REG"),
    }
    moving = {row.id for rows in LAW.rules.values() for row in rows if row.ops}
    assert moving - conditional == {rule for rule in shown if rule in moving}


def test_every_rule_is_founded() -> None:
    for versions in LAW.rules.values():
        for rule in versions:
            assert rule.text.endswith(".")
            assert rule.basis
            assert rule.source in LAW.sources
            assert rule.mark in Mark


def test_every_operation_and_state_has_a_sentence_in_three_languages() -> None:
    ops = {op for rows in LAW.rules.values() for row in rows for op in row.ops}
    assert ops == set(LAW.phrases)
    assert {state.value for state in StateKind} <= set(LAW.terms)
    for texts in LAW.phrases.values():
        names = [
            {name for _, name, _, _ in string.Formatter().parse(texts[language]) if name}
            for language in Language
        ]
        assert names[0] == names[1] == names[2]


def test_venues_of_one_name_do_not_overlap_in_time() -> None:
    for venues in LAW.venue_names.values():
        assert len({venue.id for venue in venues}) == 1


def test_a_rule_has_the_version_of_its_day() -> None:
    old = LAW.rule("KZ-MOM-FORCE-REG", dt.date(2019, 1, 1))
    new = LAW.rule("KZ-MOM-FORCE-REG", dt.date(2022, 1, 1))
    assert (old.basis, new.basis) == ("LPA 42(1) part 2, 44", "LPA 42(1) part 2, 35-1")
    assert (old.exact, new.exact) == (True, False)
    with pytest.raises(KeyError):
        LAW.rule("KZ-MOM-FORCE-REG", dt.date(2016, 4, 18))


def test_the_law_lists_kazakhstan() -> None:
    assert "kz" in jurisdictions()


@pytest.mark.parametrize(
    ("adopted", "subject", "rules"),
    [
        ("2018-07-05", Subject.LIABILITY, {"KZ-MIN-10-LIAB": 10}),
        ("2021-03-12", Subject.LIABILITY, {"KZ-MIN-10-LIAB": 10}),
        ("2021-03-23", Subject.LIABILITY, {"KZ-MIN-60-LIAB": 60}),
        ("2018-07-05", Subject.PERMIT, {"KZ-MIN-21-PERMIT": 21}),
        ("2024-07-05", Subject.PERMIT, {"KZ-MIN-60-PERMIT": 60}),
        ("2018-07-05", Subject.DUTY, {}),
        ("2024-07-05", Subject.DUTY, {"KZ-MIN-60-DUTY": 60}),
        ("2018-07-05", Subject.BUSINESS, {}),
        ("2024-07-05", Subject.BUSINESS, {"KZ-MIN-60-BUSINESS": 60}),
        ("2024-07-05", Subject.TAX, {"KZ-TAX-YEAR-2017": None}),
        ("2026-07-05", Subject.TAX, {"KZ-TAX-YEAR": None}),
        ("2016-04-18", Subject.LIABILITY, {}),
    ],
)
def test_an_act_is_held_to_the_minimum_terms_of_its_day(
    adopted: str, subject: Subject, rules: dict[str, int | None]
) -> None:
    day = dt.date.fromisoformat(adopted)
    rows = [row for row in LAW.minimum_terms if row.subject is subject and row.law.covers(day)]
    assert {row.law.id: row.value for row in rows} == rules


def test_every_exception_of_a_minimum_term_is_a_rule() -> None:
    for row in LAW.minimum_terms:
        assert set(row.exceptions) <= set(LAW.rules)


def test_a_rule_of_counting_is_found_by_its_name_alone() -> None:
    assert LAW.named("CNT-FORMULA") is LAW.rule("KZ-CNT-FORMULA")
    with pytest.raises(KeyError):
        LAW.named("CNT-NOTHING")


BROKEN = [
    ("a missing source", RULE.replace('"act"', '"gone"'), 10, "unknown source 'gone'"),
    ("a missing basis", RULE.replace('basis = "1"\n', ""), 10, "`basis` must be"),
    ("an empty text", RULE.replace('"A rule."', '" "'), 10, "`text` must be"),
    ("an unknown key", RULE + 'bases = "2"\n', 10, "unknown key `bases`"),
    ("an unknown mark", RULE.replace("verified", "sure"), 10, "must be one of"),
    ("a quoted date", RULE + 'from = "2020-01-01"\n', 10, "without quotes"),
    (
        "an end before the start",
        RULE + "from = 2020-01-02\nuntil = 2020-01-02\n",
        10,
        "ends before",
    ),
    ("an open start with a typo", RULE + "from = { before = 2020-01-01 }\n", 10, "unknown key"),
    (
        "versions that overlap",
        RULE + "until = 2020-01-02\n" + RULE + "from = 2020-01-01\n",
        18,
        "overlaps",
    ),
    ("versions without an end", RULE + RULE, 17, "overlaps"),
    (
        "an unexplained gap",
        RULE + "until = 2020-01-01\n" + RULE + "from = 2020-01-02\n",
        18,
        "leaves a gap",
    ),
    (
        "two defaults for one kind of act",
        DEFAULT.format(id="XX-A") + DEFAULT.format(id="XX-B"),
        19,
        "overlaps",
    ),
    (
        "a kind of act without a body",
        DEFAULT.format(id="X").replace("law/*", "law"),
        10,
        "type/body",
    ),
    ("an unknown type", DEFAULT.format(id="X").replace("law/*", "lex/*"), 10, "type/body"),
    ("an unknown table", RULE + '\n[[ruel]]\nid = "X"\n', 17, "unknown table `ruel`"),
    (
        "an example of no rule",
        RULE + '\n[[example]]\nrule = "X"\nkind = "none"\nnote = "-"\n',
        17,
        "X",
    ),
]


@pytest.mark.parametrize(("what", "rows", "line", "says"), BROKEN, ids=[row[0] for row in BROKEN])
def test_the_loader_rejects_with_file_and_line(what: str, rows: str, line: int, says: str) -> None:
    with pytest.raises(LawDataError) as caught:
        parse(HEAD + rows, GLOSSARY, file="xx.toml")
    assert says in caught.value.problem
    assert (caught.value.file, caught.value.line) == ("xx.toml", line)
    assert str(caught.value).startswith(f"xx.toml:{line}: ")


def test_a_gap_may_be_explained() -> None:
    rows = RULE + "until = 2020-01-01\n" + RULE + 'from = 2021-01-01\ngap = "It was void."\n'
    assert len(parse(HEAD + rows, GLOSSARY).rules["XX-ONE"]) == 2


def test_what_is_not_toml_is_refused() -> None:
    with pytest.raises(LawDataError, match=r"xx\.toml.*not TOML"):
        parse("code = ", GLOSSARY, file="xx.toml")
