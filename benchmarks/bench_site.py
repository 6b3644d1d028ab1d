"""How fast the site answers: 200,000 acts and 2 million provisions, while it is republished.

Five requests a second over two connections to a served site, page kind by page kind, with the
live database being overwritten all the while as a publication does it. `VACATIO_BENCH_ACTS`
makes it smaller.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import os
import random
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import uvicorn

from vacatio import store
from vacatio.serve import write_feed
from vacatio_datasette.serving import create, listen

ACTS = int(os.environ.get("VACATIO_BENCH_ACTS", "200000"))
PROVISIONS = 10
REQUESTS = 40
A_SECOND = 5
TODAY = dt.date(2026, 6, 1)
WORDS = [
    "налог",
    "пошлина",
    "реестр",
    "правила",
    "учёт",
    "вода",
    "лес",
    "школа",
    "банк",
    "связь",
    "дорога",
    "энергия",
    "рынок",
    "труд",
    "лицензия",
    "надзор",
    "аудит",
    "субсидия",
    "кадастр",
    "архив",
    "музей",
    "транспорт",
    "вагон",
    "порт",
    "аэропорт",
    "топливо",
]

#: Page kinds: their address and the bound on the 95th percentile in milliseconds.
KINDS: dict[str, tuple[str, int]] = {
    "today": ("/", 150),
    "act": ("/act/{act}", 100),
    "day": ("/on/2026-06-01", 150),
    "month": ("/month/2026-06", 150),
    "body": ("/body/body7", 150),
    "since": ("/since", 150),
    "search, words": (f"/search?q={quote('лицензия аудит вагон')}", 100),
    "search, number": ("/search?q=4242", 100),
    "feed of an act": ("/feeds/act/{act}.atom", 50),
    "table": ("/vacatio/commencements", 150),
    "table with facets": ("/vacatio/acts?type=order&_facet=level&_facet=certainty", 250),
    "provisions": ("/vacatio/provisions", 150),
}


def rows() -> list[tuple[str, float, str, str]]:
    """Measure every page kind."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as (address, act):
        return [
            row for name, (path, bound) in KINDS.items()
            for row in _measured(name, address, path.format(act=act), bound)
        ]  # fmt: skip


def _measured(
    name: str, address: tuple[str, int], path: str, bound: int
) -> Iterator[tuple[str, float, str, str]]:
    with ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(lambda _: _asked(address, path, REQUESTS // 2), range(2)))
    times = sorted(taken for half, _ in halves for taken in half)
    failures = sum(failed for _, failed in halves)
    note = f"p95 {times[int(len(times) * 0.95)]:,.0f} ms, at most {bound}; {failures} errors"
    yield f"site: {name}", times[len(times) // 2], "ms", note


def _asked(address: tuple[str, int], path: str, times: int) -> tuple[list[float], int]:
    """Ask over one connection, evenly spaced; give the times and the number of failures."""
    connection = http.client.HTTPConnection(*address, timeout=30)
    taken, failures = [], 0
    for _ in range(times):
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        spent = time.perf_counter() - began
        taken.append(spent * 1000)
        failures += answer.status != 200
        time.sleep(max(0.0, 2 / A_SECOND - spent))
    connection.close()
    return taken, failures


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[tuple[tuple[str, int], str]]:
    """Serve a synthetic database, and overwrite it again and again as a publication does."""
    built, live = folder / "built.db", folder / "vacatio.db"
    act = _build(built)
    _overwrite(built, live)
    with contextlib.closing(sqlite3.connect(live)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    site = create(live, today=TODAY, writer=write_feed)
    door = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(site.application(), log_level="error"))
    done = threading.Event()
    threads = [
        threading.Thread(target=server.run, kwargs={"sockets": [door]}),
        threading.Thread(target=_republish, args=(built, live, done)),
    ]
    for thread in threads:
        thread.start()
    host, port = door.getsockname()
    yield (host, port), act
    done.set()
    server.should_exit = True
    for thread in threads:
        thread.join()
    door.close()


def _republish(built: Path, live: Path, done: threading.Event) -> None:
    while not done.wait(2):
        _overwrite(built, live)


def _overwrite(built: Path, live: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(built)) as source,
        contextlib.closing(sqlite3.connect(live)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _build(path: Path) -> str:
    """Write the synthetic database; name one act of it."""
    chance = random.Random(1)
    made = [_act(number, chance) for number in range(ACTS)]
    store.write(path, {name: [each[name] for each in made] for name in made[0]})
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "insert into provisions (id, act_id, language, position, eid, kind, text) "
            "values (?, ?, 'ru', ?, ?, 'article', ?)",
            (
                (f"{each['acts']['id']}/ru/art_{place}", each["acts"]["id"], place,
                 f"art_{place}", "Текст статьи о ведении учёта и надзоре за ним. " * 3)
                for each in made for place in range(PROVISIONS)
            ),
        )  # fmt: skip
    return str(made[ACTS // 2]["acts"]["id"])


def _act(number: int, chance: random.Random) -> dict[str, store.Row]:
    kind = chance.choice(("law", "order", "resolution", "decision", "decree"))
    adopted = dt.date(2005, 1, 1) + dt.timedelta(days=chance.randrange(7990))
    published = adopted + dt.timedelta(days=3)
    applies = (published + dt.timedelta(days=chance.choice((11, 61)))).isoformat()
    identity = f"kz/{kind}/body{number % 60}/{adopted}/{number}"
    title = "О " + " ".join(chance.choices(WORDS, k=8))
    sure = "disputed" if number % 200 == 0 else "provisional"
    other = f'[{{"on": "{applies}", "reading": "another", "basis": "LPA 14(3)"}}]'
    known: dict[str, store.Value] = {"certainty": "computed", "confidence": sure}
    document = {
        "id": f"ekb/{number}/rus", "source": "ekb", "key": f"{number}/rus", "language": "ru",
        "first_seen": f"{published}T02:00:00Z", "sha256": "0" * 64, "outcome": "read",
    }  # fmt: skip
    act: store.Row = {
        "id": identity, "jurisdiction": "kz", "type": kind, "number": str(number),
        "adopted_on": adopted.isoformat(), "issuer_id": f"body{number % 60}", "issuer": "Орган",
        "title_ru": title, "level": "local" if number % 3 == 0 else "national", "normative": 1,
        "published_on": published.isoformat(), "in_force_on": applies, "demo": 0,
        "document_id": document["id"], "search": f"{title.lower()} {number}", **known,
    }  # fmt: skip
    entry: store.Row = {
        "id": f"c{number}", "act_id": identity, "position": 0, "kind": "after_publication",
        "value": 10, "unit": "calendar_days", "quote": "вводится в действие", "steps": "[]",
        "in_force_on": applies, "alternatives": other if sure == "disputed" else "[]",
        "document_id": document["id"], **known,
    }  # fmt: skip
    event: store.Row = {
        "id": f"{number:024d}", "act_id": identity, "kind": "enters_into_force",
        "effective_on": applies, "known_on": published.isoformat(), "title": title,
        "summary": "Counted.", **known,
    }  # fmt: skip
    return {"documents": document, "acts": act, "commencements": entry, "events": event}
