"""A new version on the data of an older one: nothing is read wrongly, one build mends all.

Each `tests/older/schema-N.tar.xz` is a data directory as a version with schema N left it, packed
by `tests/older/keep.py`. Whoever raises the schema packs one first; every test here finds it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from vacatio import asking, backup, ledger, nightly, publish, runs, schema, store, versions
from vacatio.cli import cli
from vacatio.datadir import DataDir
from vacatio.decisions import read
from vacatio.nightly import Plan
from vacatio.settings import Settings
from vacatio_crawlers import replica

ROOT = Path(__file__).parents[1]
KEPT = {
    int(path.name.removeprefix("schema-").removesuffix(".tar.xz")): path
    for path in sorted((ROOT / "tests" / "older").glob("schema-*.tar.xz"))
}
ACT = "kz/order/finance/2026-11-16/193"
TOLD = "was written by another version"
SAID = "run `vacatio build`"

#: Every command that is told where the data lie: what it does with those of an older version, as
#: exit code and words. What reads the tables refuses them; what needs none of them goes on.
COMMANDS = {
    "backup": (("backup", "{out}"), 0, "files"),
    "build": (("build",), 0, "publish  publication 000002"),
    "check": (("check", str(ROOT / "docs/examples/newsletter.txt")), 2, TOLD),
    "crawl": (("crawl",), 2, "never mixes"),  # a demo is crawled by `demo` alone
    "demo": (("demo", "--build-only"), 0, "publish  publication 000002"),
    "doctor": (("doctor", "--offline"), 1, SAID),
    "explain": (("explain", ACT), 2, TOLD),
    "export": (("export", "--since", "2026-01-01"), 2, TOLD),
    "export --act": (("export", "--act", ACT, "--format", "rss"), 2, TOLD),
    "nightly": (("nightly",), 2, "never mixes"),
    "restore": (("restore", "{copy}"), 0, "files"),
    "review": (("review",), 2, TOLD),
    "review decide": (("review", "decide", "1", "--by", "x", "--confirm"), 2, TOLD),
    "rollback": (("rollback",), 2, "keeps no publication before"),
    "serve": (("serve", "--port", "0"), 2, TOLD),
    "sources": (("sources",), 0, "25 documents"),
    "status": (("status",), 0, SAID),
}


@pytest.fixture(params=KEPT.values(), ids=[f"schema {number}" for number in KEPT])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> DataDir:
    """Unpack the data directory that an older version left."""
    shutil.unpack_archive(request.param, tmp_path / "var", "xztar")  # our own; 3.11.2 filters none
    return DataDir(tmp_path / "var")


def vacatio(*given: str | Path) -> Result:
    return CliRunner(env={}).invoke(cli, [str(each) for each in given], catch_exceptions=False)


def quiet(line: str) -> None:
    """Say nothing."""


def test_every_older_schema_is_kept_and_the_changelog_says_who_wrote_it() -> None:
    assert list(KEPT) == list(range(1, schema.SCHEMA_VERSION))
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    told = set(map(int, re.findall(r"^\| (\d+) \|", log, re.MULTILINE)))
    assert told == {*KEPT, schema.SCHEMA_VERSION}


def test_the_version_names_its_schema() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = vacatio("--version").output
    assert told == f"vacatio {project['version']} (schema {schema.SCHEMA_VERSION})\n"


def test_every_command_that_is_told_where_data_lie_is_tried() -> None:
    context = click.Context(cli)
    needing = {
        name
        for name in cli.list_commands(context)
        for command in [cli.get_command(context, name)]
        if command and any(each.name == "data" for each in command.params)
    }
    assert needing == {name.partition(" ")[0] for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_does_what_is_right_or_says_what_to_do(
    name: str, older: DataDir, tmp_path: Path
) -> None:
    given, code, words = COMMANDS[name]
    copy, out = tmp_path / "copy.tar.gz", tmp_path / "out.tar.gz"
    backup.backup(older, copy)
    before = older.database.read_bytes()
    data = tmp_path / "new" if name == "restore" else older.root
    done = vacatio(*(each.format(copy=copy, out=out) for each in given), "--data", data)
    assert done.exit_code == code, done.output
    assert words in done.output
    if code == 2:
        assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    if words == TOLD:
        assert SAID in done.stderr
    if name not in ("build", "demo"):
        assert older.database.read_bytes() == before, "nothing but a build touches it"


def announced(data: DataDir) -> list[tuple[object, ...]]:
    """Tell what the ledger announced, by content; corrections name what they correct."""
    return [
        tuple(line.get(key) for key in ("act_id", "kind", "provisions", "effective_on", "replaces"))
        for line in ledger.read(data.ledger / "events.jsonl")
    ]


def test_one_build_makes_what_a_fresh_installation_would(older: DataDir, tmp_path: Path) -> None:
    copy, fresh = tmp_path / "copy.tar.gz", DataDir(tmp_path / "fresh")
    backup.backup(older, copy)
    backup.restore(copy, fresh.root)
    told = (older.ledger / "events.jsonl").read_bytes()
    for data in (older, fresh):
        assert vacatio("build", "--data", data.root).exit_code == 0
    assert store.content(older.database) == store.content(fresh.database)
    assert store.faults(older.database) == ()
    assert (older.ledger / "events.jsonl").read_bytes().startswith(told), "it is only added to"
    assert len(announced(older)) == len(set(announced(older))), "nothing is announced twice"
    assert vacatio("status", "--data", older.root).output.count(SAID) == 0
    again = (older.ledger / "events.jsonl").read_bytes()
    assert vacatio("build", "--data", older.root).exit_code == 0
    assert (older.ledger / "events.jsonl").read_bytes() == again


def test_what_people_decided_still_decides(older: DataDir) -> None:
    [decided] = read(older.decisions)
    assert vacatio("build", "--data", older.root).exit_code == 0
    told = vacatio("explain", str(decided.act), "--data", older.root).output
    assert f"applies from {decided.value} (reviewed" in told


def test_a_night_crawls_and_publishes_on_what_an_older_version_left(older: DataDir) -> None:
    with replica.serve() as site:
        plan = Plan(
            Settings(data=older.root),
            demo=True,
            polite=False,
            sources=tuple(site.base_urls),
            base_urls=site.base_urls,
        )
        before = older.database.read_bytes()
        nightly.run(Plan(plan.settings, build=False, demo=True, polite=False,
                         sources=plan.sources, base_urls=plan.base_urls), quiet)  # fmt: skip
        assert older.database.read_bytes() == before, "a crawl publishes nothing"
        nightly.run(plan, quiet)
    assert versions.fits(older.database)
    with closing(sqlite3.connect(older.database)) as db:
        assert db.execute("SELECT count(*) FROM acts").fetchone() > (13,)
        ((outcome,),) = db.execute("SELECT outcome FROM runs ORDER BY id DESC LIMIT 1")
    assert outcome == "published"


def test_tables_that_an_older_version_did_not_have_stop_no_night(older: DataDir) -> None:
    with closing(sqlite3.connect(older.database)) as db:
        for table in ("documents", "events", "amendments", "modifications", "findings"):
            db.execute(f"DROP TABLE IF EXISTS [{table}]")
        db.execute("ALTER TABLE acts RENAME COLUMN in_force_on TO starts_on")
    beat = {"source": "ekb", "at": "2026-11-29T03:00:00Z", "outcome": "ok", "reason": None,
            "documents": 63, "new": 0, "changed": 0, "unchanged": 63}  # fmt: skip
    night = runs.start(older.log, demo=True, echo=quiet)  # so that the next is not the first
    night.sources.append(beat)
    night.finish("published")
    assert vacatio("demo", "--build-only", "--data", older.root).exit_code == 0
    assert versions.fits(older.database)


def test_no_rollback_leads_to_an_older_version(older: DataDir) -> None:
    assert vacatio("build", "--data", older.root).exit_code == 0
    before = store.content(older.database)
    done = vacatio("rollback", "--data", older.root)
    assert done.exit_code == 2
    assert "publication 000001 was written by another version" in done.stderr
    assert store.content(older.database) == before
    assert publish.current(older) == "000002"
    assert not older.journal.exists()


def test_a_publication_that_was_interrupted_before_the_upgrade_is_finished_first(
    older: DataDir,
) -> None:
    told = (older.ledger / "events.jsonl").read_bytes()
    (older.ledger / "events.jsonl").write_bytes(b"".join(told.splitlines(keepends=True)[:5]))
    older.feeds.unlink()
    older.journal.write_text(json.dumps({"publication": "000001"}) + "\n", encoding="utf-8")
    assert TOLD in vacatio("serve", "--port", "0", "--data", older.root).stderr
    ids = {str(line["id"]) for line in ledger.read(older.ledger / "events.jsonl")}
    assert ids == {json.loads(line)["id"] for line in told.splitlines()}
    assert publish.current(older) == "000001"
    assert vacatio("build", "--data", older.root).exit_code == 0
    assert versions.fits(older.database)


def test_a_database_of_our_number_that_lacks_a_column_is_none_of_ours(older: DataDir) -> None:
    assert vacatio("build", "--data", older.root).exit_code == 0
    with closing(sqlite3.connect(older.database)) as db:
        db.execute("ALTER TABLE acts RENAME COLUMN reason TO why")
    reason = versions.other(older.database)
    assert reason == f"its schema {schema.SCHEMA_VERSION} lacks acts.reason"


def test_a_crawl_asks_nothing_by_what_another_version_published(older: DataDir) -> None:
    with closing(sqlite3.connect(older.database)) as db:
        ((day,),) = db.execute("SELECT max(in_force_on) FROM acts")
    today = dt.date.fromisoformat(day)
    assert asking.ids(older.database, today) == {}
    assert vacatio("build", "--data", older.root).exit_code == 0
    assert asking.ids(older.database, today) != {}


@contextmanager
def site(data: DataDir) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve what is published, on a free port, until the test is over."""
    command = [sys.executable, "-m", "vacatio", "serve", "--data", str(data.root), "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout
        try:
            assert select.select([process.stdout], [], [], 300)[0], "the site did not start"
            address = re.search(r"http://[\d.:]+", process.stdout.readline())
            assert address
            yield address[0], process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)


def fetched(address: str) -> tuple[int, str]:
    for _ in range(3000):
        try:
            with urllib.request.urlopen(address, timeout=300) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_the_site_stands_after_the_build_and_ends_when_another_version_publishes(
    older: DataDir, tmp_path: Path
) -> None:
    aside = tmp_path / "older.db"
    shutil.copy(older.database, aside)
    assert vacatio("build", "--data", older.root).exit_code == 0
    with site(older) as (address, process):
        assert fetched(f"{address}/act/{ACT}")[0] == 200
        assert fetched(f"{address}/feeds/changes.atom")[0] == 200
        with closing(sqlite3.connect(aside)) as new, closing(sqlite3.connect(older.database)) as db:
            new.backup(db)  # as a publication arrives
        time.sleep(1.1)  # what the site was told a second ago is believed no more
        status, words = fetched(f"{address}/act/{ACT}")
        assert (status, "brought up to date" in words) == (503, True)
        assert process.wait(60) == 2
        assert process.stderr
        assert "start the site again" in process.stderr.read()
