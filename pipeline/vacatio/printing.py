"""The files of a publication's feeds, from a manifest and the rows it names.

Each row is read once and worded once a language. What stood in the published feed and reads the
same is taken from there and not worded again; a file in which nothing can read otherwise is not
made at all.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from vacatio.cuts import NEWEST, STATUS, Cut, Group, Place, in_order
from vacatio.facts import Teller
from vacatio.feed_titles import Place as Stand
from vacatio.feed_titles import Titles, topic
from vacatio.feed_titles import root as root_of
from vacatio.manifest import Manifest
from vacatio.published import Misfit, Published, names
from vacatio.store import Row
from vacatio_calendar.model import Language
from vacatio_feeds import STYLE, Entry, Feed, atom, json_feed, opml, page, paged, rss
from vacatio_feeds.syndicate import ATOM, RSS, Printed
from vacatio_feeds.words import words

#: Each format by its ending: its name among what is printed, and who writes it.
WRITERS: Mapping[str, tuple[str, Callable[[Feed, Sequence[Entry], Printed], bytes]]] = {
    "atom": (ATOM, atom),
    "rss": (RSS, rss),
    "json": ("json", json_feed),
}

#: A file by its name below `feeds/`; without bytes, it is as published.
File = tuple[str, bytes | None]


class Feeds:
    """All feeds of one publication."""

    def __init__(
        self,
        teller: Teller,
        stand: Stand,
        titles: Titles,
        now: Manifest,
        before: Published | None = None,
    ) -> None:
        self._teller, self._stand, self._titles, self._before = teller, stand, titles, before
        self._cuts = in_order(now.cuts.values())
        self._made = {cut.path for cut in self._cuts if self._changed(cut)}
        self._rows = self._read()

    def files(self) -> Iterator[File]:
        """Give each file, a language after the other."""
        yield "feed.css", STYLE
        for language in Language:
            entries: dict[tuple[str, str], Entry] = {}
            contents: Printed = {}
            for ending in WRITERS:
                yield from self._feeds(ending, language, entries, contents)
            yield from self._pages(language, entries, contents)
            yield self._index(language)

    def _changed(self, cut: Cut) -> bool:
        """Tell whether a file of a cut may hold other bytes than before."""
        old = self._old(cut)
        if self._before is None or old is None:
            return True
        if old.pages != cut.pages or not self._before.named(cut.group, self._titles):
            return True
        fresh = self._before.fresh.rows
        return any(place.row in fresh for _, some in cut.pages for place in some)

    def _old(self, cut: Cut) -> Cut | None:
        return None if self._before is None else self._before.cut(cut)

    def _read(self) -> dict[tuple[str, str], Row]:
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for cut in self._cuts:
            if cut.path in self._made:
                for tag, name in self._worded(cut):
                    wanted[tag].add(name)
        return {
            (tag, name): row
            for tag, ids in wanted.items()
            for name, row in self._teller.rows(tag, ids)
        }

    def _worded(self, cut: Cut) -> set[tuple[str, str]]:
        """Name the entries of a cut that it has not published as they read now.

        Its page for people has published the newest alone.
        """
        newest, whole = _rows(cut)
        old = self._old(cut)
        if self._before is None or old is None:
            return whole
        old_newest, old_whole = _rows(old)
        return (whole - old_whole) | (newest - old_newest) | (whole & self._before.fresh.rows)

    def _feeds(
        self,
        ending: str,
        language: Language,
        entries: dict[tuple[str, str], Entry],
        contents: Printed,
    ) -> Iterator[File]:
        form, writer = WRITERS[ending]
        printed = contents.copy()
        for cut in self._cuts:
            parts = names(cut, root_of(language), ending)
            if cut.path not in self._made:
                yield from ((name, None) for name in parts)
                continue
            shown = cut.shown
            some = self._entries(shown, language, ending, form, cut, entries, printed)
            feed = self._feed(cut, ending, language)
            cutting = paged(feed, some, NEWEST, missing=cut.count - len(shown))
            for name, (part, few) in zip(parts, cutting, strict=True):
                yield name, writer(part, few, printed)
        contents.update((key, text) for key, text in printed.items() if key[0] == "html")

    def _pages(
        self, language: Language, entries: dict[tuple[str, str], Entry], contents: Printed
    ) -> Iterator[File]:
        for cut in self._cuts:
            (name,) = names(cut, root_of(language), "html")
            if cut.path not in self._made:
                yield name, None
                continue
            _, newest = cut.pages[0]
            some = self._entries(newest, language, "html", "article", cut, entries, contents)
            feed = self._feed(cut, "html", language)
            address = f"{feed.self_url.removesuffix(name)}{root_of(language)}{cut.calendar}.ics"
            yield name, page(feed, some, contents, calendar=address)

    def _entries(
        self,
        places: Sequence[Place],
        language: Language,
        ending: str,
        form: str,
        cut: Cut,
        entries: dict[tuple[str, str], Entry],
        printed: Printed,
    ) -> list[Entry]:
        """Give the entries at some places; of one that is printed already, only its days."""
        old = self._old(cut)
        if self._before is not None and old is not None:
            self._before.entries(old, root_of(language), ending, form, printed)
        found = []
        for place in places:
            name = place.row
            entry = entries.get(name)
            if entry is None:
                row = self._rows.get(name)
                if row is not None:
                    entry = self._teller.entry(row, language, self._stand.site)
                else:
                    entry = _days_of(place)
                entries[name] = entry
            made = name in self._rows or (form, place.id) in printed
            if not made and _is_shown(place, cut):
                raise Misfit(cut.path)
            found.append(entry)
        return found

    def _feed(self, cut: Cut, ending: str, language: Language) -> Feed:
        name, about = f"{root_of(language)}{cut.path}.{ending}", words(language).feed["about"]
        return self._stand.feed(name, self._titles.cut(cut, language), about, language)

    def _index(self, language: Language) -> File:
        say, root = words(language).feed, root_of(language)
        listed: defaultdict[str, list[Feed]] = defaultdict(list)
        for cut in self._cuts:
            listed[say[Group.at(cut.group).kind]].append(self._feed(cut, "atom", language))
        listed[say["all"]].append(
            self._stand.feed(
                f"{root}{STATUS}.atom", topic(STATUS, language), say["status_about"], language
            )
        )
        index = self._stand.feed(f"{root}index.opml", say["changes"], say["about"], language)
        return index.id, opml(index, listed)


def _rows(cut: Cut) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Name the rows of the newest page of a cut, and those of all its pages."""
    pages = [{place.row for place in some} for _, some in cut.pages]
    return pages[0], set().union(*pages)


def _is_shown(place: Place, cut: Cut) -> bool:
    return any(place in some for _, some in cut.pages)


def _days_of(place: Place) -> Entry:
    """Give an entry by which a feed is put into order, and nothing of it is worded."""
    return Entry(
        guid=place.id,
        title="",
        summary="",
        link="",
        civil_date=dt.date.fromisoformat(place.known_on),
        kind="",
        effective_on=dt.date.fromisoformat(place.on),
    )
