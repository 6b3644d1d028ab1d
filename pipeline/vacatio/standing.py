"""The acts with their dates as they stand in a build: those dated now, and those as they were."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from vacatio.assemble import Work
from vacatio.derive import Before, Dated, Mains
from vacatio.holdings import Holdings
from vacatio.memory import Entries, Memory
from vacatio.occurrences import Told, told
from vacatio_calendar import Jurisdiction, main_entry
from vacatio_calendar.known import OfficialDay
from vacatio_calendar.model import EntryIntoForce

#: The day on which an act was adopted, and its entries.
Span = tuple[dt.date | None, tuple[EntryIntoForce, ...]]

#: So many acts of an earlier build are held in memory.
HELD = 4000


class Standing:
    """All acts with their dates, each without decisions too (``plain``)."""

    def __init__(self, acts: Holdings, known: Memory, law: Jurisdiction) -> None:
        self._acts, self._known, self._law = acts, known, law
        self._dated: dict[str, Dated] = {}
        self._plain: dict[str, Dated] = {}
        self._official: dict[str, tuple[OfficialDay, ...]] = {}
        self._owners: dict[tuple[str, int], str] = {}
        self._remembered = lru_cache(HELD)(self._from_memory)
        self._entries = lru_cache(HELD * 4)(known.dates)
        self.before = Before(self._first_before, self._main_before)
        self.before_plain = Before(self._plain_first_before, self._plain_main_before)

    def take(self, dated: Iterable[Dated], plain: Mapping[str, Dated]) -> None:
        """Put acts in the place of what they were; ``plain`` are those without decisions."""
        for each in dated:
            self._dated[each.work.id] = each
            self._plain[each.work.id] = plain[each.work.id]

    def take_official(self, days: Mapping[str, tuple[OfficialDay, ...]]) -> None:
        """Put the days that official texts give acts in the place of what they were."""
        self._official.update(days)

    def own(self, works: Iterable[Work]) -> None:
        """Say whose texts pages are."""
        for work in works:
            self._owners.update({(t.reading.id, t.index): work.id for t in work.texts})

    def dated(self, name: str) -> Dated | None:
        """Give an act with its dates."""
        if name in self._dated:
            return self._dated[name]
        both = self._remembered(name) if name in self._acts else None
        return both[0] if both else None

    def plain(self, name: str) -> Dated | None:
        """Give an act with the dates it has without any decision."""
        if name in self._plain:
            return self._plain[name]
        both = self._remembered(name) if name in self._acts else None
        return both[1] if both else None

    def main(self, name: str) -> EntryIntoForce | None:
        """Give the main entry of an act."""
        if name in self._dated:
            return self._dated[name].main
        return self._main_before(name) if name in self._acts else None

    def owner(self, page: str, index: int) -> str | None:
        """Name the act of which a page is a text."""
        if (page, index) in self._owners:
            return self._owners[page, index]
        for name in self._known.acts_of([page]):
            held = self._known.held(name)
            if name in self._acts and held and (page, index) in held.texts:
                return name
        return None

    def pages(self, name: str) -> Collection[str]:
        """Name the pages, texts and cards, of an act."""
        if name in self._dated:
            work = self._dated[name].work
            return [text.reading.id for text in (*work.texts, *work.cards)]
        held = self._known.held(name) if name in self._acts else None
        return [page for page, _ in (*held.texts, *held.cards)] if held else []

    def official(self, name: str) -> tuple[OfficialDay, ...]:
        """Give the days that official texts give in place of ours."""
        if name in self._official:
            return self._official[name]
        return read_official(self._known.official(name))

    def span(self, name: str) -> Span:
        """Give the day on which an act was adopted, and its entries."""
        if name in self._dated:
            dated = self._dated[name]
            return dated.work.act.date, dated.entries
        both = self._entries(name)
        return (both[0].adopted, both[0].entries) if both else (None, ())

    def told(self, name: str) -> Told:
        """Tell what the events of an act share."""
        if name in self._dated:
            return told(self._dated[name].work, self._law)
        held = self._known.held(name)
        assert held is not None
        return Told(name, *held.told)

    def _from_memory(self, name: str) -> tuple[Dated, Dated] | None:
        work, both = self._acts.work(name), self._entries(name)
        if work is None or both is None:
            return None
        return (
            _dated(work, both[0], Mains({}, self._first_before)),
            _dated(work, both[1], Mains({}, self._plain_first_before)),
        )

    def _at_hand(self, name: str) -> tuple[Entries, Entries] | None:
        return self._entries(name) if name in self._acts else None

    def _main_before(self, name: str) -> EntryIntoForce | None:
        both = self._at_hand(name)
        return main_entry(both[0].entries) if both else None

    def _first_before(self, name: str) -> EntryIntoForce | None:
        both = self._at_hand(name)
        return both[0].first if both else None

    def _plain_main_before(self, name: str) -> EntryIntoForce | None:
        both = self._at_hand(name)
        return main_entry(both[1].entries) if both else None

    def _plain_first_before(self, name: str) -> EntryIntoForce | None:
        both = self._at_hand(name)
        return both[1].first if both else None


def entries(dated: Dated) -> Entries:
    """Give what is remembered of the dates of an act."""
    return Entries(
        dated.work.act.date,
        dated.entries,
        dataclasses.replace(dated.known, acts={}, events={}),
        dated.first,
        dated.withheld,
    )


def written_official(days: Iterable[OfficialDay]) -> str:
    """Write the days that official texts give."""
    given = [[day.on.isoformat(), day.text, day.provisions] for day in days]
    return json.dumps(given) if given else ""


def read_official(written: str) -> tuple[OfficialDay, ...]:
    """Read the days that official texts give.

    >>> days = (OfficialDay(dt.date(2026, 1, 5), "kz/law/2025-12-30/1-viii"),)
    >>> read_official(written_official(days)) == days
    True
    """
    given = json.loads(written) if written else []
    return tuple(OfficialDay(dt.date.fromisoformat(on), text, of) for on, text, of in given)


def _dated(work: Work, given: Entries, mains: Mains) -> Dated:
    known = dataclasses.replace(given.known, acts=mains)
    return Dated(work, given.entries, known, given.first, given.withheld)
