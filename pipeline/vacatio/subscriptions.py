"""Write the feeds and the calendars of a publication, from the rows of its database alone.

English stands at the root of `feeds/`, Russian and Kazakh below `ru/` and `kk/`. A file whose
bytes did not change is linked to the one already published, so that it keeps its time and a
static server keeps answering "not modified".
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from vacatio import store
from vacatio.cuts import Cut, cuts
from vacatio.datadir import DataDir
from vacatio.store import Row
from vacatio.watches import Watched
from vacatio_calendar import Jurisdiction
from vacatio_calendar.model import Language
from vacatio_feeds import (
    Feed,
    atom,
    calendar_events,
    entry_of,
    ics,
    instant,
    json_feed,
    opml,
    rss,
)
from vacatio_feeds.words import words

#: Entries of a feed: the newest, as many as readers keep.
NEWEST = 200

#: The calendar of all acts; its name is older than its neighbours.
CALENDAR = "in-force"

#: What a feed or a letter says of an act.
COLUMNS = "id, type, number, adopted_on, issuer, issuer_id, title_en, title_ru, title_kk"

_LINK = re.compile(r"<link>([^<]+)</link>")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the feeds will stand, and whether all in them is made up."""

    site: str
    demo: bool
    updated: dt.datetime

    def feed(self, name: str, title: str, about: str, language: Language) -> Feed:
        """Describe a feed by its path below `feeds/`."""
        return Feed(
            id=name,
            title=title,
            description=about,
            language=language,
            self_url=f"{self.site.rstrip('/')}/feeds/{name}",
            site_url=self.site,
            updated=self.updated,
            demo=self.demo,
        )


def write(
    database: Path,
    data: DataDir,
    law: Jurisdiction,
    *,
    site: str,
    demo: bool,
    watches: Sequence[Watched] = (),
) -> tuple[str, ...]:
    """Write the feeds of a database beside it, into `building/feeds`; tell their names."""
    folder = data.building / "feeds"
    folder.mkdir()
    names = []
    with store.opened(database) as db:
        rows = list(db.query("SELECT * FROM events ORDER BY known_on DESC, effective_on DESC, id"))
        acts = {str(row["id"]): row for row in db.query(f"SELECT {COLUMNS} FROM acts")}
        newest = rows[0]["known_on"] if rows else "1995-08-30"
        place = Place(site, demo, instant(dt.date.fromisoformat(newest)))
        found = tuple(cuts(db.conn, rows, acts, watches, law))
    for name, written in _files(found, acts, place):
        _put(folder / name, written, data.feeds / name)
        names.append(name)
    return tuple(names)


def linked(feeds: Path) -> str | None:
    """Tell to which site published feeds link, without a slash at its end."""
    try:
        found = _LINK.search((feeds / "changes.rss").read_text(encoding="utf-8"))
    except OSError:
        return None
    return unescape(found[1]).rstrip("/") if found else None


def _files(
    found: Sequence[Cut], acts: Mapping[str, Row], place: Place
) -> Iterator[tuple[str, bytes]]:
    """Give the name and the bytes of each file."""
    for language in Language:
        say = words(language)
        root = "" if language is Language.EN else f"{language}/"
        listed: defaultdict[str, list[Feed]] = defaultdict(list)
        for cut in found:
            told = [in_language(row, acts, language) for row in cut.told[:NEWEST]]
            entries = [entry_of(row, site_url=place.site) for row in told]
            title = say.feed["changes"]
            if cut.titles[language] != title:
                title = f"{title}: {cut.titles[language]}"
            path = f"{root}{cut.path}"
            feed = place.feed(f"{path}.atom", title, say.feed["about"], language)
            listed[say.feed[cut.group]].append(feed)
            yield f"{path}.atom", atom(feed, entries)
            yield f"{path}.rss", rss(_named(feed, f"{path}.rss", place), entries)
            yield f"{path}.json", json_feed(_named(feed, f"{path}.json", place), entries)
            if cut.dated or cut.path == "changes":
                name = f"{path if cut.dated else root + CALENDAR}.ics"
                days = [in_language(row, acts, language) for row in cut.rows]
                calendar = place.feed(
                    name,
                    title.replace(say.feed["changes"], say.feed["days"]),
                    say.feed["days_about"],
                    language,
                )
                yield name, ics(calendar, calendar_events(days, site_url=place.site))
        index = place.feed(f"{root}index.opml", say.feed["changes"], say.feed["about"], language)
        yield f"{root}index.opml", opml(index, listed)


def _named(feed: Feed, name: str, place: Place) -> Feed:
    return replace(feed, id=name, self_url=f"{place.site.rstrip('/')}/feeds/{name}")


def in_language(row: Row, acts: Mapping[str, Row], language: Language) -> Row:
    """Word an event in a language; what is announced is stored in English."""
    if language is Language.EN:
        return row
    say, act = words(language), acts[str(row["act_id"])]
    title = next(
        (act[f"title_{each}"] for each in (language, *Language) if act[f"title_{each}"]), None
    )
    number = f" № {act['number']}" if act["number"] else ""
    name = f"{say.of_type(str(act['type']))}{number} ({act['adopted_on'] or '—'})"
    said = f"{say.of_kind(str(row['kind']))} {row['effective_on'] or ''}".strip()
    scope = f" ({row['provisions']})" if row["provisions"] else ""
    return {**row, "title": f"{name}: {said}{scope}", "summary": str(title or name)}


def _put(path: Path, written: bytes, published: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if published.is_file() and published.read_bytes() == written:
        path.hardlink_to(published.resolve())
    else:
        path.write_bytes(written)
