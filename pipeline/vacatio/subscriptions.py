"""Write the feeds and the calendars of a publication, from the rows of its database alone.

English stands at the root of `feeds/`, Russian and Kazakh below `ru/` and `kk/`. A file whose
bytes did not change is linked to the one already published, so that it keeps its time and a
static server keeps answering "not modified".
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

from vacatio import ledger, run_states, store
from vacatio.cuts import CALENDAR, NEWEST, STATUS, Cut, Groups, chains, cuts
from vacatio.cuts import Place as Row_
from vacatio.datadir import DataDir
from vacatio.facts import COLUMNS as COLUMNS
from vacatio.facts import Teller
from vacatio.store import Row
from vacatio.watches import Watched
from vacatio.wording import Facts, worded
from vacatio_calendar import Jurisdiction
from vacatio_calendar.model import Language
from vacatio_feeds import (
    STYLE,
    Entry,
    Event,
    Feed,
    atom,
    calendar_events,
    ics,
    instant,
    json_feed,
    opml,
    page,
    paged,
    rss,
)
from vacatio_feeds.syndicate import Printed
from vacatio_feeds.words import words

#: How far back calendars go, counted from the newest day of the data.
PAST = dt.timedelta(days=730)

#: A feed that has told nothing yet is dated by the Constitution: it does not change every night.
NOTHING = "1995-08-30"

_LINK = re.compile(r"<link>([^<]+)</link>")
_WRITERS: Mapping[str, Callable[[Feed, Sequence[Entry], Printed], bytes]] = {
    "atom": atom,
    "rss": rss,
    "json": json_feed,
}


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
        ((newest,),) = db.execute(
            "select max(day) from (select max(known_on) as day from events union all "
            "select max(known_on) from notices)"
        )
        day = dt.date.fromisoformat(newest or NOTHING)
        place = Place(site, demo, instant(day))
        groups = Groups(db.conn, watches, law)
        quiet = replace(place, updated=instant(dt.date.fromisoformat(NOTHING)))
        made = _Making(Teller(db.conn, law), quiet, cuts(db.conn, groups), groups)
        since = (day - PAST).replace(day=1)  # a calendar does not change every night
        made.read(*chains(db.conn, groups, since.isoformat()))
        for name, written in made.files():
            _put(folder / name, written, data.feeds / name)
            names.append(name)
    for name, written in _status(data, law, place):
        _put(folder / name, written, data.feeds / name)
        names.append(name)
    return tuple(names)


def write_status(data: DataDir, law: Jurisdiction, *, site: str, demo: bool) -> None:
    """Write the feeds of the runs into the publication in place: a run has changed a state."""
    if not (data.feeds / f"{STATUS}.rss").is_file():
        return
    place = Place(site, demo, instant(dt.date.fromisoformat(NOTHING)))
    for name, written in _status(data, law, place):
        path = data.feeds / name
        if not path.is_file() or path.read_bytes() != written:
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(written)
            beside.replace(path)  # older publications may share the file


def linked(feeds: Path) -> str | None:
    """Tell to which site published feeds link, without a slash at its end."""
    try:
        found = _LINK.search((feeds / "changes.rss").read_text(encoding="utf-8"))
    except OSError:
        return None
    return unescape(found[1]).rstrip("/") if found else None


class _Making:
    """The files of a publication: each row is read once, worded once a language."""

    def __init__(self, teller: Teller, place: Place, found: Sequence[Cut], groups: Groups) -> None:
        self._teller, self._place, self._cuts, self._groups = teller, place, found, groups
        self._rows: dict[Row_, Row] = {}
        self._roots: Mapping[str, Sequence[str]] = {}
        self._chains: Mapping[str, Sequence[int]] = {}

    def read(
        self, roots: Mapping[str, Sequence[str]], chained: Mapping[str, Sequence[int]]
    ) -> None:
        """Read the rows that are shown; ``roots`` are the events of calendars, by group."""
        self._roots, self._chains = roots, chained
        wanted: defaultdict[str, set[int]] = defaultdict(set)
        for cut in self._cuts:
            for tag, place in cut.places:
                wanted[tag].add(place)
        wanted["e"].update(place for chain in chained.values() for place in chain)
        for tag, places in wanted.items():
            for place, row in self._teller.rows(tag, places):
                self._rows[tag, place] = row

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give the name and the bytes of each file, a language after the other."""
        yield "feed.css", STYLE
        for language in Language:
            yield from self._feeds(language)
            yield from self._calendars(language)

    def _feeds(self, language: Language) -> Iterator[tuple[str, bytes]]:
        say, root = words(language), _root(language)
        entries: dict[Row_, Entry] = {}
        listed: defaultdict[str, list[Feed]] = defaultdict(list)
        contents: Printed = {}
        for ending, writer in _WRITERS.items():
            printed = contents.copy()
            for cut in self._cuts:
                for place in cut.places:
                    if place not in entries:
                        row = self._rows[place]
                        entries[place] = self._teller.entry(row, language, self._place.site)
                name = f"{root}{cut.path}.{ending}"
                feed = self._place.feed(name, _title(cut, language), say.feed["about"], language)
                if ending == "atom":
                    listed[say.feed[cut.group]].append(feed)
                told = [entries[place] for place in cut.places]
                missing = cut.count - len(told)
                for part, some in paged(feed, told, NEWEST, missing=missing):
                    yield part.self_url.partition("/feeds/")[2], writer(part, some, printed)
            contents = {key: text for key, text in printed.items() if key[0] == "html"}
        for cut in self._cuts:
            name = f"{root}{cut.path}.html"
            feed = self._place.feed(name, _title(cut, language), say.feed["about"], language)
            told = [entries[place] for place in cut.places[:NEWEST]]
            calendar = f"{root}{cut.calendar}.ics"
            address = feed.self_url.removesuffix(name) + calendar
            yield name, page(feed, told, contents, calendar=address)
        status = self._place.feed(
            f"{root}{STATUS}.atom", _topic(STATUS, language), say.feed["status_about"], language
        )
        listed[say.feed["all"]].append(status)
        index = self._place.feed(
            f"{root}index.opml", say.feed["changes"], say.feed["about"], language
        )
        yield f"{root}index.opml", opml(index, listed)

    def _calendars(self, language: Language) -> Iterator[tuple[str, bytes]]:
        say, root = words(language), _root(language)
        events: dict[str, Event] = {}
        for first, chain in self._chains.items():
            last = self._last([self._rows["e", place] for place in chain])
            rows = [self._rows["e", place] for place in chain]
            said = self._said(last, str(rows[0]["kind"]), language)
            shown = [{**row, **_words_of(said)} if row is last else row for row in rows]
            for event in calendar_events(shown, site_url=self._place.site):
                events[first] = event
        printed: dict[str, str] = {}
        for group in self._groups.found.values():
            some = [events[each] for each in self._roots.get(group.path, ()) if each in events]
            path = f"{group.path}{CALENDAR}" if group.group == "all" else group.path
            title = say.feed["days"]
            about = _about(group.group, group.titles, language, local=group.local)
            calendar = self._place.feed(
                f"{root}{path}.ics",
                f"{title}: {about}" if about else title,
                say.feed["days_about"],
                language,
            )
            yield f"{root}{path}.ics", ics(calendar, some, printed)
            again = _named(calendar, f"{root}{path}-reminders.ics", self._place)
            yield again.id, ics(again, some, printed, alarms=True)

    def _said(self, last: Row, kind: str, language: Language) -> Row:
        """Say in a calendar what happens on the day, and behind it that the day was corrected."""
        said = self._teller.worded(last, language)
        if last["replaces"] is None or last["effective_on"] is None:
            return said
        day = self._teller.worded({**last, "kind": kind}, language)
        return {**day, "summary": f"{day['summary']} {said['summary']}"}

    def _last(self, chain: Sequence[Row]) -> Row:
        """Find the last link of a chain of corrections."""
        replaced = {row["replaces"] for row in chain}
        return next((row for row in chain if row["id"] not in replaced), chain[-1])


