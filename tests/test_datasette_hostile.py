"""Whatever a source writes, it is shown as text: on pages, in tables, CSV, JSON and feeds."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vacatio import schema, store
from vacatio.serve import write_feed
from vacatio_datasette.csv_cells import Harmless, harmless
from vacatio_datasette.queries import queries
from vacatio_datasette.serving import VacatioDatasette, create
from vacatio_datasette.watch_page import Watch

TODAY = dt.date(2026, 1, 5)

#: What would do harm, or disorder, if it were taken for anything but text.
WORDS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "cases" / "hostile.toml").read_text(encoding="utf-8")
)["words"] | {"endless": "приказ " * 14_000}


class Site:
    """A served site, asked in process and in one event loop."""

    def __init__(self, served: VacatioDatasette) -> None:
        self.served = served
        self.loop = asyncio.new_event_loop()

    def get(self, path: str) -> httpx.Response:
        answer: httpx.Response = self.loop.run_until_complete(
            # Datasette 1.0 has an address of its own for SQL, and leads there.
            self.served.client.get(path, follow_redirects="?sql=" in path)
        )
        return answer


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, hostile_rows: dict[str, list[store.Row]]
) -> Iterator[Site]:
    database = tmp_path_factory.mktemp("hostile") / "vacatio.db"
    store.write(database, hostile_rows)
    watches = [Watch("all", WORDS["script"], words=("номер",))]
    made = Site(create(database, today=TODAY, writer=write_feed, watches=watches))
    with closing(made.loop):
        yield made


class Seen(HTMLParser):
    """The text of a page as a browser would show it, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.data: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        of_script = bool(self.elements) and self.elements[-1][0] == "script"
        (self.data if of_script else self.words).append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.elements.append(("", {}))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


ALLOWED = re.compile(
    "html|head|meta|title|link|script|body|a|aside|p|header|nav|form|label|input|button|main|em|"
    "article|section|div|span|h[1-4]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td|"
    "details|summary|time|b|code|pre|blockquote|mark|svg|line|circle|text|tspan|select|option|"
    "textarea|br|footer"
)


def checked(html: str) -> Seen:
    """Hold that a page has no element, handler, style or address of the words' making."""
    seen = Seen(html)
    for name, attributes in seen.elements:
        assert not name or ALLOWED.fullmatch(name), name
        assert name != "script" or attributes == {"type": "application/ld+json"}
        assert not [key for key in attributes if key.startswith("on") or key == "style"]
        for address in ("href", "src", "action"):
            assert (
                not (attributes.get(address) or "")
                .strip()
                .lower()
                .startswith(("javascript:", "data:"))
            )
    assert "49" not in re.findall(r"\b49\b", seen.text)
    return seen


ACTS = {kind: f"kz/order/hostile/2025-12-01/{number}" for number, kind in enumerate(WORDS, 1)}
PAGES = [
    "/", "/?scope=all", "/on/2026-01-05", "/month/2026-01", "/since/2025-01-01", "/status",
    "/search?q=номер", "/search?q=<script>hit()</script>", "/watch", "/watch/all", "/vacatio",
    f"/search?q={quote(WORDS['attribute'])}", "/body/hostile",
    f"/calculate?value={quote(WORDS['attribute'])}&published={quote(WORDS['script'])}",
    f"/vacatio?sql=select+{quote(repr(WORDS['script']))}+as+x",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_takes_words_for_anything_else(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == (400 if "published=" in path else 200)  # no day to count from
    checked(answer.text)


@pytest.mark.parametrize("kind", WORDS)
def test_an_act_shows_the_words_as_they_are(site: Site, kind: str) -> None:
    words = " ".join(WORDS[kind].split())
    for path in (f"/act/{ACTS[kind]}", f"/evidence/{ACTS[kind]}"):
        answer = site.get(path)
        assert answer.status_code == 200
        seen = checked(answer.text)
        assert words in seen.text
    data = Seen(site.get(f"/act/{ACTS[kind]}").text).data
    assert words in json.dumps(json.loads("".join(data)), ensure_ascii=False).replace(
        json.dumps(WORDS[kind], ensure_ascii=False)[1:-1], words
    )


@pytest.mark.parametrize("table", [*schema.TABLES, *queries()])
def test_tables_and_their_files_hold_the_words_as_text(site: Site, table: str) -> None:
    for query in ("", "?_wide=1"):
        checked(site.get(f"/vacatio/{table}{query}").text)
    page = site.get(f"/vacatio/{table}.csv?_size=max").text
    cells = [cell for row in csv.reader(io.StringIO(page, newline="")) for cell in row]
    assert len(cells) > len(WORDS)
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n"))]
    raw = site.get(f"/vacatio/{table}.json?_shape=array&_size=max").json()
    values = {str(value) for row in raw for value in row.values()}
    formulas = {value for value in values if value.startswith("=HYPERLINK")}
    assert formulas, table
    assert {f"'{formula}" for formula in formulas} <= set(cells)  # data for programs stays as it is


#: Marks that turn the direction of a line; feeds leave them out, pages shut them in.
TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("ending", ["atom", "rss", "json", "ics"])
def test_feeds_hold_the_words_as_text(site: Site, kind: str, ending: str) -> None:
    answer = site.get(f"/feeds/act/{ACTS[kind]}.{ending}")
    assert answer.status_code == 200
    words = "".join(WORDS[kind].translate(TURNING).split())[:60]
    if ending in ("atom", "rss"):
        tree = etree.fromstring(answer.content)
        assert words in "".join("".join(str(each) for each in tree.itertext()).split())
    elif ending == "json":
        (item,) = answer.json()["items"]
        assert words in "".join(unescape("".join(item["content_html"])).split())
    else:
        lines = answer.content.split(b"\r\n")
        assert all(len(line) <= 75 for line in lines)
        names = {line.split(b":")[0].split(b";")[0] for line in lines if line[:1].isalpha()}
        assert names <= CALENDAR, names - CALENDAR


CALENDAR = {
    b"BEGIN", b"END", b"VERSION", b"PRODID", b"CALSCALE", b"METHOD", b"NAME", b"X-WR-CALNAME",
    b"DESCRIPTION", b"X-WR-CALDESC", b"REFRESH-INTERVAL", b"X-PUBLISHED-TTL", b"SOURCE", b"URL",
    b"LAST-MODIFIED", b"SUMMARY", b"DTSTART", b"DTEND", b"DTSTAMP", b"UID", b"SEQUENCE",
    b"STATUS", b"TRANSP", b"CATEGORIES", b"COLOR", b"CREATED", b"CLASS", b"COMMENT",
}  # fmt: skip


@given(
    rows=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=3), min_size=1, max_size=5),
    size=st.integers(1, 9),
)
def test_a_csv_file_in_any_pieces_is_the_same_file_without_formulas(
    rows: list[list[str]], size: int
) -> None:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    whole = written.getvalue().encode("utf-8", "replace")
    out = Harmless()
    pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    given_back = b"".join([*(out(piece, False) for piece in pieces), out(b"", True)])
    expected = [
        [harmless(cell) for cell in row]
        for row in csv.reader(io.StringIO(whole.decode(), newline=""))
    ]
    assert list(csv.reader(io.StringIO(given_back.decode(), newline=""))) == expected
