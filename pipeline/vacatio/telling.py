"""What is told anew: the events and notices of whatever a derivation touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from vacatio import events, lives, notices, schema
from vacatio.deriving import Derivation, OutOfStep
from vacatio.events import Event
from vacatio.ledger import Line
from vacatio.notices import Notice
from vacatio.store import Row

#: Notices of the stages and the finding of an act, which its events alone decide.
OF_ACTS = ("soon", "starts", "found")


class Telling:
    """The events and notices of a build, of those acts and findings that were touched."""

    def __init__(self, derived: Derivation, today: dt.date) -> None:
        self._of, self._today = derived, today
        self._base, self._announced = derived.of.base, derived.of.announced
        self._changes = derived.changes

    def events(self) -> tuple[Event, ...]:
        """Put the events of all acts that a touched act tells of; give those that were put."""
        of = self._of
        before: dict[str, str] = {
            name: subject for by in (*of.rowed, *of.gone) for name, subject in of.known.derived(by)
        }
        derived = [each for found in of.derived.values() for each in found]
        affected = {*before, *(each.id for each in derived)}
        subjects = {*before.values(), *(each.act_id for each in derived), *of.fresh} - of.gone
        subjects = {name for name in subjects if name in of.holdings}
        announced = events.from_ledger(self._announced.events(subjects))
        roots = _roots(announced)
        chains = [
            each for each in announced if roots[each.id] in affected or each.act_id in of.fresh
        ]
        told = events.announce(derived, chains, frozenset(subjects), self._today)
        names = {each.id for each in (*chains, *told)}
        rows = list(self._base.of("events", "id", names))
        rows += self._base.of("events", "act_id", of.gone)
        self._changes.replace("events", rows, [each.row() for each in told])
        return told

    def first_known(self, told: Iterable[Event]) -> str:
        """Give the day on which anything was known first.

        Raises:
            OutOfStep: it is another than it was for what is not told anew.
        """
        before = self._of.known.said("first known") or ""
        now = min((each.known_on for each in told), default="")
        day = min(filter(None, (before, now)), default="")
        if before and (day != before or self._is_gone(before)):
            raise OutOfStep("the first day on which anything was known is another one")
        self._of.known.say("first known", day)
        return day

    def _is_gone(self, day: str) -> bool:
        """Tell whether nothing is left that was known on a day."""
        put, touched = self._changes.rows("events"), self._changes.gone("events")
        touched = touched | put.keys()
        before = self._base.of("events", "id", touched)
        if not any(row["known_on"] == day for row in before):
            return False
        if any(row["known_on"] == day for row in put.values()):
            return False
        left = self._base.query("SELECT id FROM events WHERE known_on = ?", day)
        return all(str(row["id"]) in touched for row in left)

    def notices_of_acts(self, told: Sequence[Event], first: str) -> None:
        """Put the stages of all acts told of anew, and of those whose day is near."""
        of, today = self._of, self._today
        near = (
            (today - notices.LATE).isoformat(),
            (today + notices.AHEAD).isoformat(),
        )
        due = self._base.query(
            "SELECT DISTINCT act_id FROM events WHERE effective_on BETWEEN ? AND ?", *near
        )
        acts = {*(each.act_id for each in told), *(str(row["act_id"]) for row in due)} - of.gone
        whole: dict[str, Event] = {
            str(row["id"]): event_of(row) for row in self._base.of("events", "act_id", acts)
        }
        for name in self._changes.gone("events"):
            whole.pop(name, None)
        whole.update({str(row["id"]): event_of(row) for row in self._put("events")})
        shown = sorted(
            (each for each in whole.values() if each.act_id in acts), key=lambda each: each.id
        )
        announced = notices.from_ledger(self._announced.notices(acts=acts))
        derived = (
            *notices.stages(shown, announced, today),
            *notices.found(shown, first),
        )
        mine = [each for each in announced if each.kind in OF_ACTS]
        self._announce(derived, mine, acts)

    def notices_of_findings(self, rows: Sequence[Row], named: Iterable[str]) -> None:
        """Put what is told of findings that were looked at anew."""
        columns: Row = dict.fromkeys(schema.TABLES["findings"])
        register: dict[str, Line] = {
            str(line["id"]): line for line in self._announced.findings(set(named))
        }
        for line in lives.lines({**columns, **row} for row in rows):
            register.setdefault(str(line["id"]), line)
        derived = tuple(notices.findings(register.values()))
        ids = {each.id for each in derived}
        announced = notices.from_ledger(self._announced.notices(ids=ids, acts=self._of.fresh))
        self._announce(derived, [each for each in announced if each.kind not in OF_ACTS], ())

    def drafts(self) -> None:
        """Put what is told of drafts."""
        zone = self._of.by.zone
        pages = self._of.changed.pages
        days = {page.id: page.raw.fetched_at.astimezone(zone).date().isoformat() for page in pages}
        derived = tuple(notices.drafts(pages, days))
        ids = {each.id for each in derived}
        told = (*self._announced.notices(ids=ids), *self._announced.drafts())
        self._announce(derived, notices.from_ledger(told), ())

    def _announce(
        self, derived: Iterable[Notice], announced: Sequence[Notice], of_acts: Iterable[str]
    ) -> None:
        derived = tuple(derived)
        both = (*derived, *announced)
        documents = self._of.known.there({each.document_id for each in both if each.document_id})
        acts = {each.act_id for each in both if each.act_id}
        there = frozenset(name for name in acts if name in self._of.holdings)
        told = notices.announce(derived, announced, there, frozenset(documents))
        names = {each.id for each in (*both, *told)}
        rows = list(self._base.of("notices", "id", names))
        for row in self._base.of("notices", "act_id", set(of_acts)):
            if row["kind"] in OF_ACTS:
                rows.append(row)
        self._changes.replace("notices", rows, [each.row() for each in told])

    def forget(self) -> None:
        """Take out what is told of acts that are no more."""
        rows = list(self._base.of("notices", "act_id", self._of.gone))
        self._changes.replace("notices", rows, ())

    def _put(self, table: str) -> Iterable[Row]:
        return self._changes.rows(table).values()


def event_of(row: Row) -> Event:
    """Read an event back from its row."""
    return events.from_ledger([cast("Line", row)])[0]


def _roots(announced: Iterable[Event]) -> Mapping[str, str]:
    """Tell for each event the first of its chain of corrections."""
    roots: dict[str, str] = {}
    for each in announced:
        roots[each.id] = each.id if each.replaces is None else roots.get(each.replaces, each.id)
    return roots
