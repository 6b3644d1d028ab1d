"""Whoever asked for it is told each event once, in its language, and no failure costs a night."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
import shutil
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vacatio import channels, demo, ledger, nightly, notify, transports
from vacatio.channels import Channel, Mail
from vacatio.datadir import DataDir
from vacatio.ledger import Line
from vacatio.nightly import BrokenPromise, Plan
from vacatio.settings import BadSetting, Settings, load
from vacatio.transports import NotDelivered
from vacatio.watches import Watched
from vacatio_calendar.model import Language
from vacatio_crawlers import replica
from vacatio_crawlers.replica import Fault

TODAY = dt.date(2026, 11, 29)


def quiet(line: str) -> None:
    """Say nothing."""


HEALTH = Watched("health", "Health care", bodies=("health",))


@dataclass
class Receiver:
    """What arrived at a web address: path, headers and body of each request."""

    url: str = ""
    answer: int = 200
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def told(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, _, body in self.got]


@pytest.fixture
def web() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            receiver.got.append((self.path, dict(self.headers), body))
            self.send_response(receiver.answer)
            if receiver.answer == 302:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            self.end_headers()

        do_GET = do_POST  # a ping has no body

        def log_message(self, *args: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield receiver
        server.shutdown()


@dataclass
class Postbox:
    """What a mail server took, and what it answers to a receiver's name."""

    port: int = 0
    refuses: bool = False
    letters: list[EmailMessage] = field(default_factory=list)


@pytest.fixture
def post() -> Iterator[Postbox]:
    box = Postbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while words := self.rfile.readline().decode().strip().upper():
                match words.split()[0]:
                    case "EHLO":
                        self.say("250 here")
                    case "RCPT" if box.refuses:
                        self.say("550 no such person secret@example.org")
                    case "DATA":
                        self.say("354 go on")
                        lines = []
                        while (line := self.rfile.readline()) != b".\r\n":
                            lines.append(line.removeprefix(b".") if line[:2] == b".." else line)
                        read = email.message_from_bytes(
                            b"".join(lines), policy=email.policy.default
                        )
                        assert isinstance(read, EmailMessage)
                        box.letters.append(read)
                        self.say("250 taken")
                    case "QUIT":
                        self.say("221 bye")
                        return
                    case _:
                        self.say("250 ok")

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """Publish the replica as if it were real: of what is made up nobody is told."""
    root = tmp_path_factory.mktemp("told") / "var"
    with replica.serve() as site:
        plan = Plan(
            Settings(data=root),
            polite=False,
            sources=("ekb",),
            since=dt.date(2020, 1, 1),
            base_urls={"ekb": site.base_urls["ekb"]},
        )
        return nightly.run(plan, quiet)


@pytest.fixture
def data(published: DataDir, tmp_path: Path) -> DataDir:
    """Give a data directory with the database of the publication and a ledger of its own."""
    found = DataDir(tmp_path)
    found.database.write_bytes(published.database.read_bytes())
    return found


def announce(data: DataDir, *acts: str, on: str = "2026-11-28") -> None:
    """Add events of acts to the ledger, as a publication does."""
    path = data.ledger / "events.jsonl"
    before = len(ledger.read(path))
    lines: list[Line] = [
        {
            "id": f"e{before + number}",
            "act_id": act,
            "kind": "enters_into_force",
            "provisions": None,
            "effective_on": "2026-12-24",
            "known_on": on,
            "certainty": "computed",
            "confidence": "provisional",
            "title": f"{act} applies from 2026-12-24",
            "summary": "Ten days after it was published.",
            "quote": "вводится в действие по истечении десяти календарных дней",
            "replaces": None,
        }
        for number, act in enumerate(acts)
    ]
    ledger.append(path, lines)


HEALTH_ACT = "kz/order/health/2026-09-14/121"
LAW = "kz/law/2025-11-17/230-viii"


def settings(data: DataDir, *told: Channel, mail: Mail | None = None) -> Settings:
    return Settings(
        data=data.root, site="https://example.org", watch=(HEALTH,), notify=told, mail=mail
    )


def tell(data: DataDir, given: Settings, on: dt.date = TODAY) -> notify.Told:
    return notify.tell(data, given, on, "")


def test_a_new_receiver_is_told_from_now_on(data: DataDir, web: Receiver) -> None:
    announce(data, LAW, HEALTH_ACT)
    given = settings(data, Channel("law", webhook=web.url))
    assert tell(data, given) == notify.Told(0, ())
    announce(data, LAW)
    assert tell(data, given) == notify.Told(1, ())
    [told] = web.told
    assert [event["id"] for event in told["events"]] == ["e2"]  # type: ignore[attr-defined]
    assert tell(data, given) == notify.Told(0, ())
    assert len(web.got) == 1


def test_a_channel_is_told_of_the_acts_on_its_list(data: DataDir, web: Receiver) -> None:
    given = settings(data, Channel("law", watch="health", webhook=web.url))
    tell(data, given)
    announce(data, LAW, HEALTH_ACT, LAW)
    tell(data, given)
    announce(data, LAW)
    tell(data, given)
    [told] = web.told
    event = told["events"][0]  # type: ignore[index]
    assert event["url"] == f"https://example.org/act/{HEALTH_ACT}"
    assert (event["effective_on"], event["confidence"]) == ("2026-12-24", "provisional")


