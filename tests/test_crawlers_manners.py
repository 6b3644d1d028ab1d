"""Manners and ways: pauses, politeness, proxies, authorities, and what settings say of them."""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import functools
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.statscollectors import MemoryStatsCollector
from twisted.python.failure import Failure

from vacatio import nightly
from vacatio.archive import Archive
from vacatio.commands.crawl import command
from vacatio_calendar.model import RawDocument
from vacatio_crawlers import BadAuthorities, Outcome, crawl, probe
from vacatio_crawlers.bodies import NotThePage, html_of
from vacatio_crawlers.manners import PatientRetry
from vacatio_crawlers.replica import Fault, serve
from vacatio_crawlers.replica.certificates import certificate
from vacatio_crawlers.responses import barrier, media_type, still_valid
from vacatio_crawlers.sources.ekb import Ekb
from vacatio_crawlers.wire import Task

URL = "https://zan.example/api"


def keep(document: RawDocument) -> Any:
    return "new"


def patient() -> PatientRetry:
    settings = Settings()
    settings.setmodule("vacatio_crawlers.settings")
    crawler = Crawler(Ekb, settings)
    crawler.spider = Ekb(Task("ekb"), lambda frame: None)
    crawler.spider.crawler = crawler
    crawler.stats = MemoryStatsCollector(crawler)
    return PatientRetry.from_crawler(crawler)


def response(status: int, after: str | None = None, body: bytes = b"") -> Response:
    headers = {"Retry-After": after} if after else {}
    return Response(URL, status=status, headers=headers, body=body)


@pytest.mark.parametrize(
    ("answer", "pauses"),
    [
        (response(500), [5, 10, 20]),
        (response(429), [5, 10, 20]),
        (response(503, "7"), [7, 10, 20]),
        (response(429, "60"), [60, 60, 60]),
        (response(503, "soon"), [5, 10, 20]),
        (response(429, "Wed, 21 Oct 2015 07:28:00 -0000"), [5, 10, 20]),
        (response(200, None, b"API calls quota exceeded"), [5, 10, 20]),
    ],
    ids=["500", "429", "in seconds", "longer than ours", "unreadable", "zoneless", "a quota"],
)
def test_a_second_try_waits_as_long_as_it_is_asked_to(answer: Response, pauses: list[int]) -> None:
    manners, request = patient(), Request(URL)
    for pause in pauses:
        again = manners.process_response(request, answer)
        assert isinstance(again, Request)
        assert manners._until["https://zan.example"] - time.monotonic() == pytest.approx(
            pause, abs=1
        )
        request = again
    last = manners.process_response(request, answer)
    assert last is answer, "after three tries it is what it is"


def test_retry_after_may_be_a_date() -> None:
    manners, then = patient(), dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)
    manners.process_response(Request(URL), response(503, email.utils.format_datetime(then, True)))
    assert 50 < manners._until["https://zan.example"] - time.monotonic() <= 60


@pytest.mark.parametrize(
    "answer",
    [response(429, "3600"), response(403), response(404), response(200, None, b"x" * 2000)],
    ids=["more patience than a night has", "refused", "gone", "a page"],
)
def test_what_is_not_asked_again(answer: Response) -> None:
    assert patient().process_response(Request(URL), answer) is answer


def test_a_polite_crawl_asks_one_thing_at_a_time_with_pauses() -> None:
    with serve() as site:
        (report,) = crawl(
            ["ekb"],
            keep,
            base_urls=site.base_urls,
            revisit={"ekb": ["700110"]},
            listed=False,
            demo=True,
        )
    assert report.documents == 2
    assert site.at_once == 1
    pauses = [later - earlier for earlier, later in itertools.pairwise(site.times)]
    assert len(pauses) == 2
    assert all(pause > 0.5 for pause in pauses), "half to one and a half times the delay"


