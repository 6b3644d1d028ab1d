"""What each source last gave, from the runs: a quiet night leaves its mark too."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from vacatio import ledger
from vacatio.coverage import Coverage
from vacatio.runs import Counts
from vacatio.store import Row
from vacatio_crawlers import FIRST_REACH, TIME_UP, SourceInfo, SourceReport

#: A source that has not kept its promise for longer is missed: one night without it is no alarm.
PATIENCE = dt.timedelta(hours=49)

#: The zone of those who ask for none.
GREENWICH = ZoneInfo("UTC")

#: How a run of a source may end without breaking its promise.
KEPT = ("ok", "warned")


def beat(report: SourceReport, since: dt.date | None = None) -> Counts:
    """Write down what one source brought in one run, which looked back to a day."""
    return {
        "source": report.source,
        "since": since.isoformat() if since else None,
        "at": report.finished_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "outcome": report.outcome,
        "reason": report.reason,
        "documents": report.documents,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
    }


def rows(
    log: Path,
    sources: Iterable[SourceInfo],
    now: Sequence[Counts] = (),
    held: Mapping[str, Coverage] | None = None,
    at: dt.datetime | None = None,
    zone: ZoneInfo = GREENWICH,
) -> list[Row]:
    """Give the rows of the table `sources`; `now` are the beats of the run that is under way.

    A run whose time was up is no success: the next begins where the last whole one did. `held`
    is what the archive covers of each source. With the instant `at` a source that kept no promise
    for too long is marked stale, since the day in `zone` on which it last kept one.
    """
    beats = [*_remembered(log), *now]
    found: list[Row] = []
    for info in sources:
        row = _row(info, [each for each in beats if each["source"] == info.name])
        stale = {"stale_since": _stale(row, at, zone) if at else None}
        found.append({**row, **stale, **_held(info, held)})
    return found


def _stale(row: Row, at: dt.datetime, zone: ZoneInfo) -> str | None:
    """Give the day since which a source is missed; one that never kept a promise is not."""
    if row["last_success"] is None:
        return None
    last = dt.datetime.fromisoformat(str(row["last_success"]))
    return last.astimezone(zone).date().isoformat() if at - last > PATIENCE else None


def _held(info: SourceInfo, held: Mapping[str, Coverage] | None) -> Row:
    one = (held or {}).get(info.name)
    return {
        "held": one.documents if one else None,
        "listed": one.listed if one else None,
        "listed_held": one.held if one else None,
    }


def whole(log: Path, zone: ZoneInfo) -> dict[str, dt.date]:
    """Give by source the day of the last run that left no day out: the next may begin there.

    Days are those of the jurisdiction, by which a run is told how far to look back: at the hour
    of a nightly run another day is written in Greenwich. One that was told to look back less far
    than the run before it, or whose time was up, saw something of what is new, and not all.
    """
    found: dict[str, dt.date] = {}
    for each in _remembered(log):
        source = str(each["source"])
        on = dt.datetime.fromisoformat(str(each["at"])).astimezone(zone).date()
        since = each.get("since")
        before = found.get(source, on - FIRST_REACH).isoformat()
        if kept(each) and (since is None or str(since) <= before):
            found[source] = on
    return found


def kept(beat: Counts) -> bool:
    """Tell whether a run of a source kept its promise to the end."""
    return beat["outcome"] in KEPT and beat["reason"] != TIME_UP


def _remembered(log: Path) -> list[Counts]:
    found: list[Counts] = []
    for line in ledger.read(log / "runs.jsonl"):
        if "sources" in line:
            found.extend(json.loads(str(line["sources"])))
    return found


def _row(info: SourceInfo, beats: Sequence[Counts]) -> Row:
    last = beats[-1] if beats else {}
    succeeded = [each["at"] for each in beats if kept(each)]
    fresh = [each["at"] for each in beats if each["new"] or each["changed"]]
    return {
        "id": info.name,
        "title": info.title,
        "url": info.url,
        "required": int(info.required),
        "standing": info.standing,
        "robots": info.robots,
        "expects": str(info.expects),
        "last_success": succeeded[-1] if succeeded else None,
        "last_new": fresh[-1] if fresh else None,
        "documents": last.get("documents"),
        "outcome": last.get("outcome"),
        "reason": last.get("reason"),
    }
