"""Kazakh sentences: exceptions first, then the term, and the verb at the end."""

from __future__ import annotations

import datetime as dt

from vacatio_calendar.model import Duration
from vacatio_parser.kinds import Moment, RuleKind
from vacatio_parser.sentence import Draft, Sentence, Subject, believes, combine
from vacatio_parser.terms import STARTS, Term
from vacatio_parser.tokens import Sym

_DAY = dt.timedelta(days=1)


class VerbLast:
    """Goes through one sentence from left to right, holding terms until their verb comes."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.syms = sentence.syms
        self.size = sentence.size
        self.segment = 0
        self.head: tuple[int, int] | None = None  # the subject: all before the first term
        self.held: list[Term] = []
        self.open: tuple[Term | None, int, int] | None = None
        self.excepted: list[Draft] = []
        self.reach: dt.date | None = None
        self.reach_date: dt.date | None = None
        self.end_date: dt.date | None = None
        self.length: Duration | None = None

    def read(self) -> None:
        """Append the commencements of the sentence, the main one first."""
        if self.s.ignorable():
            return
        index = 0
        while index < self.size:
            after = self._step(index)
            index = after if after > index else index + 1

    def _step(self, index: int) -> int:
        sym = self.syms[index]
        if sym is Sym.WORD:
            return index + 1
        if sym in self.s.verbs:
            return self._verb(index)
        if sym in STARTS:
            term = self.s.terms.at(index)
            if term is not None:
                self._close(index)
                if term.kind is RuleKind.WITH_OTHER_ACT:
                    term.first = self._event_start(index)
                    term.event = (self.s.tokens[term.first].start, self.s.tokens[index - 1].end)
                    self.head = (self.segment, term.first)
                    self.held = []
                self._mark_head(index)
                self.held.append(term)
                return term.end
        match sym:
            case Sym.DAY_FROM if self.syms[index + 1] in (Sym.FROM, Sym.AFTER):
                return self._event(index)
            case Sym.APPLY_WHICH:
                self._mark_head(index)
                term = combine(self.held)[0] if self.held else None
                self.open = (
                    term,
                    index + 1,
                    self.s.tokens[self.held[0].first if self.held else index].start,
                )
                self.held = []
            case Sym.SEMICOLON:
                self._close(index)
                self.held = []
            case Sym.EXCEPT:
                self._except(index)
            case Sym.UNTIL:
                found = self.s.date_at(index - 1) if index else None
                self.end_date = found.date if found else None
                if self.held and self.held[-1].end >= index:
                    self.held.pop()
            case Sym.INCLUSIVE:
                found = self.s.date_at(index - 1) if index else None
                if found is not None and found.date is not None:
                    self.end_date = found.date + _DAY
            case Sym.DURING | Sym.DEADLINE:
                length = self.s.duration_at(index - 2) if index > 1 else None
                self.length = length[0] if length else None
            case Sym.ARISEN:
                if self.held and self.held[-1].date is not None:
                    self.reach_date = self.held.pop().date.date  # type: ignore[union-attr]
            case Sym.REACH:
                self._reach(index)
            case Sym.RUNS:
                self._runs(index)
            case Sym.MADE | Sym.PUBLISHED:
                self.held = []
            case Sym.LABEL:
                terms, after = self._behind(index)
                if terms:
                    start, end = self.s.tokens[index].start, self.s.tokens[after - 1].end
                    self.s.drafts.append(Draft(start, end, terms[0]))
                    return after
            case Sym.ORDER_OF_COMMENCING if Sym.SEE in self.syms[index : index + 8]:
                start, end = self.s.tokens[0].start, self.s.tokens[self.size - 1].end
                self.s.drafts.append(Draft(start, end, note="pointer"))
            case _:
                pass
        return index + 1

    def _mark_head(self, index: int) -> None:
        if self.head is None:
            self.head = (self.segment, index)

    def _event_start(self, index: int) -> int:
        """Find where the words of an event begin: behind the subject, if one stands there."""
        at = self.s.skip(self.segment, index)
        if self.syms[at] is Sym.THIS and self.syms[at + 1] in (Sym.ACT, Sym.TREATY):
            return at + 2 if at + 2 < index else at
        return at if at < index else max(0, index - 1)

    def _event(self, index: int) -> int:
        """Read «соңғы хабарлама алынған күннен бастап»."""
        first = self._event_start(index)
        self.head = (self.segment, first)
        if index > first:
            link = Sym.FROM_DAY if self.syms[index + 1] is Sym.FROM else Sym.AFTER_DAY
            self.held.append(
                Term(
                    first,
                    index + 2,
                    RuleKind.AFTER_EVENT,
                    link=link,
                    event=(self.s.tokens[first].start, self.s.tokens[index].end),
                )
            )
        return index + 2

    def _close(self, index: int) -> None:
        """End the provisions of a participle: «… бастап қолданысқа енгізілетін 14-бабын»."""
        if self.open is None:
            return
        term, first, start = self.open
        self.open = None
        provisions = self.s.offsets(first, index)
        if provisions[0] >= provisions[1]:
            return
        draft = Draft(start, provisions[1], term, provisions)
        if term is None or term.vague or term.kind is None:
            draft.note = "unread"
        self.excepted.append(draft)

    def _except(self, index: int) -> None:
        opened = self.open is not None
        self._close(index)
        if not opened and Sym.PROVISION in self.syms[self.segment : index]:
            first = self.segment
            comma = next((at for at in range(first, index) if self.syms[at] is Sym.COMMA), first)
            if self.s.subject(first, comma) is Subject.OWN:
                first = comma
            start, end = self.s.offsets(first, index)
            self.excepted.append(Draft(start, end, provisions=(start, end), note="unread"))
            self.head = self.head or (0, self.segment)
        self.held = []
        self.segment = index + 1

    def _verb(self, index: int) -> int:
        moment = Moment.FORCE if self.syms[index] is Sym.FORCE else Moment.APPLY
        self._close(index)
        terms = self._beside(index)
        after = index + 1
        if not terms:
            terms, after = self._behind(index)
        self.held = []
        first, end = self.head or (self.segment, index)
        subject = self.s.subject(first, end)
        coordinated = self.s.last() is not None and self.s.skip(first, end) >= end
        if not terms:
            follows = next(
                (
                    a
                    for a in range(after, min(after + 3, self.size))
                    if self.syms[a] in self.s.verbs
                ),
                None,
            )
            if follows is None and Sym.AND in self.syms[after : after + 2]:
                follows = next(
                    (a for a in range(after, self.size) if self.syms[a] in self.s.verbs), None
                )
                if follows is not None:
                    return after
            if follows is None and subject is Subject.OWN:
                self._unread(index, moment)
            return after
        terms = self.s.based(terms, index)
        term, stated = combine(terms)
        if coordinated and self._joins(moment, term):
            self._turn(after)
            return after
        if (
            not believes(subject, term)
            and not (term.vague and subject is Subject.OWN)
            and not term.lost
        ):
            self._turn(after)
            return after
        other = Sym.BY_OTHER_ACT in self.syms[after : min(after + 2, self.size)]
        if other and subject is not Subject.OWN:
            self._turn(after)
            return after
        if Sym.CONDITION in self.s.said and Sym.CONDITION in self.syms[first:index]:
            self._turn(after)
            return after
        provisions = self.s.offsets(first, end) if subject is Subject.PROVISIONS else None
        start = self.s.tokens[self.s.trim(min(first, terms[0].first), index)].start
        stop = max(self.s.tokens[index].end, self.s.tokens[terms[-1].end - 1].end)
        draft = Draft(start, stop, term, provisions, moment, stated=stated)
        draft.own = subject is Subject.OWN
        if term.lost:
            draft.note = "number_lost"
        elif term.vague or term.kind is None:
            draft.note = "unread"
        draft.applies_from, self.reach = self.reach, None
        self.s.drafts.append(draft)
        self.s.drafts.extend(self.excepted)
        self.excepted = []
        self._turn(after)
        return after

    def _turn(self, after: int) -> None:
        """Begin the next clause of the sentence."""
        self.segment, self.head = after, None

    def _unread(self, index: int, moment: Moment) -> None:
        start = self.s.tokens[self.s.skip(self.segment, index)].start
        self.s.drafts.append(Draft(start, self.s.tokens[index].end, moment=moment, note="unread"))
        self._turn(index + 1)

    def _beside(self, index: int) -> list[Term]:
        """Take the held terms; a bare date (a citation's, perhaps) only right before the verb."""
        kept = []
        for term in self.held:
            bare = term.kind is RuleKind.FIXED_DATE and term.link is Sym.ON
            if (
                bare
                and index - term.end > 1
                and not any(t.kind is not RuleKind.FIXED_DATE for t in self.held)
            ):
                continue
            kept.append(term)
        fixed = [t for t in kept if t.kind is RuleKind.FIXED_DATE and t.link is Sym.FROM]
        if fixed:  # «2025 жылғы … № 80 бұйрық 2026 жылғы 6 қаңтардан бастап»
            kept = [t for t in kept if t.link is not Sym.ON]
        return kept

    def _behind(self, index: int) -> tuple[list[Term], int]:
        """Read «күшіне енеді: 2026 жылғы 6 қаңтар»."""
        at = index + 1
        while self.syms[at] in (Sym.COLON, Sym.DASH) and at < self.size:
            at += 1
        if at > index + 1 and self.syms[at] in STARTS:
            term = self.s.terms.at(at)
            if term is not None:
                return [term], term.end
        return [], index + 1

    def _joins(self, moment: Moment, term: Term) -> bool:
        last = self.s.last()
        if (
            last is None
            or last.provisions is not None
            or last.term is None
            or last.moment is moment
        ):
            return False
        if moment is Moment.APPLY:
            last.force, last.term, last.moment = last.term, term, moment
        else:
            last.force = term
        if term.vague or term.lost:
            last.note = "number_lost" if term.lost else "unread"
        last.end = max(last.end, self.s.tokens[term.end - 1].end)
        return True

    def _reach(self, index: int) -> None:
        date = self.reach_date
        if date is None:
            fixed = next((t for t in reversed(self.held) if t.date is not None), None)
            date = fixed.date.date if fixed is not None and fixed.date is not None else None
        self.held, self.reach_date = [], None
        if date is None:
            return
        draft = self.s.last()
        if draft is None and self.s.subject(*(self.head or (self.segment, index))) is Subject.OWN:
            draft = self.s.main()
        verbs = any(sym in self.s.verbs for sym in self.syms[index : index + 60])
        first, end = self.head or (self.segment, index)
        subject = self.s.subject(first, end)
        if draft is None and not verbs and subject in (Subject.OWN, Subject.PROVISIONS):
            own = subject is Subject.OWN
            offsets = self.s.offsets(first, end)
            alone = Draft(offsets[0], self.s.tokens[index].end, provisions=None if own else offsets)
            alone.applies_from, alone.note = date, "no_clause" if own else None
            self.s.drafts.append(alone)
        elif draft is None:
            self.reach = date
        else:
            draft.applies_from = draft.applies_from or date
            draft.end = max(draft.end, self.s.tokens[index].end)
        self.segment = index + 1

    def _runs(self, index: int) -> None:
        ends_on, duration = self.end_date, self.length
        self.end_date = self.length = None
        if ends_on is None and duration is None:
            return
        first, end = self.head or (self.segment, index)
        subject = self.s.subject(first, end)
        draft = self.s.last()
        stop = self.s.tokens[index].end
        if draft is None and subject is Subject.OWN:
            draft = self.s.main()
        if draft is not None and subject is not Subject.PROVISIONS:
            self.s.term_end(draft, ends_on, duration)
            draft.end = max(draft.end, stop)
        elif subject in (Subject.OWN, Subject.PROVISIONS):
            own = subject is Subject.OWN
            limit = next(
                (at for at in range(first, index) if self.syms[at] in (Sym.DATE, Sym.NUMBER)), end
            )
            offsets = self.s.offsets(first, limit)
            self.s.drafts.append(
                Draft(
                    offsets[0],
                    stop,
                    provisions=None if own else offsets,
                    ends_on=ends_on,
                    duration=duration,
                    note="no_clause" if own else None,
                )
            )
