"""Gates: what must hold of a whole publication before it replaces the one in place.

A gate is for faults of the whole, such as a database that lost a tenth of its acts; a single
record that looks wrong is a finding, and is published as one.

A publication that was written whole is looked through whole. One that was brought forward from
the publication in place has its pages looked through, and not its keys and indexes again: those
of the one before held, SQLite has enforced every foreign key while the delta was applied, and it
was SQLite that kept each index. A full build at any time looks through everything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from vacatio import losses, store, versions
from vacatio.rows import PARLIAMENTARY
from vacatio_calendar.errors import VacatioError

#: Share of dates that may be withheld because their derivation does not verify.
WITHHELD = 0.01

#: Dates that may move at once however small the database is.
FEW = 10

#: What to do where much changed at once.
HINT = "if that is right: vacatio build --accept"

#: Tables whose shrinking means that something was lost, and not that the law changed.
GUARDED = ("acts", "documents", "commencements", "events")


#: Acts of both publications that have a date in both, and whether it is another.
_IN_BOTH = (
    "main.acts AS new JOIN live.acts AS old ON old.id = new.id "
    "WHERE old.in_force_on IS NOT NULL AND new.in_force_on IS NOT NULL"
)
_OTHER_DAY = "(new.in_force_on <> old.in_force_on)"

#: Acts whose end no step proves: one of the day, that names its cause by an id where it must.
_UNPROVED = """
SELECT id FROM acts WHERE ends_on IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM commencements c, json_each(c.steps) s
    WHERE c.act_id = acts.id AND s.value ->> 'of' = 'ends_on' AND s.value ->> 'on' = acts.ends_on
    AND (coalesce(s.value ->> 'op', '') <> 'ended' OR s.value ->> '$.inputs.act' LIKE '%/%'
         OR acts.type NOT IN (SELECT value FROM json_each(:parliament))))
"""


class ClosedGate(VacatioError):
    """A publication was refused; the one in place stays."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(
            f"not published, the last publication stays in place: {'; '.join(reasons)}"
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What the build already knows of the dates: how many there are, and how many were withheld."""

    dates: int
    withheld: tuple[str, ...]


def reasons(
    database: Path, feeds: Path, live: Path, checked: Checked, *, shrink: float
) -> tuple[str, ...]:
    """Say why a publication must not be put in place; nothing means that it may.

    `shrink` is the share of rows that may go missing, and of dates that may move, against the
    live database; 1 lets everything through that is whole.
    """
    found = list(store.faults(database, quick=store.is_brought_forward(database)))
    if any(fault.startswith(store.DAMAGED) for fault in found):
        return tuple(found)  # what such a file says of its content means nothing
    found += [
        *_empty(database),
        *_unproved_ends(database),
        *_lost(database, live, shrink),
        *_moved(database, live, shrink),
        *losses.losses(database, live, shrink),
        *_broken_feeds(feeds),
    ]
    if len(checked.withheld) > WITHHELD * checked.dates:
        found.append(
            f"{len(checked.withheld)} of {checked.dates} dates do not verify, the first one: "
            f"{checked.withheld[0]}"
        )
    return tuple(found)


def _empty(database: Path) -> list[str]:
    return [] if _count(database, "acts") else ["the new publication has not one act in it"]


def _lost(database: Path, live: Path, shrink: float) -> list[str]:
    found = []
    for table in GUARDED:
        if not versions.has(live, table):  # published by a version that did not know it
            continue
        before, after = _count(live, table), _count(database, table)
        if after < before * (1 - shrink):
            found.append(f"table {table} would shrink from {before} to {after} rows ({HINT})")
    return found


def _moved(database: Path, live: Path, shrink: float) -> list[str]:
    """Find a shift of many dates at once: a rule or a reading broke, not the law of the country."""
    if not versions.has(live, "acts", "id", "in_force_on"):
        return []
    with store.opened(database) as db:
        db.attach("live", live)
        ((both, moved),) = db.execute(f"SELECT count(*), sum({_OTHER_DAY}) FROM {_IN_BOTH}")
        if (moved or 0) <= max(shrink * both, FEW):
            return []
        ((name, before, after),) = db.execute(
            f"SELECT new.id, old.in_force_on, new.in_force_on FROM {_IN_BOTH} "
            f"AND {_OTHER_DAY} ORDER BY new.id LIMIT 1"
        )
    return [
        f"{moved} of {both} dates would move, such as that of {name} from {before} to {after} "
        f"({HINT})"
    ]


def _unproved_ends(database: Path) -> list[str]:
    """No act turns "no longer in force" without a step that says by what.

    What Parliament made ends by an act that is named with all its requisites, or by its own term:
    a page that only says that it lost force ends nothing.
    """
    with store.opened(database) as db:
        rows = db.execute(_UNPROVED, {"parliament": json.dumps(sorted(PARLIAMENTARY))}).fetchall()
    return [f"{name} would end without a repealing act or a term" for (name,) in rows]


def _count(path: Path, table: str) -> int:
    with store.opened(path) as db:
        return int(db.table(table).count)


def _broken_feeds(feeds: Path) -> list[str]:
    found = []
    for path in sorted(path for path in feeds.rglob("*") if path.is_file()):
        if path.stat().st_nlink > 1:  # the same file is published, and passed this gate
            continue
        words = path.read_bytes()
        match path.suffix:
            case ".ics":
                start, end = b"BEGIN:VCALENDAR", b"END:VCALENDAR\r\n"
                whole = words.startswith(start) and words.endswith(end)
            case ".css":
                whole = bool(words)
            case ".json":
                whole = _is_json(words)
            case _:
                whole = _is_xml(words)
        if not whole:
            found.append(f"feed {path.relative_to(feeds).as_posix()} is not whole")
    return found


def _is_json(words: bytes) -> bool:
    try:
        json.loads(words)
    except ValueError:
        return False
    return True


def _is_xml(words: bytes) -> bool:
    try:
        ElementTree.fromstring(words)
    except ElementTree.ParseError:
        return False
    return True
