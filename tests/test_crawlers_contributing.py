"""`CONTRIBUTING.md`, "Add a source", followed step by step in a copy of the tree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAME = "xx_gardens"

#: Step 1: one file, with the source's promises and how it pages.
SOURCE = '''\
"""The register of gardens of a country that does not exist.

Log book
- 2026-11: written to try out how a source is added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from vacatio_calendar.model import RawDocument
from vacatio_crawlers.days import first_day
from vacatio_crawlers.promises import Expect
from vacatio_crawlers.reports import Gives, Standing
from vacatio_crawlers.spider import SourceSpider


class Gardens(SourceSpider):
    """Rows of the register, newest first."""

    name = "xx_gardens"
    title = "Register of gardens"
    publisher = "Ministry of Gardens"
    jurisdiction = "xx"
    base_url = "https://gardens.example"
    page_url = "https://gardens.example/register"
    expects = Expect(1, 100, fields={"number": "No. "}, fresh=dt.timedelta(days=30))
    required = False
    standing = Standing.UNPROVEN
    robots = "obeyed"
    delay = 2.0
    gives = Gives.LISTS

    def first(self) -> Iterator[Request]:
        """Ask for the first page."""
        yield self._page(1)

    def _page(self, page: int) -> Request:
        url = f"{self.base}/register?page={page}"
        return self.vital(self.ask(url, f"page {page}", self.parse_page, page=page))

    def parse_page(self, response: Response, page: int) -> Iterator[Request | RawDocument]:
        """Hand over the rows, and go on while there is a next page."""
        html = self.html_page(response, f"page {page}", "ol.register")
        if html is None:
            return
        for row in html.css("ol.register > li"):
            self.dated(first_day(row.get()))
            yield self.document(response, row.attrib["id"], body=row.get().encode())
        if html.css("a.next"):
            yield self._page(page + 1)
'''

#: Step 2: a page of its structure, in words of our own.
PAGE = """\
<!DOCTYPE html><html><body><ol class="register">
<li id="g2">Order No. 2 of 2026-11-20 on watering</li>
<li id="g1">Order No. 1 of 2026-11-19 on spades</li>
</ol></body></html>
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the crawlers and their generic test, and leave out the sources there are."""
    copied = tmp_path / "vacatio"
    shutil.copytree(ROOT / "crawlers/vacatio_crawlers", copied / "crawlers/vacatio_crawlers")
    for file in (copied / "crawlers/vacatio_crawlers/sources").glob("*.*"):
        if file.name != "__init__.py":
            file.unlink()
    (copied / "tests/pages").mkdir(parents=True)
    shutil.copy(ROOT / "tests/test_crawlers_sources.py", copied / "tests")
    (copied / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    return copied


def make_test(tree: Path) -> tuple[int, str]:
    """Run the generic test in a copied tree, up to the first failure."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "crawlers")},
        capture_output=True,
        text=True,
    )
    return run.returncode, run.stdout + run.stderr


def test_a_source_takes_one_file_one_page_and_one_json(tree: Path) -> None:
    pages = tree / "tests/pages" / NAME
    (tree / f"crawlers/vacatio_crawlers/sources/{NAME}.py").write_text(SOURCE)

    status, said = make_test(tree)
    assert status == 1
    assert f"tests/pages/{NAME}/ is empty" in said

    pages.mkdir()
    (pages / "register.html").write_text(PAGE)
    status, said = make_test(tree)
    assert status == 1
    assert "register.html.expected.json was written: read it, mend it, commit it" in said
    read = json.loads((pages / "register.html.expected.json").read_text())
    assert [one["key"] for one in read["documents"]] == ["g2", "g1"]
    assert read["asks"] == []

    status, said = make_test(tree)
    assert status == 0, said
    assert "failed" not in said
    assert "skipped" not in said
