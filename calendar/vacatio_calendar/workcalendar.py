"""The rows of a working-day calendar, typed: holidays, feasts, moved days, published totals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from vacatio_calendar.rows import Row, Tables


class DayKind(StrEnum):
    """What makes a day differ from its weekday."""

    HOLIDAY = "holiday"
    OBSERVED = "observed"
    TRANSFERRED_OFF = "transferred_off"
    TRANSFERRED_WORK = "transferred_work"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is off, or worked, against its weekday; ``estimated`` until announced."""

    date: dt.date
    kind: DayKind
    name: str
    basis: str
    source: str
    known_on: dt.date | None = None
    estimated: bool = False

    @property
    def working(self) -> bool:
        """Tell whether the day is worked."""
        return self.kind is DayKind.TRANSFERRED_WORK


@dataclass(frozen=True, slots=True)
class Holiday:
    month: int
    day: int
    name: str
    shifts: bool
    since: dt.date | None
    until: dt.date | None
    known_on: dt.date | None
    ended_known_on: dt.date | None
    basis: str
    source: str

    def in_year(self, year: int, known_on: dt.date) -> dt.date | None:
        """Return the holiday's day in a year, as known on a day."""
        date = dt.date(year, self.month, self.day)
        begun = self.since is None or self.since <= date
        ended = self.until is not None and self.until <= date
        if ended and self.ended_known_on is not None and known_on < self.ended_known_on:
            ended = False
        known = self.known_on is None or self.known_on <= known_on
        return date if begun and known and not ended else None


@dataclass(frozen=True, slots=True)
class Transfer:
    off: dt.date
    worked: dt.date
    basis: str
    source: str
    known_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Total:
    """The number of working days of a year that somebody published."""

    year: int
    working_days: int
    known_on: dt.date | None
    source: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The rows of one jurisdiction; nothing is known outside ``[since, until)``."""

    since: dt.date
    until: dt.date
    basis: str
    holidays: tuple[Holiday, ...]
    feasts: tuple[SpecialDay, ...]
    transfers: tuple[Transfer, ...]
    totals: tuple[Total, ...]


@cache
def calendar_of(code: str) -> WorkCalendar | None:
    """Read ``jurisdictions/<code>_workdays.toml``; ``None`` where there is none."""
    name = f"{code}_workdays.toml"
    file = resources.files("vacatio_calendar") / "jurisdictions" / name
    if not file.is_file():
        return None
    tables = Tables(name, file.read_text(encoding="utf-8"))
    head = next(iter(tables.rows("calendar")))
    since, until = _date(head, "from"), _date(head, "until")
    basis = head.text("basis")
    _cited(head)
    calendar = WorkCalendar(
        since=since,
        until=until,
        basis=basis,
        holidays=tuple(_holiday(row) for row in tables.rows("holiday")),
        feasts=tuple(_feast(row) for row in tables.rows("feast")),
        transfers=tuple(_transfer(row) for row in tables.rows("transfer")),
        totals=tuple(_total(row) for row in tables.rows("total")),
    )
    tables.finish()
    return calendar


def _holiday(row: Row) -> Holiday:
    month, day = row.text("day").split("-")
    holiday = Holiday(
        month=int(month),
        day=int(day),
        name=row.text("name"),
        shifts=row.flag("shifts"),
        since=row.maybe_day("from"),
        until=row.maybe_day("until"),
        known_on=row.maybe_day("known_on"),
        ended_known_on=row.maybe_day("ended_known_on"),
        basis=row.text("basis"),
        source=row.text("source"),
    )
    row.text("confidence")
    row.finish()
    return holiday


def _feast(row: Row) -> SpecialDay:
    feast = SpecialDay(
        date=_date(row, "date"),
        kind=DayKind.HOLIDAY,
        name=row.text("name"),
        basis=row.text("basis"),
        source=row.text("source"),
        known_on=row.maybe_day("known_on"),
        estimated=row.flag("estimated"),
    )
    row.text("confidence")
    row.finish()
    return feast


def _transfer(row: Row) -> Transfer:
    transfer = Transfer(
        off=_date(row, "off"),
        worked=_date(row, "worked"),
        basis=row.text("basis"),
        source=row.text("source"),
        known_on=row.maybe_day("known_on"),
    )
    row.text("confidence")
    row.finish()
    return transfer


def _total(row: Row) -> Total:
    year, days = row.maybe_number("year"), row.maybe_number("working_days")
    if year is None or days is None:
        raise row.fault("a total needs `year` and `working_days`")
    total = Total(year, days, row.maybe_day("known_on"), row.text("source"))
    row.finish()
    return total


def _cited(row: Row) -> None:
    """Ask for the source and the confidence that every row must have."""
    row.text("source")
    row.text("confidence")
    row.finish()


def _date(row: Row, key: str) -> dt.date:
    day = row.maybe_day(key)
    if day is None:
        raise row.fault(f"`{key}` must be a date")
    return day
