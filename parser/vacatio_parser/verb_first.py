"""Russian and English sentences: the verb, then its term, then the exceptions."""

from __future__ import annotations

import datetime as dt

from vacatio_calendar.model import Duration
from vacatio_parser.after_verb import LENGTHS, SPAN, STOPS, gather, labelled, read_end, until
from vacatio_parser.dates import FoundDate
from vacatio_parser.kinds import Language, Moment, RuleKind, Unit
from vacatio_parser.sentence import Draft, Sentence, Subject, believes, combine
from vacatio_parser.terms import STARTS, Term
from vacatio_parser.tokens import Sym

_FORCE_KINDS = frozenset(
    {RuleKind.AFTER_REGISTRATION, RuleKind.UPON_SIGNING, RuleKind.FROM_ADOPTION}
)
_ACTIVE = STARTS | STOPS | {Sym.APPLY_WHICH, Sym.COMMENCING, Sym.EXCEPT, Sym.REACH, Sym.RUNS}
_ACTIVE |= {Sym.ORDER_OF_COMMENCING, Sym.LABEL, Sym.MADE, Sym.PUBLISHED, Sym.DATED}

_ITSELF = frozenset({Subject.OWN, Subject.ACT, Subject.CHANGES})
_UNTIL = frozenset({Sym.UNTIL, Sym.THROUGH})
# A term in a field of its own: "Entry into force: 60 calendar days after …".
_COUNTS = frozenset({Sym.EXPIRY, Sym.NUMBER, Sym.AFTER, Sym.AFTER_DAY, Sym.FROM_DAY})
# What may stand between «который» and its verb.
_BEHIND_WHICH = STARTS | {Sym.MUST, Sym.WORD, Sym.COMMA, Sym.AND}


