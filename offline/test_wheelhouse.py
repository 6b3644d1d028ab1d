"""An installation from a folder of wheels: by a user without rights, and without a network.

Run by `make offline`, which fills `build/wheelhouse` first; that alone needs the package index.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WHEELHOUSE = ROOT / "build" / "wheelhouse"

#: The user and the group that own nothing, where the tests are run by root.
NOBODY = 65534

#: The system's Python, for which the wheels were made.
PYTHON = os.environ.get("OPERATOR", "/usr/bin/python3")

#: Loaded by every Python of the new environment, pip's too: whoever asks for the network ends.
GUARD = """
import socket
HERE = "127.", "::1", "localhost"
def refused(what):
    def ask(self, address, *more):
        if isinstance(address, tuple) and not str(address[0]).startswith(HERE):
            raise SystemExit(f"the network was asked for: {address}")
        return what(self, address, *more)
    return ask
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refused(getattr(socket.socket, name)))
"""


def run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run as a user without rights, with nothing of this machine's settings around."""
    root = os.geteuid() == 0
    return subprocess.run(
        [str(each) for each in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8",
             "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        umask=0o027,
        **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if root else {}),  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Lay the wheels, and an empty environment, into a folder that belongs to the user."""
    with tempfile.TemporaryDirectory(prefix="vacatio-offline-") as name:
        where = Path(name)
        shutil.copytree(WHEELHOUSE, where / "wheelhouse")
        if os.geteuid() == 0:
            for each in (where, *where.rglob("*")):
                os.chown(each, NOBODY, NOBODY)
        made = run(where, PYTHON, "-m", "venv", "opt")
        assert made.returncode == 0, made.stderr
        [packages] = where.glob("opt/lib/python*/site-packages")
        (packages / "no_network.py").write_text(GUARD, encoding="utf-8")
        (packages / "no_network.pth").write_text("import no_network\n", encoding="utf-8")
        yield where


def install(folder: Path, wheels: str) -> subprocess.CompletedProcess[str]:
    """Install by the line of the runbook."""
    page = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    found = re.search(r"^/opt/vacatio/bin/pip install --no-index .*--require-hashes.*$", page, re.M)
    assert found, "the runbook shows how wheels are installed"
    line = found[0].replace("/opt/vacatio", "opt").replace("wheelhouse", wheels)
    return run(folder, *line.split())


def test_the_guard_lets_nobody_out(folder: Path) -> None:
    ask = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    assert "the network was asked for" in run(folder, "opt/bin/python", "-c", ask).stderr
    assert run(folder, "opt/bin/python", "-c", "import os; os.stat('/root/x')").returncode == 1


def test_a_wheel_that_is_not_the_one_that_was_packed_is_refused(folder: Path) -> None:
    shutil.copytree(folder / "wheelhouse", folder / "changed")
    [wheel] = (folder / "changed").glob("vacatio-*.whl")
    words = bytearray(wheel.read_bytes())
    words[len(words) // 2] ^= 1
    wheel.write_bytes(words)
    done = install(folder, "changed")
    assert done.returncode != 0
    assert "HASH" in done.stderr or "hash" in done.stderr, done.stderr
    assert not (folder / "opt" / "bin" / "vacatio").exists()


def test_it_is_installed_without_a_network_builds_the_demo_and_is_well(folder: Path) -> None:
    done = install(folder, "wheelhouse")
    assert done.returncode == 0, done.stderr
    data = ("--data", folder / "var")
    demo = run(folder, "opt/bin/vacatio", "demo", "--build-only", *data)
    assert demo.returncode == 0, demo.stderr
    assert "publish  publication 000001" in demo.stderr
    told = run(folder, "opt/bin/vacatio", "doctor", "--offline", *data)
    assert told.returncode == 0, told.stdout + told.stderr
    states = [line.split()[0] for line in told.stdout.splitlines() if line[0] != " "]
    assert states.count("warning") <= 2, f"no network, and perhaps a small disk: {told.stdout}"
    assert "as root" not in told.stdout
    owners = {each.lstat().st_uid for each in (folder / "var").rglob("*")}
    assert owners == {NOBODY if os.geteuid() == 0 else os.geteuid()}
