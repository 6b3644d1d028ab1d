"""What was announced is found again by every rebuild; what changed is announced once."""

from __future__ import annotations

import dataclasses
import datetime as dt

from vacatio.events import CORRECTED, Event, announce, from_ledger, identity
from vacatio.ledger import Line

ACT = "kz/order/maidr/2025-12-22/672-nq"
ACTS = frozenset({ACT})
TODAY = dt.date(2026, 11, 23)


def entry(on: str | None, known_on: str = "2025-12-27", summary: str = "Counted.") -> Event:
    return Event(
        id=identity(ACT, "enters_into_force", None, None),
        act_id=ACT,
        kind="enters_into_force",
        provisions=None,
        effective_on=on,
        known_on=known_on,
        certainty="computed",
        confidence="provisional",
        title=f"Order 672/НҚ: applies from {on}",
        summary=summary,
    )


def ledger(events: tuple[Event, ...], before: tuple[Line, ...] = ()) -> tuple[Line, ...]:
    """Append what a publication announced to what the ledger held, as publishing does."""
    known = {line["id"] for line in before}
    return (*before, *(event.row() for event in events if event.id not in known))


def nights(*derived: tuple[Event, ...]) -> tuple[tuple[Event, ...], tuple[Line, ...]]:
    """Let one night follow the other; give the last table and the ledger."""
    lines: tuple[Line, ...] = ()
    table: tuple[Event, ...] = ()
    for found in derived:
        table = announce(found, from_ledger(lines), ACTS, TODAY)
        lines = ledger(table, lines)
    return table, lines


def test_a_second_night_announces_nothing() -> None:
    once = nights((entry("2026-01-06"),))
    assert nights((entry("2026-01-06"),), (entry("2026-01-06"),)) == once
    assert len(once[1]) == 1


def test_the_day_it_became_known_stays_when_the_page_is_fetched_again() -> None:
    table, _ = nights((entry("2026-01-06"),), (entry("2026-01-06", known_on="2026-03-01"),))
    assert [event.known_on for event in table] == ["2025-12-27"]


def test_better_words_replace_the_words_and_announce_nothing() -> None:
    table, lines = nights((entry("2026-01-06"),), (entry("2026-01-06", summary="Better."),))
    assert [event.summary for event in table] == ["Better."]
    assert len(lines) == 1


def test_a_corrected_date_is_a_new_event_that_names_the_old_one() -> None:
    table, _ = nights((entry("2026-01-06"),), (entry("2026-01-07"),))
    old, new = sorted(table, key=lambda event: event.replaces is not None)
    assert (old.effective_on, old.replaces) == ("2026-01-06", None)
    assert (new.kind, new.effective_on, new.replaces) == (CORRECTED, "2026-01-07", old.id)
    assert new.known_on == TODAY.isoformat()
    assert "from 2026-01-06 to 2026-01-07" in new.summary


def test_a_correction_that_a_later_page_brought_is_dated_by_that_page() -> None:
    table, _ = nights((entry("2026-01-06"),), (entry("2026-01-07", known_on="2026-02-01"),))
    assert sorted(event.known_on for event in table) == ["2025-12-27", "2026-02-01"]


def test_corrections_form_a_chain_also_back_to_the_first_date() -> None:
    days = ("2026-01-06", "2026-01-07", "2026-01-06", "2026-01-06")
    table, lines = nights(*((entry(day),) for day in days))
    told = [(line["effective_on"], line["replaces"]) for line in lines]
    assert [day for day, _ in told] == ["2026-01-06", "2026-01-07", "2026-01-06"]
    assert [replaces for _, replaces in told] == [None, lines[0]["id"], lines[1]["id"]]
    assert len({event.id for event in table}) == 3


def test_an_event_the_texts_no_longer_give_is_taken_back_once_and_may_return() -> None:
    table, lines = nights((entry("2026-01-06"),), (), (), (entry("2026-01-06"),))
    assert [line["effective_on"] for line in lines] == ["2026-01-06", None, "2026-01-06"]
    assert "Taken back" in str(lines[1]["summary"])
    assert len(table) == 3


def test_events_of_an_act_that_is_not_at_hand_are_neither_shown_nor_taken_back() -> None:
    _, lines = nights((entry("2026-01-06"),))
    assert announce((), from_ledger(lines), frozenset(), TODAY) == ()
    again = announce((entry("2026-01-06"),), from_ledger(lines), ACTS, TODAY)
    assert ledger(again, lines) == lines


def test_an_id_is_made_of_legal_content_and_not_of_the_date() -> None:
    moved = dataclasses.replace(entry("2026-01-07"), title="Otherwise")
    assert moved.id == entry("2026-01-06").id
    assert identity(ACT, "repealed", None, "kz/law/a") != identity(ACT, "repealed", None, None)
    assert identity("a", "bc") != identity("ab", "c")


def test_nothing_is_known_after_today_though_the_clock_was_ahead_when_it_was_fetched() -> None:
    table, lines = nights((entry("2027-01-06", known_on="2027-11-20"),))
    assert [event.known_on for event in table] == ["2026-11-23"]
    corrected = announce(
        (entry("2027-01-07", known_on="2027-11-20"),), from_ledger(lines), ACTS, TODAY
    )
    assert {event.known_on for event in corrected} == {"2026-11-23"}
