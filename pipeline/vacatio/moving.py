"""Move a manifest on by what a night touches, or begin one from the whole database.

Both give the same cuts and chains but for the reserve of places, which is never shown: what a
touched act told before is taken out, as the database before tells it, and what it tells now is
put in. That needs the rows of touched acts, before and now, and of no others.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vacatio.chains import Chain, chains
from vacatio.cuts import (
    Cut,
    Groups,
    Key,
    Place,
    cuts,
    empties,
    keys_of,
    newest_first,
    place_of,
    told_rows,
)
from vacatio.manifest import Manifest
from vacatio.touched import Touched
from vacatio.watches import Watched


@dataclass(frozen=True, slots=True)
class Fresh:
    """What may read otherwise than before: rows of entries, and chains by their first event."""

    rows: frozenset[tuple[str, str]]
    chains: frozenset[str]


def begun(
    now: sqlite3.Connection, watches: Sequence[Watched], *, by: str, token: int, since: str
) -> Manifest:
    """Make the manifest of a database from all its rows."""
    groups = Groups(now, watches)
    calendars: defaultdict[str, set[str]] = defaultdict(set)
    found: dict[str, Chain] = {}
    for chain, paths in chains(now, groups, since):
        found[chain.root] = chain
        for path in paths:
            calendars[path].add(chain.root)
    divided = cuts(now, groups)
    return Manifest(
        by=by,
        token=token,
        since=since,
        cuts=divided,
        chains=found,
        calendars=_standing(divided, calendars, groups),
        printed=_printed(now),
    )


def moved(
    before: Manifest,
    base: sqlite3.Connection,
    now: sqlite3.Connection,
    touched: Touched,
    watches: Sequence[Watched],
    *,
    token: int,
    since: str,
) -> tuple[Manifest, Fresh]:
    """Move a manifest from the database it was made of to one that differs where touched."""
    acts = _reached(base, now, touched)
    was, groups = Groups(base, watches, acts), Groups(now, watches, acts)
    divided, rows = _divided(before.cuts, (base, was), (now, groups), acts, touched.entries)
    short = {key for key, cut in divided.items() if cut.short}
    if short:
        divided |= cuts(now, Groups(now, watches), short)
    found = {root: chain for root, chain in before.chains.items() if chain.until >= since}
    old = {chain.root for chain, _ in chains(base, was, before.since, acts)}
    new = {chain.root: (chain, paths) for chain, paths in chains(now, groups, since, acts)}
    left = found.keys() - old - new.keys()
    calendars: defaultdict[str, set[str]] = defaultdict(set)
    for path, roots in before.calendars.items():
        calendars[path] = set(roots & left)
    found = {root: found[root] for root in left}
    for root, (chain, paths) in new.items():
        found[root] = chain
        for path in paths:
            calendars[path].add(root)
    manifest = Manifest(
        by=before.by,
        token=token,
        since=since,
        cuts=divided,
        chains=found,
        calendars=_standing(divided, calendars, groups),
        printed=_renamed(before.printed, base, now, acts),
    )
    return manifest, Fresh(frozenset(rows), frozenset(new))


def _reached(base: sqlite3.Connection, now: sqlite3.Connection, touched: Touched) -> frozenset[str]:
    """Name the acts of which an entry may read otherwise, or stand elsewhere.

    These are the touched ones; those that one of them changes, for an amendment is told with its
    cause; and those that share a chain of corrections with one, which tell what they correct.
    """
    acts = set(touched.acts)
    for connection in (base, now):
        acts |= _asked(connection, _OF_ENTRIES, touched.entries)
    targets = _asked(now, _TARGETS, acts)
    asked = acts
    while asked:
        found = _asked(base, _CHAINED, asked) | _asked(now, _CHAINED, asked)
        asked = found - acts
        acts |= asked
    return frozenset(acts | targets)


_OF_ENTRIES = """
    select e.act_id from json_each(?1) j join events e on e.id = j.value union
    select n.act_id from json_each(?1) j join notices n on n.id = j.value
    where n.act_id is not null
"""
_TARGETS = """
    select distinct m.target_act_id from json_each(?1) j join amendments m on m.act_id = j.value
    where m.target_act_id is not null