@pytest.mark.parametrize(
    ("language", "subject", "line"),
    [
        (Language.EN, "Health care: 1 new", "How sure it is: provisional"),
        (Language.RU, "Health care: новых: 1", "вводится в действие с 24 декабря 2026 года"),
        (Language.KK, "Health care: жаңасы: 1", "24 желтоқсаннан бастап қолданысқа енгізіледі"),
    ],
)
def test_a_letter_speaks_the_language_of_its_receiver(
    data: DataDir, post: Postbox, language: Language, subject: str, line: str
) -> None:
    server = Mail("127.0.0.1", "vacatio@example.org", post.port, "none")
    channel = Channel("law", "health", ("a@example.org", "b@example.org"), "", language)
    given = settings(data, channel, mail=server)
    tell(data, given)
    announce(data, HEALTH_ACT)
    assert tell(data, given) == notify.Told(1, ())
    [letter] = post.letters
    assert letter["Subject"] == subject
    assert letter["To"] == "a@example.org, b@example.org"
    assert letter["Content-Language"] == language
    text = letter.get_content()
    assert line in text
    assert "вводится в действие по истечении десяти календарных дней" in text
    assert f"https://example.org/act/{HEALTH_ACT}" in text


def test_a_receiver_that_is_down_is_told_the_next_night_and_loses_nothing(
    data: DataDir, web: Receiver
) -> None:
    given = settings(data, Channel("law", webhook=f"{web.url}/s3cret"))
    tell(data, given)
    announce(data, LAW)
    web.answer = 503
    assert tell(data, given) == notify.Told(0, ("law/webhook: 127.0.0.1 answered with 503",))
    announce(data, HEALTH_ACT)
    web.answer = 200
    assert tell(data, given) == notify.Told(2, ())
    first, again, second = web.told
    assert first == again, "the very same letter, so that a receiver knows it"
    assert [event["id"] for event in second["events"]] == ["e1"]  # type: ignore[attr-defined]
    assert web.got[0][1]["Idempotency-Key"] == web.got[1][1]["Idempotency-Key"]


