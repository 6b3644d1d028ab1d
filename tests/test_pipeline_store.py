"""The database: strict, complete, searchable, and refused where it is not whole."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from vacatio import gates, schema, store
from vacatio.gates import Checked
from vacatio.store import Value

NAME = "kz/law/2026-08-03/12-x"
ENDED = {"of": "ends_on", "on": "2027-01-01", "op": "ended"}
FINE = Checked(dates=10, withheld=())


def act(name: str = NAME, **more: Value) -> dict[str, Value]:
    return {
        "id": name,
        "jurisdiction": "kz",
        "type": "law",
        "certainty": "computed",
        "confidence": "provisional",
        "demo": 0,
        "search": "о садах бақтар туралы 12 x",
        **more,
    }


def publication(folder: Path, acts: list[dict[str, Value]], **tables: list[store.Row]) -> Path:
    """Write a database and a whole feed beside it."""
    (folder / "feeds").mkdir(parents=True)
    (folder / "feeds" / "changes.rss").write_text("<rss/>", encoding="utf-8")
    store.write(folder / "vacatio.db", {"acts": acts, **tables})
    return folder / "vacatio.db"


def reasons(new: Path, live: Path, checked: Checked = FINE, shrink: float = 0.1) -> str:
    return "; ".join(gates.reasons(new, new.parent / "feeds", live, checked, shrink=shrink))


def test_every_table_is_strict_and_every_foreign_key_has_an_index(tmp_path: Path) -> None:
    path = publication(tmp_path, [act()])
    with store.opened(path) as db:
        assert set(schema.TABLES) <= set(db.table_names())
        strict = dict(db.execute("SELECT name, strict FROM pragma_table_list WHERE type='table'"))
        assert all(strict[name] for name in schema.TABLES)
        for name in schema.TABLES:
            indexed = {index.columns[0] for index in db.table(name).indexes}
            assert {key.column for key in db.table(name).foreign_keys} <= indexed
        assert db.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA_VERSION,)
    with pytest.raises(sqlite3.IntegrityError):
        store.write(tmp_path / "other.db", {"acts": [act(demo="yes")]})


def test_the_same_rows_in_any_order_are_the_same_content(tmp_path: Path) -> None:
    rows = [act(f"kz/law/2026-08-03/{number}-x") for number in range(9)]
    store.write(tmp_path / "a.db", {"acts": rows})
    store.write(tmp_path / "b.db", {"acts": rows[::-1]})
    assert store.content(tmp_path / "a.db") == store.content(tmp_path / "b.db")
    assert store.digest(tmp_path / "a.db") == store.digest(tmp_path / "b.db")
    store.replace(tmp_path / "b.db", {"runs": [{"id": "1"}]})
    assert store.digest(tmp_path / "a.db") == store.digest(tmp_path / "b.db")
    store.replace(tmp_path / "b.db", {"acts": rows[1:]})
    assert store.digest(tmp_path / "a.db") != store.digest(tmp_path / "b.db")


@pytest.mark.parametrize("words", ["садах", "САДАХ", "бақтар", "Бақтар", '"12 x"'])
def test_acts_are_found_by_their_words_in_both_scripts(tmp_path: Path, words: str) -> None:
    path = publication(tmp_path, [act(), act("kz/law/2026-08-04/13-x", search="о парках 13 x")])
    with store.opened(path) as db:
        assert [row["id"] for row in db.table("acts").search(words)] == [NAME]


def test_whole_tables_are_replaced_in_one_step(tmp_path: Path) -> None:
    path = publication(tmp_path, [act()], runs=[{"id": "1"}])
    store.replace(path, {"runs": [{"id": "2"}, {"id": "3"}]})
    assert [row[0] for row in store.content(path, ["runs"])["runs"]] == ["2", "3"]
    with pytest.raises(sqlite3.IntegrityError):
        store.replace(path, {"runs": [{"id": "4"}, {"id": "4"}]})
    assert [row[0] for row in store.content(path, ["runs"])["runs"]] == ["2", "3"]


def test_a_whole_database_passes_the_gates(tmp_path: Path) -> None:
    path = publication(tmp_path / "new", [act()])
    assert reasons(path, tmp_path / "none.db") == ""
    assert reasons(path, path) == ""


def test_a_row_that_points_nowhere_closes_the_gate(tmp_path: Path) -> None:
    path = publication(tmp_path, [act()], act_aliases=[{"alias": "x", "act_id": "kz/nothing"}])
    assert "act_aliases row 1 points at a missing row of acts" in reasons(path, path)


def test_a_damaged_file_closes_the_gate(tmp_path: Path) -> None:
    path = publication(tmp_path, [act(f"kz/law/2026-08-03/{n}-x") for n in range(300)])
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'idx_acts_adopted_on'")
        connection.commit()
    assert "integrity:" in reasons(path, path)


@pytest.mark.parametrize(("left", "closed"), [(20, False), (18, False), (17, True), (0, True)])
def test_acts_that_would_vanish_close_the_gate(tmp_path: Path, left: int, closed: bool) -> None:
    acts = [act(f"kz/law/2026-08-03/{number}-x") for number in range(20)]
    live = publication(tmp_path / "live", acts)
    new = publication(tmp_path / "new", acts[:left])
    assert ("table acts would shrink from 20" in reasons(new, live)) is closed
    assert "shrink" not in reasons(new, live, shrink=1.0)


@pytest.mark.parametrize(("moved", "closed"), [(0, False), (20, False), (21, True), (200, True)])
def test_many_dates_that_would_move_at_once_close_the_gate(
    tmp_path: Path, moved: int, closed: bool
) -> None:
    def acts(number: int) -> list[dict[str, Value]]:
        days = ["2026-10-05"] * (200 - number) + ["2026-10-06"] * number
        return [act(f"kz/law/{n}", in_force_on=day) for n, day in enumerate(days)]

    live = publication(tmp_path / "live", acts(0))
    new = publication(tmp_path / "new", acts(moved))
    assert (f"{moved} of 200 dates would move" in reasons(new, live)) is closed
    assert "would move" not in reasons(new, live, shrink=1.0)


@pytest.mark.parametrize(
    ("steps", "closed"),
    [
        ([], True),
        ([{"of": "in_force_on", "on": "2027-01-01"}], True),
        ([{"of": "ends_on", "on": "2027-01-02"}], True),
        ([{"of": "ends_on", "on": "2027-01-01"}], False),
        ([{**ENDED, "inputs": {"act": "kz/code/2026-01-09/255-viii"}}], False),
        ([{**ENDED, "inputs": {"act": "the repealing act"}}], True),
        ([{**ENDED, "inputs": {"act": "255-VIII"}}], True),
        ([{**ENDED, "op": "until", "inputs": {"date": "2027-01-01"}}], False),
    ],
)
def test_no_law_ends_without_a_step_that_says_by_what(
    tmp_path: Path, steps: list[dict[str, Any]], closed: bool
) -> None:
    clause: dict[str, Value] = {
        "id": "1",
        "act_id": NAME,
        "kind": "default",
        "certainty": "computed",
        "confidence": "provisional",
        "steps": json.dumps(steps),
    }
    path = publication(tmp_path, [act(ends_on="2027-01-01")], commencements=[clause])
    assert ("would end without a repealing act" in reasons(path, path)) is closed


@pytest.mark.parametrize(("withheld", "closed"), [(0, False), (2, False), (3, True)])
def test_dates_that_do_not_verify_close_the_gate_beyond_one_in_a_hundred(
    tmp_path: Path, withheld: int, closed: bool
) -> None:
    path = publication(tmp_path, [act()])
    checked = Checked(200, tuple(f"act {number}: wrong" for number in range(withheld)))
    assert ("dates do not verify" in reasons(path, path, checked)) is closed


@pytest.mark.parametrize(
    ("name", "words"), [("a.rss", "<rss>"), ("b.atom", ""), ("c.ics", "BEGIN:VCALENDAR\r\n")]
)
def test_a_feed_that_is_not_whole_closes_the_gate(tmp_path: Path, name: str, words: str) -> None:
    path = publication(tmp_path, [act()])
    (tmp_path / "feeds" / name).write_text(words, encoding="utf-8")
    assert f"feed {name} is not whole" in reasons(path, path)
