"""No password and no token comes into a log, a database, a ledger or what a run prints."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vacatio import nightly, notify, runs, transports
from vacatio.channels import PASSWORD, Channel, Mail
from vacatio.datadir import DataDir
from vacatio.nightly import BrokenPromise, Plan
from vacatio.settings import Settings
from vacatio.transports import NotDelivered
from vacatio_crawlers import replica

SECRET = "s3cr3t"


@pytest.fixture
def refusing() -> Iterator[str]:
    """Refuse every request, and repeat in the answer what was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(403, f"no {self.path}")
            self.end_headers()
            self.wfile.write(self.path.encode())

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def mail() -> Iterator[int]:
    """Ask for a password, and refuse it with its own words."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while words := self.rfile.readline():
                match words.split()[0].upper():
                    case b"EHLO":
                        self.wfile.write(b"250-here\r\n250 AUTH PLAIN LOGIN\r\n")
                    case b"AUTH":
                        self.wfile.write(b"535 wrong: " + words)
                    case b"QUIT":
                        self.wfile.write(b"221 bye\r\n")
                        return
                    case _:
                        self.wfile.write(b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_night_on_which_every_receiver_refuses_keeps_every_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusing: str, mail: int
) -> None:
    monkeypatch.setenv(PASSWORD, f"{SECRET}-mail")
    data = DataDir(tmp_path / "var")
    said: list[str] = []
    server = Mail("127.0.0.1", "vacatio@example.org", mail, "none", user="vacatio")
    settings = Settings(
        data=data.root,
        ping=f"{refusing}/{SECRET}-ping",
        proxy=f"http://user:{SECRET}-proxy@127.0.0.1:1",
        mail=server,
        notify=(
            Channel("web", webhook=f"{refusing}/{SECRET}-hook?token={SECRET}", quiet=True),
            Channel("law", email=("law@example.org",), quiet=True),
        ),
    )
    with replica.serve() as site:
        plan = Plan(settings, polite=False, sources=("ekb",), base_urls=site.base_urls)
        with pytest.raises(BrokenPromise) as caught:  # the replica gives less than ninety days
            nightly.run(plan, said.append)
    begun = data.ledger / "deliveries.jsonl"  # as if the receivers had been named before it
    begun.write_text(re.sub(r'"(begin|end)": \d+', r'"\1": 0', begun.read_text()))
    nightly.run(Plan(settings, crawl=False), said.append)
    told = "\n".join([*said, str(caught.value)])
    assert told.count("ping     not told: 127.0.0.1 answered with 403") == 4
    assert "web/webhook: 127.0.0.1 answered with 403" in told
    assert "law/mail: 127.0.0.1 refused it (535)" in told
    assert SECRET not in told
    held = [path for path in data.root.rglob("*") if path.is_file()]
    assert len(held) > 100
    assert [path for path in held if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("password", [f"{SECRET}-пароль", "п"])
def test_a_password_that_mail_cannot_carry_is_not_told_by_its_error(
    password: str, mail: int
) -> None:
    server = Mail("127.0.0.1", "vacatio@example.org", mail, "none", user="vacatio")
    with pytest.raises(NotDelivered) as caught:
        transports.send(server, EmailMessage(), password)
    assert str(caught.value).endswith("holds letters that mail cannot carry")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__, "or a traceback would show what it holds"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/s3cr3t-крюк", "http://u:s3cr3t@h:1/x"])
def test_an_address_that_cannot_be_asked_fails_no_run_and_is_not_told(address: str) -> None:
    for ping in (address, address.replace("127.0.0.1", "localhost")):
        reason = notify.ping(Settings(ping=ping), "start")
        assert reason
        assert SECRET not in reason


def test_no_fault_of_ours_writes_the_values_it_holds() -> None:
    with pytest.raises(UnicodeEncodeError) as caught:
        f"{SECRET}-пароль".encode("ascii")
    assert SECRET in repr(caught.value)
    assert SECRET not in runs.words(caught.value)
