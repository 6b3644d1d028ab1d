"""How a word leaves the machine: a ping, a webhook, a mail. The only network beside the crawlers.

Bounded in time, no redirect followed, certificates verified; and no address with its secret part
is ever written into an error.
"""

from __future__ import annotations

import contextlib
import email.message
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

from vacatio.channels import Mail
from vacatio_calendar.errors import VacatioError

#: Seconds for one answer.
TIMEOUT = 20.0


class NotDelivered(VacatioError):
    """A word did not reach its receiver; it is told again the next night."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A receiver that moved is named, not followed: what it is sent was meant for it alone."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Refuse."""


def post(
    url: str, body: bytes | None, headers: Mapping[str, str], timeout: float = TIMEOUT
) -> None:
    """Send a body to an address, or ask it without one.

    Raises:
        NotDelivered: it could not be reached, or answered with anything but success.
    """
    try:
        request = urllib.request.Request(url, data=body, headers=dict(headers))
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout) as answer:
            answer.read(1024)
    except urllib.error.HTTPError as error:
        error.close()
        raise NotDelivered(f"{host(url)} answered with {error.code}") from None
    except HTTPException as error:  # its words may hold the address, and with it a secret
        raise NotDelivered(f"{host(url)} was not reached ({type(error).__name__})") from None
    except OSError as error:
        reason = getattr(error, "reason", None) or error
        raise NotDelivered(f"{host(url)} was not reached ({reason})") from None
    except ValueError:  # letters that no address can hold
        raise NotDelivered(f"{host(url)} was not asked: its address is none") from None


def send(server: Mail, message: email.message.EmailMessage, password: str) -> None:
    """Hand a message to a mail server.

    Raises:
        NotDelivered: the server could not be reached, or refused it or a receiver of it.
    """
    with _connected(server, password) as smtp:
        refused = smtp.send_message(message)
    if refused:
        raise NotDelivered(f"{server.host} refused {len(refused)} of the receivers")


def reachable(server: Mail, password: str) -> str | None:
    """Greet a mail server and send nothing; give the reason if it would take no letter."""
    try:
        with _connected(server, password) as smtp:
            smtp.noop()
    except NotDelivered as error:
        return str(error)
    return None


@contextlib.contextmanager
def _connected(server: Mail, password: str) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    try:
        with (
            smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
            if server.security == "tls"
            else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        ) as smtp:
            if server.security == "starttls":
                smtp.starttls(context=context)
            if server.user:
                smtp.login(server.user, password)
            yield smtp
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(f"{server.host} refused it ({error.smtp_code})") from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(f"{server.host}: {type(error).__name__}: {_plain(error)}") from None
    except UnicodeError:  # of a name or a password; the error itself would hold it
        told = "the user, the password or an address holds letters that mail cannot carry"
        raise NotDelivered(f"{server.host}: {told}") from None


def host(url: str) -> str:
    """Name the host of an address: what stands behind it is often a secret.

    >>> host("https://example.org/hooks/s3cret?token=1")
    'example.org'
    """
    return urlsplit(url).hostname or "the receiver"


def _plain(error: Exception) -> str:
    """Say what the system says, and nothing that the server or a receiver's name put there."""
    return getattr(error, "strerror", None) or "no answer as it should be"
