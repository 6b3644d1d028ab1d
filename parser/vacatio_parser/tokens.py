"""Folded text to tokens: words of the lexicon as symbols, numbers, dates, and all the rest.

The grammar sees symbols only. Longest phrase wins; a word the lexicon does not know is a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate
from typing import TypeAlias

from vacatio_calendar.model import Language
from vacatio_parser.dates import FoundDate, find_dates
from vacatio_parser.lexicon import load
from vacatio_parser.numerals import Number, read_compound, read_number
from vacatio_parser.text import SourceText


class Sym(StrEnum):
    """What a token means to the grammar; a row of the lexicon names it in ``means``."""

    # the verbs
    APPLY = "apply"  # вводится в действие: the rules begin to apply
    FORCE = "force"  # вступает в силу
    APPLY_WHICH = "apply_which"  # a participle: вводимый в действие, енгізілетін
    NO_CLAUSE = "no_clause"  # не может быть введен в действие
    RULE_TEXT = "rule_text"  # если в самих актах не указаны иные сроки
    REACH = "reach"  # распространяется на
    RUNS = "runs"  # действует
    LAPSE = "lapse"  # утрачивает силу
    SUSPEND = "suspend"  # приостановить
    # parts of a term
    EXPIRY = "expiry"  # по истечении
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    CALENDAR = "calendar"  # күнтізбелік, which may stand before the number
    WORKING = "working"
    AFTER_DAY = "after_day"  # после дня
    AFTER = "after"  # после
    FROM_DAY = "from_day"  # со дня
    FROM = "from"  # с
    ON = "on"
    VAGUE = "vague"  # не ранее
    ITS = "its"
    OFFICIAL = "official"
    PUBLICATION = "publication"
    SIGNING = "signing"
    ADOPTION = "adoption"
    REGISTRATION = "registration"
    COMMENCING = "commencing"  # введения в действие
    PASSED = "passed"  # өткен соң
    DAY_FROM = "day_from"  # күнінен
    THAT_IS = "that_is"
    INCLUSIVE = "inclusive"
    # staged commencement
    EXCEPT = "except"
    WHICH = "which"
    THIS = "this"
    ACT = "act"
    TREATY = "treaty"
    CHANGES = "changes"
    OTHER_THING = "other_thing"
    PROVISION = "provision"
    THE_REST = "the_rest"
    # end and reach
    UNTIL = "until"
    THROUGH = "through"
    DURING = "during"
    # whose clause it is
    ORDER_OF_COMMENCING = "order_of_commencing"
    SEE = "see"
    BY_OTHER_ACT = "by_other_act"
    FOOTNOTE = "footnote"
    AND = "and"
    LABEL = "label"  # дата введения в действие:
    TIME = "time"  # 00 часов
    CONDITION = "condition"  # если: no fact
    MADE = "made"  # подписан, принят: another verb has the date
    DATED = "dated"  # от: the date of a citation
    ARISEN = "arisen"
    MUST = "must"
    # publication and duties
    PUBLISHED = "published"
    PUBLICATION_DATE = "publication_date"
    TOOK_PLACE = "took_place"
    UNOFFICIAL = "unofficial"  # a draft, a web page
    DEADLINE = "deadline"  # в течение, не позднее
    # what no lexicon holds
    NUMBER = "number"
    DATE = "date"
    WORD = "word"
    STOP = "."
    SEMICOLON = ";"
    COLON = ":"
    COMMA = ","
    OPEN = "("
    CLOSE = ")"
    DASH = "-"
    QUOTE = '"'
    NEWLINE = "newline"


@dataclass(frozen=True, slots=True)
class Token:
    """A symbol with its place in the folded text; ``value`` for numbers and dates."""

    sym: Sym
    start: int
    end: int
    value: Number | FoundDate | None = None


# One pass: figures with points, words with hyphens, runs of space, single marks.
_TOKEN = re.compile(r"[0-9]+(?:[./][0-9]+)+|\w+(?:[-'/]\w+)*|[^\S\n]+|\n|[^\w\s]")
_MARKS = {
    ".": Sym.STOP,
    "!": Sym.STOP,
    "?": Sym.STOP,
    ";": Sym.SEMICOLON,
    ":": Sym.COLON,
    ",": Sym.COMMA,
    "(": Sym.OPEN,
    ")": Sym.CLOSE,
    "[": Sym.OPEN,
    "]": Sym.CLOSE,
    "-": Sym.DASH,
    "—": Sym.DASH,
    '"': Sym.QUOTE,
    "\n": Sym.NEWLINE,
}
_DIGITS = "0123456789"

_Trie: TypeAlias = "dict[str, tuple[Sym | None, _Trie]]"


def _cut(text: str) -> list[str]:
    return [part for part in _TOKEN.findall(text) if not part.isspace()]


@cache
def _phrases(language: Language) -> _Trie:
    """Index the phrases of a lexicon by their words; where two rows share one, the later wins."""
    root: _Trie = {}
    for wording in load(language).wordings:
        for phrase in wording.words:
            if phrase.endswith("*"):
                continue
            level = root
            *first, last = _cut(phrase)
            for part in first:
                _, deeper = level.setdefault(part, (None, {}))
                level = deeper
            level[last] = (Sym(wording.means), level[last][1] if last in level else {})
    return root


@cache
def _stems(language: Language) -> tuple[tuple[str, ...], dict[str, Sym]]:
    """List the beginnings of words («баб*»), which mean what their row means."""
    stems = {
        word[:-1]: Sym(row.means)
        for row in load(language).wordings
        for word in row.words
        if word.endswith("*")
    }
    return tuple(stems), stems


@cache
def _numerals(language: Language) -> frozenset[str]:
    return frozenset(load(language).numerals)


def _long_dashes(text: SourceText, start: int, end: int) -> str:
    """Part words an em dash stands between; folded, it looks like a hyphen."""
    letters = list(text.folded[:end])
    at = text.folded.find("-", start, end)
    while at >= 0:
        if text.original[text.at(at)] == "—":
            letters[at] = "—"
        at = text.folded.find("-", at + 1, end)
    return "".join(letters)


def tokenise(text: SourceText, language: Language, start: int, end: int) -> list[Token]:
    """Read the tokens between two folded offsets."""
    folded = text.folded
    if "—" in text.original:
        folded = _long_dashes(text, start, end)
    parts = _TOKEN.findall(folded, start, end)
    starts = list(accumulate(map(len, parts), initial=start))
    solid = [i for i, part in enumerate(parts) if part[0] != " "]
    words = [parts[i] for i in solid]
    places = [starts[i] for i in solid]
    phrases, numerals = _phrases(language), _numerals(language)
    stems, stem_syms = _stems(language)
    dates = {found.start: found for found in find_dates(text, language, start, end)}
    tokens: list[Token] = []
    index, count = 0, len(words)
    while index < count:
        word, place = words[index], places[index]
        found = dates.get(place) if dates else None
        if found is not None:
            tokens.append(Token(Sym.DATE, place, found.end, found))
            while index < count and places[index] < found.end:
                index += 1
            continue
        if word in numerals or word[0] in _DIGITS or "-" in word:
            number = read_number(words, language, index)
            if number is not None:
                index += number.length
                last = index - 1
                tokens.append(Token(Sym.NUMBER, place, places[last] + len(words[last]), number))
                continue
            if word in numerals:  # «двух трех»: no part of it is the number
                while index < count and words[index] in numerals:
                    index += 1
                last = index - 1
                tokens.append(Token(Sym.WORD, place, places[last] + len(words[last]), None))
                continue
        compound = read_compound(word, language) if language is Language.RU else None
        if compound is not None:
            end_of_word = place + len(word)
            tokens.append(
                Token(Sym.NUMBER, place, end_of_word, Number(compound[0], 1, None, compound[0]))
            )
            tokens.append(Token(Sym(compound[1].value), end_of_word, end_of_word, None))
            index += 1
            continue
        entry = phrases.get(word)
        if entry is None and language is Language.EN and word[-1] in _DIGITS:
            entry = phrases.get(word.rstrip(_DIGITS))  # "force1": a footnote mark
        if entry is not None:
            sym, last, ahead = entry[0], index, index
            while entry[1] and ahead + 1 < count:
                ahead += 1
                while words[ahead] == "\n" and ahead + 1 < count:
                    ahead += 1
                following = entry[1].get(words[ahead])
                if following is None and language is Language.EN and words[ahead][-1] in _DIGITS:
                    following = entry[1].get(words[ahead].rstrip(_DIGITS))
                if following is None:
                    break
                entry = following
                if entry[0] is not None:
                    sym, last = entry[0], ahead
            if sym is not None:
                tokens.append(Token(sym, place, places[last] + len(words[last]), None))
                index = last + 1
                continue
        sym = _MARKS.get(word, Sym.WORD)
        if stems and sym is Sym.WORD and word.rpartition("-")[2].startswith(stems):
            tail = word.rpartition("-")[2]
            sym = next(stem_syms[stem] for stem in stems if tail.startswith(stem))
        tokens.append(Token(sym, place, place + len(word), None))
        index += 1
    return tokens
