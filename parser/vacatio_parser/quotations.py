"""Where a quoted new wording ends, though its guillemets are nested, straight or never closed.

Three signs end a quotation that a line such as «изложить в следующей редакции:» opened: a
closing mark at a line's end that balances the block; a closing mark before the next instruction;
a closing mark before the unit that continues the numbering outside. Without any of them the
quotation ends at its first line that closes at all, or at the line where it began.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from vacatio_parser.structure_words import StructureWords
from vacatio_parser.text import SourceText

_ENDS = re.compile(r'"[;.,]{0,2}$')
_NUMBERED = re.compile(r"(\d{1,4})[.)]\s")
_DIRECTED = re.compile("[«»“”„]")
_OPENING = re.compile(r'(?<![^\s(\[-])"(?=[^\s;.,:)])')
_TAIL = 400
# Lines looked through for a quotation that is never balanced, in one text.
_BUDGET = 200_000


class Quotations:
    """The quotations of one text, found by the lines that open them."""

    def __init__(
        self, text: SourceText, rows: Sequence[tuple[int, int]], words: StructureWords
    ) -> None:
        self._text = text
        self._rows = rows
        self._words = words
        self._closing: list[int] | None = None
        self._depths: list[int] = []
        self._budget = _BUDGET

    def ends_after(self, index: int, number: int) -> int:
        """Tell the last quoted line if line ``index`` opens a quotation, else ``index``.

        ``number`` is the last number outside, by which a numbering that goes on is known.
        """
        start, end = self._rows[index]
        folded = self._text.folded
        if folded[end - 1] == ":" and self._words.quoted.search(
            folded, max(start, end - _TAIL), end
        ):
            following = index + 1
            if following >= len(self._rows):
                return index
            first = self._rows[following][0]
            return self._end(following, number) if folded[first] == '"' else index
        if folded.find(': "', start, end) >= 0 and self._depth(index) > 0:
            return max(index, self._end(index, number))
        return index

    def _end(self, first: int, number: int) -> int:
        closing = self._closing
        if closing is None:
            closing = self._closing = self._prepare()
        before = self._depths[first]
        fallback: int | None = None
        for position in range(bisect_left(closing, first), len(closing)):
            line = closing[position]
            if fallback is None:
                fallback = line
            self._budget -= 1
            if self._depths[line + 1] <= before or self._goes_on(line + 1, number):
                return line
            if self._budget < 0:
                break
        return first if fallback is None else fallback

    def _prepare(self) -> list[int]:
        """Count the depth before each line; list the lines that close a quotation."""
        depth, depths, closing = 0, [0], []
        for index, (start, end) in enumerate(self._rows):
            depth += self._depth(index)
            depths.append(depth)
            if _ENDS.search(self._text.folded, max(start, end - 3), end):
                closing.append(index)
        self._depths = depths
        return closing

    def _depth(self, index: int) -> int:
        start, end = self._rows[index]
        line = self._text.original[self._text.at(start) : self._text.at(end - 1) + 1]
        if _DIRECTED.search(line):
            opened = line.count("«") + line.count("“") + line.count("„")
            return opened - line.count("»") - line.count("”")
        quotes = line.count('"')
        if quotes == 1 and len(line) == 1:
            return 1
        return 2 * len(_OPENING.findall(line)) - quotes if quotes else 0

    def _goes_on(self, following: int, number: int) -> bool:
        if following >= len(self._rows):
            return True
        start, end = self._rows[following]
        line = self._text.folded[start : min(end, start + 2 * _TAIL)]
        if match := _NUMBERED.match(line):
            return int(match[1]) == number + 1
        return self._words.instruction.match(line) is not None
