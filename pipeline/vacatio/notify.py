"""Tell those who asked for it what is new: each event once to each receiver, and none lost.

The ledger of events is append-only, so a place in it says all of what a receiver was told. Before
a letter goes out its beginning and its end are written into the ledger of deliveries, and after
it that it went. A run that dies between the two sends that very letter again, under the same
id (`Message-ID`, `Idempotency-Key`), by which a receiver knows it for the same.

A receiver that cannot be reached is told the next night. It never costs a publication.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from pathlib import Path

from sqlite_utils import Database

from vacatio import ledger, store, transports
from vacatio.channels import Channel
from vacatio.cuts import told
from vacatio.datadir import DataDir
from vacatio.digest import Digest, digest, phrases
from vacatio.events import identity
from vacatio.facts import Teller
from vacatio.ledger import Line
from vacatio.settings import Settings
from vacatio.transports import NotDelivered
from vacatio_calendar import load
from vacatio_datasette.watch_page import Watch, acts_watched

log = logging.getLogger(__name__)

#: How a run is told to the address that watches over it: what is appended to the address.
PINGS = {"start": "/start", "success": "", "failure": "/fail"}


@dataclass(frozen=True, slots=True)
class Letter:
    """What one receiver is told at once: the events from one place of the ledger to another."""

    receiver: str
    begin: int
    end: int

    @property
    def id(self) -> str:
        """Name the letter by what it tells, so that a repeated one is known for the same."""
        return identity("letter", self.receiver, str(self.begin), str(self.end))


@dataclass(frozen=True, slots=True)
class Told:
    """How many letters went out, and who was not reached and why."""

    sent: int
    failed: tuple[str, ...]


def ping(settings: Settings, how: str, words: str = "") -> str | None:
    """Tell the watching address how the run goes; give the reason if it was not reached."""
    if not settings.ping:
        return None
    try:
        transports.post(
            settings.ping.rstrip("/") + PINGS[how],
            words.encode() if words else None,
            {"Content-Type": "text/plain; charset=utf-8"} if words else {},
        )
    except NotDelivered as error:
        return str(error)
    return None


def tell(data: DataDir, settings: Settings, today: dt.date, password: str) -> Told:
    """Tell every receiver of the settings what is new for it since it was last told.

    A receiver that is met for the first time is told from now on: what was announced before it
    was named is no news.
    """
    events = ledger.read(data.ledger / "events.jsonl")
    sent, failed = 0, []
    for channel in settings.notify:
        for receiver, send in _receivers(channel, settings, password):
            try:
                sent += _bring_up_to_date(data, settings, channel, receiver, events, send, today)
            except NotDelivered as error:
                log.warning("%s was not told: %s", receiver, error)
                failed.append(f"{receiver}: {error}")
    return Told(sent, tuple(failed))


Send = Callable[[str, Digest], None]


def _receivers(channel: Channel, settings: Settings, password: str) -> Iterator[tuple[str, Send]]:
    """Give each way of a channel by a name that keeps its secrets, and what sends on it."""
    server = settings.mail
    if channel.email and server:

        def by_mail(name: str, made: Digest) -> None:
            message = EmailMessage()
            message["Message-ID"] = f"<{name}@vacatio>"
            message["Date"] = email.utils.localtime()
            message["From"], message["To"] = server.sender, ", ".join(channel.email)
            message["Subject"] = made.subject
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(made.letter(), charset="utf-8")
            message["Content-Language"] = made.language.value
            transports.send(server, message, password)

        yield f"{channel.name}/mail", by_mail
    if channel.webhook:

        def by_webhook(name: str, made: Digest) -> None:
            body = json.dumps({"id": name, **made.json()}, ensure_ascii=False).encode()
            headers = {"Content-Type": "application/json", "Idempotency-Key": name}
            transports.post(channel.webhook, body, headers)

        yield f"{channel.name}/webhook", by_webhook


def _bring_up_to_date(
    data: DataDir,
    settings: Settings,
    channel: Channel,
    receiver: str,
    events: Sequence[Line],
    send: Send,
    today: dt.date,
) -> int:
    """Send what is due to one receiver; tell how many letters that were."""
    path = data.ledger / "deliveries.jsonl"
    lines = [line for line in ledger.read(path) if line["receiver"] == receiver]
    if not lines:
        _note(path, Letter(receiver, len(events), len(events)), "begun", today)
        return 0
    done = [line for line in lines if line["state"] != "sending"]
    reached = max(int(str(line["end"])) for line in done)
    due = [
        Letter(receiver, int(str(line["begin"])), int(str(line["end"])))
        for line in lines
        if line["state"] == "sending" and int(str(line["end"])) > reached
    ][:1]  # the one that a run died over
    reached = due[0].end if due else reached
    if len(events) > reached:
        due.append(Letter(receiver, reached, len(events)))
    sent = 0
    for letter in due:
        made = _digest(data, settings, channel, events[letter.begin : letter.end])
        if made.entries:
            _note(path, letter, "sending", today)
            send(letter.id, made)
            sent += 1
        _note(path, letter, "sent", today)
    if not sent and channel.quiet and not any(line["on"] == today.isoformat() for line in done):
        quiet = Letter(receiver, len(events), len(events))
        send(identity(quiet.id, today.isoformat()), _digest(data, settings, channel, ()))
        _note(path, quiet, "quiet", today)
        sent += 1
    return sent


def _note(path: Path, letter: Letter, state: str, today: dt.date) -> None:
    line: Line = {
        "id": f"{letter.id}/{state}" + (f"/{today}" if state == "quiet" else ""),
        "receiver": letter.receiver,
        "begin": letter.begin,
        "end": letter.end,
        "state": state,
        "on": today.isoformat(),
    }
    ledger.append(path, [line])


def _digest(data: DataDir, settings: Settings, channel: Channel, lines: Sequence[Line]) -> Digest:
    """Make the letter of a channel from lines of the ledger of events."""
    watched = next((each for each in settings.watch if each.name == channel.watch), None)
    with store.opened(data.database) as db:
        wanted = None if watched is None else acts_watched(db.conn, Watch(**asdict(watched)))
        rows = [line for line in lines if wanted is None or str(line["act_id"]) in wanted]
        acts = _known(db, {str(row["act_id"]) for row in rows})
        return digest(
            told([row for row in rows if str(row["act_id"]) in acts]),
            Teller(db.conn, load(settings.jurisdiction)),
            title=watched.title if watched else phrases(channel.language)["all"],
            language=channel.language,
            site=settings.address,
        )


def _known(db: Database, ids: Iterable[str]) -> frozenset[str]:
    """Tell which acts are published; in portions, for SQLite takes only so many at once."""
    wanted = sorted(ids)
    found: set[str] = set()
    for at in range(0, len(wanted), 500):
        some = wanted[at : at + 500]
        marks = ", ".join("?" * len(some))
        found.update(
            str(name) for (name,) in db.execute(f"SELECT id FROM acts WHERE id IN ({marks})", some)
        )
    return frozenset(found)
