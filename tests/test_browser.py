"""The site in a real browser: it draws, can be used by everybody, and speaks to no other host.

Debian's Chromium is driven by Playwright; axe-core looks for barriers (WCAG 2.2 AA and its own
good practice). `.ci/run` installs both. The pictures are left under build/ for people to look at.
`make test` walks the main paths; `make walk` all of them in every language, width and scheme.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn

from vacatio import store, subscriptions
from vacatio.datadir import DataDir
from vacatio.serve import write_feed
from vacatio_calendar import load
from vacatio_datasette.serving import VacatioDatasette, create, listen
from vacatio_datasette.watch_page import Watch

HERE = Path(__file__).parent
PICTURES = HERE.parent / "build" / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = HERE.parent / "node_modules" / "axe-core" / "axe.min.js"
if CHROMIUM is None or not AXE.exists():
    pytest.skip("needs Chromium, and axe-core from npm (`make test`)", allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402

WHOLE = os.environ.get("VACATIO_WALK") == "whole"
LAW = "kz/law/2025-11-17/901-viii"

#: Walked in every language at both widths.
MAIN = {"today": "/", "act": f"/act/{LAW}", "table": "/vacatio/commencements"}

#: All others; `make test` walks some of them once, each in another language and width.
OTHERS = {
    "all": "/?scope=all",
    "disputed": "/act/kz/order/test/2025-06-30/12-nq",
    "undated": "/act/kz/order/test/2026-01-03/1-nq",
    "hostile": "/act/kz/order/hostile/2025-12-01/66",
    "evidence": f"/evidence/{LAW}",
    "day": "/on/2026-01-18",
    "month": "/month/2026-01",
    "since": "/since/2025-01-01",
    "search": "/search?q=пробных записей",
    "body": "/body/test",
    "watches": "/watch",
    "watch": "/watch/records",
    "calculator": "/calculate?value=60&unit=calendar_days&published=2025-11-18",
    "rules": "/rules",
    "glossary": "/glossary",
    "status": "/status",
    "subscribe": "/subscribe",
    "tables": "/vacatio",
    "acts": "/vacatio/acts?type=order&_facet=level",
    "row": "/vacatio/commencements/c3",
    "question": "/vacatio/in-force-next-30-days",
    "findings": "/findings",
    "open-findings": "/vacatio/open-findings",
    "sql": "/vacatio?sql=select+*+from+acts",
    "missing": "/nothing",
}  # fmt: skip

#: One of each kind.
SOME = ("disputed", "evidence", "month", "since", "search", "calculator", "findings", "sql")

LANGUAGES = ("en", "ru", "kk")
WIDTHS = {"phone": 390, "desktop": 1280}
WAYS = [(language, width) for language in LANGUAGES for width in WIDTHS]


def walks() -> Iterator[tuple[str, str, str, str]]:
    """Give page, language, width and scheme of each picture."""
    for name in (*MAIN, *OTHERS) if WHOLE else MAIN:
        yield from ((name, *way, "light") for way in WAYS)
        if WHOLE:
            yield from ((name, "en", width, "dark") for width in WIDTHS)
    if not WHOLE:
        for place, name in enumerate(SOME):
            yield (name, *WAYS[place % len(WAYS)], ("light", "dark")[place // len(WAYS) % 2])


@contextlib.contextmanager
def served(site: VacatioDatasette) -> Iterator[str]:
    door = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(site.application(), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    with contextlib.closing(door):
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    rows = tomllib.loads((HERE / "cases" / "site.toml").read_text(encoding="utf-8"))
    today: dt.date = rows.pop("today")
    store.write(folder / "vacatio.db", rows)
    (folder / "feeds").mkdir()
    for feed in ("changes.rss", "changes.atom", "in-force.ics", "upcoming.json"):
        (folder / "feeds" / feed).write_text("", encoding="utf-8")
    records = Watch("records", "Records", acts=("kz/order/test/2025-06-30/12-nq",))
    with served(
        create(folder / "vacatio.db", demo=True, today=today, writer=write_feed, watches=(records,))
    ) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


class Visit:
    """A page as a reader opens it, with all it complained of and all it asked for."""

    def __init__(self, context: BrowserContext, address: str, path: str) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        answer = self.page.goto(address + path)
        assert answer is not None
        self.status = answer.status

    def barriers(self) -> list[str]:
        """Let axe look for what keeps somebody out."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run()")
        return [
            f"{each['impact']} {each['id']}: {node['html'][:200]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def overflow(self) -> int:
        """Tell by how many pixels the page is wider than its window."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width


@contextlib.contextmanager
def visit(
    browser: Browser,
    address: str,
    path: str,
    language: str = "en",
    width: int = 1280,
    scheme: str = "light",
) -> Iterator[Visit]:
    with contextlib.closing(
        browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            color_scheme="dark" if scheme == "dark" else "light",
        )
    ) as context:
        yield Visit(context, address, path)


@pytest.mark.parametrize(("name", "language", "width", "scheme"), list(walks()))
def test_a_page_draws_for_everybody_and_asks_nobody_else(
    browser: Browser, address: str, name: str, language: str, width: str, scheme: str
) -> None:
    path = {**MAIN, **OTHERS}[name]
    with visit(browser, address, path, language, WIDTHS[width], scheme) as seen:
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = PICTURES / f"{name}-{language}-{width}-{scheme}.png"
        seen.page.screenshot(path=picture, full_page=True)
        wanted = 404 if name == "missing" else 200
        expected = ["Failed to load resource"] if wanted == 404 else []
        assert seen.status == wanted
        assert [c for c in seen.complaints if not any(e in c for e in expected)] == []
        assert seen.hosts == {urlsplit(address).netloc}
        assert seen.page.evaluate("document.documentElement.lang") == language
        assert seen.overflow() <= 0
        assert seen.barriers() == []


def test_hostile_words_do_nothing(
    browser: Browser, tmp_path: Path, hostile_rows: dict[str, list[store.Row]]
) -> None:
    store.write(tmp_path / "vacatio.db", hostile_rows)
    acts = [f"/{page}/{act['id']}" for page in ("act", "evidence") for act in hostile_rows["acts"]]
    lists = ["/", "/since/2025-01-01", "/month/2026-01", "/search?q=номер", "/body/hostile"]
    tables = ["/vacatio/acts?_wide=1", "/vacatio/commencements?_wide=1", "/vacatio/open-findings"]
    with (
        served(create(tmp_path / "vacatio.db", today=dt.date(2026, 1, 5))) as address,
        contextlib.closing(browser.new_context(viewport={"width": 390, "height": 800})) as own,
    ):
        own.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1 }")
        for path in acts if WHOLE else [*acts[:3], acts[15], *lists[:2], tables[0]]:
            seen = Visit(own, address, path)
            assert seen.status == 200
            assert seen.page.evaluate("hits") == 0, path
            assert seen.complaints == [], path
            assert seen.hosts == {urlsplit(address).netloc}, path
            assert seen.overflow() <= 0, path
            seen.page.close()


@pytest.mark.parametrize("name", [*MAIN, "calculator"])
def test_a_page_fits_the_narrowest_window(browser: Browser, address: str, name: str) -> None:
    with visit(browser, address, {**MAIN, **OTHERS}[name], "kk", 320) as seen:
        assert seen.overflow() <= 0  # WCAG 2.2, 1.4.10: 320 pixels without a second scroll bar


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(
    browser: Browser, address: str
) -> None:
    with visit(browser, address, "/") as seen:
        seen.page.keyboard.press("Tab")
        focused = seen.page.locator(":focus")
        assert focused.get_attribute("href") == "#content"
        assert focused.is_visible()
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.closest('main') !== null")
        outline = seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


def test_the_evidence_sheet_prints_without_the_site_around_it(
    browser: Browser, address: str
) -> None:
    with visit(browser, address, OTHERS["evidence"]) as seen:
        seen.page.emulate_media(media="print")
        assert not seen.page.locator("header.top nav").is_visible()
        assert seen.page.locator("h1").is_visible()
        PICTURES.mkdir(parents=True, exist_ok=True)
        seen.page.pdf(path=PICTURES / "evidence.pdf", format="A4")
        assert (PICTURES / "evidence.pdf").stat().st_size > 10_000


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the feeds and calendars as a run writes them."""
    data = DataDir(tmp_path_factory.mktemp("feeds"))
    data.building.mkdir()
    rows = tomllib.loads((HERE / "cases" / "site.toml").read_text(encoding="utf-8"))
    today: dt.date = rows.pop("today")
    database = data.building / "vacatio.db"
    store.write(database, rows)
    with served(create(database, demo=True, today=today, writer=write_feed)) as site:
        subscriptions.write(database, data, load("kz"), site=site, demo=True)
        yield site


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_is_found_read_and_subscribed_to(
    browser: Browser, published: str, language: str
) -> None:
    root = "" if language == "en" else f"{language}/"
    with visit(browser, published, "/subscribe", language) as seen:
        found = seen.page.locator("link[rel=alternate][type='application/atom+xml']").first
        assert (found.get_attribute("href") or "").endswith("/feeds/changes.atom")
        link = seen.page.locator(f"a[href$='/feeds/{root}changes.html']")
        assert link.count() == 1
        link.click()
        seen.page.wait_for_url(f"**/feeds/{root}changes.html")
        assert seen.page.evaluate("document.documentElement.lang") == language
        assert seen.page.locator("article").count() > 0
        assert seen.page.locator("article h2 a").first.is_visible()
        padding = seen.page.evaluate("getComputedStyle(document.body).maxWidth")
        assert padding != "none"  # the style came with it
        assert [each for each in seen.complaints if "favicon" not in each] == []
        assert seen.hosts == {urlsplit(published).netloc}
        assert seen.overflow() <= 0
        assert seen.barriers() == []
        own = seen.page.request.get(seen.page.url)
        assert own.headers["etag"].count('"') == 2  # one tag, and one only
        held = {"If-None-Match": own.headers["etag"]}
        assert seen.page.request.get(seen.page.url, headers=held).status == 304
        webcal = seen.page.locator("a[href^='webcal:']")
        address = (webcal.get_attribute("href") or "").replace("webcal", "http", 1)
        assert urlsplit(address).path == f"/feeds/{root}in-force.ics"
        answer = seen.page.request.get(address)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert b"BEGIN:VEVENT" in answer.body()
        tag = {"If-None-Match": answer.headers["etag"]}
        assert seen.page.request.get(address, headers=tag).status == 304
        with seen.page.expect_download() as download:  # Chromium hands a calendar over
            seen.page.locator("a[href$='.ics']:not([href^='webcal'])").click()
        assert download.value.suggested_filename == "in-force.ics"
        seen.page.locator("article h2 a").first.click()
        assert "/act/" in seen.page.url
