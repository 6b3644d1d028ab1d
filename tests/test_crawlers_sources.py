"""Every source, found by listing: its promises, its log book, its pages, and whole crawls of it.

A page in `tests/pages/<source>/` has beside it `<page>.expected.json`, what reading it gives.
Where that is missing it is written once, and the test fails until a person has looked at it.
A page of acts, cards or bulletins is read by the parser; of a list, by the source itself.

Each source is crawled against a site of its own: the replica, or where that has no such source,
its page at the first address that it asks for.
"""

from __future__ import annotations

import contextlib
import inspect
import itertools
import json
import mimetypes
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from warcio.archiveiterator import ArchiveIterator

from vacatio.archive import Archive
from vacatio_calendar.model import RawDocument
from vacatio_crawlers import Gives, Needs, Outcome, SourceReport, crawl
from vacatio_crawlers.replica import Answer, Site, serve
from vacatio_crawlers.replica.zanorda import slug
from vacatio_crawlers.sources import spiders
from vacatio_crawlers.wire import Frame, Task
from vacatio_parser import parse_bytes

PAGES = Path(__file__).parent / "pages"
EXPECTED = ".expected.json"
FOUND = [
    path
    for name in spiders()
    for path in sorted((PAGES / name).glob("*"))
    if not path.name.endswith((EXPECTED, ".txt", ".toml"))
]
LISTED = {Gives.DRAFTS, Gives.LISTS}


@pytest.mark.parametrize("name", spiders())
def test_a_source_is_one_small_file_with_a_log_book(name: str) -> None:
    file = Path(inspect.getfile(spiders()[name]))
    assert file.stem == name
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 120
    module = inspect.getmodule(spiders()[name])
    assert module is not None
    assert "Log book" in (module.__doc__ or "")


@pytest.mark.parametrize("name", spiders())
def test_every_source_has_a_page(name: str) -> None:
    assert [path for path in FOUND if path.parent.name == name], f"tests/pages/{name}/ is empty"


def understood(path: Path) -> object:
    """Tell what the parser reads in a page."""
    document = parse_bytes(path.read_bytes(), media_type=None, name=path.name)
    return {
        "language": document.language,
        "acts": [
            {
                "type": act.type,
                "number": act.number,
                "date": str(act.date),
                "title": act.title,
                "registration": act.registration and act.registration.number,
                "published": [str(one.date) for one in act.publications],
                "commencements": [one.rule.kind for one in act.commencements],
                "repeals": [one.number for one in act.repeals],
                "notes": [[one.kind, one.by.number] for one in act.notes],
                "identifiers": sorted(f"{kind} {value}" for kind, value in act.identifiers),
            }
            for act in document.acts
        ],
    }


def listed(path: Path) -> object:
    """Tell what a source hands over of its list, and where it goes on."""
    told: list[Frame] = []
    spider = spiders()[path.parent.name](Task(path.parent.name), told.append)
    first = next(iter(spider.first()))
    assert first.callback is not None
    page = HtmlResponse(first.url, body=path.read_bytes(), encoding="utf-8", request=first)
    given = list(first.callback(page, **first.cb_kwargs))
    assert told == []
    return {
        "documents": [
            {"key": one.key, "language": one.language, "words": one.body.decode()}
            for one in given
            if isinstance(one, RawDocument)
        ],
        "asks": [one.url for one in given if isinstance(one, Request)],
    }


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_reads_as_expected(path: Path) -> None:
    started = time.perf_counter()
    gives = spiders()[path.parent.name].gives
    read = listed(path) if gives in LISTED else understood(path)
    assert time.perf_counter() - started < 15
    words = json.dumps(read, ensure_ascii=False, indent=2) + "\n"
    expected = path.with_name(path.name + EXPECTED)
    if not expected.exists():
        expected.write_text(words, encoding="utf-8")
        pytest.fail(f"{expected.name} was written: read it, mend it, commit it")
    assert json.loads(words) == json.loads(expected.read_text(encoding="utf-8"))


class Enough(Exception):
    """A night that ends before its crawl does."""


@dataclass
class Crawled:
    """Three nights of one archive: cut off, whole, and with nothing new."""

    reports: list[dict[str, SourceReport]]
    held: list[dict[tuple[str, str], str]]
    bodies: list[Counter[str]]
    sites: dict[str, Site]


def told(name: str, site: Site) -> tuple[str | tuple[str, ...], tuple[str, ...]]:
    """Give the addresses and the ids that a source must be told, where it needs any."""
    needs = spiders()[name].needs
    feeds = (f"{site.url}/feed.xml", f"{site.url}/posts")
    cards = tuple(slug(act) for act in site.acts if "rus" in act.expressions)
    return feeds if needs is Needs.ADDRESSES else site.url, cards if needs is Needs.IDS else ()


