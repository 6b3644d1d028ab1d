"""What a crawl is told: which sources, how far back, and which documents to fetch again.

A crawler knows no database; what follows from what is known already is decided here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import vacatio_crawlers
from vacatio import coverage, store, versions
from vacatio.archive import Archive
from vacatio.settings import Settings
from vacatio_crawlers import FIRST_REACH, Needs

#: How far back a run looks behind the last good one: late registrations, and full weeks.
OVERLAP = dt.timedelta(days=14)

#: As long after an act became public its card is looked at night by night; after that on the
#: days around its entry into force, when a place of publication that was added late matters.
CARDS = dt.timedelta(days=14)

#: The languages in which a source gives an act, as the keys of documents name them.
LANGUAGES = ("rus", "kaz")

#: The texts at a source of acts whose day has come or is tomorrow, and of those they change.
_COMING = """
SELECT DISTINCT d.key FROM documents d WHERE d.source = :source AND d.id IN (
    SELECT document_id FROM commencements WHERE in_force_on BETWEEN :day AND :eve
    UNION SELECT document_id FROM acts WHERE id IN (
        SELECT target_act_id FROM amendments WHERE in_force_on BETWEEN :day AND :eve
        UNION SELECT a.target_act_id FROM modifications m JOIN amendments a
        ON a.id = m.amendment_id WHERE m.in_force_on BETWEEN :day AND :eve))
ORDER BY 1
"""

NO_DAYS: Mapping[str, dt.date] = MappingProxyType({})

Ids = Mapping[str, Sequence[str]]
Addresses = Mapping[str, str | Sequence[str]]
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Reach:
    """The days through which lists are followed; `None` is the first night, and no last day."""

    since: dt.date | None
    until: dt.date | None

    @property
    def newest(self) -> bool:
        """Tell whether it goes up to what is new today."""
        return self.until is None


def ready(ids: Ids, addresses: Addresses) -> tuple[str, ...]:
    """Name the sources of a night: those that can be asked today."""

    def told(info: vacatio_crawlers.SourceInfo) -> bool:
        has = {Needs.NOTHING: True, Needs.IDS: info.name in ids}
        return has.get(info.needs, info.name in addresses)

    known = vacatio_crawlers.known_sources()
    return tuple(info.name for info in known if told(info))


def addresses(settings: Settings, replaced: Addresses) -> Addresses:
    """Give the addresses that are not the sources' own."""
    named = {"bulletins": settings.bulletins} if settings.bulletins else {}
    return {**named, **replaced}


def ids(database: Path, today: dt.date, whole: Mapping[str, dt.date] = NO_DAYS) -> Ids:
    """Name the documents to fetch by their ids, by source: again, or the cards of known acts.

    Whoever relies on a date looks on the day itself, so that is when a correction must be seen,
    and whether the acts that it changes are given as changed. `whole` names by source the day of
    its last whole run: the days that came while it was down are looked at when it is back.
    """
    if not versions.fits(database):  # as on a first night: nothing is known by its id
        return {}
    one, found = dt.timedelta(days=1), dict[str, list[str]]()
    eve = (today + one).isoformat()
    names = [info.name for info in vacatio_crawlers.known_sources()]
    first = {name: min(whole.get(name, today) + one, today) for name in names}
    with store.opened(database) as db:
        for source, day in first.items():
            asked = {"source": source, "day": day.isoformat(), "eve": eve}
            for (key,) in db.execute(_COMING, asked):
                found.setdefault(source, []).append(str(key).split("/")[0])
        day = first["zanorda"]
        for number, ngr in db.execute(
            "SELECT ekb_id, ngr FROM acts WHERE ekb_id <> '' AND ngr <> '' AND (in_force_on "
            "BETWEEN ? AND ? OR coalesce(published_on, registered_on, adopted_on) >= ?) "
            "ORDER BY 1, 2",
            [day.isoformat(), eve, (day - CARDS).isoformat()],
        ):
            card = f"{number}-{str(ngr).rstrip('_').lower()}"
            found.setdefault("zanorda", []).append(card)
    return {source: tuple(dict.fromkeys(given)) for source, given in found.items()}


def missing(
    archive: Archive,
    sources: Sequence[str],
    wanted: range,
    settled: Collection[tuple[str, str]] = (),
) -> Ids:
    """Name the ids of a range of which the archive does not hold all languages, newest first.

    The archive is the memory of a backfill: one that was cut off goes on where it was, and
    nothing that is known is fetched again. `settled` is what the source said it does not have.
    """
    there = {*archive.keys(), *settled}
    return {
        source: tuple(
            str(number)
            for number in reversed(wanted)
            if any((source, f"{number}/{language}") not in there for language in LANGUAGES)
        )
        for source in sources
    }


def reaches(
    names: Sequence[str],
    good: Mapping[str, dt.date],
    archive: Archive,
    settled: Collection[tuple[str, str]],
    done: Mapping[str, Sequence[coverage.Span]],
    today: dt.date,
    *,
    since: dt.date | None,
    until: dt.date | None,
    demo: bool,
) -> dict[Reach, list[str]]:
    """Group sources by the days to look through, the newest days first.

    A source is looked through again from `OVERLAP` before its last whole run, whose day `good`
    names if there was one; of the days before that, from `since` on, only what the archive does not
    cover and no backfill has `done` is asked for, and of a demo's few acts all. So a first night
    that was killed, and a backfill, go on where they were.
    """
    known = vacatio_crawlers.known_sources()
    unlisted = {info.name for info in known if info.needs is Needs.IDS}
    grouped: dict[Reach, list[str]] = {}
    for name in names:
        last = min(good[name], today) if name in good else None  # a clock may have been ahead
        again = last - OVERLAP if last else None
        first = since or (None if demo else again or today - FIRST_REACH)
        if first is None:
            grouped.setdefault(Reach(None, until), []).append(name)
            continue
        if until and name in unlisted:
            continue  # nothing lists its documents by their days
        gone = {key for source, key in settled if source == name}
        held = coverage.coverage(archive, name, gone).days if first != again else ()
        held = (*held, *done.get(name, ()))
        newest = until or max(today, first)  # a clock that was set back ends no source
        for start, end in coverage.gaps(first, newest, _before(again, held)):
            open_end = until is None and end == newest
            grouped.setdefault(Reach(start, None if open_end else end), []).append(name)
    return dict(sorted(grouped.items(), key=lambda one: one[0].until or dt.date.max, reverse=True))


def _before(day: dt.date | None, spans: Sequence[coverage.Span]) -> Sequence[coverage.Span]:
    """Cut what is covered at a day from which on everything is looked through again."""
    if day is None:
        return spans
    end = (day - dt.timedelta(days=1)).isoformat()
    return [
        dataclasses.replace(span, last=min(span.last, end)) for span in spans if span.first <= end
    ]
