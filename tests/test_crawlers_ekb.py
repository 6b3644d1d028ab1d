"""The spider of the reference bank against the replica: real Scrapy, real HTTP, on loopback."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from vacatio_calendar.model import Language, RawDocument, RuleKind
from vacatio_crawlers import Outcome, SourceReport, Trouble, crawl, joined
from vacatio_crawlers.replica import Fault, Faults, serve
from vacatio_parser import parse_bytes

ACT = "/api/documents/700110/rus"
LATELY = dt.date(2026, 11, 1)
SEARCH = "/api/documents/search"


class Shelf:
    """A sink that keeps documents by key and tells new from changed, as the archive does."""

    def __init__(self) -> None:
        self.documents: dict[str, RawDocument] = {}

    def __call__(self, document: RawDocument) -> Any:
        held = self.documents.get(document.key)
        self.documents[document.key] = document
        if held is None:
            return "new"
        return "unchanged" if held.sha256 == document.sha256 else "changed"

    def answers(self) -> dict[str, dict[str, Any]]:
        pieces = sorted(self.documents.values(), key=lambda one: one.key)
        return {one.key: json.loads(one.body) for one in joined(pieces)}


def run(
    shelf: Shelf, faults: Faults | None = None, **settings: Any
) -> tuple[SourceReport, list[tuple[str, str]]]:
    with serve(faults=faults, **settings.pop("site", {})) as site:
        (report,) = crawl(
            ["ekb"], shelf, base_urls=site.base_urls, demo=True, polite=False, **settings
        )
        return report, site.requests


@pytest.fixture(scope="module")
def whole() -> tuple[Shelf, SourceReport]:
    shelf = Shelf()
    report, _ = run(shelf)
    return shelf, report


def test_every_act_arrives_in_its_languages(whole: tuple[Shelf, SourceReport]) -> None:
    shelf, report = whole
    answers = shelf.answers()
    assert report.outcome is Outcome.OK
    assert report.problems == ()
    assert len(answers) == report.documents == 63
    assert {"700101/rus", "700101/kaz"} <= set(answers)
    assert shelf.documents["700101/rus"].language is Language.RU
    assert shelf.documents["700101/kaz"].language is Language.KK
    assert "700115/kaz" in answers, "an act known only in Kazakh"
    assert "700115/rus" not in answers


def test_a_document_is_as_it_was_sent_and_says_where_from(
    whole: tuple[Shelf, SourceReport],
) -> None:
    document = whole[0].documents["700101/rus"]
    assert document.source == "ekb"
    assert document.url.endswith("/api/documents/700101/rus?withHtml=false&page=1")
    assert document.media_type == "application/json"
    assert document.status == 200
    assert document.demo
    assert document.fetched_at.tzinfo is dt.UTC
    assert ("Content-Type", "application/json;charset=UTF-8") in document.headers


def test_a_long_act_is_kept_page_by_page_and_read_as_one(
    whole: tuple[Shelf, SourceReport],
) -> None:
    shelf, _ = whole
    pages = [json.loads(shelf.documents[key].body) for key in ("700102/rus", "700102/rus#page-2")]
    joined_answer = shelf.answers()["700102/rus"]
    assert [page["pagesCount"] for page in pages] == [2, 2]
    assert joined_answer["content"] == pages[0]["content"] + pages[1]["content"]
    assert joined_answer["pagesCount"] == 1
    assert "шестидесяти календарных дней" in json.dumps(pages[1], ensure_ascii=False)


def other_edition(piece: RawDocument) -> RawDocument:
    return dataclasses.replace(piece, body=piece.body.replace(b'"700102_1"', b'"700102_2"'))


@pytest.mark.parametrize("damage", ["missing", "other edition"])
def test_half_an_act_is_not_taken_for_a_silent_one(
    whole: tuple[Shelf, SourceReport], damage: str
) -> None:
    pieces = dict(whole[0].documents)
    further = pieces.pop("700102/rus#page-2")
    if damage == "other edition":
        pieces[further.key] = other_edition(further)
        assert pieces[further.key] != further
    in_order = (pieces[key] for key in sorted(pieces))
    half = next(one for one in joined(in_order) if one.key == "700102/rus")
    assert json.loads(half.body)["pagesCount"] == 2
    read = parse_bytes(half.body, media_type=half.media_type, name=half.key)
    assert [one.rule.kind for one in read.acts[0].commencements] in ([], [RuleKind.NONE])


def test_days_that_only_the_search_answer_gives_reach_the_reader(
    whole: tuple[Shelf, SourceReport],
) -> None:
    shelf, _ = whole
    assert "portalPublicationDate" not in json.loads(shelf.documents["700103/rus"].body)
    answer = shelf.answers()["700103/rus"]
    assert answer["portalPublicationDate"] == "2025-12-26"
    assert answer["initialPublicationDate"] == "2025-12-26"
    assert "initialPublicationDate" not in shelf.answers()["700114/rus"], "not registered"


def test_an_entry_is_cut_out_of_the_search_answer_byte_for_byte(
    whole: tuple[Shelf, SourceReport],
) -> None:
    item = whole[0].documents["700101#item"]
    assert item.body.startswith(b'{"id":"700101","code":"700101"')
    assert item.headers == ()
    assert item.url.endswith("/api/documents/search#700101")


def test_editions_come_with_the_act_that_caused_them(whole: tuple[Shelf, SourceReport]) -> None:
    editions = json.loads(whole[0].documents["700008/rus#versions"].body)
    assert [edition["versionDate"] for edition in editions] == ["2015-11-24", "2025-11-17"]
    assert editions[1]["cause"]["code"] == "700102"
    assert "700101/rus#versions" not in whole[0].documents, "one edition only"


def test_a_second_crawl_of_an_unchanged_site_brings_nothing_new(
    whole: tuple[Shelf, SourceReport],
) -> None:
    shelf, first = whole
    again, _ = run(shelf)
    assert (again.new, again.changed) == (0, 0)
    assert again.unchanged == first.new == first.documents + first.pieces


def test_a_run_looks_no_further_back_than_it_is_told() -> None:
    shelf = Shelf()
    report, requests = run(shelf, since=LATELY)
    pages = [target for method, target in requests if method == "POST"]
    assert len(pages) == 2, "one page beyond the day, because a page may straddle it"
    assert "700110/rus" in shelf.documents
    assert report.outcome is Outcome.OK


def test_an_act_that_changed_and_one_that_came_late_are_found() -> None:
    shelf = Shelf()
    with serve() as site:
        arguments: dict[str, Any] = {"demo": True, "polite": False, "since": LATELY}
        late = next(act for act in site.acts if act.id == "700106")
        site.acts = [act for act in site.acts if act is not late]
        crawl(["ekb"], shelf, base_urls=site.base_urls, **arguments)
        site.acts = [
            dataclasses.replace(act, status="yts") if act.id == "700110" else act
            for act in site.acts
        ]
        # Adopted in February, on the portal only now: an older adoption ends no search.
        site.acts = [*site.acts, dataclasses.replace(late, portal=dt.date(2026, 11, 21))]
        (report,) = crawl(["ekb"], shelf, base_urls=site.base_urls, **arguments)
    assert (report.new, report.changed) == (3, 3), "in each language, and their entries"
    assert shelf.answers()["700106/rus"]["portalPublicationDate"] == "2026-11-21"
    assert shelf.answers()["700110/kaz"]["metadata"]["status"] == "yts"


def test_an_act_is_seen_again_whatever_its_day() -> None:
    shelf = Shelf()
    run(shelf, since=dt.date(2030, 1, 1), revisit={"ekb": ["700001"]})
    assert {"700001/rus", "700001/kaz"} <= set(shelf.documents)


BROKEN, GONE, BLOCKED = Trouble.BROKEN, Trouble.GONE, Trouble.BLOCKED
ONCE = (Fault.ERROR, Fault.TOO_MANY, Fault.TRUNCATED)


def one_by_one(faults: Sequence[Fault | Sequence[Fault]]) -> tuple[Shelf, SourceReport]:
    """Put each fault on an act of its own, from 700109 on, and crawl those acts."""
    shelf = Shelf()
    ids = [str(700109 + position) for position in range(len(faults))]
    at = {f"/api/documents/{number}/rus": fault for number, fault in zip(ids, faults, strict=True)}
    report, _ = run(shelf, at, revisit={"ekb": ids}, listed=False)
    return shelf, report


@pytest.mark.parametrize(
    "faults",
    [
        {
            Fault.ERROR: "HTTP 500",
            Fault.TRUNCATED: "DataLoss",
            Fault.CUT_JSON: "cut off",
            Fault.WRONG_ENCODING: "garbled",
        },
        {
            Fault.LOOP: "redirect",
            Fault.AWAY: "10.0.0.1",
            Fault.SCHEME: "HTTP 302",
            Fault.LAYOUT: "without content",
        },
    ],
    ids=["bodies", "ways"],
)
def test_a_broken_answer_costs_itself_alone(faults: dict[Fault, str]) -> None:
    shelf, report = one_by_one(list(faults))
    assert (report.outcome, report.reason) == (
        Outcome.WARNED,
        "4 documents could not be fetched",
    )
    reasons = {problem.key: problem for problem in report.problems}
    for number, said in enumerate(faults.values(), start=700109):
        problem = reasons[f"{number}/rus"]
        assert (problem.trouble, said.lower() in problem.reason.lower()) == (BROKEN, True), problem
        assert f"{number}/rus" not in shelf.documents
        assert f"{number}/kaz" in shelf.documents


def test_what_is_gone_or_comes_at_the_fourth_try_is_no_failure() -> None:
    shelf, report = one_by_one([ONCE, Fault.WRONG_TYPE, Fault.GONE])
    assert report.outcome is Outcome.OK, report
    assert [(one.trouble, one.key) for one in report.problems] == [(GONE, "700111/rus")]
    assert {"700109/rus", "700110/rus"} <= set(shelf.documents)


@pytest.mark.parametrize(
    ("faults", "outcome", "reason", "troubles", "stored"),
    [
        ({SEARCH: Fault.LAYOUT}, Outcome.FAILED, "cannot be read", {}, False),
        ({ACT: Fault.TOO_MANY}, Outcome.FAILED, "HTTP 429", {BLOCKED: "HTTP 429"}, False),
        ({ACT: Fault.FORBIDDEN}, Outcome.FAILED, "HTTP 403", {BLOCKED: "HTTP 403"}, False),
        ({ACT: Fault.BARRIER}, Outcome.FAILED, "captcha", {BLOCKED: "captcha"}, False),
        ({ACT: Fault.SHELL}, Outcome.FAILED, 'id="root"', {BLOCKED: 'id="root"'}, False),
        ({ACT: Fault.QUOTA}, Outcome.FAILED, "not JSON", {BLOCKED: "text/plain"}, False),
        ({SEARCH: Fault.ERROR}, Outcome.FAILED, "search page 1", {BROKEN: "HTTP 500"}, False),
        ({SEARCH: Fault.CUT_JSON}, Outcome.FAILED, "search page 1", {BROKEN: "cut off"}, False),
        ({"/api/documents/7": Fault.ERROR}, Outcome.FAILED, "5 failures", {BROKEN: "500"}, False),
        ({"/robots.txt": Fault.ERROR}, Outcome.FAILED, "robots.txt", {BLOCKED: "robots"}, False),
        ({"/robots.txt": Fault.GONE}, Outcome.OK, None, {}, True),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_what_a_failure_stores_and_reports(
    faults: Faults,
    outcome: Outcome,
    reason: str | None,
    troubles: Mapping[Trouble, str],
    stored: bool,
) -> None:
    shelf = Shelf()
    report, _ = run(shelf, faults, since=LATELY)
    assert report.outcome is outcome, report
    assert (reason is None) == (report.reason is None)
    assert (reason or "") in (report.reason or "")
    assert {problem.trouble for problem in report.problems} == set(troubles)
    for problem in report.problems:
        assert troubles[problem.trouble].lower() in problem.reason.lower()
    assert ("700110/rus" in shelf.documents) is stored


def test_an_answer_that_does_not_come_is_given_up() -> None:
    report, _ = run(Shelf(), {ACT: Fault.SLOW}, since=LATELY, timeout=0.5)
    assert report.outcome is Outcome.WARNED
    assert [(one.key, one.trouble) for one in report.problems] == [("700110/rus", BROKEN)]
    assert "timeout" in report.problems[0].reason.lower()


def test_an_entry_given_twice_and_an_absurd_day_are_kept_as_they_are() -> None:
    shelf = Shelf()
    with serve() as site:
        act = next(act for act in site.acts if act.id == "700110")
        absurd = dataclasses.replace(act, id="700190", published=dt.date(1018, 11, 18))
        site.acts = [act, act, absurd]
        crawl(["ekb"], shelf, base_urls=site.base_urls, demo=True, polite=False)
        asked = [target for _, target in site.requests if "700110" in target]
    assert len(asked) == len(set(asked)) == 2
    assert shelf.answers()["700190/rus"]["initialPublicationDate"] == "1018-11-18"


def test_a_closed_address_is_not_asked_for() -> None:
    shelf = Shelf()
    report, requests = run(shelf, site={"robots": "User-agent: *\nDisallow: /api/\n"})
    assert report.outcome is Outcome.FAILED
    assert shelf.documents == {}
    assert {target for _, target in requests} == {"/robots.txt"}


def test_a_source_that_brings_too_little_fails() -> None:
    report, _ = run(Shelf(), since=dt.date(2030, 1, 1))
    assert report.outcome is Outcome.OK, "a run of no reach promises nothing"
    shelf = Shelf()
    few: Faults = {"/api/documents/70000": Fault.GONE, "/api/documents/7001": Fault.GONE}
    report, _ = run(shelf, few)
    assert report.outcome is Outcome.FAILED
    assert report.reason is not None
    assert "at least" in report.reason


#: The keys of the real answers, as described for the bank's API.
DOCUMENT = {
    "id", "code", "ngr", "version", "language", "metadata", "actualVersion", "versionsCount",
    "versionDate", "hasSignature", "imported", "content", "index", "pagesCount",
}  # fmt: skip
METADATA = {
    "title", "requisites", "stateAgencyDocNumber", "stateAgencyApprovalDate", "approvalPlace",
    "judicialAuthority", "developingStateAgency", "approvingStateAgencies", "status", "classified",
    "registryNumber", "publication", "legalValidity", "region", "legislationAreas", "actTypes",
}  # fmt: skip
VERSION = {
    "id", "language", "versionDate", "metadata", "references", "changes", "cause", "signature",
}  # fmt: skip
ITEM = {
    "id", "actTypes", "approvalPlace", "requisites", "status", "stateAgencyApprovalDate", "summary",
    "actionDate", "judiciaryDocNumber", "portalPublicationDate",
}  # fmt: skip


def test_the_replica_answers_in_the_shape_of_the_bank(whole: tuple[Shelf, SourceReport]) -> None:
    documents = whole[0].documents
    answer = json.loads(documents["700008/rus"].body)
    assert set(answer) == DOCUMENT
    assert set(json.loads(documents["700101/rus"].body)) == DOCUMENT | {"initialPublicationDate"}
    registered = {"judiciaryDocNumber", "judiciaryApprovalDate", "effectiveDate", "actionDate"}
    assert set(answer["metadata"]) == METADATA | registered
    assert set(answer["version"]) == VERSION
    assert set(answer["version"]["cause"]) == {"code", "document", "title", "requisites"}
    assert answer["version"]["cause"]["code"] != answer["version"]["cause"]["document"]
    assert set(json.loads(documents["700101#item"].body)) >= ITEM
    for node in answer["content"]:
        assert {"id", "type", "level", "properties"} <= set(node)
        assert set(node) <= {"id", "type", "level", "properties", "text", "index"}
    assert [entry["type"] for entry in answer["index"]] == ["article", "article"]
    assert answer["content"][answer["index"][0]["docIndex"]]["type"] == "article"


def test_a_text_lies_below_the_unit_it_belongs_to(whole: tuple[Shelf, SourceReport]) -> None:
    nodes = whole[0].answers()["700101/rus"]["content"]
    levels = [(node["type"], node["level"]) for node in nodes]
    chapter = levels.index(("chapter", 2))
    assert levels[chapter : chapter + 6] == [
        ("chapter", 2),
        ("heading", 3),
        ("article", 3),
        ("heading", 4),
        ("point", 4),
        ("text", 5),
    ]
