"""A single bad record is set aside with a finding, and the rest of the night is published."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from vacatio import nightly, store
from vacatio.datadir import DataDir
from vacatio.nightly import Plan
from vacatio.settings import Settings
from vacatio_crawlers import replica

ACT = "kz/order/health/2026-09-14/121"
FAR = dt.date.today() + dt.timedelta(days=1500)
LONG_AGO = dt.date(1018, 9, 25)


def night(root: Path, **slips: Any) -> DataDir:
    """Run one night on the replica, which gives one act with slips."""
    with replica.serve() as site:
        site.acts = [
            dataclasses.replace(act, **slips) if act.number == "121" else act for act in site.acts
        ]
        plan = Plan(
            Settings(data=root), demo=True, polite=False, sources=("ekb",), base_urls=site.base_urls
        )
        return nightly.run(plan, lambda line: None)


def days(data: DataDir) -> dict[str, str | None]:
    with store.opened(data.database) as db:
        rows = db.execute("SELECT id, in_force_on FROM acts ORDER BY id").fetchall()
    return {str(name): day for name, day in rows}


@pytest.fixture(scope="module")
def fine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    return days(night(tmp_path_factory.mktemp("fine") / "var"))


@pytest.mark.parametrize(
    ("slips", "told"),
    [
        ({"published": LONG_AGO, "portal": LONG_AGO}, "1018-09-25"),
        ({"published": FAR, "portal": FAR}, FAR.isoformat()),
    ],
    ids=["in the year 1018", "years from now"],
)
def test_an_impossible_day_of_publication_costs_its_own_act_the_date_and_nothing_else(
    fine: dict[str, str | None], tmp_path: Path, slips: dict[str, dt.date], told: str
) -> None:
    data = night(tmp_path / "var", **slips)
    assert fine[ACT] == "2026-10-06"
    assert days(data) == {**fine, ACT: None}
    with store.opened(data.database) as db:
        found = list(db.query("SELECT * FROM findings WHERE act_id = ? AND code = 'VAC023'", [ACT]))
        [clause] = db.query("SELECT certainty, reason FROM commencements WHERE act_id = ?", [ACT])
        announced = db.execute(
            "SELECT count(*) FROM events WHERE act_id = ? AND kind = 'enters_into_force' "
            "AND effective_on IS NOT NULL",
            [ACT],
        ).fetchone()
    assert [told in str(row["message"]) for row in found] == [True]
    assert (clause["certainty"], bool(clause["reason"])) == ("unknown", True)
    assert announced == (0,), "nobody is told of a day that was counted from it"


def test_a_registration_that_has_not_come_is_flagged_and_not_counted_from(
    fine: dict[str, str | None], tmp_path: Path
) -> None:
    data = night(tmp_path / "var", registration=("39640", FAR))
    assert days(data) == fine
    with store.opened(data.database) as db:
        [row] = db.query("SELECT registered_on FROM acts WHERE id = ?", [ACT])
        codes = [
            row["code"] for row in db.query("SELECT code FROM findings WHERE act_id = ?", [ACT])
        ]
    assert row["registered_on"] is None
    assert "VAC023" in codes


def test_a_page_that_only_says_that_an_act_lost_force_ends_nothing(
    fine: dict[str, str | None], tmp_path: Path
) -> None:
    data = night(tmp_path / "var", status="yts")
    assert days(data) == fine
    with store.opened(data.database) as db:
        [row] = db.query("SELECT ends_on FROM acts WHERE id = ?", [ACT])
        told = {
            each["value"] for each in db.query("SELECT value FROM claims WHERE act_id = ?", [ACT])
        }
    assert row["ends_on"] is None
    assert "yts" in told, "what the source says stands beside it, as its claim"
