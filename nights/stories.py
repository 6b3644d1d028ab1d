"""The stories as data: what a source shows of each act from which day on, and what is expected."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: What a row of a story says of an act, by name: days are counted from the story's first day.
Row = Mapping[str, Any]

#: Takes a day back.
NEVER = "never"


@dataclass(frozen=True, slots=True)
class Story:
    """What happens to a few acts; `long` ones do not fit into a sample of nights."""

    name: str
    acts: Mapping[str, tuple[Row, ...]]
    expect: Mapping[str, tuple[Row, ...]]
    long: bool = False


@functools.cache
def stories() -> tuple[Story, ...]:
    """Read `stories.toml`."""
    text = Path(__file__).with_name("stories.toml").read_text(encoding="utf-8")
    return tuple(
        Story(
            name=row["name"],
            acts={name: tuple(rows) for name, rows in row["acts"].items()},
            expect={name: tuple(rows) for name, rows in row["expect"].items()},
            long=row.get("long", False),
        )
        for row in tomllib.loads(text)["story"]
    )


def merged(rows: tuple[Row, ...], day: int) -> dict[str, Any] | None:
    """Join the rows up to a day of the story; `None` before the first."""
    found: dict[str, Any] = {}
    for row in rows:
        if row["on"] <= day:
            found.update(row)
    return found or None
