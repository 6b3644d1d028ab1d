"""What the published database knows of an act that somebody else reports on.

An act is found only if exactly one fits: a comparison with the wrong act is worse than none.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from vacatio import store, versions
from vacatio.datadir import DataDir, disk_faults
from vacatio.resolve import folded
from vacatio_calendar import Jurisdiction, act_id, body_of
from vacatio_calendar.checks import Lookup, OtherAct
from vacatio_calendar.identity import number_slug
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Certainty,
    Confidence,
    Document,
    EntryIntoForce,
    Language,
    Registration,
)

#: Types that a report may call by each other's name: what an order or a resolution approves.
_APPROVED = frozenset({"rules", "regulation", "order", "resolution", "decision", "other"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One published commencement: its term, its day, and every other day one could defend."""

    provisions: str | None
    kind: str
    value: int | None
    unit: str | None
    on: dt.date | None
    certainty: str
    confidence: str
    reason: str | None
    defensible: frozenset[dt.date]


@dataclass(frozen=True, slots=True)
class Official:
    """An act as it is published here."""

    id: str
    number: str | None
    date: dt.date | None
    titles: Mapping[Language, str]
    registration_number: str | None
    registered_on: dt.date | None
    published_on: dt.date | None
    publications: frozenset[dt.date]
    entries: tuple[Entry, ...]
    demo: bool

    @property
    def main(self) -> Entry | None:
        """The commencement of all that no other one names."""
        return next((entry for entry in self.entries if entry.provisions is None), None)

    def sentence(self) -> str:
        """Say in a line what is published of it."""
        demo = "DEMO " if self.demo else ""
        main = self.main
        published = f"first published {self.published_on}" if self.published_on else "not published"
        if main is None or main.on is None:
            applies = "no date is known"
        else:
            how = main.certainty.replace("_", " ")
            applies = f"applies from {main.on} ({how}, {main.confidence})"
        return f"in the {demo}database: {self.id}, {published}, {applies}"


