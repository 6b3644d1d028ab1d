"""A publication shows in a running server: at once, whole, and without a request that fails."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from vacatio import schema, store
from vacatio_datasette.queries import queries

TIMES = 12
ACT = "kz/law/2026-01-10/1-viii"
PAGES = (
    "/", f"/act/{ACT}", f"/evidence/{ACT}", "/since/2026-01-01", "/search?q=издание",
    "/vacatio/acts", "/vacatio/acts.json?_shape=array", "/vacatio/provisions?_facet=language",
    "/vacatio/open-findings", "/feeds/changes.rss", "/-/health",
)  # fmt: skip

#: What publishes: another process, as the nightly run is.
PUBLISH = """
import os, pathlib, shutil, sys
from vacatio import publish
from vacatio.datadir import DataDir
data = DataDir(pathlib.Path(sys.argv[1]))
for name in sys.argv[2:]:
    shutil.copytree(name, data.building)
    publish.publish(data)
    print(name, flush=True)
"""


def build(folder: Path, edition: int) -> Path:
    """Write an edition: every place that shows one shows the same."""
    said = f"издание {edition} конец"
    acts: list[store.Row] = [
        {
            "id": ACT if place == 0 else f"kz/order/x/2026-01-10/{place}", "jurisdiction": "kz",
            "type": "law", "number": "1-VIII", "adopted_on": "2026-01-10", "title_ru": said,
            "in_force_on": "2026-02-01", "certainty": "stated", "confidence": "provisional",
            "demo": 0, "search": said,
        }
        for place in range(120)
    ]  # fmt: skip
    provisions: list[store.Row] = [
        {"id": f"{place}", "act_id": ACT, "language": "ru", "eid": f"art_{place}",
         "position": place, "text": f"{said}. " + "Слова статьи. " * 40}
        for place in range(600 + 900 * (edition % 2))  # the file grows and shrinks
    ]  # fmt: skip
    event: store.Row = {
        "id": "e", "act_id": ACT, "kind": "enters_into_force", "effective_on": "2026-02-01",
        "known_on": "2026-01-12", "title": said, "summary": said,
    }  # fmt: skip
    (folder / "feeds").mkdir(parents=True)
    (folder / "feeds" / "changes.rss").write_text(f"<rss>{said}</rss>", encoding="utf-8")
    store.write(folder / "vacatio.db", {"acts": acts, "provisions": provisions, "events": [event]})
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    root = tmp_path / "var"
    root.mkdir()
    (root / "vacatio.json").write_text('{"holds": "real"}\n', encoding="utf-8")
    publish(root, build(tmp_path / "0", 0)).wait(timeout=60)
    return root


def publish(root: Path, *editions: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PUBLISH, str(root), *map(str, editions)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def address(data: Path) -> Iterator[tuple[str, int]]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("VACATIO_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "vacatio", "serve", "--data", str(data), "--port", "0"],
        stdout=subprocess.PIPE, text=True, cwd="/", env=clean,
    )  # fmt: skip
    assert server.stdout is not None
    port = int(re.findall(r":(\d+)/", server.stdout.readline())[0])
    yield "127.0.0.1", port
    server.terminate()
    server.wait(timeout=30)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_running_server_answers_every_page_table_and_question(
    address: tuple[str, int], language: str
) -> None:
    reader = Reader(address, 0)
    pages = ["/month", "/status", "/rules", "/glossary", "/subscribe", "/calculate", "/robots.txt"]
    tables = [f"/vacatio/{name}" for name in (*schema.TABLES, *queries())]
    files = [f"{path}.{kind}" for path in tables for kind in ("json", "csv")]
    for path in [*PAGES, *pages, "/vacatio", *tables, *(files if language == "en" else [])]:
        reader.ask(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert reader.wrong == []


class Reader(threading.Thread):
    """Somebody who reads page after page on one connection and keeps what went wrong."""

    def __init__(self, address: tuple[str, int], first: int) -> None:
        super().__init__()
        self.connection = http.client.HTTPConnection(*address, timeout=30)
        self.first = first
        self.wrong: list[str] = []
        self.seen: list[int] = []
        self.done = threading.Event()

    def run(self) -> None:
        place = self.first
        while not self.done.is_set():
            self.ask(PAGES[place % len(PAGES)])
            place += 1

    def ask(self, path: str) -> str:
        self.connection.request("GET", path.replace("издание", "%D0%B8%D0%B7%D0%B4"))
        answer = self.connection.getresponse()
        text = answer.read().decode()
        editions = set(map(int, re.findall(r"издание (?:<mark>)?(\d+)(?:</mark>)? конец", text)))
        if answer.status != 200 or len(editions) > 1:
            self.wrong.append(f"{answer.status} {path} {sorted(editions)}")
        self.seen += editions
        return text


def test_readers_see_each_publication_whole_and_none_of_their_requests_fails(
    tmp_path: Path, data: Path, address: tuple[str, int]
) -> None:
    editions = [build(tmp_path / str(number), number) for number in range(1, TIMES + 1)]
    readers = [Reader(address, 0), Reader(address, 5)]
    for reader in readers:
        reader.start()
    work = publish(data, *editions)
    assert work.stdout is not None
    after = Reader(address, 0)
    for number, _ in enumerate(work.stdout, start=1):
        text = after.ask(f"/act/{ACT}")
        (edition,) = set(map(int, re.findall(r"издание (\d+) конец", text)))
        assert edition >= number  # whoever asks after it was put in place sees it
        time.sleep(0.1)
    assert work.wait(timeout=60) == 0
    for reader in readers:
        reader.done.set()
        reader.join(timeout=60)
    assert [*readers[0].wrong, *readers[1].wrong, *after.wrong] == []
    assert sum(len(reader.seen) for reader in readers) > TIMES
    for page in (f"/act/{ACT}", "/since/2026-01-01", "/vacatio/acts", "/feeds/changes.rss"):
        text = after.ask(page)
        assert set(re.findall(r"издание (\d+) конец", text)) == {str(TIMES)}
    health = json.loads(after.ask("/-/health"))
    assert health["ok"] is True
