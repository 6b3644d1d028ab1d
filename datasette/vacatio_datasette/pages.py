"""The pages: each reads the database once, on one connection, and renders one template."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

from datasette import NotFound, Request, Response
from datasette.utils.asgi import Base400

from vacatio_calendar import VacatioError
from vacatio_datasette import calculator
from vacatio_datasette.act_page import alias_of, read_act
from vacatio_datasette.asked_feeds import FORMATS, Wanted, events_of, newest
from vacatio_datasette.feed_files import FeedFile, listed, read_feed
from vacatio_datasette.law_pages import body_name
from vacatio_datasette.law_pages import glossary as all_terms
from vacatio_datasette.law_pages import rules as all_rules
from vacatio_datasette.linked_data import json_ld
from vacatio_datasette.metadata import DATABASE
from vacatio_datasette.month_page import body_page, month_page
from vacatio_datasette.naming import act_path, name_of_act
from vacatio_datasette.queries import queries
from vacatio_datasette.reading import Row
from vacatio_datasette.search_page import search as find
from vacatio_datasette.site import Site, is_demo, site_of
from vacatio_datasette.speech import CURRENT, Speech, civil, speech
from vacatio_datasette.status_page import status_page
from vacatio_datasette.today_page import day_page, learned, today_page

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
Reader = Callable[[sqlite3.Connection, Speech, dt.date], T]


async def today(datasette: Datasette, request: Request) -> Response:
    """Show what applies from today on, what is late, what needs care, how fresh it is."""
    everything = request.args.get("scope") == "all"
    page = await _read(
        datasette, lambda connection, say, day: today_page(connection, say, day, everything)
    )
    return await _page(datasette, request, "vacatio/today.html", {"page": page})


async def act(datasette: Datasette, request: Request) -> Response:
    """Show one act; another identifier of it leads there."""
    identity = unquote(request.url_vars["id"])
    page = await _read(
        datasette, lambda connection, say, day: read_act(connection, identity, say, day)
    )
    if page is not None:
        address = datasette.absolute_url(request, datasette.urls.path(act_path(identity)))
        return await _page(
            datasette,
            request,
            "vacatio/act.html",
            {"page": page, "address": address, "json_ld": json_ld(page, address)},
        )
    known = await _read(datasette, lambda connection, say, day: alias_of(connection, identity))
    if known is None:
        raise NotFound(f"no act {identity}")
    moved: Response = Response.redirect(datasette.urls.path(act_path(known)), status=301)
    return moved


async def on_day(datasette: Datasette, request: Request) -> Response:
    """Show what changes on a day."""
    day = civil(request.url_vars["day"])
    if day is None or not 1900 <= day.year <= 2200:
        raise NotFound("no such day")
    page = await _read(datasette, lambda connection, say, _: day_page(connection, say, day))
    return await _page(datasette, request, "vacatio/day.html", {"page": page})


async def since(datasette: Datasette, request: Request) -> Response:
    """Show what was learned since a day, the last thirty days by default."""
    asked = civil(request.args.get("day") or request.url_vars.get("day"))
    page = await _read(
        datasette,
        lambda connection, say, day: learned(connection, say, asked or day - dt.timedelta(days=30)),
    )
    return await _page(datasette, request, "vacatio/since.html", {"page": page})


async def subscribe(datasette: Datasette, request: Request) -> Response:
    """List the feeds and calendars that were published."""
    found = listed(_site(datasette).feeds)
    base = datasette.absolute_url(request, datasette.urls.path("/feeds/"))
    return await _page(datasette, request, "vacatio/subscribe.html", {"feeds": found, "base": base})


async def feed(datasette: Datasette, request: Request) -> Response:
    """Serve one published feed or calendar, or say that it has not changed.

    The feed of an act, ``/feeds/act/ID.atom``, is written when it is asked for.
    """
    name = unquote(request.url_vars["path"])
    found = read_feed(_site(datasette).feeds, name)
    if found is None:
        asked = await _act_feed(datasette, request, name)
        if asked is None:
            raise NotFound("no such feed")
        return asked
    return _unchanged(found, request) or Response(
        found.body, headers=_feed_headers(found), content_type=found.media_type
    )


async def search(datasette: Datasette, request: Request) -> Response:
    """Find acts."""
    query = request.args.get("q") or ""
    page = await _read(datasette, lambda connection, say, _: find(connection, query, say))
    return await _page(datasette, request, "vacatio/search.html", {"page": page})


async def rules(datasette: Datasette, request: Request) -> Response:
    """List the rules the dates are derived by."""
    return await _page(datasette, request, "vacatio/rules.html", {"rules": all_rules()})


async def glossary(datasette: Datasette, request: Request) -> Response:
    """Explain the states and terms."""
    terms = all_terms(CURRENT.get())
    return await _page(datasette, request, "vacatio/glossary.html", {"terms": terms})


async def status(datasette: Datasette, request: Request) -> Response:
    """Show sources, runs and coverage."""
    page = await _read(datasette, lambda connection, say, day: status_page(connection))
    return await _page(datasette, request, "vacatio/status.html", {"page": page})


async def month(datasette: Datasette, request: Request) -> Response:
    """Show a month of entries into force; this one by default."""
    asked = request.url_vars.get("month")
    first = civil(f"{asked}-01") if asked else _site(datasette).day().replace(day=1)
    if first is None or not 1900 <= first.year <= 2200:
        raise NotFound("no such month")
    everything = request.args.get("scope") == "all"
    page = await _read(
        datasette, lambda connection, say, _: month_page(connection, first, say, everything)
    )
    return await _page(datasette, request, "vacatio/month.html", {"page": page})


async def body(datasette: Datasette, request: Request) -> Response:
    """Show a body: what of its acts comes into force, and its latest acts."""
    slug = unquote(request.url_vars["slug"])
    page = await _read(
        datasette, lambda connection, say, day: body_page(connection, slug, say, day)
    )
    if page is None:
        raise NotFound(f"no body {slug}")
    name = body_name(slug, CURRENT.get()) or page.issuer or slug
    return await _page(datasette, request, "vacatio/body.html", {"page": page, "name": name})


async def calculate(datasette: Datasette, request: Request) -> Response:
    """Answer "When does it apply?" and "Until when must I act?", for people or as JSON."""
    asked = {name: request.args.get(name) or "" for name in request.args}
    say = speech(CURRENT.get())
    wrong: VacatioError | None = None
    day = duty = None
    try:
        day, duty = calculator.applies(asked, say), calculator.until(asked, say)
    except VacatioError as error:
        wrong = error
    if request.path.endswith(".json"):
        told = {"applies": _told(day), "until": _told(duty), "error": str(wrong) if wrong else None}
        answer: Response = Response.json(told, status=400 if wrong else 200)
        return answer
    html = await _page(
        datasette,
        request,
        "vacatio/calculate.html",
        {
            "asked": asked,
            "answer": day,
            "duty": duty,
            "wrong": wrong,
            "kinds": calculator.KINDS,
            "types": calculator.TYPES,
            "units": calculator.UNITS,
        },
    )
    html.status = 400 if wrong else 200
    return html


async def evidence(datasette: Datasette, request: Request) -> Response:
    """Show the evidence sheet of an act, for print."""
    identity = unquote(request.url_vars["id"])
    page = await _read(
        datasette, lambda connection, say, day: read_act(connection, identity, say, day)
    )
    if page is None:
        raise NotFound(f"no act {identity}")
    used = {step.rule for clause in page.clauses for step in clause.steps}
    address = datasette.absolute_url(request, datasette.urls.path(act_path(identity)))
    return await _page(
        datasette,
        request,
        "vacatio/evidence.html",
        {
            "page": page,
            "address": address,
            "rules": [(name, versions) for name, versions in all_rules() if name in used],
        },
    )


async def robots(datasette: Datasette, request: Request) -> Response:
    """Let robots read the pages, not the endless combinations of filters."""
    path = datasette.urls.path
    rules = ["User-agent: *", f"Disallow: {path('/-/')}", f"Disallow: {path('/' + DATABASE)}?", ""]
    answer: Response = Response.text("\n".join(rules))
    return answer


async def health(datasette: Datasette, request: Request) -> Response:
    """Tell a watchdog that the database answers and how many acts it holds."""
    counted = await datasette.get_database(DATABASE).execute("select count(*) from acts")
    answer: Response = Response.json(
        {"ok": True, "acts": counted.rows[0][0]}, headers={"cache-control": "no-store"}
    )
    return answer


#: What the feed of an act is made of: the columns of the table ``events`` that a writer needs.
EVENT_COLUMNS = ("id", "act_id", "title", "kind", "known_on", "effective_on")

#: Addresses and their pages, in Datasette's form.
ROUTES: tuple[tuple[str, Callable[..., object]], ...] = (
    (r"/$", today),
    (r"/act/(?P<id>.+)$", act),
    (r"/on/(?P<day>\d{4}-\d{2}-\d{2})$", on_day),
    (r"/since(?:/(?P<day>\d{4}-\d{2}-\d{2}))?$", since),
    (r"/subscribe$", subscribe),
    (r"/search$", search),
    (r"/month(?:/(?P<month>\d{4}-\d{2}))?$", month),
    (r"/body/(?P<slug>[^/]+)$", body),
    (r"/calculate(?:\.json)?$", calculate),
    (r"/evidence/(?P<id>.+)$", evidence),
    (r"/rules$", rules),
    (r"/glossary$", glossary),
    (r"/status$", status),
    (r"/feeds/(?P<path>.+)$", feed),
    (r"/robots\.txt$", robots),
    (r"/-/health$", health),
)


async def question_feed(
    datasette: Datasette, request: Request, form: str, columns: Sequence[str], found: Sequence[Row]
) -> Response:
    """Answer any question as a feed; one that cannot be a feed is a clear 400."""
    query = queries().get(request.path.rpartition("/")[2].partition(".")[0])
    title = query.title[CURRENT.get()] if query else request.path.rpartition(".")[0].strip("/")
    wanted = await _wanted(datasette, request, request.full_path, title)
    return _written(datasette, form, wanted, columns, found)


async def _act_feed(datasette: Datasette, request: Request, name: str) -> Response | None:
    """Write the feed of one act; ``None`` where there is no such act, or nobody to write it."""
    identity, _, ending = name.removeprefix("act/").rpartition(".")
    form = {"json": "jsonfeed"}.get(ending, ending)
    if not name.startswith("act/") or form not in FORMATS or _site(datasette).writer is None:
        return None
    page = await _read(
        datasette, lambda connection, say, day: name_of_act(connection, identity, say)
    )
    if page is None:
        return None
    told = await _read(datasette, lambda connection, say, day: events_of(connection, identity))
    title = f"{page.label}: {page.short_title}" if page.short_title else page.label
    wanted = await _wanted(datasette, request, f"/feeds/{name}", title)
    return _written(datasette, form, wanted, EVENT_COLUMNS, told)


async def _wanted(datasette: Datasette, request: Request, path: str, title: str) -> Wanted:
    say = speech(CURRENT.get())
    updated, demo = await _read(
        datasette, lambda connection, say, day: (newest(connection), is_demo(connection))
    )
    own = path.split("?")[0].rstrip("/")
    own += f"?{request.query_string}" if request.query_string else ""
    site = _site(datasette)
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
    form: str,
    wanted: Wanted,
    columns: Sequence[str],
    found: Sequence[Row],
) -> Response:
    writer = _site(datasette).writer
    if writer is None:
        raise NotFound("this site writes no feeds on request")
    try:
        body = writer(form, wanted, columns, found)
    except VacatioError as error:
        raise Base400(str(error)) from error
    return Response(body, content_type=FORMATS[form])


async def _read(datasette: Datasette, reader: Reader[T]) -> T:
    """Run a reader on one connection of the database, in the language of the page."""
    say = speech(CURRENT.get())
    day = _site(datasette).day()
    found: T = await datasette.get_database(DATABASE).execute_fn(
        lambda connection: reader(connection, say, day)
    )
    return found


async def _page(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, object]
) -> Response:
    html = await datasette.render_template(template, dict(context), request=request)
    answer: Response = Response.html(html)
    return answer


def _told(answer: calculator.Answer | None) -> dict[str, object] | None:
    """Write an answer of the calculator as JSON."""
    if answer is None:
        return None
    return {
        "on": answer.on and answer.on.isoformat(),
        "reason": answer.reason,
        "certainty": answer.certainty,
        "confidence": answer.confidence,
        "steps": [
            {
                "rule": line.rule,
                "text": line.text,
                "on": line.on and line.on.isoformat(),
                "basis": line.basis,
            }
            for line in answer.lines
        ],
        "alternatives": [
            {"on": on.isoformat(), "reading": reading, "basis": basis}
            for on, reading, basis in answer.others
        ],
    }


def _site(datasette: Datasette) -> Site:
    site = site_of(datasette)
    assert site is not None  # the routes exist only where there is one
    return site


def _feed_headers(found: FeedFile) -> dict[str, str]:
    return {
        "etag": found.etag,
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
