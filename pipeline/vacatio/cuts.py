"""Which entries go into which feed: by what they tell, and by type, body and watch list.

All that was announced is gone through once, newest first; each feed keeps the places of as many
entries as it shows, and a few in reserve, and counts the rest. Places are made of ids and days
alone, so that the same rows give the same feeds wherever they lie in a file.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from vacatio.store import Row
from vacatio.watches import Watched
from vacatio_datasette.watch_page import Watch, acts_watched
from vacatio_feeds import sliced

#: Kinds of events that change nothing for a reader yet.
PREPARES = frozenset({"adopted", "registered"})

#: Days of duties stand in calendars and are no news.
DUTIES = frozenset({"deadline"})

#: What a feed may tell, with the kinds of events and notices that it tells; of `changes`, all
#: events but those that only prepare another.
TOPICS: Mapping[str, frozenset[str]] = {
    "changes": frozenset(),
    "published": frozenset({"published"}),
    "found": frozenset({"found"}),
    "entering": frozenset({"enters_into_force", "soon", "starts"}),
    "corrected": frozenset({"date_corrected", "postponed"}),
    "findings": frozenset({"finding", "finding_ended"}),
    "drafts": frozenset({"draft"}),
}
#: Findings about bulletins, which are no findings about the law.
BULLETINS = "findings-bulletins"
#: Changes of state of the runs, written when a run ends.
STATUS = "status"

#: Entries of a feed, as many as readers keep; and how many archives of the overall feeds.
NEWEST = 100
ARCHIVES = 5
#: Places kept beyond those that are shown, for when some of these are withdrawn.
RESERVE = 100

#: The calendar of all acts; its name is older than its neighbours.
CALENDAR = "in-force"


class Place(NamedTuple):
    """What an entry is ordered by, and the row of it: an id in the table of a letter.

    ``on`` is its day in law, or the day it became known where it has none.
    """

    known_on: str
    on: str
    id: str
    tag: str

    @property
    def row(self) -> tuple[str, str]:
        """Name the row."""
        return self.tag, self.id


def newest_first(places: Iterable[Place]) -> list[Place]:
    """Order places as a feed orders its entries."""
    by_id = sorted(places, key=lambda place: place.id)
    return sorted(by_id, key=lambda place: (place.known_on, place.on), reverse=True)


@dataclass(frozen=True, slots=True)
class Group:
    """The acts that a family of feeds is about: all, of a type, of a body or on a watch list.

    >>> Group.at("local/body/maslikhat-almaty")
    Group(kind='bodies', name='maslikhat-almaty', local=True)
    """

    kind: str
    name: str
    local: bool

    @classmethod
    def at(cls, path: str) -> Group:
        """Read the path below `feeds/`."""
        return _group(path)

    @property
    def always(self) -> bool:
        """Tell whether there are feeds of it also while nothing is told in them."""
        return self.kind in ("all", "watches")


@cache
def _group(path: str) -> Group:
    local = path.startswith("local/")
    folder, _, name = path.removeprefix("local/").partition("/")
    return Group(_FOLDERS[folder], name, local)


_FOLDERS = {"": "all", "watch": "watches", "type": "types", "body": "bodies"}
_ORDER = ("all", "watches", "types", "bodies")

#: A feed by the path of its group and its topic.
Key = tuple[str, str]


@dataclass(slots=True)
class Cut:
    """One feed in all languages: places of its entries, newest first, and how many there are."""

    group: str
    topic: str
    count: int = 0
    places: list[Place] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Name the feed below `feeds/`, without language and ending."""
        if Group.at(self.group).kind == "all":
            return f"{self.group}{self.topic}"
        return self.group if self.topic == "changes" else f"{self.group}/{self.topic}"

    @property
    def calendar(self) -> str:
        """Name the calendar of the same acts, without its ending."""
        return calendar(self.group)

    @property
    def room(self) -> int:
        """Tell how many places are kept."""
        return self._limit + RESERVE

    @property
    def pages(self) -> tuple[tuple[int, tuple[Place, ...]], ...]:
        """Give the pages of the feed by their numbers, the newest, which is 0, first."""
        return sliced(self.shown, NEWEST, missing=self.count - len(self.shown))

    @property
    def shown(self) -> list[Place]:
        """Give the places that pages may show."""
        return self.places[: self._limit]

    @property
    def _limit(self) -> int:
        return NEWEST * (ARCHIVES + 1) if Group.at(self.group).kind == "all" else NEWEST

    @property
    def short(self) -> bool:
        """Tell whether fewer places are kept than could be shown."""
        return len(self.places) < min(self.count, self._limit)


def calendar(group: str) -> str:
    """Name the calendar of a group, without its ending."""
    return f"{group}{CALENDAR}" if Group.at(group).kind == "all" else group


