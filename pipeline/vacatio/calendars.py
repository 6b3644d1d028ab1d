"""The files of a publication's calendars, from a manifest and the events it names.

As with feeds, an event that reads the same is taken from the published calendar.
"""

from __future__ import annotations

from collections.abc import Iterator

from vacatio.chains import Chain
from vacatio.cuts import calendar
from vacatio.facts import Teller
from vacatio.feed_titles import Place as Stand
from vacatio.feed_titles import Titles
from vacatio.feed_titles import root as root_of
from vacatio.manifest import Manifest
from vacatio.printing import File
from vacatio.published import Misfit, Published
from vacatio.store import Row
from vacatio_calendar.model import Language
from vacatio_feeds import Event, calendar_events, ics
from vacatio_feeds.words import words


class Calendars:
    """All calendars of one publication."""

    def __init__(
        self,
        teller: Teller,
        stand: Stand,
        titles: Titles,
        now: Manifest,
        before: Published | None = None,
    ) -> None:
        self._teller, self._stand, self._titles = teller, stand, titles
        self._now, self._before = now, before
        self._made = {path for path in now.calendars if self._changed(path)}
        self._worded = {root for path in self._made for root in self._new(path)}
        links = {name for root in self._worded for name in now.chains[root].links}
        self._rows = dict(teller.rows("e", links))

    def files(self) -> Iterator[File]:
        """Give each file, a language after the other."""
        for language in Language:
            say, root = words(language).feed, root_of(language)
            events = {
                each: event
                for each in sorted(self._worded)
                for event in self._events(self._now.chains[each], language)
            }
            printed: dict[str, str] = {}
            for path in sorted(self._now.calendars):
                name, reminding = (f"{root}{calendar(path)}{end}.ics" for end in ("", "-reminders"))
                if path not in self._made:
                    yield name, None
                    yield reminding, None
                    continue
                some = self._some(path, root, events, printed)
                title, about = self._titles.calendar(path, language), say["days_about"]
                plain = self._stand.feed(name, title, about, language)
                yield name, ics(plain, some, printed)
                again = self._stand.feed(reminding, title, about, language)
                yield reminding, ics(again, some, printed, alarms=True)

    def _changed(self, path: str) -> bool:
        """Tell whether a calendar may hold other bytes than before."""
        if self._before is None or path not in self._before.manifest.calendars:
            return True
        now = self._now.calendars[path]
        return (
            now != self._before.manifest.calendars[path]
            or not self._before.named(path, self._titles)
            or not now.isdisjoint(self._before.fresh.chains)
        )

    def _new(self, path: str) -> frozenset[str]:
        """Name the chains of a calendar that it has not published as they read now."""
        now = self._now.calendars[path]
        if self._before is None:
            return now
        old = self._before.manifest.calendars.get(path, frozenset())
        return (now - old) | (now & self._before.fresh.chains)

    def _some(
        self, path: str, root: str, events: dict[str, Event], printed: dict[str, str]
    ) -> list[Event]:
        """Give the events of a calendar; of one that is printed already, all but its words."""
        if self._before is not None and path in self._before.manifest.calendars:
            self._before.events(path, root, printed)
        found = []
        for each in self._now.calendars[path]:
            if each not in events:
                events[each] = self._now.chains[each].event()
            if each not in self._worded and events[each].uid not in printed:
                raise Misfit(path)
            found.append(events[each])
        return found

    def _events(self, chain: Chain, language: Language) -> Iterator[Event]:
        """Word a chain: its last event, and the kind of its first."""
        rows = [self._rows[name] for name in chain.links]
        said = self._said(rows[-1], str(rows[0]["kind"]), language)
        rows[-1] = {**rows[-1], "title": said["title"], "summary": said["summary"]}
        for event in calendar_events(rows, site_url=self._stand.site):
            if event.uid == chain.uid:
                yield event

    def _said(self, last: Row, kind: str, language: Language) -> Row:
        """Say in a calendar what happens on the day, and behind it that the day was corrected."""
        said = self._teller.worded(last, language)
        if last["replaces"] is None or last["effective_on"] is None:
            return said
        day = self._teller.worded({**last, "kind": kind}, language)
        return {**day, "summary": f"{day['summary']} {said['summary']}"}
