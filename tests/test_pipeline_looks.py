"""Whether the official text agreed with our day when it had come."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from vacatio import nightly, store
from vacatio.looks import AGREES, DIFFERS, NOT_UPDATED, Shown, judged_changed, judged_own, shown
from vacatio.plan import Plan
from vacatio.settings import Settings
from vacatio_crawlers.replica import Site, serve
from vacatio_crawlers.replica.acts import Edition

D = dt.date
DAY = D(2026, 1, 18)


@pytest.mark.parametrize(
    ("given", "others", "main", "outcome"),
    [
        ({"effectiveDate": DAY}, {DAY}, True, AGREES),
        ({"effectiveDate": D(2026, 1, 1), "actionDate": DAY}, {DAY}, True, AGREES),
        ({"effectiveDate": D(2026, 1, 20)}, {DAY}, True, DIFFERS),
        ({"effectiveDate": D(2026, 7, 1)}, {DAY, D(2026, 7, 1)}, True, NOT_UPDATED),
        ({"effectiveDate": D(2026, 1, 20)}, {DAY}, False, NOT_UPDATED),
        ({}, {DAY}, True, NOT_UPDATED),
    ],
    ids=[
        "the same day",
        "one of two fields",
        "another day",
        "the day of another part of the act",
        "a field of the act says nothing of a part",
        "no day",
    ],
)
def test_the_days_of_effect_of_an_act_are_held_against_its_own(
    given: dict[str, D], others: set[D], main: bool, outcome: str
) -> None:
    days = Shown(tuple(given.items()), frozenset())
    found, stated, seen = judged_own(days, DAY, frozenset(others), main)
    assert found == outcome
    assert (stated is not None) is (outcome != NOT_UPDATED)
    assert seen


@pytest.mark.parametrize(
    ("editions", "outcome", "stated"),
    [
        ({("7", DAY)}, AGREES, DAY),
        ({("7", D(2025, 11, 17)), ("7", DAY)}, AGREES, DAY),
        ({("7", D(2026, 1, 20))}, DIFFERS, D(2026, 1, 20)),
        ({("7", D(2025, 11, 17))}, NOT_UPDATED, None),
        ({("8", D(2026, 1, 20))}, NOT_UPDATED, None),
        ({("7", D(2026, 7, 1))}, NOT_UPDATED, None),
        (set(), NOT_UPDATED, None),
    ],
    ids=[
        "an edition of the day",
        "announced first, then in effect",
        "an edition of another day",
        "dated with the adoption, which says nothing",
        "caused by another act",
        "of another part of the same act",
        "none",
    ],
)
def test_the_editions_an_act_causes_are_held_against_its_day(
    editions: set[tuple[str, D]], outcome: str, stated: D | None
) -> None:
    days = Shown((), frozenset(editions))
    found = judged_changed(days, "7", DAY, D(2025, 11, 17), frozenset({DAY, D(2026, 7, 1)}))
    assert found[:2] == (outcome, stated)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'[null, {"cause": null}]'])
def test_an_answer_that_shows_nothing_is_nothing(body: bytes) -> None:
    assert shown([body]) == Shown((), frozenset())


def coming(site: Site, on: D) -> str:
    """Let an order be published so that its ten days end before a day; name what it changes."""
    order = next(act for act in site.acts if act.number == "672/НҚ")
    published = on - dt.timedelta(days=11)
    site.acts = [
        dataclasses.replace(act, published=published, portal=published) if act is order else act
        for act in site.acts
    ]
    return next(act.id for act in site.acts if act.number == "179/НҚ")


def give_edition(site: Site, number: str, on: D) -> None:
    order = next(act for act in site.acts if act.number == "672/НҚ")
    site.acts = [
        dataclasses.replace(act, editions=(act.editions[0], Edition(on, order.id)))
        if act.id == number
        else act
        for act in site.acts
    ]


def test_a_text_is_fetched_again_when_the_day_has_come_and_held_against_it(tmp_path: Path) -> None:
    today = dt.datetime.now(ZoneInfo("Asia/Almaty")).date()

    def night(since: D | None) -> tuple[list[tuple[str, str | None]], list[str], set[str]]:
        site.requests.clear()
        plan = Plan(
            Settings(data=tmp_path),
            demo=True,
            polite=False,
            accept=True,
            sources=("ekb",),
            since=since,
            base_urls=site.base_urls,
        )
        nightly.run(plan, lambda line: None)
        with store.opened(tmp_path / "vacatio.db") as db:
            looked = db.execute(
                "SELECT outcome, stated_on FROM day_checks WHERE moment = 'day' AND in_force_on = ?"
                " AND subject_id LIKE '%179%' ORDER BY document_id",
                [today.isoformat()],
            ).fetchall()
            found = db.execute(
                "SELECT severity, compared FROM findings WHERE code = 'VAC072' AND state = 'open'"
            ).fetchall()
        return (
            looked,
            [f"{severity} {words}" for severity, words in found],
            {target.split("/")[3] for _, target in site.requests if target.startswith("/api/doc")},
        )

    with serve() as site:
        base = coming(site, today)
        looked, found, _ = night(None)
        assert (looked, found) == ([("not_updated", None)] * 2, [])
        later = today + dt.timedelta(days=9)  # no reading of the term gives it
        give_edition(site, base, later)
        looked, [finding], asked = night(today)
        assert looked == [("differs", later.isoformat())] * 2
        assert finding.startswith("warning ")
        assert later.isoformat() in finding
        assert base in asked, "though nothing lists it"
        give_edition(site, base, today)
        looked, found, _ = night(today)
        assert (looked, found) == ([("agrees", today.isoformat())] * 2, [])
