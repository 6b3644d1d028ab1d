"""Every source, found by listing: its promises, its log book, and the pages that stand for it.

A page in `tests/pages/<source>/` has beside it `<page>.expected.json`, what reading it gives.
Where that is missing it is written once, and the test fails until a person has looked at it.
"""

from __future__ import annotations

import inspect
import json
import time
from pathlib import Path

import pytest

from vacatio_crawlers import known_sources
from vacatio_crawlers.sources import spiders
from vacatio_parser import parse_bytes

PAGES = Path(__file__).parent / "pages"
EXPECTED = ".expected.json"
FOUND = [
    path
    for name in spiders()
    for path in sorted((PAGES / name).glob("*"))
    if not path.name.endswith(EXPECTED)
]


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


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_reads_as_expected(path: Path) -> None:
    body = path.read_bytes()
    started = time.perf_counter()
    document = parse_bytes(body, media_type=None, name=path.name)
    assert time.perf_counter() - started < 15
    read = {
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
    words = json.dumps(read, ensure_ascii=False, indent=2) + "\n"
    expected = path.with_name(path.name + EXPECTED)
    if not expected.exists():
        expected.write_text(words, encoding="utf-8")
        pytest.fail(f"{expected.name} was written: read it, mend it, commit it")
    assert json.loads(words) == json.loads(expected.read_text(encoding="utf-8"))
