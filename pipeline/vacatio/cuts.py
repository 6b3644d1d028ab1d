"""Which events go into which feed: all, by kind, by type of act, by body, by watch list."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vacatio.store import Row
from vacatio.watches import Watched
from vacatio_calendar import Jurisdiction
from vacatio_calendar.bodies import bodies
from vacatio_calendar.model import Language
from vacatio_datasette.watch_page import Watch, events_watched
from vacatio_feeds.words import words

#: Kinds of events that change nothing for a reader yet.
PREPARES = frozenset({"adopted", "registered"})

#: Feeds of some kinds of events, by their path.
KINDS = {
    "published": frozenset({"published"}),
    "entering": frozenset({"enters_into_force"}),
    "corrected": frozenset({"date_corrected", "postponed"}),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """One feed in all languages: its path below `feeds/`, its group, its titles, its events.

    ``rows`` are all events of its acts, for a calendar; ``told`` those that a feed tells.
    ``dated`` is true where it has a calendar of its own.
    """

    path: str
    group: str
    titles: Mapping[Language, str]
    rows: Sequence[Row]
    told: Sequence[Row]
    dated: bool = True


def cuts(
    connection: sqlite3.Connection,
    rows: Sequence[Row],
    acts: Mapping[str, Row],
    watches: Sequence[Watched],
    law: Jurisdiction,
) -> Iterator[Cut]:
    """Divide the events, newest first, into feeds; `acts` are the rows of the acts by id."""
    main = told(rows)
    yield Cut("changes", "all", _titles("changes"), rows, main, dated=False)
    for path, kinds in KINDS.items():
        some = [row for row in rows if row["kind"] in kinds]
        yield Cut(path, "all", _titles(path), some, some, dated=False)
    by_type: defaultdict[str, list[Row]] = defaultdict(list)
    by_body: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        act = acts[str(row["act_id"])]
        by_type[str(act["type"])].append(row)
        if act["issuer_id"] is not None:
            by_body[str(act["issuer_id"])].append(row)
    for kind, some in sorted(by_type.items()):
        titles = {language: words(language).of_type(kind) for language in Language}
        yield Cut(f"type/{kind}", "types", titles, some, told(some))
    names = {body.slug: dict(body.names) for body in bodies(law) if body.names}
    for slug, some in sorted(by_body.items()):
        printed = str(acts[str(some[0]["act_id"])]["issuer"] or slug)
        known = names.get(slug, {})
        titles = {language: known.get(language, printed) for language in Language}
        yield Cut(f"body/{slug}", "bodies", titles, some, told(some))
    for each in watches:
        watch = Watch(each.name, each.title, each.acts, each.bodies, each.words)
        found = [dict(row) for row in events_watched(connection, watch)]
        titles = dict.fromkeys(Language, each.title)
        yield Cut(f"watch/{each.name}", "watches", titles, found, told(found))


def _titles(name: str) -> dict[Language, str]:
    return {language: words(language).feed[name] for language in Language}


def told(rows: Sequence[Row]) -> list[Row]:
    """Leave out what only prepares a change: one act is not to fill a feed with its stations.

    That an act was signed is told while nothing later is known of it.
    """
    later = {row["act_id"] for row in rows if row["kind"] not in PREPARES}
    return [row for row in rows if row["kind"] not in PREPARES or row["act_id"] not in later]
