"""A night writes only the feeds it touches, and gets the bytes that writing all of them gives."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vacatio import cuts, manifest, moving, printing, schema, store, subscriptions
from vacatio.datadir import DataDir
from vacatio.store import Row
from vacatio.touched import Touched
from vacatio.watches import Watched
from vacatio_calendar import load

LAW = load("kz")
WATCHES = (
    Watched("water", "Water", words=("о воде",)),
    Watched("some", "Some", acts=("kz/order/x/2026-01-01/0",), bodies=("unlisted",)),
)
#: How many sequences of nights are tried; `VACATIO_NIGHTS=200` tries more.
SEQUENCES = int(os.environ.get("VACATIO_NIGHTS", "8"))

ACTS = tuple(f"kz/order/x/2026-01-01/{number}" for number in range(5))
DAYS = ("2024-02-10", "2026-01-20", "2026-02-03", "2026-03-05")
KNOWN = ("2026-01-10", "2026-01-11", "2026-02-01", "2026-02-27", "2026-03-01")
EVENTS = (
    "adopted", "registered", "published", "enters_into_force", "ends", "amended", "repealed",
    "deadline", "date_corrected", "date_corrected",
)  # fmt: skip
NOTICES = ("soon", "starts", "found", "finding", "finding_ended")

Tables = dict[str, dict[str, Row]]


@dataclass
class Delta:
    """Rows put and gone, as a night finds them."""

    put: dict[str, list[Row]] = field(default_factory=dict)
    gone: dict[str, set[str]] = field(default_factory=dict)


def act(number: int, **given: store.Value) -> Row:
    return {
        "id": ACTS[number], "jurisdiction": "kz", "type": "order", "number": str(number),
        "adopted_on": "2026-01-01", "issuer_id": "health", "issuer": "Министр",
        "title_ru": "О воде", "search": "о воде", "certainty": "computed",
        "confidence": "provisional", "demo": 0, "normative": 1, **given,
    }  # fmt: skip


def event(number: int, of: str, kind: str = "published", **given: store.Value) -> Row:
    return {
        "id": f"e{number:02}", "act_id": of, "kind": kind, "effective_on": DAYS[1],
        "known_on": KNOWN[0], "title": f"e{number}", "summary": "", **given,
    }  # fmt: skip


def maybe(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, *values))


acts = st.builds(
    act,
    st.integers(0, len(ACTS) - 1),
    type=st.sampled_from(("order", "law")),
    issuer_id=maybe("health", "unlisted"),
    issuer=maybe("Министр", "Первый приказчик", "Второй приказчик"),
    title_ru=st.sampled_from(("О воде", "О лесах")),
    search=st.sampled_from(("о воде", "о лесах")),
    level=maybe("local"),
    normative=st.sampled_from((1, 1, 1, 0)),
    published_on=maybe(*DAYS),
)
events = st.builds(
    event,
    st.integers(0, 30),
    st.sampled_from(ACTS),
    st.sampled_from(EVENTS),
    effective_on=maybe(*DAYS),
    known_on=st.sampled_from(KNOWN),
    provisions=maybe("статья 2"),
    replaces=maybe(*(f"e{number:02}" for number in range(0, 30, 3))),
    confidence=maybe("disputed", "confirmed"),
    quote=maybe("в течение десяти дней"),
)


def notice(number: int, of: str | None, kind: str, **given: store.Value) -> Row:
    about: Row = {"act_id": of, "kind": kind} if of else {"kind": "draft"}
    if kind.startswith("finding"):
        about = {"act_id": of, "kind": kind}
    return {"id": f"n{number:02}", "title": "t", "summary": "s", **given, **about}


notices = st.builds(
    notice,
    st.integers(0, 15),
    maybe(*ACTS),
    st.sampled_from(NOTICES),
    effective_on=maybe(*DAYS),
    known_on=st.sampled_from(KNOWN),
    about=st.sampled_from(("act", "bulletin")),
    code=st.sampled_from(("VAC010", "VAC999")),
)
amendments = st.builds(
    lambda number, of, target, on: {
        "id": f"m{number}", "act_id": of, "position": 0, "kind": "amends",
        "target_act_id": target, "in_force_on": on,
    },
    st.integers(0, 5), st.sampled_from(ACTS), maybe(*ACTS), maybe(*DAYS),
)  # fmt: skip
commencements = st.builds(
    lambda number, of, value, on, confidence: {
        "id": f"c{number}", "act_id": of, "position": 0, "kind": "after_publication",
        "value": value, "unit": "calendar_days", "in_force_on": on, "certainty": "computed",
        "confidence": confidence, "steps": "[]",
        "alternatives": json.dumps([{"on": "2026-03-09", "reading": "r", "basis": "b"}]),
    },
    st.integers(0, 5), st.sampled_from(ACTS), st.integers(5, 7), maybe(*DAYS),
    st.sampled_from(("disputed", "provisional")),
)  # fmt: skip
obligations = st.builds(
    lambda number, of, value: {
        "id": f"o{number}", "act_id": of, "value": value, "unit": "calendar_days",
        "quote": "в течение десяти дней",
    },
    st.integers(0, 3), st.sampled_from(ACTS), st.integers(5, 7),
)  # fmt: skip

ROWS = {
    "acts": acts,
    "events": events,
    "notices": notices,
    "amendments": amendments,
    "commencements": commencements,
    "obligations": obligations,
}
puts = st.one_of(
    *(st.tuples(st.just(name), rows) for name, rows in ROWS.items()),
    st.tuples(st.just("events"), events),
    st.tuples(st.just("events"), events),
)
#: A change of a night: a row that is put, or the place of one that goes.
changes = st.one_of(puts, puts, st.tuples(st.sampled_from([*ROWS]), st.integers(0, 40)))
nights = st.lists(st.lists(changes, min_size=1, max_size=5), min_size=2, max_size=4)


def whole(tables: Tables) -> Tables:
    """Drop rows of acts that are not there, as a build does."""
    held = tables.get("acts", {})
    return {
        name: {
            key: row
            for key, row in rows.items()
            if all(
                row.get(column) is None or row[column] in held
                for column in ("act_id", "target_act_id")
            )
        }
        for name, rows in tables.items()
    }


def after(tables: Tables, night: Sequence[tuple[str, Row | int]]) -> Tables:
    """Make the changes of a night."""
    made = {name: dict(rows) for name, rows in tables.items()}
    for name, change in night:
        rows = made.setdefault(name, {})
        if isinstance(change, int):
            if rows:
                del rows[sorted(rows)[change % len(rows)]]
        else:
            rows[str(change["id"])] = change
    return whole(made)


def between(before: Tables, now: Tables) -> Delta:
    """Tell what differs."""
    delta = Delta()
    for name in before.keys() | now.keys():
        old, new = before.get(name, {}), now.get(name, {})
        delta.put[name] = [row for key, row in new.items() if old.get(key) != row]
        delta.gone[name] = {key for key in old if key not in new}
    return delta


def update(path: Path, base: Path, delta: Delta, token: int) -> None:
    """Change a copy of a database row by row: its rows lie elsewhere than in one built anew."""
    shutil.copy(base, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in delta.put:
            keys = [(str(row["id"]),) for row in delta.put[name]]
            keys += [(key,) for key in delta.gone[name]]
            connection.executemany(f"delete from {name} where id = ?", keys)
        for name, rows in delta.put.items():
            columns = [*schema.TABLES[name]]
            marks = ", ".join("?" * len(columns))
            for row in rows:
                values = [row.get(column) for column in columns]
                connection.execute(f"insert into {name} values ({marks})", values)
        connection.execute("insert into acts_fts (acts_fts) values ('rebuild')")
        connection.execute(f"pragma application_id = {token}")


def build(path: Path, tables: Tables, token: int = 1) -> None:
    store.write(path, {name: [*rows.values()] for name, rows in tables.items()})
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"pragma application_id = {token}")


def write(
    data: DataDir,
    touched: Touched | None = None,
    watches: Sequence[Watched] = WATCHES,
    site: str = "https://example.org",
) -> tuple[str, ...]:
    return subscriptions.write(
        data.building / "vacatio.db", data, LAW, site=site, demo=False, watches=watches,
        touched=touched,
    )  # fmt: skip


def published(data: DataDir, number: int) -> Path:
    """Put what was built in place, as a publication does."""
    folder = data.publications / f"{number:06}"
    data.publications.mkdir(exist_ok=True)
    data.building.rename(folder)
    data.feeds.unlink(missing_ok=True)
    data.feeds.symlink_to(folder.relative_to(data.root) / "feeds", target_is_directory=True)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def all_written(tables: Tables) -> dict[str, bytes]:
    """Write all feeds of a database that is built anew."""
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder))
        data.building.mkdir()
        build(data.building / "vacatio.db", tables)
        write(data)
        return contents(data.building / "feeds")


def begin(root: Path, tables: Tables) -> DataDir:
    """Publish a database with all its feeds."""
    data = DataDir(root)
    data.building.mkdir()
    build(data.building / "vacatio.db", tables)
    write(data)
    published(data, 1)
    return data


def spend(data: DataDir, delta: Delta, number: int) -> tuple[str, ...]:
    """Spend a night up to where it publishes."""
    base = data.feeds.resolve().parent / "vacatio.db"
    data.building.mkdir()
    update(data.building / "vacatio.db", base, delta, number)
    with closing(sqlite3.connect(base)) as connection:
        touched = Touched.by(delta, connection)
    return write(data, touched)


@contextmanager
def small_feeds(newest: int = 3, archives: int = 2, reserve: int = 1) -> Iterator[list[str]]:
    """Make feeds so short that few rows fill them; list how manifests came to be."""
    made: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for module in (cuts, printing):
            patch.setattr(module, "NEWEST", newest)
        patch.setattr(cuts, "ARCHIVES", archives)
        patch.setattr(cuts, "RESERVE", reserve)
        for name in ("begun", "moved"):
            real = getattr(moving, name)

            def seen(*given: object, real=real, name=name, **named: object) -> object:  # type: ignore[no-untyped-def]
                made.append(name)
                return real(*given, **named)

            patch.setattr(subscriptions, name, seen)
        yield made


def standing(rows: Sequence[tuple[str, Row]]) -> Tables:
    tables: Tables = {"acts": {name: act(place) for place, name in enumerate(ACTS)}}
    return after(tables, [*rows])


@given(st.lists(puts, min_size=12, max_size=40), nights)
@settings(
    max_examples=SEQUENCES,
    deadline=None,
    derandomize="VACATIO_NIGHTS" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_after_any_nights_the_feeds_are_those_that_writing_all_gives(
    first: list[tuple[str, Row]], then: list[list[tuple[str, Row | int]]]
) -> None:
    hold(first, then)


def hold(first: Sequence[tuple[str, Row]], then: Sequence[Sequence[tuple[str, Row | int]]]) -> None:
    """Spend the nights, and hold each against feeds that are all written."""
    with tempfile.TemporaryDirectory() as folder, small_feeds() as made:
        tables = standing(first)
        data = begin(Path(folder), tables)
        for number, night in enumerate(then, start=2):
            now = after(tables, night)
            delta, tables = between(tables, now), now
            made.clear()
            before = manifest.load(
                data.feeds.resolve().parent,
                manifest.fingerprint(LAW, site="https://example.org", demo=False, watches=WATCHES),
                number - 1,
            )
            assert before is not None
            names = spend(data, delta, number)
            feeds = data.building / "feeds"
            found = contents(feeds)
            how = [*made]
            expected = all_written(tables)
            assert {*names} == {*found} == {*expected}
            assert [name for name in sorted(found) if found[name] != expected[name]] == []
            for name, body in found.items():
                old = data.feeds / name
                if old.is_file() and old.read_bytes() == body:
                    assert (feeds / name).samefile(old), name
            since = json.loads((data.building / "feeds.json").read_text("utf-8"))["since"]
            assert how[:1] == (["moved"] if since >= before.since else ["begun"])
            assert len(how) == 1
            published(data, number)
