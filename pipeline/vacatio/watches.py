"""Watch lists, as an operator writes them: `[watch.NAME]` in `vacatio.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vacatio_calendar.errors import VacatioError

#: What a list may say; the last three are the marks, of which it needs one.
MARKS = ("acts", "bodies", "words")
KEYS = ("title", *MARKS)

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class BadWatch(VacatioError):
    """A watch list is not what it must be; `key` is the dotted key at fault."""

    def __init__(self, key: str, reason: str) -> None:
        self.key, self.reason = key, reason
        super().__init__(f"{key} {reason}")


@dataclass(frozen=True, slots=True)
class Watched:
    """One list: an act is on it if any of its marks fits.

    ``acts`` are ids of acts, and stand for those that change them too; ``bodies`` slugs such as
    ``maidr``; ``words`` phrases that occur in a title, each with all its words.
    """

    name: str
    title: str
    acts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def watches(value: object) -> tuple[Watched, ...]:
    """Read the table `watch`, one list for each table below it, in the order of the file.

    >>> watches({"health": {"title": "Health", "bodies": ["health"]}})[0].bodies
    ('health',)

    Raises:
        BadWatch: a name is no part of an address, a key is unknown or of the wrong kind.
    """
    if not isinstance(value, dict):
        raise BadWatch("watch", "must be tables, such as [watch.health]")
    return tuple(_watched(str(name), table) for name, table in value.items())


def _watched(name: str, table: object) -> Watched:
    key = f"watch.{name}"
    if not _NAME.fullmatch(name):
        raise BadWatch(key, "must be named in small Latin letters, digits and hyphens")
    if not isinstance(table, dict):
        raise BadWatch(key, f"must be a table, such as [{key}]")
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise BadWatch(f"{key}.{unknown[0]}", f"is no setting (there are: {', '.join(KEYS)})")
    title = table.get("title", name)
    if not isinstance(title, str) or not title.strip():
        raise BadWatch(f"{key}.title", "must be text in quotation marks")
    marks = {mark: _texts(f"{key}.{mark}", table.get(mark, [])) for mark in MARKS}
    if not any(marks.values()):
        raise BadWatch(key, f"watches nothing: give one of {', '.join(MARKS)}")
    return Watched(name, title, **marks)


def _texts(key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    raise BadWatch(key, 'must be a list of texts, such as ["health"]')
