"""Editor's notes of consolidated texts: who amended a provision, and from when.

The bracket in a note gives the commencement of the amending act, never of the act it stands in.
Each amending act of a note is a note of its own. A note that names no act but gives a day («Сноска.
Вводится в действие с 01.01.2028 …») speaks of the provision it stands under.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from vacatio_calendar.model import ActRef, Note, NoteKind, Rule
from vacatio_parser.by_letters import ByLetters
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.clauses import read_rule
from vacatio_parser.kinds import Language, RuleKind
from vacatio_parser.page import Role
from vacatio_parser.requisites import rule_of
from vacatio_parser.structure import Line, Place
from vacatio_parser.unit_words import CARRIERS, unit_words
from vacatio_parser.units import AddressReader, tokenise

_OPENER = {
    Language.RU: re.compile(r"сноска[.:]|примечание\s+(?:изпи|рцпи)\s?[!.:]"),
    Language.KK: re.compile(r"ескерту[.:]|(?:зқаи|рқао|рқпи)\S{0,6}\s+ескертпесі\s?[!.:]"),
    Language.EN: re.compile(r"footnote[.:]|note\s+(?:of\s+)?(?:ili|rcli)\S{0,3}\s?[!.:]"),
}
_FUTURE = re.compile(r"примечание\s|\S+\s+ескертпесі|note\s")
# Struck out or repealed in place: «2) исключен Законом РК от …», «1-1. Исключен …».
_INLINE = {
    Language.RU: re.compile(
        r"(?:исключен[аоы]?|утратил[аои]?\s+силу|дополнен[аоы]?|вводится\s+в\s+действие\s+с"
        r"|вводится\s+в\s+действие\s+по\s+истечении)(?=\s|-|,)"
    ),
    Language.KK: re.compile(
        r"(?:алып\s+таста(?:лды|лған)|күші\s+жойылды|күшін\s+жойды|\d+\s?-\s*қр)"
    ),
    Language.EN: re.compile(r"(?:is\s+|was\s+)?(?:excluded|deleted|repealed|struck\s+out)\s"),
}
_INLINE_DAY = re.compile(r"\d\d\.\d\d\.\d{4}\sбастап\sқолданысқа\sенгізіледі")
# Where the name of the provision ends and what was done to it begins.
_DONE = {
    Language.RU: re.compile(
        r"\s(?:с\s+изменени|в\s+редакции|дополнен|исключен|утратил|в\s+соответствии|вводится"
        r"|с\s+дополнени|предусматривается|предусмотрен|изложен|действует|действовал|утрачивает"
        r"|введен|внесен|приостановлен)"
    ),
    Language.KK: re.compile(
        r"\s(?:өзгеріс|толықтыру|жаңа\s+редакцияда|алып\s+таста|күші\s+жойыл|толықтырыл|-\s+қр"
        r"|редакцияда|қолданысқа|көзделген)|ға\s+өзгеріс|ге\s+өзгеріс"
    ),
    Language.EN: re.compile(
        r"\s(?:as\s+amended|is\s|was\s|are\s|were\s|has\s|have\s|in\s+the\s+wording|reworded|amended"
        r"|excluded|supplemented|shall\s|with\s+(?:amendments|changes))"
    ),
}
_INTO = re.compile(r"\s?во?\s")
_LONGEST = 6_000


def read_notes(
    reading: Reading, citations: Sequence[Citation], lines: Sequence[Line]
) -> tuple[Note, ...]:
    """Read the notes of a text in order, one for each amending act they name."""
    return tuple(_Notes(reading, citations).read(lines))


class _Notes:
    def __init__(self, reading: Reading, citations: Sequence[Citation]) -> None:
        self._reading = reading
        self._cited = sorted(citations, key=lambda one: one.anchor)
        self._anchors = [one.anchor for one in self._cited]

    def read(self, lines: Sequence[Line]) -> Iterator[Note]:
        folded = self._reading.folded
        openers = _OPENER[self._reading.language]
        opened = [*ByLetters(openers).places(folded, 0, len(folded)), len(folded)]
        anchors, cites = [*self._anchors, len(folded)], 0
        taken, at = -1, 0
        for index, line in enumerate(lines):
            if line.start < taken or line.place is Place.QUOTED:
                continue
            while opened[at] < line.start:
                at += 1
            opener = None
            if opened[at] < line.end:  # as in few lines
                opener = openers.search(folded, line.start, min(line.end, line.start + 60))
            if opener:
                end = self._end(lines, index, opener)
                kind = NoteKind.FUTURE_CHANGE if _FUTURE.match(opener[0]) else NoteKind.FOOTNOTE
                yield from self._note(kind, opener.end(), end, opener.start())
                taken = end
            elif line.unit is not None:
                while anchors[cites] < line.start:
                    cites += 1
                if anchors[cites] < line.end:  # as in few lines
                    yield from self._inline(line)

    def _end(self, lines: Sequence[Line], index: int, opener: re.Match[str]) -> int:
        """Tell where a note ends: with its line; a bare opener takes the lines of its notice."""
        line = lines[index]
        if self._reading.folded[opener.end() : line.end].strip(" *>"):
            return line.end
        end = line.end
        for later in lines[index + 1 : index + 12]:
            own = _OPENER[self._reading.language].search(
                self._reading.folded, later.start, min(later.end, later.start + 60)
            )
            if own is not None:
                break
            if later.role not in (Role.NOTE, Role.NOTICE) and end > line.end:
                break
            if later.unit is not None and later.role not in (Role.NOTE, Role.NOTICE):
                break
            end = later.end
            if later.role not in (Role.NOTE, Role.NOTICE):
                break
        return end

    def _within(self, start: int, end: int) -> Sequence[Citation]:
        return self._cited[bisect_left(self._anchors, start) : bisect_left(self._anchors, end)]

    def _note(self, kind: NoteKind, start: int, end: int, opened: int) -> Iterator[Note]:
        reading = self._reading
        end = min(end, start + _LONGEST)
        provision = self._provision(start, end)
        cited = self._within(start, end)
        for one in cited:
            rule = rule_of(reading, one) or Rule(RuleKind.NONE)
            span = reading.text.span(one.start, max(one.tail, one.end))
            yield Note(kind, provision, one.ref, rule, span)
        if not cited:
            alone = read_rule(reading.text, reading.language, start, end)
            if alone is not None and alone.kind is not RuleKind.NONE:
                yield Note(kind, provision, ActRef(), alone, reading.text.span(opened, end))

    def _provision(self, start: int, end: int) -> str | None:
        reading = self._reading
        done = _DONE[reading.language].search(reading.folded, start - 1, min(end, start + 300))
        if done is None:
            return None
        if reading.language is Language.KK:
            return self._addressed(start, done.start() + 3)
        into = _INTO.match(reading.folded, start)
        if into is not None:  # «В статью 5 внесены изменения»
            return self._addressed(into.end(), done.start())
        return reading.printed(start, done.start()).strip(" *-–,") or None

    def _addressed(self, start: int, end: int) -> str | None:
        """Put the units of a stretch into the nominative: «115-бапқа», «в статью 5»."""
        words = unit_words(self._reading.language)
        tokens = tokenise(self._reading, words, start, end)
        groups, _ = AddressReader(self._reading, words).groups(tokens)
        paths = [path for group in groups for path in group.paths]
        return "; ".join(", ".join(step.name for step in path) for path in paths) or None

    def _inline(self, line: Line) -> tuple[Note, ...]:
        """Read a unit that only says it is gone, or that it will apply later."""
        reading = self._reading
        folded = reading.folded
        begin = line.content
        if folded[begin : begin + 1] in " *\n":
            begin = reading.skip(begin, "*")
        match = _INLINE[reading.language].match(folded, begin, line.end)
        if match is None and reading.language is Language.KK:
            match = _INLINE_DAY.match(folded, begin, line.end)
        if match is None:
            return ()
        cited = [one for one in self._within(begin, line.end) if one.start - begin < 160]
        if not cited:
            return ()
        name = self._name(line)
        notes = []
        for one in cited:
            rule = rule_of(reading, one)
            if rule is None:
                rule = read_rule(reading.text, reading.language, begin, one.start)
            notes.append(
                Note(
                    NoteKind.FOOTNOTE,
                    name,
                    one.ref,
                    rule or Rule(RuleKind.NONE),
                    reading.text.span(begin, max(one.tail, one.end)),
                )
            )
        return tuple(notes)

    def _name(self, line: Line) -> str | None:
        names = CARRIERS[self._reading.language]
        if line.unit is None or line.number is None or line.unit not in names:
            return None
        return names[line.unit].format(line.number.strip(".)"))
