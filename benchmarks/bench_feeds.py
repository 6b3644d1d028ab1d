"""How fast static feeds and calendars are written: all, those of a night, one on request.

The database is the site's synthetic one, with the events of an act as a build gives them. The
night brings 300 acts, five events each and some notices, and corrects 100 acts that were there;
as in the database, they are of all bodies, so that it touches nearly every feed there is.
`VACATIO_BENCH_ACTS` makes it smaller (default 200,000).
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.bench_site import ACTS, BODIES, TODAY, _act, _identity
from vacatio import store, subscriptions
from vacatio.asked import written
from vacatio.datadir import DataDir
from vacatio.delta import Delta
from vacatio.touched import Touched
from vacatio.watches import Watched
from vacatio_calendar import load

LAW = load("kz")
WATCHES = (Watched("banks", "Banks", bodies=("body7",), words=("банк лицензия",)),)
ON_REQUEST = 200

#: What a night brings, and the day it is.
NEW, CORRECTED, NOTICES = 300, 100, 60
TONIGHT = TODAY + dt.timedelta(days=90)


def rows() -> Iterator[tuple[str, float, str, str]]:
    """Write all feeds twice: into nothing, and where nothing has changed."""
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder))
        data.building.mkdir()
        database = data.building / "vacatio.db"
        store.write(database, _tables())
        seconds, cpu, names = _written(data)
        told = f"{cpu:.0f} s of CPU, {len(names)} files, {ACTS} acts, {BODIES} bodies; at most 60 s"
        yield "feeds: all, written anew", seconds, "s", told
        published = data.publications / "000001"
        published.parent.mkdir()
        data.building.rename(published)
        data.feeds.symlink_to(published.relative_to(data.root) / "feeds", target_is_directory=True)
        base = published / "vacatio.db"
        yield _night(data, base)
        seconds, cpu, names = _written(data)
        told = f"{cpu:.0f} s of CPU, {_new(data, names)} rewritten"
        yield "feeds: all after that night", seconds, "s", told
        yield _on_request(base)


def _night(data: DataDir, base: Path) -> tuple[str, float, str, str]:
    """Write the feeds of a night."""
    delta = _delta()
    data.building.mkdir()
    store.update(data.building / "vacatio.db", base, delta)
    began = time.perf_counter()
    with closing(sqlite3.connect(base)) as connection:
        touched = Touched.by(delta, connection)
    asked = time.perf_counter() - began
    seconds, cpu, names = _written(data, touched)
    told = f"{cpu:.1f} s of CPU, {_new(data, names)} of {len(names)} files rewritten, at most 10 s"
    return "feeds: a night of 300 acts", seconds + asked, "s", told


def _new(data: DataDir, names: tuple[str, ...]) -> int:
    return sum((data.building / "feeds" / name).stat().st_nlink == 1 for name in names)


def _delta() -> Delta:
    """Make a night's rows: new acts with five events each, corrected ones, and notices."""
    chance = random.Random(7)
    put: dict[str, list[store.Row]] = {}
    for number in range(ACTS, ACTS + NEW):
        made = _act(number)
        for name, rows in made.items():
            if name != "events":
                put.setdefault(name, []).extend(rows)
        for event in (*_events(made), *_more(made)):
            put.setdefault("events", []).append({**event, "known_on": TONIGHT.isoformat()})
    for number in chance.sample(range(1, ACTS), CORRECTED):
        made = _act(number)
        (row,), (enters,) = made["acts"], made["events"]
        day = dt.date.fromisoformat(str(enters["effective_on"])) + dt.timedelta(days=7)
        moved = {"in_force_on": day.isoformat()}
        put["acts"].append({**row, **moved})
        put["commencements"].append({**made["commencements"][0], **moved})
        put["events"].append(
            {
                **enters,
                "id": f"d{number:023d}",
                "kind": "date_corrected",
                "effective_on": day.isoformat(),
                "known_on": TONIGHT.isoformat(),
                "replaces": f"c{number:023d}" if number % 50 == 0 else enters["id"],
            }
        )
    put["notices"] = [
        {
            "id": f"n{number:023d}", "kind": "soon", "known_on": TONIGHT.isoformat(),
            "act_id": _identity(number), "effective_on": TONIGHT.isoformat(),
            "title": "Soon", "summary": "In a week.",
        }
        for number in chance.sample(range(ACTS), NOTICES)
    ]  # fmt: skip
    return Delta(put)


def _more(made: dict[str, list[store.Row]]) -> Iterator[store.Row]:
    """Give two events more: an act is changed one day, and ends on another."""
    (row,), (enters,) = made["acts"], made["events"]
    number = int(str(row["number"]))
    for kind, days in (("amended", 200), ("ends", 400)):
        on = dt.date.fromisoformat(str(enters["effective_on"])) + dt.timedelta(days=days)
        yield {
            **enters,
            "id": f"{kind[:2]}{number:022d}",
            "kind": kind,
            "effective_on": on.isoformat(),
        }


def _written(data: DataDir, touched: Touched | None = None) -> tuple[float, float, tuple[str, ...]]:
    shutil.rmtree(data.building / "feeds", ignore_errors=True)
    began, cpu = time.perf_counter(), time.process_time()
    names = subscriptions.write(
        data.building / "vacatio.db",
        data,
        LAW,
        site="https://example.org",
        demo=False,
        watches=WATCHES,
        touched=touched,
    )
    return time.perf_counter() - began, time.process_time() - cpu, names


def _tables() -> dict[str, list[store.Row]]:
    made = [_act(number) for number in range(ACTS)]
    tables = {name: [row for each in made for row in each[name]] for name in made[0]}
    tables["events"] = [event for each in made for event in _events(each)]
    return tables


def _events(act: dict[str, list[store.Row]]) -> Iterator[store.Row]:
    """Give an act all its events: signed, published, applies; every fiftieth is corrected."""
    (row,), (enters,) = act["acts"], act["events"]
    number = int(str(row["number"]))
    for kind, on in (("adopted", row["adopted_on"]), ("published", row["published_on"])):
        yield {**enters, "id": f"{kind[0]}{number:023d}", "kind": kind, "effective_on": on}
    yield enters
    if number % 50 == 0:
        later = dt.date.fromisoformat(str(enters["effective_on"])) + dt.timedelta(days=1)
        yield {
            **enters,
            "id": f"c{number:023d}",
            "kind": "date_corrected",
            "effective_on": later.isoformat(),
            "replaces": enters["id"],
        }


def _on_request(database: Path) -> tuple[str, float, str, str]:
    chance, taken = random.Random(5), []
    connection = sqlite3.connect(database)
    for _ in range(ON_REQUEST):
        began = time.perf_counter()
        written(connection, [_identity(chance.randrange(ACTS))], "atom", LAW)
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    p95 = taken[int(ON_REQUEST * 0.95)]
    return (
        "feeds: of an act, on request",
        taken[len(taken) // 2],
        "ms",
        f"p95 {p95:.1f} ms, at most 50",
    )
