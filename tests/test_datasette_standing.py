"""The page of an act says its state as the calendar does, for each state of the glossary."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vacatio import store
from vacatio_calendar import StateKind, load
from vacatio_calendar.model import Language
from vacatio_datasette.act_page import read_act
from vacatio_datasette.act_records import ActPage
from vacatio_datasette.speech import LANGUAGES, speech

D = dt.date
LAW = load("kz")
ACT = "kz/order/test/2026-01-10/7"
OTHER = "kz/order/test/2026-02-10/8"

Fields = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Case:
    """What is different about an order, the day asked, and what the page is to say.

    The order is of 10 January 2026, registered on the 15th, published on the 20th, and in force
    from the 31st.
    """

    name: str
    day: dt.date
    state: StateKind
    says: str
    act: Fields = field(default_factory=dict)
    entry: Fields = field(default_factory=dict)
    edge: Fields | None = None
    alternatives: tuple[Fields, ...] = ()
    publication: Fields | None = None


MONTH = {"on": "2026-02-02", "reading": "another reading", "basis": "", "rule": "KZ-CNT-MONTH"}
BANK = {"on": "2026-02-02", "reading": "a later reprint", "basis": "", "rule": "KZ-CLS-AFTER-N"}
UNREGISTERED: Fields = {"registration_number": None, "registered_on": None, "published_on": None}
UNDATED: Fields = {"in_force_on": None, "certainty": "unknown", "reason": "a fact is missing"}
REPEAL: Fields = {"kind": "repeals", "in_force_on": "2026-03-01"}
HELD: Fields = {"kind": "suspends", "in_force_on": "2026-03-01", "ends_on": "2026-07-01"}
DISPUTED: Fields = {"confidence": "disputed"}

CASES = (
    Case("draft", D(2026, 1, 9), StateKind.DRAFT, "It was signed on 10 January 2026."),
    Case("not registered", D(2026, 1, 20), StateKind.SIGNED_NOT_REGISTERED,
         "without registration it has no legal force", UNREGISTERED, UNDATED),
    Case("registered later", D(2026, 1, 14), StateKind.SIGNED_NOT_REGISTERED,
         "It was registered on 15 January 2026."),
    Case("awaiting publication", D(2026, 1, 18), StateKind.AWAITING_PUBLICATION,
         "not yet officially published", {"published_on": None}, UNDATED),
    Case("published later", D(2026, 1, 18), StateKind.AWAITING_PUBLICATION,
         "It applies from 31 January 2026."),
    Case("not in force", D(2026, 1, 30), StateKind.PUBLISHED_NOT_IN_FORCE,
         "It applies from 31 January 2026."),
    Case("in force", D(2026, 1, 31), StateKind.IN_FORCE, "Applies since 31 January 2026."),
    Case("another reading to come", D(2026, 1, 30), StateKind.PUBLISHED_NOT_IN_FORCE,
         "Readings give 31 January 2026 and 2 February 2026", {}, DISPUTED, None, (MONTH,)),
    Case("disputed", D(2026, 2, 1), StateKind.DISPUTED,
         "Readings give 31 January 2026 and 2 February 2026", {}, DISPUTED, None, (MONTH,)),
    Case("no longer disputed", D(2026, 2, 2), StateKind.IN_FORCE,
         "Applies since 31 January 2026.", {}, DISPUTED, None, (MONTH,)),
    Case("another day that disputes nothing", D(2026, 2, 1), StateKind.IN_FORCE,
         "Applies since", {}, {}, None, (BANK,)),
    Case("retroactive", D(2026, 2, 1), StateKind.IN_FORCE,
         "Its rules also cover what happened since 1 January 2026.",
         {}, {"applies_from": "2026-01-01"}),
    Case("to be suspended", D(2026, 2, 28), StateKind.IN_FORCE,
         "Suspended from 1 March 2026; it applies again from 1 July 2026.", edge=HELD),
    Case("suspended", D(2026, 3, 1), StateKind.SUSPENDED,
         "it applies again from 1 July 2026.", edge=HELD),
    Case("suspended, its last day", D(2026, 6, 30), StateKind.SUSPENDED,
         "it applies again from 1 July 2026.", edge=HELD),
    Case("resumed", D(2026, 7, 1), StateKind.IN_FORCE, "Applies since", edge=HELD),
    Case("suspended without an end", D(2027, 1, 1), StateKind.SUSPENDED, "no end is stated.",
         edge={**HELD, "ends_on": None}),
    Case("suspended by an act without a day", D(2027, 1, 1), StateKind.IN_FORCE, "Applies since",
         edge={**HELD, "in_force_on": None}),
    Case("to be repealed", D(2026, 2, 28), StateKind.IN_FORCE,
         "Last day in force: 28 February 2026.", edge=REPEAL),
    Case("repealed", D(2026, 3, 1), StateKind.NO_LONGER_IN_FORCE,
         "Repealed by another act from 1 March 2026.", edge=REPEAL),
    Case("expired", D(2026, 5, 1), StateKind.NO_LONGER_IN_FORCE,
         "Not in force since 1 May 2026.", {}, {"ends_on": "2026-05-01"}),
    Case("unknown", D(2026, 2, 10), StateKind.UNKNOWN, "a fact is missing", {}, UNDATED),
    Case("never published", D(2026, 6, 1), StateKind.UNKNOWN, "a fact is missing",
         {"published_on": None}, UNDATED),
    Case("published in one language only", D(2026, 1, 25), StateKind.UNKNOWN,
         "a fact is missing", {"published_on": None}, UNDATED,
         publication={"published_on": "2026-01-20", "languages": "ru", "venue": "Вестник"}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_says_the_state_of_the_calendar(tmp_path: Path, case: Case) -> None:
    write(tmp_path, case)
    for language in LANGUAGES:
        page = asked(tmp_path, case.day, language)
        assert page.standing.state is case.state
        assert page.standing.sentences[0] == LAW.term(case.state, language)
    assert case.says in " ".join(asked(tmp_path, case.day).standing.sentences)


def test_the_cases_reach_every_state() -> None:
    assert {case.state for case in CASES} == set(StateKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_suspended_in_part_is_not_plainly_in_force(
    tmp_path: Path, language: Language
) -> None:
    write(tmp_path, Case("in part", D(2026, 4, 1), StateKind.IN_FORCE, ""), part="пункт 1")
    standing = asked(tmp_path, D(2026, 4, 1), language).standing
    assert (standing.state, standing.mark) == (StateKind.IN_FORCE, StateKind.SUSPENDED)
    assert any("пункт 1" in sentence for sentence in standing.sentences)
    [part] = standing.parts
    assert (part.provisions, part.state) == ("пункт 1", StateKind.SUSPENDED)
    assert part.sentences[0] == LAW.term("suspended", language)
    after = asked(tmp_path, D(2026, 7, 1), language).standing
    assert (after.mark, after.parts) == (StateKind.IN_FORCE, ())


@pytest.mark.parametrize(
    ("suspended", "state"),
    [
        ("пункт 3", StateKind.SUSPENDED),
        ("подпункт 2) пункта 3", StateKind.SUSPENDED),
        ("подпункт 5) пункта 3", StateKind.IN_FORCE),
    ],
)
def test_staged_provisions_have_their_own_state(
    tmp_path: Path, suspended: str, state: StateKind
) -> None:
    own = "подпункт 2) пункта 3"
    staged = Case("staged", D(2026, 6, 1), StateKind.IN_FORCE, "")
    write(tmp_path, staged, part=suspended, staged=own)
    before = asked(tmp_path, D(2026, 2, 1)).standing
    assert before.parts[0].state is StateKind.PUBLISHED_NOT_IN_FORCE
    assert "Some provisions apply later, the last from 1 May 2026." in before.sentences
    found = {part.provisions: part.state for part in asked(tmp_path, D(2026, 6, 1)).standing.parts}
    assert found[own] is state
    assert found[suspended] is StateKind.SUSPENDED


def write(folder: Path, case: Case, *, part: str | None = None, staged: str | None = None) -> None:
    """Publish the order of a case, and what another order does to it or to a part of it."""
    dated: Fields = {"in_force_on": "2026-01-31", "certainty": "computed"}
    sure: Fields = {"confidence": "provisional", **dated, **case.entry}
    act: Fields = {
        "jurisdiction": "kz",
        "type": "order",
        "number": "7",
        "adopted_on": "2026-01-10",
        "issuer": "Министр здравоохранения Республики Казахстан",
        "title_ru": "О пробных записях",
        "normative": 1,
        "registration_number": "39001",
        "registered_on": "2026-01-15",
        "published_on": "2026-01-20",
        "demo": 0,
    }
    told = {key: value for key, value in sure.items() if key != "applies_from"}
    clause: Fields = {"act_id": ACT, "kind": "after_publication", "steps": "[]"}
    later: Fields = {"provisions": staged, "in_force_on": "2026-05-01", "certainty": "stated"}
    edges: list[Fields] = [
        {"id": "e", "act_id": OTHER, "target_act_id": ACT, **(case.edge or {"kind": "amends"})}
    ]
    store.write(
        folder / "vacatio.db",
        {
            "acts": [
                {"id": ACT, **act, **told, **case.act},
                {"id": OTHER, **act, **dated, "confidence": "provisional", "number": "8"},
            ],
            "commencements": [
                {"id": "c1", **clause, **sure, "alternatives": json.dumps(case.alternatives)},
                *([{"id": "c2", **clause, **sure, **later}] if staged else []),
            ],
            "amendments": edges if case.edge or part else [],
            "modifications": [
                {"id": "m", "act_id": OTHER, "amendment_id": "e", "action": "suspension",
                 "target": part, "in_force_on": "2026-03-01", "ends_on": "2026-07-01"}
            ] if part else [],
            "publications": [{"id": "p", "act_id": ACT, **case.publication}]
            if case.publication else [],
        },
    )  # fmt: skip


def asked(folder: Path, day: dt.date, language: Language = Language.EN) -> ActPage:
    """Read the page of the order as on a day."""
    with opened(folder / "vacatio.db") as connection:
        page = read_act(connection, ACT, speech(language), D(2026, 1, 1), day)
    assert page is not None
    return page


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database and close it again."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        yield connection
