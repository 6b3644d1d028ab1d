"""What was read of each body, kept so that an unchanged document is not parsed again.

The file is worthless: losing it costs a night of reading, no fact. It forgets everything when
the parser, the calendar's vocabulary or a library they read with changes, so an old reading is
never taken for one by today's rules. Only values of the vocabulary are taken out of it: nothing
that somebody put into the file is run.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import cast

from vacatio import values
from vacatio_calendar.model import Document, RawDocument

log = logging.getLogger(__name__)

#: The packages whose every file bears on what is read.
READERS = ("vacatio_calendar", "vacatio_parser")

#: The libraries that the readers stand on.
LIBRARIES = ("beautifulsoup4", "dateparser", "lxml", "pypdf", "python-docx")


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one body: a document, or the reason why there is none.

    A ``fault`` is ours, or the machine's: it says nothing of the body, and is not kept.
    """

    document: Document | None
    refused: str | None = None
    fault: bool = False


class Kept:
    """The readings of a data directory; a context manager.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Kept(Path(folder) / "read.sqlite") as kept:
    ...     kept.add({"a": Read(None, "no text")})
    ...     kept.get(["a", "b"])
    {'a': Read(document=None, refused='no text', fault=False)}
    """

    def __init__(self, path: Path, *, readers: str | None = None) -> None:
        self.path, self._readers = path, readers or fingerprint()
        self._used: set[str] = set()

    def __enter__(self) -> Kept:
        """Open the file; one that is damaged or of other readers is begun anew."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.DatabaseError:
            log.warning("%s is damaged and begun anew", self.path)
            for left in self.path.parent.glob(f"{self.path.name}*"):
                left.unlink()
            self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._db.close()

    def forget_unused(self) -> None:
        """Forget what was not asked for, once every document of the archive was."""
        with self._db:
            held = {str(key) for (key,) in self._db.execute("SELECT key FROM read")}
            gone = [(key,) for key in sorted(held - self._used)]
            self._db.executemany("DELETE FROM read WHERE key = ?", gone)

    def get(self, keys: Sequence[str]) -> dict[str, Read]:
        """Give what is known of these bodies; a damaged reading is none."""
        self._used.update(keys)
        marks = ", ".join("?" * len(keys))
        found: dict[str, Read] = {}
        for key, packed in self._db.execute(f"SELECT * FROM read WHERE key IN ({marks})", keys):
            with contextlib.suppress(*values.Damaged):
                document, refused = cast(
                    "tuple[Document | None, str | None]", values.unpacked(packed)
                )
                found[key] = Read(document, refused)
        return found

    def add(self, read: Mapping[str, Read]) -> None:
        """Keep what was read."""
        rows = [(key, values.packed((one.document, one.refused))) for key, one in read.items()]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO read VALUES (?, ?)", rows)

    def _open(self) -> None:
        self._db = sqlite3.connect(self.path)
        self._db.execute("PRAGMA synchronous = OFF")  # it can be read again: only never half
        with self._db:
            self._db.execute("CREATE TABLE IF NOT EXISTS by (readers TEXT)")
            self._db.execute("CREATE TABLE IF NOT EXISTS read (key TEXT PRIMARY KEY, packed BLOB)")
            if self._db.execute("SELECT readers FROM by").fetchall() != [(self._readers,)]:
                self._db.execute("DELETE FROM read")
                self._db.execute("DELETE FROM by")
                self._db.execute("INSERT INTO by VALUES (?)", (self._readers,))


def key(raw: RawDocument) -> str:
    """Name all that the reading of a document depends on, but for the readers."""
    asked = (raw.source, raw.key, raw.media_type, raw.language or "", raw.sha256)
    return hashlib.sha256("\x1f".join(asked).encode()).hexdigest()


@cache
def fingerprint(packages: tuple[str, ...] = READERS, libraries: tuple[str, ...] = LIBRARIES) -> str:
    """Hash packages: their code and data, the libraries below them and the Python above."""
    whole = hashlib.sha256(sys.version.encode())
    for name in libraries:
        whole.update(f"{name} {version(name)}\n".encode())
    for package in packages:
        for path, body in _contents(files(package), package):
            whole.update(f"{path} {len(body)}\n".encode())
            whole.update(body)
    return whole.hexdigest()


def _contents(folder: Traversable, path: str) -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        inside = f"{path}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _contents(entry, inside)
        elif entry.name.endswith((".py", ".toml")):
            yield inside, entry.read_bytes()
