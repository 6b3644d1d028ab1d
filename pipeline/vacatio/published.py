"""The feeds of the publication in place, from which is taken what reads the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vacatio.chains import in_order
from vacatio.cuts import Cut, calendar
from vacatio.feed_titles import Titles
from vacatio.manifest import Manifest
from vacatio.moving import Fresh
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Language
from vacatio_feeds import pieces


class Misfit(VacatioError):
    """A published feed does not hold what its manifest says: all feeds are to be written."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the published feed {name} does not hold what was written")


@dataclass(frozen=True, slots=True)
class Published:
    """Published feeds, what they hold, and what of it may read otherwise now."""

    feeds: Path
    manifest: Manifest
    titles: Titles
    fresh: Fresh

    def cut(self, cut: Cut) -> Cut | None:
        """Find a feed as it was."""
        return self.manifest.cuts.get((cut.group, cut.topic))

    def named(self, group: str, titles: Titles) -> bool:
        """Tell whether a group is called as it was."""
        return all(
            self.titles.about(group, language) == titles.about(group, language)
            for language in Language
        )

    def entries(self, cut: Cut, root: str, ending: str, form: str) -> Iterator[tuple[str, str]]:
        """Give what was printed of the entries of a feed that read the same, by their guids.

        Raises:
            Misfit: the files are not those of the manifest.
        """
        for name, (_, some) in zip(names(cut, root, ending), cut.pages, strict=False):
            for place, text in zip(some, self._pieces(name, form, len(some)), strict=True):
                if place.row not in self.fresh.rows:
                    yield place.id, text

    def events(self, group: str, root: str) -> Iterator[tuple[str, str]]:
        """Give what was printed of the events of a calendar that read the same, by their uids."""
        chains = in_order(self.manifest.chains[each] for each in self.manifest.calendars[group])
        name = f"{root}{calendar(group)}.ics"
        for chain, text in zip(chains, self._pieces(name, "event", len(chains)), strict=True):
            if chain.root not in self.fresh.chains:
                yield chain.uid, text

    def _pieces(self, name: str, form: str, many: int) -> list[str]:
        found = pieces(form, (self.feeds / name).read_bytes())
        if len(found) != many:
            raise Misfit(name)
        return found


def names(cut: Cut, root: str, ending: str) -> list[str]:
    """Name the pages of a feed in a format; its page for people is one."""
    numbers = [0] if ending == "html" else [number for number, _ in cut.pages]
    return [f"{root}{cut.path}{f'-{number}' if number else ''}.{ending}" for number in numbers]
