"""The runbook shows what the commands print: its page is run from top to bottom, and compared.

Every ```console block is a session of an operator; before some of them a comment in the page says
what happens meanwhile (`<!-- meanwhile: the bank refuses -->`), and a comment `<!-- file: … -->`
that the block below it is that file. The sources are the replica, the directories lie in a folder
of the test. What changes from run to run (instants, durations, sizes, counts of a stage) is not
compared.

    python tests/test_runbook.py     # writes what is printed today into the page
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from click.testing import CliRunner

from vacatio import doctor, nightly, store
from vacatio.archive import Archive
from vacatio.cli import cli
from vacatio.datadir import DataDir
from vacatio_crawlers import replica
from vacatio_crawlers.replica import Fault

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "runbook.md"

#: What stands in the page, in order: a comment that says what happens, or a block with its kind.
PART = re.compile(
    r"^<!-- (?P<what>meanwhile|file): (?P<words>.*?) -->$|^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)

#: Directories of the page that lie in the folder of the test.
PLACES = ("/var/lib/vacatio", "/var/backups/vacatio", "/etc/vacatio", "/srv/vacatio")

#: What differs from run to run and from machine to machine, and what is compared in its place.
VOLATILE = (
    (r"\d{4}-\d\d-\d\dT\d\d:?\d\d:?\d\dZ(-\d+)?", "INSTANT"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "INSTANT"),
    (r"\b\d{8}T\d{6}Z", "INSTANT"),
    (r"STALE since \d{4}-\d\d-\d\d", "STALE since DAY"),
    (r"\(not a readable record \(.*?\)\)", "(REASON)"),
    (r"\(\d+\.\d s\)", "(SECONDS)"),
    (r"\bcontent [0-9a-f]{16}\b", "content HASH"),
    (r"\b[\d,]+ (MB|bytes)", "SIZE"),
    (r"python: [\d.]+, SQLite [\d.]+", "PYTHON"),
    (r"\.warc\.gz#\d+", ".warc.gz#OFFSET"),
    (r"127\.0\.0\.1:(?!8001\b)\d+", "REPLICA"),
)
STAGE = re.compile(r"^(crawl|read|build|check|verify|write|gates|publish|notify) +\S")


@dataclass(frozen=True, slots=True)
class Shown:
    """One command of the page with what stands below it."""

    command: str
    output: str


def sessions(body: str) -> Iterator[Shown]:
    """Split a block into commands, which may go on over several lines, and their output."""
    for each in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, output = re.sub(r"\\\n\s*", "", each).partition("\n")
        yield Shown(command, output)


class Operator:
    """Somebody at a terminal of a machine whose sources are the replica."""

    def __init__(self, root: Path, site: replica.Site) -> None:
        self.root, self.site = root, site
        for place in PLACES[:3]:
            self.here(Path(place)).mkdir(parents=True)

    def here(self, path: Path | str) -> Path:
        """Give the place in the folder of the test that stands for a path of the page."""
        return Path(self.mapped(str(path)))

    def mapped(self, words: str) -> str:
        return re.sub(rf"(?<![\w/])({'|'.join(PLACES)})\b", rf"{self.root}\1", words)

    @property
    def data(self) -> DataDir:
        return DataDir(self.here("/var/lib/vacatio"))

    @property
    def first_file(self) -> Path:
        """What the first night brought."""
        return min(self.data.archive.glob("ekb/*.warc.gz"))

    def meanwhile(self, words: str) -> None:
        """Let happen what the page says."""
        HAPPENS[words](self)

    def types(self, command: str) -> str:
        """Run one command; give what it prints, as the page would show it."""
        line, _, asked = command.partition("; ")
        line, _, piped = line.partition(" | ")
        line = line.removesuffix(" 2>&1")  # both are taken anyway
        if line.startswith("vacatio "):
            done = CliRunner(env={}).invoke(cli, shlex.split(self.mapped(line))[1:])
            assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
            said, code = done.output, done.exit_code
        else:
            ran = self.shell(line)
            said, code = ran.stdout + ran.stderr, ran.returncode
        if piped:
            said = self.shell(piped, said).stdout
        if asked:
            assert asked == 'echo "exit code $?"', asked
            said += f"exit code {code}\n"
        else:
            assert code <= bool(piped), f"{command}: {said}"
        return said.replace(str(self.root), "")

    def shell(self, line: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", self.mapped(line)],
            input=given,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},  # for the order of `ls`
        )


def refuses(operator: Operator) -> None:
    operator.site.faults["/api/documents/search"] = Fault.FORBIDDEN


def answers(operator: Operator) -> None:
    operator.site.faults.clear()


def three_days_pass(operator: Operator) -> None:
    """Set the log of the runs back, as if the nights had been as many days ago."""
    path = operator.data.log / "runs.jsonl"

    def earlier(found: re.Match[str]) -> str:
        at = dt.datetime.fromisoformat(found[0]) - dt.timedelta(days=3)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    words = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", earlier, words), encoding="utf-8")


def rule_was_wrong(operator: Operator) -> None:
    """Let what is published be of a version that counted a day too few."""
    with store.opened(operator.data.database) as db:
        db.execute("UPDATE acts SET in_force_on = date(in_force_on, '-1 day')")
        db.conn.commit()


def byte_flips(operator: Operator) -> None:
    """Change one byte in the middle of a page."""
    archive = Archive(operator.data.archive)
    name, _, offset = str(archive.history("ekb", "700103/rus")[0].place).partition("#")
    with (operator.data.archive / name).open("r+b") as file:
        file.seek(int(offset) + 200)
        [byte] = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def run_was_killed(operator: Operator) -> None:
    operator.data.lock.write_text("4711", encoding="ascii")
    operator.data.building.mkdir()


def clock_is_set_back(operator: Operator) -> None:
    later = dt.datetime.now(dt.UTC).timestamp() + 86_400
    path = operator.first_file
    os.utime(path, (later, later))


def clock_is_right(operator: Operator) -> None:
    path = operator.first_file
    os.utime(path)


def older_version(operator: Operator) -> None:
    with store.opened(operator.data.database) as db:
        db.execute("PRAGMA user_version = 1")


HAPPENS: dict[str, Callable[[Operator], None]] = {
    "the bank refuses": refuses,
    "the bank answers again": answers,
    "three days pass": three_days_pass,
    "a version that counted a day too few published": rule_was_wrong,
    "a byte of the archive flips": byte_flips,
    "a run is killed": run_was_killed,
    "the clock is set back by a day": clock_is_set_back,
    "the clock is right again": clock_is_right,
    "an older version published": older_version,
}


def run_page(page: str, folder: Path) -> Iterator[tuple[Shown, str]]:
    """Do all that the page shows; give each command with what it printed."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("VACATIO_")}
    run, examine = nightly.run, doctor.examine
    with ExitStack() as stack:
        site = stack.enter_context(replica.serve())
        operator = Operator(folder, site)

        def on_replica(plan: nightly.Plan, echo: Callable[[str], None]) -> DataDir:
            urls = site.base_urls
            made = dataclasses.replace(
                plan, demo=True, polite=False, sources=plan.sources or tuple(urls), base_urls=urls
            )
            return run(made, echo)

        def of_replica(*given: object, **more: object) -> Iterator[doctor.Symptom]:
            return examine(*given, **more, base_urls=site.base_urls)  # type: ignore[arg-type]

        for each in (
            mock.patch.dict(
                os.environ, {**kept, "VACATIO_DATA": str(operator.data.root)}, clear=True
            ),
            mock.patch("vacatio.nightly.run", on_replica),
            mock.patch("vacatio.doctor.examine", of_replica),
            mock.patch("os.geteuid", return_value=996),
            mock.patch("os.nice", return_value=0),
            mock.patch("shutil.disk_usage", return_value=SimpleNamespace(free=70 * 1024**3)),
        ):
            stack.enter_context(each)
        before = Path.cwd()
        stack.callback(os.chdir, before)
        os.chdir(operator.here("/etc/vacatio"))
        named = None
        for part in PART.finditer(page):
            match part["what"], part["kind"]:
                case "meanwhile", _:
                    operator.meanwhile(part["words"])
                case "file", _:
                    named = part["words"]
                case _, "console":
                    for shown in sessions(part["body"]):
                        yield shown, operator.types(shown.command)
                case _ if named:
                    operator.here(named).write_text(part["body"], encoding="utf-8")
                    named = None


