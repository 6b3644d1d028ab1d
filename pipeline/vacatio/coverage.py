"""What the archive covers of a source: which days and ids, and what share of what was listed.

It is read from the archive alone: the entries of the lists that the spiders followed say on which
day each document was listed, and the documents say which of them are held. So a backfill that was
killed in the middle knows where it was.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from vacatio import gone
from vacatio.archive_index import Index
from vacatio.datadir import DataDir
from vacatio.store import Row

Days = tuple[dt.date, dt.date]

#: As many ids in a row that are not held end a span: a bank leaves gaps where it withdrew an act.
HOLE = 50
#: So many spans of a kind are shown, the newest.
SHOWN = 40

_DAY = dt.timedelta(days=1)

_HELD = "SELECT DISTINCT key FROM fetches WHERE source = ? AND key NOT LIKE '%#%'"
_LISTED = """
SELECT f.file, date(f.fetched_at), e.day, e.key, e.means
FROM fetches f JOIN entries e ON e.source = f.source AND e.key = f.key AND e.sha256 = f.sha256
WHERE f.source = ? ORDER BY f.file, f.offset
"""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of days or ids, both ends in it: how much is listed there, and is held of that."""

    first: str
    last: str
    listed: int
    held: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is held of one source.

    ``documents`` are held in all; ``listed`` entries were met in lists, and of ``held`` of them
    everything is in the archive. ``days`` are whole: every entry of them is held.
    """

    source: str
    documents: int
    listed: int
    held: int
    days: tuple[Span, ...]
    ids: tuple[Span, ...]

    def words(self) -> str:
        """Say it in a line.

        >>> days = (Span("2026-08-31", "2026-11-27", 3100, 3100),)
        >>> Coverage("ekb", 6200, 3120, 3100, days, ()).words()
        '6,200 documents, 99.3 % of 3,120 listed, days 2026-08-31 to 2026-11-27'
        """
        told = [f"{self.documents:,} documents"]
        if self.listed:
            told.append(f"{int(1000 * self.held / self.listed) / 10:g} % of {self.listed:,} listed")
        told += [_words(name, spans) for name, spans in (("days", self.days), ("ids", self.ids))]
        return ", ".join(filter(None, told))

    def rows(self) -> list[Row]:
        """Give the rows of the table `coverage`: one a span."""
        return [
            {
                "id": f"{self.source}/{kind}/{span.first}",
                "source": self.source,
                "kind": kind,
                "first": span.first,
                "last": span.last,
                "listed": span.listed,
                "held": span.held,
            }
            for kind, spans in (("days", self.days), ("ids", self.ids))
            for span in spans[-SHOWN:]
        ]


class Asked(Protocol):
    """The index of an archive, or an archive."""

    def query(self, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
        """Ask its tables."""


def known(data: DataDir, sources: Iterable[str], today: dt.date) -> dict[str, Coverage]:
    """Tell what is held of each source, from the index as it stands.

    A run keeps the index up to date as it goes, so this may be asked at any time, and is quick.
    """
    index = Index(data.archive)
    if not index.there:
        index.refresh()
    settled = gone.recent(data.log, today)
    try:
        return {name: coverage(index, name, _of(name, settled)) for name in sources}
    finally:
        index.close()


def _of(source: str, settled: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(key for name, key in settled if name == source)


def coverage(archive: Asked, source: str, settled: Collection[str] = ()) -> Coverage:
    """Tell what is held of a source.

    `settled` are keys that the source does not give: nothing is missing where they are.
    """
    keys = {str(key) for (key,) in archive.query(_HELD, source)}
    entries: dict[str, bool] = {}
    listed: defaultdict[str, list[_Listed]] = defaultdict(list)
    for file, fetched_on, day, entry, means in archive.query(_LISTED, source):
        entries[entry] = all(key in keys or key in settled for key in str(means).split())
        if day:
            on = dt.date.fromisoformat(day)
            listed[file].append(_Listed(on, entry, over=day < fetched_on))
    numbers = (key.partition("/")[0] for key in keys)
    return Coverage(
        source,
        len(keys),
        len(entries),
        sum(entries.values()),
        tuple(_days(listed.values(), entries)),
        tuple(_ids(int(number) for number in numbers if number.isdecimal())),
    )


def gaps(since: dt.date, until: dt.date, covered: Iterable[Span]) -> tuple[Days, ...]:
    """Give what is not covered of a range of days, the newest first; all ends count.

    >>> day = dt.date.fromisoformat
    >>> held = [Span("2026-03-02", "2026-03-20", 9, 9)]
    >>> [f"{a} {b}" for a, b in gaps(day("2026-03-01"), day("2026-03-31"), held)]
    ['2026-03-21 2026-03-31', '2026-03-01 2026-03-01']
    >>> gaps(day("2026-03-02"), day("2026-03-20"), held)
    ()
    """
    found = []
    for span in sorted(covered, key=lambda one: one.last, reverse=True):
        first, last = dt.date.fromisoformat(span.first), dt.date.fromisoformat(span.last)
        if since <= until and first <= until and last >= since:
            if last < until:
                found.append((last + _DAY, until))
            until = first - _DAY
    return (*found, (since, until)) if since <= until else tuple(found)


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry as a list showed it; `over` tells whether its day was, or more might have come."""

    day: dt.date
    entry: str
    over: bool


