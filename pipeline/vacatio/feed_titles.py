"""What feeds and calendars are called, and where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vacatio.cuts import Cut, Group
from vacatio.watches import Watched
from vacatio_calendar import Jurisdiction
from vacatio_calendar.bodies import bodies
from vacatio_calendar.model import Language
from vacatio_feeds import Feed
from vacatio_feeds.words import words

#: The printed issuer by which a body is called that no list knows, with the act it stands on.
Printed = Mapping[str, tuple[str, str]]


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


class Titles:
    """Names feeds and calendars in every language."""

    def __init__(self, law: Jurisdiction, watches: Sequence[Watched], printed: Printed) -> None:
        self._names = {body.slug: dict(body.names) for body in bodies(law) if body.names}
        self._watches = {each.name: each.title for each in watches}
        self._printed = printed

    def cut(self, cut: Cut, language: Language) -> str:
        """Title a feed."""
        about, title = self.about(cut.group, language), topic(cut.topic, language)
        if not about:
            return title
        return f"{title}: {about}" if cut.topic == "changes" else f"{title}, {about}"

    def calendar(self, group: str, language: Language) -> str:
        """Title a calendar."""
        about, title = self.about(group, language), words(language).feed["days"]
        return f"{title}: {about}" if about else title

    def about(self, path: str, language: Language) -> str:
        """Say which acts the feeds of a group are about; of all national ones, nothing."""
        group = Group.at(path)
        own = self._own(group, language)
        if not group.local:
            return own
        said = words(language).feed["local"]
        return f"{own} ({said})" if own else said

    def _own(self, group: Group, language: Language) -> str:
        if group.kind == "watches":
            return self._watches[group.name]
        if group.kind == "types":
            return words(language).of_type(group.name)
        if group.kind == "bodies":
            _, issuer = self._printed.get(group.name, ("", group.name))
            return self._names.get(group.name, {}).get(language, issuer)
        return ""


def topic(name: str, language: Language) -> str:
    """Title what a feed tells."""
    say = words(language).feed
    return say["changes"] if name == "changes" else f"{say['changes']}: {say[name]}"


def root(language: Language) -> str:
    """Name the folder of a language below `feeds/`."""
    return "" if language is Language.EN else f"{language}/"
