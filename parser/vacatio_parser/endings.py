"""Repeals and suspensions with a term: when what an instruction ends, ends.

They are read where a text has no commencement of its own, such as a single point of an act:
there the term of the instruction is the only date the text gives.
"""

from __future__ import annotations

import datetime as dt
import re

from vacatio_calendar.model import Commencement, Language, RuleKind
from vacatio_parser.clauses import finish
from vacatio_parser.dates import FoundDate
from vacatio_parser.sentence import Draft, Sentence, unmasked
from vacatio_parser.terms import Term
from vacatio_parser.text import SourceText
from vacatio_parser.tokens import Sym, Token
from vacatio_parser.verb_first import VerbFirst
from vacatio_parser.verb_last import VerbLast
from vacatio_parser.windows import sentences, windows

_ANCHOR = {
    Language.RU: re.compile(r"утратившим|отменить|приостан"),
    Language.KK: re.compile(r"танылсын|жойылсын|тоқтат"),
    Language.EN: re.compile(r"repeal|invalid|no longer in force|suspend"),
}
_REPEAL = frozenset({Sym.REPEAL})


def read_endings(
    text: SourceText, language: Language, start: int = 0, end: int | None = None
) -> tuple[Commencement, ...]:
    """Read from when repeals take effect and from when to when suspensions last.

    >>> clause = "Приостановить до 1 января 2028 года действие статьи 5 Закона."
    >>> str(read_endings(SourceText.of(clause), Language.RU)[0].ends_on)
    '2028-01-01'
    """
    last = len(text.folded) if end is None else end
    drafts: list[Draft] = []
    for first, stop in windows(text, language, start, last, anchor=_ANCHOR[language]):
        for tokens in sentences(text, language, first, stop):
            if any(token.sym is Sym.SUSPEND for token in tokens):
                _suspension(unmasked(tokens, text), language, drafts)
            elif any(token.sym is Sym.REPEAL for token in tokens):
                sentence = Sentence(tokens, text, language, drafts, _REPEAL)
                if language is Language.KK:
                    VerbLast(sentence).read()
                else:
                    VerbFirst(sentence).read()
    read = [draft for draft in drafts if draft.note is None]
    return tuple(finish(draft, text, language) for draft in read)


def _suspension(tokens: list[Token], language: Language, drafts: list[Draft]) -> None:
    """Read [from, until) of a suspension; either may be missing (LPA 46)."""
    syms = [token.sym for token in tokens]
    begins: Term | None = None
    ends: dt.date | None = None
    for index, token in enumerate(tokens):
        if not isinstance(token.value, FoundDate):
            continue
        # Russian says «до» before the date, Kazakh «дейін» behind it.
        beside = index + 1 if language is Language.KK else index - 1
        word = syms[beside] if 0 <= beside < len(syms) else None
        if word is Sym.UNTIL:
            ends = ends or token.value.date
        elif word is Sym.THROUGH and token.value.date is not None:
            ends = ends or token.value.date + dt.timedelta(days=1)
        elif word is Sym.FROM and begins is None:
            begins = Term(index, index + 1, RuleKind.FIXED_DATE, link=Sym.FROM, date=token.value)
    if begins is not None or ends is not None:
        drafts.append(Draft(tokens[0].start, tokens[-1].end, begins, ends_on=ends))
