"""Write the feeds and the calendars of a publication, from the rows of its database alone.

English stands at the root of `feeds/`, Russian and Kazakh below `ru/` and `kk/`. A file whose
bytes did not change is linked to the one already published, so that it keeps its time and a
static server keeps answering "not modified". A night that knows what it touches writes only the
files in which that is told, and gets the bytes that writing all of them gives.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from vacatio import ledger, manifest, run_states, store
from vacatio.calendars import Calendars
from vacatio.cuts import NEWEST, STATUS
from vacatio.datadir import DataDir
from vacatio.facts import COLUMNS as COLUMNS
from vacatio.facts import Teller
from vacatio.feed_titles import Place, Titles, root, topic
from vacatio.manifest import Manifest
from vacatio.moving import Fresh, begun, moved
from vacatio.printing import WRITERS, Feeds, File
from vacatio.published import Misfit, Published
from vacatio.touched import Touched
from vacatio.watches import Watched
from vacatio.wording import Facts, worded
from vacatio_calendar import Jurisdiction
from vacatio_calendar.model import Language
from vacatio_feeds import Entry, instant, page
from vacatio_feeds.words import words

#: How far back calendars go, counted from the newest day of the data.
PAST = dt.timedelta(days=730)

#: A feed that has told nothing yet is dated by the Constitution: it does not change every night.
NOTHING = "1995-08-30"

_LINK = re.compile(r"<link>([^<]+)</link>")


def write(
    database: Path,
    data: DataDir,
    law: Jurisdiction,
    *,
    site: str,
    demo: bool,
    watches: Sequence[Watched] = (),
    touched: Touched | None = None,
) -> tuple[str, ...]:
    """Write the feeds of a database beside it, into `building/feeds`; tell their names.

    ``touched`` is in what it differs from the database of the publication in place: only feeds
    that tell of it are written. Without it, or where the published feeds were written by another
    version, under other settings or of another database, all are.
    """
    stand = Place(site, demo, instant(dt.date.fromisoformat(NOTHING)))
    by = manifest.fingerprint(law, site=site, demo=demo, watches=watches)
    with store.opened(database) as db:
        teller, since, token = Teller(db.conn, law), _since(db.conn), _token(db.conn)

        def put(now: Manifest, before: Published | None = None) -> tuple[str, ...]:
            titles = Titles(law, watches, now.printed)
            feeds = Feeds(teller, stand, titles, now, before)
            calendars = Calendars(teller, stand, titles, now, before)
            files = chain(feeds.files(), calendars.files(), _status(data, law, stand))
            names = _put(data, files)
            manifest.save(data.building, now)
            return names

        if touched is not None and (
            known := _moved(db.conn, data, touched, watches, by, token, since)
        ):
            now, before, fresh = known
            titles = Titles(law, watches, before.printed)
            with contextlib.suppress(Misfit):
                return put(now, Published(data.feeds, before, titles, fresh))
            shutil.rmtree(data.building / "feeds")
        return put(begun(db.conn, watches, by=by, token=token, since=since))


def _moved(
    connection: sqlite3.Connection,
    data: DataDir,
    touched: Touched,
    watches: Sequence[Watched],
    by: str,
    token: int,
    since: str,
) -> tuple[Manifest, Manifest, Fresh] | None:
    """Move what the published feeds hold on, if they are those of the publication in place."""
    folder = data.feeds.resolve().parent
    database = folder / "vacatio.db"
    if not database.is_file():
        return None
    uri = f"{database.as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as base:
        before = manifest.load(folder, by, _token(base))
        if before is None or since < before.since:  # what is older stands in no calendar
            return None
        now, fresh = moved(before, base, connection, touched, watches, token=token, since=since)
    return now, before, fresh


def _since(connection: sqlite3.Connection) -> str:
    """Tell on which day calendars begin: they do not change every night."""
    ((newest,),) = connection.execute(
        "select max(day) from (select max(known_on) as day from events union all "
        "select max(known_on) from notices)"
    )
    day = dt.date.fromisoformat(newest or NOTHING)
    return (day - PAST).replace(day=1).isoformat()


def _token(connection: sqlite3.Connection) -> int:
    ((token,),) = connection.execute("PRAGMA application_id")
    return int(token)


def write_status(data: DataDir, law: Jurisdiction, *, site: str, demo: bool) -> None:
    """Write the feeds of the runs into the publication in place: a run has changed a state."""
    if not (data.feeds / f"{STATUS}.rss").is_file():
        return
    stand = Place(site, demo, instant(dt.date.fromisoformat(NOTHING)))
    for name, written in _status(data, law, stand):
        path = data.feeds / name
        if not path.is_file() or path.read_bytes() != written:
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(written)
            beside.replace(path)  # older publications may share the file


def linked(feeds: Path) -> str | None:
    """Tell to which site published feeds link, without a slash at its end."""
    try:
        found = _LINK.search((feeds / "changes.rss").read_text(encoding="utf-8"))
    except OSError:
        return None
    return unescape(found[1]).rstrip("/") if found else None


def _status(data: DataDir, law: Jurisdiction, stand: Place) -> Iterator[tuple[str, bytes]]:
    """Give the feeds of the runs, from their log alone."""
    log = ledger.read(data.log / "runs.jsonl") if data.log.is_dir() else ()
    changed = list(run_states.changes(log, ZoneInfo(law.time_zone)))[-NEWEST:]
    day = max((each.known_on for each in changed), default=NOTHING)
    here = replace(stand, updated=instant(dt.date.fromisoformat(day)))
    for language in Language:
        entries = []
        for each in changed:
            since = each.effective_on and dt.date.fromisoformat(each.effective_on)
            facts = Facts(before=since or None, what={language: each.title or ""})
            said = worded({**each.row(), "effective_on": None}, facts, language, law)
            entries.append(
                Entry(
                    guid=each.id,
                    title=str(said["title"]),
                    summary=str(said["summary"]),
                    link=f"{stand.site.rstrip('/')}/status",
                    civil_date=dt.date.fromisoformat(each.known_on),
                    kind=each.kind,
                )
            )
        for ending, writer in {
            **{end: one for end, (_, one) in WRITERS.items()},
            "html": page,
        }.items():
            name = f"{root(language)}{STATUS}.{ending}"
            about = words(language).feed["status_about"]
            feed = here.feed(name, topic(STATUS, language), about, language)
            yield name, writer(feed, entries, {})


def _put(data: DataDir, files: Iterable[File]) -> tuple[str, ...]:
    """Put files into `building/feeds`; what did not change is linked to what is published."""
    folder, names = data.building / "feeds", []
    folder.mkdir()
    for name, written in files:
        path, published = folder / name, data.feeds / name
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        if written is None or _same(published, written):
            path.hardlink_to(published.resolve())
        else:
            path.write_bytes(written)
        names.append(name)
    return tuple(names)


def _same(published: Path, written: bytes) -> bool:
    try:
        return published.stat().st_size == len(written) and published.read_bytes() == written
    except FileNotFoundError:
        return False
