"""The doctor names what is wrong with a machine, and what to do, before a night finds out."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from vacatio import lock, runs
from vacatio.channels import Mail
from vacatio.cli import cli
from vacatio.datadir import DataDir, prepare
from vacatio.doctor import State, Symptom, examine
from vacatio.settings import Settings
from vacatio_crawlers import replica
from vacatio_crawlers.replica import Fault

NOW = dt.datetime.now(dt.UTC)


def look(
    settings: Settings, *, now: dt.datetime = NOW, password: str = ""
) -> Mapping[str, Symptom]:
    return {one.name: one for one in examine(settings, now, online=False, password=password)}


def test_a_fresh_machine_is_well_and_told_how_long_the_first_night_takes(tmp_path: Path) -> None:
    found = look(Settings(data=tmp_path / "var"))
    assert {one.state for name, one in found.items() if name not in ("python", "network")} <= {
        State.WELL,
        State.WARNING,
    }
    assert "hours" in found["first night"].words
    assert found["data"].words.endswith("holds nothing yet")
    assert not (tmp_path / "var").exists(), "nothing is changed"


def a_page_from_tomorrow(data: DataDir) -> None:
    page = data.archive / "ekb" / "x.warc.gz"
    page.parent.mkdir(parents=True)
    page.touch()
    later = NOW.timestamp() + 86_400
    os.utime(page, (later, later))


def a_mark_that_says_nothing(data: DataDir) -> None:
    (data.root / "vacatio.json").write_text("{}", encoding="utf-8")


def a_database_that_is_none(data: DataDir) -> None:
    data.database.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)


def a_database_of_another_schema(data: DataDir) -> None:
    with sqlite3.connect(data.database) as db:
        db.execute("PRAGMA user_version = 999")
        db.execute("CREATE TABLE x (y)")


@pytest.mark.parametrize(
    ("harm", "name", "words", "remedy"),
    [
        (a_page_from_tomorrow, "clock", "before the archive's last page", "NTP"),
        (a_mark_that_says_nothing, "data", "says neither demo nor real", "backup"),
        (a_database_that_is_none, "database", "", "vacatio build"),
        (a_database_of_another_schema, "database", "its schema is 999", "vacatio build"),
    ],
)
def test_each_harm_is_named_with_its_remedy(
    tmp_path: Path, harm: Callable[[DataDir], None], name: str, words: str, remedy: str
) -> None:
    data = prepare(tmp_path / "var", demo=False)
    harm(data)
    found = look(Settings(data=data.root))[name]
    assert found.state is State.FAILURE
    assert words in found.words
    assert remedy in found.remedy


def test_what_another_user_left_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = prepare(tmp_path / "var", demo=False)
    data.ledger.mkdir()
    left = data.ledger / "events.jsonl"
    left.touch()
    allowed = os.access
    monkeypatch.setattr("os.access", lambda path, how: path != left and allowed(path, how))
    found = look(Settings(data=data.root))["data"]
    assert (found.state, found.words) == (State.FAILURE, f"{left} cannot be written")
    assert found.remedy.endswith(f"chown -R vacatio {data.root}")


def test_an_sqlite_without_what_the_tables_need_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 37, 2))
    found = look(Settings(data=tmp_path / "var"))["python"]
    assert found.state is State.FAILURE
    assert "SQLite 3.38.0 or later" in found.remedy


SITE, CONTACT = "https://law.example.org", "law@example.org"


@pytest.mark.parametrize(
    ("settings", "linked", "state", "words"),
    [
        ({}, "", State.WARNING, "site is not set: feeds link to http://127.0.0.1:8001"),
        ({"site": SITE}, "", State.WARNING, "contact is not set"),
        ({"site": SITE, "contact": CONTACT}, "", State.WELL, "watch lists: 0, to be told: 0"),
        ({"site": SITE, "contact": CONTACT}, SITE, State.WELL, "watch lists: 0"),
        (
            {"site": SITE, "contact": CONTACT},
            "https://old.example.org",
            State.WARNING,
            f"link to https://old.example.org, not to {SITE}",
        ),
    ],
)
def test_what_the_settings_lack_is_named_with_their_file(
    tmp_path: Path, settings: dict[str, str], linked: str, state: State, words: str
) -> None:
    data = prepare(tmp_path / "var", demo=False)
    if linked:
        data.feeds.mkdir()
        page = f"<rss><channel><link>{linked}/</link></channel></rss>"
        (data.feeds / "changes.rss").write_text(page, encoding="utf-8")
    given = Settings(data=data.root, **settings)  # type: ignore[arg-type]  # texts alone
    file = tmp_path / "vacatio.toml"
    [found] = [
        one for one in examine(given, NOW, online=False, file=file) if one.name == "settings"
    ]
    assert (found.state, found.words.startswith(str(file))) == (state, True)
    assert words in found.words


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("published", State.WELL), ("failed: the archive lost ekb/1.warc.gz#5", State.WARNING)],
)
def test_why_the_last_run_failed_is_repeated(tmp_path: Path, outcome: str, state: State) -> None:
    data = prepare(tmp_path / "var", demo=False)
    data.log.mkdir()
    runs.start(data.log, demo=False, echo=lambda line: None).finish(outcome)
    found = look(Settings(data=data.root))["last run"]
    assert (found.state, outcome in found.words) == (state, True)


def test_a_run_that_is_under_way_is_named(tmp_path: Path) -> None:
    data = prepare(tmp_path / "var", demo=False)
    with lock.held(data.lock):
        found = look(Settings(data=data.root))["lock"]
    assert (found.state, found.words) == (State.WARNING, f"process {os.getpid()} is writing")
    assert look(Settings(data=data.root))["lock"].state is State.WELL


def test_a_full_disk_is_told_before_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**9))
    found = look(Settings(data=tmp_path / "var"))["disk"]
    assert (found.state, found.words) == (State.WARNING, "0.9 GB free")


def authority(path: Path, ends: dt.datetime) -> Path:
    """Write the certificate of an authority that ends on a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(ends - dt.timedelta(days=365))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("days", "state"), [(90, State.WELL), (10, State.WARNING), (-1, State.FAILURE)]
)
def test_an_authority_that_ends_is_told_before_it_does(
    tmp_path: Path, days: int, state: State
) -> None:
    path = authority(tmp_path / "ca.pem", NOW + dt.timedelta(days=days))
    settings = Settings(data=tmp_path / "var", ca_files=(("zan.gov.kz", path),))
    assert look(settings)["authorities of zan.gov.kz"].state is state


