"""The grammar of one term: ten calendar days after the day of first official publication.

It sees symbols only. Russian and English put the number before what it is counted from, Kazakh
after it; both orders are read in all three, because translations mix them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vacatio_parser.dates import FoundDate
from vacatio_parser.kinds import Language, RuleKind, Unit
from vacatio_parser.numerals import Number
from vacatio_parser.tokens import Sym, Token

UNITS = {
    Sym.CALENDAR_DAYS: Unit.CALENDAR_DAYS,
    Sym.WORKING_DAYS: Unit.WORKING_DAYS,
    Sym.DAYS: Unit.DAYS,
    Sym.MONTHS: Unit.MONTHS,
    Sym.YEARS: Unit.YEARS,
}
_BASES = {
    Sym.PUBLICATION: RuleKind.AFTER_PUBLICATION,
    Sym.SIGNING: RuleKind.UPON_SIGNING,
    Sym.ADOPTION: RuleKind.FROM_ADOPTION,
    Sym.REGISTRATION: RuleKind.AFTER_REGISTRATION,
    Sym.COMMENCING: RuleKind.WITH_OTHER_ACT,
}
_LINKS = frozenset({Sym.AFTER_DAY, Sym.AFTER, Sym.FROM_DAY, Sym.FROM})
_FILLERS = frozenset({Sym.ITS, Sym.OFFICIAL, Sym.THIS, Sym.NEWLINE})
_COUNTED = frozenset({Sym.EXPIRY, Sym.NUMBER})
_CALENDARS = frozenset({Sym.CALENDAR, Sym.WORKING, Sym.ITS})
# What may stand between «опубликования» and the day of it given in passing.
_PASSING = frozenset(
    {Sym.COMMA, Sym.WHICH, Sym.OPEN, Sym.WORD, Sym.ITS, Sym.ACT, Sym.THIS, Sym.DATED}
)
# What a number begins with: 120, 1/77, НҚ-5.
_NUMBERS = frozenset({Sym.NUMBER, Sym.WORD})
_EVENT = 120  # how many tokens the words of an event may have
#: Symbols a term can begin with.
STARTS = frozenset(
    {Sym.EXPIRY, Sym.NUMBER, Sym.DATE, Sym.THAT_IS, Sym.CALENDAR, Sym.ON, Sym.VAGUE, Sym.NOT_BEFORE}
    | set(_LINKS)
    | set(_BASES)
    | _FILLERS
)


@dataclass(slots=True)
class Term:
    """One term as read: tokens ``first`` up to ``end``, and what they say."""

    first: int
    end: int
    kind: RuleKind | None = None
    number: Number | None = None
    unit: Unit | None = None
    link: Sym | None = None
    date: FoundDate | None = None
    event: tuple[int, int] | None = None
    lost: bool = False
    vague: bool = False
    floor: bool = False  # «не ранее 1 января»: no day of its own, but the earliest of another's
    not_before: dt.date | None = None


class Terms:
    """Reads terms in a list of tokens."""

    def __init__(self, tokens: Sequence[Token], language: Language) -> None:
        self.tokens = tokens
        self.syms = [token.sym for token in tokens]
        self.syms += [
            Sym.STOP,
            Sym.STOP,
            Sym.STOP,
            Sym.STOP,
        ]  # so that looking ahead needs no bound
        self.size = len(tokens)
        self.language = language

    def at(self, index: int) -> Term | None:
        """Read the term that begins at a token, if one does."""
        term = self._at(index)
        if term is None:
            # «по истечении срока …»: a count nobody understands must not leave its base standing.
            return Term(index, index + 1, vague=True) if self.syms[index] is Sym.EXPIRY else None
        bare = term.number is None and term.link is Sym.AFTER_DAY and not term.lost
        if bare and term.kind in (RuleKind.UPON_SIGNING, RuleKind.FROM_ADOPTION):
            term.vague = True  # «после дня подписания»: the day, or the day after it?
        return term

    def _at(self, index: int) -> Term | None:
        if self.language is Language.KK:
            return self._kazakh(index)
        sym = self.syms[index]
        if sym in _COUNTED:
            return self._counted(index)
        if sym in (Sym.VAGUE, Sym.NOT_BEFORE):
            following = self.at(index + 1) if self.syms[index + 1] in STARTS else None
            if following is not None:
                following.first = index
                # «не ранее чем по истечении N дней» is a term; «не ранее 1 января» is none.
                following.vague = self.syms[index + 1] is not Sym.EXPIRY
                following.floor = sym is Sym.NOT_BEFORE and following.vague
                return following
            return Term(index, index + 1, vague=True)
        if sym in (Sym.FROM, Sym.ON):
            after = index + 1
            if self.syms[after] is Sym.ITS:
                after += 1
            while self.syms[after] in (Sym.NUMBER, Sym.TIME, Sym.COLON) and after < index + 7:
                after += 1  # «с 00 часов 00 минут 22 ноября»
            after = self._weekday(after)
            if self.syms[after] is Sym.ON and self.syms[after - 1] is Sym.NUMBER:
                after += 1  # "since 00:00 on June 12"
            if self.syms[after] is Sym.DATE:
                return self._date(index, after, sym)
            if sym is Sym.ON and self.syms[index + 1] is Sym.ITS:  # "took effect on its signing"
                kind = _BASES.get(self.syms[after])
                if kind in (RuleKind.UPON_SIGNING, RuleKind.FROM_ADOPTION):
                    return Term(index, after + 1, kind, link=Sym.FROM_DAY)
            if sym is Sym.FROM and self.syms[after] in (Sym.OFFICIAL, *_BASES):
                return self._based(index)
            return None
        if sym is Sym.DATE:
            return self._date(index, index, Sym.ON)
        if sym is Sym.THAT_IS:
            after = index + 1
            while self.syms[after] in (Sym.COMMA, Sym.STOP, Sym.FROM, Sym.ON) and after < self.size:
                after += 1
            after = self._weekday(after)
            if after < self.size and self.syms[after] is Sym.DATE:
                return self._date(index, after, Sym.THAT_IS)
            return None
        if sym is Sym.AFTER and self.syms[index + 1] is Sym.NUMBER:
            return self._counted(index)  # "effective after ten calendar days after the day of …"
        if sym in _LINKS:
            return self._based(index)
        return None

    def _weekday(self, index: int) -> int:
        """Step over the day of the week before a date: "on Sunday, 18 January 2026"."""
        if self.syms[index] is not Sym.WEEKDAY:
            return index
        return index + 2 if self.syms[index + 1] is Sym.COMMA else index + 1

    def _words(self, first: int, end: int) -> tuple[int, int] | None:
        """Give the folded offsets of a run of tokens."""
        return (self.tokens[first].start, self.tokens[end - 1].end) if end > first else None

    def _date(self, first: int, at: int, link: Sym) -> Term:
        value = self.tokens[at].value
        date = value if isinstance(value, FoundDate) else None
        beside = self.syms[max(0, at - 1) : at + 3]
        if date is not None and date.year is None and Sym.YEARS in beside:
            # «с 1 января года, следующего за …»: a day of a year one has to work out
            return Term(first, at + 1, RuleKind.FIXED_DATE, link=link, vague=True)
        return Term(first, at + 1, RuleKind.FIXED_DATE, link=link, date=date)

    def _number(self, index: int) -> tuple[Number, Unit, int] | None:
        """Read a number and its unit; «күнтізбелік» may stand before either."""
        calendar = working = False
        while self.syms[index] in _CALENDARS:
            calendar |= self.syms[index] is Sym.CALENDAR
            index += 1
        value = self.tokens[index].value if index < self.size else None
        if not isinstance(value, Number):
            return None
        index += 1
        while self.syms[index] in (Sym.CALENDAR, Sym.WORKING):
            calendar |= self.syms[index] is Sym.CALENDAR
            working |= self.syms[index] is Sym.WORKING
            index += 1
        sym = self.syms[index]
        if sym is Sym.DAY_FROM and self.syms[index + 1] is Sym.AFTER:
            sym = Sym.DAYS  # «он күннен кейін»
        if sym is Sym.WEEKS and value.value is not None:
            weeks = Number(value.value * 7, value.length, value.digits, value.words)
            return weeks, Unit.DAYS, index + 1
        unit = UNITS.get(sym)
        if unit is None:
            return None
        if unit is Unit.DAYS and (calendar or working):
            unit = Unit.CALENDAR_DAYS if calendar else Unit.WORKING_DAYS
        return value, unit, index + 1

    def _base(self, index: int) -> Term | None:
        """Read «после дня его первого официального опубликования» and its like."""
        link = self.syms[index]
        if link not in _LINKS:
            return None
        after = index + 1
        while self.syms[after] in _FILLERS:
            after += 1
        kind = _BASES.get(self.syms[after])
        if kind is RuleKind.WITH_OTHER_ACT:
            return Term(
                index,
                after + 1,
                kind,
                link=link,
                event=self._words(after + 1, self._clause_end(after + 1)),
            )
        if kind is not None:
            if kind is RuleKind.AFTER_PUBLICATION and link in (Sym.FROM_DAY, Sym.FROM):
                kind = RuleKind.FROM_PUBLICATION
            return Term(index, self._publication_day(after + 1), kind, link=link)
        published = self._made_public(after)
        if published is not None:
            from_day = link in (Sym.FROM_DAY, Sym.FROM)
            kind = RuleKind.FROM_PUBLICATION if from_day else RuleKind.AFTER_PUBLICATION
            return Term(index, published, kind, link=link)
        if link in (Sym.AFTER_DAY, Sym.FROM_DAY) and after < self.size:
            end = self._clause_end(after)
            if end > after:
                return Term(
                    index, end, RuleKind.AFTER_EVENT, link=link, event=self._words(after, end)
                )
        return None

    def _made_public(self, index: int) -> int | None:
        """Find "… it is signed and officially published" within a few words."""
        for at in range(index, min(index + 9, self.size)):
            if self.syms[at] is Sym.PUBLISHED:
                return at + 1
            number = self.syms[at] is Sym.STOP and self.syms[at + 1] is Sym.NUMBER  # "No. 25"
            if not number and self.syms[at] not in (
                Sym.WORD,
                Sym.ITS,
                Sym.MADE,
                Sym.AND,
                Sym.ACT,
                Sym.NUMBER,
                Sym.THIS,
                Sym.COMMA,
            ):
                return None
        return None

    def _publication_day(self, index: int) -> int:
        """Step over a day of publication given in passing: ", which took place on …"."""
        at = index
        steps = 0
        while at < self.size and steps < 12:
            sym = self.syms[at]
            if sym in (Sym.TOOK_PLACE, Sym.PUBLISHED):
                for behind in range(at + 1, min(at + 9, self.size)):
                    if self.syms[behind] is Sym.DATE:
                        closing = self.syms[behind + 1] is Sym.CLOSE
                        return behind + 1 + closing
                    if self.syms[behind] in (Sym.STOP, Sym.SEMICOLON, Sym.THAT_IS):
                        break
                return index
            if at == index and sym is Sym.ON and self.syms[at + 1] is Sym.DATE:
                return at + 2
            if at == index and sym is Sym.DATE:
                return at + 1
            if at == index and self.syms[at : at + 3] == [Sym.OPEN, Sym.DATE, Sym.CLOSE]:
                return at + 3  # the day of publication, or the result: not said
            if sym not in _PASSING:
                return index
            at += 1
            steps += 1
        return index

    def _clause_end(self, index: int) -> int:
        """Find where an event's words end."""
        at = index
        while at < min(self.size, index + _EVENT):
            sym = self.syms[at]
            if sym in (Sym.SEMICOLON, Sym.EXCEPT, Sym.APPLY, Sym.FORCE, Sym.REACH):
                break
            if sym is Sym.COMMA and self.syms[at + 1] in (Sym.EXCEPT, Sym.WHICH):
                break
            if sym is Sym.AND and self.syms[at + 1] in (Sym.APPLY, Sym.FORCE, Sym.REACH, Sym.RUNS):
                break
            if sym is Sym.STOP and at + 1 >= self.size:
                break
            at += 1
        return at

    def _based(self, index: int) -> Term | None:
        """Read a base, and a number behind it: «со дня опубликования по истечении 10 дней»."""
        base = self._base(index)
        if base is None or base.event is not None:
            return base
        after = base.end
        if self.syms[after] is Sym.EXPIRY:
            counted = self._number(after + 1)
            if counted is not None and self.syms[counted[2]] not in _LINKS:
                base.number, base.unit, base.end = counted
        return base

    def _counted(self, index: int) -> Term | None:
        """Read «по истечении десяти календарных дней после …»."""
        lead = self.syms[index] in (Sym.EXPIRY, Sym.AFTER)
        at = index + 1 if lead else index
        counted = self._number(at)
        if counted is None:
            if not lead:
                return None
            unit = UNITS.get(self.syms[at])
            if unit in (Unit.MONTHS, Unit.YEARS):  # «по истечении месяца»
                counted = Number(1, 0), unit, at + 1
            else:
                return self._lost(index, at + (unit is not None))
        number, unit, after = counted
        if self.syms[after] is Sym.COMMA:
            after += 1
        base = self._base(after) or (self._base_of(after) if lead else None)
        if base is None:
            return Term(index, counted[2], None, number, unit)
        base.first, base.number, base.unit = index, number, unit
        return base

    def _base_of(self, index: int) -> Term | None:
        """Read "after ten calendar days of its first official publication"."""
        if self.syms[index] is not Sym.DATED or self.language is not Language.EN:
            return None
        at = index + 1
        while self.syms[at] in _FILLERS:
            at += 1
        kind = _BASES.get(self.syms[at])
        if kind is not RuleKind.AFTER_PUBLICATION:
            return None
        return Term(index, self._publication_day(at + 1), kind, link=Sym.AFTER)

    def _lost(self, index: int, after: int) -> Term | None:
        """Notice "upon the expiry of after the day of …": the number is gone."""
        base = self._base(after)
        if base is None or self.syms[index] is not Sym.EXPIRY:
            return None
        base.first, base.lost = index, True
        return base

    def _cites(self, index: int) -> bool:
        """Tell «2026 жылғы 5 наурыздағы № 120 бұйрығы»: the day of a citation is no term."""
        if self.syms[index + 1] is not Sym.WORD or self.syms[index + 2] not in _NUMBERS:
            return False
        sign = self.tokens[index + 1]
        return sign.end - sign.start <= len("no")

    def _kazakh(self, index: int) -> Term | None:
        sym = self.syms[index]
        if sym in (Sym.VAGUE, Sym.NOT_BEFORE):
            return Term(index, index + 1, vague=True)
        if sym is Sym.DATE:
            if self._cites(index):
                return None
            after = index + 1
            while self.syms[after] in (Sym.WORD, Sym.STOP) and self._is_year_word(after):
                after += 1
            if self.syms[after] is Sym.FROM:
                result = index > 0 and self.syms[index - 1] is Sym.THAT_IS
                term = self._date(index, index, Sym.THAT_IS if result else Sym.FROM)
                term.end = after + 1
                return term
            if self.syms[after] is Sym.NOT_BEFORE:
                term = self._date(index, index, Sym.ON)
                term.end, term.vague, term.floor = after + 1, True, True
                return term
            if self.syms[after] in (Sym.UNTIL, Sym.VAGUE):
                return None
            term = self._date(index, index, Sym.ON)
            if self.syms[after : after + 2] == [Sym.COMMA, Sym.WEEKDAY]:
                term.end = after + 2  # «2026 жылғы 23 наурызда, дүйсенбіде күшіне енеді»
            return term
        at = index
        while self.syms[at] in _FILLERS and self.syms[at] is not Sym.THIS:
            at += 1
        kind = _BASES.get(self.syms[at])
        if kind is not None:
            return self._kazakh_base(index, at, kind)
        counted = self._number(index)
        if counted is None:
            return None
        number, unit, after = counted
        if self.syms[after] in (Sym.PASSED, Sym.AFTER):
            return Term(index, after + 1, None, number, unit)
        return None

    def _is_year_word(self, index: int) -> bool:
        token = self.tokens[index] if index < self.size else None
        return token is not None and token.end - token.start == 1

    def _kazakh_base(self, index: int, at: int, kind: RuleKind) -> Term | None:
        after = at + 1
        day = self.syms[after] is Sym.DAY_FROM
        if day:
            after += 1
        link = self.syms[after]
        if link not in (Sym.AFTER, Sym.FROM):
            return None
        after += 1
        if kind is RuleKind.AFTER_PUBLICATION and link is Sym.FROM:
            kind = RuleKind.FROM_PUBLICATION
        names = Sym.AFTER_DAY if day and link is Sym.AFTER else link
        term = Term(index, after, kind, link=Sym.FROM_DAY if link is Sym.FROM else names)
        if kind is RuleKind.WITH_OTHER_ACT:
            term.event = self._words(index, at)
        counted = self._number(after)
        if counted is not None and self.syms[counted[2]] in (Sym.PASSED, Sym.AFTER):
            term.number, term.unit, end = counted
            term.end = end + 1
        elif self.syms[after] is Sym.PASSED or (
            self.syms[after] in (Sym.CALENDAR, Sym.DAYS, Sym.MONTHS)
            and Sym.PASSED in self.syms[after : after + 3]
        ):
            term.lost = True
            term.end = after + 1 + self.syms[after : after + 3].index(Sym.PASSED)
        return term
