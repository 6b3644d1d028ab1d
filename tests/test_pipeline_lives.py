"""The register of findings: first seen, ended when the cause is gone, and never flickering."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from vacatio import ledger, lives
from vacatio.lives import HELD, KEPT, OPEN, Now
from vacatio.store import Row

DAY = dt.date(2026, 3, 1)
DOCUMENTS = ("ekb/1/rus", "ekb/1/kaz", "ekb/2/rus")
NOW = Now(
    readable=frozenset(DOCUMENTS),
    acts=frozenset({"act"}),
    documents=frozenset(DOCUMENTS),
    as_of=DAY,
    today=DAY,
    seen={},
)


def finding(name: str = "f", state: str = OPEN, *documents: str) -> Row:
    rests_on = json.dumps(documents or ("ekb/1/rus", "ekb/1/kaz"))
    row = dict.fromkeys(KEPT, "x") | {"documents": rests_on, "document_id": "ekb/1/rus"}
    return {**row, "id": name, "act_id": "act", "state": state}


def night(path: Path, found: dict[str, Row], now: Now = NOW) -> dict[str, Row]:
    """Build once: read the register, place the findings in it, publish."""
    known = lives.from_ledger(ledger.read(path))
    rows = [{"ended_on": None, **row} for row in lives.lived(found, known, now)]
    ledger.append(path, lives.lines(rows))
    return {str(row["id"]): row for row in rows}


def on(day: int, **changed: object) -> Now:
    now = DAY + dt.timedelta(days=day)
    return dataclasses.replace(NOW, as_of=now, today=now, **changed)  # type: ignore[arg-type]


def test_a_finding_lives_from_the_day_it_is_seen_to_the_day_its_cause_ends(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    [row] = night(path, {"f": finding()}).values()
    assert (row["first_seen"], row["last_seen"], row["ended_on"]) == ("2026-03-01",) * 2 + (None,)
    [row] = night(path, {"f": finding()}, on(3)).values()
    assert (row["first_seen"], row["last_seen"]) == ("2026-03-01", "2026-03-04")
    [row] = night(path, {}, on(5, seen={"f": "2026-03-04"})).values()
    assert (row["state"], row["last_seen"], row["ended_on"]) == (
        *("ended", "2026-03-04", "2026-03-06"),
    )
    [row] = night(path, {}, on(9)).values()
    assert (row["last_seen"], row["ended_on"]) == ("2026-03-04", "2026-03-06")


def test_what_nothing_changes_writes_no_line(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    night(path, {"f": finding(), "g": finding("g")})
    written = path.read_bytes()
    for day in range(3):
        night(path, {"g": finding("g"), "f": finding()}, on(day))
    assert path.read_bytes() == written
    night(path, {"f": finding()}, on(4))
    ended = path.read_bytes()
    assert ended.startswith(written)
    assert len(ended.splitlines()) == 3
    night(path, {"f": finding()}, on(5))
    assert path.read_bytes() == ended


def test_a_document_that_was_not_read_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    night(path, {"f": finding()})
    written = path.read_bytes()
    blind = on(1, readable=frozenset({"ekb/1/rus"}), seen={"f": "2026-03-01"})
    [row] = night(path, {}, blind).values()
    assert (row["state"], row["ended_on"], row["last_seen"]) == (OPEN, None, "2026-03-01")
    assert path.read_bytes() == written
    [row] = night(path, {}, on(2)).values()
    assert row["state"] == "ended"


def test_what_is_shown_of_an_act_that_is_not_at_hand_points_at_nothing(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    night(path, {"f": finding()})
    [row] = night(path, {}, on(1, acts=frozenset(), documents=frozenset())).values()
    assert (row["act_id"], row["document_id"]) == (None, None)


def test_a_finding_that_comes_back_is_the_same_one_for_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    for day, found in enumerate([{"f": finding()}, {}, {"f": finding()}]):
        [row] = night(path, found, on(day)).values()
    assert (row["first_seen"], row["occurrence"], row["ended_on"]) == ("2026-03-01", 2, None)
    assert [line["id"] for line in ledger.read(path)] == ["f#1", "f#1/end", "f#2"]


def test_what_is_held_back_enters_no_register_and_ends_nothing_in_it(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    night(path, {"f": finding()})
    found = night(path, {"f": finding("f", HELD), "g": finding("g", HELD)}, on(1))
    assert (found["f"]["state"], found["g"]["state"]) == (OPEN, HELD)
    assert [line["id"] for line in ledger.read(path)] == ["f#1"]


def test_a_publication_that_is_put_back_writes_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    old = night(path, {"f": finding()})
    night(path, {"g": finding("g")}, on(1))
    written = path.read_bytes()
    ledger.append(path, lives.lines(old.values()))
    assert path.read_bytes() == written


@given(nights=st.lists(st.sets(st.sampled_from("fgh")), min_size=1, max_size=8))
def test_the_register_says_what_the_last_night_said(
    nights: list[set[str]],
) -> None:
    lines: list[ledger.Line] = []
    for day, names in enumerate(nights):
        found = {name: finding(name) for name in sorted(names)}
        rows = list(lives.lived(found, lives.from_ledger(lines), on(day)))
        known = {line["id"] for line in lines}
        told = lives.lines({"ended_on": None, **row} for row in rows)
        lines += [line for line in told if line["id"] not in known]
    alive = {life.id for life in lives.from_ledger(lines).values() if life.ended_on is None}
    assert alive == nights[-1]


def test_how_often_a_check_usually_fires_grows_with_the_archive() -> None:
    open_, learned = {("ekb", "VAC023"): 2}, {"ekb": "2026-03-01"}
    days = [("ekb", "2026-03-01", 4)]
    assert lives.usual(open_, learned, days) == {"ekb": {"VAC023": 2.0}}
    later = [*days, ("ekb", "2026-03-10", 8)]
    assert lives.usual(open_, learned, later) == {"ekb": {"VAC023": 6.0}}
