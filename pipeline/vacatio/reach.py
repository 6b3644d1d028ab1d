"""How the sites are reached, as an operator sets it: proxy, authorities, contact, bulletins.

What is wrong in `vacatio.toml` is found when the file is read, not in the middle of the night.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from vacatio_calendar.errors import VacatioError

#: By host name, a PEM file of authorities to trust for that host beside the system's.
Authorities = tuple[tuple[str, Path], ...]

_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)
_MAIL = re.compile(r"[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+")


class BadReach(VacatioError):
    """A setting of this page is not what it must be; `item` is the part of a list at fault."""

    def __init__(self, key: str, reason: str, item: str = "") -> None:
        self.key, self.reason, self.item = key, reason, item
        super().__init__(f"{key} {reason}")


def is_address(value: object) -> bool:
    """Tell whether a value is the address of a page on the web.

    >>> is_address("https://example.org/feed.xml"), is_address("example.org"), is_address("ftp://x")
    (True, False, False)
    """
    if not isinstance(value, str) or re.search(r"[\s\x00-\x1f<>\"]", value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_plain_address(value: object) -> bool:
    """Tell whether a value is an address that can be asked as it stands, and holds no password.

    >>> is_plain_address("https://example.org/a"), is_plain_address("https://u:pw@example.org/a")
    (True, False)
    """
    return is_address(value) and str(value).isascii() and "@" not in urlsplit(str(value)).netloc


def proxy(value: object) -> str:
    """Read the address of a proxy; an empty one means none.

    >>> proxy("http://proxy.example.org:3128")
    'http://proxy.example.org:3128'

    Raises:
        BadReach: it is no address of a host, or names a page.
    """
    if value == "":
        return ""
    if isinstance(value, str) and is_address(value) and urlsplit(value).path in ("", "/"):
        return value
    raise BadReach("proxy", 'must be the address of a proxy, such as "http://10.0.0.1:3128"')


def contact(value: object) -> str:
    """Read how the sites that are crawled reach the operator; it goes into every request.

    >>> contact("law@example.org")
    'law@example.org'

    Raises:
        BadReach: it is neither an address of a page nor one of mail.
    """
    if isinstance(value, str) and (not value or is_address(value) or _MAIL.fullmatch(value)):
        return value
    raise BadReach(
        "contact", 'must be an address, such as "https://example.org/contact" or "law@example.org"'
    )


def bulletins(value: object) -> tuple[str, ...]:
    """Read the addresses of bulletins: feeds, or pages that list them.

    Raises:
        BadReach: it is no list of addresses.
    """
    if not isinstance(value, list):
        raise BadReach("bulletins", 'must be a list of addresses: ["https://example.org/news.xml"]')
    for one in value:
        if not is_address(one):
            told = f"{one!r} is no address such as https://example.org/news.xml"
            raise BadReach("bulletins", f"must be a list of addresses: {told}", str(one))
        if "@" in urlsplit(one).netloc:
            told = "must hold no name and password: the address of a bulletin is published"
            raise BadReach("bulletins", told, str(one))
    return tuple(value)


def ca_files(value: object, folder: Path) -> Authorities:
    """Read the table `[ca_files]`: by host, a file relative to `folder`.

    Raises:
        BadReach: a key is no host name, or a file cannot be read or holds no certificate.
    """
    if not isinstance(value, Mapping):
        raise BadReach("ca_files", 'must be a table: [ca_files] with "zan.gov.kz" = "national.pem"')
    found = []
    for host, name in value.items():
        key = f"ca_files.{host}"
        if not _HOST.fullmatch(host):
            raise BadReach(key, 'must be a host name in quotation marks, such as "zan.gov.kz"')
        if not isinstance(name, str) or not name:
            raise BadReach(key, "must be the path of a PEM file in quotation marks")
        path = folder / name
        try:
            ssl.create_default_context(cafile=str(path))
        except ssl.SSLError:
            raise BadReach(key, f"names {path}, which holds no certificate in PEM") from None
        except OSError as error:
            raise BadReach(key, f"names {path}, which cannot be read ({error.strerror})") from None
        found.append((host, path))
    return tuple(found)


#: Settings that are read here, by name.
READERS: Mapping[str, Callable[[object], str | tuple[str, ...]]] = {
    "proxy": proxy,
    "contact": contact,
    "bulletins": bulletins,
}
