"""All acts at hand: those of this build, and those that an earlier one left as they were.

A full build holds every act in memory. An update holds what it derives anew, and asks the memory
of the last build for the rest, an act at a time.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from vacatio.assemble import Work
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks.others import folded, law_place
from vacatio_calendar.identity import number_slug
from vacatio_calendar.model import Language

#: A question by which acts are found, hashed: two of one hash only cost a look at an act more.
Key = int

#: So many numbers of laws share a key: a row without gaps is followed from key to key.
ROW = 64


def key(kind: str, *parts: object) -> Key:
    """Hash a question; every part counts, and so does its place.

    >>> key("number", "2026-01-05", "7") == key("number", "2026-01-0", "57")
    False
    """
    joined = "\\x1f".join((kind, *map(str, parts)))
    return int.from_bytes(hashlib.blake2b(joined.encode(), digest_size=8).digest(), "big") >> 1


class Asked:
    """Writes down what is asked, so that an answer is sought again when one of these changes."""

    def __init__(self) -> None:
        self._keys: set[Key] = set()

    def begin(self) -> set[Key]:
        """Give the set into which goes what is asked from now on."""
        self._keys = set()
        return self._keys

    def note(self, asked: Key) -> Key:
        """Write down a question."""
        self._keys.add(asked)
        return asked


class Base(Protocol):
    """What an earlier build knows of the acts that are not derived anew."""

    def ids(self, asked: Key) -> Collection[str]:
        """Name the acts that are found by a question."""

    def work(self, name: str) -> Work | None:
        """Give an act by its id."""

    def names(self) -> Iterable[str]:
        """Name all acts."""


class Holdings:
    """The acts at hand by their ids and by the questions they are found by."""

    def __init__(self, works: Iterable[Work], law: Jurisdiction, base: Base | None = None) -> None:
        """Take the acts of this build, and of `base` those that are not replaced."""
        self._law, self._base = law, base
        self.asked = Asked()
        self._works: dict[str, Work] = {}
        self._without: set[str] = set()
        self._ids: defaultdict[Key, set[str]] = defaultdict(set)
        self.take(works)

    def take(self, works: Iterable[Work], gone: Iterable[str] = ()) -> None:
        """Put acts in the place of those of the base, and take others out."""
        self._without.update(gone)
        for work in works:
            self._works[work.id] = work
            self._without.add(work.id)
            for each in keys(work, self._law):
                self._ids[each].add(work.id)

    def ids(self, asked: Key) -> tuple[str, ...]:
        """Name the acts that are found by a question, in order."""
        own = self._ids.get(asked, set())
        if self._base is None:
            return tuple(sorted(own))
        left = (name for name in self._base.ids(asked) if name not in self._without)
        return tuple(sorted(own.union(left)))

    def work(self, name: str) -> Work | None:
        """Give an act by its id."""
        if name in self._works:
            return self._works[name]
        return None if self._base is None or name in self._without else self._base.work(name)

    def __contains__(self, name: object) -> bool:
        """Tell whether an act is at hand."""
        return isinstance(name, str) and name in self.ids(key("id", name))

    def names(self) -> Iterator[str]:
        """Name all acts."""
        yield from self._works
        if self._base is not None:
            yield from (name for name in self._base.names() if name not in self._without)


def keys(work: Work, law: Jurisdiction) -> frozenset[Key]:
    """Give the questions by which an act is found, by citations and by checks."""
    act = work.act
    found = {key("id", work.id)}
    titles = {title for each in Language if (title := work.title(each))}
    if act.date and act.number:
        found.add(key("number", act.date, folded(act.number)))
    if act.registration and act.registration.number:
        found.add(key("registration", folded(act.registration.number)))
    if act.date:
        found.update(key("title", act.date, folded(title)) for title in titles)
    slug = number_slug(act.number)
    if slug and act.date:
        found.add(key("slug", slug, act.date))
    every = {title for title in (act.title, *(text.act.title for text in work.texts)) if title}
    found.update(key("entitled", folded(title)) for title in every)
    if place := law_place(act):
        found.add(key("law", place[0], place[1] // ROW))
    return frozenset(found)
