"""A night writes only the feeds it touches, and gets the bytes that writing all of them gives."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vacatio import cuts, manifest, moving, printing, store, subscriptions
from vacatio.datadir import DataDir
from vacatio.delta import Delta
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
    put, gone = {}, {}
    for name in before.keys() | now.keys():
        old, new = before.get(name, {}), now.get(name, {})
        put[name] = [row for key, row in new.items() if old.get(key) != row]
        gone[name] = [key for key in old if key not in new]
    return Delta(put, gone)


def build(path: Path, tables: Tables) -> None:
    store.write(path, {name: [*rows.values()] for name, rows in tables.items()})


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


def spend(data: DataDir, delta: Delta) -> tuple[str, ...]:
    """Spend a night up to where it publishes."""
    base = data.feeds.resolve().parent / "vacatio.db"
    data.building.mkdir()
    store.update(data.building / "vacatio.db", base, delta)
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


def since(folder: Path) -> str:
    """Tell on which day the calendars of a publication begin."""
    return str(json.loads((folder / manifest.NAME).read_text("utf-8"))["since"])


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
            before = since(data.feeds.resolve().parent)
            names = spend(data, delta)
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
            assert how == (["moved"] if since(data.building) >= before else ["begun"])
            published(data, number)


def test_a_night_makes_only_the_files_that_it_touches(tmp_path: Path) -> None:
    other = act(1, type="law", issuer_id="finance", title_ru="О лесах", search="о лесах")
    tables = standing(
        [("acts", other), ("events", event(1, ACTS[1])), ("events", event(2, ACTS[0]))]
    )
    data = begin(tmp_path, tables)
    now = after(tables, [("events", event(3, ACTS[0], "enters_into_force"))])
    spend(data, between(tables, now))
    made = {
        path.relative_to(data.building / "feeds").as_posix()
        for path in (data.building / "feeds").rglob("*.*")
        if path.stat().st_nlink == 1
    }
    assert {"changes.atom", "ru/type/order.html", "in-force.ics", "watch/water.rss"} <= made
    assert not [name for name in made if "law" in name or "finance" in name or "local" in name]


def test_what_an_act_is_called_is_told_again_with_all_that_it_changes(tmp_path: Path) -> None:
    amendment: Row = {
        "id": "m1", "act_id": ACTS[1], "position": 0, "kind": "amends",
        "target_act_id": ACTS[0], "in_force_on": DAYS[1],
    }  # fmt: skip
    first = [("amendments", amendment), ("events", event(1, ACTS[0], "amended"))]
    tables = standing(first)
    data = begin(tmp_path, tables)
    now = after(tables, [("acts", act(1, title_ru="О новом"))])
    spend(data, between(tables, now))
    assert "О новом" in (data.building / "feeds" / "ru" / "changes.atom").read_text("utf-8")


def test_a_body_that_no_list_knows_is_called_as_its_act_of_the_least_id_prints_it(
    tmp_path: Path,
) -> None:
    unlisted = {"issuer_id": "unlisted"}
    tables = standing(
        [
            ("acts", act(2, issuer="Второй", **unlisted)),
            ("acts", act(1, issuer="Первый", **unlisted)),
            ("events", event(1, ACTS[2])),
        ]
    )
    data = begin(tmp_path, tables)
    feed = Path("body/unlisted.atom")
    assert "Первый" in (data.feeds / feed).read_text("utf-8")
    now = after(tables, [("acts", act(1))])
    spend(data, between(tables, now))
    assert "Второй" in (data.building / "feeds" / feed).read_text("utf-8")
    assert contents(data.building / "feeds") == all_written(now)


def unknown(folder: Path) -> None:
    (folder / manifest.NAME).unlink()


def broken(folder: Path) -> None:
    (folder / manifest.NAME).write_text("{}", encoding="utf-8")


def of_another_database(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "vacatio.db")) as connection:
        connection.execute("pragma application_id = 7")


def edited(folder: Path) -> None:
    (folder / "feeds" / "type" / "order.rss").write_text("mine", encoding="utf-8")


def edited_in_secret(folder: Path) -> None:
    """Leave size and time of a file as they were, so that only its entries are missing."""
    path = folder / "feeds" / "changes.atom"
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"<entry>", b"<gone_>"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize(
    "spoil",
    [unknown, broken, of_another_database, edited, edited_in_secret],
    ids=lambda f: f.__name__,
)
def test_feeds_that_are_not_as_they_were_written_are_all_written_anew(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    tables = standing([("events", event(1, ACTS[0])), ("events", event(2, ACTS[1]))])
    data = begin(tmp_path, tables)
    now = after(tables, [("events", event(3, ACTS[2]))])
    delta = between(tables, now)
    folder = data.feeds.resolve().parent
    base = tmp_path / "base.db"
    shutil.copy(folder / "vacatio.db", base)
    spoil(folder)
    data.building.mkdir()
    store.update(data.building / "vacatio.db", base, delta)
    with small_feeds(100, 5, 100) as made, closing(sqlite3.connect(base)) as connection:
        write(data, Touched.by(delta, connection))
    assert made[-1] == "begun"
    assert contents(data.building / "feeds") == all_written(now)


@pytest.mark.parametrize("change", [{"site": "https://example.net"}, {"watches": WATCHES[:1]}])
def test_under_other_settings_all_feeds_are_written_anew(
    change: Mapping[str, Any], tmp_path: Path
) -> None:
    tables = standing([("events", event(1, ACTS[0]))])
    data = begin(tmp_path, tables)
    data.building.mkdir()
    store.update(data.building / "vacatio.db", data.feeds.resolve().parent / "vacatio.db", Delta())
    with small_feeds(100, 5, 100) as made:
        write(data, Touched(frozenset(), frozenset()), **change)
    assert made == ["begun"]


def test_a_night_that_touches_nothing_links_every_file(tmp_path: Path) -> None:
    tables = standing([("events", event(1, ACTS[0]))])
    data = begin(tmp_path, tables)
    names = spend(data, Delta())
    assert names
    assert all((data.building / "feeds" / name).samefile(data.feeds / name) for name in names)


def test_what_is_withdrawn_from_a_feed_makes_room_for_what_is_older(tmp_path: Path) -> None:
    rows = [("events", event(number, ACTS[0])) for number in range(12)]
    with small_feeds():
        tables = standing(rows)
        data = begin(tmp_path, tables)
        now = after(tables, [("events", 0)] * 8)
        spend(data, between(tables, now))
        assert contents(data.building / "feeds") == all_written(now)
    assert (data.building / "feeds" / "changes.atom").read_bytes().count(b"<entry>") == 3
