"""The pages keyed on acts and days: each reads the database once and renders one template."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import unquote

from datasette import NotFound, Request, Response

from vacatio_datasette.act_page import alias_of, read_act
from vacatio_datasette.law_pages import body_name
from vacatio_datasette.law_pages import rules as all_rules
from vacatio_datasette.linked_data import json_ld
from vacatio_datasette.month_page import body_page, month_page
from vacatio_datasette.naming import act_path
from vacatio_datasette.search_page import search as find
from vacatio_datasette.showing import own_site, permanent, read_once, show
from vacatio_datasette.shown import shown
from vacatio_datasette.speech import CURRENT, civil
from vacatio_datasette.today_page import day_page, learned, today_page
from vacatio_datasette.watch_page import watch_page

if TYPE_CHECKING:
    from datasette.app import Datasette


async def today(datasette: Datasette, request: Request) -> Response:
    """Show what applies from today on, what is late, what needs care, how fresh it is."""
    everything = request.args.get("scope") == "all"
    page = await read_once(
        datasette, lambda connection, say, day: today_page(connection, say, day, everything)
    )
    return await show(datasette, request, "vacatio/today.html", {"page": page})


async def act(datasette: Datasette, request: Request) -> Response:
    """Show one act; another identifier of it leads there."""
    identity = unquote(request.url_vars["id"])
    on = _asked_day(request)
    page = await read_once(
        datasette, lambda connection, say, day: read_act(connection, identity, say, day, on)
    )
    if page is not None:
        address = permanent(datasette, request, act_path(identity))
        return await show(
            datasette,
            request,
            "vacatio/act.html",
            {"page": page, "address": address, "json_ld": json_ld(page, address)},
        )
    known = await read_once(datasette, lambda connection, say, day: alias_of(connection, identity))
    if known is None:
        raise NotFound(f"no act {identity}")
    moved: Response = Response.redirect(datasette.urls.path(act_path(known)), status=301)
    return moved


async def evidence(datasette: Datasette, request: Request) -> Response:
    """Show the evidence sheet of an act, for print."""
    identity = unquote(request.url_vars["id"])
    on, seen_on = _asked_day(request), _asked_day(request, "shown")
    page, told = await read_once(
        datasette,
        lambda connection, say, day: (
            read_act(connection, identity, say, day, on),
            shown(connection, identity),
        ),
    )
    if page is None:
        raise NotFound(f"no act {identity}")
    used = {step.rule for clause in page.clauses for step in clause.steps}
    address = permanent(datasette, request, act_path(identity))
    return await show(
        datasette,
        request,
        "vacatio/evidence.html",
        {
            "page": page,
            "address": address,
            "shown": told,
            "seen_on": seen_on,
            "seen": [each for each in told if seen_on is not None and each.at(seen_on)],
            "rules": [(name, versions) for name, versions in all_rules() if name in used],
        },
    )


def _asked_day(request: Request, name: str = "on") -> dt.date | None:
    """Read the day in ``?on=``; one that is none is as good as none asked."""
    day = civil(request.args.get(name))
    return day if day is not None and 1900 <= day.year <= 2200 else None


async def on_day(datasette: Datasette, request: Request) -> Response:
    """Show what changes on a day."""
    day = civil(request.url_vars["day"])
    if day is None or not 1900 <= day.year <= 2200:
        raise NotFound("no such day")
    page = await read_once(datasette, lambda connection, say, _: day_page(connection, say, day))
    return await show(datasette, request, "vacatio/day.html", {"page": page})


async def since(datasette: Datasette, request: Request) -> Response:
    """Show what was learned since a day, the last thirty days by default."""
    asked = civil(request.args.get("day") or request.url_vars.get("day"))
    page = await read_once(
        datasette,
        lambda connection, say, day: learned(connection, say, asked or day - dt.timedelta(days=30)),
    )
    return await show(datasette, request, "vacatio/since.html", {"page": page})


async def month(datasette: Datasette, request: Request) -> Response:
    """Show a month of entries into force; this one by default."""
    asked = request.url_vars.get("month")
    first = civil(f"{asked}-01") if asked else own_site(datasette).day().replace(day=1)
    if first is None or not 1900 <= first.year <= 2200:
        raise NotFound("no such month")
    everything = request.args.get("scope") == "all"
    page = await read_once(
        datasette, lambda connection, say, _: month_page(connection, first, say, everything)
    )
    return await show(datasette, request, "vacatio/month.html", {"page": page})


async def body(datasette: Datasette, request: Request) -> Response:
    """Show a body: what of its acts comes into force, and its latest acts."""
    slug = unquote(request.url_vars["slug"])
    page = await read_once(
        datasette, lambda connection, say, day: body_page(connection, slug, say, day)
    )
    if page is None:
        raise NotFound(f"no body {slug}")
    name = body_name(slug, CURRENT.get()) or page.issuer or slug
    return await show(datasette, request, "vacatio/body.html", {"page": page, "name": name})


async def watches(datasette: Datasette, request: Request) -> Response:
    """List the watch lists."""
    found = own_site(datasette).watches
    return await show(datasette, request, "vacatio/watches.html", {"watches": found})


async def watch(datasette: Datasette, request: Request) -> Response:
    """Show a watch list: what comes into force, what is new, its acts."""
    wanted = own_site(datasette).watch(unquote(request.url_vars["name"]))
    if wanted is None:
        raise NotFound("no such watch list")
    page = await read_once(
        datasette, lambda connection, say, day: watch_page(connection, wanted, say, day)
    )
    return await show(datasette, request, "vacatio/watch.html", {"page": page})


async def search(datasette: Datasette, request: Request) -> Response:
    """Find acts."""
    query = request.args.get("q") or ""
    page = await read_once(datasette, lambda connection, say, _: find(connection, query, say))
    return await show(datasette, request, "vacatio/search.html", {"page": page})
