"""When a term for a duty ends."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar import deadline, load
from vacatio_calendar.deadline import BadTerm, read_term
from vacatio_calendar.model import Unit
from vacatio_calendar.workdays import is_working

LAW = load("kz")

TERMS = {
    ("15wd", "2026-03-17"): "2026-04-10",  # Nauryz: 21-25 March are off
    ("3wd", "2026-01-05"): "2026-01-09",  # 7 January is off
    ("1wd", "2025-01-03"): "2025-01-05",  # a worked Sunday
    ("10d", "2026-01-09"): "2026-01-19",
    ("10d", "2026-08-19"): "2026-08-31",  # 29 August is a Saturday
    ("1m", "2026-01-31"): "2026-03-02",  # 28 February is a Saturday
    ("3m", "2026-01-31"): "2026-04-30",
    ("6m", "2025-11-18"): "2026-05-18",
    ("1y", "2024-02-29"): "2025-02-28",
}


@pytest.mark.parametrize(("term", "last"), TERMS.items(), ids=str)
def test_a_term_ends_on_the_day_the_law_says(term: tuple[str, str], last: str) -> None:
    value, unit = read_term(term[0])
    found = deadline(value, unit, dt.date.fromisoformat(term[1]), LAW)
    assert str(found.on) == last
    assert found.reason is None
    assert found.steps[-1].on == found.on
    assert all(step.basis and step.text for step in found.steps)


@pytest.mark.parametrize(
    ("term", "start", "words"),
    [
        ("1m", "2026-03-10", "It ends on the same number of the month, 1 month later: 2026-04-10."),
        (
            "3m",
            "2026-03-10",
            "It ends on the same number of the month, 3 months later: 2026-06-10.",
        ),
        (
            "1y",
            "2024-02-29",
            "It ends on the last day of a shorter month, 1 year later: 2025-02-28.",
        ),
    ],
)
def test_months_and_years_say_on_which_number_they_end(term: str, start: str, words: str) -> None:
    found = deadline(*read_term(term), dt.date.fromisoformat(start), LAW)
    assert [step.text for step in found.steps][1] == words


def test_a_last_day_off_moves_and_says_why() -> None:
    found = deadline(10, Unit.CALENDAR_DAYS, dt.date(2026, 8, 19), LAW)
    assert [step.rule for step in found.steps] == ["KZ-CNT-NEXTDAY", "KZ-CNT-DAY", "KZ-CNT-ROLL"]
    assert "2026-08-29 is not a working day" in found.steps[-1].text


def test_a_deadline_is_counted_as_the_calendar_was_known() -> None:
    start = dt.date(2026, 8, 20)
    assert deadline(10, Unit.WORKING_DAYS, start, LAW).on == dt.date(2026, 9, 3)
    as_known = deadline(10, Unit.WORKING_DAYS, start, LAW, known_on=dt.date(2025, 12, 15))
    assert as_known.on == dt.date(2026, 9, 4)
    assert "known on 2025-12-15" in as_known.steps[-1].text


def test_days_off_that_are_only_estimated_are_marked() -> None:
    found = deadline(5, Unit.WORKING_DAYS, dt.date(2026, 5, 25), LAW)
    assert "2026-05-27 Kurban Ait (estimated)" in found.steps[1].text


def test_a_worked_saturday_is_named() -> None:
    found = deadline(5, Unit.WORKING_DAYS, dt.date(2024, 5, 2), LAW)
    assert "2024-05-04 worked for 2024-05-08" in found.steps[1].text


def test_a_week_of_six_days_is_over_sooner() -> None:
    assert deadline(15, Unit.WORKING_DAYS, dt.date(2026, 3, 17), LAW, week=6).on == dt.date(
        2026, 4, 7
    )


@pytest.mark.parametrize(
    ("term", "start"),
    [("15wd", "2027-12-20"), ("1y", "2027-06-01"), ("10d", "2027-12-30"), ("9999y", "2026-01-01")],
)
def test_where_no_calendar_is_known_there_is_no_date_but_a_reason(term: str, start: str) -> None:
    found = deadline(*read_term(term), dt.date.fromisoformat(start), LAW)
    assert found.on is None
    assert found.reason


@pytest.mark.parametrize(
    "text", ["", "15", "wd", "0d", "-3d", "1.5m", "15 weeks", "d15", "1234567d"]
)
def test_a_term_that_cannot_be_read_says_how_one_is_written(text: str) -> None:
    with pytest.raises(BadTerm, match="15wd"):
        read_term(text)


starts = st.dates(dt.date(2015, 1, 1), dt.date(2026, 6, 1))
units = st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS])


@settings(max_examples=150, deadline=None)
@given(starts, st.integers(1, 12), units, st.sampled_from([5, 6]))
def test_a_deadline_is_a_working_day_after_its_start(
    start: dt.date, value: int, unit: Unit, week: int
) -> None:
    found = deadline(value, unit, start, LAW, week=week)
    assert found.on is not None
    assert found.on > start
    assert is_working(found.on, LAW, week=week)


@settings(max_examples=150, deadline=None)
@given(starts, st.integers(1, 11), units)
def test_more_time_never_ends_earlier(start: dt.date, value: int, unit: Unit) -> None:
    sooner = deadline(value, unit, start, LAW).on
    later = deadline(value + 1, unit, start, LAW).on
    assert sooner is not None
    assert later is not None
    assert sooner <= later
