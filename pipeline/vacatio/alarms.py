"""What a person must hear of after a run that went well: once when it begins, once when it ends.

An optional source that is down fails no night. Its state stands on the status page; the night on
which it turns stale, and the one on which it is back, say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from vacatio import ledger, run_states
from vacatio.events import identity


@dataclass(frozen=True, slots=True)
class Alarm:
    """A change of state that a run met; `grave` where something went wrong, not right."""

    words: str
    grave: bool


def of_run(log: Path, run: str, zone: ZoneInfo) -> Iterator[Alarm]:
    """Give the sources that went stale or came back in a run that is written down as ended."""
    for each in run_states.changes(ledger.read(log / "runs.jsonl"), zone):
        if each.id != identity(each.kind, str(each.title), f"{run}/end"):
            continue
        if each.kind == "stale":
            yield Alarm(
                f"source {each.title} is stale since {each.effective_on}: `vacatio status` says "
                "why; this is told once",
                grave=True,
            )
        elif each.kind == "alive":
            yield Alarm(f"source {each.title} gives again what it promised", grave=False)
