"""Official publications a text tells of: where and on what day an act was first printed.

The publications of other acts, given in brackets behind their citations, and those of drafts
and web pages are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vacatio_calendar.model import Language, OfficialPublication
from vacatio_parser.dates import FoundDate
from vacatio_parser.sentence import VERBS
from vacatio_parser.text import SourceText
from vacatio_parser.tokens import Sym, Token
from vacatio_parser.windows import sentences

_ANCHOR = re.compile("опубликован|обнародован|publi|promulgat|gazett|appeared in|жариялан")
_LABELLED = re.compile("регистр|номер акт|regist|acceptance|тіркел|тіркеу|официальн|official|ресми")
_FIRST = re.compile("перв|впервые|first|алғаш")
_VENUE = re.compile(r"^\s*[:,]?\s*(?:в|во|in|at)?\s+?(.*?)\s*(?:от|за|on|of|,|\()?\s*$", re.DOTALL)
#: A weekday before the day of publication is no place: «published on Monday, November 18».
_WEEKDAY = re.compile(
    r"(?:(?:on|во?) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?"
    r"|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье"
    r"|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі)",
    re.IGNORECASE,
)
_STOPS = frozenset({Sym.SEMICOLON, Sym.STOP, Sym.THAT_IS} | VERBS)
_COUNTED_FROM = frozenset(
    {Sym.AFTER, Sym.AFTER_DAY, Sym.FROM, Sym.FROM_DAY, Sym.ITS, Sym.ON, Sym.EXPIRY, Sym.UNTIL}
)
# What "On 10 January, Order No. 5 … was published" may stand behind.
_OPENS = frozenset({Sym.COLON, Sym.STOP, Sym.DASH, Sym.NEWLINE})
_REACH = 25
# A line is read around an anchor only so far; a hostile line has no more to say.
_AROUND = 600
_LOOK_BACK = 400


def read_publications(
    text: SourceText,
    language: Language,
    start: int = 0,
    end: int | None = None,
    *,
    asides: bool = False,
) -> tuple[OfficialPublication, ...]:
    """Read the publications of the act a text speaks of, in order, each day once.

    ``asides`` takes those in brackets too, which belong to the act cited before the bracket.

    >>> text = SourceText.of("The Law was published on November 18, 2025.")
    >>> str(read_publications(text, Language.EN)[0].date)
    '2025-11-18'
    """
    last = len(text.folded) if end is None else end
    found: list[OfficialPublication] = []
    for tokens in _sentences(text, language, start, last):
        for publication in _read(tokens, text, language, start, asides=asides):
            if all(publication.date != known.date for known in found):
                found.append(publication)
    return tuple(found)


def _sentences(text: SourceText, language: Language, start: int, end: int) -> Iterator[list[Token]]:
    floor = start
    while (match := _ANCHOR.search(text.folded, floor, end)) is not None:
        first = max(
            text.folded.rfind("\n", floor, match.start()) + 1, floor, match.start() - _AROUND
        )
        stop = text.folded.find("\n", match.end(), min(end, match.end() + _AROUND))
        stop = min(end, match.end() + _AROUND) if stop < 0 else stop
        yield from sentences(text, language, first, stop)
        floor = max(stop, match.end())


def _read(
    tokens: list[Token], text: SourceText, language: Language, start: int, *, asides: bool
) -> Iterator[OfficialPublication]:
    syms = [token.sym for token in tokens]
    if any(token.sym is Sym.UNOFFICIAL and not _in_title(tokens, token, text) for token in tokens):
        return
    for index, sym in enumerate(syms):
        match sym:
            case Sym.PUBLISHED if asides or not _in_bracket(syms, index):
                at = _right(tokens, syms, index)
                if language is Language.KK or at is None:
                    left = _left(tokens, syms, index, text)
                    at = at if left is None else left
                if at is not None:
                    yield from _publication(tokens, text, index, at)
            case Sym.PUBLICATION:
                at = _of_noun(syms, index, language)
                at = _of_field(syms, index) if at is None else at
                if at is not None:
                    yield from _publication(tokens, text, index, at)
            case Sym.PUBLICATION_DATE:
                at = index + 1 + (syms[index + 1 : index + 2] == [Sym.COLON])
                if (
                    at < len(syms)
                    and syms[at] is Sym.DATE
                    and _is_card(tokens, text, index, at, start)
                ):
                    yield from _publication(tokens, text, index, at)
            case _:
                pass


def _in_title(tokens: list[Token], token: Token, text: SourceText) -> bool:
    """Tell whether a word stands in quotation marks: «О пилотном проекте» is no draft."""
    return text.folded.count('"', tokens[0].start, token.start) % 2 == 1


def _publication(
    tokens: list[Token], text: SourceText, index: int, at: int
) -> Iterator[OfficialPublication]:
    value = tokens[at].value
    if not isinstance(value, FoundDate) or value.date is None:
        return
    first = min(tokens[index].start, tokens[at].start)
    last = max(tokens[index].end, tokens[at].end)
    venue = None
    if at > index and tokens[index].sym is Sym.PUBLISHED:
        between = text.span(tokens[index].end, tokens[at].start).text
        matched = _VENUE.match(between) if len(between) < 300 else None
        venue = (" ".join(matched[1].split()).strip(" ,;:-–—") or None) if matched else None
        if venue is not None and _WEEKDAY.fullmatch(venue):
            venue = None
    said = bool(_FIRST.search(text.folded, max(0, first - 40), last))
    yield OfficialPublication(
        value.date, venue=venue, first=True if said else None, span=text.span(first, last)
    )


def _in_bracket(syms: list[Sym], index: int) -> bool:
    """Tell «(опубликовано в газете …)» behind another act from the same behind «опубликования»."""
    for at in range(index - 1, max(-1, index - 40), -1):
        if syms[at] is Sym.CLOSE:
            return False
        if syms[at] is Sym.OPEN:
            return at == 0 or syms[at - 1] is not Sym.PUBLICATION
    return False


def _right(tokens: list[Token], syms: list[Sym], index: int) -> int | None:
    for at in range(index + 1, min(index + _REACH, len(syms))):
        if syms[at] is Sym.DATE:
            return at
        if syms[at] in _STOPS or syms[at] in (Sym.WHICH, Sym.MADE):
            return None
    return None


def _left(tokens: list[Token], syms: list[Sym], index: int, text: SourceText) -> int | None:
    """Find the day before the verb; past the date of a citation only "On D, …" tells the day."""
    cited = False
    for at in range(index - 1, max(-1, index - 2 * _REACH), -1):
        if syms[at] is Sym.DATE:
            if cited:
                opens = 0 < at < 4 or (at >= 4 and syms[at - 2] in _OPENS)
                return at if opens and syms[at - 1] is Sym.ON else None
            dated = at > 0 and syms[at - 1] is Sym.DATED
            attributive = syms[at + 1] in (Sym.NUMBER, Sym.WORD) and _numbered(tokens, at)
            if not dated and not attributive:
                return at if index - at < _REACH else None
            cited = True
        if syms[at] is Sym.STOP and _abbreviates(tokens, at, text):
            continue
        if syms[at] in _STOPS or syms[at] is Sym.MADE:
            return None
    return None


def _abbreviates(tokens: list[Token], at: int, text: SourceText) -> bool:
    """Tell the full stop of "No." before a number from the end of a sentence."""
    before = tokens[at - 1] if at else None
    return before is not None and text.folded[before.start : before.end] in ("no", "n")


def _numbered(tokens: list[Token], at: int) -> bool:
    """Tell «2025 жылғы 22 желтоқсандағы № 672 бұйрығы»: the date of a citation, not of print."""
    behind = tokens[at + 1 : at + 3]
    return len(behind) == 2 and behind[1].sym is Sym.NUMBER and behind[0].end - behind[0].start <= 2


def _of_noun(syms: list[Sym], index: int, language: Language) -> int | None:
    """Read "publication, which took place on D", "publication on D"."""
    if syms[index + 1 : index + 3] == [Sym.ON, Sym.DATE]:
        return index + 2
    if language is not Language.EN and syms[index + 1 : index + 2] == [Sym.DATE]:
        return index + 1
    if syms[index + 1 : index + 4] == [Sym.OPEN, Sym.DATE, Sym.CLOSE]:
        return index + 2 if Sym.THAT_IS in syms[index + 4 : index + 6] else None
    for at in range(index + 1, min(index + 12, len(syms))):
        if syms[at] is Sym.TOOK_PLACE:
            return _right([], syms, at)
        if syms[at] not in (
            Sym.COMMA,
            Sym.WHICH,
            Sym.OPEN,
            Sym.WORD,
            Sym.ITS,
            Sym.ACT,
            Sym.THIS,
            Sym.DATED,
        ):
            return None
    return None


def _of_field(syms: list[Sym], index: int) -> int | None:
    """Read "Official publication – D": a field or an aside, not what a term is counted from."""
    at = index + 1 + (syms[index + 1 : index + 2] in ([Sym.DASH], [Sym.COLON]))
    if syms[at : at + 1] != [Sym.DATE] or index == 0 or syms[index - 1] is not Sym.OFFICIAL:
        return None
    return None if index > 1 and syms[index - 2] in _COUNTED_FROM else at


def _is_card(tokens: list[Token], text: SourceText, index: int, at: int, start: int) -> bool:
    """Tell the label of a register's card from the dateline of a web page, which has a time."""
    behind = text.folded[tokens[at].end : tokens[at].end + 6].strip()
    if behind[:2].isdigit() and behind[2:3] == ":":
        return False
    first = max(start, tokens[index].start - _LOOK_BACK)
    return bool(_LABELLED.search(text.folded, first, tokens[index].end))
