"""The file of decisions: understood or refused by its line, and added to without a loss."""

from __future__ import annotations

import datetime as dt
import re
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatio import deciding, decisions
from vacatio.basis import digest
from vacatio.datadir import DataDir
from vacatio.decisions import BadDecision, Kind, Recorded, State, Verdict, standing
from vacatio_calendar.known import Fact

ORDER = "kz/order/maidr/2025-12-22/672-nq"
TODAY = dt.date(2026, 1, 12)
DECISION = """\
# read by hand

[[decision]]
id = "672-published"
act = "kz/order/maidr/2025-12-22/672-nq"
kind = "publication"
value = 2025-12-26
source = "the bank's page"
by = "reviewer"
on = 2026-01-12
"""


def test_decisions_become_rows_and_facts_of_their_act(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    assert decisions.read(path) == ()
    path.write_text(DECISION, encoding="utf-8")
    [recorded] = decisions.read(path)
    row = recorded.row(State.APPLIED, frozenset({ORDER}), frozenset())
    assert (row["act_id"], row["kind"], row["value"], row["on"], row["verdict"]) == (
        *(ORDER, "publication", "2025-12-26", "2026-01-12", "corrected"),
    )
    [decision] = decisions.by_act([recorded])[ORDER]
    assert (decision.fact, decision.on) == (Fact.PUBLICATION, dt.date(2025, 12, 26))
    assert decision.source == "decision 672-published by reviewer of 2026-01-12: the bank's page"


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (('by = "reviewer"', ""), 3, "`by` must be a non-empty text"),
        (('by = "reviewer"', "by = 7"), 9, "`by` must be a non-empty text"),
        (("on = 2026-01-12", 'on = 2026-01-12\nmood = "good"'), 11, "unknown key `mood`"),
        (("value = 2025-12-26", 'value = "soon"'), 7, "`value` must be a date such as"),
        (("value = 2025-12-26", ""), 3, "`value` is missing: what was decided"),
        (('kind = "publication"', 'kind = "guess"'), 6, "`kind` is 'guess'; it must be one of"),
        (('kind = "publication"', 'kind = "finding"'), 3, "`review` is missing: the id of the q"),
        (('act = "kz', '# act = "kz'), 3, "`act` is missing: the id of the act"),
        (("value = 2025-12-26", 'verdict = "dismissed"'), 3, "`reason` is missing: why it was"),
        (("[[decision]]", "[[decisions]]"), 3, "unknown table `decisions`"),
        (("[[decision]]", "[[decision"), 3, "not TOML"),
        (('source = "the', 'source = "the\n'), 8, "not TOML"),
        ((DECISION, DECISION * 2), 14, "the id 672-published stands there twice"),
    ],
)
def test_a_decision_that_cannot_be_understood_is_named_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(DECISION.replace(*change), encoding="utf-8")
    with pytest.raises(BadDecision, match=re.escape(words)) as caught:
        decisions.read(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert "\n" not in str(caught.value)


def test_a_later_decision_on_the_same_replaces_an_earlier_one() -> None:
    first = Recorded("1", Kind.ENTRY, "A", TODAY, act=ORDER, value="2026-01-06")
    other = Recorded("2", Kind.ENTRY, "A", TODAY, act=ORDER, value="2026-03-01", provisions="п. 2")
    last = Recorded("3", Kind.ENTRY, "B", TODAY, act=ORDER, value="2026-01-07")
    assert set(standing([first, other, last])) == {"2", "3"}


WORDS = st.text(min_size=1).filter(str.strip)


def made(name: str, **given: object) -> Recorded:
    return Recorded(name, Kind.FINDING, "A", TODAY, **given)  # type: ignore[arg-type]


@given(words=st.lists(WORDS, min_size=7, max_size=7), rests_on=st.lists(WORDS, max_size=3))
def test_what_is_written_is_read_back_whatever_the_words(
    words: list[str], rests_on: list[str]
) -> None:
    keys = ("review", "act", "document", "provisions", "source", "reason", "note")
    given = made("x", **dict(zip(keys, words, strict=True)), rests_on=tuple(rests_on))
    text = deciding.written(given, "\x00 # [[decision]]\n".join(words))
    assert decisions.parse(Path("decisions.toml"), text) == (given,)


def test_adding_a_decision_leaves_all_that_people_wrote(tmp_path: Path) -> None:
    real = tmp_path / "repository" / "mine.toml"
    real.parent.mkdir()
    by_hand = f"{DECISION}# a note at the end, without a line break"
    real.write_text(by_hand, encoding="utf-8")
    data = DataDir(tmp_path)
    data.decisions.symlink_to(real)
    new = deciding.record(data, TODAY, "Is it so?", lambda name, known: made(name, review="f"))
    assert new.id == "2026-01-12-1"
    assert real.read_text(encoding="utf-8").startswith(f"{by_hand}\n\n# Is it so?\n[[decision]]\n")
    assert data.decisions.is_symlink()
    assert [each.id for each in decisions.read(data.decisions)] == ["672-published", new.id]


def test_a_file_that_is_broken_is_not_added_to(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    data.decisions.write_text("[[decision]]\nid = 7\n", encoding="utf-8")
    with pytest.raises(BadDecision, match="line 1"):
        deciding.record(data, TODAY, "", lambda name, known: made(name, review="f"))
    assert data.decisions.read_text(encoding="utf-8") == "[[decision]]\nid = 7\n"


def test_decisions_taken_at_the_same_time_all_stand(tmp_path: Path) -> None:
    data = DataDir(tmp_path)

    def take(number: int) -> None:
        deciding.record(data, TODAY, "", lambda name, known: made(name, review=f"f{number}"))

    threads = [threading.Thread(target=take, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = decisions.read(data.decisions)
    assert {each.review for each in found} == {f"f{number}" for number in range(12)}
    assert len({each.id for each in found}) == 12


def test_only_words_and_values_make_the_basis() -> None:
    same = digest(["words: «Со дня»", "computed: 2026-01-06"])
    assert same == digest(["Words: Со  дня", "computed: 2026-01-06"])
    assert same != digest(["words: «Со дня»", "computed: 2026-01-07"])
    assert Verdict("confirmed") is Verdict.CONFIRMED
