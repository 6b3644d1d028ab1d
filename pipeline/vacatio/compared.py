"""What the checks of a build compared, and what they held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vacatio.findings import HeldBack


@dataclass(frozen=True, slots=True)
class Compared:
    """What is held back, and how much could and could not be compared, over all texts."""

    held: tuple[HeldBack, ...]
    agreeing: int
    contradicting: int
    unchecked: Mapping[str, int]
