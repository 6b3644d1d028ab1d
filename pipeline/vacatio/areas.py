"""Areas of law, as rows of data: bodies and words of titles by which an act belongs to one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Area:
    """An area; ``example`` is a title that belongs to it, ``near_miss`` one that does not."""

    name: str
    bodies: tuple[str, ...]
    words: tuple[str, ...]
    example: str
    near_miss: str


@cache
def areas() -> tuple[Area, ...]:
    """Load the areas, in the order of the file.

    >>> [each.name for each in areas()][:3]
    ['digital', 'tax', 'finance']
    """
    text = files("vacatio").joinpath("areas.toml").read_text("utf-8")
    return tuple(
        Area(
            row["name"],
            tuple(row["bodies"]),
            tuple(dict.fromkeys(row["words"])),
            row["example"],
            row["not"],
        )
        for row in tomllib.loads(text)["area"]
    )
