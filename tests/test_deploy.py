"""The operator's kit calls commands that exist, with options they take, and keeps its guard up."""

from __future__ import annotations

import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from vacatio.cli import cli
from vacatio.datadir import DataDir

DEPLOY = Path(__file__).parents[1] / "deploy"
COMMAND = re.compile(r"/opt/vacatio/bin/vacatio .*")

#: What a service of ours never needs.
GUARDS = {
    "CapabilityBoundingSet": "",
    "NoNewPrivileges": "yes",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "ProtectHome": "yes",
    "ProtectKernelModules": "yes",
    "ProtectSystem": "strict",
    "ReadWritePaths": "/var/lib/vacatio",
    "RestrictSUIDSGID": "yes",
    "User": "vacatio",
}


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    parser.read(DEPLOY / name)
    return parser


def lines() -> list[tuple[str, str]]:
    return [
        (path.name, found[0])
        for path in sorted(DEPLOY.iterdir())
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#") and (found := COMMAND.search(line))
    ]


def test_the_kit_calls_the_run_the_site_and_the_backup() -> None:
    called = {shlex.split(line)[1] for _, line in lines()}
    assert called == {"nightly", "serve", "backup"}


@pytest.mark.parametrize(("file", "line"), lines())
def test_each_command_and_option_exists(file: str, line: str) -> None:
    _, name, *arguments = shlex.split(line)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None, f"{file} calls a command that is not there"
    command.make_context(name, arguments)


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_service_runs_with_least_privilege(path: Path) -> None:
    service = dict(unit(path.name)["Service"])
    assert {key: service.get(key) for key in GUARDS} == GUARDS


def test_a_night_that_was_slept_through_is_made_up_and_is_one_of_almaty() -> None:
    timer = unit("vacatio-nightly.timer")["Timer"]
    assert timer["Persistent"] == "true"
    assert timer["OnCalendar"].endswith("Asia/Almaty")


def test_what_the_reach_of_a_night_is_read_from_is_not_rotated() -> None:
    words = (DEPLOY / "logrotate").read_text(encoding="utf-8")
    rotated = [line for line in words.splitlines() if not line.startswith("#")]
    assert "runs.jsonl" not in "\n".join(rotated)
    assert str(DataDir(Path("/var/lib/vacatio")).log) in rotated[0]


def test_every_kind_of_feed_has_its_type() -> None:
    words = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    block = words.partition("types {")[2].partition("}")[0]
    assert {line.split()[1].rstrip(";") for line in block.strip().splitlines()} == {
        "rss",
        "atom",
        "json",
        "ics",
        "opml",
        "html",
        "css",
    }
