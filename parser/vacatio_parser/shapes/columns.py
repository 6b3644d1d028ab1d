"""Tables of reports: what heads a column is said in each of its cells, so that it can be read.

«Act | Published | In force» over «Order No. 1 … | May 8, 2026 | May 19, 2026» says when the order
was published; the row alone does not. Only columns of days are known; other cells stay as they are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatio_parser.text import SourceText

_BAR = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """How a heading of a column reads and what is said of the days below it."""

    pattern: re.Pattern[str]
    before: str
    behind: str
    example: str
    near_miss: str

    def said(self, cell: str) -> str:
        """Say of a cell what the heading says; a cell without a digit holds no day."""
        if not any(character.isdigit() for character in cell):
            return cell
        return " ".join(part for part in (self.before, cell, self.behind) if part)


@cache
def columns() -> tuple[Column, ...]:
    """Load the rows of ``lexicon/columns.toml``, once."""
    text = files("vacatio_parser.lexicon").joinpath("columns.toml").read_text("utf-8")
    return tuple(
        Column(
            re.compile(row["pattern"]),
            row.get("before", ""),
            row.get("behind", ""),
            row["example"],
            row["not"],
        )
        for row in tomllib.loads(text)["column"]
    )


def labelled(rows: Sequence[str]) -> list[str]:
    """Say the headings of a table, its first row, in the cells of the others.

    A table without a column of days, and a row with fewer or more cells, stay as they are. A row
    of words alone is the first row of the next table.

    >>> labelled(["Act | Published", "Order No. 1 | May 8, 2026"])
    ['Act | Published', 'Order No. 1 | published May 8, 2026']
    """
    found: list[str] = []
    heads: list[Column | None] = []
    for row in rows:
        cells = row.split(_BAR)
        if not any(map(str.isdigit, row)):
            heads = [_column(cell) for cell in cells]
        elif len(cells) == len(heads) and any(heads):
            pairs = zip(heads, cells, strict=True)
            row = _BAR.join(head.said(cell) if head else cell for head, cell in pairs)
        found.append(row)
    return found


def _column(heading: str) -> Column | None:
    folded = SourceText.of(heading).folded.strip(" .:*")
    return next((each for each in columns() if each.pattern.fullmatch(folded)), None)
