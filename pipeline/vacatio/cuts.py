"""Which entries go into which feed: by what they tell, and by type, body and watch list.

All that was announced is gone through once, newest first; each feed keeps as many places of rows
as it shows, and counts the rest.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vacatio.store import Row
from vacatio.watches import Watched
from vacatio_calendar import Jurisdiction
from vacatio_calendar.bodies import bodies
from vacatio_calendar.model import Language
from vacatio_datasette.watch_page import Watch, acts_watched
from vacatio_feeds.rows import DATED
from vacatio_feeds.words import words

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

#: The calendar of all acts; its name is older than its neighbours.
CALENDAR = "in-force"

Place = tuple[str, int]


@dataclass(slots=True)
class Cut:
    """One feed in all languages, or one calendar.

    ``path`` is its path below `feeds/`, ``topic`` what it tells, ``titles`` what it is about.
    ``places`` are rows of a table by its letter, newest first; ``count`` says how many there are
    in all, and ``limit`` how many of them are kept.
    """

    path: str
    group: str
    topic: str
    titles: Mapping[Language, str]
    limit: int = NEWEST
    local: bool = False
    places: list[Place] = field(default_factory=list)
    count: int = 0

    @property
    def calendar(self) -> str:
        """Name the calendar of the same acts, without its ending."""
        if self.group == "all":
            return f"{'local/' if self.local else ''}{CALENDAR}"
        return self.path.removesuffix(f"/{self.topic}")

    def add(self, place: Place) -> None:
        """Take in the next older row."""
        self.count += 1
        if len(self.places) < self.limit:
            self.places.append(place)


@dataclass(frozen=True, slots=True)
class Group:
    """The acts that a family of feeds is about: all, of a type, of a body or on a watch list."""

    path: str
    group: str
    titles: Mapping[Language, str]
    local: bool = False


_TOLD = """
    select 'e' as tag, e.rowid as place, e.id, e.kind, e.act_id, null as about,
        e.known_on, e.effective_on, a.type, a.issuer_id, a.issuer, a.level, a.normative
    from events e join acts a on a.id = e.act_id
    where e.kind not in ('deadline') and (e.kind not in ('adopted', 'registered') or not exists (
        select 1 from events x
        where x.act_id = e.act_id and x.kind not in ('adopted', 'registered', 'deadline')))
    union all
    select 'n', n.rowid, n.id, n.kind, n.act_id, n.about,
        n.known_on, n.effective_on, a.type, a.issuer_id, a.issuer, a.level, a.normative
    from notices n left join acts a on a.id = n.act_id
    order by 7 desc, 8 desc, 3
