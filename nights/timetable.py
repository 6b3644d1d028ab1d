"""When the nights are, which go wrong and how, and which story begins on which day."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from nights.stories import Row, Story, merged, stories
from nights.texts import Order, shown
from vacatio_crawlers.replica import Fault
from vacatio_crawlers.replica.acts import ReplicaAct

#: The server stands where clocks change twice a year, and its cron line names a local hour that
#: is soon after midnight in Kazakhstan, or soon before it: both happen in a year.
SERVER = ZoneInfo("Europe/Berlin")
HOUR = dt.time(19, 30)
DAY = dt.timedelta(days=1)
#: All of Kazakhstan put its clocks back by an hour at this instant, from UTC+6 to UTC+5.
CHANGE = dt.datetime(2024, 2, 29, 18, tzinfo=dt.UTC)
#: Terms in days that ordinary orders have.
TERMS = (10, 15, 20, 30, 60)
#: As long before the first night acts are there already.
BEFORE = 60
#: A way to fail that no fault of the replica is: nobody listens at the address.
UNREACHABLE, EMPTY = "unreachable", "an empty list"

Failure = Fault | str


@dataclass(frozen=True, slots=True)
class Night:
    """One run: what the server's clock says, and what goes wrong.

    ``wrong`` is by how much its clock is ahead of the truth. ``required`` is how the reference
    bank fails, ``optional`` whether the cards do; ``deaf`` whether the webhook refuses.
    """

    clock: dt.datetime
    wrong: dt.timedelta = dt.timedelta()
    required: Failure | None = None
    optional: bool = False
    deaf: bool = False

    @property
    def day(self) -> dt.date:
        """The civil day in Kazakhstan, as far as the server knows."""
        return in_kazakhstan(self.clock)

    @property
    def true_day(self) -> dt.date:
        """The civil day in Kazakhstan."""
        return in_kazakhstan(self.clock - self.wrong)


@dataclass(frozen=True, slots=True)
class Placed:
    """A story with its first day and the numbers of its orders."""

    story: Story
    zero: dt.date
    orders: Mapping[str, Order]

    def rows(self, day: dt.date) -> Iterator[tuple[Order, Row | None]]:
        """Give what the source shows of each order on a day: `None` where it knows nothing."""
        for name, order in self.orders.items():
            row = merged(self.story.acts[name], (day - self.zero).days)
            yield order, None if row is None or row.get("gone") else row

    def stock(self, day: dt.date) -> Iterator[ReplicaAct]:
        """Give the acts that the source shows on a day."""
        for order, row in self.rows(day):
            if row is not None:
                other, cause = row.get("to"), row.get("cause")
                yield shown(
                    order,
                    row,
                    self.orders[other] if other else None,
                    self.orders[cause] if cause else None,
                )


@dataclass(frozen=True, slots=True)
class Scenario:
    """Nights, and the stories that are told in them."""

    seed: int
    nights: Sequence[Night]
    placed: Sequence[Placed]

    def stock(self, day: dt.date) -> tuple[ReplicaAct, ...]:
        """Give all acts the source shows on a day, by id."""
        found = (act for each in self.placed for act in each.stock(day))
        return tuple(sorted(found, key=lambda act: int(act.id)))


def in_kazakhstan(instant: dt.datetime) -> dt.date:
    """Give the civil day of an instant in Kazakhstan."""
    hours = 6 if instant < CHANGE else 5
    return (instant + dt.timedelta(hours=hours)).date()


def calendar(first: dt.date, count: int) -> list[Night]:
    """Give so many nights at the server's hour, all well."""
    local = (dt.datetime.combine(first + n * DAY, HOUR, SERVER) for n in range(count))
    return [Night(each.astimezone(dt.UTC)) for each in local]


@dataclass(slots=True)
class Trouble:
    """What goes wrong in a row of nights, by the number of the first: filled in, then applied."""

    nights: list[Night]
    missed: set[int] = field(default_factory=set)
    again: set[int] = field(default_factory=set)

    def required(self, first: int, count: int, how: Failure) -> None:
        """Let the required source fail."""
        self._set(first, count, required=how)

    def optional(self, first: int, count: int) -> None:
        """Let the optional source fail."""
        self._set(first, count, optional=True)

    def deaf(self, first: int, count: int) -> None:
        """Let the webhook refuse."""
        self._set(first, count, deaf=True)

    def clock(self, first: int, count: int, wrong: dt.timedelta) -> None:
        """Let the server's clock be wrong, and be set right after that."""
        for n in range(first, first + count):
            night = self.nights[n]
            self.nights[n] = replace(night, clock=night.clock + wrong, wrong=wrong)

    def off(self, first: int, count: int) -> None:
        """Let there be no night at all."""
        self.missed.update(range(first, first + count))

    def twice(self, night: int) -> None:
        """Let somebody run it once more an hour later."""
        self.again.add(night)

    def result(self) -> tuple[Night, ...]:
        """Give the nights as they come."""
        found = []
        for number, night in enumerate(self.nights):
            if number not in self.missed:
                found.append(night)
            if number in self.again:
                found.append(replace(night, clock=night.clock + dt.timedelta(hours=1)))
        return tuple(found)

    def _set(self, first: int, count: int, **changes: object) -> None:
        for n in range(first, first + count):
            self.nights[n] = replace(self.nights[n], **changes)  # type: ignore[arg-type]


