"""Each modification takes the day of the provision that carries it, or none."""

from __future__ import annotations

import datetime as dt

import pytest

from vacatio.carried import entry_of
from vacatio.provision_paths import paths
from vacatio_calendar.model import Certainty, Confidence, EntryIntoForce


def entry(day: int, provisions: str | None = None) -> EntryIntoForce:
    return EntryIntoForce(
        dt.date(2026, 1, day),
        None,
        Certainty.COMPUTED,
        Confidence.PROVISIONAL,
        provisions=provisions,
    )


MAIN = entry(1)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("статьи 3", ["article 3"]),
        ("статья 1, пункт 2, подпункт 3)", ["article 1 point 2 subpoint 3"]),
        ("подпункта 3) пункта 2 статьи 1", ["article 1 point 2 subpoint 3"]),
        ("пунктов 3 и 6", ["point 3", "point 6"]),
        ("статей 2 – 4 настоящего Закона", ["article 2", "article 3", "article 4"]),
        ("абзацев второго и пятого пункта 1", ["indent 2 point 1", "indent 5 point 1"]),
        (
            "подпункта 1) пункта 1, подпункта 4) пункта 7 статьи 1",
            ["article 1 point 1 subpoint 1", "article 1 point 7 subpoint 4"],
        ),
        ("пункта 1 статьи 1 и статьи 5", ["article 1 point 1", "article 5"]),
        ("пункта 1-1 статьи 9", ["article 9 point 1-1"]),
        ("1-баптың 2-тармағының 3) тармақшасын", ["article 1 point 2 subpoint 3"]),
        ("paragraph 2 of Article 1", ["article 1 point 2"]),
    ],
)
def test_provisions_are_read_from_words(words: str, named: list[str]) -> None:
    found = paths(words)
    assert found is not None
    assert sorted(" ".join(sorted(f"{u} {n}" for u, n in path)) for path in found) == sorted(named)


@pytest.mark.parametrize("words", ["", "пункта 3 перечня", "статьи", "норм о ввозе", "3 и 6"])
def test_words_that_are_not_understood_whole_name_nothing(words: str) -> None:
    assert paths(words) is None


@pytest.mark.parametrize(
    ("by", "exceptions", "day"),
    [
        ("статья 1, пункт 2", [], 1),
        (None, [], 1),
        (None, ["статьи 1"], None),
        ("статья 2", ["статьи 1"], 1),
        ("статья 1, пункт 2", ["статьи 1"], 2),
        ("статья 1, пункт 2", ["пункта 2 статьи 1"], 2),
        ("статья 1, пункт 2", ["пункта 3 статьи 1"], 1),
        ("статья 1, пункт 2", ["подпункта 1) пункта 2 статьи 1"], None),
        ("статья 1, пункт 2", ["положений о штрафах"], None),
        ("статья 1, пункт 2", ["статьи 1", "пункта 2 статьи 1"], 3),
        ("пункт 1, подпункт 2)", ["подпункта 2) пункта 1"], 2),
        ("статья 1, пункт 2", ["пункта 2"], 2),
        ("статья 1", ["пункта 2"], None),
    ],
)
def test_a_modification_takes_the_day_of_its_provision(
    by: str | None, exceptions: list[str], day: int | None
) -> None:
    entries = [MAIN, *(entry(number, words) for number, words in enumerate(exceptions, start=2))]
    found = entry_of(by, entries)
    assert (found.on.day if found and found.on else None) == day
