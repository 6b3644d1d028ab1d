"""Disks with faults of their own: one that fills up, one that turns read-only, a torn file."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vacatio.datadir import DataDir

#: Room that no night fills.
PLENTY = "256m"

#: Ledgers and logs of lines; the last one is no original, and must not break a night either.
LEDGERS = ("ledger/events", "ledger/notices", "ledger/findings", "ledger/deliveries")
LOGS = ("log/runs", "log/stages", "log/gone")


def mounts() -> bool:
    """Tell whether this process may mount a disk; without that, limits stand in for it."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            _do("mount", "-t", "tmpfs", "tmpfs", folder)
        except (OSError, subprocess.CalledProcessError):
            return False
        _do("umount", folder)
    return True


@contextlib.contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """Give a small disk of its own, mounted at a folder while the block runs."""
    folder.mkdir()
    _do("mount", "-t", "tmpfs", "-o", f"size={PLENTY}", "tmpfs", str(folder))
    made = Disk(folder, mounted=True)
    try:
        yield made
    finally:
        made.heal()
        _do("umount", "-l", str(folder))
        folder.rmdir()


@contextlib.contextmanager
def plain(folder: Path) -> Iterator[Disk]:
    """Give a folder of the disk that is there, whose faults are limits and missing rights."""
    folder.mkdir()
    made = Disk(folder, mounted=False)
    try:
        yield made
    finally:
        made.heal()
        shutil.rmtree(folder)


@dataclass(slots=True)
class Disk:
    """A place for a data directory that can be made to fail, and healed."""

    folder: Path
    mounted: bool
    covered: Path | None = None

    @property
    def used(self) -> int:
        """How many bytes are taken."""
        told = os.statvfs(self.folder)
        return (told.f_blocks - told.f_bfree) * told.f_frsize

    def fill(self, left: int) -> None:
        """Leave so many bytes."""
        _do("mount", "-o", f"remount,size={self.used + left}", str(self.folder))

    def turn_read_only(self, root: Path) -> None:
        """Let nothing more be opened for writing below a folder, at once and for everybody."""
        if self.mounted:
            view = self.folder / "view"
            view.mkdir(exist_ok=True)
            _do("mount", "--bind", str(root), str(view))
            _do("mount", "-o", "remount,bind,ro", str(view))
            _do("mount", "--bind", str(view), str(root))
        else:
            _rights(root, 0o555, 0o444)
        self.covered = root

    def heal(self) -> None:
        """Let the disk be what it was."""
        if self.mounted:
            if self.covered:
                _do("umount", "-l", str(self.covered))
                _do("umount", "-l", str(self.folder / "view"))
            _do("mount", "-o", f"remount,size={PLENTY}", str(self.folder))
        elif self.covered:
            _rights(self.covered, 0o755, 0o644)
        self.covered = None


def tear_archive(data: DataDir, chance: random.Random) -> str:
    """Damage the end of a file of the archive; tell how.

    It is the file that a killed run was writing, or else a complete one.
    """
    begun = sorted(data.archive.glob("*/*.part"))
    complete = [
        path for path in sorted(data.archive.glob("*/*.warc.gz")) if path.parent.name != "zanorda"
    ]  # a card is asked for while it is new, so only lists bring a lost body back
    path = chance.choice(begun or complete)
    return f"{_torn(path, chance)} {path.parent.name}/{'….part' if begun else '….warc.gz'}"


def _torn(path: Path, chance: random.Random) -> str:
    whole = path.read_bytes()
    match chance.randrange(4):
        case 0:
            path.write_bytes(whole[: -chance.randint(1, max(1, min(3000, len(whole) // 3)))])
            return "cut"
        case 1:
            path.write_bytes(whole + chance.randbytes(chance.randint(1, 5000)))
            return "garbage behind"
        case 2:
            path.write_bytes(whole + bytes(chance.randint(1, 5000)))
            return "zeros behind"
        case _:
            path.write_bytes(whole + whole[: chance.randint(4, min(400, len(whole)))])
            return "a beginning behind"


def tear_ledger(data: DataDir, before: Mapping[str, bytes], chance: random.Random) -> str:
    """Leave half a line at the end of a ledger or a log, as a crash does; tell how.

    A line that the killed night was announcing is cut; otherwise one is begun. `before` are the
    ledgers of the night before: what they held was on the disk long ago, and no crash takes it.
    """
    name = chance.choice([*LEDGERS, *LOGS])
    path = data.root / f"{name}.jsonl"
    whole = path.read_bytes() if path.exists() else b'{"id": "x"}\n'
    last = whole.splitlines(keepends=True)[-1]
    if data.journal.exists() and len(whole) > len(before.get(f"{name}.jsonl", whole)):
        path.write_bytes(whole[: -chance.randint(1, len(last) - 1)])
        return f"cut {name}"
    path.write_bytes(whole + last[: chance.randint(1, len(last) - 1)])
    return f"half a line in {name}"


def _rights(root: Path, folders: int, files: int) -> None:
    for path in (root, *sorted(root.rglob("*"))):
        if not path.is_symlink():
            path.chmod(0o755)
    for path in (*sorted(root.rglob("*"), reverse=True), root):
        if not path.is_symlink():
            path.chmod(folders if path.is_dir() else files)


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
