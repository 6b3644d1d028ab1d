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

    # Symbols are looked up all the time; the hash of an enumeration is a Python function.
    __hash__ = str.__hash__

    # the verbs
    APPLY = "apply"  # вводится в действие: the rules begin to apply
    FORCE = "force"  # вступает в силу
    APPLY_WHICH = "apply_which"  # a participle: вводимый в действие, енгізілетін
    NO_CLAUSE = "no_clause"  # не может быть введен в действие
    RULE_TEXT = "rule_text"  # если в самих актах не указаны иные сроки
    REACH = "reach"  # распространяется на
    RUNS = "runs"  # действует
    LAPSE = "lapse"  # утратил силу: a statement
    REPEAL = "repeal"  # признать утратившим силу: an instruction
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
    VAGUE = "vague"  # в начале, не позже
    NOT_BEFORE = "not_before"  # не ранее
    ITS = "its"
    OFFICIAL = "official"
    PUBLICATION = "publication"
    SIGNING = "signing"
    ADOPTION = "adoption"
    REGISTRATION = "registration"
    COMMENCING = "commencing"  # введения в действие
    LATER = "later"  # "ten days later": counted from what nobody says
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


@dataclass(slots=True)
class Token:
    """A symbol with its place in the folded text; ``value`` for numbers and dates."""

    sym: Sym
    start: int
    end: int
    value: Number | FoundDate | None = None


# One pass: figures with points, words with hyphens, line ends, single marks; each with the
# spaces behind it, so that nothing of the text is left out and lengths add up to places.
_TOKEN = re.compile(r"(?:[0-9]+(?:[./][0-9]+)+|\w+(?:[-'/]\w+)*|[^\w ]) *| +")
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

_DIGIT = re.compile("[0-9]")

_Node: TypeAlias = "tuple[Sym | None, _Trie]"
_Trie: TypeAlias = "dict[str, _Node]"


def _cut(text: str) -> list[str]:
    return [part.strip() for part in _TOKEN.findall(text)]


@cache
def _phrases(language: Language) -> _Trie:
    """Index marks, numerals and the phrases of a lexicon by their words."""
    lexicon = load(language)
    root: _Trie = {mark: (sym, {}) for mark, sym in _MARKS.items()}
    root.update((numeral, (Sym.NUMBER, {})) for numeral in lexicon.numerals)
    for wording in lexicon.wordings:
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
def _stems(language: Language) -> tuple[tuple[str, Sym], ...]:
    """List the beginnings of words («баб*»), which mean what their row means."""
    return tuple(
        (word[:-1], Sym(row.means))
        for row in load(language).wordings
        for word in row.words
        if word.endswith("*")
    )


def _long_dashes(text: SourceText, start: int, end: int) -> str:
    """Part words an em dash stands between; folded, it looks like a hyphen."""
    letters = list(text.folded[start:end])
    for index, letter in enumerate(letters):
        if letter == "-" and text.original[text.at(start + index)] == "—":
            letters[index] = "—"
    return "".join(letters)


def tokenise(
    text: SourceText,
    language: Language,
    start: int,
    end: int,
    until: frozenset[Sym] = frozenset(),
) -> list[Token]:
    """Read the tokens between two folded offsets, or as far as the first mark of ``until``."""
    if "—" in text.original[text.at(start) : text.at(end)]:
        parts = _TOKEN.findall(_long_dashes(text, start, end))
    else:
        parts = _TOKEN.findall(text.folded, start, end)
    return _Tokeniser(text, language, parts, start, end).read(until)


class _Tokeniser:
    """One run over the words between two offsets."""

    def __init__(
        self, text: SourceText, language: Language, parts: list[str], start: int, end: int
    ) -> None:
        self.language = language
        self.places = list(accumulate(map(len, parts), initial=start))
        self.words = [part.rstrip(" ") for part in parts]
        if self.words and not self.words[0]:  # the spaces before the first word
            del self.words[0], self.places[0]
        self.phrases = _phrases(language)
        self.dates: dict[int, FoundDate] = {}
        if _DIGIT.search(text.folded, start, end):
            self.dates = {found.start: found for found in find_dates(text, language, start, end)}

    def read(self, until: frozenset[Sym]) -> list[Token]:
        words, places, phrases, dates = self.words, self.places, self.phrases, self.dates
        tokens: list[Token] = []
        known, add, numeral = phrases.get, tokens.append, Sym.NUMBER
        index, count = 0, len(words)
        while index < count:
            word, place = words[index], places[index]
            if dates and place in dates:
                found = dates[place]
                tokens.append(Token(Sym.DATE, place, found.end, found))
                while index < count and places[index] < found.end:
                    index += 1
                continue
            entry = known(word)
            if entry is None:
                index = self._unknown(index, tokens)
            elif entry[0] is numeral:
                index = self._number(index, tokens)
            elif not entry[1]:  # a phrase of one word
                add(Token(entry[0] or Sym.WORD, place, place + len(word)))
                index += 1
                if entry[0] in until:
                    break
            else:
                sym, last = self._phrase(index, entry)
                add(Token(sym, place, places[last] + len(words[last])))
                index = last + 1
        return tokens

    def _phrase(self, index: int, entry: _Node) -> tuple[Sym, int]:
        """Find the longest phrase that begins at a word."""
        words, count, glued = self.words, len(self.words), self.language is Language.EN
        sym, last, ahead = entry[0], index, index
        while entry[1] and ahead + 1 < count:
            ahead += 1
            word = words[ahead]
            while word == "\n" and ahead + 1 < count:
                ahead += 1
                word = words[ahead]
            following = entry[1].get(word)
            if following is None and glued and word[-1] in _DIGITS:  # "force1": a footnote mark
                following = entry[1].get(word.rstrip(_DIGITS))
            if following is None:
                break
            entry = following
            if entry[0] is not None:
                sym, last = entry[0], ahead
        return sym or Sym.WORD, last

    def _number(self, index: int, tokens: list[Token]) -> int:
        """Read a number, or step over numerals that are none: «двух трех»."""
        words, places = self.words, self.places
        number = read_number(words, self.language, index)
        if number is not None:
            last = index + number.length - 1
            sym = Sym.NUMBER
        else:
            last, sym = index, Sym.WORD
            while (
                last + 1 < len(words)
                and self.phrases.get(words[last + 1], (None,))[0] is Sym.NUMBER
            ):
                last += 1
        end = places[last] + len(words[last])
        tokens.append(Token(sym, places[index], end, number))
        return last + 1

    def _unknown(self, index: int, tokens: list[Token]) -> int:
        """Read figures, compounds and words known by their beginning."""
        word, place = self.words[index], self.places[index]
        end = place + len(word)
        if word[0] in _DIGITS or "-" in word:
            number = read_number(self.words, self.language, index)
            if number is not None:
                return self._number(index, tokens)
        sym = Sym.WORD
        if self.language is Language.RU:
            compound = read_compound(word, self.language)
            if compound is not None:
                number = Number(compound[0], 1, None, compound[0])
                tokens.append(Token(Sym.NUMBER, place, end, number))
                sym, place = Sym(compound[1].value), end
        elif self.language is Language.KK:
            tail = word.rpartition("-")[2]
            sym = next((sym for stem, sym in _stems(self.language) if tail.startswith(stem)), sym)
        elif word[-1] in _DIGITS and word.rstrip(_DIGITS) in self.phrases:
            sym, last = self._phrase(index, self.phrases[word.rstrip(_DIGITS)])
            tokens.append(Token(sym, place, self.places[last] + len(self.words[last])))
            return last + 1
        tokens.append(Token(sym, place, end))
        return index + 1