class Officials:
    """The acts of one published database."""

    def __init__(self, connection: sqlite3.Connection, law: Jurisdiction) -> None:
        self._connection, self._law = connection, law

    def find(self, act: Act) -> Official | None:
        """Give the one act that is meant, also where a number or a date is mistyped."""
        name = self._exactly(act) or self._nearly(act)
        return None if name is None else self._load(name)

    def others(self, document: Document) -> Lookup:
        """Gather the published acts that the citations of a document may mean."""
        cited = {ref for act in document.acts for ref in (*act.amends, *act.repeals, *act.suspends)}
        names = {name for ref in cited for name in self._candidates(ref)}
        return Lookup({name: self._other(name) for name in sorted(names)}, self._law)

    def _candidates(self, ref: ActRef) -> Iterator[str]:
        """Name the acts that share a day, a number or a registration with a citation."""
        day, number = ref.date, number_slug(ref.number)
        begins = f"registration/{ref.registration_number}/"
        for sql, given in (
            ("SELECT id FROM acts WHERE adopted_on = ?", (day.isoformat() if day else None,)),
            ("SELECT id FROM acts WHERE id LIKE '%/' || ?", (number,)),
            (
                "SELECT act_id FROM act_aliases WHERE alias >= ? AND alias < ?",
                (begins if ref.registration_number else None, f"{begins}~"),
            ),
        ):
            if None not in given:
                yield from (str(row[0]) for row in self._connection.execute(sql, given))

    def _other(self, name: str) -> OtherAct:
        """Give a published act as the checks compare it: its requisites, titles, dates and end."""
        official = self._load(name)
        kind, issuer, force_on, ends_on = self._connection.execute(
            "SELECT type, issuer, force_on, ends_on FROM acts WHERE id = ?", (name,)
        ).fetchone()
        main = official.main
        entry = EntryIntoForce(
            on=main.on if main else None,
            force_on=_day(force_on),
            certainty=Certainty(main.certainty if main else "unknown"),
            confidence=Confidence(main.confidence if main else "provisional"),
            reason=main.reason if main else None,
            ends_on=_day(ends_on),
        )
        registered = official.registration_number
        act = Act(
            type=ActType(kind),
            number=official.number,
            date=official.date,
            issuer=_text(issuer),
            registration=Registration(registered, official.registered_on) if registered else None,
        )
        return OtherAct(name, act, (entry,), titles=tuple(official.titles.values()))

    def _exactly(self, act: Act) -> str | None:
        """Look by id, by alias, by registration, then by number and date."""
        whole = act_id(act, self._law)
        registered = act.registration.number if act.registration else None
        day = act.date.isoformat() if act.date else None
        for sql, given in (
            ("SELECT id FROM acts WHERE id = ?", (whole,)),
            ("SELECT act_id FROM act_aliases WHERE alias = ?", (whole,)),
            (
                "SELECT id FROM acts WHERE adopted_on = ? AND registration_number = ?",
                (day, registered),
            ),
            (
                "SELECT id FROM acts WHERE adopted_on = ? AND id LIKE '%/' || ?",
                (day, number_slug(act.number)),
            ),
        ):
            if None in given:
                continue
            names = {str(row[0]) for row in self._connection.execute(sql, given)}
            fitting = [name for name in names if self._fits(name, act)]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _nearly(self, act: Act) -> str | None:
        """Look for the act whose number or date was mistyped: all the rest must agree."""
        day, number = act.date, number_slug(act.number)
        found: set[str] = set()
        if day is not None and act.title:
            for name, *titles in self._connection.execute(
                "SELECT id, title_ru, title_kk, title_en FROM acts WHERE adopted_on = ?",
                (day.isoformat(),),
            ):
                if folded(act.title) in {folded(title) for title in titles if title}:
                    found.add(str(name))
        if not found and day is not None and number is not None:
            for (name,) in self._connection.execute(
                "SELECT id FROM acts WHERE substr(adopted_on, 1, 4) = ? AND id LIKE '%/' || ?",
                (str(day.year), number),
            ):
                found.add(str(name))
        fitting = [name for name in found if self._fits(name, act, sure=True)]
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, name: str, act: Act, *, sure: bool = False) -> bool:
        """Tell whether type and body do not contradict; where `sure`, whether both agree."""
        kind, body = self._connection.execute(
            "SELECT type, issuer_id FROM acts WHERE id = ?", (name,)
        ).fetchone()
        if (
            act.type is not None
            and kind != act.type.value
            and not {kind, act.type.value} <= _APPROVED
        ):
            return False
        said = body_of(act.issuer, self._law, act.date)
        if said is None:
            return not sure or body is None
        return body in (None, said.slug)

    def _load(self, name: str) -> Official:
        def rows(sql: str) -> list[dict[str, object]]:
            cursor = self._connection.execute(sql, (name,))
            columns = [column[0] for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor]

        [act] = rows("SELECT * FROM acts WHERE id = ?")
        published = rows("SELECT published_on FROM publications WHERE act_id = ?")
        entries = rows("SELECT * FROM commencements WHERE act_id = ? ORDER BY position")
        titles = {each: act[f"title_{each.value}"] for each in Language}
        return Official(
            id=name,
            number=_text(act["number"]),
            date=_day(act["adopted_on"]),
            titles=MappingProxyType({each: str(title) for each, title in titles.items() if title}),
            registration_number=_text(act["registration_number"]),
            registered_on=_day(act["registered_on"]),
            published_on=_day(act["published_on"]),
            publications=frozenset(
                day for each in published if (day := _day(each["published_on"])) is not None
            ),
            entries=tuple(_entry(each) for each in entries),
            demo=bool(act["demo"]),
        )


@contextlib.contextmanager
def opened(data: DataDir, law: Jurisdiction) -> Iterator[Officials]:
    """Open what is published in a data directory.

    Raises:
        OtherVersion: it was written by another version.
        UnusableData: it is broken.
    """
    with disk_faults(data), store.reading(data.database) as db:
        versions.require(db, data.database)
        yield Officials(db.conn, law)


def _entry(row: Mapping[str, object]) -> Entry:
    day = _day(row["in_force_on"])
    others = json.loads(str(row["alternatives"] or "[]"))
    days = {dt.date.fromisoformat(str(other["on"])) for other in others}
    if row["certainty"] == Certainty.REVIEWED:  # no other day can be defended then
        days.clear()
    value = row["value"]
    return Entry(
        provisions=_text(row["provisions"]),
        kind=str(row["kind"]),
        value=value if isinstance(value, int) else None,
        unit=_text(row["unit"]),
        on=day,
        certainty=str(row["certainty"]),
        confidence=str(row["confidence"]),
        reason=_text(row["reason"]),
        defensible=frozenset(days | ({day} if day else set())),
    )


def _day(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)) if value else None


def _text(value: object) -> str | None:
    return str(value) if value else None
