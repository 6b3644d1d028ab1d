"""Files of authorities that an operator names beside the system's, each for one host.

Some official hosts send an incomplete chain, or one from a national authority that no common
store holds. An authority that is named for a host vouches for that host alone.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path

from vacatio_calendar.errors import VacatioError


class BadAuthorities(VacatioError):
    """A file of authorities cannot be used."""

    def __init__(self, host: str, path: Path, reason: str) -> None:
        self.host, self.path, self.reason = host, path, reason
        super().__init__(f"the authorities for {host} in {path} {reason}")


def examined(ca_files: Mapping[str, Path]) -> dict[str, str]:
    """Give the absolute path of each host's file, once it is known to hold certificates.

    Raises:
        BadAuthorities: a file cannot be read or holds no certificate in PEM.
    """
    found = {}
    for host, path in ca_files.items():
        try:
            ssl.create_default_context(cafile=str(path))
        except ssl.SSLError:
            raise BadAuthorities(host, path, "hold no certificate in PEM") from None
        except OSError as error:
            raise BadAuthorities(host, path, f"cannot be read ({error.strerror})") from None
        found[host.lower()] = str(path.resolve())
    return found