"""


class Groups:
    """Finds the groups of an act: national or local, of its type and body, on watch lists."""

    def __init__(
        self, connection: sqlite3.Connection, watches: Sequence[Watched], law: Jurisdiction
    ) -> None:
        self._watched: defaultdict[str, list[Group]] = defaultdict(list)
        self.found: dict[str, Group] = {}
        for local in (False, True):
            self._group("local/" if local else "", "all", {}, local=local)
        for each in watches:
            watch = Watch(each.name, each.title, each.acts, each.bodies, each.words)
            titles = dict.fromkeys(Language, each.title)
            group = self._group(f"watch/{each.name}", "watches", titles)
            for act in acts_watched(connection, watch):
                self._watched[act].append(group)
        self._names = {body.slug: dict(body.names) for body in bodies(law) if body.names}

    def of(self, row: Row) -> Iterator[Group]:
        """Give the groups of a row; individual acts are told on watch lists only."""
        act = row["act_id"]
        if act is None:
            yield self.found[""]
            return
        yield from self._watched.get(str(act), ())
        if row["normative"] == 0:
            return
        local = row["level"] == "local"
        root = "local/" if local else ""
        yield self.found[root]
        kind, slug = str(row["type"]), row["issuer_id"]
        path = f"{root}type/{kind}"
        yield self.found.get(path) or self._group(
            path,
            "types",
            {language: words(language).of_type(kind) for language in Language},
            local=local,
        )
        if slug is None:
            return
        path = f"{root}body/{slug}"
        if path not in self.found:
            printed, known = str(row["issuer"] or slug), self._names.get(str(slug), {})
            titles = {language: known.get(language, printed) for language in Language}
            self._group(path, "bodies", titles, local=local)
        yield self.found[path]

    def _group(
        self, path: str, group: str, titles: Mapping[Language, str], *, local: bool = False
    ) -> Group:
        return self.found.setdefault(path, Group(path, group, titles, local))


def cuts(connection: sqlite3.Connection, groups: Groups) -> list[Cut]:
    """Divide all that was announced into feeds, in one pass."""
    found: dict[str, Cut] = {}
    for group in list(groups.found.values()):
        for topic in _topics(group):
            found.setdefault(_path(group, topic), _cut(group, topic))
    cursor = connection.execute(_TOLD)
    columns = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(columns, values, strict=True))
        topics = [*_topics_of(row)]
        for group in groups.of(row):
            for topic in topics:
                path = _path(group, topic)
                if path not in found:
                    found[path] = _cut(group, topic)
                found[path].add((row["tag"], row["place"]))
    return sorted(found.values(), key=lambda cut: (_ORDER[cut.group], cut.local, cut.path))


_ORDER = {"all": 0, "watches": 1, "types": 2, "bodies": 3}


def _topics(group: Group) -> Iterator[str]:
    """Name the feeds that a group has also while they are empty."""
    if group.group not in ("all", "watches"):
        return
    for topic in (*TOPICS, BULLETINS):
        if topic not in ("drafts", BULLETINS) or group.path == "":
            yield topic


def _topics_of(row: Row) -> Iterator[str]:
    if row["tag"] == "e":
        yield "changes"
    kind = row["kind"]
    for topic, kinds in TOPICS.items():
        if kind in kinds:
            yield BULLETINS if topic == "findings" and row["about"] == "bulletin" else topic


def _path(group: Group, topic: str) -> str:
    if group.group == "all":
        return f"{group.path}{topic}"
    return group.path if topic == "changes" else f"{group.path}/{topic}"


def _cut(group: Group, topic: str) -> Cut:
    limit = NEWEST * (ARCHIVES + 1) if group.group == "all" else NEWEST
    return Cut(
        _path(group, topic), group.group, topic, group.titles, limit=limit, local=group.local
    )


def told(rows: Sequence[Row]) -> list[Row]:
    """Leave out what only prepares a change: one act is not to fill a letter with its stations.

    That an act was signed is told while nothing later is known of it. Days of duties are no news.
    """
    news = [row for row in rows if row["kind"] not in DUTIES]
    later = {row["act_id"] for row in news if row["kind"] not in PREPARES}
    return [row for row in news if row["kind"] not in PREPARES or row["act_id"] not in later]


def chains(
    connection: sqlite3.Connection, groups: Groups, since: str
) -> tuple[dict[str, list[str]], dict[str, tuple[int, ...]]]:
    """Find the events of each calendar: those with any day since a day, each with its corrections.

    Gives the first events by the path of the group, and for each its chain of places.
    """
    replaced = {
        str(name): (str(old), int(place))
        for name, old, place in connection.execute(
            "select id, replaces, rowid from events where replaces is not null"
        )
    }
    following: defaultdict[str, list[int]] = defaultdict(list)
    for name, (_, place) in replaced.items():
        following[_root(name, replaced)].append(place)
    marks = ", ".join("?" * len(DATED))
    cursor = connection.execute(
        "select e.rowid as place, e.id, e.kind, e.act_id, a.type, a.issuer_id, a.issuer, a.level, "
        "a.normative from events e join acts a on a.id = e.act_id where e.effective_on >= ? "
        f"and (e.kind in ({marks}) or e.replaces is not null)",
        [since, *sorted(DATED)],
    )
    columns = [column[0] for column in cursor.description]
    by_path: defaultdict[str, list[str]] = defaultdict(list)
    found: dict[str, tuple[int, ...]] = {}
    for values in cursor.fetchall():
        row = dict(zip(columns, values, strict=True))
        root = _root(str(row["id"]), replaced)
        if root in found:
            continue
        first = connection.execute("select rowid from events where id = ?", [root]).fetchone()
        found[root] = (int(first[0]), *following.get(root, ()))
        for group in groups.of(row):
            by_path[group.path].append(root)
    return by_path, found


def _root(name: str, replaced: Mapping[str, tuple[str, int]]) -> str:
    """Follow corrections to the first announcement; a ring ends where it began."""
    seen = {name}
    while name in replaced and replaced[name][0] not in seen:
        name = replaced[name][0]
        seen.add(name)
    return name
