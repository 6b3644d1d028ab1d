"""A fortnight of nights ends with the right state on every day; `make year` lives a whole year."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from nights.clock import moved_to
from nights.oracle import Oracle
from nights.replaying import Outcome, Rehearsal
from nights.stories import stories
from nights.timetable import DAY, Night, Scenario, background, calendar, numbered, sample, year

FIRST = dt.date(2024, 2, 17)
SEED = 20240229


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Live through the nights around the change of the zone, with every story that is short."""
    return Rehearsal(sample(SEED), tmp_path_factory.mktemp("nights") / "var").run()


def test_every_night_announces_shows_and_raises_what_it_should(lived: Outcome) -> None:
    assert lived.nights == 14
    assert lived.faults == []


def test_each_kind_of_happening_was_met(lived: Outcome) -> None:
    kinds = ("date_corrected", "amended", "repealed", "suspended", "resumed", "ends", "found")
    assert all(lived.counts[kind] for kind in (*kinds, "soon", "starts"))
    assert lived.counts["exit 1"] == 4
    assert lived.counts["delivered"] > 40


def test_a_fault_of_the_product_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day that nobody is reminded of is a difference."""
    told = [(story, FIRST - 9 * DAY) for story in stories() if story.name == "published"]
    told += background(FIRST - 40 * DAY, FIRST - 9 * DAY, random.Random(SEED))
    monkeypatch.setattr("vacatio.notices.stages", lambda told, announced, today: ())
    scenario = Scenario(SEED, calendar(FIRST, 2), numbered(told))
    done = Rehearsal(scenario, tmp_path / "var").run()
    assert [fault for fault in done.faults if "not reminded of" in fault and "starts" in fault]


def test_a_term_of_ten_days_ends_with_the_tenth_and_the_order_applies_on_the_next() -> None:
    [story] = [story for story in stories() if story.name == "published"]
    [placed] = numbered([(story, dt.date(2024, 2, 20))])
    oracle = Oracle(Scenario(0, (), (placed,)))
    [act] = [order.act_id for order in placed.orders.values()]
    told = {}
    for night in calendar(dt.date(2024, 2, 20), 12):
        expected = oracle.night(night)
        told[night.day] = [*expected.events, *expected.reminders]
        state = expected.rows[act][-1]
        assert state == (
            "in_force" if night.day > dt.date(2024, 3, 1) else "published_not_in_force"
        )
    assert (act, "enters_into_force", "enters_into_force", "2024-03-02") in told[FIRST + 4 * DAY]
    assert told[dt.date(2024, 2, 24)] == [("soon", act, "2024-03-02")]
    assert told[dt.date(2024, 3, 2)] == [("starts", act, "2024-03-02")]


def test_the_nights_of_a_year_meet_every_change_of_a_clock() -> None:
    """Soon after midnight becomes soon before it: two nights fall on the day of the change."""
    days = [night.day for night in year(1).nights if not night.wrong]
    zone = ZoneInfo("Asia/Almaty")
    assert all(night.day == night.clock.astimezone(zone).date() for night in year(1).nights)
    assert days.count(dt.date(2024, 2, 29)) == 2
    assert {night.wrong > dt.timedelta() for night in year(1).nights if night.wrong} == {
        True,
        False,
    }


def test_one_seed_gives_one_year() -> None:
    assert year(5).nights == year(5).nights
    assert [(p.zero, p.orders) for p in year(5).placed] == [
        (p.zero, p.orders) for p in year(5).placed
    ]
    assert year(5).placed != year(6).placed


def test_a_moved_clock_moves_that_of_a_child_too() -> None:
    instant = dt.datetime(2024, 2, 29, 19, 30, tzinfo=dt.UTC)
    probe = "import datetime as dt; print(dt.datetime.now(dt.UTC).isoformat())"
    with moved_to(instant):
        child = subprocess.run(
            [sys.executable, "-c", probe], capture_output=True, text=True, check=True
        )
        assert dt.timedelta() <= dt.datetime.now(dt.UTC) - instant < dt.timedelta(minutes=5)
    told = dt.datetime.fromisoformat(child.stdout.strip())
    assert dt.timedelta() <= told - instant < dt.timedelta(minutes=5)
    assert dt.datetime.now(dt.UTC) - instant > dt.timedelta(days=365)


def test_the_day_of_a_night_is_that_of_the_server_s_clock_and_the_site_knows_the_true_one() -> None:
    at = dt.datetime(2024, 1, 10, 19, 30, tzinfo=dt.UTC)
    night = Night(at + DAY, wrong=DAY)
    assert (night.day, night.true_day) == (dt.date(2024, 1, 12), dt.date(2024, 1, 11))
