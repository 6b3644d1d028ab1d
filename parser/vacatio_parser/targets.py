"""Which acts an act changes, repeals or suspends: headers, items of lists, annexes, titles.

Only the acts a wording governs are targets; an act that is leant on («в соответствии со статьей
10 Закона …») is not. New wording is quoted and never read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vacatio_calendar.model import Language
from vacatio_parser.act_verbs import ActVerbs, Deed, Side, VerbRow, act_verbs
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.page import Role, Unit
from vacatio_parser.structure import Line, Place
from vacatio_parser.target_words import (
    BY,
    LIST,
    SOME,
    TITLE,
    closes,
    english_next,
    listed,
    nominative,
    strip_part,
)
from vacatio_parser.unit_words import unit_words
from vacatio_parser.units import AddressReader, tokenise

_BEHIND = re.compile(
    r"[ *]{0,4}(?:[,;]? ?следующ\w+[^:]{0,60}|,? изложив[^:]{0,80})?[ *]{0,4}:[ *]{0,4}"
)
_INTO = {
    Language.RU: re.compile(r"(?:внести\s[^\n]{0,60}\s)?во?\s+$"),
    Language.EN: re.compile(r"(?:in|to)\s+(?:the\s+)?$"),
    Language.KK: re.compile(r"^\s*$"),
}
_KK_INTO = re.compile(r"(?:нда|нде|на|не|де|да|ге|ға)$")
# Parts of an act that may stand before the act they belong to: «подпункт 2) пункта 1 Закона».
_PART = {
    Language.RU: re.compile(
        r"(?:(?:абзац|под?пункт|пункт|част|стать|глав|раздел|приложени|строк|слов|действи|параграф)"
        r"\w*|изменени\w+(?:,? и дополнени\w+)?,? (?:котор|внос)[^:]*|в|во|и|с|по|до|\d[\d-]*\)?"
        r"|,|\w+(?:ый|ой|ий|ого|его|ая|ую|ые|ых)|года|января|февраля|марта|апреля|мая|июня|июля"
        r"|августа|сентября|октября|ноября|декабря|[-–])"
    ),
}
_PART_FIRST = re.compile(r"(?:подпункт|пункт|абзац|част|стать|глав|раздел|приложени|строк)")
_EDITORIAL = frozenset({Role.NOTE, Role.NOTICE, Role.CARD})
_SPEAKING = frozenset({Place.BODY, Place.ANNEX})
# The units before an act's name take no more room.
_IN = re.compile(r"(?:^|[\s.])во?\s$")
_LONGEST_PART = 400
_ITEMS = (Unit.PARAGRAPH, Unit.SUBPARAGRAPH)


@dataclass(frozen=True, slots=True)
class Target:
    """An act a line names as its object.

    ``part`` names its units where only they are meant; ``agent`` is the act the line says did it,
    ``None`` where the text itself does.
    """

    deed: Deed
    citation: Citation
    line: int
    part: str | None = None
    agent: Citation | None = None


@dataclass(slots=True)
class _Mode:
    """What the lines below a header are a list of."""

    deed: Deed | None = None
    depth: Unit | None = None
    attachment: int = 0
    agent: Citation | None = None


@dataclass(frozen=True, slots=True)
class TargetReader:
    """Reads the targets of a prepared text, line by line."""

    reading: Reading
    citations: Sequence[Citation]
    verbs: ActVerbs
    anchors: Sequence[int] = field(default=())

    @classmethod
    def of(cls, reading: Reading, citations: Sequence[Citation]) -> TargetReader:
        """Prepare a text whose citations are known."""
        ordered = sorted(citations, key=lambda citation: citation.anchor)
        return cls(
            reading, ordered, act_verbs(reading.language), [cited.anchor for cited in ordered]
        )

    def read(self, lines: Sequence[Line]) -> tuple[Target, ...]:
        """Find the targets in order; the title speaks only where the text is silent."""
        found = list(self._body(lines))
        if not found:
            found = list(self._bare_items(lines))
        if not found:
            found = list(self._titles(lines))
        return tuple(found)

    def within(self, start: int, end: int) -> Sequence[Citation]:
        """Give the citations whose type stands in a stretch."""
        return self.citations[bisect_left(self.anchors, start) : bisect_left(self.anchors, end)]

    def _body(self, lines: Sequence[Line]) -> Iterator[Target]:
        mode = _Mode()
        waiting: list[Target] = []
        folded, language = self.reading.folded, self.reading.language
        anchors, cites = [*self.anchors, len(folded)], 0
        modal = language is Language.EN
        for index, line in enumerate(lines):
            if line.role in _EDITORIAL or line.place is Place.QUOTED:
                continue
            while anchors[cites] < line.content:
                cites += 1
            cited = anchors[cites] < line.end
            silent = not cited and folded[line.end - 1] != ":"  # as most lines are
            if silent and not (modal or waiting or line.unit is None or mode.depth):
                if line.attachment != mode.attachment:
                    mode = _Mode(attachment=line.attachment)
                continue
            if line.attachment != mode.attachment:
                mode = _Mode(attachment=line.attachment)
            if line.unit is None and mode.depth is None:
                mode = self._heading(line, mode)
            if line.place not in _SPEAKING:
                continue
            if mode.depth is not None and closes(line, mode.depth):
                mode = _Mode(attachment=line.attachment)
            targets: list[Target] = []
            opened: Deed | None = None
            if not silent:
                targets, opened = self._line(index, line, mode)
            if language is Language.KK:
                if targets and targets[0].deed is Deed.REPEAL:
                    yield from waiting
                waits = self._waiting(index, line) if cited and not targets else None
                waiting = [*waiting, waits] if waits else []
            yield from targets
            if opened is not None:
                agent = self._agent(line.end, line.end, self.within(line.content, line.end), ())
                mode = _Mode(opened, line.unit or Unit.PARAGRAPH, line.attachment, agent)
            elif language is Language.EN and not targets:
                mode = _Mode(attachment=line.attachment)

    def _waiting(self, index: int, line: Line) -> Target | None:
        """Read «1) … № 685 бұйрығының;», whose verb stands in the last item of its list."""
        cited = self.within(line.content, line.end)
        if len(cited) != 1 or line.unit is None or not cited[0].word.endswith(("ның", "нің")):
            return None
        if self.reading.folded[cited[0].tail : line.end].strip(" *") not in (";", ","):
            return None
        return Target(Deed.REPEAL, cited[0], index)

    def _heading(self, line: Line, mode: _Mode) -> _Mode:
        folded = self.reading.folded
        if line.end - line.start > 600:
            return mode
        headed = line.role is Role.HEADING
        listed = LIST.match(folded, line.start, line.end)
        if not (headed or listed or line.place is Place.ANNEX):
            return mode
        if self.verbs.repealing.search(folded, line.start, line.end):
            return _Mode(Deed.REPEAL, None, line.attachment)
        if self.verbs.amending.search(folded, line.start, line.end):
            return _Mode(Deed.AMEND, None, line.attachment)
        return _Mode(attachment=line.attachment) if headed or listed else mode

    def _line(self, index: int, line: Line, mode: _Mode) -> tuple[list[Target], Deed | None]:
        cited = self.within(line.content, line.end)
        folded = self.reading.folded
        targets: list[Target] = []
        opened: Deed | None = None
        if not cited and folded[line.end - 1] != ":":
            return targets, None
        verbs = sorted(self._verbs(line, cited), key=lambda verb: verb[1])
        for position, (row, start, end) in enumerate(verbs):
            # An act belongs to the nearest verb: what stands beyond the next one is its.
            begin = verbs[position - 1][2] if position else line.content
            last = verbs[position + 1][1] if position + 1 < len(verbs) else line.end
            governed = list(self._governed(row, (begin, start), (end, last), line))
            agent = self._agent(start, end, cited, governed)
            targets += [
                Target(row.means, one, index, self._part(one, line, start, end), agent)
                for one in governed
            ]
            if folded[line.end - 1] == ":" and not governed:
                opened = row.means
        if targets or opened or not cited:
            return targets, opened
        first = cited[0]
        if mode.deed and mode.depth and self.reading.language is Language.EN:
            if folded[line.content : first.start].strip(" -*•") in ("", "the"):
                return [Target(mode.deed, first, index, agent=mode.agent)], None
            return [], None
        if self._into(first, line):
            return [Target(Deed.AMEND, first, index)], None
        if mode.deed is Deed.REPEAL and (line.unit is not None or mode.depth is not None):
            lead = folded[line.content : first.start]
            if self._is_part(lead):
                part = self._part(first, line, line.content, line.content)
                return [Target(Deed.REPEAL, first, index, part)], None
        return [], None

    def _verbs(self, line: Line, cited: Sequence[Citation]) -> Iterator[tuple[VerbRow, int, int]]:
        folded = self.reading.folded
        if self.verbs.any_verb.search(folded, line.content, line.end) is None:
            return
        starts = [one.start for one in cited]
        for row in self.verbs.rows:
            for match in row.pattern.finditer(folded, line.content, line.end):
                inside = bisect_left(starts, match.start()) - 1
                if inside >= 0 and match.start() < cited[inside].end:
                    continue
                before = folded[match.start() - 1 : match.start()]
                if before and before.isalnum():
                    continue
                if row.needs and not self._says(row.needs, match, line, cited, starts):
                    continue
                yield row, match.start(), match.end()

    def _says(
        self,
        needs: re.Pattern[str],
        verb: re.Match[str],
        line: Line,
        cited: Sequence[Citation],
        starts: Sequence[int],
    ) -> bool:
        """Tell whether the words a verb needs stand near it, outside every citation."""
        folded = self.reading.folded
        at = max(line.content, verb.start() - 400)
        limit = min(line.end, verb.end() + 1_000)
        if cited and cited[-1].tail > line.end:  # a header broken over lines
            limit = min(len(folded), cited[-1].tail + 120)
        for one in cited[max(0, bisect_left(starts, at) - 1) : bisect_left(starts, limit)]:
            if at < one.start and needs.search(folded, at, one.start):
                return True
            at = max(at, one.end)
        return at < limit and needs.search(folded, at, limit) is not None

    def _governed(
        self, row: VerbRow, left: tuple[int, int], right: tuple[int, int], line: Line
    ) -> Iterator[Citation]:
        folded, end = self.reading.folded, right[0]
        after = self.within(*right)
        match row.side:
            case Side.AFTER:
                chosen = after
                if row.means is Deed.REPEAL and not after:
                    chosen = self.within(*left)
                elif row.means is Deed.AMEND and not after:  # «В приказ … № 5 внести …»
                    chosen = [one for one in self.within(*left) if self._right_into(one)]
            case Side.BEFORE:
                chosen = self.within(*left)
            case Side.BOTH:
                chosen = self.within(*left) or after
        for position, one in enumerate(chosen):
            if self._leant_on(one, line):
                if chosen is after and position:
                    break
                continue
            if chosen is after and position and not listed(folded, chosen[position - 1], one):
                break
            if self.reading.language is Language.EN:
                last = chosen[position - 1].tail if position else end
                if not english_next(folded[last : one.start], first=position == 0):
                    break
            elif chosen is after and SOME.search(folded, end, one.start):
                break
            yield one

    def _right_into(self, one: Citation) -> bool:
        """Tell whether «в» stands right before an act."""
        return _IN.search(self.reading.folded, max(0, one.start - 5), one.start) is not None

    def _agent(
        self, start: int, end: int, cited: Sequence[Citation], governed: Sequence[Citation]
    ) -> Citation | None:
        """Tell which act a report says did it: «the Law … amends», "were made by the Order"."""
        if self.reading.language is not Language.EN:
            return None
        if not cited:
            return None
        folded = self.reading.folded
        last = governed[-1].tail if governed else end
        low = bisect_left(self.anchors, cited[0].anchor)
        behind = bisect_left(self.anchors, last) - low
        if 0 <= behind < len(cited):
            one = cited[behind]
            if BY.search(folded, max(last, one.start - 40), one.start):
                return one
        before = min(bisect_left(self.anchors, start) - low, len(cited)) - 1
        return cited[before] if before >= 0 and cited[before] not in governed else None

    def _leant_on(self, one: Citation, line: Line) -> bool:
        folded = self.reading.folded
        if self.reading.language is Language.KK:
            behind = folded[one.tail : min(line.end, one.tail + 60)]
            return (
                re.match(r"\s*(?:\S+\s){0,4}?(?:сәйкес|негізінде|орындау|іске асыру)", behind)
                is not None
            )
        lead = folded[max(line.content, one.start - 160) : one.start]
        if one.ref.approved and self.reading.language is Language.EN:
            return False
        words = _PART.get(self.reading.language)
        if words is not None:
            lead = strip_part(lead, words)
        return self.verbs.leant.search(lead) is not None

    def _part(self, one: Citation, line: Line, start: int, end: int) -> str | None:
        """Name the units of an act that a verb between ``start`` and ``end`` means."""
        if self.reading.language is Language.KK:
            low, high = one.tail, (start if start > one.tail else line.end)
        else:
            before = bisect_left(self.anchors, one.anchor) - 1
            last = self.citations[before].tail if before >= 0 else 0
            high = one.start
            low = max(line.content, last, end if end <= one.start else 0)
        low = max(low, high - _LONGEST_PART) if self.reading.language is not Language.KK else low
        words = unit_words(self.reading.language)
        tokens = tokenise(self.reading, words, low, min(high, low + _LONGEST_PART))
        groups, _ = AddressReader(self.reading, words).groups(tokens)
        paths = [path for group in groups for path in group.paths]
        return "; ".join(", ".join(step.name for step in path) for path in paths) or None

    def _into(self, first: Citation, line: Line) -> bool:
        """Tell whether a line only opens changes to an act: «3. В приказ … № 5 «…»:»."""
        folded = self.reading.folded
        language = self.reading.language
        if language is Language.KK:
            lead = folded[line.content : first.start].strip(' *"')
            into = _KK_INTO.search(first.word) is not None or (
                first.ref.approved
                and _KK_INTO.search(folded[max(0, first.tail - 6) : first.tail]) is not None
            )
            return not lead and into and folded[first.tail : line.end].strip(" *") == ":"
        begin = line.content
        lead = folded[begin : first.start]
        if first.ref.approved:
            lead = re.sub(
                r"^(во?|in|to)\s.{0,500}(?:утвержденн\w+|approved by)\s(?:the\s)?$",
                r"\1 ",
                lead,
                flags=re.S,
            )
        if not _INTO[language].fullmatch(lead):
            return False
        rest = " ".join(folded[first.tail : min(line.end, first.tail + 200)].split())
        return rest.rstrip("* ").endswith(":") and _BEHIND.fullmatch(rest) is not None

    def _is_part(self, lead: str) -> bool:
        lead = lead.strip()
        if not lead:
            return True
        if self.reading.language is not Language.RU:
            return len(lead) < 60
        lead = re.sub(r",? утвержденн\w+$", "", lead)
        return _PART_FIRST.match(lead) is not None

    def _bare_items(self, lines: Sequence[Line]) -> Iterator[Target]:
        """Read a piece that is nothing but numbered acts in the nominative: a list of repeals.

        Acts that are changed stand in such lists with a preposition, acts that lose force
        without (LPA 26(4), 27(5)).
        """
        folded = self.reading.folded
        found: list[Target] = []
        if self.reading.language is Language.EN:  # a translation's list shows no case
            return
        for index, line in enumerate(lines):
            cited = self.within(line.content, line.end)
            if line.unit not in _ITEMS or line.attachment or not cited:
                return
            first = cited[0]
            rest = folded[first.tail : line.end].strip(" *")
            lead = folded[line.content : first.start]
            if self.reading.language is Language.KK:
                lead = lead.strip(' "')
            if rest not in (".", ";", "") or not self._is_part(lead):
                return
            if not lead.strip() and not nominative(first.word, self.reading.language):
                return
            part = self._part(first, line, line.content, line.content)
            found.append(Target(Deed.REPEAL, first, index, part))
        yield from found

    def _titles(self, lines: Sequence[Line]) -> Iterator[Target]:
        for index, line in enumerate(lines[:6]):
            if line.place is not Place.HEAD and line.role is not Role.TITLE and index:
                continue
            match = TITLE[self.reading.language].match(
                self.reading.folded, line.start, min(line.end, line.start + 2_000)
            )
            if match is None:
                continue
            deed = Deed.AMEND if match.lastgroup == "amend" else Deed.REPEAL
            for one in self.within(match.end(), line.end):
                yield Target(deed, one, index)
            return
