"""The hooks through which Datasette becomes the site. They do little: see `routes.py`."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from datasette import Forbidden, NotFound, Request, Response, hookimpl
from datasette.utils.asgi import Base400
from jinja2 import Environment

from vacatio_calendar.model import Language
from vacatio_datasette import envelope
from vacatio_datasette.asked_feeds import FORMATS, offered
from vacatio_datasette.cells import Row, cell, spoken
from vacatio_datasette.feed_pages import question_feed
from vacatio_datasette.finding_words import finding_message, finding_title
from vacatio_datasette.law_pages import body_name, dated, remarked
from vacatio_datasette.metadata import DATABASE
from vacatio_datasette.naming import label_of_id
from vacatio_datasette.queries import queries
from vacatio_datasette.reading import Value
from vacatio_datasette.routes import ROUTES
from vacatio_datasette.site import is_demo, site_of
from vacatio_datasette.speech import CURRENT, LANGUAGES, Speech, civil, speech
from vacatio_datasette.table_body import body, values
from vacatio_datasette.tables import places, tables

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., object]]]:
    """Add the pages, where the database is ours."""
    return list(ROUTES) if site_of(datasette) else []


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[envelope.App], envelope.App]:
    """Wrap every answer: language, security headers, ETag."""
    site = site_of(datasette)

    def wrapper(app: envelope.App) -> envelope.App:
        return envelope.wrap(app, site.language) if site else app

    return wrapper


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Teach templates a few small things."""
    env.filters["civil"] = civil
    env.filters["webcal"] = lambda address: f"webcal:{str(address).partition(':')[2]}"
    env.tests["endswith_any"] = lambda text, endings: str(text).endswith(tuple(endings))


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    """Teach SQL what day it is: the civil day of Almaty, never the server's.

    The file is read where the system holds it in memory anyway: after each publication every
    connection would copy it anew. Two gigabytes are an upper bound, not a need.
    """
    site = site_of(datasette)
    if site is not None and database == DATABASE:
        conn.execute(f"PRAGMA mmap_size = {2**31}")
        conn.create_function("today_in_almaty", 0, lambda: site.day().isoformat())


@hookimpl
def render_cell(
    row: Row, value: object, column: str, table: str | None, database: str, datasette: Datasette
) -> str | None:
    """Word a cell: days and acts become links, values of enumerations words."""
    if value is None or value == "" or database != DATABASE or site_of(datasette) is None:
        return None
    prefix = str(datasette.setting("base_url")).rstrip("/")
    return cell(value, column, table, row, speech(CURRENT.get()), prefix)


@hookimpl
def register_output_renderer(datasette: Datasette) -> list[dict[str, object]]:
    """Offer every table and question as a feed and a calendar, where somebody writes them."""
    site = site_of(datasette)
    if site is None or site.writer is None:
        return []
    return [
        {"extension": form, "render": _renderer(form), "can_render": _offer(form)}
        for form in FORMATS
    ]


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> object:
    """Give every template the words of the language, the day, and whether this is a demo."""
    site = site_of(datasette)
    if site is None:
        return {}

    async def variables() -> dict[str, object]:
        say = speech(CURRENT.get())
        return {
            "say": say,
            "lang": say.language.value,
            "site": site,
            "today": site.day(),
            "demo": await datasette.get_database(DATABASE).execute_fn(is_demo),
            "languages": _switch(request),
            "style": _style(),
            "tables_words": tables(),
            "query_words": queries(),
            "name_of": lambda table, column: tables().column_name(table, column, say.language),
            "table_body": lambda rows, table, columns, order: body(
                rows, table, columns, order, say
            ),
            "values": lambda rows, table: values(
                rows, table, say, str(datasette.setting("base_url")).rstrip("/")
            ),
            "column_places": places,
            "word_of": lambda table, column, value: _word(say, table, column, value),
            "spoken": lambda codes: spoken(str(codes), say),
            "finding_title": lambda code, title: finding_title(code, title, say),
            "finding_message": lambda row: finding_message(row, say),
            "dated": lambda words: dated(str(words), say),
            "label_of": lambda identity: label_of_id(str(identity), None, say),
            "source_name": lambda name, title: _source_name(str(name), title, say),
            "remark": lambda words: remarked(words, say),
            "name_of_body": lambda slug: body_name(slug, say.language),
            "database_name": DATABASE,
        }

    return variables


@hookimpl(tryfirst=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], object] | None:
    """Answer what cannot be shown with a page in the reader's language."""
    if site_of(datasette) is None or request.path.split("?")[0].endswith(".json"):
        return None

    from datasette.views.base import DatasetteError  # half loaded when hooks are found

    async def answer() -> Response | None:
        match exception:
            case NotFound():
                status, message = 404, ""
            case Forbidden():
                status, message = 403, str(exception)
            case Base400():
                status, message = int(exception.status), str(exception.args[0])
            case DatasetteError():
                if exception.message_is_html:
                    return None
                status, message = int(exception.status), str(exception.message)
            case _:
                return None
        html = await datasette.render_template(
            "vacatio/error.html", {"status": status, "message": message}, request=request
        )
        page: Response = Response.html(html, status=status)
        return page

    return answer


def _renderer(form: str) -> Callable[..., object]:
    async def render(
        datasette: Datasette, request: Request, columns: list[str], rows: list[Row]
    ) -> Response:
        plain = [{column: _plain(row[column]) for column in columns} for row in rows]
        return await question_feed(datasette, request, form, columns, plain)

    return render


def _plain(value: object) -> Value:
    return value if value is None or isinstance(value, str | int) else str(value)


def _offer(form: str) -> Callable[..., bool]:
    """Offer a link where the answer can be a feed; whoever asks all the same learns why not."""
    return lambda columns: offered(form, columns)


def _word(say: Speech, table: str | None, column: str, value: object) -> object:
    """Word a value outside a row, such as a facet's."""
    return cell(value, column, table, {}, say, "") or value


def _source_name(name: str, title: object, say: Speech) -> str:
    """Name a source in the reader's language, or as it names itself."""
    return say.term("source", name) if name in say.names("source") else str(title or name)


def _switch(request: Request | None) -> list[tuple[Language, Speech, str]]:
    """List the languages with the address of this page in each."""
    if request is None:
        return []
    query = request.query_string
    return [
        (language, speech(language), f"?{query}{'&' if query else ''}lang={language}")
        for language in LANGUAGES
    ]


@cache
def _style() -> str:
    """Fingerprint the style sheet, so that a new one is fetched at once."""
    css = files(__package__).joinpath("static", "site.css").read_bytes()
    return hashlib.sha256(css).hexdigest()[:10]
