"""The originals into one file, and back: what must not be lost fits into a tar archive.

`archive/`, `decisions.toml`, `ledger/` and the mark that says what the directory holds; the rest
is built from them. A copy carries a list of its files with their hashes, is written under the
lock, and is there whole or not at all; it is restored into an empty directory only.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vacatio import lock
from vacatio.archive_index import NAME as INDEX
from vacatio.datadir import MARK, DataDir, UnusableData, disk_faults, settle
from vacatio_calendar.errors import VacatioError

#: The list of files with their SHA-256, the first file of a copy.
MANIFEST = "MANIFEST.json"

#: What is copied; the index of the archive is no original.
ORIGINALS = (MARK, "decisions.toml", "ledger", "archive")


class BadBackup(VacatioError):
    """A copy is no copy of the originals, or not what was written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}; nothing was restored")


@dataclass(frozen=True, slots=True)
class Copied:
    """How much was copied."""

    files: int
    bytes: int


def backup(data: DataDir, to: Path) -> Copied:
    """Copy the originals of a data directory into one file.

    Raises:
        AlreadyRunning: a run is writing; its night comes first.
        UnusableData: there is nothing to copy, or the disk is full.
    """
    if not (data.root / MARK).is_file():
        raise UnusableData(data.root, "it holds no originals to copy")
    beside = to.with_name(f".{to.name}.new")
    with disk_faults(data), lock.held(data.lock):
        try:
            copied = _write(data, beside)
            beside.replace(to)
        finally:
            beside.unlink(missing_ok=True)
        settle(to.parent)
    return copied


def restore(copy: Path, root: Path) -> Copied:
    """Put the originals back into an empty directory; `vacatio build` makes the rest.

    Every file is checked against the list before the first is put in place.

    Raises:
        BadBackup: the file is no copy, is damaged or cut off, or holds something that was not
            written by `backup`.
        UnusableData: the directory is not empty, or cannot be written.
    """
    if root.exists() and any(root.iterdir()):
        raise UnusableData(root, "it is not empty, and a restored copy overwrites nothing")
    beside = root.with_name(f".{root.name}.restoring")
    with disk_faults(DataDir(root)):
        root.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)
        try:
            restored = _read(copy, beside)
            if root.exists():
                root.rmdir()
            beside.rename(root)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        settle(root.parent)
    return restored


def _write(data: DataDir, path: Path) -> Copied:
    names = list(_originals(data.root))
    listed = {name: _hash(data.root / name) for name in names}
    words = json.dumps(listed, indent=1, sort_keys=True).encode()
    with path.open("wb") as file:
        # The pages are compressed already: the second time is for the ledgers, and cheap.
        with (
            gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w") as tar,
        ):
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(words)
            tar.addfile(head, io.BytesIO(words))
            for name in names:
                tar.add(data.root / name, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())
    return Copied(len(names), path.stat().st_size)


def _originals(root: Path) -> Iterator[str]:
    for original in ORIGINALS:
        path = root / original
        for each in [path] if path.is_file() else sorted(path.rglob("*")):
            if each.is_file() and not each.name.startswith(INDEX):
                yield each.relative_to(root).as_posix()


def _read(copy: Path, folder: Path) -> Copied:
    folder.mkdir()
    try:
        with tarfile.open(copy, "r:gz") as tar:
            listed = _listed(tar, copy)
            for member in tar:
                if member.name != MANIFEST:
                    _put(tar, member, folder, copy, listed)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadBackup(copy, f"it is damaged or cut off ({error})") from error
    missing = sorted(name for name in listed if not (folder / name).is_file())
    if missing:
        raise BadBackup(copy, f"{missing[0]} is listed and not in it")
    return Copied(len(listed), copy.stat().st_size)


def _listed(tar: tarfile.TarFile, copy: Path) -> dict[str, str]:
    head = tar.next()
    file = tar.extractfile(head) if head is not None and head.name == MANIFEST else None
    try:
        listed = json.loads(file.read()) if file else None
    except ValueError:
        listed = None
    if not isinstance(listed, dict) or MARK not in listed:
        raise BadBackup(copy, "no copy that `vacatio backup` wrote")
    return listed


def _put(
    tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, copy: Path, listed: dict[str, str]
) -> None:
    """Put one file in place, if it is the one that the list names."""
    path = PurePosixPath(member.name)
    known = listed.get(member.name)
    if known is None or path.parts[0] not in ORIGINALS or ".." in path.parts:
        raise BadBackup(copy, f"{member.name!r} is no original")
    file = tar.extractfile(member) if member.isreg() else None
    if file is None:
        raise BadBackup(copy, f"{member.name} is no file")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        shutil.copyfileobj(file, out)
        out.flush()
        os.fsync(out.fileno())
    if _hash(target) != known:
        raise BadBackup(copy, f"{member.name} is not what was written")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
