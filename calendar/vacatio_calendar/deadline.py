"""When a term ends: «в течение пятнадцати рабочих дней», "within three months".

Counted as LPA 14 and CC 172-176 say: the term runs from the day after its event, ends on the
last day, and a last day that is not worked moves to the next working day. This is for duties;
commencement clauses are not rolled over in practice (KZ-CNT-NOROLL).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from vacatio_calendar.counting import plus_days, plus_months
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Step, Unit
from vacatio_calendar.workdays import is_working, reason_unknown, special_days

if TYPE_CHECKING:
    from vacatio_calendar.law import Jurisdiction

_DAY = dt.timedelta(days=1)
_BEYOND = "the term ends beyond the year 9999"
#: Short names of units, as on the command line.
SHORT = {"d": Unit.CALENDAR_DAYS, "wd": Unit.WORKING_DAYS, "m": Unit.MONTHS, "y": Unit.YEARS}
_TERM = re.compile(r"(\d{1,6})\s*(wd|d|m|y)")


class BadTerm(VacatioError):
    """Say that a term cannot be read, and how one is written."""

    def __init__(self, text: str) -> None:
        """Keep what was given."""
        super().__init__(
            f"cannot read the term {text!r}: write a number of at least 1 and a unit, "
            "as in 15wd (working days), 10d, 3m or 1y"
        )
        self.text = text


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term; ``reason`` says why ``on`` is ``None``."""

    on: dt.date | None
    value: int
    unit: Unit
    start: dt.date
    steps: tuple[Step, ...] = ()
    reason: str | None = None


def read_term(text: str) -> tuple[int, Unit]:
    """Read a term such as ``15wd``.

    >>> read_term("15wd")
    (15, <Unit.WORKING_DAYS: 'working_days'>)

    Raises:
        BadTerm: it is not a positive number with one of the units d, wd, m, y.
    """
    term = _TERM.fullmatch(text.strip().lower())
    if term is None or int(term[1]) < 1:
        raise BadTerm(text)
    return int(term[1]), SHORT[term[2]]


def deadline(
    value: int,
    unit: Unit,
    start: dt.date,
    law: Jurisdiction,
    *,
    known_on: dt.date | None = None,
    week: int = 5,
) -> Deadline:
    """Return the last day of a term of ``value`` units that runs from the day after ``start``.

    Args:
        value: how many units, at least 1.
        unit: what is counted; plain days are calendar days.
        start: the day of the event, which is not counted (LPA 14(3)).
        law: the jurisdiction.
        known_on: count by the calendar as it was known on this day; the newest by default.
        week: days of the working week, 5 or 6.

    Raises:
        BadTerm: ``value`` is below 1.
        UnknownWeek: ``week`` is neither 5 nor 6.

    >>> from vacatio_calendar import load
    >>> deadline(15, Unit.WORKING_DAYS, dt.date(2026, 3, 17), load("kz")).on
    datetime.date(2026, 4, 10)
    """
    if value < 1:
        raise BadTerm(str(value))
    match unit:
        case Unit.WORKING_DAYS:
            last, reason = _working(value, start, law, known_on, week)
        case Unit.CALENDAR_DAYS | Unit.DAYS:
            last, reason = plus_days(start, value), _BEYOND
        case Unit.MONTHS:
            last, reason = plus_months(start, value), _BEYOND
        case Unit.YEARS:
            last, reason = plus_months(start, 12 * value), _BEYOND
        case _:
            assert_never(unit)
    first = plus_days(start, 1)
    if first is None:
        return Deadline(None, value, unit, start, reason=_BEYOND)
    text = f"The term runs from the day after {start}."
    steps = [_step("CNT-NEXTDAY", "first_day", first, law, text)]
    if last is None:
        return Deadline(None, value, unit, start, tuple(steps), reason)
    if unit is Unit.WORKING_DAYS and (off := _days_off(start, last, law, known_on, week)):
        steps.append(off)
    steps.append(_last(value, unit, last, start, law, known_on, week))
    if unit is Unit.WORKING_DAYS:
        return Deadline(last, value, unit, start, tuple(steps))
    rolled, reason = _roll(last, law, known_on, week)
    if rolled is None:
        return Deadline(None, value, unit, start, tuple(steps), reason)
    if rolled != last:
        text = f"{last} is not a working day: the term ends on the next working day."
        steps.append(_step("CNT-ROLL", "roll", rolled, law, text))
    return Deadline(rolled, value, unit, start, tuple(steps))


