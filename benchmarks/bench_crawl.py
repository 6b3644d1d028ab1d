"""How fast pages are fetched and archived, and whether memory stays flat while they are.

A replica in a process of its own serves acts in two languages; a crawl without delays fetches them
by their ids into an archive, as a backfill does. The page fetched, hashed, compared with the index
and written as WARC is the whole way. `VACATIO_BENCH_PAGES` makes it smaller.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import resource
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from vacatio.archive import Archive
from vacatio_crawlers import crawl, replica

PAGES = int(os.environ.get("VACATIO_BENCH_PAGES", "20000"))
TARGET = 80
#: Pages after which memory is looked at: a tenth, a half, and all of them.
MARKS = (PAGES // 10, PAGES // 2, PAGES)
FIRST_ID = 1_000_000


def _serve(pipe: Connection, acts: int) -> None:
    """Serve copies of the replica's bilingual acts under ids of their own until told to stop."""
    with replica.serve() as site:
        models = [act for act in site.acts if len(act.expressions) == 2 and len(act.editions) == 1]
        site.acts = [
            dataclasses.replace(models[n % len(models)], id=str(FIRST_ID + n)) for n in range(acts)
        ]
        pipe.send(site.base_urls)
        pipe.recv()


def _resident(pid: int) -> float:
    """Give the resident memory of a process in MB."""
    words = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _spent_by_children() -> float:
    """Give the processor's seconds of the children that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _worker() -> int:
    """Find the child process of the crawl by the module it runs."""
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text(encoding="ascii").split():
            if b"vacatio_crawlers.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return int(pid)
    raise ProcessLookupError("the crawl has no child")


def rows() -> list[tuple[str, float, str, str]]:
    """Measure a crawl into an empty archive, and the same crawl once more."""
    mine, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, PAGES // 2))
    server.start()
    try:
        addresses = mine.recv()
        with tempfile.TemporaryDirectory() as folder:
            return [
                *_crawled(Path(folder), addresses, "first"),
                *_crawled(Path(folder), addresses, "again"),
            ]
    finally:
        mine.send(None)
        server.join()


def _crawled(
    folder: Path, addresses: dict[str, str], run: str
) -> list[tuple[str, float, str, str]]:
    ids = {"ekb": [str(FIRST_ID + n) for n in range(PAGES // 2)]}
    memory: dict[int, tuple[float, float]] = {}

    def progress(source: str, documents: int) -> None:
        if documents in MARKS and documents not in memory:
            memory[documents] = _resident(os.getpid()), _resident(_worker())

    began, own, child = time.perf_counter(), time.process_time(), _spent_by_children()
    with Archive(folder).sink(run, demo=True) as sink:
        [report] = crawl(
            ["ekb"],
            sink,
            base_urls=addresses,
            demo=True,
            polite=False,
            revisit=ids,
            listed=False,
            progress=progress,
        )
    seconds = time.perf_counter() - began
    own, child = time.process_time() - own, _spent_by_children() - child
    assert report.documents == PAGES, report
    size = (folder / "ekb" / f"{run}.warc.gz").stat().st_size
    answers = report.documents + report.pieces
    speed = answers / seconds
    note = f"{speed / TARGET:.1f} x the target of {TARGET}"
    return [
        (f"crawl into the archive, {run}", speed, "pages/s", note),
        (
            "  of the parent's own time",
            answers / own,
            "pages/s",
            f"{size / answers:,.0f} bytes a page",
        ),
        ("  of the child's own time", answers / child, "pages/s", ""),
        *(
            (f"  memory at {pages:,} pages", parent, "MB (parent)", f"{worker:,.0f} MB (child)")
            for pages, (parent, worker) in memory.items()
        ),
    ]
