"""What every page does: read once on one connection, in the reader's language, and render."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from datasette import Request, Response

from vacatio_datasette.metadata import DATABASE
from vacatio_datasette.site import Site, site_of
from vacatio_datasette.speech import CURRENT, Speech, speech

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
Reader = Callable[[sqlite3.Connection, Speech, dt.date], T]


async def read_once(datasette: Datasette, reader: Reader[T]) -> T:
    """Run a reader in one transaction on one connection, in the language of the page.

    So all that a page shows is of one publication, also if the next one is put in place meanwhile.
    """
    say = speech(CURRENT.get())
    day = own_site(datasette).day()

    def read(connection: sqlite3.Connection) -> T:
        connection.execute("begin")
        try:
            return reader(connection, say, day)
        finally:
            connection.rollback()

    found: T = await datasette.get_database(DATABASE).execute_fn(read)
    return found


async def show(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, object]
) -> Response:
    html = await datasette.render_template(template, dict(context), request=request)
    answer: Response = Response.html(html)
    return answer


def own_site(datasette: Datasette) -> Site:
    site = site_of(datasette)
    assert site is not None  # the routes exist only where there is one
    return site


def permanent(datasette: Datasette, request: Request, path: str) -> str:
    """Give the public address of a page: that of the site, where it is known, else as asked."""
    public = own_site(datasette).address
    if public is not None:
        return public.rstrip("/") + path
    return str(datasette.absolute_url(request, datasette.urls.path(path)))