class VerbFirst:
    """Goes through one sentence from left to right; ``segment`` is where its subject begins."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.syms = sentence.syms
        self.size = sentence.size
        self.segment = 0
        self.left: list[Term] = []
        self.excepting = False
        self.verb_seen = False
        self.other_verb = False
        self.listing = False
        self.reach: dt.date | None = None
        self.main_at: int | None = None

    def read(self) -> None:
        """Append the commencements of the sentence."""
        if self.s.ignorable():
            return
        index = 0
        syms, size = self.syms, self.size
        while index < size:
            if syms[index] in _ACTIVE:
                after = self._step(index)
                index = after if after > index else index + 1
            else:
                index += 1
        if self.excepting:
            self._flush(self.size)

    def _step(self, index: int) -> int:
        sym = self.syms[index]
        if sym in self.s.verbs:
            return self._verb(index)
        # "except for Article 5 entering into force on …"
        if sym is Sym.APPLY_WHICH or (
            sym is Sym.COMMENCING and (self.excepting or self._entering(index))
        ):
            return self._participle(index)
        if sym in STARTS:
            return self._term(index)
        match sym:
            case Sym.EXCEPT:
                if self.excepting:
                    self._flush(index)
                self.excepting, self.segment = True, index + 1
                self.left.clear()
            case Sym.SEMICOLON:
                if self.excepting:
                    self._flush(index)
                self.segment = index + 1
                self.left.clear()
            case Sym.REACH:
                return self._reach(index)
            case Sym.RUNS:
                return self._runs(index)
            case Sym.ORDER_OF_COMMENCING:
                self._pointer(index)
            case Sym.LABEL:
                return self._label(index)
            case Sym.MADE | Sym.PUBLISHED if self.syms[index - 1] is not Sym.COMMA:
                self.other_verb = True
                self.left.clear()  # "On 5 May the President signed …": that date is spoken for
            case Sym.DATED if self.syms[index + 1] is Sym.DATE:
                return index + 2
            case _:
                pass
        return index + 1

    # --- terms without a verb of their own

    def _term(self, index: int) -> int:
        term = self.s.terms.at(index)
        if term is None:
            return index + 1
        if self._elliptic(index, term):
            terms, _ = gather(self.s, index)
            self._emit_provisions(self.segment, index, terms or [term])
            end = terms[-1].end if terms else term.end
            self.segment = end
            return end
        joined = self.syms[index - 1] in (Sym.AND, Sym.COMMA)
        if self.s.report and self.syms[term.end : term.end + 2] == [Sym.COMMA, Sym.CONDITION]:
            joined = True  # "… on 1 January, when the Order comes into force"
        if not self.other_verb or joined or term.kind is not RuleKind.FIXED_DATE:
            self.left.append(term)  # "was published on 6 May and came into force the next day"
        return term.end

    def _elliptic(self, index: int, term: Term) -> bool:
        """Tell «статьи 3 и 4 - с 1 июля 2026 года» after a clause with a verb."""
        return (
            self.verb_seen
            and term.kind is not None
            and self.syms[index] not in (Sym.DATE, Sym.ON)
            and (self.s.heads_provision(self.segment, index) or self._listed(index))
            and Sym.WHICH not in self.syms[self.segment : index]
            and self.syms[term.end] is not Sym.UNTIL
        )

    def _listed(self, index: int) -> bool:
        """Tell "for medicines – from 1 July 2025" in a list that a verb has opened."""
        return self.s.report and self.listing and self.syms[index - 1] is Sym.DASH

    def _emit_provisions(self, first: int, end: int, terms: list[Term]) -> None:
        term, stated = combine(terms)
        rest = Sym.THE_REST in self.syms[first:end] and not self.excepting
        provisions = None if rest else self.s.offsets(first, end)
        start = self.s.offsets(first, end)[0]
        draft = Draft(start, self.s.tokens[terms[-1].end - 1].end, term, provisions, stated=stated)
        self._add(draft)

    def _add(self, draft: Draft) -> None:
        if draft.provisions is None and draft.note is None:
            if self.main_at is None and len(self.s.drafts) > self.s.before:
                self.main_at = self.s.before
                self.s.drafts.insert(self.main_at, draft)  # exceptions came first
                return
            self.main_at = len(self.s.drafts)
        self.s.drafts.append(draft)

    def _flush(self, end: int) -> None:
        """Keep provisions that are excepted without a word on when they begin to apply."""
        if self.verb_seen and self.s.heads_provision(self.segment, end):
            start, stop = self.s.offsets(self.segment, end)
            self.s.drafts.append(Draft(start, stop, provisions=(start, stop), note="unread"))
        self.segment = end

    # --- the verb

    def _participle(self, index: int) -> int:
        """Read «вводимого в действие с …» and "effective January 1, 2026"."""
        following = self.syms[index + 1]
        if following in _UNTIL:
            return self._runs(index)
        near = following in STARTS or (
            following in (Sym.COMMA, Sym.COLON, Sym.DASH) and self.syms[index + 2] in STARTS
        )
        if not near:
            return index + 1
        return self._verb(index)

    def _entering(self, index: int) -> bool:
        """Tell "…, entering into force on 22 August" from "the date of entering into force"."""
        following = self.syms[index + 1 : index + 3]
        if not self.s.report:
            return False
        if index == 0:  # "Entry into force 60 days after publication."
            return following[0] is Sym.NUMBER or following == [Sym.DASH, Sym.DATE]
        if following[0] is Sym.DATE and self.syms[index - 1] is Sym.COLON:
            return True  # "Decree No. 746: entry into force 15 September 2023"
        dated = following in ([Sym.ON, Sym.DATE], [Sym.FROM, Sym.DATE])
        return dated and self.syms[index - 1] is Sym.COMMA

    def _which(self, index: int) -> int | None:
        """Find the relative pronoun a verb belongs to."""
        for at in range(index - 1, max(self.segment - 1, index - 5), -1):
            sym = self.syms[at]
            if sym is Sym.WHICH:
                return at
            if sym not in _BEHIND_WHICH:
                return None
        return None

    def _verb(self, index: int) -> int:
        following = self.syms[index + 1]
        if following in _UNTIL or (following in LENGTHS and self._lasting(index + 2)):
            return self._runs(index)
        moment = Moment.FORCE if self.syms[index] is Sym.FORCE else Moment.APPLY
        which = self._which(index)
        finite = self.syms[index] in self.s.verbs
        if not finite and (self.excepting or self.s.language is Language.RU):
            which = index
        inverted, provision = None, None
        terms, provision = gather(self.s, index + 1)
        end = terms[-1].end if terms else index + 1
        if terms and provision is not None and provision < terms[0].first:
            inverted = (provision, terms[0].first)
        elif terms and all(term.kind is None and term.number is not None for term in terms):
            # «После официального опубликования законы вступят в силу через 60 дней»
            based = [t for t in self.left if t.kind is not None and t.number is None]
            terms = [*based[-1:], *terms]
        elif terms and self.s.report and all(t.kind is RuleKind.AFTER_PUBLICATION for t in terms):
            # "On 20 March 2023 the Rules came into force following the publication of the Order"
            days = [t for t in self.left if t.link is Sym.ON and t.date is not None]
            if days and all(t.number is None for t in terms):
                terms = days[-1:]
        elif not terms:
            terms = self._left_terms(index)
            if terms and provision is not None:
                inverted = (provision, self._object_end(provision))
        terms = self.s.based(terms, index)
        start = self.segment
        self.verb_seen, self.other_verb = True, False
        if not terms:
            return self._without_term(index, which, moment)
        self.left.clear()
        self._emit(index, which, moment, terms, inverted, start)
        self.segment = end
        return end

    def _lasting(self, index: int) -> bool:
        found = self.s.duration_at(index)
        return found is not None and found[0].unit in (Unit.YEARS, Unit.MONTHS)

    def _object_end(self, index: int) -> int:
        limit = min(self.size, index + SPAN)
        while index < limit and self.syms[index] not in (Sym.STOP, Sym.SEMICOLON, Sym.EXCEPT):
            index += 1
        return index

    def _left_terms(self, index: int) -> list[Term]:
        """Take the terms before the verb; a bare date only right beside it."""
        kept = []
        for term in self.left:
            bare = term.kind is RuleKind.FIXED_DATE and self.syms[term.first] is Sym.DATE
            if bare and index - term.end > 1:
                continue
            if term.kind is RuleKind.AFTER_EVENT:
                continue
            kept.append(term)
        if len(kept) > 1 and kept[-1].first > kept[-2].end:
            return kept[-1:]
        return kept[-2:]

    def _without_term(self, index: int, which: int | None, moment: Moment) -> int:
        """Keep clause words nobody understood, where the act speaks of itself."""
        after = index + 1
        colon = after
        while self.s.report and self.syms[colon] is Sym.WORD and colon < after + 3:
            colon += 1  # "take effect as follows: for medicines – from 1 July …"
        if self.syms[colon] is Sym.COLON:
            self.segment, self.listing = colon + 1, True
            return colon + 1
        if self.syms[index] is Sym.APPLY_WHICH:
            return after
        subject = self.s.subject(self.segment, which if which is not None else index)
        near = self.syms[after : after + 8]
        follows_verb = next(
            (at for at in range(after, min(after + 3, self.size)) if self.syms[at] in self.s.verbs),
            None,
        )
        if follows_verb is not None and Sym.AND in self.syms[after:follows_verb]:
            return after  # «вступает в силу и вводится в действие …»: one term for both
        start = self.s.tokens[self.segment].start
        end = self.s.tokens[self._object_end(index) - 1].end
        if subject is Subject.OWN or (subject is Subject.PROVISIONS and self.excepting and which):
            note = (
                "pointer"
                if Sym.SEE in near or Sym.BY_OTHER_ACT in near or near[0] is Sym.ACT
                else "unread"
            )
            provisions = self.s.offsets(self.segment, which) if self.excepting and which else None
            self.s.drafts.append(Draft(start, end, provisions=provisions, moment=moment, note=note))
        self.segment = after
        return after

    def _emit(
        self,
        index: int,
        which: int | None,
        moment: Moment,
        terms: list[Term],
        inverted: tuple[int, int] | None,
        start: int,
    ) -> None:
        term, stated = combine(terms)
        limit = which if which is not None else index
        provisions: tuple[int, int] | None = None
        coordinated = start > 0 and (
            self.s.skip(start, limit) >= limit
            or self.syms[limit - 1] is Sym.AND
            or (self.syms[limit - 1] is Sym.COMMA and self.s.subject(start, limit) is Subject.OTHER)
        )
        subject = Subject.BARE if coordinated else self.s.subject(start, limit)
        if self.excepting and which is not None:
            provisions = self.s.offsets(start, limit)
            subject = Subject.PROVISIONS
        elif self.excepting:
            self._flush(limit)
            self.excepting = False
            start, subject = 0, self.s.subject(0, limit)
            if subject is Subject.PROVISIONS and not self.s.heads_provision(0, limit):
                subject = Subject.OWN
        elif subject is Subject.PROVISIONS and not self._all_else(start, limit):
            provisions = self.s.offsets(self.s.own_words(start, limit), limit)
        elif inverted is not None:
            provisions = self.s.offsets(*inverted)
            subject = Subject.PROVISIONS
        if coordinated and self._joins(moment, term):
            return
        if subject is Subject.OTHER and self._of_a_thing(index, term):
            provisions = self.s.offsets(start, limit)
        if coordinated and subject is Subject.BARE and len(self.s.drafts) > self.s.before:
            provisions = self.s.drafts[-1].provisions
        if not believes(subject, term):
            if subject in (Subject.OWN, Subject.ACT, Subject.CHANGES) and term.vague:
                term = Term(term.first, term.end, vague=True)
            elif not term.lost:
                return
        if subject is not Subject.OWN and self._by_other_act(terms[-1].end):
            return
        if self._conditional(start, index):
            return
        if self.syms[index] is Sym.APPLY_WHICH and subject is Subject.BARE and provisions is None:
            provisions = self._object_behind(terms[-1].end)
        begin = self.s.tokens[self.s.trim(start, index)].start
        begin = min(begin, self.s.tokens[terms[0].first].start)
        stop = max(self.s.tokens[terms[-1].end - 1].end, self.s.tokens[index].end)
        draft = Draft(begin, stop, term, provisions, moment, stated=stated)
        draft.own = subject is Subject.OWN
        draft.note = "unread" if term.vague or term.kind is None else None
        if term.lost:
            draft.note = "number_lost"
        draft.applies_from, self.reach = self.reach, None
        after = terms[-1].end
        if self.syms[after] in _UNTIL or self._to(after):  # "from April 1 until October 1"
            draft.ends_on = until(self.s, after)
            if draft.ends_on is not None:
                draft.end = self.s.tokens[after + 1].end
        length = self.s.duration_at(after + 1) if self.syms[after] in LENGTHS else None
        if length is not None and self._lasting(after + 1):  # "… for a period of six months"
            draft.duration, draft.end = length[0], self.s.tokens[length[1] - 1].end
        self._add(draft)

    def _to(self, index: int) -> bool:
        """Tell "from January 1 to December 31", both of them in."""
        token = self.s.tokens[index] if index + 1 < self.size else None
        return (
            token is not None
            and self.s.report
            and self.syms[index + 1] is Sym.DATE
            and self.s.text.folded[token.start : token.end] == "to"
        )

    def _of_a_thing(self, index: int, term: Term) -> bool:
        """Tell "A 5% rate applies from 1 July", a part of what an act says, from its own day."""
        token = self.s.tokens[index]
        applies = self.s.text.folded.startswith("appl", token.start)
        return self.s.report and applies and term.kind is RuleKind.FIXED_DATE

    def _all_else(self, start: int, end: int) -> bool:
        """Tell «Остальные пункты вводятся …», all that no other clause names, from a part."""
        syms = self.syms[start:end]
        return Sym.THE_REST in syms and syms.count(Sym.PROVISION) <= 1

    def _conditional(self, start: int, end: int) -> bool:
        """Tell "if the agreement enters into force" from "if signed, it will enter"."""
        if Sym.CONDITION not in self.s.said:
            return False
        return any(
            self.syms[at] is Sym.CONDITION
            and self.syms[at + 1] is not Sym.MADE
            and not self._since_when(at)
            for at in range(start, end)
        )

    def _since_when(self, index: int) -> bool:
        """Tell "since 1 May 2023, when the Order came into force", which names the day."""
        before = [sym for sym in self.syms[max(0, index - 3) : index] if sym is not Sym.COMMA]
        return self.s.report and before[-2:] in ([Sym.FROM, Sym.DATE], [Sym.ON, Sym.DATE])

    def _object_behind(self, index: int) -> tuple[int, int] | None:
        """Read whose day it is in "Effective 1 July 2026, breaches must be notified"."""
        if self.syms[index] is not Sym.COMMA:
            return None
        end = next((at for at in range(index, self.size) if self.syms[at] is Sym.MUST), None)
        if end is None or self.s.subject(index, end) is not Subject.OTHER:
            return None
        return self.s.offsets(index, end)

    def _joins(self, moment: Moment, term: Term) -> bool:
        """Join «вступает в силу со дня … и вводится в действие …» into one commencement."""
        last = self.s.last()
        if (
            last is None
            or last.provisions is not None
            or last.term is None
            or last.note is not None
        ):
            return False
        if self.s.language is Language.EN:
            # English has one phrase for both: registration or signing is вступление в силу.
            if last.term.kind not in _FORCE_KINDS or term.kind in _FORCE_KINDS:
                return False
        elif last.moment is moment:
            return False
        if moment is Moment.APPLY:
            last.force, last.term, last.moment = last.term, term, moment
        else:
            last.force = term
        last.end = max(last.end, self.s.tokens[term.end - 1].end)
        if term.vague or term.lost:
            last.note = "number_lost" if term.lost else "unread"
        return True

    def _by_other_act(self, index: int) -> bool:
        """Tell a placeholder: another law brings it («… в соответствии с Законом РК от …»)."""
        return Sym.BY_OTHER_ACT in self.syms[index : min(index + 3, self.size)]

    # --- reach, end, pointer

    def _reach(self, index: int) -> int:
        at = index + 1
        while at < min(index + 20, self.size) and self.syms[at] not in self.s.verbs:
            found = self.s.date_at(at)
            if found is not None and found.date is not None and self.syms[at - 1] is not Sym.DATED:
                draft = self.s.last()
                subject = self.s.subject(self.segment, index)
                if draft is None and subject is Subject.OWN:
                    draft = self.s.main()
                if draft is None:
                    self._reach_alone(index, found, subject)
                elif draft.applies_from is None:
                    draft.applies_from = found.date
                    draft.end = max(draft.end, found.end)
                self.segment = at + 1
                return at + 1
            at += 1
        return index + 1

    def _reach_alone(self, index: int, found: FoundDate, subject: Subject) -> None:
        """Keep a reach back until its verb comes, or for provisions that have none."""
        verbs = any(sym in self.s.verbs for sym in self.syms[index : index + 60])
        if verbs or subject not in (Subject.OWN, Subject.PROVISIONS):
            self.reach = found.date
            return
        own = subject is Subject.OWN
        offsets = self.s.offsets(self.segment, index)
        draft = Draft(offsets[0], found.end, provisions=None if own else offsets)
        draft.applies_from, draft.note = found.date, "no_clause" if own else None
        self.s.drafts.append(draft)

    def _runs(self, index: int) -> int:
        ending = read_end(self.s, index)
        if ending is None:
            starts = self.syms[index + 1 : index + 3] == [Sym.FROM, Sym.DATE]
            if starts and self.s.report and self.s.subject(self.segment, index) in _ITSELF:
                return self._verb(index)  # "The Decree is valid from 1 January"
            return index + 1
        self._end(index, ending.after, ending.ends_on, ending.duration)
        return ending.after

    def _end(self, index: int, at: int, ends_on: dt.date | None, duration: Duration | None) -> None:
        subject = self.s.subject(self.segment, index)
        draft = self.s.last()
        if (
            draft is not None
            and self.s.skip(self.segment, index) < index
            and subject is not Subject.OWN
        ):
            draft = None if subject is Subject.PROVISIONS else draft
        elif draft is None and subject is Subject.OWN:
            draft = self.s.main()
        stop = self.s.tokens[at - 1].end
        if draft is not None and subject in (Subject.BARE, Subject.OWN, Subject.OTHER):
            self.s.term_end(draft, ends_on, duration)
            draft.end = max(draft.end, stop)
        elif subject in (Subject.OWN, Subject.PROVISIONS) or (
            self.s.report and subject in (Subject.ACT, Subject.CHANGES)
        ):
            which = self._which(index)
            limit = index if which is None else which
            start = self.s.offsets(self.segment, limit)[0]
            own = subject is not Subject.PROVISIONS
            first = self.s.own_words(self.segment, limit)
            provisions = None if own else self.s.offsets(first, limit)
            note = "no_clause" if own else None
            self.s.drafts.append(
                Draft(
                    start,
                    stop,
                    provisions=provisions,
                    ends_on=ends_on,
                    duration=duration,
                    note=note,
                )
            )
            self.segment = at

    def _label(self, index: int) -> int:
        term, stated = labelled(self.s, index), None
        end = term.end if term is not None else index + 1
        if term is None:
            behind = index + 1 + (self.syms[index + 1] in (Sym.COLON, Sym.DASH))
            terms, _ = gather(self.s, behind) if self.syms[behind] in _COUNTS else ([], None)
            if not terms:
                return index + 1
            term, stated = combine(terms)
            if term.vague or term.lost or term.kind is None:
                return index + 1
            end = terms[-1].end
        start, stop = self.s.tokens[index].start, self.s.tokens[end - 1].end
        if self._several(index) and self.syms[end] is Sym.DASH:
            return self._label_list(end - 1)
        self._add(Draft(start, stop, term, stated=stated))
        self.segment = end
        return end

    def _several(self, index: int) -> bool:
        token = self.s.tokens[index]
        return "dates" in self.s.text.folded[token.start : token.end]

    def _label_list(self, index: int) -> int:
        """Read "Effective dates: 1 January 2025 – CIT; 14 March 2025 – administration"."""
        while self.syms[index : index + 2] == [Sym.DATE, Sym.DASH]:
            end = index + 2
            while end < self.size and self.syms[end] not in (Sym.SEMICOLON, Sym.STOP):
                end += 1
            term = self.s.terms.at(index)
            if term is not None and end > index + 2:
                start, stop = self.s.tokens[index].start, self.s.tokens[end - 1].end
                self._add(Draft(start, stop, term, self.s.offsets(index + 2, end)))
            index = end + 1
        self.segment = index
        return index

    def _pointer(self, index: int) -> None:
        around = self.syms[max(0, index - 5) : min(index + 9, self.size)]
        if Sym.SEE in around:
            start, end = self.s.tokens[0].start, self.s.tokens[self.size - 1].end
            self.s.drafts.append(Draft(start, end, note="pointer"))
