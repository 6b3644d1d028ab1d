"""A night that looks green and lost something closes the gate, and says what in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from vacatio import gates, store
from vacatio.gates import Checked
from vacatio.store import Row

FINE = Checked(dates=100, withheld=())


def published(folder: Path, *, acts: list[Row], documents: list[Row]) -> Path:
    (folder / "feeds").mkdir(parents=True)
    store.write(folder / "vacatio.db", {"acts": acts, "documents": documents})
    return folder / "vacatio.db"


def acts(number: int, dated: int) -> list[Row]:
    return [
        {
            "id": f"kz/law/2026-01-01/{each:03}-viii",
            "jurisdiction": "kz",
            "type": "law",
            "certainty": "computed" if each < dated else "unknown",
            "confidence": "provisional",
            "in_force_on": "2026-03-01" if each < dated else None,
            "demo": 0,
            "search": "x",
        }
        for each in range(number)
    ]


def documents(source: str, number: int, *, silent: int = 0, start: int = 0) -> list[Row]:
    """Give documents of a source, the last of which gave no act."""
    return [
        {
            "id": f"{source}/{start + each}/rus",
            "source": source,
            "key": f"{start + each}/rus",
            "url": f"https://example.org/{source}/{start + each}",
            "media_type": "text/html",
            "first_seen": "2026-11-29T00:00:00Z",
            "bytes": 10,
            "sha256": "0" * 64,
            "outcome": "read",
            "reason": None if each < number - silent else "no act was recognised in it",
        }
        for each in range(number)
    ]


def reasons(tmp_path: Path, live: dict[str, list[Row]], new: dict[str, list[Row]]) -> list[str]:
    old = published(tmp_path / "old", **live)
    database = published(tmp_path / "new", **new)
    return list(gates.reasons(database, database.parent / "feeds", old, FINE, shrink=0.1))


@pytest.mark.parametrize(("left", "closed"), [(100, 0), (90, 0), (89, 1), (0, 1)])
def test_a_tenth_of_the_dates_that_would_be_unknown_closes_the_gate(
    tmp_path: Path, left: int, closed: int
) -> None:
    held = documents("ekb", 100)
    found = reasons(
        tmp_path,
        {"acts": acts(100, 100), "documents": held},
        {"acts": acts(100, left), "documents": held},
    )
    assert len(found) == closed
    if found:
        assert found[0].startswith(f"{100 - left} of 100 acts would lose their date, such as ")
        assert found[0].endswith("(if that is right: vacatio build --accept)")


def test_a_small_source_cannot_vanish_behind_a_large_one(tmp_path: Path) -> None:
    large, small = documents("ekb", 900), documents("govkz", 40)
    found = reasons(
        tmp_path,
        {"acts": acts(9, 9), "documents": [*large, *small]},
        {"acts": acts(9, 9), "documents": [*large, *small[:10]]},
    )
    assert found == [
        "source govkz would shrink from 40 to 10 documents "
        "(if that is right: vacatio build --accept)"
    ]


@pytest.mark.parametrize(("new", "silent", "closed"), [(5, 5, 1), (5, 4, 0), (4, 4, 0)])
def test_a_night_of_which_nothing_was_understood_is_not_published(
    tmp_path: Path, new: int, silent: int, closed: int
) -> None:
    held = documents("ekb", 100)
    tonight = documents("ekb", new, silent=silent, start=100)
    found = reasons(
        tmp_path,
        {"acts": acts(9, 9), "documents": held},
        {"acts": acts(9, 9), "documents": [*held, *tonight]},
    )
    assert len(found) == closed
    if found:
        assert found[0].startswith(f"none of the {new} new documents of source ekb was understood")


def test_drafts_that_are_never_read_close_no_gate(tmp_path: Path) -> None:
    kept: list[Row] = [{**each, "outcome": "kept"} for each in documents("govkz", 30)]
    found = reasons(
        tmp_path,
        {"acts": acts(9, 9), "documents": kept[:10]},
        {"acts": acts(9, 9), "documents": kept},
    )
    assert found == []


def test_what_somebody_looked_at_is_let_through(tmp_path: Path) -> None:
    old = published(tmp_path / "old", acts=acts(100, 100), documents=documents("ekb", 100))
    new = published(tmp_path / "new", acts=acts(100, 0), documents=documents("ekb", 100))
    assert gates.reasons(new, new.parent / "feeds", old, FINE, shrink=1.0) == ()