def test_mail_without_its_password_is_told_before_the_night(tmp_path: Path) -> None:
    server = Mail("mail.example.org", "vacatio@example.org", user="vacatio")
    settings = Settings(data=tmp_path / "var", mail=server)
    found = look(settings)["mail"]
    assert found.state is State.FAILURE
    assert "VACATIO_MAIL_PASSWORD" in found.remedy
    assert "mail" not in look(settings, password="x"), "it is asked online only"


def test_a_mail_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    server = Mail("127.0.0.1", "vacatio@example.org", 9, "none")
    settings = Settings(data=tmp_path / "var", mail=server)
    with replica.serve() as site:
        only = {"ekb": site.base_urls["ekb"]}
        found = {one.name: one for one in examine(settings, NOW, online=True, base_urls=only)}
    assert found["mail"].state is State.FAILURE
    assert found["mail"].words.startswith("127.0.0.1: ConnectionRefusedError")
    assert found["source ekb"] == Symptom("source ekb", State.WELL, "answers")


def test_a_proxy_that_is_not_there_is_told_apart_from_the_sources(tmp_path: Path) -> None:
    with replica.serve() as site, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and not listened on
        port = nobody.getsockname()[1]
        for proxy, state in (
            (site.url.replace("//", "//user:secret@"), State.WELL),
            (f"http://127.0.0.1:{port}", State.FAILURE),
        ):
            given = Settings(data=tmp_path, proxy=proxy)
            only = {"ekb": site.base_urls["ekb"]}
            found = {one.name: one for one in examine(given, NOW, online=True, base_urls=only)}
            assert found["proxy"].state is state
            assert "secret" not in found["proxy"].words


def test_a_first_night_that_failed_is_not_over(tmp_path: Path) -> None:
    data = prepare(tmp_path / "var", demo=False)
    data.log.mkdir()
    for outcome, words in (("failed", "hours"), ("ok", "is over")):
        run = runs.start(data.log, demo=False, echo=lambda line: None)
        run.sources.append({"source": "ekb", "at": "2026-11-28T22:30:00Z", "outcome": outcome,
                            "reason": None, "documents": 1, "new": 1})  # fmt: skip
        run.finish("published")
        assert words in look(Settings(data=data.root))["first night"].words


def test_a_source_that_blocks_this_network_is_named(tmp_path: Path) -> None:
    with replica.serve(faults={"/": Fault.FORBIDDEN}) as site:
        only = {"ekb": site.url, "adilet": site.url}
        found = {
            one.name: one
            for one in examine(Settings(data=tmp_path), NOW, online=True, base_urls=only)
        }
    assert found["source ekb"].state is State.FAILURE, "it is required"
    assert found["source adilet"].state is State.WARNING
    assert "403" in found["source ekb"].words


def test_the_command_prints_lines_or_json_and_fails_on_a_failure(tmp_path: Path) -> None:
    arguments = ["doctor", "--offline", "--data", str(tmp_path / "var")]
    run = CliRunner().invoke(cli, arguments)
    assert run.exit_code == 0, run.output
    assert "ok       disk: " in run.output
    a_mark_that_says_nothing(prepare(tmp_path / "var", demo=False))
    bad = CliRunner().invoke(cli, [*arguments, "--format", "json"])
    assert bad.exit_code == 1
    rows = json.loads(bad.output)
    assert {row["name"] for row in rows if row["state"] == "failure"} == {"data"}
