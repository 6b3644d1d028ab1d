"""The originals survive the machine: a copy is whole or none, and gives everything back."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from vacatio import demo, lock, nightly, store
from vacatio.backup import MANIFEST, BadBackup, backup, restore
from vacatio.cli import cli
from vacatio.datadir import DataDir, UnusableData
from vacatio.lock import AlreadyRunning
from vacatio.nightly import Plan
from vacatio.settings import Settings

DECIDED = "# kept as people wrote it\n"


def quiet(line: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    found = demo.build(Settings(data=tmp_path_factory.mktemp("backup") / "var"), quiet)
    found.decisions.write_text(DECIDED, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def copy(data: DataDir) -> Path:
    path = data.root.parent / "copy.tar.gz"
    backup(data, path)
    return path


def test_what_is_restored_gives_the_same_publication(
    data: DataDir, copy: Path, tmp_path: Path
) -> None:
    root = tmp_path / "deep" / "var"
    restore(copy, root)
    again = DataDir(root)
    assert not again.database.exists()
    assert again.decisions.read_text(encoding="utf-8") == DECIDED
    nightly.run(Plan(Settings(data=root), demo=True, crawl=False), quiet)
    assert store.content(again.database) == store.content(data.database)
    for feed in data.feeds.resolve().rglob("*.*"):
        twin = again.feeds.resolve() / feed.relative_to(data.feeds.resolve())
        assert twin.read_bytes() == feed.read_bytes()


def test_one_state_gives_one_copy(data: DataDir, copy: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "again.tar.gz")
    assert (tmp_path / "again.tar.gz").read_bytes() == copy.read_bytes()


def test_a_copy_waits_for_no_run_and_leaves_the_last_one(data: DataDir, tmp_path: Path) -> None:
    path = tmp_path / "copy.tar.gz"
    path.write_bytes(b"the last one")
    with lock.held(data.lock), pytest.raises(AlreadyRunning):
        backup(data, path)
    assert path.read_bytes() == b"the last one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_directory_without_originals_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(UnusableData, match="holds no originals"):
        backup(DataDir(tmp_path / "typo"), tmp_path / "copy.tar.gz")
    assert not (tmp_path / "typo").exists()


def test_nothing_is_restored_over_anything(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    with pytest.raises(UnusableData, match="not empty"):
        restore(copy, tmp_path)


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def flipped(whole: bytes) -> bytes:
    at = len(whole) // 2
    return whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]


def foreign(whole: bytes) -> bytes:
    return b"PK\x03\x04 not a copy"


def rewritten(
    change: Callable[[tarfile.TarInfo, bytes], tuple[tarfile.TarInfo, bytes] | None],
) -> Callable[[bytes], bytes]:
    """Write a copy again, each member changed or left out."""

    def write(whole: bytes) -> bytes:
        out = io.BytesIO()
        with (
            tarfile.open(fileobj=io.BytesIO(whole), mode="r:gz") as old,
            tarfile.open(fileobj=out, mode="w:gz") as new,
        ):
            for member in old:
                file = old.extractfile(member)
                assert file
                made = change(member, file.read())
                if made:
                    new.addfile(made[0], io.BytesIO(made[1]))
        return out.getvalue()

    return write


def _tampered(member: tarfile.TarInfo, body: bytes) -> tuple[tarfile.TarInfo, bytes]:
    if member.name.endswith("events.jsonl"):
        body = body.replace(b"2026", b"2025")
    return member, body


def _left_out(member: tarfile.TarInfo, body: bytes) -> tuple[tarfile.TarInfo, bytes] | None:
    return None if member.name.endswith("events.jsonl") else (member, body)


def _climbing(member: tarfile.TarInfo, body: bytes) -> tuple[tarfile.TarInfo, bytes]:
    if member.name == MANIFEST:
        body = body.replace(b"decisions.toml", b"archive/../../x")
        member.size = len(body)
    elif member.name == "decisions.toml":
        member.name = "archive/../../x"
    return member, body


def _linked(member: tarfile.TarInfo, body: bytes) -> tuple[tarfile.TarInfo, bytes]:
    if member.name == "decisions.toml":
        member.type, member.linkname, member.size = tarfile.SYMTYPE, "/etc/passwd", 0
    return member, body


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (cut, "damaged or cut off"),
        (flipped, "damaged or cut off|is not what was written"),
        (foreign, "damaged or cut off"),
        (rewritten(_tampered), "is not what was written"),
        (rewritten(_left_out), "is listed and not in it"),
        (rewritten(_climbing), "is no original"),
        (rewritten(_linked), "is no file"),
        (rewritten(lambda member, body: None), "no copy that"),
    ],
)
def test_a_bad_copy_restores_nothing(
    copy: Path, tmp_path: Path, damage: Callable[[bytes], bytes], reason: str
) -> None:
    bad = tmp_path / "bad.tar.gz"
    bad.write_bytes(damage(copy.read_bytes()))
    with pytest.raises(BadBackup, match=reason):
        restore(bad, tmp_path / "var")
    assert list(tmp_path.iterdir()) == [bad]


def test_the_commands_say_what_they_did(data: DataDir, tmp_path: Path) -> None:
    path, root = tmp_path / "copy.tar.gz", tmp_path / "var"
    made = CliRunner().invoke(cli, ["backup", str(path), "--data", str(data.root)])
    assert made.exit_code == 0, made.output
    assert "files" in made.output
    back = CliRunner().invoke(cli, ["restore", str(path), "--data", str(root)])
    assert back.exit_code == 0, back.output
    assert f"vacatio build --data {root}" in back.output
    twice = CliRunner().invoke(cli, ["restore", str(path), "--data", str(root)])
    assert (twice.exit_code, twice.output.count("\n")) == (2, 1)