@pytest.mark.parametrize("after", ["sending", "sent"])
def test_a_run_that_dies_over_a_letter_neither_loses_nor_changes_it(
    data: DataDir, web: Receiver, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    given = settings(data, Channel("law", webhook=web.url))
    tell(data, given)
    announce(data, LAW)
    real = transports.post

    def dying(*given: object) -> None:
        if after == "sent":
            real(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(transports, "post", dying)
    with pytest.raises(KeyboardInterrupt):
        tell(data, given)
    monkeypatch.setattr(transports, "post", real)
    announce(data, HEALTH_ACT)
    tell(data, given)
    ids = [event["id"] for told in web.told for event in told["events"]]  # type: ignore[attr-defined]
    assert ids == (["e0", "e0", "e1"] if after == "sent" else ["e0", "e1"])
    assert len({told["id"] for told in web.told}) == 2


def test_one_channel_that_fails_costs_no_other(data: DataDir, web: Receiver, post: Postbox) -> None:
    server = Mail("127.0.0.1", "vacatio@example.org", post.port, "none")
    down = Channel("down", webhook="http://127.0.0.1:9/x?token=s3cret")
    given = settings(data, down, Channel("law", "", ("a@example.org",), web.url), mail=server)
    tell(data, given)
    announce(data, LAW)
    told = tell(data, given)
    assert told.sent == 2
    [reason] = told.failed
    assert reason.startswith("down/webhook: 127.0.0.1 was not reached")
    assert "s3cret" not in reason


def test_a_refused_receiver_is_named_by_no_address(data: DataDir, post: Postbox) -> None:
    server = Mail("127.0.0.1", "vacatio@example.org", post.port, "none")
    given = settings(data, Channel("law", "", ("secret@example.org",)), mail=server)
    tell(data, given)
    announce(data, LAW)
    post.refuses = True
    [reason] = tell(data, given).failed
    assert "secret" not in reason


def test_quiet_nights_are_told_only_where_asked_and_once_a_day(
    data: DataDir, web: Receiver
) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    loud = settings(data, Channel("law", webhook=web.url))
    tell(data, loud)
    tell(data, loud, tomorrow)
    assert web.got == []
    asked = settings(data, Channel("law", webhook=web.url, quiet=True))
    for day in (tomorrow, tomorrow, tomorrow + dt.timedelta(days=1)):
        tell(data, asked, day)
    assert [told["title"] for told in web.told] == [
        "Changes in the law of Kazakhstan: nothing new"
    ] * 2
    assert len({told["id"] for told in web.told}) == 2


def test_a_redirect_is_not_followed(web: Receiver) -> None:
    web.answer = 302
    with pytest.raises(NotDelivered, match="answered with 302"):
        transports.post(web.url, b"{}", {})
    assert [path for path, _, _ in web.got] == [""] or [path for path, _, _ in web.got] == ["/"]


def again(published: DataDir, tmp_path: Path, ping: str) -> Plan:
    """Plan another run on a copy of what is published."""
    shutil.copytree(published.root, tmp_path / "var", symlinks=True)
    return Plan(Settings(data=tmp_path / "var", ping=ping), crawl=False)


def test_the_watching_address_is_told_how_each_run_goes(
    published: DataDir, tmp_path: Path, web: Receiver
) -> None:
    plan = again(published, tmp_path, f"{web.url}/ping")
    nightly.run(plan, quiet)
    with replica.serve(faults={"/api/documents/search": Fault.FORBIDDEN}) as site:
        asked = {"ekb": site.base_urls["ekb"]}
        bad = replace(plan, crawl=True, polite=False, sources=("ekb",), base_urls=asked)
        with pytest.raises(BrokenPromise):
            nightly.run(bad, quiet)
    paths = [path for path, _, _ in web.got]
    assert paths == ["/ping/start", "/ping", "/ping/start", "/ping/fail"]
    assert b"ekb" in web.got[-1][2]


def test_a_watching_address_that_is_down_costs_no_night(published: DataDir, tmp_path: Path) -> None:
    told: list[str] = []
    nightly.run(again(published, tmp_path, "http://127.0.0.1:9/s3cret"), told.append)
    assert [line for line in told if line.startswith("ping")] == [
        "ping     not told: 127.0.0.1 was not reached ([Errno 111] Connection refused)"
    ] * 2


def test_a_night_tells_its_channels_and_a_demo_tells_nobody(
    published: DataDir, tmp_path: Path, web: Receiver
) -> None:
    plan = again(published, tmp_path, "")
    told = replace(plan.settings, notify=(Channel("law", webhook=web.url, quiet=True),))
    nightly.run(replace(plan, settings=told), quiet)
    assert web.got == [], "it is told from now on"
    events = DataDir(tmp_path / "var").ledger / "events.jsonl"
    lines = events.read_bytes().splitlines(keepends=True)
    (tmp_path / "var" / "ledger" / "deliveries.jsonl").write_text(
        json.dumps(
            {
                "id": "x",
                "receiver": "law/webhook",
                "begin": 0,
                "end": len(lines) - 3,
                "state": "sent",
                "on": "2026-01-01",
            }
        )
        + "\n"
    )
    nightly.run(replace(plan, settings=told), quiet)
    [letter] = web.told
    assert 1 <= len(letter["events"]) <= 3  # type: ignore[arg-type]
    demo.build(replace(told, data=tmp_path / "demo"), quiet)
    assert len(web.got) == 1


GOOD = """
ping = "https://example.org/ping"
[watch.health]
bodies = ["health"]
[mail]
host = "mail.example.org"
sender = "vacatio@example.org"
user = "vacatio"
[notify.law]
watch = "health"
email = ["law@example.org"]
language = "ru"
quiet = true
"""


def test_channels_are_read_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "vacatio.toml").write_text(GOOD, encoding="utf-8")
    found = load(None, {}, tmp_path)
    assert found.ping == "https://example.org/ping"
    assert found.mail == Mail("mail.example.org", "vacatio@example.org", user="vacatio")
    assert found.notify == (
        Channel("law", "health", ("law@example.org",), "", Language.RU, quiet=True),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("https://example.org/ping", "example.org", 2, "ping must be an address"),
        ("mail.example.org", "", 6, "mail.host must be the name"),
        ("vacatio@example.org", "nobody", 7, "mail.sender must be an address of mail"),
        ('user = "vacatio"', "port = 0", 8, "mail.port must be a whole number"),
        ('user = "vacatio"', 'security = "ssl3"', 8, "mail.security must be one of"),
        ('user = "vacatio"', 'password = "x"', 8, "mail.password is no setting"),
        ('watch = "health"', 'watch = "heath"', 10, "names 'heath', and there is no such list"),
        ("law@example.org", "law", 11, "notify.law.email must be a list of addresses"),
        ('language = "ru"', 'language = "de"', 12, "notify.law.language must be one of"),
        ("quiet = true", "quiet = 1", 13, "notify.law.quiet must be true or false"),
        ('email = ["law@example.org"]', "", 9, "notify.law reaches nobody"),
        ("[notify.law]", "[notify.Law]", 9, "must be named in small Latin letters"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    (tmp_path / "vacatio.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(BadSetting, match=reason) as caught:
        load(None, {}, tmp_path)
    assert f"line {line}:" in str(caught.value)


def test_mail_without_a_server_is_named(tmp_path: Path) -> None:
    words = '[notify.law]\nemail = ["law@example.org"]\n'
    (tmp_path / "vacatio.toml").write_text(words, encoding="utf-8")
    with pytest.raises(BadSetting, match=r"notify.law.email needs a mail server: add \[mail\]"):
        load(None, {}, tmp_path)


def test_no_password_is_a_setting() -> None:
    assert channels.PASSWORD == "VACATIO_MAIL_PASSWORD"
    assert not any("password" in name for name in Settings.__dataclass_fields__)
