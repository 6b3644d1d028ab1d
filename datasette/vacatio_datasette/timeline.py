"""The life of an act as a picture: days on a line, true to scale, labels that never overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vacatio_datasette.speech import Speech

#: Width of the drawing in its own units, margin at both ends, height of a row of labels.
WIDTH = 720
MARGIN = 12
ROW = 34
#: Width of a letter, generously, and the space kept between two labels.
LETTER = 6.4
GAP = 14
#: Labels are laid in at most so many rows; what finds no room keeps its dot alone.
ROWS = 5


@dataclass(frozen=True, slots=True)
class Label:
    """Two lines of words under a dot; ``anchor`` is SVG's."""

    x: float
    row: int
    anchor: str
    day: str
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws."""

    height: int
    dots: tuple[tuple[float, bool], ...]
    force: tuple[float, float] | None
    today: float
    labels: tuple[Label, ...]


def draw(
    facts: Sequence[tuple[dt.date, str]],
    today: dt.date,
    say: Speech,
    *,
    force: tuple[dt.date, dt.date | None] | None = None,
) -> Drawing | None:
    """Lay out named days; ``force`` is the span in which the act applies.

    ``None`` where there is nothing to draw: fewer than two different days.
    """
    days = sorted({day for day, _ in facts})
    if len(days) < 2:
        return None
    # A long past or future around the days of the act would press them into one point.
    room = max(dt.timedelta(days=1), (days[-1] - days[0]) / 4)
    first = max(min(days[0], today), days[0] - room)
    last = min(max(days[-1], today), days[-1] + room)
    scale = (WIDTH - 2 * MARGIN) / (last - first).days

    def x(day: dt.date) -> float:
        return round(MARGIN + (min(max(day, first), last) - first).days * scale, 1)

    names: dict[dt.date, list[str]] = {}
    for day, name in facts:
        if name not in names.setdefault(day, []):
            names[day].append(name)
    labels = _labels([(x(day), say.day(day), ", ".join(names[day])) for day in days])
    rows = max((label.row for label in labels), default=0) + 1
    return Drawing(
        height=40 + rows * ROW,
        dots=tuple((x(day), day > today) for day in days),
        force=None if force is None else (x(force[0]), x(force[1] or last)),
        today=x(today),
        labels=tuple(labels),
    )


def _labels(wanted: Sequence[tuple[float, str, str]]) -> list[Label]:
    """Give each label the first row in which it does not touch another."""
    taken: list[float] = [-GAP] * ROWS
    placed: list[Label] = []
    for x, day, name in wanted:
        name = name if len(name) <= 34 else f"{name[:33]}…"
        width = max(len(day), len(name)) * LETTER
        left, anchor = _anchored(x, width)
        row = next((each for each in range(ROWS) if left >= taken[each] + GAP), None)
        if row is not None:
            taken[row] = left + width
            placed.append(Label(x, row, anchor, day, name))
    return placed


def _anchored(x: float, width: float) -> tuple[float, str]:
    """Keep a label inside the picture: from its dot on, around it, or up to it."""
    if x - width / 2 < 0:
        return x, "start"
    if x + width / 2 > WIDTH:
        return x - width, "end"
    return x - width / 2, "middle"
