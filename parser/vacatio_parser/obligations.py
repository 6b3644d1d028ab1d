"""Duties with a term: «в течение десяти рабочих дней после …», "within 15 business days of …"."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, islice

from vacatio_calendar.model import Obligation
from vacatio_parser.by_letters import ByLetters
from vacatio_parser.kinds import Language, Unit
from vacatio_parser.lexicon import load
from vacatio_parser.numerals import Number
from vacatio_parser.phrases import phrases_of
from vacatio_parser.terms import UNITS
from vacatio_parser.text import SourceText
from vacatio_parser.tokens import Sym, Token, tokenise, tokens_of

#: The words a term of a duty stands behind, in Kazakh before.
ANCHORS = {
    Language.RU: ByLetters(re.compile(r"в течение|в срок(?!\w)|не позднее")),
    Language.KK: ByLetters(re.compile(r"ішінде|кешіктірілмейтін|кешіктірмей")),
    Language.EN: ByLetters(re.compile(r"within|(?:no|not) later than")),
}
_COUNT, _AHEAD, _BEHIND = 90, 320, 200
_FIRST, _REST = 4, 6  # tokens read for the number and its unit, mostly and at most
_BEFORE_NUMBER = frozenset({Sym.ITS, Sym.WORD, Sym.DEADLINE})
_FIGURE_OR_DASH = re.compile("[-0-9]")
_HARD = re.compile(r"[;:.!?\n]")
_MARK_WITHIN = re.compile(r"\w ?[;:.,!?]|[;:.,!?] ?\w")
# How far behind a mark a phrase it stands in may go on.
_LONGEST_PHRASE = 12
_BETWEEN = " \n0123456789"  # the mark of a footnote may be glued to a word
_MARKS = frozenset({Sym.SEMICOLON, Sym.NEWLINE, Sym.STOP, Sym.COLON})
_EVENT_ENDS = _MARKS | {Sym.DEADLINE}
_LINKS = frozenset({Sym.AFTER_DAY, Sym.AFTER, Sym.FROM_DAY, Sym.FROM, Sym.DATED, Sym.EXPIRY})
_SKIPPED = frozenset({Sym.RUNS, Sym.APPLY, Sym.FORCE})  # «действует в течение двух лет»


def read_obligations(
    text: SourceText, language: Language, start: int = 0, end: int | None = None
) -> tuple[Obligation, ...]:
    """Read the terms of duties, each with the event it runs from where the text names one.

    >>> text = SourceText.of("в течение десяти рабочих дней после регистрации направить копию")
    >>> read_obligations(text, Language.RU)[0].value
    10
    """
    last = len(text.folded) if end is None else end
    found: list[Obligation] = []
    floor = start
    for match in ANCHORS[language].finditer(text.folded, start, last):
        if match.start() < floor:
            continue
        if language is Language.KK:
            duty = _before(text, match.end(), max(floor, match.start() - _BEHIND))
        else:
            duty = _after(text, language, match.start(), min(last, match.end() + _AHEAD), start)
        if duty is not None:
            found.append(duty[0])
            floor = duty[1]
    return tuple(found)


def _counted(tokens: list[Token], index: int) -> tuple[int, Unit, int] | None:
    """Read a number and its unit, with «жұмыс» and «күнтізбелік» in their places."""
    calendar = working = False
    while index < len(tokens) and tokens[index].sym is Sym.CALENDAR:
        calendar, index = True, index + 1
    value = tokens[index].value if index < len(tokens) else None
    if not isinstance(value, Number) or value.value is None:
        return None
    index += 1
    while index < len(tokens) and tokens[index].sym in (Sym.CALENDAR, Sym.WORKING):
        calendar |= tokens[index].sym is Sym.CALENDAR
        working |= tokens[index].sym is Sym.WORKING
        index += 1
    unit = UNITS.get(tokens[index].sym) if index < len(tokens) else None
    if unit is None:
        return None
    if unit is Unit.DAYS and (calendar or working):
        unit = Unit.CALENDAR_DAYS if calendar else Unit.WORKING_DAYS
    return value.value, unit, index + 1


def _after(
    text: SourceText, language: Language, start: int, end: int, floor: int
) -> tuple[Obligation, int] | None:
    stream = tokens_of(text, language, start, end)
    tokens = list(islice(stream, _FIRST))
    if not tokens or tokens[0].sym is not Sym.DEADLINE:
        return None
    counted = _counted(tokens, 1)
    if counted is None:  # other words stand before the number
        tokens += islice(stream, _REST)
        if not any(
            token.sym is Sym.NUMBER and token.start < start + _COUNT for token in tokens[:5]
        ):
            return None
        index = 1
        while index < min(4, len(tokens)) and tokens[index].sym in _BEFORE_NUMBER:
            index += 1
        counted = _counted(tokens, index)
    if counted is None or _runs(text, language, max(floor, start - 40), start):
        return None
    value, unit, at = counted
    event, finish = None, tokens[at - 1].end
    link = next(chain(tokens[at:], stream), None)
    if link is not None and link.sym in _LINKS:
        last = _event_end(text, language, link, end)
        if last is not None:  # an event cut off by the window's end is not quoted in part
            event, finish = " ".join(text.words(link.start, last).split()), last
    return Obligation(value, unit, event, text.span(start, finish)), finish


def _event_end(text: SourceText, language: Language, link: Token, end: int) -> int | None:
    """Tell where the words of an event end that a link begins."""
    folded = text.folded
    mark = _HARD.search(folded, link.end, end)
    if mark is None:
        return None
    at = mark.start()
    plain = mark[0] != "\n" and _FIGURE_OR_DASH.search(folded, link.end, at) is None
    if plain and not _odd(language).search(folded, link.end, at + _LONGEST_PHRASE):
        comma = folded.find(",", max(link.end, link.start + 21), at)
        return link.end + len(folded[link.end : comma if comma >= 0 else at].rstrip(" "))
    last = link
    for token in tokens_of(text, language, link.end, end):
        if _ends_event(token.sym, token.start, link):
            return last.end
        last = token
    return None


@cache
def _odd(language: Language) -> re.Pattern[str]:
    """Find what may hide a mark, or end an event without one: its words are then read one by one.

    That is a phrase with a mark in it, or the words of a term. So may figures and dashes do.
    """
    marked = [phrase for phrase in phrases_of(language).meanings if _MARK_WITHIN.search(phrase)]
    rows = load(language).wordings
    terms = [word for row in rows if row.means == Sym.DEADLINE for word in row.words]
    words = "|".join(
        r"[ \n]*".join(map(re.escape, phrase.rstrip("*").split())) for phrase in (*marked, *terms)
    )
    return re.compile(words)


def _ends_event(sym: Sym, at: int, link: Token) -> bool:
    return sym in _EVENT_ENDS or (sym is Sym.COMMA and at - link.start > 20)


def _runs(text: SourceText, language: Language, start: int, end: int) -> bool:
    """Tell whether a verb stands right before a term: «действует в течение двух лет»."""
    if not text.folded[start:end].rstrip(_BETWEEN).endswith(_verbs(language)):
        return False
    before = tokenise(text, language, start, end)
    return bool(before) and before[-1].sym in _SKIPPED


@cache
def _verbs(language: Language) -> tuple[str, ...]:
    """List the last words of the verbs: a test of them saves most readings."""
    rows = load(language).wordings
    ends = {word.split()[-1] for row in rows if row.means in _SKIPPED for word in row.words}
    return tuple(ends)


def _before(text: SourceText, end: int, start: int) -> tuple[Obligation, int] | None:
    """Read «… тіркелген күннен бастап он жұмыс күні ішінде», whose event comes first."""
    tokens = tokenise(text, Language.KK, start, end)
    if not tokens or tokens[-1].sym is not Sym.DEADLINE:
        return None
    for index in range(len(tokens) - 2, max(-1, len(tokens) - 8), -1):
        if tokens[index].sym is not Sym.NUMBER:
            continue
        first = index
        while first and tokens[first - 1].sym is Sym.CALENDAR:
            first -= 1
        counted = _counted(tokens, first)
        if counted is None or counted[2] < len(tokens) - 2:
            return None
        event_from = first
        if first and tokens[first - 1].sym in (Sym.FROM, Sym.AFTER):
            while event_from and tokens[event_from - 1].sym not in _EVENT_ENDS:
                event_from -= 1
                if tokens[event_from].sym is Sym.COMMA:
                    event_from += 1
                    break
        event = None
        if event_from < first:
            event = " ".join(
                text.span(tokens[event_from].start, tokens[first - 1].end).text.split()
            )
        span = text.span(tokens[first].start, tokens[-1].end)
        return Obligation(counted[0], counted[1], event, span), end
    return None
