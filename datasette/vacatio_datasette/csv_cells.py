"""Cells of a CSV file that a spreadsheet would take for formulas are made text.

Titles come from outside, and a spreadsheet runs what begins with ``=``. An apostrophe before it
is the spreadsheets' own mark for text (OWASP, CSV injection).
"""

from __future__ import annotations

import codecs
import csv
import io
import re

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_LONGEST = 2**31 - 1
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def harmless(cell: str) -> str:
    """Mark a cell as text if it would be run.

    >>> harmless("=1+1"), harmless("-5"), harmless("- пункт 1"), harmless("Приказ")
    ("'=1+1", '-5', "'- пункт 1", 'Приказ')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


class Harmless:
    """A CSV file on its way out, in pieces that may end anywhere."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._kept = ""
        csv.field_size_limit(_LONGEST)  # whole texts stand in cells

    def __call__(self, piece: bytes, last: bool) -> bytes:
        """Give the whole records that are there by now, their cells made harmless."""
        self._kept += self._decoder.decode(piece, final=last)
        end = len(self._kept) if last else self._whole()
        records, self._kept = self._kept[:end], self._kept[end:]
        written = io.StringIO()
        writer = csv.writer(written)
        for record in csv.reader(io.StringIO(records, newline="")):
            writer.writerow([harmless(cell) for cell in record])
        return written.getvalue().encode()

    def _whole(self) -> int:
        """Tell where the last record that is whole ends: at a line's end outside quotes."""
        end = self._kept.rfind("\n") + 1
        while end and self._kept.count('"', 0, end) % 2:
            end = self._kept.rfind("\n", 0, end - 1) + 1
        return end
