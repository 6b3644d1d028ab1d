"""The feeds of the publication in place, from which is taken what reads the same."""

from __future__ import annotations

from pathlib import Path

from vacatio.chains import in_order
from vacatio.cuts import Cut, calendar
from vacatio.feed_titles import Titles
from vacatio.manifest import Manifest
from vacatio.moving import Fresh
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Language
from vacatio_feeds import pieces
from vacatio_feeds.syndicate import Printed


class Misfit(VacatioError):
    """A published feed does not hold what its manifest says: all feeds are to be written."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the published feed {name} does not hold what was written")


class Published:
    """Published feeds, what they hold, and what of it may read otherwise now."""

    def __init__(self, feeds: Path, manifest: Manifest, titles: Titles, fresh: Fresh) -> None:
        self.manifest, self.fresh = manifest, fresh
        self._feeds, self._titles = feeds, titles
        self._held: dict[str, list[list[str | None]]] = {}

    def cut(self, cut: Cut) -> Cut | None:
        """Find a feed as it was."""
        return self.manifest.cuts.get((cut.group, cut.topic))

    def named(self, group: str, titles: Titles) -> bool:
        """Tell whether a group is called as it was."""
        return all(
            self._titles.about(group, language) == titles.about(group, language)
            for language in Language
        )

    def entries(self, cut: Cut, root: str, ending: str, form: str, printed: Printed) -> None:
        """Add what was printed of the entries of a feed that read the same.

        Raises:
            Misfit: the files are not those of the manifest.
        """
        if cut.path not in self._held:
            fresh = self.fresh.rows
            self._held[cut.path] = [
                [None if place.row in fresh else place.id for place in some]
                for _, some in cut.pages
            ]
        for name, ids in zip(names(cut, root, ending), self._held[cut.path], strict=False):
            found = zip(ids, self._pieces(name, form, len(ids)), strict=True)
            printed.update({(form, each): text for each, text in found if each is not None})

    def events(self, group: str, root: str, printed: dict[str, str]) -> None:
        """Add what was printed of the events of a calendar that read the same.

        Raises:
            Misfit: the file is not that of the manifest.
        """
        chains = in_order(self.manifest.chains[each] for each in self.manifest.calendars[group])
        found = self._pieces(f"{root}{calendar(group)}.ics", "event", len(chains))
        fresh = self.fresh.chains
        for chain, text in zip(chains, found, strict=True):
            if chain.root not in fresh:
                printed[chain.uid] = text

    def _pieces(self, name: str, form: str, many: int) -> list[str]:
        found = pieces(form, (self._feeds / name).read_bytes())
        if len(found) != many:
            raise Misfit(name)
        return found


def names(cut: Cut, root: str, ending: str) -> list[str]:
    """Name the pages of a feed in a format; its page for people is one."""
    numbers = [0] if ending == "html" else [number for number, _ in cut.pages]
    return [f"{root}{cut.path}{f'-{number}' if number else ''}.{ending}" for number in numbers]
