"""Print the lines of a report: in colour on a terminal, and never what a terminal would obey.

NO_COLOR (no-color.org) turns colour off, FORCE_COLOR turns it on where there is no terminal.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypedDict

import click

from vacatio.quoting import clean
from vacatio.report import Told, Tone


class Style(TypedDict, total=False):
    """What click may be told of a style."""

    fg: str
    bold: bool
    dim: bool


STYLES: dict[Tone, Style] = {
    Tone.PLAIN: {},
    Tone.HEAD: {"bold": True},
    Tone.ERROR: {"fg": "red", "bold": True},
    Tone.WARNING: {"fg": "yellow"},
    Tone.NOTE: {"fg": "cyan"},
    Tone.ANSWER: {"fg": "blue", "bold": True},
    Tone.STEP: {"dim": True},
    Tone.HINT: {"fg": "green"},
}


def colour() -> bool | None:
    """Tell whether to print in colour; ``None`` leaves it to whether there is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def show(lines: Iterable[Told]) -> None:
    """Print lines."""
    wanted = colour()
    for line in lines:
        style = STYLES[line.tone]
        text = clean(line.text)
        click.echo(click.style(text, **style) if style and text else text, color=wanted)
