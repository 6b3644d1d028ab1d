"""A database brought forward by what changed is the one that would be written whole."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vacatio import applying, delta, digests, places, schema, store, words
from vacatio.applying import UnfitDelta
from vacatio.delta import Delta, Tokens
from vacatio.store import Row, Rows

MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

#: Two of the same letters in other scripts, ё and е, capitals, and one word that begins another.
LEXICON = ("налог", "налоговый", "учёт", "УЧЕТ", "бақтар", "рeестр", "12", "")
DAYS = ("2026-01-01", "2026-01-02", "2024-02-29", None, "no day")

some_words = st.lists(st.sampled_from(LEXICON), max_size=4).map(" ".join)
maybe = st.none() | some_words


mostly: st.SearchStrategy[bool] = st.sampled_from([True, True, True, False])


@st.composite
def contents(draw: st.DrawFn) -> Rows:
    """Draw the rows of a publication: few acts, of which most stay what they are."""
    documents = [f"ekb/{number}/rus" for number in range(3)]
    acts = [f"kz/{number}" for number in range(8) if draw(mostly)]
    decisions = [f"d{number}" for number in range(2) if draw(st.booleans())]
    of_act = st.sampled_from(acts) if acts else st.nothing()
    maybe_act = st.none() | of_act
    maybe_decision = st.none() | (st.sampled_from(decisions) if decisions else st.nothing())

    def usual(
        value: str, otherwise: st.SearchStrategy[str | None], of: Sequence[str] = ()
    ) -> str | None:
        known = not of or value in of
        return value if known and draw(mostly) else draw(otherwise)

    def some(prefix: str, most: int) -> list[str]:
        return [f"{prefix}{number}" for number in range(most) if bool(acts) and draw(mostly)]

    return {
        "documents": [
            {"id": name, "source": "ekb", "key": name, "sha256": "0",
             "bytes": draw(st.integers(0, 9))}
            for name in documents
        ],
        "acts": [
            {
                "id": name, "jurisdiction": "kz", "type": usual("law", st.just("order")),
                "adopted_on": usual(DAYS[0], st.sampled_from(DAYS)),
                "certainty": "computed",
                "confidence": "provisional", "demo": 0, "search": usual(name, maybe),
                "document_id": draw(st.none() | st.sampled_from(documents)),
            }
            for name in acts
        ],
        "provisions": [
            {
                "id": name, "act_id": usual(f"kz/{name[1:]}", of_act, acts), "eid": "art_1",
                "language": "ru", "heading": None, "text": usual(f"учёт {name}", maybe),
            }
            for name in some("p", 8)
        ],
        "amendments": [
            {
                "id": name, "act_id": draw(of_act), "kind": "amends",
                "target_act_id": draw(maybe_act),
            }
            for name in some("a", 3)
        ],
        "decisions": [{"id": name, "on": draw(st.sampled_from(["1", "2"]))} for name in decisions],
        "findings": [
            {
                "id": name, "code": "VAC010", "severity": "error", "state": "open", "about": "act",
                "title": draw(some_words), "message": "", "act_id": draw(maybe_act),
                "last_seen": draw(st.sampled_from(["2026-01-01", "2026-01-02", None])),
            }
            for name in some("f", 4)
        ],
        "reviews": [
            {
                "id": name, "position": position, "kind": "target", "state": "open",
                "question": "", "decides": "target", "decision_id": draw(maybe_decision),
            }
            for position, name in enumerate(draw(st.permutations(some("r", 4))))
        ],
        "runs": [{"id": "1", "outcome": draw(some_words)}],
    }  # fmt: skip


def difference(old: Rows, new: Rows) -> Delta:
    """Find what changes from one content to another, as a build does that knows only the rows.

    What the days and the order alone explain is left to them.
    """
    seen = ("2026-01-01", "2026-01-02")

    def by_key(rows: Rows, table: str) -> dict[str, Row]:
        key = next(iter(schema.TABLES[table]))
        return {str(row[key]): row for row in rows.get(table, ())}

    put: dict[str, list[Row]] = {}
    gone: dict[str, list[str]] = {}
    for table in schema.TABLES:
        before, after = by_key(old, table), by_key(new, table)
        if table == "findings":
            before = {
                name: {**row, "last_seen": seen[1]} if row["last_seen"] == seen[0] else row
                for name, row in before.items()
            }
        put[table] = [
            row
            for name, row in after.items()
            if {**row, "position": 0} != {**before.get(name, {}), "position": 0}
        ]
        gone[table] = list(before.keys() - after.keys())
    order = sorted(new["reviews"], key=lambda row: int(str(row["position"])))
    return Delta(put, gone, seen, [str(row["id"]) for row in order])


def searched(path: Path) -> dict[str, object]:
    """Tell all that full-text search can answer: which acts, in which order, how near."""
    found: dict[str, object] = {}
    questions = {word.lower().replace("ё", "е") for word in LEXICON if word}
    with contextlib.closing(sqlite3.connect(path)) as db:
        found["order"] = db.execute("SELECT id FROM acts ORDER BY rowid").fetchall()
        for name in words.INDEXES:
            db.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
            db.execute(f"CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, {name}, instance)")
            found[f"{name} words"] = db.execute(
                "SELECT v.term, a.id, v.offset FROM v JOIN acts a ON a.rowid = v.doc "
                "ORDER BY 1, 2, 3"
            ).fetchall()
            ((whole, with_acts),) = db.execute(
                "SELECT count(*), sum(doc IN (SELECT rowid FROM acts)) FROM v"
            )
            assert whole == (with_acts or 0), "a word of an act that is gone"
            db.execute("DROP TABLE temp.v")
            for question in questions | {f"{word[:3]}*" for word in questions}:
                asked = f'"{question.rstrip("*")}"' + ("*" if question.endswith("*") else "")
                found[f"{name} {question}"] = db.execute(
                    f"SELECT a.id, bm25({name}) FROM {name} JOIN acts a ON a.rowid = {name}.rowid "
                    f"WHERE {name} MATCH ? ORDER BY {name}.rowid",
                    [asked],
                ).fetchall()
    return found


@MANY
@given(
    nights=st.lists(contents(), min_size=2, max_size=4),
    apart=st.sampled_from([1, 2, 16]),
    a_day=st.sampled_from([2, 1 << 12]),
)
def test_night_by_night_or_written_whole_is_the_same(
    nights: Sequence[Rows], apart: int, a_day: int
) -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        mock.patch.multiple(places, _APART=apart, _A_DAY=a_day),
    ):
        root = Path(name)
        base = root / "0" / "vacatio.db"
        base.parent.mkdir()
        store.write(base, nights[0])
        digests.keep(base)
        for number, (old, new) in enumerate(itertools.pairwise(nights), start=1):
            path, whole = root / str(number) / "vacatio.db", root / f"whole-{number}.db"
            path.parent.mkdir()
            store.update(path, base, difference(old, new))
            store.write(whole, new)
            everything = list(schema.TABLES)
            assert store.content(path, everything) == store.content(whole, everything)
            assert searched(path) == searched(whole)
            assert store.faults(path) == ()
            assert digests.move(path, base) == store.digest(path) == store.digest(whole)
            base = path


def act(name: str, **more: store.Value) -> Row:
    return {
        "id": name, "jurisdiction": "kz", "type": "law", "adopted_on": "2026-01-01", "demo": 0,
        "certainty": "computed", "confidence": "provisional", "search": name, **more,
    }  # fmt: skip


def rows(*acts: Row, **more: Sequence[Row]) -> Rows:
    return {"acts": acts, "reviews": [], "findings": [], **more}


def updated(folder: Path, old: Rows, changes: Delta) -> Path:
    """Write a base and bring it forward."""
    store.write(folder / "base.db", old)
    (folder / "new").mkdir()
    store.update(folder / "new" / "vacatio.db", folder / "base.db", changes)
    return folder / "new" / "vacatio.db"


def test_on_a_day_that_is_full_acts_move_up_for_a_new_one(tmp_path: Path) -> None:
    names = [f"kz/{number}" for number in range(9)]
    with mock.patch.object(places, "_APART", 1):
        path = updated(
            tmp_path, rows(*(act(name) for name in names if name != "kz/3")),
            Delta(put={"acts": [act("kz/3")]}),
        )  # fmt: skip
        store.write(tmp_path / "whole.db", rows(*map(act, names)))
    assert searched(path) == searched(tmp_path / "whole.db")
    with store.opened(path) as db:
        assert [row[0] for row in db.execute("SELECT id FROM acts ORDER BY rowid")] == names


@pytest.mark.parametrize(
    ("newcomer", "before"),
    [
        (act("kz/b", type="constitution", adopted_on=None), 0),
        (act("kz/b", adopted_on="2026-01-02"), 0),
        (act("kz/b"), 1),
        (act("kz/d", adopted_on="2025-12-31"), 2),
        (act("kz/b", adopted_on=None), 2),
        (act("kz/b", type="order", adopted_on="2030-01-01"), 2),
        (act("kz/b", type="agreement"), 2),
    ],
)
def test_a_new_act_comes_between_the_others(tmp_path: Path, newcomer: Row, before: int) -> None:
    old = [act("kz/a"), act("kz/c")]
    path = updated(tmp_path, rows(*old), Delta(put={"acts": [newcomer]}))
    with store.opened(path) as db:
        stand = [row[0] for row in db.execute("SELECT id FROM acts ORDER BY rowid")]
    assert stand.index(str(newcomer["id"])) == before


def applied(database: Path, changes: Path) -> None:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        applying.apply(connection, changes)


def test_a_delta_is_read_back_as_it_was_saved(tmp_path: Path) -> None:
    row: Row = {**dict.fromkeys(schema.TABLES["acts"]), **act("kz/1")}
    for number, changes in enumerate(
        (
            Delta(),
            Delta(
                {"acts": [row]}, {"events": ["1", "2"]}, ("2026-01-01", "2026-01-02"), ["b", "a"]
            ),
            Delta(order=[]),
        )
    ):
        path = tmp_path / str(number)
        delta.save(path, changes, Tokens(1, 2))
        assert delta.read(path) == (changes, Tokens(1, 2))
        assert delta.tokens(path) == Tokens(1, 2)


def test_applied_twice_a_delta_changes_nothing_more(tmp_path: Path) -> None:
    path = updated(tmp_path, rows(act("kz/1")), Delta(put={"acts": [act("kz/2")]}))
    before = path.read_bytes()
    applied(path, path.with_name(delta.FILE))
    assert path.read_bytes() == before


def test_a_delta_brings_its_base_forward_where_it_lies(tmp_path: Path) -> None:
    changes = Delta(put={"acts": [act("kz/2")]}, gone={"acts": ["kz/1"]})
    path = updated(tmp_path, rows(act("kz/1")), changes)
    applied(tmp_path / "base.db", path.with_name(delta.FILE))
    assert store.content(tmp_path / "base.db") == store.content(path)
    assert searched(tmp_path / "base.db") == searched(path)


def test_a_delta_does_not_change_a_database_it_was_not_made_for(tmp_path: Path) -> None:
    path = updated(tmp_path, rows(act("kz/1")), Delta(gone={"acts": ["kz/1"]}))
    store.write(tmp_path / "other.db", rows(act("kz/1")))
    before = (tmp_path / "other.db").read_bytes()
    with pytest.raises(UnfitDelta, match="they lead from"):
        applied(tmp_path / "other.db", path.with_name(delta.FILE))
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_database_of_an_earlier_version_is_not_brought_forward(tmp_path: Path) -> None:
    store.write(tmp_path / "base.db", rows(act("kz/1")))
    with contextlib.closing(sqlite3.connect(tmp_path / "base.db")) as connection:
        connection.execute("PRAGMA application_id = 0")
    (tmp_path / "new").mkdir()
    with pytest.raises(UnfitDelta, match="this is 0"):
        store.update(tmp_path / "new" / "vacatio.db", tmp_path / "base.db", Delta())
    assert not list((tmp_path / "new").iterdir())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (Delta(gone={"acts": ["kz/1"]}), "act_aliases row 1 would point at a missing row of acts"),
        (Delta(put={"act_aliases": [{"alias": "y", "act_id": "kz/9"}]}), "act_aliases row 2"),
        (Delta(put={"acts": [act("kz/2", demo=None)]}), "NOT NULL constraint failed: acts.demo"),
        (Delta(order=["r1"]), "names 1 of 2 reviews"),
        (Delta(order=["r1", "r2", "r3"]), "names 3 of 2 reviews"),
        (Delta(order=["r1", "r3"]), "names 1 of 2 reviews"),
    ],
)
def test_a_delta_that_would_leave_rows_astray_is_refused_and_leaves_nothing(
    tmp_path: Path, changes: Delta, said: str
) -> None:
    asked: Row = {"kind": "target", "state": "open", "question": "", "decides": "target"}
    reviews = [{**asked, "id": f"r{position}", "position": position} for position in (1, 2)]
    old = rows(act("kz/1"), act_aliases=[{"alias": "x", "act_id": "kz/1"}])
    with pytest.raises(UnfitDelta, match=said):
        updated(tmp_path, {**old, "reviews": reviews}, changes)
    assert not list((tmp_path / "new").iterdir())
