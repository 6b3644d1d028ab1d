"""What stands behind a verb: its terms, the end of validity, the day of a labelled field."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vacatio_calendar.model import Duration
from vacatio_parser.kinds import RuleKind
from vacatio_parser.sentence import VERBS, Sentence
from vacatio_parser.terms import STARTS, Term
from vacatio_parser.tokens import Sym

_GAP = 12  # words between a verb and its term
#: How many tokens are looked at, marks among them.
SPAN = 80
_NEAR = 3  # words between two terms of one verb
#: Symbols no term of a verb stands behind.
STOPS = frozenset(
    {Sym.EXCEPT, Sym.REACH, Sym.RUNS, Sym.LAPSE, Sym.REPEAL, Sym.SEMICOLON, Sym.WHICH, Sym.SUSPEND}
    | VERBS
)
_BEFORE_A_DAY = frozenset(
    {
        Sym.WORD,
        Sym.ITS,
        Sym.ACT,
        Sym.THIS,
        Sym.COLON,
        Sym.DASH,
        Sym.ON,
        Sym.FROM,
        Sym.DATED,
        Sym.CHANGES,
    }
)
_COUNTS_FROM = (Sym.AFTER_DAY, Sym.AFTER, Sym.FROM_DAY)
LENGTHS = (Sym.DURING, Sym.DEADLINE)
_DAY = dt.timedelta(days=1)


# Where the words after a verb end: behind a term, and where none has been read yet.
_BEHIND_TERM = frozenset({Sym.AND, Sym.PROVISION, Sym.STOP, Sym.MUST, Sym.MADE, Sym.BY_OTHER_ACT})
_BEFORE_TERM = frozenset({Sym.MADE, Sym.PUBLISHED, Sym.MUST, Sym.STOP})
_MARKS = frozenset({Sym.COMMA, Sym.OPEN})


@dataclass(slots=True)
class Ending:
    """An end of validity and the token behind it."""

    after: int
    ends_on: dt.date | None
    duration: Duration | None


def gather(s: Sentence, index: int) -> tuple[list[Term], int | None]:
    """Gather the terms from a token on, and a provision passed over on the way to them."""
    terms: list[Term] = []
    provision = None
    gap, at, limit = 0, index, min(s.size, index + SPAN)
    while at < limit and gap <= _GAP:
        sym = s.syms[at]
        if sym in STOPS or (sym is Sym.COLON and at > index):
            break
        if sym in LENGTHS:
            if terms:  # "on April 14 for a period of six months"
                break
            by_then = sym is Sym.DEADLINE and s.syms[at + 1] is Sym.DATE
            if s.syms[at + 1] is Sym.NUMBER or by_then:  # "no later than 1 July"
                return [Term(at, at + 1, vague=True)], None
        ordinal = sym is Sym.DAYS and s.syms[at - 1] is Sym.WORD and not terms
        if ordinal and s.syms[at + 1] in _COUNTS_FROM:  # "on the tenth day after …"
            return [Term(at, at + 1, vague=True)], None
        if sym is Sym.DATED:
            at += 2 if s.syms[at + 1] is Sym.DATE else 1
            gap += 1
            continue
        if sym in STARTS:
            term = s.terms.at(at)
            if term is not None:
                bare = sym is Sym.DATE
                again = terms and term.kind is RuleKind.FIXED_DATE is terms[-1].kind
                if (bare and gap > 2) or (terms and gap > _NEAR) or (again and gap):
                    if terms:
                        break
                    at, gap = term.end, gap + 1
                    continue
                if term.kind is RuleKind.AFTER_EVENT and (terms or gap > _NEAR):
                    break
                if term.kind is None and term.vague and gap > _NEAR:
                    at, gap = at + 1, gap + 1
                    continue
                terms.append(term)
                at, gap = max(term.end, at + 1), 0
                continue
        if not terms and sym is Sym.AND and s.syms[at - 1] is Sym.COMMA:
            following = s.syms[at + 1]
            if following not in STARTS or following is Sym.ITS:
                break  # "entered into force, and the fine was paid on 3 May"
        but = terms and sym is Sym.AND and s.syms[at + 1] is Sym.NOT_BEFORE
        if sym in (_BEHIND_TERM if terms else _BEFORE_TERM) and not but:
            break
        if sym is Sym.PROVISION and provision is None:
            provision = at
        gap += sym not in _MARKS
        at += 1
    return terms, provision


def until(s: Sentence, index: int) -> dt.date | None:
    """Read the first day no longer in force: «до D» is D, «по D включительно» the day after it."""
    found = s.date_at(index + 1)
    if found is None or found.date is None:
        return None
    # What is no word for «before» is "to": "from January 1 to December 31" takes the last day in.
    inclusive = s.syms[index] is not Sym.UNTIL or s.syms[index + 2] is Sym.INCLUSIVE
    return found.date + _DAY if inclusive else found.date


def read_end(s: Sentence, index: int) -> Ending | None:
    """Read «действует до …», «по … включительно», «в течение двух лет» behind a verb."""
    at = index + 1
    ends_on: dt.date | None = None
    duration: Duration | None = None
    limit = min(index + 8, s.size)
    while at < limit and ends_on is None and duration is None:
        sym = s.syms[at]
        if sym in (Sym.UNTIL, Sym.THROUGH):
            ends_on = until(s, at)
            if ends_on is None:
                return None
            at += 1
        elif sym in LENGTHS or (sym is Sym.NUMBER and at == index + 1):
            length = s.duration_at(at + (sym is not Sym.NUMBER))
            if length is None:
                return None
            duration, at = length[0], length[1] - 1
        elif sym not in (Sym.WORD, Sym.COMMA, Sym.FROM, Sym.DATE):
            return None
        at += 1
    if ends_on is None and duration is None:
        return None
    return Ending(at, ends_on, duration)


def labelled(s: Sentence, index: int) -> Term | None:
    """Read the day behind «Дата введения в действие: …» or "The effective date … is …"."""
    for at in range(index + 1, min(index + 9, s.size)):
        if s.syms[at] is Sym.DATE:
            return s.terms.at(at)
        if s.syms[at] not in _BEFORE_A_DAY:
            return None
    return None
