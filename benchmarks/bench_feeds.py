"""How fast all static feeds and calendars are written, and one act's feed on request.

The database is the site's synthetic one, with the events of an act as a build gives them.
`VACATIO_BENCH_ACTS` makes it smaller (default 200,000).
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench_site import ACTS, BODIES, _act, _identity
from vacatio import store, subscriptions
from vacatio.asked import written
from vacatio.datadir import DataDir
from vacatio.watches import Watched
from vacatio_calendar import load

LAW = load("kz")
WATCHES = (Watched("banks", "Banks", bodies=("body7",), words=("банк лицензия",)),)
ON_REQUEST = 200


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
        (data.building / "feeds").rename(published)
        data.feeds.symlink_to(published.relative_to(data.root), target_is_directory=True)
        seconds, cpu, names = _written(data)
        new = sum((data.building / "feeds" / name).stat().st_nlink == 1 for name in names)
        yield "feeds: all, nothing changed", seconds, "s", f"{cpu:.0f} s of CPU, {new} rewritten"
        yield _on_request(database)


def _written(data: DataDir) -> tuple[float, float, tuple[str, ...]]:
    began, cpu = time.perf_counter(), time.process_time()
    names = subscriptions.write(
        data.building / "vacatio.db",
        data,
        LAW,
        site="https://example.org",
        demo=False,
        watches=WATCHES,
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