def _working(
    value: int, start: dt.date, law: Jurisdiction, known_on: dt.date | None, week: int
) -> tuple[dt.date | None, str | None]:
    """Count working days after a day, as far as the calendar is known."""
    day, left = start, value
    while left:
        day += _DAY
        working = is_working(day, law, known_on=known_on, week=week)
        if working is None:
            return None, reason_unknown(day, law)
        left -= working
    return day, None


def _roll(
    day: dt.date, law: Jurisdiction, known_on: dt.date | None, week: int
) -> tuple[dt.date | None, str | None]:
    """Return the day, or the next working day where it is not one (LPA 14(3), CC 175)."""
    while True:
        working = is_working(day, law, known_on=known_on, week=week)
        if working is None:
            return None, reason_unknown(day, law)
        if working:
            return day, None
        day += _DAY


def _days_off(
    start: dt.date, last: dt.date, law: Jurisdiction, known_on: dt.date | None, week: int
) -> Step | None:
    """Name the days in a term that are off or worked against their weekday, if there are any."""
    special = [
        day
        for year in range(start.year, last.year + 1)
        for day in special_days(year, law, known_on=known_on, week=week)
        if start < day.date <= last and day.working is not (day.date.weekday() < week)
    ]
    if not special:
        return None
    named = "; ".join(
        f"{day.date} {day.name}{' (estimated)' if day.estimated else ''}" for day in special
    )
    basis = "; ".join(dict.fromkeys(day.basis for day in special))
    rule = law.named("CLS-WD")
    return Step(rule.id, "days_off", (), None, f"Against their weekday: {named}.", basis)


def _last(
    value: int,
    unit: Unit,
    last: dt.date,
    start: dt.date,
    law: Jurisdiction,
    known_on: dt.date | None,
    week: int,
) -> Step:
    """Word the step that finds the last day."""
    match unit:
        case Unit.WORKING_DAYS:
            as_known = f", as the calendar was known on {known_on}" if known_on else ""
            off = (last - start).days - value
            text = (
                f"The {_nth(value)} working day of a {week}-day week is {last} "
                f"({off} days off are skipped{as_known})."
            )
            return _step("CLS-WD", "plus_working_days", last, law, text)
        case Unit.CALENDAR_DAYS | Unit.DAYS:
            text = f"Its last day is the {_nth(value)} calendar day, {last}."
            return _step("CNT-DAY", "calendar_days", last, law, text)
        case Unit.MONTHS | Unit.YEARS:
            later = f"{value} {unit.value if value > 1 else unit.value.removesuffix('s')} later"
            same = "on the same number of the month"
            if last.day != start.day:  # the last month is too short to have that number
                same = "on the last day of a shorter month"
            text = f"It ends {same}, {later}: {last}."
            rule = "CNT-MONTHTEXT" if unit is Unit.MONTHS else "CNT-YEARWEEK"
            return _step(rule, unit.value, last, law, text)
        case _:
            assert_never(unit)


def _step(name: str, op: str, on: dt.date, law: Jurisdiction, text: str) -> Step:
    rule = law.named(name)
    return Step(rule.id, op, (), on, text, rule.basis)


def _nth(number: int) -> str:
    """Write an ordinal in English.

    >>> _nth(1), _nth(12), _nth(23)
    ('1st', '12th', '23rd')
    """
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
