"""The ledger is appended to and never rewritten; its index answers as reading it whole would."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vacatio import ledger
from vacatio.datadir import DataDir
from vacatio.ledger import DamagedLedger, Line
from vacatio.ledger_index import LedgerIndex


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path)


def event(number: int, **more: str) -> Line:
    return {"id": f"e{number}", "act_id": f"kz/{number % 3}", "known_on": "2026-01-05", **more}


def written(data: DataDir, *lines: Line, name: str = "events") -> Path:
    path = data.ledger / f"{name}.jsonl"
    ledger.append(path, lines)
    return path


def read_by(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Note every line that is read from now on."""
    found: list[bytes] = []

    def line(path: Path, number: int, words: bytes) -> Line:
        found.append(words)
        return dict(json.loads(words))

    monkeypatch.setattr(ledger, "line", line)
    return found


def test_a_line_is_appended_once(data: DataDir) -> None:
    path = written(data, event(1), event(1))
    assert ledger.append(path, [event(1), event(2)]) == 1
    assert [line["id"] for line in ledger.read(path)] == ["e1", "e2"]


def test_what_a_crash_cut_off_is_cut_away_before_the_next_line(data: DataDir) -> None:
    path = written(data, event(1))
    with path.open("ab") as file:
        file.write(b'{"id": "e2", "title": "' + b"x" * 200_000)
    assert [line["id"] for line in ledger.read(path)] == ["e1"]
    assert ledger.append(path, [event(2)]) == 1
    assert [line["id"] for line in ledger.read(path)] == ["e1", "e2"]


def test_a_file_that_holds_only_a_cut_line_begins_anew(data: DataDir) -> None:
    data.ledger.mkdir()
    path = data.ledger / "events.jsonl"
    path.write_bytes(b'{"id": "e1"')
    assert ledger.append(path, [event(2)]) == 1
    assert [line["id"] for line in ledger.read(path)] == ["e2"]


def test_lines_are_found_by_what_they_are_about_in_the_order_of_the_file(data: DataDir) -> None:
    written(data, event(4), event(2), event(1, known_on="2025-12-31"))
    written(
        data,
        {"id": "n1", "kind": "soon", "act_id": "kz/1"},
        {"id": "n2", "kind": "draft", "document_id": "ekb/1/rus"},
        {"id": "n3", "kind": "soon", "act_id": "kz/2"},
        name="notices",
    )
    written(
        data,
        {"id": "f1#1", "finding": "f1"},
        {"id": "f2#1", "finding": "f2"},
        {"id": "f1#1/end", "finding": "f1"},
        name="findings",
    )
    with LedgerIndex(data) as index:
        assert [line["id"] for line in index.events(["kz/1", "kz/none"])] == ["e4", "e1"]
        assert index.events(["kz/2"]) == (event(2),)
        found = index.notices(acts=["kz/1"], documents=["ekb/1/rus"], ids=["n1", "n3"])
        assert [line["id"] for line in found] == ["n1", "n2", "n3"]
        assert [line["id"] for line in index.findings(["f1"])] == ["f1#1", "f1#1/end"]
        assert index.has("findings", ["f1#1", "f3#1"]) == {"f1#1"}
        assert index.first_known() == "2025-12-31"


def test_an_empty_ledger_answers_nothing(data: DataDir) -> None:
    with LedgerIndex(data) as index:
        assert index.events(["kz/1"]) == index.notices(ids=["n1"]) == index.findings(["f1"]) == ()
        assert index.has("events", ["e1"]) == set()
        assert index.first_known() is None


def test_only_what_was_appended_since_is_read(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(data, *map(event, range(50)))
    with LedgerIndex(data):
        pass
    written(data, event(50), event(51))
    read = read_by(monkeypatch)
    with LedgerIndex(data) as index:
        assert [json.loads(words)["id"] for words in read] == ["e50", "e51"]
        index.catch_up()
        assert len(read) == 2


def test_with_the_index_only_new_ids_are_looked_for(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(data, *map(event, range(50)))
    with LedgerIndex(data) as index:
        read = read_by(monkeypatch)
        assert ledger.append(path, [event(49), event(50), event(50)], index) == 1
        assert ledger.append(path, [event(50)], index) == 0
        assert [json.loads(words)["id"] for words in read] == ["e50"]
    monkeypatch.undo()
    assert [line["id"] for line in ledger.read(path)] == [f"e{number}" for number in range(51)]


@pytest.mark.parametrize("harm", ["restored", "shorter", "mended", "gone", "index damaged"])
def test_an_index_of_another_ledger_is_begun_anew(data: DataDir, harm: str) -> None:
    path = written(data, *map(event, range(9)))
    with LedgerIndex(data) as index:
        assert len(index.events(["kz/0"])) == 3
    if harm == "restored":  # a file of the same size, by another name that it bore before
        other = path.with_name("other")
        other.write_bytes(path.read_bytes().replace(b"kz/0", b"kz/7"))
        other.replace(path)
    elif harm == "shorter":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif harm == "mended":
        path.write_bytes(path.read_bytes().replace(b"kz/0", b"kz/7"))
    elif harm == "gone":
        path.unlink()
    else:
        index.path.write_bytes(b"no database" * 999)
    with LedgerIndex(data) as index:
        for act in ("kz/0", "kz/7"):
            expected = [line for line in ledger.read(path) if line["act_id"] == act]
            assert list(index.events([act])) == expected


def test_a_damaged_line_is_named_by_its_number(data: DataDir) -> None:
    path = written(data, event(0), event(1))
    with path.open("ab") as file:
        file.write(b'no line\n{"id": "e3"}\n')
    with pytest.raises(DamagedLedger, match=r"events\.jsonl, line 3: not one JSON object"):
        LedgerIndex(data).__enter__()


some_lines = st.lists(
    st.builds(event, st.integers(0, 40), title=st.text(max_size=3)),
    max_size=6,
    unique_by=lambda line: line["id"],
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(some_lines, st.sampled_from(["", "", "cut", "shorter", "no index"])), max_size=5
    )
)
def test_whatever_becomes_of_the_files_the_index_answers_as_the_ledger(
    nights: list[tuple[list[Line], str]],
) -> None:
    with tempfile.TemporaryDirectory() as name, mock.patch("os.fsync"):
        data = DataDir(Path(name))
        path, twin = data.ledger / "events.jsonl", data.root / "twin.jsonl"
        for lines, harm in nights:
            with LedgerIndex(data) as index:
                assert ledger.append(path, lines, index) == ledger.append(twin, lines)
                index.catch_up()
                told = ledger.read(path)
                assert told == ledger.read(twin)
                for act in ("kz/0", "kz/1"):
                    assert index.events([act]) == tuple(x for x in told if x["act_id"] == act)
                assert index.has("events", ["e1", "e2"]) == {"e1", "e2"} & {x["id"] for x in told}
            if harm == "cut" and path.exists():
                for each in (path, twin):
                    with each.open("ab") as file:
                        file.write(b'{"id": "e')
            if harm == "shorter" and path.exists():
                for each in (path, twin):
                    each.write_bytes(each.read_bytes()[: each.stat().st_size // 2])
            if harm == "no index":
                index.path.unlink()
