"""Feeds and calendars: the published files, and those written when they are asked for."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from datasette import NotFound, Request, Response
from datasette.utils.asgi import Base400

from vacatio_calendar import VacatioError
from vacatio_calendar.model import Language
from vacatio_datasette.asked_feeds import FORMATS, Wanted, events_of, newest
from vacatio_datasette.feed_files import FeedFile, listed, read_feed
from vacatio_datasette.naming import name_of_act
from vacatio_datasette.queries import queries
from vacatio_datasette.reading import Row
from vacatio_datasette.showing import own_site, read_once, show
from vacatio_datasette.site import is_demo
from vacatio_datasette.speech import CURRENT, Speech, speech
from vacatio_datasette.watch_page import events_watched

if TYPE_CHECKING:
    from datasette.app import Datasette

#: What the feed of an act is made of: the columns of the table ``events`` that a writer needs.
EVENT_COLUMNS = ("id", "act_id", "title", "kind", "known_on", "effective_on")


async def subscribe(datasette: Datasette, request: Request) -> Response:
    """List the feeds and calendars that were published."""
    found = listed(own_site(datasette).feeds)
    base = datasette.absolute_url(request, datasette.urls.path("/feeds/"))
    first = in_front(found, CURRENT.get())
    own = in_language(found, CURRENT.get())
    return await show(
        datasette,
        request,
        "vacatio/subscribe.html",
        {
            "feeds": own,
            "first": first,
            "base": base,
            "pages": [name for name in own if name.endswith(".html")] or own,
        },
    )


def in_front(found: Sequence[str], language: Language) -> frozenset[str]:
    """Choose the feeds of all acts in the reader's language; English ones where there are none.

    >>> sorted(in_front(["a.rss", "type/law.rss", "kk/a.rss", "kk/type/law.rss"], Language.KK))
    ['kk/a.rss']
    """
    root = "" if language is Language.EN else f"{language}/"
    own = {name for name in found if name.startswith(root) and "/" not in name[len(root) :]}
    return frozenset(own or (name for name in found if "/" not in name))


def in_language(found: Sequence[str], language: Language) -> tuple[str, ...]:
    """Leave out what is published in the other languages, where the reader's has its own.

    >>> in_language(["a.rss", "kk/a.rss", "ru/a.rss"], Language.EN)
    ('a.rss',)
    """
    roots = tuple(f"{each}/" for each in Language if each is not Language.EN)
    if language is not Language.EN and any(name.startswith(f"{language}/") for name in found):
        return tuple(name for name in found if name.startswith(f"{language}/"))
    return tuple(name for name in found if not name.startswith(roots))


async def feed(datasette: Datasette, request: Request) -> Response:
    """Serve one published feed or calendar, or say that it has not changed.

    The feed of an act, ``/feeds/act/ID.atom``, is written when it is asked for.
    """
    name = unquote(request.url_vars["path"])
    found = read_feed(own_site(datasette).feeds, name)
    if found is None:
        asked = await _asked_feed(datasette, request, name)
        if asked is None:
            raise NotFound("no such feed")
        return asked
    return _unchanged(found, request) or Response(
        found.body, headers=_feed_headers(found), content_type=found.media_type
    )


async def question_feed(
    datasette: Datasette, request: Request, form: str, columns: Sequence[str], found: Sequence[Row]
) -> Response:
    """Answer any question as a feed; one that cannot be a feed is a clear 400."""
    query = queries().get(request.path.rpartition("/")[2].partition(".")[0])
    title = query.title[CURRENT.get()] if query else request.path.rpartition(".")[0].strip("/")
    wanted = await _wanted(datasette, request, request.full_path, title)
    return _written(datasette, request, form, wanted, columns, found)


async def _asked_feed(datasette: Datasette, request: Request, name: str) -> Response | None:
    """Write the feed of an act or of a watch list.

    ``None`` where there is no such thing, or nobody to write it.
    """
    path, _, ending = name.rpartition(".")
    form = {"json": "jsonfeed"}.get(ending, ending)
    kind, _, identity = path.partition("/")
    site = own_site(datasette)
    if form not in FORMATS or site.writer is None:
        return None
    title: str | None = None
    if kind == "watch" and (watch := site.watch(identity)) is not None:
        title = watch.title
        told = await read_once(
            datasette, lambda connection, say, day: events_watched(connection, watch)
        )
    elif kind == "act":
        title = await read_once(
            datasette, lambda connection, say, day: _called(connection, identity, say)
        )
        told = await read_once(
            datasette, lambda connection, say, day: events_of(connection, identity)
        )
    if title is None:
        return None
    wanted = await _wanted(datasette, request, f"/feeds/{name}", title)
    return _written(datasette, request, form, wanted, EVENT_COLUMNS, told)


def _called(connection: sqlite3.Connection, identity: str, say: Speech) -> str | None:
    """Name an act in a line for the title of its feed."""
    act = name_of_act(connection, identity, say)
    if act is None:
        return None
    return f"{act.label}: {act.short_title}" if act.short_title else act.label


async def _wanted(datasette: Datasette, request: Request, path: str, title: str) -> Wanted:
    say = speech(CURRENT.get())
    updated, demo = await read_once(
        datasette, lambda connection, say, day: (newest(connection), is_demo(connection))
    )
    own = path.split("?")[0].rstrip("/")
    own += f"?{request.query_string}" if request.query_string else ""
    site = own_site(datasette)
    base = (site.address or datasette.absolute_url(request, datasette.urls.path("/"))).rstrip("/")
    return Wanted(
        id=f"{own}#{say.language}",
        title=title,
        description=say("site.description"),
        language=say.language,
        self_url=base + own,
        site_url=f"{base}/",
        updated=updated,
        demo=demo,
    )


def _written(
    datasette: Datasette,
    request: Request,
    form: str,
    wanted: Wanted,
    columns: Sequence[str],
    found: Sequence[Row],
) -> Response:
    writer = own_site(datasette).writer
    if writer is None:
        raise NotFound("this site writes no feeds on request")
    try:
        body = writer(form, wanted, columns, found)
    except VacatioError as error:
        raise Base400(str(error)) from error
    made = FeedFile(
        body=body,
        media_type=FORMATS[form],
        etag=f'"{hashlib.sha256(body).hexdigest()[:24]}"',
        last_modified=format_datetime(wanted.updated, usegmt=True),
    )
    return _unchanged(made, request) or Response(
        body, headers=_feed_headers(made), content_type=made.media_type
    )


def _feed_headers(found: FeedFile) -> dict[str, str]:
    # A page gets its tag, the same one, from what tags all pages.
    page = found.media_type.startswith("text/html")
    return {
        **({} if page else {"etag": found.etag}),
        "last-modified": found.last_modified,
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
    }


def _unchanged(found: FeedFile, request: Request) -> Response | None:
    """Answer 304 to a reader that holds these bytes (RFC 9110, 13.2.2: the tag decides first)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        same = found.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        same = same or tags.strip() == "*"
    else:
        same = request.headers.get("if-modified-since") == found.last_modified
    if not same:
        return None
    return Response("", status=304, headers=_feed_headers(found))
