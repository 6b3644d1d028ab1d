"""The originals and their guards: ledger, lock, data directory, settings."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from vacatio import ledger
from vacatio.datadir import DataDir, MixedData, UnusableData, holds_demo, prepare
from vacatio.ledger import DamagedLedger
from vacatio.lock import AlreadyRunning, held
from vacatio.settings import BadSetting, Settings, load
from vacatio.watches import Watched

YEAR = dt.timedelta(days=365)


def test_a_ledger_keeps_lines_in_order_and_each_id_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "events.jsonl"
    assert ledger.read(path) == ()
    assert ledger.append(path, [{"id": "b", "n": 1}, {"id": "a"}, {"id": "b"}]) == 2
    assert ledger.append(path, [{"id": "a", "n": 2}, {"id": "в"}]) == 1
    assert [line["id"] for line in ledger.read(path)] == ["b", "a", "в"]
    assert ledger.read(path)[0]["n"] == 1


@pytest.mark.parametrize("torn", [b'{"id": "c', b'{"id": "c"}', b"\xff\xfe"])
def test_a_line_torn_by_a_crash_was_never_announced(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "events.jsonl"
    ledger.append(path, [{"id": "a"}, {"id": "b"}])
    path.write_bytes(path.read_bytes() + torn)
    assert [line["id"] for line in ledger.read(path)] == ["a", "b"]
    ledger.append(path, [{"id": "c"}])
    assert [line["id"] for line in ledger.read(path)] == ["a", "b", "c"]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize("line", ["nonsense", "[1]", '{"n": 1}', '{"id": 7}', ""])
def test_a_damaged_line_in_the_middle_is_an_error_that_names_it(tmp_path: Path, line: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(f'{{"id": "a"}}\n{line}\n{{"id": "b"}}\n', encoding="utf-8")
    with pytest.raises(DamagedLedger, match="line 2"):
        ledger.read(path)


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    code = (
        "import sys, time; from pathlib import Path; from vacatio.lock import held\n"
        f"with held(Path({str(path)!r})): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning, match=str(holder.pid)), held(path):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    time.sleep(0.05)
    with held(path):
        pass


def test_a_data_directory_is_one_or_the_other_for_ever(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "var"
    assert holds_demo(root) is None
    assert prepare(root, demo=True) == DataDir(root)
    prepare(root, demo=True)
    assert holds_demo(root) is True
    with pytest.raises(MixedData, match="holds demo data and real data never mixes") as caught:
        prepare(root, demo=False)
    assert "\n" not in str(caught.value)


def test_nobody_else_may_write_what_is_kept_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        prepare(tmp_path / "var", demo=True)
        (tmp_path / "var" / "later").touch()
        assert os.umask(0o077) == 0o022
        prepare(tmp_path / "var", demo=True)
        assert os.umask(0o077) == 0o077, "what was stricter stays so"
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o022 for path in ((tmp_path / "var"), *tmp_path.rglob("*"))]
    assert not any(modes)


def test_a_directory_that_cannot_be_used_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UnusableData, match="cannot be used"):
        prepare(tmp_path / "file" / "var", demo=False)
    (tmp_path / "vacatio.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UnusableData, match="neither demo nor real"):
        prepare(tmp_path, demo=False)


def test_without_any_settings_the_defaults_run(tmp_path: Path) -> None:
    assert load(None, {}, start=tmp_path) == Settings()


def test_the_file_is_found_upward_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "vacatio.toml").write_text(
        'data = "state"\nport = 9000\nsources = ["ekb"]\nshrink = 0\n', encoding="utf-8"
    )
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    found = load(None, {"VACATIO_PORT": "9001", "VACATIO_SOURCES": "ekb, zanorda"}, start=below)
    assert (found.data, found.port, found.shrink) == (tmp_path / "state", 9001, 0.0)
    assert found.sources == ("ekb", "zanorda")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('host = "x"\ndatta = "var"\n', r"line 2: datta is no setting"),
        ('site = "example.org"\n', r'line 1: site must be an address, such as "https://'),
        ("\n\nport = '80'\n", r"line 3: port must be a whole number"),
        ("port = true\n", r"line 1: port must be a whole number"),
        ("sources = 'ekb'\n", r"line 1: sources must be a list"),
        ("shrink = 2\n", r"line 1: shrink must be a number from 0 to 1"),
        ("data = \n", r"is not TOML"),
        ("\nproxy = 'proxy:3128'\n", r"line 2: proxy must be the address of a proxy"),
        ("proxy = 'http://h:1/x'\n", r"line 1: proxy must be the address of a proxy"),
        ("contact = 'us'\n", r"line 1: contact must be an address, such as"),
        ("contact = 'x@example.org\\r\\nX: y'\n", r"line 1: contact must be an address"),
        ("bulletins = 'https://a.example'\n", r"line 1: bulletins must be a list of addresses"),
        (
            "bulletins = [\n  'https://a.example/f.xml',\n  'b.example/f.xml',\n]\n",
            r"line 3: bulletins must be a list of addresses: 'b.example/f.xml' is no address",
        ),
        ("port = 1\n[ca_files]\n'a b' = 'x.pem'\n", r"line 3: ca_files.a b must be a host name"),
        ("[ca_files]\n'a.kz' = 1\n", r"line 2: ca_files.a.kz must be the path of a PEM file"),
        ("[ca_files]\n'a.kz' = 'no.pem'\n", r"line 2: .*no.pem, which cannot be read"),
        (
            "[ca_files]\n'a.kz' = 'vacatio.toml'\n",
            r"line 2: .*vacatio.toml, which holds no certificate in PEM",
        ),
        ("ca_files = 'x.pem'\n", r"line 1: ca_files must be a table"),
        ("\njobs = 0\n", r"line 2: jobs must be a whole number from 1 to 64"),
        ("jobs = true\n", r"line 1: jobs must be a whole number from 1 to 64"),
        ("engine = 'spark'\n", r"line 1: engine must be one of processes, dask"),
        ("\nsources = ['ekb', 'ekbb']\n", r"line 2: sources names 'ekbb'; there are: adilet, "),
        ("jurisdiction = 'xx'\n", r"line 1: jurisdiction names 'xx'; there are: kz"),
        ("jurisdiction = 5\n", r"line 1: jurisdiction must be text"),
        ("site = 'https://u:pw@example.org'\n", r"line 1: site must be an address"),
        ("bulletins = [\n'https://u:pw@a.example/f']\n", r"line 2: bulletins must hold no name"),
        ("misread = nan\n", r"line 1: misread must be a number from 0 to 1"),
        ("port = 1\nport = 2\n", r"is not TOML .*line 2"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "vacatio.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting, match=words):
        load(path, {})


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("VACATIO_SHRINK", "abc", "must be a number, not 'abc'"),
        ("VACATIO_SHRINK", "", "must be a number, not ''"),
        ("VACATIO_SHRINK", "nan", "must be a number from 0 to 1"),
        ("VACATIO_PORT", "70000", "must be a whole number from 0 to 65535"),
        ("VACATIO_JOBS", "0", "must be a whole number from 1 to 64"),
        ("VACATIO_ENGINE", "spark", "must be one of processes, dask"),
        ("VACATIO_SOURCES", "ekb, nope", "names 'nope'; there are: adilet, "),
        ("VACATIO_JURISDICTION", "xx", "names 'xx'; there are: kz"),
        ("VACATIO_DATA", "", "must be a path"),
        ("VACATIO_SHRNK", "0.5", "is no setting (there are: VACATIO_DATA, "),
        ("VACATIO_NOTIFY", "law", "is a table: write it into vacatio.toml"),
        ("VACATIO_WATCH", "health", "is a table: write it into vacatio.toml"),
    ],
)
def test_a_wrong_variable_is_named_and_none_is_passed_over(
    tmp_path: Path, name: str, words: str, told: str
) -> None:
    with pytest.raises(BadSetting) as caught:
        load(None, {name: words}, start=tmp_path)
    assert str(caught.value).startswith(f"environment: {name} {told}")


@pytest.mark.parametrize("name", ["VACATIO_PING", "VACATIO_PROXY", "VACATIO_SITE"])
def test_a_wrong_address_is_not_repeated_for_it_may_hold_a_secret(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(BadSetting) as caught:
        load(None, {name: "http s://user:s3cr3t@example.org"}, start=tmp_path)
    assert "s3cr3t" not in str(caught.value)


def test_the_password_is_no_setting_and_no_misspelt_one(tmp_path: Path) -> None:
    given = {"VACATIO_MAIL_PASSWORD": "x", "VACATIO_REVIEWER": "y", "OTHER": "z"}
    assert load(None, given, start=tmp_path) == Settings()


def test_how_the_sites_are_reached_is_read_from_the_file(tmp_path: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    begins = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, begins, begins + YEAR)
    authority = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (tmp_path / "national.pem").write_bytes(authority)
    path = tmp_path / "vacatio.toml"
    path.write_text(
        'proxy = "http://10.0.0.1:3128"\ncontact = "law@example.org"\n'
        'bulletins = ["https://a.example/f.xml", "https://b.example/news?lang=en"]\n'
        '[ca_files]\n"zan.gov.kz" = "national.pem"\n',
        encoding="utf-8",
    )
    found = load(path, {"VACATIO_BULLETINS": "https://c.example/f"})
    assert (found.proxy, found.contact) == ("http://10.0.0.1:3128", "law@example.org")
    assert found.bulletins == ("https://c.example/f",)
    assert found.ca_files == (("zan.gov.kz", tmp_path / "national.pem"),)
    with pytest.raises(BadSetting, match="environment: VACATIO_CONTACT must be an address"):
        load(path, {"VACATIO_CONTACT": "nobody"})


def test_watch_lists_are_read_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "vacatio.toml"
    path.write_text(
        'port = 9000\n\n[watch.health]\ntitle = "Health"\nbodies = ["health"]\n'
        'acts = ["kz/order/health/2026-09-14/121"]\n\n[watch.a-2]\nwords = ["пробные записи"]\n',
        encoding="utf-8",
    )
    found = load(path, {}).watch
    assert found == (
        Watched("health", "Health", acts=("kz/order/health/2026-09-14/121",), bodies=("health",)),
        Watched("a-2", "a-2", words=("пробные записи",)),
    )


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[watch.Ё]\nwords = ['x']\n", r"is not TOML"),
        ('[watch."a/b"]\nwords = ["x"]\n', r"line 2: watch.a/b must be named in small Latin"),
        ("[watch.x]\ntitle = 'X'\n", r"line 2: watch.x watches nothing: give one of acts"),
        ("[watch.x]\nwrods = ['x']\n", r"line 3: watch.x.wrods is no setting \(there are: title"),
        ("[watch.x]\nacts = 'kz/law'\n", r"line 3: watch.x.acts must be a list of texts"),
        ("[watch.x]\nacts = [' ']\n", r"line 3: watch.x.acts must be a list of texts"),
        ("[watch.x]\ntitle = ' '\nacts = ['a']\n", r"watch.x.title must be text"),
        ("[watch]\nx = 1\n", r"line 3: watch.x must be a table"),
        ("watch = ['x']\n", r"line 2: watch must be tables"),
    ],
)
def test_a_wrong_watch_list_is_named_with_its_line(tmp_path: Path, table: str, words: str) -> None:
    path = tmp_path / "vacatio.toml"
    path.write_text(f"port = 9000\n{table}", encoding="utf-8")
    with pytest.raises(BadSetting, match=words):
        load(path, {})


def test_feeds_link_to_the_site_or_to_where_it_listens() -> None:
    assert Settings(port=9000).address == "http://127.0.0.1:9000"
    assert Settings(site="https://example.org/", port=9000).address == "https://example.org"


def test_a_wrong_environment_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="VACATIO_PORT must be a number, not 'abc'"):
        load(None, {"VACATIO_PORT": "abc"}, start=tmp_path)


def test_the_mark_of_a_data_directory_can_be_read_by_anybody(tmp_path: Path) -> None:
    prepare(tmp_path, demo=True)
    assert json.loads((tmp_path / "vacatio.json").read_text(encoding="utf-8")) == {"holds": "demo"}
