"""How the runs went: one line when a run starts, one a stage, one when it ends.

`log/runs.jsonl` outlives every rebuild; the tables `runs` and `sources` are filled from it. A
run that started and never ended, while nobody holds the lock, was interrupted.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vacatio import ledger
from vacatio.stopping import Stopped
from vacatio.store import Row, Value
from vacatio_calendar.errors import VacatioError

#: How many runs the database shows.
SHOWN = 400

Counts = dict[str, Value]
Echo = Callable[[str], None]


@dataclass(slots=True)
class Stage:
    """One stage of a run; whoever does the work adds the counts."""

    name: str
    counts: Counts = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """One run, written down as it goes.

    ``echo`` is told one readable line a stage; the log gets the same as JSON.
    """

    id: str
    path: Path
    demo: bool
    echo: Echo
    started_at: str
    stages: list[Counts] = field(default_factory=list)
    sources: list[Counts] = field(default_factory=list)

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """Time a stage, and write it down whether it succeeds or raises."""
        stage = Stage(name)
        began = time.monotonic()
        outcome, reason = "failed", "it did not come to its end"
        try:
            yield stage
            outcome, reason = "done", ""
        except BaseException as error:
            reason = words(error)
            raise
        finally:
            seconds = round(time.monotonic() - began, 2)
            line: Counts = {"stage": name, "outcome": outcome, "seconds": str(seconds)}
            line.update(stage.counts)
            if reason:
                line["reason"] = reason
            self.stages.append(line)
            with self.path.with_name("stages.jsonl").open("ab+") as file:
                file.truncate(ledger.end(file))  # what a crash or a full disk cut off is no line
                file.write((json.dumps({"run": self.id, "at": now(), **line}) + "\n").encode())
            said = ", ".join(_said(key, value) for key, value in stage.counts.items())
            self.echo(f"{name:<8} {said or outcome} ({seconds:.1f} s)")

    def finish(self, outcome: str) -> None:
        """Write down how the run ended."""
        ledger.append(
            self.path,
            [
                {
                    "id": f"{self.id}/end",
                    "finished_at": now(),
                    "outcome": outcome,
                    "stages": json.dumps(self.stages, ensure_ascii=False),
                    "sources": json.dumps(self.sources, ensure_ascii=False),
                }
            ],
        )


def _said(key: str, value: Value) -> str:
    """Say a count as people do (3 feeds), and anything else by its name (publication 000007)."""
    return f"{value} {key}" if isinstance(value, int) else f"{key} {value}"


def start(log: Path, *, demo: bool, echo: Echo) -> Run:
    """Write down that a run starts."""
    started_at = now()
    path = log / "runs.jsonl"
    known = {line["id"] for line in ledger.read(path)}
    name, number = started_at.replace(":", ""), 1
    while f"{name}-{number}" in known:
        number += 1
    run = Run(f"{name}-{number}", path, demo, echo, started_at)
    ledger.append(path, [{"id": run.id, "started_at": started_at, "demo": int(demo)}])
    return run


def rows(log: Path, running: str | None = None) -> list[Row]:
    """Give the rows of the table `runs`: the last runs with their outcome."""
    lines = ledger.read(log / "runs.jsonl")
    ends = {str(line["id"]).removesuffix("/end"): line for line in lines if "outcome" in line}
    shown: list[Row] = []
    for line in lines:
        if "started_at" not in line:
            continue
        end = ends.get(str(line["id"]), {})
        unfinished = "running" if line["id"] == running else "interrupted"
        shown.append(
            {
                "id": line["id"],
                "started_at": line["started_at"],
                "finished_at": end.get("finished_at"),
                "outcome": end.get("outcome", unfinished),
                "demo": line.get("demo"),
                "stages": end.get("stages", "[]"),
            }
        )
    return shown[-SHOWN:]


def last(log: Path) -> dict[str, object]:
    """Tell the last run as one object: its outcome, its counts and what each source gave."""
    *_, row = rows(log)
    ends = [line for line in ledger.read(log / "runs.jsonl") if line["id"] == f"{row['id']}/end"]
    counts: dict[str, object] = {}
    for stage in json.loads(str(row["stages"])):
        counts.update({key: value for key, value in stage.items() if isinstance(value, int)})
    return {
        "run": row["id"],
        "started_at": row["started_at"],
        "finished_at": row["finished_at"],
        "outcome": row["outcome"],
        **counts,
        "sources": json.loads(str(ends[-1].get("sources", "[]"))) if ends else [],
    }


def words(error: BaseException) -> str:
    """Say what ended a run or a stage.

    Of a fault that is nobody's error of ours its kind and its own words, not the values it holds.
    """
    ours = isinstance(error, VacatioError | Stopped)
    return str(error) if ours else f"{type(error).__name__}: {error}"


def now() -> str:
    """Tell the instant, in UTC, to the second."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
