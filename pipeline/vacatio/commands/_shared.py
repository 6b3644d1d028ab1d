"""What the commands of the pipeline share: where the data lives, and one clear line an error."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from vacatio.settings import Settings, load
from vacatio.stopping import Stopped
from vacatio_calendar.errors import VacatioError

Command = TypeVar("Command", bound=Callable[..., object])

#: The errors that mean the run did its work and found something wrong.
FAILED_RUN = frozenset({"ClosedGate", "BrokenPromise"})


def data_options(command: Command) -> Command:
    """Add `--data` and `--config`."""
    for option in (
        click.option(
            "--config",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Settings file; without it vacatio.toml is looked for upward from here.",
        ),
        click.option(
            "--data",
            type=click.Path(path_type=Path, file_okay=False),
            help="Directory where everything lives (default: var).",
        ),
    ):
        command = option(command)
    return command


def accept_option(command: Command) -> Command:
    """Add `--accept`."""
    return click.option(
        "--accept",
        is_flag=True,
        help="Publish though much changed at once: you have looked at it.",
    )(command)


def engine_options(command: Command) -> Command:
    """Add `--jobs`, `--engine` and `--scheduler`."""
    for option in (
        click.option(
            "--scheduler",
            metavar="ADDRESS",
            help="Of the cluster, for --engine dask, such as tcp://10.0.0.5:8786.",
        ),
        click.option(
            "--engine",
            type=click.Choice(["processes", "dask"]),
            help="Where pages are parsed: here, or on a cluster (needs vacatio[dask]).",
        ),
        click.option("--jobs", type=click.IntRange(1, 64), help="Processes that parse here."),
    ):
        command = option(command)
    return command


def output_option(command: Command) -> Command:
    """Add `--format`."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="How to print it.",
    )(command)


def settled(config: Path | None, data: Path | None, **given: object) -> Settings:
    """Read the settings; options given on the command line win."""
    settings = load(config, os.environ)
    options = {"data": data, **given}
    chosen = {key: value for key, value in options.items() if value is not None}
    return dataclasses.replace(settings, **chosen)  # type: ignore[arg-type]  # fields of Settings


def one_line(words: str) -> str:
    """Keep an error on one line: the name of a file may hold a line break."""
    return words.replace("\n", "\\n").replace("\r", "\\r")


@contextlib.contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what goes wrong into one line on stderr and the exit code of the design.

    1 for a failed gate or a required source that broke its promise, 2 for anything that kept
    the command from doing its work; 128 and the number of the signal that ended it, as shells do.
    """
    try:
        yield
    except VacatioError as error:
        click.echo(f"vacatio: {one_line(str(error))}", err=True)
        sys.exit(1 if type(error).__name__ in FAILED_RUN else 2)
    except Stopped as error:
        click.echo(f"vacatio: {error}", err=True)
        sys.exit(error.status)


def say(line: str) -> None:
    """Tell progress on stderr, so that stdout stays for data."""
    click.echo(line, err=True)