def _days(runs: Iterable[Sequence[_Listed]], entries: Mapping[str, bool]) -> Iterable[Span]:
    """Give the ranges of days that a list was followed through and of which all is held.

    The oldest day of a list may have been cut by the end of its last page. Days without an entry
    between two of one list are covered: the list would have shown one.
    """
    ranges: list[Days] = []
    on: defaultdict[dt.date, set[str]] = defaultdict(set)
    for one in itertools.chain.from_iterable(map(_passes, runs)):
        held: dict[dt.date, bool] = {}
        for each in reversed(one):
            on[each.day].add(each.entry)
            held[each.day] = held.get(each.day, True) and each.over and entries[each.entry]
        for whole, group in itertools.groupby(list(held.items())[1:], key=lambda day: day[1]):
            days = [day for day, _ in group]
            if whole:
                ranges.append((days[0], days[-1]))
    for first, last in _merged(ranges):
        count = sum(len(names) for day, names in on.items() if first <= day <= last)
        yield Span(first.isoformat(), last.isoformat(), count, count)


def _passes(listed: Sequence[_Listed]) -> Iterable[Sequence[_Listed]]:
    """Tell the passes through a list apart, each from its newest entry on.

    A list that does not fall from day to day shows nothing of what it left out: it counts for
    nothing.
    """
    found: list[list[_Listed]] = []
    sorted_out: list[bool] = []
    for one in listed:
        if not found or (one.day > found[-1][-1].day and one.day >= found[-1][0].day):
            found.append([])
            sorted_out.append(True)
        elif one.day > found[-1][-1].day:
            sorted_out[-1] = False
        found[-1].append(one)
    return [each for each, fine in zip(found, sorted_out, strict=True) if fine]


def _merged(ranges: Iterable[Days]) -> Iterable[Days]:
    """Join ranges that meet, oldest first."""
    current: Days | None = None
    for first, last in sorted(ranges):
        if current and first <= current[1] + _DAY:
            current = current[0], max(current[1], last)
            continue
        if current:
            yield current
        current = first, last
    if current:
        yield current


def _ids(numbers: Iterable[int]) -> Iterable[Span]:
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number <= found[-1][1] + HOLE:
            found[-1][1], found[-1][2] = number, found[-1][2] + 1
        else:
            found.append([number, number, 1])
    for first, last, held in found:
        yield Span(str(first), str(last), last - first + 1, held)


def _words(name: str, spans: tuple[Span, ...]) -> str:
    if not spans:
        return ""
    shown = ", ".join(
        span.first if span.first == span.last else f"{span.first} to {span.last}"
        for span in spans[-3:]
    )
    return f"{name} {'… ' if len(spans) > 3 else ''}{shown}"
