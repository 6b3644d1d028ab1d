"""`vacatio crawl` and `vacatio sources`, as an operator and as cron meet them."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from warcio.archiveiterator import ArchiveIterator

import vacatio_crawlers
from vacatio.cli import cli
from vacatio.commands import _progress
from vacatio_crawlers import Sink, SourceReport
from vacatio_crawlers.replica import Fault, Faults, Site, Validator, serve

Told = list[dict[str, object]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Remember what each crawl was told."""
    return []


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch, told: Told) -> Callable[[Site], None]:
    """Lead real crawls to a replica: the command itself has no way there."""
    real = vacatio_crawlers.crawl

    def lead(site: Site) -> None:
        def crawl(names: Sequence[str], sink: Sink, **given: object) -> tuple[SourceReport, ...]:
            told.append(given)
            changed = {**given, "base_urls": site.base_urls, "polite": False}
            return real(names, sink, **changed)  # type: ignore[arg-type]

        monkeypatch.setattr(vacatio_crawlers, "crawl", crawl)

    return lead


TODAY = dt.datetime.now(dt.UTC).date()
SINCE = (TODAY - dt.timedelta(days=8)).isoformat()


@contextlib.contextmanager
def fresh(faults: Faults | None = None) -> Iterator[Site]:
    """Serve acts that were published in these days: real data are held to what is promised."""
    with serve(faults=faults, validator=Validator.ETAG) as site:
        model = next(act for act in site.acts if act.number == "672/НҚ")
        days = [TODAY - dt.timedelta(days=n // 5) for n in range(40)]
        site.acts = [
            dataclasses.replace(model, id=str(800_000 - n), portal=day, published=day)
            for n, day in enumerate(days)
        ]
        yield site


def crawl(data: Path, *given: str, **environ: str) -> Result:
    command = ["crawl", "--source", "ekb", "--data", str(data), *given]
    return CliRunner(env=environ).invoke(cli, command)


def test_without_a_terminal_a_crawl_prints_one_line_of_json(
    tmp_path: Path, on: Callable[[Site], None], told: Told
) -> None:
    (tmp_path / "vacatio.toml").write_text(
        'contact = "law@example.org"\nproxy = "http://proxy.invalid:1"\n', encoding="utf-8"
    )
    config = str(tmp_path / "vacatio.toml")
    with fresh() as site:
        on(site)
        done = crawl(tmp_path / "var", "--since", SINCE, "--config", config)
        assert (done.exit_code, done.stderr) == (0, ""), done.output
        assert done.stdout.count("\n") == 1
        line = json.loads(done.stdout)
        assert line["outcome"] == "crawled"
        assert line["documents"] == line["sources"][0]["documents"] > 20
        assert line["new"] == line["pieces"] > line["documents"]
        again = json.loads(crawl(tmp_path / "var", "--since", SINCE).stdout)
    assert (again["new"], again["changed"]) == (0, 0), "an unchanged site has nothing new"
    assert again["documents"] < line["documents"], "days that are covered are not asked for"
    assert told[0]["contact"] == "law@example.org"
    assert told[0]["proxy"] == "http://proxy.invalid:1"
    status = CliRunner().invoke(cli, ["sources", "--data", str(tmp_path / "var")]).output
    assert "a request every 2 s at most" in status
    assert f"held: {line['documents']:,} documents, 100 % of" in status
    first, second = sorted((tmp_path / "var/archive/ekb").glob("*.warc.gz"))
    with second.open("rb") as file:
        kinds = Counter(
            str(record.rec_headers.get_header("WARC-Profile")).rpartition("/")[2]
            for record in ArchiveIterator(file)
            if record.rec_type != "warcinfo"
        )
    assert set(kinds) == {"identical-payload-digest", "server-not-modified"}, "no body again"
    assert kinds["server-not-modified"] == again["documents"] > 0, "each asked conditionally"
    assert first.name < second.name


def test_a_required_source_that_fails_is_exit_code_1_and_said(
    tmp_path: Path, on: Callable[[Site], None]
) -> None:
    with fresh({"/api/documents/search": Fault.FORBIDDEN}) as site:
        on(site)
        done = crawl(tmp_path, "--since", SINCE)
    assert done.exit_code == 1
    line = json.loads(done.stdout)
    assert line["outcome"] == "crawled, but ekb failed"
    assert "403" in line["sources"][0]["reason"]
    assert done.stderr.startswith("vacatio: a required source broke its promise: ekb: ")
    assert done.stderr.count("\n") == 1
    status = CliRunner().invoke(cli, ["sources", "--data", str(tmp_path)]).output
    assert "last run: failed, " in status


def test_the_time_left_ends_all_of_a_crawl(
    tmp_path: Path, on: Callable[[Site], None], told: Told
) -> None:
    with fresh() as site:
        on(site)
        assert crawl(tmp_path, "--since", SINCE, "--max-time", "9").exit_code == 0
    assert isinstance(told[0]["max_seconds"], float)
    assert 500 < told[0]["max_seconds"] <= 540


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--since", "2026-02-01", "--until", "2026-01-01"), "is before --since"),
        (("--until", "2026-01-01"), "--until needs --since"),
        (("--since", "2026-01-01", "--ids", "1-2"), "exclude each other"),
        (("--since", "yesterday"), "yesterday"),
        (("--max-time", "0"), "0 is not in the range"),
        (("--source", "atlantis"), "no source is called 'atlantis'"),
    ],
)
def test_a_crawl_that_cannot_be_meant_is_refused(
    tmp_path: Path, given: tuple[str, ...], words: str
) -> None:
    done = crawl(tmp_path, *given)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_documents_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.0, 0.1, 10.0, 10.1, 20.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    tell = _progress.progress(60.0)
    assert tell
    for documents, expected in ((1, 100), (2, 100), (21, 61), (22, 61), (41, 61)):
        tell("ekb", documents, expected)
    lines = terminal.getvalue().replace("\x1b[K", "").split("\r")
    assert [line for line in lines if line] == [
        "crawl    ekb: 21 documents, 2.1 a second, about 19 s left",
        "crawl    ekb: 41 documents, 2.0 a second, about 10 s left",
    ]


def test_elsewhere_there_is_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert _progress.progress() is None
