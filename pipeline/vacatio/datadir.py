"""The data directory: where everything lives, and whether it holds real or demo data.

Three places are originals and are backed up: `archive/`, `decisions.toml` and `ledger/`. The
rest is rebuilt from them, but for `log/`, which remembers how the runs went.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vacatio_calendar.errors import VacatioError

#: The file that says what a data directory is.
MARK = "vacatio.json"

#: The rights that nobody but the owner has to what is written here.
OTHERS_WRITE = 0o022

#: Primary codes of the errors by which SQLite says that the disk is at fault.
DISK = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
    }
)

#: Codes by which it says that a file is no longer a database; all of it can be built again.
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class MixedData(VacatioError):
    """Somebody asked for real data in a demo directory, or for the demo in a real one."""

    def __init__(self, root: Path, holds: str, wanted: str) -> None:
        self.root, self.holds, self.wanted = root, holds, wanted
        super().__init__(
            f"{root} holds {holds} data and {wanted} data never mixes with it: "
            "name another directory with --data"
        )


class UnusableData(VacatioError):
    """The data directory cannot be created, read or written."""

    def __init__(self, root: Path, reason: str) -> None:
        self.root, self.reason = root, reason
        super().__init__(f"the data directory {root} cannot be used: {reason}")


@dataclass(frozen=True, slots=True)
class DataDir:
    """The paths under one data directory.

    >>> DataDir(Path("var")).database.as_posix()
    'var/vacatio.db'
    """

    root: Path

    @property
    def archive(self) -> Path:
        """WARC files, one original."""
        return self.root / "archive"

    @property
    def decisions(self) -> Path:
        """What people decided."""
        return self.root / "decisions.toml"

    @property
    def decisions_lock(self) -> Path:
        """The file that whoever adds a decision holds locked while it is written."""
        return self.root / "decisions.lock"

    @property
    def ledger(self) -> Path:
        """What was announced, append-only."""
        return self.root / "ledger"

    @property
    def database(self) -> Path:
        """The published database, live and in WAL."""
        return self.root / "vacatio.db"

    @property
    def feeds(self) -> Path:
        """The published feeds: a link into the current publication."""
        return self.root / "feeds"

    @property
    def log(self) -> Path:
        """One JSON line a stage, one a run."""
        return self.root / "log"

    @property
    def lock(self) -> Path:
        """The file that the one running writer holds locked."""
        return self.root / "lock"

    @property
    def kept(self) -> Path:
        """What was read of each page, until the readers change."""
        return self.root / "cache" / "read.sqlite"

    @property
    def built(self) -> Path:
        """What the last build knew; it may be deleted."""
        return self.root / "cache" / "built.sqlite"

    @property
    def building(self) -> Path:
        """The publication being built; worthless until it moves to `publications`."""
        return self.root / "building"

    @property
    def publications(self) -> Path:
        """The last publications, one folder each."""
        return self.root / "publications"

    @property
    def journal(self) -> Path:
        """Names the publication being put in place; gone once that is done."""
        return self.root / "publishing.json"


def holds_demo(root: Path) -> bool | None:
    """Tell whether a directory holds demo data; `None` where it holds no data yet."""
    mark = root / MARK
    try:
        words = json.loads(mark.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UnusableData(root, f"{MARK} does not say what it holds ({error})") from error
    kind = words.get("holds") if isinstance(words, dict) else None
    if kind not in ("demo", "real"):
        raise UnusableData(root, f"{MARK} says neither demo nor real")
    return bool(kind == "demo")


def prepare(root: Path, *, demo: bool) -> DataDir:
    """Open a data directory for writing, creating and marking it the first time.

    From here on nobody else may write what this process makes, whatever it was started with.

    Raises:
        MixedData: it holds demo data and real data was asked for, or the reverse.
        UnusableData: it cannot be created, read or written.
    """
    kind = {True: "demo", False: "real"}
    os.umask(os.umask(OTHERS_WRITE) | OTHERS_WRITE)
    try:
        root.mkdir(parents=True, exist_ok=True)
        held = holds_demo(root)
        if held is None:
            write_whole(root / MARK, json.dumps({"holds": kind[demo]}) + "\n")
            held = demo
    except OSError as error:
        raise UnusableData(root, error.strerror or str(error)) from error
    if held is not demo:
        raise MixedData(root, kind[held], kind[demo])
    return DataDir(root)


@contextlib.contextmanager
def disk_faults(data: DataDir) -> Iterator[None]:
    """Say in one line that the disk or a file on it is at fault; a fault of ours stays one."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in DAMAGE:
            reason = f"{error}: move {data.database.name} away and run `vacatio build`"
            raise UnusableData(data.root, reason) from error
        if code in DISK:
            raise UnusableData(data.root, str(error)) from error
        raise
    except OSError as error:
        raise UnusableData(data.root, str(error)) from error


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all, also after a power cut."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
