"""Nothing is missed: ids that no list names, acts that came late, lists that keep no order."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from vacatio_calendar.model import RawDocument
from vacatio_crawlers import UNMODIFIED, Outcome, SourceReport, Validators, crawl
from vacatio_crawlers.ekb_search import PATIENCE, Reach, read
from vacatio_crawlers.replica import Answer, Fault, Site, Validator, serve
from vacatio_crawlers.replica.faults import HTML

LATELY = dt.date(2026, 11, 1)


class Shelf:
    """A sink that keeps documents by key, and knows one that was met again without its body."""

    def __init__(self) -> None:
        self.documents: dict[str, RawDocument] = {}
        self.met_again: list[str] = []

    def __call__(self, document: RawDocument) -> Any:
        held = self.documents.get(document.key)
        if document.status == UNMODIFIED:
            assert held is not None
            assert document.body == b""
            self.met_again.append(document.key)
            return "unchanged"
        self.documents[document.key] = document
        return "new" if held is None else "unchanged" if held.body == document.body else "changed"

    def validators(self, source: str) -> Validators:
        """Give what the server gave with each answer that is kept."""
        found = {}
        for one in self.documents.values():
            given = dict(one.headers)
            tag, day = given.get("Etag", ""), given.get("Last-Modified", "")
            if tag or day:
                found[one.url] = (one.key, tag, day)
        return {source: found}


def run(site: Site, shelf: Shelf, source: str = "ekb", **arguments: Any) -> SourceReport:
    (report,) = crawl(
        [source], shelf, base_urls={source: site.url}, demo=True, polite=False, **arguments
    )
    return report


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_an_act_that_no_list_names_is_found_by_its_id(shelf: Shelf) -> None:
    with serve() as site:
        hidden, last = "700111", site.acts[-1]
        site.acts = [*site.acts, dataclasses.replace(last, id="700123")]
        site.unlisted = {hidden, "700123"}
        report = run(site, shelf, since=LATELY)
    assert report.outcome is Outcome.OK, report
    assert report.problems == (), "an id that is not given is no trouble"
    for number in (hidden, "700123"):
        assert {f"{number}/rus", f"{number}/kaz"} <= set(shelf.documents)
        assert f"{number}#item" not in shelf.documents
    (told,) = (note for note in report.notes if "no list names" in note)
    assert hidden in told.partition("found")[0]
    assert "700124-700128 not given" in told, "it is looked behind what was found"


def test_a_refusal_of_a_sought_id_is_trouble_all_the_same(shelf: Shelf) -> None:
    with serve(faults={"/api/documents/700111/": Fault.ERROR}) as site:
        site.unlisted = {"700111"}
        report = run(site, shelf, since=LATELY)
    assert report.outcome is Outcome.WARNED
    assert {problem.key for problem in report.problems} == {"700111/rus", "700111/kaz"}


def test_the_act_that_caused_a_new_edition_is_found_though_it_was_never_listed(
    shelf: Shelf,
) -> None:
    with serve() as site:
        act = next(one for one in site.acts if one.id == "700008")
        late = dataclasses.replace(act.editions[-1], date=LATELY)
        changed = dataclasses.replace(act, editions=(act.editions[0], late))
        site.acts = [changed if one is act else one for one in site.acts]
        run(site, shelf, since=LATELY, revisit={"ekb": ["700008"]})
    assert late.cause == "700102"
    assert "700102/rus" in shelf.documents
    assert json.loads(shelf.documents["700102/rus"].body)["metadata"]["registryNumber"] == "700102"


def page(days: list[str], number: int, pages: int = 1000) -> tuple[dict[str, Any], bytes]:
    entries = [
        {
            "id": str(n),
            "portalPublicationDate": day or None,
            "stateAgencyApprovalDate": "2001-01-01",
        }
        for n, day in enumerate(days, 1)
    ]
    answer = {"page": number, "pageCount": pages, "list": entries}
    return answer, json.dumps(answer).encode()


def pages_read(pages: Iterator[list[str]]) -> int:
    """Count the pages that a search goes through."""
    reach = Reach(LATELY, None)
    while True:
        found = read(*page(next(pages), reach.page), reach)
        assert found is not None
        if found.following is None:
            return reach.page
        reach = found.following


def test_a_search_in_order_ends_with_the_first_page_of_older_acts() -> None:
    days = iter([["2026-11-19", "2026-11-02"], ["2026-11-01", "2026-10-30"], ["2026-10-29"]])
    assert pages_read(days) == 3


def test_a_search_without_order_does_not_end_at_the_first_older_act() -> None:
    def days() -> Iterator[list[str]]:
        yield ["2026-10-01", "2026-11-19"]
        for _ in range(PATIENCE - 1):
            yield ["2026-03-01", "2026-10-01"]
        yield ["2026-11-02", "2026-10-01"]
        while True:
            yield ["2026-03-01", "2026-10-01"]

    assert pages_read(days()) == 1 + PATIENCE + PATIENCE


def test_acts_without_a_day_do_not_end_a_search_before_those_that_have_one() -> None:
    undated = ["", ""]
    assert pages_read(iter([undated] * 5 + [["2026-11-19"], ["2026-10-29"]])) == 7
    assert pages_read(iter([undated] * (PATIENCE + 9))) == PATIENCE, "somewhere it ends"


@pytest.mark.parametrize(("adopted", "followed"), [("2026-03-01", True), ("1999-03-01", False)])
def test_an_act_without_a_day_is_followed_if_it_may_be_new(adopted: str, followed: bool) -> None:
    entry = {"id": "7", "stateAgencyApprovalDate": adopted, "portalPublicationDate": "1018-11-18"}
    answer = {"list": [entry]}
    found = read(answer, json.dumps(answer).encode(), Reach(LATELY, None))
    assert found is not None
    assert bool(found.entries) is followed
    assert found.named == {7}


@pytest.mark.parametrize(
    "slip", [{"portalPublicationDate": "2026-99-99"}, {"summary": "x"}, {"summary": None}]
)
def test_a_slip_in_one_entry_ends_no_search(slip: dict[str, object]) -> None:
    good = {"id": "8", "portalPublicationDate": "2026-11-20", "summary": {"rus": "a"}}
    answer = {"pageCount": 2, "list": [good | {"id": "7"} | slip, good]}
    found = read(answer, json.dumps(answer).encode(), Reach(LATELY, None))
    assert found is not None
    assert [(one.number, one.languages) for one in found.entries] == [
        ("7", ("rus", "kaz") if "summary" in slip else ("rus",)),
        ("8", ("rus",)),
    ]
    assert found.newest == dt.date(2026, 11, 20)
    assert found.following is not None


@pytest.mark.parametrize(
    "answer",
    [
        {"list": [], "pageCount": "many"},
        {"list": [{"id": "9" * 5_000}]},
        {"list": [{"id": "../7"}]},
        {"list": ["7"]},
        {"message": "quota"},
    ],
    ids=["pages", "long id", "path", "no entry", "no list"],
)
def test_an_answer_of_another_shape_is_no_page_of_the_search(answer: dict[str, object]) -> None:
    assert read(answer, json.dumps(answer).encode(), Reach(LATELY, None)) is None


def test_a_search_that_goes_in_circles_fails_its_source_soon(shelf: Shelf) -> None:
    with serve() as site:
        asked = json.dumps({"page": 1, "limit": 20}).encode()
        first = site.answer("POST", "/api/documents/search", asked)
        endless = json.dumps(json.loads(first.body) | {"pageCount": 10**9}).encode()
        whole = b"\xef\xbb\xbf" + endless  # a mark at the start is no fault
        site.pages["/api/documents/search"] = dataclasses.replace(first, body=whole)
        report = run(site, shelf)
        searches = [target for method, target in site.requests if method == "POST"]
    assert report.outcome is Outcome.FAILED
    assert (
        report.reason == "search page 4 repeats what is listed before: the search goes in circles"
    )
    assert len(searches) <= 5
    assert any(key.endswith("#item") for key in shelf.documents), "what came is kept"


def test_entries_behind_the_last_day_are_kept_and_not_followed(shelf: Shelf) -> None:
    with serve() as site:
        run(site, shelf, since=LATELY, until=dt.date(2026, 11, 18))
    assert "700114#item" in shelf.documents
    assert "700114/rus" not in shelf.documents, "it came to the portal on the 20th"
    assert "700110/rus" in shelf.documents


@pytest.mark.parametrize(
    ("source", "validator"), [("ekb", Validator.ETAG), ("adilet", Validator.LAST_MODIFIED)]
)
def test_a_server_that_knows_validators_sends_nothing_twice(
    shelf: Shelf, source: str, validator: Validator
) -> None:
    with serve(validator=validator) as site:
        first = run(site, shelf, source)
        held = dict(shelf.documents)
        again = run(site, shelf, source, validators=shelf.validators(source))
    assert (again.outcome, again.new, again.changed) == (Outcome.OK, 0, 0), again
    assert again.documents == first.documents
    assert again.unchanged == first.new
    cut_out = {key for key in held if key.endswith("#item")}
    assert all(shelf.documents[key] is held[key] for key in held if key not in cut_out)
    assert set(shelf.met_again) == set(held) - cut_out, "pages, tabs and editions too"


def test_an_address_to_which_another_key_was_led_is_not_asked_conditionally(
    shelf: Shelf,
) -> None:
    def listing(path: str) -> Answer:
        return Answer(200, HTML, f'<html><body><a href="{path}">News</a></body></html>'.encode())

    words = (
        "<html><body><p>" + "The order enters into force in ten days. " * 9 + "</p></body></html>"
    )
    with serve(validator=Validator.ETAG) as site:
        site.pages = {
            "/news": listing("/news/short"),
            "/news/short": Answer(302, HTML, b"", {"Location": "/news/long"}),
            "/news/long": Answer(200, HTML, words.encode()),
        }
        given: Any = {"base_urls": {"bulletins": f"{site.url}/news"}, "demo": True, "polite": False}
        crawl(["bulletins"], shelf, **given)
        (first,) = shelf.documents.values()
        assert (first.url, first.key[-6:]) == (f"{site.url}/news/long", "/short")
        site.pages["/news"] = listing("/news/long")
        (report,) = crawl(["bulletins"], shelf, validators=shelf.validators("bulletins"), **given)
    assert (report.outcome, report.new) == (Outcome.OK, 1), "304 would confirm what is not kept"


def test_only_what_changed_is_sent_again(shelf: Shelf) -> None:
    with serve(validator=Validator.ETAG) as site:
        run(site, shelf)
        act = next(one for one in site.acts if one.id == "700102")
        ended = dataclasses.replace(act, status="yts")
        site.acts = [ended if one is act else one for one in site.acts]
        report = run(site, shelf, validators=shelf.validators("ekb"))
    assert report.new == 0
    changed = {"700102/rus", "700102/kaz", "700102/rus#page-2", "700102/kaz#page-2", "700102#item"}
    assert report.changed == len(changed)
    assert not changed & set(shelf.met_again)
    assert {"700101/rus", "700101/kaz"} <= set(shelf.met_again)
