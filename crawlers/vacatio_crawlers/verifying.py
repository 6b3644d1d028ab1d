"""Whose certificates are believed: the system's authorities, and for one host those beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from OpenSSL.SSL import Context
from scrapy.crawler import Crawler
from twisted.internet.ssl import OpenSSLDefaultPaths, optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]


class _Beside(OpenSSLDefaultPaths):
    """The system's authorities and those of a file."""

    def __init__(self, path: str) -> None:
        self._path = path

    def _addCACertsToContext(self, context: Context) -> None:
        super()._addCACertsToContext(context)  # type: ignore[no-untyped-call]
        context.load_verify_locations(self._path)


@implementer(IPolicyForHTTPS)
class HostAuthorities:
    """Verify every certificate: its chain, its term, its name."""

    def __init__(self, ca_files: Mapping[str, str]) -> None:
        self._beside = {host: _Beside(path) for host, path in ca_files.items()}

    @classmethod
    def from_crawler(cls, crawler: Crawler, **method: object) -> Self:
        """Make the policy, as Scrapy asks for it."""
        return cls(crawler.settings.getdict("VACATIO_CA_FILES"))

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # Twisted's name
        """Give what makes the connections to a host."""
        host = hostname.decode("ascii")
        trusted: Any = self._beside.get(host.lower())
        return optionsForClientTLS(host, trustRoot=trusted)
