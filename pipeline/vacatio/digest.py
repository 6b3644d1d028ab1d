"""What a receiver reads: the events of a night, as a letter in its language or as JSON."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatio.facts import Teller
from vacatio.store import Row
from vacatio_calendar.model import Language
from vacatio_feeds import Entry
from vacatio_feeds.text import QUOTE, block, line
from vacatio_feeds.words import Words, words

#: Entries that a letter spells out; the rest is counted, and stands on the site.
SPELLED = 100


@dataclass(frozen=True, slots=True)
class Digest:
    """The events of a channel since it was last told."""

    title: str
    entries: tuple[Entry, ...]
    language: Language
    site: str

    @property
    def subject(self) -> str:
        """Say in a line how much is new."""
        own = phrases(self.language)
        count = own["count"].format(count=len(self.entries))
        told = count if self.entries else own["nothing"]
        return line(f"{self.title}: {told}")

    def letter(self) -> str:
        """Word it as plain text, the newest first."""
        say, own = words(self.language), phrases(self.language)
        if not self.entries:
            return f"{own['quiet']}\n\n{self.site}\n"
        told = [_paragraph(entry, say) for entry in self.entries[:SPELLED]]
        more = len(self.entries) - len(told)
        if more:
            told.append(own["more"].format(count=more))
        return "\n\n".join([*told, self.site]) + "\n"

    def json(self) -> dict[str, object]:
        """Give it as data, for a program that receives it."""
        return {
            "title": self.subject,
            "language": self.language.value,
            "site": self.site,
            "events": [
                {
                    "id": entry.guid,
                    "kind": entry.kind,
                    "title": line(entry.title),
                    "summary": block(entry.summary),
                    "url": entry.link,
                    "known_on": entry.civil_date.isoformat(),
                    "effective_on": entry.effective_on and entry.effective_on.isoformat(),
                    "certainty": entry.certainty,
                    "confidence": entry.confidence,
                    "replaces": entry.replaces,
                }
                for entry in self.entries
            ],
        }


@cache
def phrases(language: Language) -> Mapping[str, str]:
    """Read the words of letters in one language."""
    table = tomllib.loads(files(__package__).joinpath("digest.toml").read_text(encoding="utf-8"))
    found: Mapping[str, str] = table[language]
    return found


def digest(
    rows: Sequence[Row],
    teller: Teller,
    *,
    title: str,
    language: Language,
    site: str,
) -> Digest:
    """Make a digest of rows of the table ``events``, which come oldest first."""
    entries = [teller.entry(row, language, site) for row in rows]
    return Digest(title, tuple(reversed(entries)), language, site)


def _paragraph(entry: Entry, say: Words) -> str:
    facts = [line(entry.title), block(entry.summary)]
    if entry.certainty is not None:
        facts.append(f"{say.how}: {say.of_certainty(entry.certainty)}")
    if entry.confidence is not None:
        facts.append(f"{say.how_sure}: {say.of_confidence(entry.confidence)}")
    if entry.quote:
        facts.append(f"{say.words}: «{block(entry.quote, QUOTE)}»")
    return "\n".join([*facts, entry.link])
