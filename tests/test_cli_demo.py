"""The commands of the pipeline, as somebody at a terminal meets them."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vacatio.cli import cli


def vacatio(*given: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, outside the project."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("VACATIO_")}
    return subprocess.run(
        [sys.executable, "-m", "vacatio", *given],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        cwd="/",
        env={**clean, **environ},
    )


def quick(*given: str, **environ: str) -> Result:
    """Run the command in this process, which starts sooner."""
    return CliRunner(env=environ).invoke(cli, given, catch_exceptions=False)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "var-demo"
    done = vacatio("demo", "--build-only", "--data", str(root))
    assert (done.returncode, done.stderr.count("\n")) == (0, 8), done.stderr
    assert "DEMO data are published" in done.stdout
    return root


def test_everything_the_demo_publishes_is_marked(published: Path) -> None:
    for name in ("changes.rss", "changes.atom"):
        words = (published / "feeds" / name).read_text(encoding="utf-8")
        titles = re.findall(r"<title[^>]*>([^<]*)</title>", words)
        assert len(titles) > 5
        assert all("DEMO" in title for title in titles)
    calendar = (published / "feeds" / "in-force.ics").read_text(encoding="utf-8")
    assert calendar.count("SUMMARY:DEMO") == calendar.count("BEGIN:VEVENT") > 5


def test_real_data_are_refused_where_the_demo_lives(published: Path) -> None:
    done = quick("crawl", "--data", str(published))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "never mixes" in done.stderr


def test_the_environment_names_the_data_directory(published: Path) -> None:
    done = quick("status", VACATIO_DATA=str(published))
    assert done.exit_code == 0
    assert "all is well" in done.stdout


def test_status_prints_the_object_of_the_contract(published: Path) -> None:
    done = quick("status", "--data", str(published), "--format", "json")
    told = json.loads(done.stdout)
    assert set(told) == {"ok", "published_at", "sources", "last_run", "overdue"}
    assert told["ok"] is True
    assert told["overdue"] == []
    assert told["last_run"]["outcome"] == "published"
    assert [stage["stage"] for stage in told["last_run"]["stages"]] == [
        "crawl",
        "read",
        "build",
        "check",
        "verify",
        "write",
        "gates",
        "publish",
    ]


def test_sources_prints_the_list_of_the_contract(published: Path) -> None:
    done = quick("sources", "--data", str(published), "--format", "json")
    told = {row["name"]: row for row in json.loads(done.stdout)}
    assert set(told["ekb"]) == {
        "name",
        "title",
        "url",
        "robots",
        "expects",
        "last_success",
        "last_new",
    }
    assert told["ekb"]["last_success"]


@pytest.mark.parametrize(
    "asked", ["kz/order/maidr/2025-12-22/672-nq", "672/НҚ", "672/HK", "№ 672/нқ"]
)
def test_an_act_is_explained_by_its_id_or_number(published: Path, asked: str) -> None:
    done = quick("explain", asked, "--data", str(published))
    assert done.exit_code == 0
    assert "applies from 2026-01-06" in done.stdout
    assert "KZ-CLS-AFTER-N" in done.stdout
    assert "(DEMO)" in done.stdout


def test_an_act_is_explained_by_the_ids_of_its_sources_and_as_data(published: Path) -> None:
    first = quick("explain", "230-VIII", "--data", str(published), "--format", "json")
    act = json.loads(first.stdout)["act"]
    for name in (act["ngr"], act["ekb_id"]):
        told = json.loads(
            quick("explain", name, "--data", str(published), "--format", "json").stdout
        )
        assert told["act"]["id"] == "kz/law/2025-11-17/230-viii"
        assert told["commencements"][0]["in_force_on"] == "2026-01-18"
        proof = [step for step in told["commencements"][0]["steps"] if step["of"] == "in_force_on"]
        assert proof[-1]["on"] == "2026-01-18"


WITHOUT_NETWORK = """
import socket, sys
def refuse(*given): raise SystemExit("the network was asked for")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.create_connection = refuse
from vacatio.cli import cli
cli(sys.argv[1:])
"""


def test_a_build_needs_no_network(published: Path, tmp_path: Path) -> None:
    shutil.copytree(published, tmp_path / "var", symlinks=True)
    command = [sys.executable, "-c", WITHOUT_NETWORK, "build", "--data", str(tmp_path / "var")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "publish  publication" in done.stderr


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("explain", "999-XX"), "no act '999-XX' is published"),
        (("explain", "x", "--data", "/nonexistent/var"), "nothing is published"),
        (("serve", "--data", "/nonexistent/var"), "nothing is published"),
        (("build", "--config", "/nonexistent.toml"), "cannot be read"),
        (("crawl", "--source", "atlantis"), "no source is called 'atlantis'"),
    ],
)
def test_misuse_is_one_clear_line_and_exit_code_2(
    published: Path, tmp_path: Path, given: tuple[str, ...], words: str
) -> None:
    where = tmp_path / "var" if given[0] == "crawl" else published
    done = quick(*given, VACATIO_DATA=str(where))
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("given", [("serve", "--port", "0"), ("explain", "672/НҚ"), ("build",)])
def test_a_damaged_database_is_one_clear_line(
    published: Path, tmp_path: Path, given: tuple[str, ...]
) -> None:
    data = tmp_path / "var"
    shutil.copytree(published, data, symlinks=True)
    (data / "vacatio.db").write_bytes(b"no database" * 999)
    done = quick(*given, "--data", str(data))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "move vacatio.db away and run `vacatio build`" in done.stderr.splitlines()[-1]


def test_a_taken_port_is_one_clear_line_before_the_long_work(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = vacatio("demo", "--data", str(tmp_path / "var"), "--port", str(port))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert str(port) in done.stderr
    assert not (tmp_path / "var").exists()


@pytest.fixture
def site(published: Path) -> Iterator[str]:
    """Serve what is published, on a free port, until the test is over."""
    command = [sys.executable, "-m", "vacatio", "serve", "--data", str(published), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            assert select.select([process.stdout], [], [], 300)[0], "the site did not start"
            address = re.search(r"http://[\d.:]+", process.stdout.readline())
            assert address
            yield address[0]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(300)


def fetched(address: str) -> tuple[int, str]:
    for _ in range(3000):
        try:
            with urllib.request.urlopen(address, timeout=300) as answer:
                return answer.status, answer.read().decode()
        except ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_the_site_shows_an_act_its_day_and_a_new_publication_without_a_restart(
    site: str, published: Path
) -> None:
    status, page = fetched(f"{site}/act/kz/order/maidr/2025-12-22/672-nq")
    assert status == 200
    assert "DEMO" in page
    rows = f"{site}/vacatio/runs.json?_shape=array"
    before = len(json.loads(fetched(rows)[1]))
    assert vacatio("build", "--data", str(published)).returncode == 0
    assert len(json.loads(fetched(rows)[1])) == before + 1
    done = vacatio("rollback", "--data", str(published))
    assert (done.returncode, done.stdout) == (0, "publication 000001 is in place again\n")
    assert fetched(f"{site}/act/kz/order/maidr/2025-12-22/672-nq")[0] == 200