@contextlib.contextmanager
def proxy(site: str) -> Iterator[tuple[str, list[str]]]:
    """Lead every host to a site, as a proxy does: what was asked for is noted."""
    host, port = site.split("//")[1].split(":")
    asked: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def lead(client: socket.socket) -> None:
        with client, socket.create_connection((host, int(port))) as target:
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(65536)
            method, address, _ = head.split(b"\r\n")[0].decode().split(" ")
            asked.append(f"{method} {address}")
            if method == "CONNECT":
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            else:  # a proxy is asked for whole addresses; the site for what is behind its name
                path = "/" + address.split("/", 3)[3]
                target.sendall(head.replace(address.encode(), path.encode(), 1))
            back = threading.Thread(target=copy, args=(target, client), daemon=True)
            back.start()
            copy(client, target)
            back.join(5)

    def copy(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=lead, args=(server.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
    finally:
        server.close()


def test_a_proxy_leads_to_the_sites_and_vouches_for_none(tmp_path: Path) -> None:
    """The tunnel ends at the site: its certificate is verified behind a proxy too."""
    public, context = certificate(tmp_path, names=("zan.example",))
    with serve(tls=context) as site, proxy(site.url) as (through, asked):
        urls = {"ekb": "https://zan.example"}
        (trusted,) = probe(["ekb"], base_urls=urls, proxy=through, ca_files={"zan.example": public})
        (unknown,) = probe(["ekb"], base_urls=urls, proxy=through)
    assert trusted.outcome is Outcome.OK, trusted
    assert set(asked) == {"CONNECT zan.example:443"}
    assert unknown.outcome is Outcome.FAILED
    assert "its certificate does not hold" in str(unknown.reason)


def test_this_machine_is_reached_past_the_proxy() -> None:
    with serve() as site, proxy(site.url) as (through, asked):
        (report,) = crawl(
            ["ekb"],
            keep,
            base_urls=site.base_urls,
            revisit={"ekb": ["700110"]},
            listed=False,
            demo=True,
            polite=False,
            proxy=through,
        )
    assert report.outcome is Outcome.OK
    assert asked == []


@pytest.mark.parametrize(
    ("words", "said"),
    [(None, "cannot be read"), ("no certificate", "hold no certificate in PEM")],
    ids=["missing", "something else"],
)
def test_a_file_of_authorities_that_is_none_is_an_error(
    tmp_path: Path, words: str | None, said: str
) -> None:
    file = tmp_path / "national.pem"
    if words:
        file.write_text(words)
    with pytest.raises(BadAuthorities, match=rf"zan\.gov\.kz.*national\.pem {said}"):
        crawl(["ekb"], keep, ca_files={"zan.gov.kz": file})


def test_feeds_that_vacatio_toml_names_are_crawled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "Plan", functools.partial(nightly.Plan, polite=False))
    with serve(faults={"/posts/gardens-2026": Fault.GONE}) as site:
        config = tmp_path / "vacatio.toml"
        config.write_text(f'bulletins = ["{site.url}/feed.xml"]\nsources = ["bulletins"]\n')
        result = CliRunner().invoke(
            command, ["--config", str(config), "--data", str(tmp_path / "var")]
        )
    assert result.exit_code == 0, result.output
    (page,) = Archive(tmp_path / "var/archive").records()
    assert page.source == "bulletins"
    assert page.key.endswith("/posts/personal-data")


@pytest.mark.parametrize(
    ("declared", "body", "taken"),
    [
        ("application/json;charset=UTF-8", b'{"id":1}', "application/json"),
        ("text/html", b' {"id":1}', "application/json"),
        ("text/plain", b"[1]", "application/json"),
        ("text/plain", b"[Update] A law on gardens.", "text/plain"),
        ("text/html", b"{{ a template }}", "text/html"),
        ("text/plain", b"<!DOCTYPE html><title>", "text/html"),
        ("application/json", b"<html></html>", "text/html"),
        ("application/rss+xml", b"<?xml version='1.0'?>", "application/rss+xml"),
        ("application/xhtml+xml", b"<html></html>", "application/xhtml+xml"),
        ("application/pdf", b"%PDF-1.7", "application/pdf"),
        ("", b"%PDF-1.7", "application/octet-stream"),
    ],
)
def test_a_body_that_belies_its_declared_type_is_believed(
    declared: str, body: bytes, taken: str
) -> None:
    headers = {"Content-Type": declared} if declared else {}
    assert media_type(HtmlResponse(URL, headers=headers, body=body)) == taken


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (b"<html><body><h1>Access denied</h1></body></html>", "access denied"),
        (b"<html><script>%s</script></html>" % (b"x" * 5000), "0 letters of text"),
        (b"", "0 letters of text"),
        (b"<form>captcha</form>" + b"<p>A law on gardens.</p>" * 100, None),
        (b"<script>" * 50_000, "0 letters of text"),
        (b"<div id='root'>" + b"<p>A law on gardens.</p>" * 5 + b"</div>", None),
    ],
    ids=[
        "a block page",
        "a script",
        "nothing",
        "a page with a form",
        "scripts without end",
        "a page made by a script",
    ],
)
def test_a_barrier_is_told_from_a_page_that_has_its_marks(page: bytes, why: str | None) -> None:
    assert barrier(page) == why


def test_a_page_shorter_than_any_of_its_source_is_none_of_it() -> None:
    page = HtmlResponse(URL, body=b"<h1>On gardens</h1><article><p>Nothing.</p></article>")
    assert html_of(page, "article").css("h1")
    with pytest.raises(NotThePage, match="53 bytes, fewer than any page"):
        html_of(page, "article", least=2048)


@pytest.mark.parametrize(
    ("headers", "meta", "status", "valid"),
    [
        ({"If-None-Match": '"1"'}, {}, 304, True),
        ({"If-Modified-Since": "Sun, 29 Nov 2026 00:00:00 GMT"}, {}, 304, True),
        ({}, {}, 304, False),
        ({"If-None-Match": '"1"'}, {"redirect_times": 1}, 304, False),
        ({"If-None-Match": '"1"'}, {}, 500, False),
    ],
    ids=["by tag", "by day", "unasked", "of another page", "an error"],
)
def test_only_an_answer_to_the_question_says_that_nothing_changed(
    headers: dict[str, str], meta: dict[str, int], status: int, valid: bool
) -> None:
    asked = Request(URL, headers=headers, meta=meta)
    answer = Response(URL, status=status, request=asked)
    assert still_valid(Failure(HttpError(answer))) is (answer if valid else None)  # type: ignore[no-untyped-call]
