"""What must come of a night: counted from the stories alone, by rules written out here.

An announcement is made once; a day that changes is announced as a correction that names the one
before it, a day that is no longer given as one without a day. A week before an order applies
subscribers are reminded, and on the day; and one that applied before it was found is told as found.

Two sources give the day of publication, and one may have been read later than the other: while
they disagree the earlier day is taken. Where that is the bank's, which names no place, the card's
place disputes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from nights.stories import NEVER
from nights.timetable import Night, Placed, Scenario

#: The days a story expects, by the kinds of events that are announced of them.
KINDS = {
    "adopted": "adopted",
    "registered": "registered",
    "published": "published",
    "enters": "enters_into_force",
    "enters_in_part": "enters_into_force",
    "ends": "ends",
    "amended": "amended",
    "repealed": "repealed",
    "suspended": "suspended",
    "resumed": "resumed",
}
TOMORROW, WEEK, FORTNIGHT = dt.timedelta(1), dt.timedelta(7), dt.timedelta(14)
MONTH, YEAR = dt.timedelta(30), dt.timedelta(366)

#: Days by the names that stories give them; `None` is one that was taken back.
Facts = dict[str, dt.date | None]

#: What a story says of an act that stands nowhere in its text.
UNWRITTEN = frozenset({"on", "gone", "unlisted"})

#: Act, kind, the kind of the first announcement of that day, the day.
Announced = tuple[str, str, str, str | None]
#: Kind, act, the day.
Reminder = tuple[str, str, str]


@dataclass(slots=True)
class Head:
    """The last announcement of one day of one act."""

    on: dt.date | None
    known: dt.date
    told: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Expected:
    """What one night must announce, remind of and show."""

    events: tuple[Announced, ...]
    reminders: tuple[Reminder, ...]
    rows: dict[str, tuple[str | None, ...]]


class Oracle:
    """Remembers what was announced, as a reader would who keeps every letter."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._orders = {
            order.act_id: (placed, name)
            for placed in scenario.placed
            for name, order in placed.orders.items()
        }
        self._read: dict[str, dt.date] = {}  # the day as of which the bank was last read
        self._cards: dict[str, dt.date] = {}
        self._facts: dict[str, Facts] = {}
        self._others: dict[str, Facts] = {}  # what the card disputes it with
        self._texts: dict[str, dict[str, dt.date]] = {}  # by what was read, when it was first
        self._known: dict[str, dt.date] = {}
        self._carded: dt.date | None = None  # when cards were last read
        self._heads: dict[tuple[str, str], Head] = {}
        self._found: list[tuple[str, dt.date, dt.date]] = []
        self._began: dt.date | None = None

    def night(self, night: Night) -> Expected:
        """Tell what a night must bring."""
        self._look(night)
        events = tuple(self._announce(night))
        return Expected(events, tuple(self._remind(night)), self._rows(night))

    def _look(self, night: Night) -> None:
        """Learn what the sources show; what they no longer show stays known."""
        asked = {act for act in self._facts if self._card_is_asked(act, night.day)}
        for act, (placed, name) in self._orders.items():
            row = dict(placed.rows(night.true_day))[placed.orders[name]]
            if row is None:
                continue
            if night.required is None:
                self._read[act] = night.true_day
                words = str(sorted((k, v) for k, v in row.items() if k not in UNWRITTEN))
                self._known[act] = self._texts.setdefault(act, {}).setdefault(words, night.day)
            if act in asked and not night.optional:
                self._cards[act] = night.true_day
        if asked and not night.optional:
            self._carded = night.day
        for act, day in self._read.items():
            facts = _expected(*self._orders[act], day)
            other = _expected(*self._orders[act], self._cards.get(act, day))
            first, second = facts.get("published"), other.get("published")
            self._others[act] = {}
            if second and not first:  # the bank is down, and the card names the place already
                keys = ("published", "enters") if facts.get("registered") else ("published",)
                facts = {**facts, **{key: other.get(key) for key in keys}}
            if first and second and first != second:
                keys = ("published", "enters")
                two = {key: other.get(key) for key in keys}
                if first < second:
                    self._others[act] = two
                else:
                    facts = {**facts, **two}
            self._facts[act] = facts

    def _card_is_asked(self, act: str, day: dt.date) -> bool:
        """Tell whether an act is new enough, or its day is near enough, to look at its card."""
        facts, first = self._facts[act], min((self._carded or day) + TOMORROW, day)
        days = (facts.get(key) for key in ("published", "registered", "adopted"))
        near = (on := facts.get("enters")) is not None and first <= on <= day + TOMORROW
        return near or next(on for on in days if on) >= first - FORTNIGHT

    def _announce(self, night: Night) -> Iterator[Announced]:
        for act, facts in self._facts.items():
            for key, on in facts.items():
                head = self._heads.get((act, key))
                day = _text(on)
                if head is None:
                    if on is None:
                        continue
                    self._heads[act, key] = Head(on, min(self._known[act], night.day))
                    self._began = self._began or night.day
                    if key == "enters":
                        self._found.append((act, on, self._heads[act, key].known))
                    yield act, KINDS[key], KINDS[key], day
                elif head.on != on:
                    known = self._known[act]
                    head.known = known if head.known < known <= night.day else night.day
                    head.on, head.told = on, set()
                    yield act, "date_corrected", KINDS[key], day

    def _remind(self, night: Night) -> Iterator[Reminder]:
        for (act, key), head in self._heads.items():
            if KINDS[key] != "enters_into_force" or head.on is None:
                continue
            for kind, due in (("soon", head.on - WEEK), ("starts", head.on)):
                late = night.day >= head.on if kind == "soon" else night.day > due + MONTH
                if kind not in head.told and not late and head.known < due <= night.day:
                    head.told.add(kind)
                    yield kind, act, head.on.isoformat()
        for act, on, known in self._found:
            bound = MONTH + dt.timedelta(1) if known == self._began else YEAR
            if dt.timedelta() < known - on < bound:
                yield "found", act, on.isoformat()
        self._found.clear()

    def _rows(self, night: Night) -> dict[str, tuple[str | None, ...]]:
        """Give by act its days, how sure they are, and its state on the day of the night."""
        found: dict[str, tuple[str | None, ...]] = {}
        for act, facts in self._facts.items():
            ends = [day for day in (facts.get("ends"), facts.get("repealed")) if day]
            days = (
                facts.get("registered"),
                facts.get("published"),
                facts.get("enters"),
                min(ends, default=None),
            )
            told = (_text(each) for each in days)
            other = self._others[act]
            sure = "disputed" if other else "provisional"
            found[act] = (*told, sure, _state(facts, other, night.day))
        return found


def _text(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _expected(placed: Placed, name: str, day: dt.date) -> Facts:
    found: Facts = {}
    for row in placed.story.expect[name]:
        if placed.zero + dt.timedelta(row["on"]) <= day:
            for key in KINDS:
                if key in row:
                    given = row[key]
                    found[key] = None if given == NEVER else placed.zero + dt.timedelta(given)
    return found


def _state(facts: Facts, other: Facts, day: dt.date) -> str:
    """Say in what state an act is on a day, as a person reads it from its days."""

    def since(key: str) -> bool:
        on = facts.get(key)
        return on is not None and on <= day

    if since("ends") or since("repealed"):
        return "no_longer_in_force"
    if not facts.get("registered"):
        return "signed_not_registered"
    if not facts.get("published"):
        return "awaiting_publication"
    if not facts.get("enters"):
        return "unknown"
    if not since("enters"):
        return "published_not_in_force"
    if (late := other.get("enters")) and day < late:
        return "disputed"
    return "suspended" if since("suspended") and not since("resumed") else "in_force"
