"""The body of a table as one piece of HTML: a template would take a third of the page's time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from datasette.utils import to_css_class
from markupsafe import Markup, escape

from vacatio_datasette.cells import cell
from vacatio_datasette.speech import Speech
from vacatio_datasette.tables import tables

#: What Datasette shows for a cell without a value.
_BLANK = ("", "\xa0", "&nbsp;")


def body(
    rows: Iterable[Sequence[object]],
    table: str | None,
    columns: Sequence[str],
    order: Sequence[int],
    say: Speech,
) -> Markup:
    r"""Give the rows of a table with their cells in an order; each cell names its column.

    All text is escaped that is not markup already.

    >>> from vacatio_datasette.speech import Language, speech
    >>> body([["<b>", None]], None, ["quote", "number"], [0], speech(Language.EN))
    Markup('<tr><td class="col-quote" data-name="Words">&lt;b&gt;</td></tr>\n')
    """
    marks = [
        str(
            Markup('<td class="col-{}" data-name="{}"').format(
                to_css_class(columns[place]),
                tables().column_name(table, columns[place], say.language),
            )
        )
        for place in order
    ]
    lines = []
    for row in rows:
        cells = [
            f"{mark}{' data-blank' if value in _BLANK else ''}>{escape(value)}</td>"
            for mark, value in zip(marks, (row[place] for place in order), strict=True)
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>\n")
    return Markup("".join(lines))


class Cells(Protocol):
    """A row of cells as Datasette gives it; looked into by name, it gives what is stored."""

    def __iter__(self) -> Iterator[dict[str, object]]:
        """Give the cells in order."""

    def __getitem__(self, column: str, /) -> object:
        """Give the stored value of a column."""


def values(rows: Iterable[Cells], table: str, say: Speech, prefix: str) -> Iterator[list[object]]:
    """Take the shown values out of rows of cells; the key of an act is named like any other act."""
    for row in rows:
        cells = list(row)
        shown = [each["value"] for each in cells]
        if cells and cells[0].get("value_type") == "pk":
            name = str(cells[0]["column"])
            shown[0] = cell(cells[0]["raw"], name, table, row, say, prefix) or shown[0]
        yield shown
