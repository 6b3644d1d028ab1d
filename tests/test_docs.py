"""The documentation keeps up with the project."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from vacatio.cli import cli

ROOT = Path(__file__).parents[1]


def declared_dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        lines += [line for line in group if isinstance(line, str)]
    return [re.split(r"[<>=\[ ]", line)[0] for line in lines]


@pytest.mark.parametrize("name", declared_dependencies())
def test_every_dependency_has_its_reason(name: str) -> None:
    table = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert re.search(rf"^\|[^|]*\b{re.escape(name)}\b[^|]*\|", table, re.MULTILINE)


@pytest.mark.parametrize("name", cli.list_commands(click.Context(cli)))
def test_every_command_is_explained_and_stands_in_the_readme(name: str) -> None:
    run = CliRunner().invoke(cli, [name, "--help"])
    assert run.exit_code == 0
    lines = [line.strip() for line in run.output.splitlines() if line.strip()]
    assert "?" in " ".join(lines[1:3]), "a command's help opens with the question it answers"
    examples = [line for line in lines[1:] if line.startswith(f"vacatio {name}")]
    assert examples or f" vacatio {name} " in run.output, "and shows an example"
    assert "\\b" not in run.output
    assert f"`vacatio {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_line_of_the_threat_model_has_its_test() -> None:
    page = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {
        found
        for folder in ("tests", "offline")
        for path in (ROOT / folder).glob("test_*.py")
        for found in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named - there == set()
    unheld = [line for line in page.splitlines() if re.match(r"\| (?!threat|what|--)", line)]
    assert all("`test_" in line for line in unheld)
