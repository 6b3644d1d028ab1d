"""Who is told, as an operator writes it: `ping`, `[mail]` and `[notify.NAME]` in `vacatio.toml`.

Nothing is told to anybody unless it stands there. A password never does: it comes from the
variable `VACATIO_MAIL_PASSWORD`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vacatio import reach
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Language

#: The variable that holds the password of the mail server.
PASSWORD = "VACATIO_MAIL_PASSWORD"

#: How a mail server is spoken to.
SECURITY = ("starttls", "tls", "none")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_ADDRESS = re.compile(r"[^\s@()<>,;]+@[^\s@()<>,;]+")
_MAIL_KEYS = ("host", "port", "security", "sender", "user")
_KEYS = ("watch", "email", "webhook", "language", "quiet")


class BadChannel(VacatioError):
    """A setting of this page is not what it must be; `key` is the dotted key at fault."""

    def __init__(self, key: str, reason: str) -> None:
        self.key, self.reason = key, reason
        super().__init__(f"{key} {reason}")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server: ``security`` is ``starttls``, ``tls`` from the first byte, or ``none``."""

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """Who is told of what: the events of a watch list, by mail, by webhook or by both.

    ``watch`` names a list of `[watch.NAME]`; without one the channel is told of all events.
    ``quiet`` asks for a word on nights without news too.
    """

    name: str
    watch: str = ""
    email: tuple[str, ...] = ()
    webhook: str = ""
    language: Language = Language.EN
    quiet: bool = False


def ping(value: object) -> str:
    """Read the address that is told when a run starts, succeeds and fails; empty means none.

    Raises:
        BadChannel: it is no address.
    """
    if value == "" or reach.is_plain_address(value):
        return str(value)
    raise BadChannel(
        "ping",
        'must be an address, such as "https://example.org/ping/vacatio", in ASCII and without a '
        "name and password",
    )


def mail(value: object) -> Mail:
    """Read the table `[mail]`.

    Raises:
        BadChannel: a key is missing, unknown or of the wrong kind.
    """
    table = _table("mail", value, _MAIL_KEYS)
    host, sender = table.get("host"), table.get("sender")
    if not isinstance(host, str) or not host.strip():
        raise BadChannel("mail.host", 'must be the name of a mail server: "mail.example.org"')
    if not isinstance(sender, str) or not _ADDRESS.fullmatch(sender):
        raise BadChannel("mail.sender", 'must be an address of mail: "vacatio@example.org"')
    port, user = table.get("port", 587), table.get("user", "")
    if isinstance(port, bool) or not isinstance(port, int) or not 1 <= port <= 65535:
        raise BadChannel("mail.port", "must be a whole number from 1 to 65535")
    security = table.get("security", "starttls")
    if security not in SECURITY:
        raise BadChannel("mail.security", f"must be one of {', '.join(SECURITY)}")
    if not isinstance(user, str):
        raise BadChannel("mail.user", "must be text in quotation marks")
    if user and security == "none":
        raise BadChannel("mail.security", "must not be none where a password would be sent")
    return Mail(host, sender, port, str(security), user)


def channels(value: object) -> tuple[Channel, ...]:
    """Read the tables `[notify.NAME]`, in the order of the file.

    >>> channels({"law": {"watch": "health", "email": ["law@example.org"]}})[0].email
    ('law@example.org',)

    Raises:
        BadChannel: a key is unknown or of the wrong kind, or a channel reaches nobody.
    """
    if not isinstance(value, Mapping):
        raise BadChannel("notify", "must be tables, such as [notify.law]")
    return tuple(_channel(str(name), table) for name, table in value.items())


def consistent(found: Sequence[Channel], watches: Sequence[str], server: Mail | None) -> None:
    """Hold channels against the rest of the settings.

    Raises:
        BadChannel: a watch list is not there, or mail is asked for and no server is named.
    """
    for channel in found:
        key = f"notify.{channel.name}"
        if channel.watch and channel.watch not in watches:
            raise BadChannel(f"{key}.watch", f"names {channel.watch!r}, and there is no such list")
        if channel.email and server is None:
            raise BadChannel(f"{key}.email", "needs a mail server: add [mail]")


def _channel(name: str, value: object) -> Channel:
    key = f"notify.{name}"
    if not _NAME.fullmatch(name):
        raise BadChannel(key, "must be named in small Latin letters, digits and hyphens")
    table = _table(key, value, _KEYS)
    watch, webhook = table.get("watch", ""), table.get("webhook", "")
    if not isinstance(watch, str):
        raise BadChannel(f"{key}.watch", "must be the name of a watch list in quotation marks")
    if webhook != "" and not reach.is_plain_address(webhook):
        raise BadChannel(
            f"{key}.webhook",
            'must be an address, such as "https://example.org/in", in ASCII and without a name and '
            "password",
        )
    email = table.get("email", [])
    if not isinstance(email, list) or not all(
        isinstance(each, str) and _ADDRESS.fullmatch(each) for each in email
    ):
        raise BadChannel(f"{key}.email", 'must be a list of addresses: ["law@example.org"]')
    if not email and not webhook:
        raise BadChannel(key, "reaches nobody: give email, webhook or both")
    language, quiet = table.get("language", "en"), table.get("quiet", False)
    if language not in list(Language):
        raise BadChannel(f"{key}.language", f"must be one of {', '.join(Language)}")
    if not isinstance(quiet, bool):
        raise BadChannel(f"{key}.quiet", "must be true or false")
    return Channel(name, watch, tuple(email), str(webhook), Language(str(language)), quiet)


def _table(key: str, value: object, keys: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadChannel(key, f"must be a table, such as [{key}]")
    unknown = sorted(set(value) - set(keys))
    if unknown:
        raise BadChannel(f"{key}.{unknown[0]}", f"is no setting (there are: {', '.join(keys)})")
    return value


#: Tables of the file that are read here, by name.
READERS: Mapping[str, Callable[[object], Mail | tuple[Channel, ...]]] = {
    "mail": mail,
    "notify": channels,
}
