"""The replica answers in the shape of the real sites, as `shapes.toml` has it from saved pages."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Selector

from vacatio_crawlers.replica import Site, adilet, serve
from vacatio_crawlers.replica.acts import Line
from vacatio_crawlers.replica.faults import SHELL
from vacatio_crawlers.replica.zanorda import slug

SHAPES = tomllib.loads((Path(__file__).parent / "shapes.toml").read_text(encoding="utf-8"))
EKB, ADILET = SHAPES["ekb"], SHAPES["adilet"]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve() as site:  # asked without a network
        yield site


def answer(site: Site, target: str, asked: object = None) -> Any:
    sent = json.dumps(asked).encode() if asked is not None else b""
    given = site.answer("POST" if asked is not None else "GET", target, sent)
    assert given.status == 200
    return json.loads(given.body)


def page(site: Site, target: str) -> Selector:
    given = site.answer("GET", target, b"")
    assert given.status == 200, target
    return Selector(text=given.body.decode(), type="html")


def documents(site: Site) -> Iterator[dict[str, Any]]:
    for act in site.acts:
        for language in act.expressions:
            first = answer(site, f"/api/documents/{act.id}/{language}?withHtml=false&page=1")
            yield first
            for number in range(2, first["pagesCount"] + 1):
                yield answer(site, f"/api/documents/{act.id}/{language}?page={number}")


def fits(keys: object, shape: dict[str, Any]) -> None:
    assert isinstance(keys, dict)
    assert set(shape["holds"]) <= set(keys) <= {*shape["holds"], *shape["may"]}


def test_documents_of_the_bank_have_its_keys_and_node_types(site: Site) -> None:
    seen: set[str] = set()
    for document in documents(site):
        fits(document, EKB["document"])
        fits(document["version"], EKB["version"])
        fits(document["metadata"], EKB["metadata"])
        assert document["metadata"] == document["version"]["metadata"]
        assert document["id"] == document["code"] == document["metadata"]["registryNumber"]
        assert document["metadata"]["status"] in EKB["values"]["statuses"]
        assert re.fullmatch(EKB["values"]["version_id"], document["version"]["id"])
        for change in document["version"]["changes"]:
            assert re.fullmatch(EKB["values"]["change"], change)
        if cause := document["version"]["cause"]:
            fits(cause, EKB["cause"])
            assert cause["code"] != cause["document"], "the inner number is another"
        fits(document["version"]["signature"], EKB["signature"])
        for node in document["content"]:
            fits(node, EKB["node"])
            seen.add(node["type"])
        for entry in document["index"]:
            fits(entry, EKB["contents"])
        for both in (document["metadata"]["title"], document["metadata"]["requisites"]):
            assert set(both) == set(EKB["values"]["languages"])
    assert seen <= set(EKB["values"]["node_types"])
    assert {"doc", "title", "article", "heading", "point", "text", "note", "signature"} <= seen


def test_the_tree_of_a_document_is_in_its_levels(site: Site) -> None:
    for document in documents(site):
        levels = [node["level"] for node in document["content"]]
        if document["content"][0]["type"] == "doc":
            assert levels[0] == 1
        steps = [deeper - level for level, deeper in itertools.pairwise(levels)]
        assert max(steps) <= 1, "no node lies deeper than a child of the one before"


def test_the_search_of_the_bank_has_its_keys(site: Site) -> None:
    found = answer(site, "/api/documents/search", {"page": 1, "limit": 20})
    fits(found, EKB["search"] | {"may": []})
    for entry in found["list"]:
        fits(entry, EKB["entry"])
        assert entry["id"] == entry["code"]


def test_editions_name_the_act_that_caused_them(site: Site) -> None:
    editions = answer(site, "/api/documents/700008/rus/versions")
    for edition in editions:
        fits(edition, EKB["version"])
    assert [bool(edition["cause"]) for edition in editions] == [False, True]


def test_pages_of_adilet_have_its_markup(site: Site) -> None:
    pages = [page(site, f"/{one}/docs/{act.ngr}") for act in site.acts for one in act.expressions]
    for mark in ADILET["page"]["holds"]:
        lacking = [each.css("title::text").get() for each in pages if not each.css(mark)]
        assert lacking == [], mark
    for mark in ADILET["page"]["some"]:
        assert any(each.css(mark) for each in pages), mark
    latest = page(site, "/rus/search/docs/sort_field=dl&sort_desc=true&pagesize=100&page=1")
    assert [mark for mark in ADILET["list"]["holds"] if not latest.css(mark)] == []


def test_a_notice_of_a_change_to_come_is_red_and_in_two_pieces(site: Site) -> None:
    act = next(one for one in site.acts if one.id == "700008")
    notice = Line("rcpi_notice", None, "Примечание ИЗПИ! Закон утрачивает силу с 01.07.2027.")
    text = act.expressions["rus"]
    noticed = dataclasses.replace(text, text=(notice, *text.text))
    stock = [dataclasses.replace(act, editions=act.editions[:1], expressions={"rus": noticed})]
    html = adilet.page(f"/rus/docs/{act.ngr}", stock)
    pieces = Selector(text=html or "", type="html").css(ADILET["page"]["notice"])
    assert [piece.css("::text").get("").strip(" \xa0") for piece in pieces] == [
        "Примечание ИЗПИ!",
        "Закон утрачивает силу с 01.07.2027.",
    ]


def test_the_shell_has_the_marks_of_the_real_one() -> None:
    shell = Selector(text=SHELL, type="html")
    assert [mark for mark in ADILET["shell"]["holds"] if not shell.css(mark)] == []
    assert [mark for mark in ADILET["shell"]["lacks"] if shell.css(mark)] == []
    assert len(SHELL.encode()) < 3000
    assert "<!--SEO_HEAD-->" in SHELL
    assert "<!--SEO_BODY-->" in SHELL


def test_cards_have_the_labels_of_the_register(site: Site) -> None:
    known = SHAPES["zanorda"]["card"]
    for act in (one for one in site.acts if "rus" in one.expressions):
        card = page(site, f"/ru/content/{slug(act)}")
        labels = [words.strip(": \xa0") for words in card.css(".field-label::text").getall()]
        assert labels == [label for label in known["labels"] if label in labels]
        assert {"Статус", "Номер в государственном реестре", "Номер группы регистрации"} <= {
            *labels
        }
        words = card.css("body").get("")
        if "История изменений" in labels:
            history = card.css(".field-item::text").getall()[-1]
            assert all(set(known["history"]) <= set(row) for row in json.loads(history))
        assert act.ngr in words


def test_entries_of_gov_kz_have_its_keys(site: Site) -> None:
    shape = SHAPES["govkz"]["entry"]
    target = "/api/v1/public/content-manager/documents?projects=mdai&page=1&size=100&lang=ru"
    for entry in answer(site, target):
        fits(entry, shape)
        assert re.fullmatch(shape["instant"], entry["created_date"])
        assert {"project_name"} == set(entry["gosorgan"]["items"][0])
        assert {"title"} == set(entry["activities"]["items"][0])


@pytest.mark.parametrize(
    ("source", "target"), [("eaeu", "/documents/?filter_sphere[0]=110"), ("legalacts", "/list")]
)
def test_rows_of_lists_have_their_markup(site: Site, source: str, target: str) -> None:
    rows = page(site, target)
    shape = SHAPES[source]["row"]
    assert [mark for mark in shape["holds"] if not rows.css(mark)] == []
    assert re.search(shape.get("pages", ""), rows.get())
