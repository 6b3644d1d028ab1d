"""What a publication would lose against the one in place, source by source and date by date.

The whole may keep its size while one source falls silent or every new page is no longer
understood: a night that looks green and published nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vacatio import store, versions

#: Changes of so few documents or dates say nothing of the whole.
FEW = 10

#: From so many new documents on, none that is understood is no chance.
NIGHT = 5

#: What to do where somebody looked and it is right.
HINT = "if that is right: vacatio build --accept"

Days = dict[str, str | None]

_KNOWN = "SELECT id, in_force_on FROM acts"
_DOCUMENTS = "SELECT source, id, outcome, reason FROM documents"


def losses(database: Path, live: Path, shrink: float) -> Iterator[str]:
    """Say what would be lost, if anything: dates, documents of one source, the sense of new ones.

    `shrink` is the share that may go; 1 lets everything through.
    """
    if shrink >= 1:
        return
    if versions.has(live, "acts", "id", "in_force_on"):
        yield from _dates(_days(live), _days(database), shrink)
    if not versions.has(live, "documents", "source", "id", "outcome", "reason"):
        return
    before, after = _by_source(live), _by_source(database)
    for source, documents in sorted(before.items()):
        left = len(after.get(source, {}))
        if len(documents) - left > max(FEW, shrink * len(documents)):
            yield f"source {source} would shrink from {len(documents)} to {left} documents ({HINT})"
    for source, found in sorted(after.items()):
        yield from _not_understood(source, before.get(source, {}), found)


def _dates(before: Days, after: Days, shrink: float) -> Iterator[str]:
    """Find dates of acts that would be known no more, though the acts are still there."""
    known = [name for name, day in before.items() if day is not None and name in after]
    gone = sorted(name for name in known if after[name] is None)
    if len(gone) > max(FEW, shrink * len(known)):
        yield (
            f"{len(gone)} of {len(known)} acts would lose their date, such as {gone[0]}, "
            f"which applies from {before[gone[0]]} ({HINT})"
        )


def _not_understood(
    source: str, before: dict[str, str | None], after: dict[str, str | None]
) -> Iterator[str]:
    """Find a source whose new documents all give nothing, though those before gave acts."""
    new = {name: fault for name, fault in after.items() if name not in before}
    faults = [fault for fault in new.values() if fault]
    gave = any(fault is None for fault in before.values())
    if gave and len(new) >= NIGHT and len(faults) == len(new):
        yield (
            f"none of the {len(new)} new documents of source {source} was understood, the first "
            f"one: {faults[0]} ({HINT})"
        )


def _days(path: Path) -> Days:
    return {str(name): day for name, day in _rows(path, _KNOWN)}


def _by_source(path: Path) -> dict[str, dict[str, str | None]]:
    """Give by source its documents, each with the reason for which it gave nothing, if it did."""
    found: dict[str, dict[str, str | None]] = {}
    for source, name, outcome, reason in _rows(path, _DOCUMENTS):
        silent = None if outcome == "read" and not reason else str(reason or outcome)
        found.setdefault(str(source), {})[str(name)] = silent
    return found


def _rows(path: Path, sql: str) -> list[tuple[str | None, ...]]:
    with store.opened(path) as db:
        return [tuple(row) for row in db.execute(sql)]
