"""The spider of the reference bank against the replica: real Scrapy, real HTTP, on loopback."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest

from vacatio_calendar.model import Language, RawDocument, RuleKind
from vacatio_crawlers import Outcome, SourceReport, crawl, ekb_answer, joined
from vacatio_crawlers.replica import Fault, Faults, serve
from vacatio_parser import UnreadableInput, parse_bytes

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


@pytest.mark.parametrize("stated", ["1000000000", "-1", '"many"', "1.5", "Infinity"])
def test_a_number_of_pages_that_no_act_has_is_not_taken_for_whole(
    whole: tuple[Shelf, SourceReport], stated: str
) -> None:
    shelf, _ = whole
    first = shelf.documents["700102/rus"]
    body = first.body.replace(b'"pagesCount":2', f'"pagesCount":{stated}'.encode())
    (alone,) = joined([dataclasses.replace(first, body=body)])
    assert f'"pagesCount":{stated}'.encode() in alone.body.replace(b": ", b":")


@pytest.mark.parametrize("entry", [True, False], ids=["joined with its entry", "alone"])
def test_half_a_letter_makes_a_document_unreadable_and_stops_no_build(
    whole: tuple[Shelf, SourceReport], entry: bool
) -> None:
    shelf, _ = whole
    first = shelf.documents["700110/rus"]
    answer = json.loads(first.body)
    answer["content"][-1]["text"] = "\ud800"
    answer.pop("portalPublicationDate", None)
    piece = dataclasses.replace(first, body=json.dumps(answer).encode())
    item = [shelf.documents["700110#item"]] if entry else []
    (document,) = joined([*item, piece])
    with pytest.raises(UnreadableInput):
        parse_bytes(document.body, media_type=document.media_type, name=document.key)


#: What is put in front of an answer's last brace, and what is then said of the act.
MISSHAPEN = {
    ',"pagesCount":"many"': "pagesCount is of another shape",
    ',"pagesCount":NaN': "pagesCount is of another shape",
    ',"pagesCount":1000000000': "pagesCount is of another shape",
    ',"versionsCount":[9]': "versionsCount is of another shape",
    ',"version":"x"': "version is of another shape",
    ',"version":{"cause":["x"]}': "cause is of another shape",
    ',"metadata":["x"]': "metadata is of another shape",
}


@pytest.mark.parametrize("more", MISSHAPEN)
def test_an_answer_of_another_shape_is_not_the_act(
    whole: tuple[Shelf, SourceReport], more: str
) -> None:
    body = whole[0].documents["700110/rus"].body
    assert ekb_answer.fault("700110", (), json.loads(body)) is None
    told = ekb_answer.fault("700110", (), json.loads(body[:-1] + more.encode() + b"}"))
    assert told == MISSHAPEN[more]


def test_an_answer_of_another_shape_costs_its_act_alone() -> None:
    deep = b',"deep":' + b"[" * 200_000 + b"]" * 200_000
    half = b',"title":{"rus":"\\ud800"}'
    more = {"700110/rus": b',"pagesCount":"many"', "700111/rus": deep, "700114/rus": half}
    shelf = Shelf()
    with serve() as site:
        for key, words in more.items():
            target = f"/api/documents/{key}?withHtml=false&page=1"
            answer = site.answer("GET", target, b"")
            site.pages[target] = dataclasses.replace(answer, body=answer.body[:-1] + words + b"}")
        (report,) = crawl(
            ["ekb"], shelf, base_urls=site.base_urls, demo=True, polite=False, since=LATELY
        )
    assert {problem.key: problem.reason for problem in report.problems} == {
        "700110/rus": "pagesCount is of another shape",
        "700111/rus": "JSON that is cut off or garbled",
        "700114/rus": "JSON with half a letter",
    }
    assert report.outcome is Outcome.WARNED, report
    assert {"700110/kaz", "700111/kaz", "700114/kaz"} <= set(shelf.documents)


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
        before = set(shelf.documents)
        site.acts = [
            dataclasses.replace(act, status="yts") if act.id == "700110" else act
            for act in site.acts
        ]
        # Adopted in February, on the portal only now: an older adoption ends no search.
        site.acts = [*site.acts, dataclasses.replace(late, portal=dt.date(2026, 11, 21))]
        (report,) = crawl(["ekb"], shelf, base_urls=site.base_urls, **arguments)
    new = set(shelf.documents) - before
    assert {"700106/rus", "700106/kaz", "700106#item"} <= new
    assert report.changed == 3, "in each language, and the entry"
    assert shelf.answers()["700106/rus"]["portalPublicationDate"] == "2026-11-21"
    assert shelf.answers()["700110/kaz"]["metadata"]["status"] == "yts"


def test_an_act_is_seen_again_whatever_its_day() -> None:
    shelf = Shelf()
    run(shelf, since=dt.date(2030, 1, 1), revisit={"ekb": ["700001"]})
    assert {"700001/rus", "700001/kaz"} <= set(shelf.documents)


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
