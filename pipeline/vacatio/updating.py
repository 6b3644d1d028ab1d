"""One build: everything anew, or only what changed where the memory of the last build fits.

The memory fits the publication in place if it bears its token, if the rules and the readers are
the same, and if the ledger holds what that publication announced and nothing else. Whatever does
not fit, and whatever turns out not to fit on the way, costs a build of everything and no fact.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from zoneinfo import ZoneInfo

from vacatio import decisions, kept, ledger_index, publish, values, versions
from vacatio.announced import Indexed
from vacatio.archive import Archive
from vacatio.assemble import Reading, Work
from vacatio.base_rows import BaseRows
from vacatio.build import Built, build, derive, hold_apart, readings, rules
from vacatio.datadir import DataDir
from vacatio.deriving import Changed, OutOfStep, Source
from vacatio.engines import Map
from vacatio.kept import Kept
from vacatio.memory import Memory, is_damage
from vacatio.news import FILES, Loader, files, news
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks import Thresholds

log = logging.getLogger(__name__)

#: The packages whose every file bears on what is derived.
PACKAGES = ("vacatio", "vacatio_calendar", "vacatio_crawlers", "vacatio_parser")


@dataclass(frozen=True, slots=True)
class By:
    """What a build goes by."""

    law: Jurisdiction
    today: dt.date
    demo: bool
    page_of: Callable[[Work], str | None]
    thresholds: Thresholds


class DamagedMemory(OutOfStep):
    """What the last build remembers cannot be read."""


class Building:
    """A build under way; use it as a context manager, and `keep` it once it is published.

    ``base`` is the database of the publication that is brought forward, if it is one that fits.
    """

    def __init__(self, data: DataDir, by: By, mapped: Map, *, anew: bool = False) -> None:
        self._data, self._by, self._mapped = data, by, mapped
        self.archive = Archive(data.archive)
        self._kept = Kept(data.kept)
        self._known = Memory.open(data.built)
        self.base: Path | None = None
        try:
            with _sound():
                self.base = None if anew else self._fitting()
        except DamagedMemory as damage:
            self._anew(damage)
        self._changed: Changed | None = None
        self._pages: tuple[Reading, ...] = ()
        self._files: dict[str, int] = {}

    def __enter__(self) -> Building:
        self._kept.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what was not kept."""
        self._kept.__exit__(kind, error, trace)
        self._known.close()

    def read(self) -> dict[str, int]:
        """Read what is new, or everything; give counts for the log."""
        pages = self._news()
        if self.base is None:
            self._kept.forget_unused()
        return {
            "documents": len(pages) if self.base is None else self._known.documents(),
            "parsed": sum(page.parsed for page in pages),
            "refused": sum(page.refused is not None for page in pages),
            "damaged": len(self.archive.faults()),
            "dates dateparser gave": sum(
                page.document.fallbacks for page in pages if page.document is not None
            ),
        }

    def _news(self) -> tuple[Reading, ...]:
        by, self._files = self._by, files(self.archive)
        if self.base is not None:
            try:
                zone = ZoneInfo(by.law.time_zone)
                with _sound():
                    self._changed = news(self.archive, self._known, self._kept, zone, self._mapped)
            except OutOfStep as reason:
                self._anew(reason)
            else:
                for page in self._changed.pages:
                    hold_apart(page.raw, self.archive, demo=by.demo)
                return tuple(self._changed.pages)
        found = readings(self.archive, demo=by.demo, kept=self._kept, mapped=self._mapped)
        self._pages = tuple(found)
        return self._pages

    def derive(self) -> Built:
        """Derive what changed, or everything where that cannot be told."""
        if self.base is not None and self._changed is not None:
            try:
                with _sound():
                    return self._partly(self.base, self._changed)
            except OutOfStep as reason:
                self._anew(reason)
                self._news()
        by, pages = self._by, self._pages
        self._pages = ()  # a corpus is large: it is let go of once it is derived
        try:
            with _sound():
                self._known.empty()
        except DamagedMemory as damage:
            self._anew(damage)
        return build(
            self._data,
            pages,
            by.law,
            by.today,
            demo=by.demo,
            page_of=by.page_of,
            seen=publish.last_seen(self._data),
            thresholds=by.thresholds,
            known=self._known,
        )

    def keep(self, database: Path) -> None:
        """Remember this build: `database` is in place now."""
        for name, value in self._marks(database).items():
            self._known.say(name, value)
        self._known.say(FILES, json.dumps(self._files))
        self._known.keep()

    def _partly(self, base: Path, changed: Changed) -> Built:
        by, data = self._by, self._data
        with BaseRows(base) as published, ledger_index.LedgerIndex(data) as index:
            index.catch_up()

            def seen(names: Collection[str]) -> Mapping[str, str]:
                rows = published.of("findings", "id", names)
                return {str(row["id"]): str(row["last_seen"]) for row in rows if row["last_seen"]}

            of = Source(
                self.archive,
                decisions.read(data.decisions),
                Indexed(index),
                self._known,
                published,
                Loader(self.archive, self._known, self._kept),
            )
            ruled = rules(by.law, demo=by.demo, page_of=by.page_of)
            return derive(changed, of, ruled, by.today, seen, by.thresholds)

    def _anew(self, reason: OutOfStep) -> None:
        """Give up the memory: all is derived anew."""
        log.warning("all is derived anew: %s", reason)
        self.base, self._changed = None, None
        self._known.close()
        damaged = isinstance(reason, DamagedMemory)
        self._known = (Memory.anew if damaged else Memory.open)(self._data.built)

    def _fitting(self) -> Path | None:
        """Give the database of the publication in place, if the memory is that of its build."""
        here = publish.current(self._data)
        database = self._data.publications / (here or "") / "vacatio.db"
        if here is None or not versions.fits(database):
            return None
        said = {name: self._known.said(name) for name in ("token", "made", "ledger")}
        return database if said == self._marks(database) else None

    def _marks(self, database: Path) -> dict[str, str]:
        """Say of what publication, by what rules and over what ledger a memory is."""
        by = self._by
        made = [made_by(), by.law.code, by.demo, *vars_of(by.thresholds)]
        return {
            "token": str(versions.token(database)),
            "made": hashlib.sha256(repr(made).encode()).hexdigest(),
            "ledger": ledger_index.marks(self._data),
        }


@contextmanager
def _sound() -> Iterator[None]:
    """Take a damaged memory for one that does not fit, and a full disk for what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        raise DamagedMemory(f"what the last build remembers is damaged ({error})") from error
    except values.Damaged as error:
        raise DamagedMemory(f"what the last build remembers is damaged ({error})") from error


@cache
def made_by() -> str:
    """Hash everything that derives: our code and data, the libraries below, the Python above."""
    return kept.fingerprint(PACKAGES)


def vars_of(thresholds: Thresholds) -> Iterator[object]:
    """Give what an operator may set of the checks."""
    yield from (thresholds.share, thresholds.times, thresholds.at_least)
    yield sorted(thresholds.exempt)
