"""Instructions of an amending act: what is done to which unit, and by which provision.

Addresses are cumulative: «в статье 3:», below it «в пункте 2», below it the action. An instruction
is read only where all its words are understood, and never inside quoted new wording.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from vacatio_calendar.model import Language, Modification
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.instructions import LIST_RANK, Clause, Entry, read_named
from vacatio_parser.page import Role, Unit
from vacatio_parser.structure import Line, Place
from vacatio_parser.unit_words import CARRIERS, ActionRow, UnitWords, unit_words
from vacatio_parser.units import MOST, AddressReader, Group, Token, tokenise

_ANNEX_RANK = 10
_OBJECT = re.compile(r"(?:(?:,|және|мен)?\s?\d+(?:-\d+)?\)\s?){0,20}тармақша")
_SPEAKING = frozenset({Place.BODY, Place.ANNEX})
_SPOKEN = frozenset({Role.TEXT, Role.HEADING})
_RESETTING = (Unit.ARTICLE, Unit.PARAGRAPH)
_CONTAINERS = (Unit.PART, Unit.SECTION, Unit.CHAPTER, Unit.SUBCHAPTER, Unit.ARTICLE)


class _By:
    """The provision of the amending act that is being read."""

    def __init__(self, language: Language) -> None:
        self._words = CARRIERS[language]
        self._open: dict[Unit, str] = {}
        self._attachment = 0

    def enter(self, line: Line) -> None:
        """Note the number of a line."""
        if line.attachment != self._attachment:
            self._open, self._attachment = {}, line.attachment
        if line.unit is None or line.unit not in self._words or line.number is None:
            return
        order = list(self._words)
        for unit in order[order.index(line.unit) :]:
            self._open.pop(unit, None)
        self._open[line.unit] = line.number.strip(".)")

    def path(self) -> str | None:
        """Print the provision from the act downward."""
        names = [
            word.format(self._open[unit])
            for unit, word in self._words.items()
            if unit in self._open
        ]
        return ", ".join(names) or None


class ModificationReader:
    """Reads the instructions of a prepared text, line by line."""

    def __init__(
        self,
        reading: Reading,
        citations: Sequence[Citation],
        headers: dict[int, int],
        act_of: Callable[[int], int | None],
    ) -> None:
        """Take the lines that open changes to an act (and where it is cited) as ``headers``."""
        self._reading = reading
        self._words: UnitWords = unit_words(reading.language)
        self._addresses = AddressReader(reading, self._words)
        ordered = sorted(citations, key=lambda one: one.start)
        self._starts = [one.start for one in ordered]
        self._tails = [one.tail for one in ordered]
        self._headers = headers
        self._act_of = act_of
        self._context: list[Entry] = []

    def read(self, lines: Sequence[Line]) -> Iterator[Modification]:
        """Yield the instructions in order."""
        due = self._due(lines)
        if not any(due):
            return
        by = _By(self._reading.language)
        within = False
        for index, line in enumerate(lines):
            if line.place not in _SPEAKING or line.role not in _SPOKEN:
                continue
            if self._is_object(line):
                if due[index]:
                    yield from self._line(index, line, by, within)
                continue
            by.enter(line)
            if not due[index]:
                continue
            if line.unit in _RESETTING:
                self._context, within = [], False
            elif line.unit is Unit.SUBPARAGRAPH:
                self._context = [entry for entry in self._context if not entry.inside]
                within = True
            yield from self._line(index, line, by, within)

    def _due(self, lines: Sequence[Line]) -> bytearray:
        """Mark the lines to read: those of a paragraph down to its last that orders something.

        A container («в статье 3:») reaches no further than its paragraph.
        """
        starts: list[int] = []
        at = 0
        while match := self._words.any_action.search(self._reading.folded, at):
            starts.append(match.start())
            at = match.start() + 1
        due = bytearray(len(lines))
        orders = False
        for index in range(len(lines) - 1, -1, -1) if starts or self._headers else ():
            line = lines[index]
            if line.place not in _SPEAKING or line.role not in _SPOKEN:
                continue
            while starts and starts[-1] >= line.end:
                starts.pop()
            if index in self._headers or (starts and starts[-1] >= line.start):
                orders = True
            due[index] = orders
            if line.unit in _RESETTING:
                orders = False
        return due

    def _line(self, index: int, line: Line, by: _By, within: bool) -> Iterator[Modification]:
        folded = self._reading.folded
        header = self._headers.get(index)
        colon = folded[line.end - 1] in ":*" and (
            folded[line.content : line.end].rstrip(" *").endswith(":")
        )
        begin = self._begin(line)
        action = self._words.any_action.search(folded, begin, line.end)
        if action is None and not colon and header is None:
            return
        tokens = self._own_tokens(begin, line.end)
        if header is not None:
            self._context = []
            lead = [token for token in tokens if token.start < header]
            groups, _ = self._addresses.groups(lead)
            if groups and groups[-1].paths:
                self._push(groups[-1], within=False)
            tokens = [token for token in tokens if token.start >= header]
        actions = list(self._actions(tokens, line)) if action else []
        if not actions:
            if colon and header is None:
                self._container(tokens, line, within)
            return
        act = self._act_of(index)
        yield from self._clauses(tokens, actions, line, by.path(), act)

    def _begin(self, line: Line) -> int:
        """Tell where an instruction begins: «глава 3 …» names its object, no unit opens there."""
        if line.unit in _CONTAINERS and not self._reading.capital(line.start):
            return line.start
        if self._is_object(line):
            return line.start
        return line.content

    def _is_object(self, line: Line) -> bool:
        """Tell whether «3)» numbers no line but the subparagraph meant: «3) тармақша …»."""
        return (
            line.unit is Unit.SUBPARAGRAPH
            and self._reading.language is Language.KK
            and _OBJECT.match(self._reading.folded, line.content, line.end) is not None
        )

    def _own_tokens(self, start: int, end: int) -> list[Token]:
        """Give the tokens of a line without those of citations and dates."""
        tokens = tokenise(self._reading, self._words, start, end)
        dates = self._reading
        if not (
            _overlap(self._starts, self._tails, start, end)
            or _overlap(dates.starts, dates.ends, start, end)
        ):
            return tokens
        kept = []
        for token in tokens:
            position = bisect_right(self._starts, token.start) - 1
            if position >= 0 and token.start < self._tails[position]:
                continue
            date = bisect_right(self._reading.starts, token.start) - 1
            if date >= 0 and token.start < self._reading.ends[date]:
                continue
            kept.append(token)
        return kept

    def _actions(self, tokens: Sequence[Token], line: Line) -> Iterator[tuple[int, int, ActionRow]]:
        """Find the verbs: index of the first token, offset behind the verb, what it does."""
        folded, behind = self._reading.folded, -1
        for index, token in enumerate(tokens):
            if token.kind != "word" or token.start < behind:
                continue
            match = self._words.any_action.match(folded, token.start, line.end)
            if match is None:
                continue
            row = self._words.action(folded[token.start : min(line.end, token.start + 200)])
            if row is not None:
                behind = match.end()
                yield index, match.end(), row

    def _clauses(
        self,
        tokens: Sequence[Token],
        actions: Sequence[tuple[int, int, ActionRow]],
        line: Line,
        by: str | None,
        act: int | None,
    ) -> Iterator[Modification]:
        cursor = 0
        inline: list[Group] = []
        for position, (index, behind, row) in enumerate(actions):
            last = actions[position + 1][0] if position + 1 < len(actions) else len(tokens)
            before = list(tokens[cursor:index])
            after = [token for token in tokens[index:last] if token.start >= behind]
            clause = Clause(self._addresses, self._words, self._reading, row, before, after)
            start = before[0].start if before else tokens[index].start
            paths = clause.paths(self._context, inline)
            used = clause.used
            cursor = last - (len(after) - used)
            end = max([behind, *(token.end for token in after[:used])])
            if paths is None:
                continue
            span = self._reading.text.span(start, end)
            for path in paths[:MOST]:
                target = ", ".join(step.name for step in path) or None
                yield Modification(row.means, act, target, by, span)

    def _container(self, tokens: Sequence[Token], line: Line, within: bool) -> None:
        """Open the container a line names: «в статье 3:», «в Правилах …, утвержденных …:»."""
        named, rest = read_named(self._reading, self._words, tokens)
        if named is not None:
            self._push(Group(True, ((named,),)), within=within and named.rank > LIST_RANK)
            tokens = rest
        groups, rest = self._addresses.groups(tokens)
        along = bool(tokens) and tokens[0].text == "по"  # «по бюджетной программе 048:»
        for group in groups:
            if group.paths and (group.into or along or self._reading.language is not Language.RU):
                if group.paths[0][0].rank <= _ANNEX_RANK and _of_the_act(rest):
                    self._context = []  # «в приложении 2 к указанному приказу»
                self._push(group, within=within)

    def _push(self, group: Group, *, within: bool) -> None:
        rank = group.paths[0][0].rank
        self._context = [entry for entry in self._context if entry.rank < rank]
        self._context.append(Entry(group.paths, rank, within and rank > 10))


def _overlap(starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> bool:
    """Tell whether any of some stretches, in order, reaches into a line."""
    last = bisect_left(starts, end) - 1
    return last >= 0 and ends[last] > start


def _of_the_act(rest: Sequence[Token]) -> bool:
    return any(
        token.text.startswith(("указанн", "данн", "көрсетілген", "аталған")) for token in rest
    )
