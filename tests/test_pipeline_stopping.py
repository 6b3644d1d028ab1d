"""A run that is told to stop says so, writes it down, and leaves nothing half-done or locked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vacatio import ledger, lock, publish, runs
from vacatio.datadir import DataDir
from vacatio.stopping import Stopped, Stopping, on_signals

#: A night on a site that does not answer before the test is over.
NIGHT = """
import signal
import sys
from pathlib import Path
from vacatio import nightly
from vacatio.commands._shared import clear_errors, say
from vacatio.nightly import Plan
from vacatio.settings import Settings
from vacatio_crawlers import replica
from vacatio_crawlers.replica import Fault

for each in (signal.SIGHUP, signal.SIGINT):  # whoever runs these tests may ignore them
    signal.signal(each, signal.SIG_DFL)
with replica.serve(faults={"/api/documents/search": Fault.SLOW}) as site, clear_errors():
    nightly.run(
        Plan(
            Settings(data=Path(sys.argv[1])),
            demo=True,
            polite=False,
            sources=("ekb",),
            base_urls=site.base_urls,
        ),
        say,
    )
"""


def until(true: object, seconds: float = 300) -> None:
    assert callable(true)
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came to that"
        time.sleep(0.05)


def group(leader: int) -> bool:
    """Tell whether any process of a group is left."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_night_that_is_told_to_stop_ends_at_once_and_cleanly(
    tmp_path: Path, number: signal.Signals
) -> None:
    data = DataDir(tmp_path / "var")
    night = subprocess.Popen(
        [sys.executable, "-c", NIGHT, str(data.root)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until(lambda: (data.log / "crawl.log").exists())  # the crawl is under way
    night.send_signal(number)
    _, said = night.communicate(timeout=120)
    assert night.returncode == 128 + number
    assert said.splitlines()[-1] == (
        f"vacatio: stopped by {number.name}: what was fetched is kept, what is published stays in "
        "place, and the next run goes on from here"
    )
    assert "Traceback" not in said
    [row] = runs.rows(data.log)
    assert str(row["outcome"]).startswith(f"interrupted: stopped by {number.name}")
    [stage] = map(json.loads, (data.log / "stages.jsonl").read_text().splitlines())
    assert (stage["stage"], stage["outcome"]) == ("crawl", "failed")
    assert stage["reason"].startswith(f"stopped by {number.name}")
    with lock.held(data.lock):
        assert publish.recover(data) is None
    until(lambda: not group(night.pid))  # nothing that it started is left


def test_what_must_not_be_left_half_done_comes_to_its_end_first() -> None:
    done = []

    def short(asked: Stopping) -> None:
        with asked.to_its_end():
            signal.raise_signal(signal.SIGTERM)
            done.append("to its end")

    with on_signals() as asked, pytest.raises(Stopped):
        short(asked)
    assert done == ["to its end"]


def test_who_asks_a_second_time_does_not_disturb_the_end() -> None:
    done = []

    def work() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGTERM)
            done.append("written down")

    with on_signals(), pytest.raises(Stopped):
        work()
    assert done == ["written down"]


def test_a_run_under_nohup_outlives_its_terminal() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with on_signals():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_handlers_of_the_process_are_given_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with on_signals():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_stop_is_no_fault_of_the_page_at_hand() -> None:
    """What catches the faults of one page must not take a stop for one."""
    assert not issubclass(Stopped, Exception)


def test_a_stopped_run_is_no_publication_for_the_log(tmp_path: Path) -> None:
    run = runs.start(tmp_path, demo=False, echo=lambda line: None)
    with pytest.raises(Stopped), run.stage("read"):
        raise Stopped(signal.SIGTERM)
    run.finish("interrupted: " + runs.words(Stopped(signal.SIGTERM)))
    *_, end = ledger.read(tmp_path / "runs.jsonl")
    assert "interrupted: stopped by SIGTERM" in str(end["outcome"])


def test_half_a_line_that_a_crash_left_in_the_log_of_stages_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "stages.jsonl"
    path.write_text('{"run": "a", "stage": "crawl"}\n{"run": "a", "sta', encoding="utf-8")
    with runs.start(tmp_path, demo=True, echo=lambda line: None).stage("read"):
        pass
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["stage"] for line in told] == ["crawl", "read"]
