"""The spider of the old Adilet against the replica's pages of its structure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers import Outcome, SourceReport, Trouble, crawl, joined
from vacatio_crawlers.replica import Fault, Faults, serve
from vacatio_crawlers.sources.adilet import Adilet
from vacatio_crawlers.wire import Met, Task

ACT = "/rus/docs/Z2500000230"


class Shelf:
    """A sink that keeps documents by key."""

    def __init__(self) -> None:
        self.documents: dict[str, RawDocument] = {}

    def __call__(self, document: RawDocument) -> Any:
        held = self.documents.get(document.key)
        self.documents[document.key] = document
        return "new" if held is None else "unchanged" if held.body == document.body else "changed"


def run(shelf: Shelf, faults: Faults | None = None, **arguments: Any) -> SourceReport:
    with serve(faults=faults) as site:
        (report,) = crawl(
            ["adilet"],
            shelf,
            base_urls={"adilet": site.url},
            demo=True,
            polite=False,
            **arguments,
        )
    return report


@pytest.fixture(scope="module")
def whole() -> tuple[Shelf, SourceReport]:
    shelf = Shelf()
    return shelf, run(shelf)


def test_every_act_of_the_list_arrives_with_its_tabs(whole: tuple[Shelf, SourceReport]) -> None:
    shelf, report = whole
    assert report.outcome is Outcome.OK, report
    assert report.documents == 62
    of_one = {key for key in shelf.documents if key.startswith("Z1500000418")}
    assert of_one == {
        "Z1500000418/rus",
        "Z1500000418/kaz",
        "Z1500000418/rus#info",
        "Z1500000418/rus#history",
        "Z1500000418/rus#links",
    }
    assert shelf.documents["Z1500000418/kaz"].language is Language.KK
    assert shelf.documents["Z1500000418/rus"].media_type == "text/html"


def test_the_underscore_of_an_id_is_kept(whole: tuple[Shelf, SourceReport]) -> None:
    assert "Z040000544_/rus" in whole[0].documents


def test_only_acts_are_given_to_readers(whole: tuple[Shelf, SourceReport]) -> None:
    pieces = sorted(whole[0].documents.values(), key=lambda one: one.key)
    assert {one.key.partition("/")[2] for one in joined(pieces)} == {"rus", "kaz"}
    assert len(list(joined(pieces))) == whole[1].documents


def test_an_act_is_seen_again_by_its_id() -> None:
    shelf = Shelf()
    run(
        shelf,
        {"/rus/search": Fault.ERROR},
        revisit={"adilet": ["Z940004000_"]},
        since=dt.date(2026, 11, 1),
    )
    assert "Z940004000_/rus" in shelf.documents


@pytest.mark.parametrize(
    ("faults", "outcome", "trouble", "reason"),
    [
        ({ACT: Fault.SHORT}, Outcome.FAILED, Trouble.BLOCKED, "without article"),
        ({ACT: Fault.LAYOUT}, Outcome.FAILED, Trouble.BLOCKED, "without article"),
        ({"/rus/search": Fault.SHELL}, Outcome.FAILED, Trouble.BLOCKED, 'id="root"'),
    ],
    ids=str,
)
def test_what_a_failure_stores_and_reports(
    faults: Faults, outcome: Outcome, trouble: Trouble, reason: str
) -> None:
    shelf = Shelf()
    report = run(shelf, faults)
    assert report.outcome is outcome, report
    assert {problem.trouble for problem in report.problems} == {trouble}
    assert all(reason in problem.reason for problem in report.problems), report.problems
    if ACT in faults:
        assert "Z2500000230/rus" not in shelf.documents


def test_a_feed_that_is_none_is_said() -> None:
    report = run(Shelf(), {"/rus/docs/rss": Fault.BLOCK_PAGE})
    assert [(one.key, one.reason) for one in report.problems] == [("rss", "no feed")]
    assert report.outcome is Outcome.WARNED


def test_a_broken_page_costs_itself_alone() -> None:
    shelf = Shelf()
    broken = {
        "Z2500000230": (Fault.WRONG_ENCODING, "encoding"),
        "Z2500000231": (Fault.ERROR, "HTTP 500"),
        "V2500037655": (Fault.TRUNCATED, "DataLoss"),
    }
    faults: Faults = {f"/rus/docs/{ngr}": fault for ngr, (fault, _) in broken.items()}
    gone: Faults = {"/rus/docs/rss": Fault.GONE, "/rus/docs/V2600039910": Fault.GONE}
    report = run(shelf, {**faults, **gone})
    assert (report.outcome, report.reason) == (
        Outcome.WARNED,
        "3 documents could not be fetched",
    )
    reasons = {problem.key: problem.reason for problem in report.problems}
    for ngr, (_, said) in broken.items():
        assert said in reasons[f"{ngr}/rus"]
        assert f"{ngr}/rus" not in shelf.documents
        assert f"{ngr}/kaz" in shelf.documents
    assert reasons["rss"] == reasons["V2600039910/rus"] == "HTTP 404"


def test_an_act_whose_page_is_cut_off_without_a_word_is_no_act() -> None:
    told: list[object] = []
    spider = Adilet(Task("adilet"), told.append)
    with serve() as site:
        body = site.answer("GET", "/rus/docs/Z2500000230", b"").body
    url = "https://old.adilet.zan.kz/rus/docs/Z2500000230"
    end = body.rindex(b"</p>", 0, body.index(b"</article>"))  # between two letters
    for part, whole in ((body, True), (body[:end], False)):
        response = HtmlResponse(url, body=part, encoding="utf-8", request=Request(url))
        given = list(spider.parse_act(response, "Z2500000230", "rus"))
        assert bool(given) is whole
    (met,) = told
    assert isinstance(met, Met)
    assert "cut off" in met.problem.reason