def ordinary(day: dt.date, days: int) -> Story:
    """Tell of an order that is published on a day, and applies the day after so many days."""
    shown_as = {"on": 1, "signed": -7, "registered": -3, "published": 0, "clause": "after"}
    known = {"on": 1, "adopted": -7, "registered": -3, "published": 0, "enters": days + 1}
    return Story("ordinary", {"a": ({**shown_as, "n": days},)}, {"a": (known,)})


def numbered(told: Sequence[tuple[Story, dt.date]]) -> tuple[Placed, ...]:
    """Give the orders of stories their numbers, in the order in which the source gets them."""
    every = [
        (zero + rows[0]["on"] * DAY, place, name)
        for place, (story, zero) in enumerate(told)
        for name, rows in story.acts.items()
    ]
    numbers = {(place, name): n for n, (_, place, name) in enumerate(sorted(every), start=1)}
    return tuple(
        Placed(
            story,
            zero,
            {
                name: Order(
                    id=str(200_000 + numbers[place, name]),
                    number=str(numbers[place, name]),
                    zero=zero,
                    signed=zero + rows[0]["signed"] * DAY,
                )
                for name, rows in story.acts.items()
            },
        )
        for place, (story, zero) in enumerate(told)
    )


def background(first: dt.date, last: dt.date, chance: random.Random) -> list[tuple[Story, dt.date]]:
    """Let an order be published on every working day, two on Mondays: one was promised."""
    days = [first + n * DAY for n in range((last - first).days)]
    return [
        (ordinary(day, chance.choice(TERMS)), day)
        for day in days
        for _ in range((2, 1, 1, 1, 1, 0, 0)[day.weekday()])
    ]


def sample(seed: int) -> Scenario:
    """Let every story that is short happen within a fortnight, around the change of the zone."""
    chance = random.Random(seed)
    first, count = dt.date(2024, 2, 17), 14
    trouble = Trouble(calendar(first, count))
    trouble.optional(2, 3)
    trouble.required(3, 1, Fault.BLOCK_PAGE)
    trouble.deaf(4, 2)
    trouble.twice(6)
    trouble.off(7, 1)
    trouble.required(8, 3, Fault.ERROR)
    trouble.clock(12, 1, DAY)
    told = [(story, first + chance.randrange(2) * DAY) for story in stories() if not story.long]
    told += background(first - 30 * DAY, first + count * DAY, chance)
    return Scenario(seed, trouble.result(), numbered(told))


#: How the required source fails over a year, and for how many nights.
FAILURES: tuple[tuple[Failure, int], ...] = (
    (Fault.ERROR, 3),
    (Fault.CAPTCHA, 1),
    (UNREACHABLE, 2),
    (Fault.BLOCK_PAGE, 2),
    (Fault.TOO_MANY, 1),
    (EMPTY, 2),
    (Fault.SHELL, 1),
    (Fault.FORBIDDEN, 6),
    (Fault.TRUNCATED, 1),
    (Fault.QUOTA, 2),
    (Fault.LAYOUT, 1),
    (Fault.LOOP, 1),
    (Fault.SHORT, 2),
)


def year(seed: int, count: int = 365) -> Scenario:
    """Let the stories come again and again, and something go wrong every fortnight."""
    chance = random.Random(seed)
    first = dt.date(2023, 11, 16)
    trouble = Trouble(calendar(first, count))
    for number, (how, nights) in enumerate(FAILURES):
        start = 12 + number * 27 + chance.randrange(5)
        trouble.required(start, min(nights, max(0, count - start)), how)
        if how is Fault.FORBIDDEN:
            down = first + start * DAY
    for start in range(20, count - 12, 55):
        trouble.optional(start + chance.randrange(6), 5)
        trouble.deaf(start + chance.randrange(6), 2)
        trouble.twice(start + 7)
        trouble.off(start + 9, 1 + chance.randrange(2))
    for start, nights, wrong in ((75, 2, 3 * DAY), (150, 1, -DAY), (205, 1, dt.timedelta(hours=5))):
        if start + nights < count:
            trouble.clock(start, nights, wrong)
    told = []
    for story in stories():
        day = chance.randrange(30)
        while day < count:
            told.append((story, first + day * DAY))
            day += 35 + chance.randrange(20)
    for story in stories():  # its eve and its day come while the source is down
        if story.long:
            told.append((story, down + 1 * DAY - 30 * DAY))
    for story in stories():  # corrected right after a clock that was ahead was set back
        if "corrected" in story.name and not story.long:
            told.append((story, first + 74 * DAY))
    told += background(first - BEFORE * DAY, first + count * DAY, chance)
    return Scenario(seed, trouble.result(), numbered(told))
