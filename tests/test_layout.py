"""The layout, stated as facts: what a wrong folder would break in the worst way."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "calendar": "vacatio_calendar",
    "crawlers": "vacatio_crawlers",
    "datasette": "vacatio_datasette",
    "feeds": "vacatio_feeds",
    "parser": "vacatio_parser",
    "pipeline": "vacatio",
}


def settings() -> dict[str, dict[str, dict[str, dict[str, list[str]]]]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_never_a_package(room: str) -> None:
    assert not list((ROOT / room).glob("*.py"))


@pytest.mark.parametrize(("room", "package"), ROOMS.items())
def test_a_room_holds_one_typed_package_and_a_readme(room: str, package: str) -> None:
    folders = [path.name for path in (ROOT / room).iterdir() if path.is_dir()]
    assert [name for name in folders if name != "__pycache__"] == [package]
    assert (ROOT / room / package / "py.typed").is_file()
    assert (ROOT / room / "README.md").is_file()


def test_every_list_of_rooms_names_each_room() -> None:
    tool = settings()["tool"]
    assert set(tool["hatch"]["build"]["dev-mode-dirs"]) == set(ROOMS)
    assert set(tool["hatch"]["build"]["targets"]["wheel"]["packages"]) == {  # type: ignore[call-overload]
        f"{room}/{package}" for room, package in ROOMS.items()
    }
    assert set(tool["mypy"]["mypy_path"]) == set(ROOMS)
    for listing in (
        tool["mypy"]["files"],
        tool["pyright"]["include"],
        tool["pytest"]["ini_options"]["testpaths"],
    ):
        assert set(ROOMS) <= set(listing)
    assert set(tool["importlinter"]["root_packages"]) == set(ROOMS.values())


def test_tests_are_flat() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not list((ROOT / "tests").glob("*/**/test_*.py"))


@pytest.mark.parametrize("name", ["calendar", "datasette", "parser"])
def test_no_room_shadows_a_real_module_from_the_root(name: str) -> None:
    probe = f"import importlib.util as u; s = u.find_spec({name!r}); print(s and s.origin)"
    run = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    origin = run.stdout.strip()
    if name == "parser":  # the standard library lost its parser in 3.10: nothing to shadow
        assert origin == "None"
    else:
        assert not Path(origin).is_relative_to(ROOT / name)


@pytest.mark.parametrize("package", ["vacatio_datasette", "vacatio_feeds"])
def test_site_and_feeds_load_no_parsing_library(package: str) -> None:
    probe = (
        f"import sys, {package}; "
        "print([m for m in ('bs4', 'dateparser', 'scrapy') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_the_command_starts_without_loading_scrapy_datasette_or_dateparser() -> None:
    probe = (
        "import sys, vacatio.cli; "
        "print([m for m in ('scrapy', 'datasette', 'dateparser', 'lxml') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_the_installed_version_is_the_declared_one() -> None:
    assert importlib.metadata.version("vacatio") == settings()["project"]["version"]  # type: ignore[comparison-overlap]