def in_order(found: Iterable[Cut]) -> list[Cut]:
    """Put feeds into the order of their list."""

    def order(cut: Cut) -> tuple[int, bool, str]:
        group = Group.at(cut.group)
        return _ORDER.index(group.kind), group.local, cut.path

    return sorted(found, key=order)


class Groups:
    """Finds the groups of an act: national or local, of its type and body, on watch lists.

    With ``acts``, only of these.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        watches: Sequence[Watched],
        acts: Collection[str] | None = None,
    ) -> None:
        self.always = ["", "local/", *(f"watch/{each.name}" for each in watches)]
        self._watched: defaultdict[str, list[str]] = defaultdict(list)
        for each in watches:
            watch = Watch(each.name, each.title, each.acts, each.bodies, each.words)
            for act in acts_watched(connection, watch, acts):
                self._watched[act].append(f"watch/{each.name}")

    def of(self, row: Row) -> Iterator[str]:
        """Give the paths of the groups of a row; individual acts are told on watch lists only."""
        act = row["act_id"]
        if act is None:
            yield ""
            return
        yield from self._watched.get(str(act), ())
        if row["normative"] == 0:
            return
        root = "local/" if row["level"] == "local" else ""
        yield root
        yield f"{root}type/{row['type']}"
        if row["issuer_id"] is not None:
            yield f"{root}body/{row['issuer_id']}"


def told_rows(
    connection: sqlite3.Connection,
    acts: Collection[str] | None = None,
    entries: Collection[str] = (),
) -> Iterator[Row]:
    """Read all that is told, newest first.

    With ``acts``, only of these, and of ``entries`` what is about no act.
    """
    some = "1" if acts is None else "{0}.act_id in (select value from json_each(:acts))"
    none = "0" if acts is None else "n.act_id is null and n.id in (select value from json_each(:n))"
    given = {"acts": json.dumps([*(acts or ())]), "n": json.dumps([*entries])}
    cursor = connection.execute(
        f"""
        select 'e' as tag, e.id, e.kind, e.act_id, null as about, e.known_on,
            coalesce(nullif(e.effective_on, ''), e.known_on) as "on",
            a.type, a.issuer_id, a.level, a.normative
        from events e join acts a on a.id = e.act_id
        where {some.format("e")} and e.kind not in ('deadline')
        and (e.kind not in ('adopted', 'registered') or not exists (
            select 1 from events x
            where x.act_id = e.act_id and x.kind not in ('adopted', 'registered', 'deadline')))
        union all
        select 'n', n.id, n.kind, n.act_id, n.about, n.known_on,
            case when n.act_id is null then n.known_on
            else coalesce(nullif(n.effective_on, ''), n.known_on) end,
            a.type, a.issuer_id, a.level, a.normative
        from notices n left join acts a on a.id = n.act_id
        where {some.format("n")} or {none}
        order by 6 desc, 7 desc, 2
        """,
        given,
    )
    columns = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(columns, values, strict=True))


def place_of(row: Row) -> Place:
    """Give the place of what is told."""
    return Place(str(row["known_on"]), str(row["on"]), str(row["id"]), str(row["tag"]))


def keys_of(row: Row, groups: Groups) -> Iterator[Key]:
    """Name the feeds that tell a row."""
    topics = [*_topics_of(row)]
    for group in groups.of(row):
        for topic in topics:
            yield group, topic


def cuts(
    connection: sqlite3.Connection, groups: Groups, only: Collection[Key] | None = None
) -> dict[Key, Cut]:
    """Divide all that was announced into feeds, in one pass; with ``only``, into these."""
    found = {key: Cut(*key) for key in empties(groups) if only is None or key in only}
    for row in told_rows(connection):
        for key in keys_of(row, groups):
            if only is not None and key not in only:
                continue
            cut = found.get(key)
            if cut is None:
                cut = found[key] = Cut(*key)
            cut.count += 1
            if len(cut.places) < cut.room:
                cut.places.append(place_of(row))
    return found


def empties(groups: Groups) -> Iterator[Key]:
    """Name the feeds that are there also while they are empty."""
    for group in groups.always:
        for topic in (*TOPICS, BULLETINS):
            if topic not in ("drafts", BULLETINS) or group == "":
                yield group, topic


def _topics_of(row: Row) -> Iterator[str]:
    if row["tag"] == "e":
        yield "changes"
    kind = row["kind"]
    for topic, kinds in TOPICS.items():
        if kind in kinds:
            yield BULLETINS if topic == "findings" and row["about"] == "bulletin" else topic


def told(rows: Sequence[Row]) -> list[Row]:
    """Leave out what only prepares a change: one act is not to fill a letter with its stations.

    That an act was signed is told while nothing later is known of it. Days of duties are no news.
    """
    news = [row for row in rows if row["kind"] not in DUTIES]
    later = {row["act_id"] for row in news if row["kind"] not in PREPARES}
    return [row for row in news if row["kind"] not in PREPARES or row["act_id"] not in later]
