"""A bulletin to be exported: the acts of a period, the language, and where their pages are read."""

from __future__ import annotations

from dataclasses import dataclass

from vacatio.phrasing import day, words
from vacatio.records import Record, Wanted
from vacatio_calendar import Jurisdiction
from vacatio_calendar.model import Language
from vacatio_feeds.rows import act_url


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is exported: the acts of a period, the language, and where their pages are read.

    ``marked`` is true where the data directory holds the demo, also if no act is found there.
    """

    wanted: Wanted
    records: tuple[Record, ...]
    language: Language
    law: Jurisdiction
    site: str | None = None
    marked: bool = False

    @property
    def demo(self) -> bool:
        """Whether the data are invented."""
        return self.marked or any(record.demo for record in self.records)

    @property
    def heading(self) -> str:
        """The title, which names the period."""
        since, until = (day(on, self.language) for on in (self.wanted.since, self.wanted.until))
        return str(words(self.language)["page"]["title"].format(since=since, until=until))

    def page(self, record: Record) -> str | None:
        """Give the address of an act's page on the site, where there is a site."""
        return act_url(record.act.id, self.site) if self.site and record.act.id else None
