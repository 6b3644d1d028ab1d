"""The demo: the whole way of the data on a small replica of the official sources."""

from __future__ import annotations

import socket
from pathlib import Path

from vacatio.datadir import DataDir
from vacatio.nightly import Plan, run
from vacatio.runs import Echo
from vacatio.settings import Settings
from vacatio_calendar.errors import VacatioError
from vacatio_crawlers import replica

#: Where the demo lives unless told otherwise: never where real data live.
DATA = Path("var-demo")


class PortTaken(VacatioError):
    """Somebody listens there already."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"port {port} on {host} cannot be used ({reason}): choose another one with --port, "
            f"or `make run PORT={port + 1}`"
        )


def check_port(host: str, port: int) -> None:
    """See that the port is free, before the long work and not after it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise PortTaken(host, port, getattr(error, "strerror", None) or str(error)) from error


def build(settings: Settings, echo: Echo) -> DataDir:
    """Run the nightly pipeline on the replica, with real spiders over HTTP."""
    with replica.serve() as site:
        names = tuple(site.base_urls)
        plan = Plan(
            settings, demo=True, polite=False, sources=names, base_urls=dict(site.base_urls)
        )
        return run(plan, echo)
