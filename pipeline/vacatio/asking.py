"""What a crawl is told: which sources, how far back, and which documents to fetch again.

A crawler knows no database; what follows from what is known already is decided here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import vacatio_crawlers
from vacatio import heartbeats, store
from vacatio.archive import Archive
from vacatio.settings import Settings
from vacatio_crawlers import Gives, Needs

#: How far back a run looks behind the last good one: late registrations, and full weeks.
OVERLAP = dt.timedelta(days=14)

#: As long after an act became public its card is looked at night by night; after that on the
#: days around its entry into force, when a place of publication that was added late matters.
CARDS = dt.timedelta(days=14)

#: What a build makes use of; the rest is for whoever asks for it by name.
USED = frozenset({Gives.ACTS, Gives.CARDS, Gives.BULLETINS})

Ids = Mapping[str, Sequence[str]]
Addresses = Mapping[str, str | Sequence[str]]


def ready(ids: Ids, addresses: Addresses) -> tuple[str, ...]:
    """Name the sources of a night: those a build makes use of and that can be asked today."""

    def told(info: vacatio_crawlers.SourceInfo) -> bool:
        has = {Needs.NOTHING: True, Needs.IDS: info.name in ids}
        return has.get(info.needs, info.name in addresses)

    known = vacatio_crawlers.known_sources()
    return tuple(info.name for info in known if info.gives in USED and told(info))


def addresses(settings: Settings, replaced: Addresses) -> Addresses:
    """Give the addresses that are not the sources' own."""
    named = {"bulletins": settings.bulletins} if settings.bulletins else {}
    return {**named, **replaced}


def ids(database: Path, today: dt.date) -> Ids:
    """Name the documents to fetch by their ids, by source: again, or the cards of known acts.

    Whoever relies on a date looks on the day itself, so that is when a correction must be seen.
    """
    if not database.exists():
        return {}
    days = [(today + dt.timedelta(days=ahead)).isoformat() for ahead in (0, 1)]
    found: dict[str, list[str]] = {}
    with store.opened(database) as db:
        for source, key in db.execute(
            "SELECT DISTINCT d.source, d.key FROM commencements c JOIN documents d "
            "ON d.id = c.document_id WHERE c.in_force_on IN (?, ?) ORDER BY 1, 2",
            days,
        ):
            found.setdefault(source, []).append(str(key).split("/")[0])
        for number, ngr in db.execute(
            "SELECT ekb_id, ngr FROM acts WHERE ekb_id <> '' AND ngr <> '' AND (in_force_on "
            "IN (?, ?) OR coalesce(published_on, registered_on, adopted_on) >= ?) ORDER BY 1, 2",
            [*days, (today - CARDS).isoformat()],
        ):
            card = f"{number}-{str(ngr).rstrip('_').lower()}"
            found.setdefault("zanorda", []).append(card)
    return {source: tuple(dict.fromkeys(given)) for source, given in found.items()}


def missing(archive: Archive, sources: Sequence[str], wanted: range) -> Ids:
    """Name the ids of a range that the archive does not hold, newest first.

    The archive is the memory of a backfill: one that was cut off goes on where it was, and
    nothing that is known is fetched again.
    """
    held = {(source, key.split("/")[0]) for source, key in archive.keys()}  # noqa: SIM118
    return {
        source: tuple(str(n) for n in reversed(wanted) if (source, str(n)) not in held)
        for source in sources
    }


def by_reach(
    names: Sequence[str], log: Path, since: dt.date | None
) -> dict[dt.date | None, list[str]]:
    """Group sources by the day from which on to look; `None` is for what never succeeded yet."""
    rows = heartbeats.rows(log, vacatio_crawlers.known_sources())
    good = {str(row["id"]): row["last_success"] for row in rows}
    grouped: dict[dt.date | None, list[str]] = {}
    for name in names:
        last = good.get(name)
        day = dt.date.fromisoformat(str(last)[:10]) - OVERLAP if last else None
        grouped.setdefault(since or day, []).append(name)
    return grouped