def give_its_page(name: str, site: Site) -> None:
    """Put the page of a source that the replica does not know where it is first asked for."""
    address, ids = told(name, site)
    addresses = (address,) if isinstance(address, str) else address
    spider = spiders()[name](Task(name, addresses, revisit=ids), lambda frame: None)
    asked = next(iter([*spider.first(), *(one for id_ in ids for one in spider.again(id_))]))
    target = asked.url.removeprefix(site.url)
    if site.answer(asked.method, target, asked.body).status != 200:
        page = next(path for path in FOUND if path.parent.name == name)
        kind = mimetypes.guess_type(page.name)[0] or "text/html"
        site.pages[target] = Answer(200, kind, page.read_bytes())


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    with contextlib.ExitStack() as stack:
        sites = {name: stack.enter_context(serve()) for name in spiders()}
        for name, site in sites.items():
            give_its_page(name, site)
        all_told = {name: told(name, site) for name, site in sites.items()}
        seen = Crawled([], [], [], sites)
        for night in range(3):
            with contextlib.suppress(Enough), archive.sink(f"night-{night}", demo=True) as sink:
                came = itertools.count()

                def keep(document: RawDocument) -> Any:
                    if night == 0 and next(came) == 6 * len(sites) - 5:  # noqa: B023
                        raise Enough
                    return sink(document)

                reports = crawl(
                    list(sites),
                    keep,
                    base_urls={name: address for name, (address, _) in all_told.items()},
                    revisit={name: ids for name, (_, ids) in all_told.items()},
                    demo=True,
                    polite=False,
                )
                seen.reports.append({report.source: report for report in reports})
            seen.held.append({(one.source, one.key): one.sha256 for one in archive.records()})
            seen.bodies.append(bodies(archive.path, f"night-{night}"))
        yield seen


def bodies(archive: Path, run: str) -> Counter[str]:
    """Count the bodies that a run stored, by source."""
    found: Counter[str] = Counter()
    for file in archive.glob(f"*/{run}.warc.gz"):
        with file.open("rb") as stream:
            kinds = [record.rec_type for record in ArchiveIterator(stream)]
        found[file.parent.name] = kinds.count("response") + kinds.count("resource")
    return found


@pytest.mark.parametrize("name", spiders())
def test_a_source_fetches_all_that_its_site_has(name: str, crawled: Crawled) -> None:
    report = crawled.reports[0][name]
    assert report.documents > 0, report
    assert report.problems == ()
    if not crawled.sites[name].pages:
        assert report.outcome is Outcome.OK, report
    held = [key for source, key in crawled.held[1] if source == name]
    assert len(held) == report.documents + report.pieces


@pytest.mark.parametrize("name", spiders())
def test_a_source_goes_from_page_to_page(name: str, crawled: Crawled) -> None:
    if spiders()[name].needs is not Needs.NOTHING or crawled.sites[name].pages:
        assert crawled.reports[0][name].documents > 0, "nothing lists it, or its page is the list"
        return
    posted = [target for method, target in crawled.sites[name].requests if method == "POST"]
    second = [one for _, one in crawled.sites[name].requests if re.search(r"(page|PAGEN_1)=2", one)]
    assert len(posted) > 1 or second


@pytest.mark.parametrize("name", spiders())
def test_a_crawl_that_was_cut_off_goes_on_where_it_was(name: str, crawled: Crawled) -> None:
    before, after = ({key for key in held if key[0] == name} for held in crawled.held[:2])
    assert before <= after
    report = crawled.reports[-2][name]
    assert (report.changed, report.unchanged) == (0, len(before))
    assert report.new == len(after) - len(before)


def test_the_first_night_was_cut_off(crawled: Crawled) -> None:
    assert len(crawled.reports) == 2, "the first has none"
    assert 0 < len(crawled.held[0]) < len(crawled.held[1])


@pytest.mark.parametrize("name", spiders())
def test_a_second_crawl_of_an_unchanged_site_stores_no_body(name: str, crawled: Crawled) -> None:
    first, second = (reports[name] for reports in crawled.reports[-2:])
    assert (second.new, second.changed) == (0, 0), second
    assert second.unchanged == first.new + first.unchanged
    assert crawled.bodies[2][name] == 0
    assert crawled.bodies[0][name] + crawled.bodies[1][name] > 0
    assert crawled.held[2] == crawled.held[1]
