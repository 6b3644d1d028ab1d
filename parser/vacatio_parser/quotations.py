"""Where a quoted new wording ends, though its guillemets are nested, straight or never closed.

Three signs end a quotation that a line such as «изложить в следующей редакции:» opened: a
closing mark at a line's end that balances the block; a closing mark before the next instruction;
a closing mark before the unit that continues the numbering outside. Without any of them the
quotation ends at its first line that closes at all, or at the line where it began.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Sequence

from vacatio_parser.structure_words import StructureWords
from vacatio_parser.text import SourceText

_ENDS = re.compile(r'"[;.,]{0,2}$')
_NUMBERED = re.compile(r"(\d{1,4}[.)])\s")
_DIRECTED = re.compile("[«»“”„]")
_OPENING = re.compile(r'(?<![^\s(\[-])"(?=[^\s;.,:)])')
_TAIL = 400
# How far the end of wording is looked for behind a line in it that looks like an instruction.
_AHEAD = 60
# Lines looked through for a quotation that is never balanced, in one text.
_BUDGET = 100_000


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

    def ends_after(self, index: int, following: Callable[[], Container[str]]) -> int:
        """Tell the last quoted line if line ``index`` opens a quotation, else ``index``.

        ``following`` gives the numbers («2.», «4)») by which the numbering outside can go on.
        """
        start, end = self._rows[index]
        folded = self._text.folded
        if folded[end - 1] == ":" and self._words.quoted.search(
            folded, max(start, end - _TAIL), end
        ):
            if index + 1 >= len(self._rows):
                return index
            first = self._rows[index + 1][0]
            return self._end(index + 1, following()) if folded[first] == '"' else index
        if folded.find(': "', start, end) >= 0 and self._depth(index) > 0:
            return max(index, self._end(index, following()))
        return index

    def _end(self, first: int, following: Container[str]) -> int:
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
            if self._depths[line + 1] <= before:
                return line
            if self._numbers(line + 1, following):
                return self._unclosed(first, line, following)
            if self._instructs(line + 1):
                balanced = self._balanced(line + 1, before, following)
                return self._unclosed(first, line, following) if balanced is None else balanced
            if self._budget < 0:
                break
        return self._unclosed(first, first if fallback is None else fallback, following)

    def _balanced(self, start: int, before: int, following: Container[str]) -> int | None:
        """Find the closing mark behind a line that only looks like an instruction.

        New wording can speak of striking out and adding; an instruction that opens a quotation
        of its own, or the numbering outside, shows that the wording ended before.
        """
        for line in range(start, min(len(self._rows), start + _AHEAD)):
            self._budget -= 1
            if self._announces(line):
                return None
            if self._depths[line + 1] <= before:
                return line if self._closes(line) else None
            if self._numbers(line + 1, following):
                return None
        return None

    def _unclosed(self, first: int, last: int, following: Container[str]) -> int:
        """Tell where wording ends that is never closed, if the act speaks again before ``last``.

        Its end is then the mark of a later instruction («слова «а» заменить словами «б»;»), or
        there is no closing mark at all.
        """
        if last > first and not self._instructs(last):
            return last
        for line in range(first, len(self._rows) if last == first else last):
            self._budget -= 1
            if self._budget < 0:
                break
            if self._closes(line):
                return last
            if self._numbers(line + 1, following) or self._instructs(line + 1):
                return line
        return last

    def _prepare(self) -> list[int]:
        """Count the depth before each line; list the lines that close a quotation."""
        depth, depths, closing = 0, [0], []
        for index in range(len(self._rows)):
            depth += self._depth(index)
            depths.append(depth)
            if self._closes(index):
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

    def _closes(self, line: int) -> bool:
        start, end = self._rows[line]
        return _ENDS.search(self._text.folded, max(start, end - 3), end) is not None

    def _announces(self, line: int) -> bool:
        """Tell whether a line announces a quotation that the next one opens."""
        start, end = self._rows[line]
        folded = self._text.folded
        return (
            folded[end - 1] == ":"
            and line + 1 < len(self._rows)
            and folded[self._rows[line + 1][0]] == '"'
            and self._words.quoted.search(folded, max(start, end - _TAIL), end) is not None
        )

    def _numbers(self, line: int, following: Container[str]) -> bool:
        """Tell whether a line continues the numbering outside, or is behind the last."""
        if line >= len(self._rows):
            return True
        match = _NUMBERED.match(self._text.folded, *self._rows[line])
        return match is not None and match[1] in following

    def _instructs(self, line: int) -> bool:
        start, end = self._rows[line]
        folded = self._text.folded
        if _NUMBERED.match(folded, start, end):
            return False
        return self._words.instruction.match(folded, start, min(end, start + 2 * _TAIL)) is not None
