"""Working days, as the calendar was known on a day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar import load
from vacatio_calendar.workcalendar import DayKind, calendar_of
from vacatio_calendar.workdays import (
    UnknownWeek,
    is_working,
    reason_unknown,
    special_days,
    working_days,
)

LAW = load("kz")
CALENDAR = calendar_of("kz")
assert CALENDAR is not None
DECEMBER = dt.date(2025, 12, 15)
known_days = st.dates(dt.date(2015, 1, 1), dt.date(2027, 12, 31))


@pytest.mark.parametrize(
    "total", CALENDAR.totals, ids=lambda total: f"{total.year} {total.known_on}"
)
def test_a_year_has_the_published_number_of_working_days(total: object) -> None:
    assert CALENDAR is not None
    row = next(item for item in CALENDAR.totals if item is total)
    assert working_days(row.year, LAW, known_on=row.known_on) == row.working_days


DAYS = {
    "2026-03-25": False,  # substitute for the second day of Nauryz on a Sunday
    "2026-03-26": True,
    "2022-01-04": False,  # 1 and 2 January on Saturday and Sunday
    "2023-01-03": False,
    "2024-01-08": True,  # 7 January on a Sunday does not shift
    "2024-06-17": True,  # nor does the first day of Kurban Ait
    "2025-06-06": False,
    "2020-05-08": False,  # moved
    "2020-05-11": True,  # worked for it, though it would have stood in for 9 May
    "2022-03-05": True,  # a worked Saturday
    "2025-01-05": True,  # a worked Sunday
    "2021-12-17": False,
    "2022-12-01": True,  # no longer a holiday
    "2021-10-25": True,
    "2022-10-25": False,
    "2027-03-15": False,  # Constitution Day again
    "2026-08-31": True,
}


@pytest.mark.parametrize(("day", "working"), DAYS.items())
def test_a_day_is_worked_or_not(day: str, working: bool) -> None:
    assert is_working(dt.date.fromisoformat(day), LAW) is working


@pytest.mark.parametrize(
    ("known_on", "working"),
    [(dt.date(2025, 12, 15), False), (dt.date(2026, 3, 20), True), (None, True)],
)
def test_a_calendar_that_was_changed_answers_for_its_time(
    known_on: dt.date | None, working: bool
) -> None:
    assert is_working(dt.date(2026, 8, 31), LAW, known_on=known_on) is working


def test_constitution_day_in_march_was_not_known_in_december() -> None:
    assert is_working(dt.date(2027, 3, 15), LAW, known_on=DECEMBER) is True
    assert is_working(dt.date(2027, 8, 30), LAW, known_on=DECEMBER) is False


@pytest.mark.parametrize("day", [dt.date(2014, 12, 31), dt.date(2028, 1, 1), dt.date.max])
def test_beyond_the_decreed_years_nothing_is_known(day: dt.date) -> None:
    assert is_working(day, LAW) is None
    assert "2027-12-31" in (reason_unknown(day, LAW) or "")
    assert special_days(day.year, LAW) == ()


def test_saturday_is_worked_in_a_week_of_six_days() -> None:
    saturday = dt.date(2026, 2, 7)
    assert is_working(saturday, LAW) is False
    assert is_working(saturday, LAW, week=6) is True
    assert is_working(dt.date(2026, 2, 8), LAW, week=6) is False


def test_in_a_week_of_six_days_a_holiday_on_saturday_does_not_shift() -> None:
    assert is_working(dt.date(2020, 5, 9), LAW, week=6) is False
    assert is_working(dt.date(2020, 5, 11), LAW, week=6) is True
    assert is_working(dt.date(2020, 5, 8), LAW, week=6) is True  # nothing to move


@pytest.mark.parametrize("week", [0, 4, 7])
def test_other_weeks_are_refused(week: int) -> None:
    with pytest.raises(UnknownWeek, match="use 5 or 6"):
        is_working(dt.date(2026, 1, 5), LAW, week=week)


@pytest.mark.parametrize("year", range(2015, 2028))
def test_every_special_day_is_cited_and_of_its_year(year: int) -> None:
    days = special_days(year, LAW)
    assert [day.date for day in days] == sorted({day.date for day in days})
    assert all(day.date.year == year and day.basis and day.source for day in days)


def test_a_moved_day_names_its_decree() -> None:
    moved = [day for day in special_days(2024, LAW) if day.kind is DayKind.TRANSFERRED_OFF]
    assert [(day.date, "G24G0000109" in day.basis) for day in moved] == [
        (dt.date(2024, 5, 8), True)
    ]


def test_a_day_that_is_only_estimated_says_so() -> None:
    assert [day.date for day in special_days(2026, LAW) if day.estimated] == [dt.date(2026, 5, 27)]
    assert not [day for day in special_days(2025, LAW) if day.estimated]


@settings(max_examples=200, deadline=None)
@given(known_days, st.sampled_from([5, 6]), st.none() | st.just(DECEMBER))
def test_a_day_differs_from_its_weekday_only_if_it_is_special(
    day: dt.date, week: int, known_on: dt.date | None
) -> None:
    special = {one.date for one in special_days(day.year, LAW, known_on=known_on, week=week)}
    usual = day.weekday() < week
    assert is_working(day, LAW, known_on=known_on, week=week) is usual or day in special
