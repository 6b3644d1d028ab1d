"""Every source, found by listing: its promises, its log book, and the pages that stand for it.

A page in `tests/pages/<source>/` has beside it `<page>.expected.json`, what reading it gives.
Where that is missing it is written once, and the test fails until a person has looked at it.
A page of acts, cards or bulletins is read by the parser; of a list, by the source itself.
"""

from __future__ import annotations

import inspect
import json
import time
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from vacatio_calendar.model import RawDocument
from vacatio_crawlers import Gives, known_sources
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


def test_every_source_has_a_page() -> None:
    assert {path.parent.name for path in FOUND} == {source.name for source in known_sources()}


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
