"""What the sentences of all three languages share: subjects, several terms as one, masks.

A sentence is a list of tokens. What stands in brackets with a verb of its own (the footnote of
another act) and what stands in quotation marks (titles, new wordings) is masked before reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from vacatio_calendar.model import Duration
from vacatio_parser.dates import FoundDate
from vacatio_parser.kinds import Language, Moment, RuleKind
from vacatio_parser.numerals import Number
from vacatio_parser.quick import quick
from vacatio_parser.terms import UNITS, Term, Terms
from vacatio_parser.text import SourceText
from vacatio_parser.tokens import Sym, Token

VERBS = frozenset({Sym.APPLY, Sym.FORCE})
_MASKING = frozenset({Sym.APPLY, Sym.FORCE, Sym.APPLY_WHICH, Sym.ORDER_OF_COMMENCING})
_MASKS = frozenset({Sym.OPEN, Sym.QUOTE})
_LEADING = frozenset(
    {Sym.COMMA, Sym.AND, Sym.NUMBER, Sym.CLOSE, Sym.OPEN, Sym.DASH, Sym.QUOTE, Sym.STOP, Sym.COLON}
    | {Sym.ITS, Sym.SEMICOLON, Sym.NEWLINE}
)


_SUBJECT = 80  # how many tokens of a subject are looked at
_TRAILING = frozenset(
    {Sym.COMMA, Sym.AND, Sym.COLON, Sym.DASH, Sym.SEMICOLON, Sym.MUST, Sym.STOP, Sym.OPEN}
)


@quick
class Subject(Enum):
    """What a sentence speaks of; it decides which terms may be believed."""

    OWN = auto()  # Настоящий приказ
    ACT = auto()  # Закон
    CHANGES = auto()  # Поправки
    PROVISIONS = auto()  # Статья 5 настоящего Закона
    TREATY = auto()  # Настоящее Соглашение
    THING = auto()  # Договор
    BARE = auto()  # nothing before the verb
    OTHER = auto()


_COUNTED_FROM = frozenset({RuleKind.AFTER_PUBLICATION, RuleKind.FROM_PUBLICATION})
_SURE = frozenset({Subject.OWN, Subject.ACT, Subject.CHANGES, Subject.PROVISIONS, Subject.BARE})
_BY_SYMBOL = {
    Sym.ACT: Subject.ACT,
    Sym.CHANGES: Subject.CHANGES,
    Sym.TREATY: Subject.TREATY,
    Sym.OTHER_THING: Subject.THING,
}


def believes(subject: Subject, term: Term) -> bool:
    """Tell whether a term may be said of such a subject."""
    match term.kind:
        case RuleKind.FIXED_DATE | RuleKind.AFTER_PUBLICATION | RuleKind.FROM_PUBLICATION:
            return subject is not Subject.THING
        case RuleKind.AFTER_EVENT:
            return subject in (Subject.OWN, Subject.PROVISIONS, Subject.TREATY)
        case RuleKind.UPON_SIGNING | RuleKind.FROM_ADOPTION | RuleKind.AFTER_REGISTRATION:
            return subject in _SURE or subject is Subject.TREATY
        case _:
            return subject in _SURE


@dataclass(slots=True)
class Draft:
    """A commencement while its sentence is being read; offsets are of the folded text."""

    start: int
    end: int
    term: Term | None = None
    provisions: tuple[int, int] | None = None
    moment: Moment = Moment.APPLY
    force: Term | None = None
    stated: FoundDate | None = None
    applies_from: dt.date | None = None
    ends_on: dt.date | None = None
    duration: Duration | None = None
    note: str | None = None
    own: bool = False


def combine(terms: Sequence[Term]) -> tuple[Term, FoundDate | None]:
    """Make one term of those that belong to one verb, and the date stated beside it.

    A counted term with a date is that term and what somebody computed from it; «после
    официального опубликования с 1 января» is the date. Terms that contradict are none.
    """
    unread = Term(terms[0].first, terms[-1].end, vague=True)
    if len(terms) == 1:
        sure = not terms[0].vague and (terms[0].kind is not None or terms[0].lost)
        return (terms[0] if sure else unread), None
    if any(term.vague for term in terms):
        return _floored(terms) or unread, None
    lost = next((term for term in terms if term.lost), None)
    if lost is not None:
        return lost, None
    based = [t for t in terms if t.kind not in (None, RuleKind.FIXED_DATE)]
    counted = [t for t in terms if t.kind is None]
    fixed = [t for t in terms if t.kind is RuleKind.FIXED_DATE]
    if len(based) > 1 or len(counted) > 1 or (counted and based and based[0].number is not None):
        return unread, None
    if based and counted:
        based[0].number, based[0].unit = counted[0].number, counted[0].unit
    if counted and not based:  # "after 10 calendar days, i.e. on 7 July 2021": after what?
        ended = len(fixed) == 1 and fixed[0].first >= counted[0].end
        ended = ended and fixed[0].link in (Sym.THAT_IS, Sym.ON)
        return (fixed[0] if ended else unread), None
    if not fixed:
        return based[0], None
    dates = {(t.date.year, t.date.month, t.date.day) for t in fixed if t.date is not None}
    if len(dates) > 1:
        return unread, None
    if not based:
        return fixed[0], None
    if based[0].number is not None or fixed[0].link in (Sym.THAT_IS, Sym.ON):
        return based[0], fixed[0].date
    if based[0].link in (Sym.AFTER, Sym.AFTER_DAY):
        return fixed[0], None
    return unread, None


def _floored(terms: Sequence[Term]) -> Term | None:
    """Read a counted term with the earliest day it may give: «…, но не ранее 1 января»."""
    floors = [term for term in terms if term.floor]
    rest = [term for term in terms if not term.floor]
    day = floors[0].date.date if len(floors) == 1 and floors[0].date else None
    if day is None or not rest:
        return None
    term, stated = combine(rest)
    if term.vague or term.lost or stated or term.kind not in _COUNTED_FROM:
        return None
    term.not_before = day
    return term


def unmasked(tokens: list[Token], text: SourceText) -> list[Token]:
    """Leave out brackets that hold a clause of their own, and all that is quoted."""
    if _MASKS.isdisjoint([token.sym for token in tokens]):
        return tokens
    return _without_quotes(_without_brackets(tokens), text)


def _without_brackets(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    opened: list[tuple[int, bool]] = []  # where a bracket opened, and whether a verb came since
    for token in tokens:
        if token.sym is Sym.OPEN:
            opened.append((len(kept), False))
        elif token.sym in _MASKING and opened:
            opened[-1] = (opened[-1][0], True)
        elif token.sym is Sym.CLOSE and opened:
            first, verb = opened.pop()
            if verb and kept[first + 1].sym not in (Sym.EXCEPT, Sym.THAT_IS):
                del kept[first:]
                continue
        kept.append(token)
    return kept


def _without_quotes(tokens: list[Token], text: SourceText) -> list[Token]:
    kept: list[Token] = []
    opened: list[int] = []
    straight = False
    for token in tokens:
        if token.sym is Sym.QUOTE:
            mark = text.original[text.at(token.start)]
            opens = mark in "«“„" or (mark not in "»”" and not straight)
            if mark not in "«“„»”":
                straight = not straight
            if opens:
                opened.append(len(kept))
            elif opened:
                first = opened.pop()
                start = kept[first].start
                del kept[first:]
                kept.append(Token(Sym.WORD, start, token.end))
                continue
        kept.append(token)
    return kept


class Sentence:
    """A sentence with what both word orders need."""

    def __init__(
        self,
        tokens: list[Token],
        text: SourceText,
        language: Language,
        drafts: list[Draft],
        verbs: frozenset[Sym] = VERBS,
        *,
        report: bool = False,
    ) -> None:
        self.verbs = verbs
        self.report = report  # it speaks of acts as others see them: "The ban runs until …"
        self.text = text
        self.language = language
        self.drafts = drafts
        self.before = len(drafts)
        self.tokens = unmasked(tokens, text)
        self.terms = Terms(self.tokens, language)
        self.syms = self.terms.syms
        self.said = frozenset(self.syms)
        self.size = len(self.tokens)

    def based(self, terms: list[Term], verb: int) -> list[Term]:
        """Give a bare count its base, as a report means it: "published on D and in force after …".

        Where the sentence before the verb speaks of no publication, nobody knows what the count
        runs from.
        """
        counts = [t for t in terms if t.kind is None and t.number is not None and not t.vague]
        others = [t for t in terms if t.kind is not RuleKind.FIXED_DATE]
        if self.report and len(counts) == len(others) == 1 and Sym.PUBLISHED in self.syms[:verb]:
            counts[0].kind, counts[0].link = RuleKind.AFTER_PUBLICATION, Sym.AFTER_DAY
        return terms

    def ignorable(self) -> bool:
        """Tell footnotes and rules about other acts from what the act says of itself."""
        return not self.size or self.syms[0] is Sym.FOOTNOTE or Sym.RULE_TEXT in self.said

    def skip(self, index: int, end: int) -> int:
        """Step over numbers, marks and small words at the head of a segment."""
        while index < end and self.syms[index] in _LEADING:
            index += 1
        return index

    def subject(self, first: int, end: int) -> Subject:
        """Classify what stands between two tokens."""
        at = self.skip(first, end)
        if at >= end:
            return Subject.BARE
        own = False
        for index, sym in enumerate(self.syms[at : min(end, at + _SUBJECT)], at):
            if sym is Sym.PROVISION:
                return Subject.PROVISIONS
            if sym is Sym.THIS:
                own = True
            elif sym in _BY_SYMBOL:
                found = _BY_SYMBOL[sym]
                if found in (Subject.ACT, Subject.CHANGES) and (
                    self._of_provisions(index, end, found) or self._of_its_own(index, end)
                ):
                    return Subject.PROVISIONS
                return Subject.OWN if own and found is Subject.ACT else found
            elif own and sym is not Sym.WORD:
                own = False
        return Subject.OTHER

    def _of_provisions(self, index: int, end: int, found: Subject) -> bool:
        """Tell «Осы Заңның 14-бабы» and "changes to Article 96" from the whole act."""
        if found is Subject.CHANGES:
            return Sym.PROVISION in self.syms[index:end]
        return (
            self.language is Language.KK
            and self.syms[index + 1] is Sym.PROVISION
            and index + 1 < end
        )

    def _of_its_own(self, index: int, end: int) -> bool:
        """Tell "According to the Order, its paragraph 3 …" from the whole act."""
        return Sym.ITS in self.said and any(
            self.syms[at : at + 3] == [Sym.COMMA, Sym.ITS, Sym.PROVISION]
            for at in range(index, end - 2)
        )

    def own_words(self, first: int, end: int) -> int:
        """Find where the provisions of a subject begin: behind «Установить, что»."""
        provision = next((at for at in range(first, end) if self.syms[at] is Sym.PROVISION), first)
        comma = next((at for at in range(provision, first, -1) if self.syms[at] is Sym.COMMA), None)
        if comma is None:
            return first
        return provision if provision - comma <= 2 else comma

    def heads_provision(self, first: int, end: int) -> bool:
        """Tell whether a segment begins with a provision, give or take two words."""
        at = self.skip(first, end)
        for _ in range(2):
            if at < end and self.syms[at] in (Sym.WORD, Sym.THIS, Sym.ITS):
                at += 1
        return at < end and self.syms[at] in (Sym.PROVISION, Sym.THE_REST)

    def offsets(self, first: int, end: int) -> tuple[int, int]:
        """Give the folded offsets of a run of tokens, without marks at its ends."""
        first = self.trim(first, end)
        while end > first and self.syms[end - 1] in _TRAILING:
            end -= 1
        if first >= end:
            nowhere = self.tokens[min(first, self.size - 1)].start
            return nowhere, nowhere
        return self.tokens[first].start, self.tokens[end - 1].end

    def trim(self, first: int, end: int) -> int:
        """Step over a list number («1)»), commas and conjunctions."""
        while first < end:
            sym = self.syms[first]
            if sym is Sym.NUMBER and self.syms[first + 1] is Sym.CLOSE:
                first += 2
            elif sym in (Sym.COMMA, Sym.AND, Sym.COLON, Sym.DASH, Sym.SEMICOLON, Sym.CLOSE):
                first += 1
            else:
                break
        return first

    def last(self) -> Draft | None:
        """Give the last commencement of this sentence, or the main one before it."""
        if len(self.drafts) > self.before:
            return self.drafts[-1]
        return None

    def main(self) -> Draft | None:
        """Give the last commencement of a whole act read so far."""
        for draft in reversed(self.drafts):
            if draft.provisions is None and draft.term is not None:
                return draft
        return None

    def term_end(self, draft: Draft, ends_on: dt.date | None, duration: Duration | None) -> None:
        """Put an end of validity on a commencement."""
        draft.ends_on = draft.ends_on or ends_on
        draft.duration = draft.duration or duration

    def date_at(self, index: int) -> FoundDate | None:
        """Give the date a token holds."""
        value = self.tokens[index].value if index < self.size else None
        return value if isinstance(value, FoundDate) else None

    def duration_at(self, index: int) -> tuple[Duration, int] | None:
        """Read a number and a unit as a length of time."""
        value = self.tokens[index].value if index < self.size else None
        if not isinstance(value, Number) or value.value is None:
            return None
        unit = UNITS.get(self.syms[index + 1])
        return (Duration(value.value, unit), index + 2) if unit is not None else None
