"""Put the site together and serve it: what `vacatio serve` and the tests start."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.version import __version__

from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Language
from vacatio_datasette.asked_feeds import Writer
from vacatio_datasette.envelope import PREFIX, App
from vacatio_datasette.metadata import DATABASE, SETTINGS, configuration, metadata
from vacatio_datasette.outgrown import Outgrown, Reason
from vacatio_datasette.site import Site
from vacatio_datasette.watch_page import Watch


class VacatioDatasette(Datasette):
    """A Datasette that knows its site; what `vacatio serve` runs."""

    def __init__(
        self, site: Site, database: Path, described: dict[str, object], settings: dict[str, object]
    ) -> None:
        """Open one database as one site; the hooks that Datasette calls at once look for it."""
        self.site = site
        more = {} if __version__.startswith("0.") else {"config": configuration(site.language)}
        super().__init__(  # type: ignore[no-untyped-call]  # Datasette 0.65 has no types
            [str(database)], metadata=described, settings=settings, cors=True, **more
        )

    def setting(self, key: str) -> object:
        """Give a setting; the prefix is the one the proxy in front names, if it does."""
        prefix = PREFIX.get() if key == "base_url" else None
        value: object = prefix or super().setting(key)  # type: ignore[no-untyped-call]  # as above
        return value

    async def refresh_schemas(self) -> None:
        """Take stock of the tables once.

        A publication changes rows and never tables, but to Datasette each one looks like a new
        schema, and it would list every column again while a reader waits.
        """
        if not self.internal_db_created:
            await super().refresh_schemas()  # type: ignore[no-untyped-call]  # as above

    def application(self) -> App:
        """Give the ASGI application."""
        application: App = self.app()  # type: ignore[no-untyped-call]  # as above
        return application


class PortTaken(VacatioError):
    """The address cannot be listened on."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        """Keep where it was tried and why it failed."""
        self.host = host
        self.port = port
        super().__init__(
            f"cannot listen on {host}:{port} ({reason}): choose another port with --port"
        )


def create(
    database: Path,
    *,
    feeds: Path | None = None,
    demo: bool = False,
    today: dt.date | None = None,
    address: str | None = None,
    prefix: str = "/",
    language: Language = Language.EN,
    writer: Writer | None = None,
    watches: Sequence[Watch] = (),
) -> VacatioDatasette:
    """Build the site on a published database.

    ``feeds`` defaults to the folder beside the database; ``today`` fixes the day of every page;
    ``prefix`` is the path under which a proxy shows the site; ``address`` its public address;
    ``writer`` writes feeds of acts and of questions on request; ``watches`` are the lists an
    office follows, with a page and a feed each.
    """
    # Imported only here: before its own app module, Datasette would miss this handler of errors.
    from datasette import handle_exception

    # Where rich happens to be installed, Datasette prints the local variables of every error
    # and turns a 404 into a ValueError; it looks at this name for it.
    setattr(handle_exception, "rich", None)  # noqa: B010
    site = Site(
        feeds=feeds or database.parent / "feeds",
        today=today,
        address=address,
        language=language,
        writer=writer,
        watches=tuple(watches),
    )
    settings: dict[str, object] = {
        **SETTINGS,
        "base_url": prefix if prefix.endswith("/") else f"{prefix}/",
    }
    described = metadata(demo, language, _columns(database))
    return VacatioDatasette(site, database, described, settings)


def listen(host: str, port: int) -> socket.socket:
    """Take a port before anything is announced; port 0 takes any free one.

    Raises ``PortTaken`` with one clear line.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(128)
    except OSError as error:
        taken.close()
        raise PortTaken(host, port, error.strerror or str(error)) from error
    return taken


def serve(site: VacatioDatasette, door: socket.socket, outgrown: Reason) -> str | None:
    """Serve the site on a port taken by ``listen`` until interrupted, or until it is outgrown.

    ``outgrown`` says why the database does not fit this site any more; it is asked as readers
    come, and what it says is given back. Behind a proxy its forwarded scheme and address are
    believed only from this machine.
    """

    def leave() -> None:
        server.should_exit = True

    guarded = Outgrown(site.application(), outgrown, leave)
    config = uvicorn.Config(guarded, log_level="warning", proxy_headers=True, lifespan="on")
    server = uvicorn.Server(config)
    with contextlib.closing(door):
        server.run(sockets=[door])
    return guarded.why


def pages(host: str, port: int, prefix: str = "/") -> tuple[tuple[str, str], ...]:
    """Name the pages worth opening, with their addresses.

    >>> pages("127.0.0.1", 8001)[0]
    ('today', 'http://127.0.0.1:8001/')
    """
    shown = f"[{host}]" if ":" in host else host
    base = f"http://{shown}:{port}{prefix.rstrip('/')}"
    return (
        ("today", f"{base}/"),
        ("in force in the next 30 days", f"{base}/{DATABASE}/in-force-next-30-days"),
        ("what does not agree", f"{base}/findings"),
        ("tables", f"{base}/{DATABASE}"),
        ("subscribe", f"{base}/subscribe"),
    )


def _columns(database: Path) -> dict[str, tuple[str, ...]]:
    """Name the columns each table really has."""
    uri = f"{database.absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        found: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c "
            "where t.type = 'table' order by t.name, c.cid"
        ):
            found.setdefault(table, []).append(column)
    return {table: tuple(columns) for table, columns in found.items()}
