"""Reports are written in many styles, and each is checked."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TypedDict

import pytest
from click.testing import CliRunner

from vacatio.cli import cli


class Bulletin(TypedDict):
    name: str
    text: str
    acts: list[str]
    gives: list[str]
    last: str


def bulletins() -> list[Bulletin]:
    file = Path(__file__).parent / "cases" / "bulletins.toml"
    found: list[Bulletin] = tomllib.loads(file.read_text(encoding="utf-8"))["bulletin"]
    return found


@pytest.mark.parametrize("bulletin", bulletins(), ids=lambda bulletin: bulletin["name"])
def test_a_report_is_read_act_by_act_and_its_dates_are_checked(bulletin: Bulletin) -> None:
    text = bulletin["text"].lstrip()
    data = json.loads(CliRunner().invoke(cli, ["check", "-", "--format", "json"], text).stdout)
    assert data["document"] == "bulletin"
    assert [act["number"] for act in data["acts"]] == bulletin["acts"]
    assert [finding["code"] for finding in data["findings"]] == bulletin["gives"]
    told = CliRunner().invoke(cli, ["check", "-"], text).stdout
    assert told.splitlines()[-1] == bulletin["last"]
