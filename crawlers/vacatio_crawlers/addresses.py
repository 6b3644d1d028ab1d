"""What an address leads to, by its words alone."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def origin(url: str) -> str:
    """Give the scheme, host and port of an address.

    >>> origin("HTTPS://Zan.gov.kz/api/documents?page=1")
    'https://zan.gov.kz'
    >>> origin("http://127.0.0.1:8000/x")
    'http://127.0.0.1:8000'
    """
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower().rpartition('@')[2]}"


def is_loopback(url: str) -> bool:
    """Tell whether an address is on this machine.

    >>> is_loopback("http://127.0.0.1:8000/"), is_loopback("https://zan.gov.kz")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