def _words_of(said: Row) -> Row:
    return {"title": said["title"], "summary": said["summary"]}


def _status(data: DataDir, law: Jurisdiction, place: Place) -> Iterator[tuple[str, bytes]]:
    """Give the feeds of the runs, from their log alone."""
    log = ledger.read(data.log / "runs.jsonl") if data.log.is_dir() else ()
    changed = list(run_states.changes(log, ZoneInfo(law.time_zone)))[-NEWEST:]
    day = max((each.known_on for each in changed), default=NOTHING)
    here = replace(place, updated=instant(dt.date.fromisoformat(day)))
    for language in Language:
        entries = []
        for each in changed:
            since = each.effective_on and dt.date.fromisoformat(each.effective_on)
            facts = Facts(before=since or None, what={language: each.title or ""})
            said = worded({**each.row(), "effective_on": None}, facts, language, law)
            entries.append(
                Entry(
                    guid=each.id,
                    title=str(said["title"]),
                    summary=str(said["summary"]),
                    link=f"{place.site.rstrip('/')}/status",
                    civil_date=dt.date.fromisoformat(each.known_on),
                    kind=each.kind,
                )
            )
        for ending, writer in {**_WRITERS, "html": page}.items():
            name = f"{_root(language)}{STATUS}.{ending}"
            about = words(language).feed["status_about"]
            feed = here.feed(name, _topic(STATUS, language), about, language)
            yield name, writer(feed, entries, {})


def _root(language: Language) -> str:
    return "" if language is Language.EN else f"{language}/"


def _topic(topic: str, language: Language) -> str:
    say = words(language).feed
    return say["changes"] if topic == "changes" else f"{say['changes']}: {say[topic]}"


def _title(cut: Cut, language: Language) -> str:
    about = _about(cut.group, cut.titles, language, local=cut.local)
    title = _topic(cut.topic, language)
    if not about:
        return title
    return f"{title}: {about}" if cut.topic == "changes" else f"{title}, {about}"


def _about(group: str, titles: Mapping[Language, str], language: Language, *, local: bool) -> str:
    own = titles[language] if group != "all" else ""
    if not local:
        return own
    said = words(language).feed["local"]
    return f"{own} ({said})" if own else said


def _named(feed: Feed, name: str, place: Place) -> Feed:
    return replace(feed, id=name, self_url=f"{place.site.rstrip('/')}/feeds/{name}")


def _put(path: Path, written: bytes, published: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if published.is_file() and published.read_bytes() == written:
        path.hardlink_to(published.resolve())
    else:
        path.write_bytes(written)