"""
_CHAINED = """
    select e.act_id from json_each(?1) j join events o on o.act_id = j.value
    join events e on e.replaces = o.id union
    select o.act_id from json_each(?1) j join events e on e.act_id = j.value
    join events o on o.id = e.replaces
"""


def _asked(connection: sqlite3.Connection, sql: str, ids: Iterable[str]) -> set[str]:
    return {str(name) for (name,) in connection.execute(sql, [json.dumps(sorted(ids))])}


def _divided(
    before: Mapping[Key, Cut],
    base: tuple[sqlite3.Connection, Groups],
    now: tuple[sqlite3.Connection, Groups],
    acts: Collection[str],
    entries: Collection[str],
) -> tuple[dict[Key, Cut], set[tuple[str, str]]]:
    """Take what acts told before out of all cuts, and put in what they tell now."""
    gone: defaultdict[Key, set[tuple[str, str]]] = defaultdict(set)
    come: defaultdict[Key, list[Place]] = defaultdict(list)
    rows = set()
    for row in told_rows(base[0], acts, entries):
        for key in keys_of(row, base[1]):
            gone[key].add(place_of(row).row)
    for row in told_rows(now[0], acts, entries):
        place = place_of(row)
        rows.add(place.row)
        for key in keys_of(row, now[1]):
            come[key].append(place)
    divided = dict(before)
    always = {*empties(now[1])}
    for key in gone.keys() | come.keys():
        cut = _changed(before.get(key) or Cut(*key), gone[key], come[key])
        if cut.count or key in always:
            divided[key] = cut
        else:
            divided.pop(key, None)
    return divided, rows


def _changed(cut: Cut, gone: Collection[tuple[str, str]], come: Sequence[Place]) -> Cut:
    """Change the places of a cut; where not all are kept, none goes in behind the last one."""
    whole = cut.count == len(cut.places)
    places = newest_first([*(each for each in cut.places if each.row not in gone), *come])
    if not whole:
        last = cut.places[-1]
        marked = newest_first([*places, last])
        places = places[: marked.index(last) + (last in places)]
    return replace(cut, count=cut.count - len(gone) + len(come), places=places[: cut.room])


def _standing(
    divided: Iterable[Key], calendars: Mapping[str, Collection[str]], groups: Groups
) -> dict[str, frozenset[str]]:
    """Give a calendar to every group that has a feed or a day."""
    paths = {group for group, _ in divided} | {*groups.always}
    paths |= {path for path, roots in calendars.items() if roots}
    return {path: frozenset(calendars.get(path, ())) for path in sorted(paths)}


_PRINTED = """
    select issuer_id, min(id), issuer from acts
    where issuer_id is not null and nullif(issuer, '') is not null
"""


def _printed(
    connection: sqlite3.Connection, slugs: Collection[str] | None = None
) -> dict[str, tuple[str, str]]:
    """Give for each body its act of the least id, and the issuer printed on that.

    Any act would do that is found again from the same rows; the least seldom changes.
    """
    some = "" if slugs is None else "and issuer_id in (select value from json_each(?))"
    given = [] if slugs is None else [json.dumps(sorted(slugs))]
    found = connection.execute(f"{_PRINTED} {some} group by issuer_id", given)
    return {str(slug): (str(act), str(issuer)) for slug, act, issuer in found}


def _renamed(
    before: Mapping[str, tuple[str, str]],
    base: sqlite3.Connection,
    now: sqlite3.Connection,
    acts: Collection[str],
) -> dict[str, tuple[str, str]]:
    """Ask again for the names of bodies whose act of the least id may be another one now."""
    sql = "select a.id, a.issuer_id from json_each(?) j join acts a on a.id = j.value"
    given = [json.dumps(sorted(acts))]
    slugs = {
        str(slug)
        for connection in (base, now)
        for act, slug in connection.execute(sql, given)
        if slug is not None and (slug not in before or act <= before[slug][0])
    }
    if not slugs:
        return dict(before)
    kept = {slug: named for slug, named in before.items() if slug not in slugs}
    return kept | _printed(now, slugs)
