"""Cards, drafts, lists and bulletins against the replica, all in one crawl: one child for many."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from vacatio_calendar.model import DocumentKind, Language, RawDocument
from vacatio_crawlers import (
    Gives,
    NeedsArguments,
    Outcome,
    SourceReport,
    Trouble,
    crawl,
    known_sources,
    probe,
)
from vacatio_crawlers.replica import Fault, Faults, Site, serve
from vacatio_crawlers.replica.acts import acts
from vacatio_crawlers.replica.zanorda import slug
from vacatio_crawlers.sources.govkz import later_than
from vacatio_parser import parse_bytes

SOURCES = ("zanorda", "govkz", "legalacts", "eaeu", "bulletins")
CARDS = [slug(act) for act in acts() if act.id in ("700010", "700110", "700111")]
BROUGHT = {"zanorda": 3, "govkz": 10, "legalacts": 42, "eaeu": 28, "bulletins": 2}


class Shelf:
    """A sink that keeps documents by source and key."""

    def __init__(self) -> None:
        self.documents: dict[tuple[str, str], RawDocument] = {}

    def __call__(self, document: RawDocument) -> Any:
        place = document.source, document.key
        held = self.documents.get(place)
        self.documents[place] = document
        return "new" if held is None else "unchanged" if held.body == document.body else "changed"

    def of(self, source: str) -> dict[str, RawDocument]:
        return {key: one for (name, key), one in self.documents.items() if name == source}


def run(shelf: Shelf, site: Site, **arguments: Any) -> dict[str, SourceReport]:
    urls: dict[str, Any] = dict.fromkeys(SOURCES, site.url)
    urls["bulletins"] = (f"{site.url}/feed.xml", f"{site.url}/posts")
    given = {"base_urls": urls, "revisit": {"zanorda": CARDS}, "demo": True, "polite": False}
    reports = crawl(arguments.pop("sources", SOURCES), shelf, **{**given, **arguments})
    return {report.source: report for report in reports}


@pytest.fixture(scope="module")
def whole() -> Iterator[tuple[Shelf, dict[str, SourceReport], Site]]:
    shelf = Shelf()
    with serve() as site:
        first = run(shelf, site)
        yield shelf, first, site


@pytest.mark.parametrize("source", SOURCES)
def test_everything_arrives(
    whole: tuple[Shelf, dict[str, SourceReport], Site], source: str
) -> None:
    shelf, first, _ = whole
    assert (first[source].outcome, first[source].problems) == (Outcome.OK, ()), first[source]
    assert len(shelf.of(source)) == first[source].documents == BROUGHT[source]


def test_what_is_closed_is_not_asked_for(whole: tuple[Any, Any, Site]) -> None:
    asked = [address for _, address in whole[2].requests]
    assert not [one for one in asked if one.startswith(("/npa", "/contact"))]


def test_a_card_gives_places_and_no_dates(whole: tuple[Shelf, Any, Any]) -> None:
    card = whole[0].of("zanorda")["700110-v2600039910/ru"]
    document = parse_bytes(card.body, media_type=card.media_type, name=card.key)
    (act,) = document.acts
    assert ("ekb", "700110") in act.identifiers
    assert [each.date for each in act.publications] == [
        dt.date(2026, 11, 18),
        dt.date(2026, 11, 20),
    ]
    typo = whole[0].of("zanorda")["700111-v2600039888/ru"]
    read = parse_bytes(typo.body, media_type=typo.media_type, name=typo.key).acts[0]
    assert [each.date for each in read.publications] == [dt.date(2026, 11, 12)]


def test_an_entry_of_gov_kz_is_kept_as_sent(whole: tuple[Shelf, Any, Any]) -> None:
    entry = whole[0].of("govkz")["1070110/ru"]
    assert entry.body.startswith(b'{"id":1070110,')
    assert json.loads(entry.body)["created_date"] == "2026-11-04T18:59:00.000+00:00"
    assert entry.language is Language.RU
    assert entry.headers == ()


def test_rows_keep_the_words_they_came_with(whole: tuple[Shelf, Any, Any]) -> None:
    row = whole[0].of("eaeu")["160/9004"].body.decode()
    assert "1018" in row, "a misspelt year is kept for whoever weighs it"
    draft = whole[0].of("legalacts")["list/15700110"]
    assert draft.body.decode().count("<h3>") == 1
    assert "30/10/2026" in draft.body.decode()
    assert draft.language is None


def test_a_bulletin_is_kept_by_its_address(whole: tuple[Shelf, Any, Site]) -> None:
    host = whole[2].url.removeprefix("http://")
    pages = whole[0].of("bulletins")
    assert set(pages) == {f"{host}/posts/personal-data", f"{host}/posts/gardens-2026"}
    page = pages[f"{host}/posts/personal-data"]
    read = parse_bytes(page.body, media_type=page.media_type, name=page.key)
    assert read.kind is DocumentKind.BULLETIN


def test_a_feed_of_the_other_kind_leads_to_the_same_pages() -> None:
    shelf = Shelf()
    with serve() as site:
        urls = {"bulletins": f"{site.url}/feed.atom"}
        report = run(shelf, site, sources=["bulletins"], base_urls=urls)["bulletins"]
    assert (report.outcome, report.documents) == (Outcome.OK, 2)
    assert {key.partition("/")[2] for key in shelf.of("bulletins")} == {
        "posts/personal-data",
        "posts/gardens-2026",
    }


def test_gov_kz_is_asked_from_midnight_in_kazakhstan() -> None:
    shelf = Shelf()
    with serve() as site:
        run(shelf, site, sources=["govkz"], since=dt.date(2026, 11, 4))
    days = [json.loads(one.body)["created_date"] for one in shelf.of("govkz").values()]
    assert min(days) == "2026-11-04T18:59:00.000+00:00"
    assert len(days) == 4
    assert later_than(dt.date(2024, 2, 1)) == "gt:2024-01-31T17:59:59.999Z", "UTC+6 until 2024"


#: Where each source's first page is, where a failure is put.
FIRST = {
    "zanorda": ("/ru/content/",),
    "govkz": ("/api/v1/",),
    "legalacts": ("/list", "/Arvlist"),
    "eaeu": ("/documents/",),
    "bulletins": ("/posts", "/feed.xml"),
}
OK, WARNED, FAILED = Outcome.OK, Outcome.WARNED, Outcome.FAILED
BLOCKED, BROKEN, GONE = Trouble.BLOCKED, Trouble.BROKEN, Trouble.GONE


@pytest.mark.parametrize(
    ("fault", "outcomes", "trouble"),
    [
        (Fault.SHELL, {}, BLOCKED),
        (Fault.CAPTCHA, {}, BLOCKED),
        (Fault.FORBIDDEN, {}, BLOCKED),
        (Fault.ERROR, {"govkz": FAILED}, BROKEN),
        (Fault.AWAY, {"govkz": FAILED}, BROKEN),
    ],
    ids=str,
)
def test_a_failure_everywhere_keeps_nothing_and_is_said(
    fault: Fault, outcomes: dict[str, Outcome], trouble: Trouble
) -> None:
    shelf = Shelf()
    faults: Faults = {start: fault for starts in FIRST.values() for start in starts}
    with serve(faults=faults) as site:
        reports = run(shelf, site)
    assert shelf.documents == {}
    for source, report in reports.items():
        assert report.outcome is outcomes.get(source, FAILED), report
        assert {one.trouble for one in report.problems} == {trouble}, report


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (
            Fault.LAYOUT,
            {"zanorda": BLOCKED, "govkz": None, "legalacts": BLOCKED, "eaeu": None},
        ),
        (
            Fault.WRONG_ENCODING,
            {"zanorda": BROKEN, "govkz": BROKEN, "legalacts": BROKEN, "eaeu": BROKEN},
        ),
        (
            Fault.TRUNCATED,
            {"zanorda": BROKEN, "govkz": BROKEN, "legalacts": BROKEN, "eaeu": BROKEN},
        ),
    ],
    ids=str,
)
def test_a_page_that_is_not_what_it_should_be_is_not_kept(
    fault: Fault, expected: dict[str, Trouble | None]
) -> None:
    shelf = Shelf()
    with serve(faults={start: fault for source in expected for start in FIRST[source]}) as site:
        reports = run(shelf, site, sources=tuple(expected))
    assert shelf.documents == {}
    for source, report in reports.items():
        assert report.outcome is FAILED, report
        trouble = expected[source]
        assert {one.trouble for one in report.problems} == ({trouble} if trouble else set())


def test_what_is_gone_takes_nothing_else_along() -> None:
    gone = [f"/ru/content/{CARDS[0]}", "/posts/gardens-2026"]
    shelf = Shelf()
    with serve(faults=dict.fromkeys(gone, Fault.GONE)) as site:
        reports = run(shelf, site, sources=("zanorda", "bulletins"))
    for source, report in reports.items():
        assert report.outcome is OK, report
        assert [one.trouble for one in report.problems] == [GONE]
        assert len(shelf.of(source)) == BROUGHT[source] - 1


def test_a_list_that_ends_before_its_own_count_fails() -> None:
    second = "/documents/?filter_sphere%5B0%5D=112&set_filter=Y&PAGEN_1=2"
    with serve(faults={second: Fault.LAYOUT}) as site:
        report = run(Shelf(), site, sources=["eaeu"])["eaeu"]
    assert report.outcome is FAILED
    assert "leads to no document" in str(report.reason)


def test_one_site_that_refuses_does_not_silence_the_others() -> None:
    shelf = Shelf()
    with serve(faults={"/": Fault.FORBIDDEN}) as closed, serve() as site:
        both = (f"{closed.url}/feed.xml", f"{site.url}/feed.xml")
        report = run(shelf, site, sources=["bulletins"], base_urls={"bulletins": both})["bulletins"]
    assert report.outcome is WARNED
    assert len(shelf.documents) == 2
    assert [one.trouble for one in report.problems] == [BLOCKED]


def test_a_card_of_another_act_is_not_taken() -> None:
    shelf = Shelf()
    with serve() as site:
        one, other = (act for act in site.acts if act.id in ("700010", "700110"))
        site.faults[f"/ru/content/{slug(one)}"] = Fault.AWAY
        wrong = f"{slug(other)}".replace("700110", "70011", 1)
        report = run(shelf, site, sources=["zanorda"], revisit={"zanorda": [slug(one), wrong]})
    assert shelf.documents == {}
    assert {one.trouble for one in report["zanorda"].problems} == {BROKEN, GONE}


@pytest.mark.parametrize("source", ["zanorda", "bulletins"])
def test_a_source_that_nothing_lists_says_what_it_needs(source: str) -> None:
    with pytest.raises(NeedsArguments, match=f"{source} needs"):
        crawl([source], Shelf())


def test_only_two_sources_give_acts() -> None:
    assert {one.name for one in known_sources() if one.gives is Gives.ACTS} == {"adilet", "ekb"}
    assert {one.name for one in known_sources()} >= set(SOURCES)


def test_every_source_can_be_tried() -> None:
    faults = {"/ru/content/31308-k070000212": Fault.SHELL, "/list": Fault.FORBIDDEN}
    with serve(faults=faults) as site:
        urls = dict.fromkeys(SOURCES, site.url) | {"bulletins": f"{site.url}/feed.xml"}
        reports = {one.source: one for one in probe(SOURCES, base_urls=urls)}
        asked = len(site.requests)
    outcomes = {source: report.outcome for source, report in reports.items()}
    assert outcomes == {
        "zanorda": FAILED,
        "govkz": OK,
        "legalacts": FAILED,
        "eaeu": OK,
        "bulletins": OK,
    }
    assert "root" in str(reports["zanorda"].reason)
    assert "HTTP 403" in str(reports["legalacts"].reason)
    assert asked == 10, "robots.txt and one page each"


def test_a_backfill_asks_for_its_ids_alone() -> None:
    shelf = Shelf()
    with serve() as site:
        (report,) = crawl(
            ["ekb"],
            shelf,
            base_urls=site.base_urls,
            revisit={"ekb": ["700110", "799999"]},
            listed=False,
            demo=True,
            polite=False,
        )
        assert "POST" not in {method for method, _ in site.requests}
    assert report.outcome is OK, "the promise of a week is not asked of it"
    assert {key for key in shelf.of("ekb") if "#" not in key} == {"700110/rus", "700110/kaz"}
    assert {one.trouble for one in report.problems} == {GONE}
