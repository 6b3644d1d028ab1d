"""How fast the site answers: 200,000 acts and 2 million provisions, while it is republished.

Three processes, as in real life: one serves, one publishes over and over, and this one asks: five
requests a second over two connections, every kind of page in turn, each time for another act or
another question. `VACATIO_BENCH_ACTS` makes it smaller; `VACATIO_BENCH_KEEP` names a folder in
which the database is kept for the next time.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import multiprocessing
import os
import random
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import quote

import uvicorn

from vacatio import publish, store
from vacatio.datadir import DataDir
from vacatio.serve import write_feed
from vacatio_datasette.serving import create, listen
from vacatio_datasette.watch_page import Watch

ACTS = int(os.environ.get("VACATIO_BENCH_ACTS", "200000"))
PROVISIONS = 10
#: Requests to each kind of page, and how many a second in all.
REQUESTS = 60
A_SECOND = 5
CONNECTIONS = 2
TODAY = dt.date(2026, 6, 1)
TYPES = ("law", "order", "resolution", "decision", "decree")
BODIES = 60
WATCH = Watch("banks", "Banks", bodies=("body7",), words=("банк лицензия",))
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
#: Words of the texts: many that are rare, as in real ones.
LEXICON = [f"{word}{end}" for word in WORDS for end in ("", "ный", "ного", "ов", "ская", "ение")]

Ask = Callable[[random.Random], str]


def _day(chance: random.Random) -> dt.date:
    return TODAY + dt.timedelta(days=chance.randrange(-60, 60))


def _words(chance: random.Random) -> str:
    return quote(" ".join(chance.sample(WORDS, 3)))


def _act_id(chance: random.Random) -> str:
    return _identity(chance.randrange(ACTS))


#: Page kinds: an address of the kind, and the bound on its 95th percentile in milliseconds.
KINDS: dict[str, tuple[Ask, int]] = {
    "today": (lambda chance: "/", 150),
    "today, all acts": (lambda chance: "/?scope=all", 150),
    "act": (lambda chance: f"/act/{_act_id(chance)}", 100),
    "evidence": (lambda chance: f"/evidence/{_act_id(chance)}", 100),
    "day": (lambda chance: f"/on/{_day(chance)}", 150),
    "month": (lambda chance: f"/month/{_day(chance):%Y-%m}", 150),
    "body": (lambda chance: f"/body/body{chance.randrange(BODIES)}", 150),
    "since": (lambda chance: f"/since/{_day(chance)}", 150),
    "watch list": (lambda chance: "/watch/banks", 150),
    "search, words": (lambda chance: f"/search?q={_words(chance)}", 100),
    "search, one word": (lambda chance: f"/search?q={quote(chance.choice(WORDS))}", 100),
    "search, number": (lambda chance: f"/search?q={chance.randrange(ACTS)}", 100),
    "status": (lambda chance: "/status", 150),
    "rules": (lambda chance: "/rules", 150),
    "calculator": (lambda chance: f"/calculate?value=10&published={_day(chance)}", 150),
    "feed of an act": (lambda chance: f"/feeds/act/{_act_id(chance)}.atom", 50),
    "table": (lambda chance: "/vacatio/commencements", 150),
    "table, filtered": (
        lambda chance: f"/vacatio/acts?issuer_id=body{chance.randrange(BODIES)}&_sort=adopted_on",
        150,
    ),
    "table, provisions": (lambda chance: "/vacatio/provisions", 150),
    "table, facets": (
        lambda chance: f"/vacatio/acts?type={chance.choice(TYPES)}&_facet=level&_facet=certainty",
        250,
    ),
    "row": (lambda chance: f"/vacatio/commencements/c{chance.randrange(ACTS)}", 100),
    "table, json": (
        lambda chance: f"/vacatio/events.json?known_on={_day(chance)}&_shape=array",
        150,
    ),
    "question": (lambda chance: "/vacatio/in-force-next-30-days", 150),
}  # fmt: skip


def rows() -> Iterator[tuple[str, float, str, str]]:
    """Measure every page kind."""
    with _folder() as folder, _served(folder) as (address, published):
        before = published.value
        times, failures = _asked(address)
        for name, (_, bound) in KINDS.items():
            taken = sorted(times[name])
            note = f"p95 {taken[int(len(taken) * 0.95)]:,.0f} ms, at most {bound}"
            yield f"site: {name}", taken[len(taken) // 2], "ms", note
        asked = sum(map(len, times.values()))
        yield "site: requests", asked, "requests", f"{len(failures)} errors {failures[:3] or ''}"
        yield "site: meanwhile", published.value - before, "publications", ""


def _asked(address: tuple[str, int]) -> tuple[dict[str, list[float]], list[str]]:
    """Ask every kind in turn over the connections; give the times by kind, and what failed."""
    chance = random.Random(2)
    asked = [(name, ask(chance)) for _ in range(REQUESTS) for name, (ask, _) in KINDS.items()]
    times: dict[str, list[float]] = {name: [] for name in KINDS}
    failures: list[str] = []
    pace = CONNECTIONS / A_SECOND

    def connect(first: int) -> None:
        connection = http.client.HTTPConnection(*address, timeout=30)
        due = time.perf_counter() + first * pace / CONNECTIONS
        for name, path in asked[first::CONNECTIONS]:
            time.sleep(max(0.0, due - time.perf_counter()))
            began = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            times[name].append((time.perf_counter() - began) * 1000)
            due = max(due + pace, time.perf_counter())
            if answer.status != 200:
                failures.append(f"{answer.status} {path}")
        connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(connect, range(CONNECTIONS)))
    return times, failures


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    kept = os.environ.get("VACATIO_BENCH_KEEP")
    if kept:
        Path(kept).mkdir(exist_ok=True)
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[tuple[tuple[str, int], Synchronized[int]]]:
    """Serve a synthetic database from one process and publish it again and again from another."""
    built = folder / f"built-{ACTS}.db"
    if not built.exists():
        _build(built)
    apart = multiprocessing.get_context("spawn")
    done = apart.Event()
    published = apart.Value("i", 0)
    with tempfile.TemporaryDirectory(dir=folder) as served:
        data = DataDir(Path(served))
        _publish(built, data)
        door = listen("127.0.0.1", 0)
        host, port = door.getsockname()[:2]
        workers = [
            apart.Process(target=_serve, args=(data, door)),
            apart.Process(target=_republish, args=(built, data, done, published)),
        ]
        for worker in workers:
            worker.start()
        door.close()
        _await((host, port))
        try:
            yield (host, port), published
        finally:
            done.set()
            workers[0].terminate()
            for worker in workers:
                worker.join()


def _serve(data: DataDir, door: socket.socket) -> None:
    site = create(data.database, feeds=data.feeds, today=TODAY, writer=write_feed, watches=(WATCH,))
    uvicorn.Server(uvicorn.Config(site.application(), log_level="error")).run(sockets=[door])


def _await(address: tuple[str, int]) -> None:
    """Wait until the site answers, as a watchdog does."""
    for _ in range(200):
        connection = http.client.HTTPConnection(*address, timeout=30)
        try:
            connection.request("GET", "/-/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError("the site did not start")


def _republish(built: Path, data: DataDir, done: Event, published: Synchronized[int]) -> None:
    os.nice(10)  # as `vacatio nightly` does
    while not done.wait(2):
        _publish(built, data)
        with published.get_lock():
            published.value += 1


def _publish(built: Path, data: DataDir) -> None:
    """Put what was built in place, all over again, as a nightly run does."""
    data.building.mkdir(parents=True)
    (data.building / "feeds").mkdir()
    os.link(built, data.building / "vacatio.db")
    data.ledger.mkdir(exist_ok=True)
    publish.publish(data)


def _build(path: Path) -> None:
    """Write the synthetic database."""
    unfinished = path.with_suffix(".new")
    made = [_act(number) for number in range(ACTS)]
    tables = {name: [row for each in made for row in each[name]] for name in made[0]}
    store.write(unfinished, tables | {"provisions": _provisions()})
    unfinished.rename(path)


def _provisions() -> list[store.Row]:
    """Give ten provisions an act: in each some words of its own, the commonest most often."""
    chance = random.Random(3)
    weights = [1 / (place + 1) for place in range(len(LEXICON))]
    texts = [" ".join(chance.choices(LEXICON, weights, k=20)) for _ in range(20_000)]
    return [
        {
            "id": f"{identity}/ru/art_{place}", "act_id": identity, "language": "ru",
            "position": place, "eid": f"art_{place}", "kind": "article",
            "text": f"{chance.choice(texts).capitalize()} № {number}.",
        }
        for number in range(ACTS) for identity in (_identity(number),)
        for place in range(PROVISIONS)
    ]  # fmt: skip


def _requisites(number: int) -> tuple[str, dt.date, str]:
    """Give kind, day and id of the act of a number, always the same."""
    chance = random.Random(number)
    kind = chance.choice(TYPES)
    adopted = dt.date(2005, 1, 1) + dt.timedelta(days=chance.randrange(7990))
    return kind, adopted, f"kz/{kind}/body{number % BODIES}/{adopted}/{number}"


def _identity(number: int) -> str:
    return _requisites(number)[2]


def _act(number: int) -> dict[str, list[store.Row]]:
    """Give the rows of one act; every third one changes another."""
    chance = random.Random(-number)
    kind, adopted, identity = _requisites(number)
    published = adopted + dt.timedelta(days=3)
    applies = (published + dt.timedelta(days=chance.choice((11, 61)))).isoformat()
    title = "О " + " ".join(chance.choices(WORDS, k=8))
    sure = "disputed" if number % 200 == 0 else "provisional"
    other = f'[{{"on": "{applies}", "reading": "another", "basis": "LPA 14(3)"}}]'
    known: dict[str, store.Value] = {"certainty": "computed", "confidence": sure}
    page = f"ekb/{number}/rus"
    rows: dict[str, list[store.Row]] = {
        "documents": [{
            "id": page, "source": "ekb", "key": f"{number}/rus", "language": "ru",
            "first_seen": f"{published}T02:00:00Z", "sha256": "0" * 64, "outcome": "read",
        }],
        "acts": [{
            "id": identity, "jurisdiction": "kz", "type": kind, "number": str(number),
            "adopted_on": adopted.isoformat(), "issuer_id": f"body{number % BODIES}",
            "issuer": "Орган", "title_ru": title, "normative": 1, "demo": 0,
            "level": "local" if number % 3 == 0 else "national",
            "published_on": published.isoformat(), "in_force_on": applies,
            "document_id": page, "search": f"{title.lower()} {number}", **known,
        }],
        "publications": [{
            "id": f"p{number}", "act_id": identity, "venue": "Эталонный контрольный банк",
            "published_on": published.isoformat(), "first": 1, "document_id": page,
        }],
        "commencements": [{
            "id": f"c{number}", "act_id": identity, "position": 0, "kind": "after_publication",
            "value": 10, "unit": "calendar_days", "quote": "вводится в действие",
            "in_force_on": applies, "alternatives": other if sure == "disputed" else "[]",
            "steps": "[]", "document_id": page, **known,
        }],
        "events": [{
            "id": f"{number:024d}", "act_id": identity, "kind": "enters_into_force",
            "effective_on": applies, "known_on": published.isoformat(), "title": title,
            "summary": "Counted.", **known,
        }],
        "amendments": [], "modifications": [], "findings": [],
    }  # fmt: skip
    if number % 3 == 0 and number:
        changed = _identity(number // 3)
        rows["amendments"] = [{
            "id": f"a{number}", "act_id": identity, "position": 0, "kind": "amends",
            "target_act_id": changed, "in_force_on": applies,
        }]  # fmt: skip
        rows["modifications"] = [
            {
                "id": f"m{number}/{place}", "act_id": identity, "amendment_id": f"a{number}",
                "position": place, "action": "replaces", "target": f"статья {place + 1}",
                "in_force_on": applies,
            }
            for place in range(3)
        ]  # fmt: skip
    if number % 20 == 0:
        rows["findings"] = [{
            "id": f"f{number}", "code": f"VAC0{number % 7 + 10}", "name": "test",
            "severity": ("error", "warning", "info")[number % 3], "act_id": identity,
            "title": "Two days", "message": "Two days differ.", "state": "open", "about": "act",
        }]  # fmt: skip
    return rows
