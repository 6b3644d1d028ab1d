"""Our working days against the package holidays, differences listed with their reasons.

Run by `make oracle` in an environment of its own: holidays holds python-dateutil back.
"""

from __future__ import annotations

import datetime as dt

import holidays
import pytest

from vacatio_calendar import load
from vacatio_calendar.workdays import is_working

LAW = load("kz")
YEARS = range(2015, 2028)
DAY = dt.timedelta(days=1)

#: Days on which we differ on purpose, with the reason.
DIFFERENT: dict[dt.date, str] = {}


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_is_worked_as_in_holidays(year: int) -> None:
    # Constructed with the neighbours, because days move across New Year.
    theirs = holidays.country_holidays("KZ", years=range(year - 1, year + 2))
    day = dt.date(year, 1, 1)
    different = {}
    while day.year == year:
        if is_working(day, LAW) is not theirs.is_working_day(day) and day not in DIFFERENT:
            different[day] = theirs.get(day)
        day += DAY
    assert different == {}


def test_listed_differences_are_still_differences() -> None:
    theirs = holidays.country_holidays("KZ", years=YEARS)
    for day, reason in DIFFERENT.items():
        assert reason
        assert is_working(day, LAW) is not theirs.is_working_day(day)


def test_holidays_answers_beyond_the_decreed_years_and_we_do_not() -> None:
    day = dt.date(2040, 1, 1)
    assert holidays.country_holidays("KZ", years=2040).get(day)
    assert is_working(day, LAW) is None


def test_the_newest_list_has_no_transfer_that_we_lack() -> None:
    theirs = holidays.country_holidays("KZ", years=YEARS)
    worked = [day for day in theirs.weekend_workdays if day.year in YEARS]
    assert len(worked) >= 18
    assert [day for day in worked if not is_working(day, LAW)] == []
