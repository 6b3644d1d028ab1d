"""How things stand: the last publication, the last run, and which source is overdue."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import vacatio_crawlers
from vacatio import coverage, heartbeats, lock, runs, versions
from vacatio.coverage import Coverage
from vacatio.datadir import DataDir
from vacatio.store import Row, Value
from vacatio_calendar import load


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a data directory at one instant."""

    published_at: str | None
    last_run: Row | None
    last_ended: Row | None
    sources: Sequence[Row]
    overdue: tuple[str, ...]
    misread: tuple[str, ...] = ()
    held: Mapping[str, Coverage] = field(default_factory=dict)
    outgrown: str | None = None  # why what is published must be built anew

    @property
    def ok(self) -> bool:
        """Tell whether the last run did all it should, and no source is overdue or misread.

        What another version published is not well either: this one does not serve it.
        """
        done = self.last_ended["outcome"] if self.last_ended else "none"
        went = done in ("published", "crawled") and not self.outgrown
        return went and not self.overdue and not self.misread

    def json(self) -> dict[str, object]:
        """Give the object of the contract; what was misread stands in the stages of the run."""
        return {
            "ok": self.ok,
            "published_at": self.published_at,
            "sources": [
                {**row, "coverage": self.held[str(row["id"])].rows()} for row in self.sources
            ],
            "last_run": _run(self.last_run),
            "overdue": list(self.overdue),
        }

    def lines(self) -> list[str]:
        """Say it in a few lines."""
        last = self.last_run
        told = [
            "all is well" if self.ok else "something needs attention",
            f"last publication: {self.published_at or 'none yet'}",
            f"last run: {last['started_at']}, {last['outcome']}" if last else "last run: none yet",
        ]
        if self.outgrown:
            told.append(f"published by another version ({self.outgrown}): {versions.REMEDY}")
        told += [f"probably misread: {each}; see `vacatio review`" for each in self.misread]
        for row in self.sources:
            late = " OVERDUE," if row["id"] in self.overdue else ""
            late += f" STALE since {row['stale_since']}," if row["stale_since"] else ""
            reason = f", {row['reason']}" if row["reason"] else ""
            told.append(
                f"source {row['id']}:{late} last success {row['last_success'] or 'never'}, "
                f"last news {row['last_new'] or 'never'}{reason}"
            )
            if self.held[str(row["id"])].documents:
                told.append(f"  held: {self.held[str(row['id'])].words()}")
        return told


def status(data: DataDir, now: dt.datetime, jurisdiction: str = "kz") -> Status:
    """Read the state of a data directory from the log of its runs.

    While a run is under way it is the one before it that tells whether all is well.
    """
    done = runs.rows(data.log)
    if done and done[-1]["outcome"] == "interrupted" and lock.taken(data.lock):
        done[-1] = {**done[-1], "outcome": "running"}
    ended = [row for row in done if row["outcome"] != "running"]
    known = vacatio_crawlers.known_sources()
    held = coverage.known(data, [info.name for info in known], now.date())
    zone = ZoneInfo(load(jurisdiction).time_zone)
    sources = heartbeats.rows(data.log, known, held=held, at=now, zone=zone)
    published = [row for row in done if str(row["outcome"]).startswith("published")]
    return Status(
        published_at=_text(published[-1]["finished_at"]) if published else None,
        last_run=done[-1] if done else None,
        last_ended=ended[-1] if ended else None,
        sources=sources,
        overdue=tuple(str(row["id"]) for row in sources if row["required"] and _late(row, now)),
        misread=_misread(published[-1]) if published else (),
        held=held,
        outgrown=_outgrown(data),
    )


def _outgrown(data: DataDir) -> str | None:
    """Say why this version does not read what is published; a broken file is doctor's to name."""
    with contextlib.suppress(sqlite3.Error):
        return versions.other(data.database)
    return None


def _misread(row: Row) -> tuple[str, ...]:
    """Name the checks that the last publication held back, as its run wrote them down."""
    stages = json.loads(str(row["stages"]))
    told = (str(stage["misread"]) for stage in stages if stage.get("misread"))
    return tuple(each for words in told for each in words.split("; "))


def _late(row: Row, now: dt.datetime) -> bool:
    last = _text(row["last_success"])
    return last is None or now - dt.datetime.fromisoformat(last) > heartbeats.PATIENCE


def _run(row: Row | None) -> dict[str, object] | None:
    if row is None:
        return None
    return {**row, "demo": bool(row["demo"]), "stages": json.loads(str(row["stages"]))}


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
