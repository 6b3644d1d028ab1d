"""How long a night and a build of everything take, and what they need of memory.

A synthetic archive is built whole in one process, in two, and by a local Dask cluster of two
workers, each time into a directory of its own; the three have one content. Then 300 documents come
and a night, without the network, brings the publication forward. `VACATIO_BENCH_ACTS` makes it
smaller, `VACATIO_BENCH_KEEP` names a folder in which the archive is kept for the next time, and
`VACATIO_BENCH_ENGINES` which of `one two dask` are measured.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks import corpus
from vacatio import crawling, nightly
from vacatio.datadir import prepare
from vacatio.plan import Plan
from vacatio.settings import Settings

ACTS = int(os.environ.get("VACATIO_BENCH_ACTS", "200000"))
ENGINES = os.environ.get("VACATIO_BENCH_ENGINES", "one two dask").split()
NEW = 300
BOUND = 60

#: What a run is told to parse with.
KINDS: Mapping[str, Mapping[str, str | int]] = {
    "one": {},
    "two": {"jobs": 2},
    "dask": {"engine": "dask"},
}
NAMES = {"one": "one process", "two": "two processes", "dask": "a Dask cluster of two workers"}

Row = tuple[str, float, str, str]


def rows() -> Iterator[Row]:
    """Measure whole builds, and a night after them."""
    keep = os.environ.get("VACATIO_BENCH_KEEP")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(keep) if keep else Path(folder)
        archive = root / "archive"
        if not archive.exists():
            corpus.fill(archive, "20261101T030000Z-0001", range(ACTS))
        contents = set()
        for kind in ENGINES:
            data = root / kind
            shutil.rmtree(data, ignore_errors=True)
            prepare(data, demo=True)
            (data / "archive").symlink_to(archive.absolute(), target_is_directory=True)
            told = _measured(data, kind)
            contents.add(told["content"])
            yield _whole(kind, told)
        yield "contents of these builds", len(contents), "different", "1 is wanted"
        copied = root / ENGINES[0]
        (copied / "archive").unlink()
        shutil.copytree(archive, copied / "archive")
        corpus.fill(copied / "archive", "20261129T030000Z-0002", range(ACTS, ACTS + NEW))
        told = _measured(copied, "one")
        stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in told["stages"].items())
        words = f"at most {BOUND}; {told['peak'] / 1e6:.1f} GB; {stages}"
        yield f"a night: {NEW} new documents, {ACTS:,} acts", told["seconds"], "s", words


def _whole(kind: str, told: dict[str, Any]) -> Row:
    rate, seconds = ACTS / told["seconds"], told["seconds"]
    words = f"{seconds:,.0f} s, peak {told['peak'] / 1e6:.1f} GB"
    if told["children"]:
        words += f" and {told['children'] / 1e6:.1f} GB in the largest child"
    return f"everything, by {NAMES[kind]}", rate, "documents/s", words


def _measured(data: Path, kind: str) -> dict[str, Any]:
    """Run a night in a process of its own; tell its seconds and the most memory it took."""
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs, data, kind))
    process.start()
    told: dict[str, Any] = mine.recv()
    process.join()
    return told


def _run(pipe: Connection, data: Path, kind: str) -> None:
    with contextlib.ExitStack() as stack:
        asked = dict(KINDS[kind])
        if kind == "dask":
            from distributed import LocalCluster

            cluster = stack.enter_context(LocalCluster(n_workers=2, threads_per_worker=1))
            asked["scheduler"] = cluster.scheduler_address
        stack.enter_context(mock.patch.object(crawling, "crawl", return_value=()))
        began = time.perf_counter()
        nightly.run(Plan(Settings(data=data, **asked), demo=True), lambda _: None)  # type: ignore[arg-type]
        seconds = time.perf_counter() - began
    last = json.loads((data / "log" / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    done = json.loads(last["stages"])
    stages = {stage["stage"]: float(stage["seconds"]) for stage in done}
    content = next(stage["content"] for stage in done if "content" in stage)
    pipe.send(
        {
            "seconds": seconds,
            "stages": stages,
            "content": content,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            "children": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
        }
    )