def normal(output: str) -> list[str]:
    """Put a word in the place of what differs from run to run."""
    for pattern, word in VOLATILE:
        output = re.sub(pattern, word, output)
    lines = (line.rstrip() for line in output.splitlines())
    return [re.sub(r"\d+", "#", line) if STAGE.match(line) else line for line in lines]


def test_the_runbook_shows_what_is_printed(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    differ = {}
    for shown, printed in run_page(page, tmp_path):
        if normal(shown.output) != normal(printed):
            differ[shown.command] = printed
    assert differ == {}, "if that is right: python tests/test_runbook.py"


def test_all_that_may_happen_in_the_runbook_does() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = {part["words"] for part in PART.finditer(page) if part["what"] == "meanwhile"}
    assert told == set(HAPPENS)


def test_the_runbook_names_files_and_units_that_exist() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"\bdeploy/[\w.-]+", page))
    assert all((ROOT / each.rstrip(".")).exists() for each in named)
    units = set(re.findall(r"\bvacatio-[a-z]+\b(?:\.\w+)?", page)) - {"vacatio-nightly"}
    assert {f"deploy/{each.partition('.')[0]}" for each in units} <= {
        f"deploy/{path.stem}" for path in (ROOT / "deploy").iterdir()
    }


@pytest.mark.parametrize(
    ("shown", "printed", "alike"),
    [
        ("at 2026-11-29T03:00:00Z", "at 2027-01-01T04:05:06Z", True),
        ("gates    0 closed (0.1 s)", "gates    1 closed (11.3 s)", True),
        ("gates    0 closed (0.1 s)", "gates    0 feeds (0.1 s)", False),
        ("applies from 2026-01-06", "applies from 2026-01-07", False),
        ("ok       lock: free", "ok       lock: no run yet", False),
    ],
)
def test_what_is_compared_is_what_matters(shown: str, printed: str, alike: bool) -> None:
    assert (normal(shown) == normal(printed)) is alike


def written(page: str) -> str:
    """Give the page with what is printed today."""
    with tempfile.TemporaryDirectory() as folder:
        made = iter(list(run_page(page, Path(folder))))

    def fresh(part: re.Match[str]) -> str:
        if part["kind"] != "console":
            return part[0]
        heads = re.split(r"^(?=\$ )", part["body"], flags=re.MULTILINE)
        told = []
        for head in heads:
            if head.startswith("$ "):
                command = re.match(r"(?:.*\\\n)*.*\n", head)
                assert command
                told.append(command[0] + next(made)[1])
        return f"```console\n{''.join(told)}```"

    return PART.sub(fresh, page)


if __name__ == "__main__":
    new = written(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(new, encoding="utf-8")
    sys.stdout.write(json.dumps({"written": str(PAGE), "lines": new.count("\n")}) + "\n")
