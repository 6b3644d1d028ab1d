"""The parts every citation is made of, whatever its language: numbers, dates, titles, brackets."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from vacatio_calendar.model import ActRef, ActType, Language
from vacatio_calendar.swift import swift
from vacatio_parser.act_words import ActWords, act_words
from vacatio_parser.dates import FoundDate, find_dates
from vacatio_parser.quotes import Quotes
from vacatio_parser.text import SourceText

#: No bracket behind a citation (САПП, Ведомости, registration, commencement) is longer.
LONGEST_BRACKET = 900
#: No name of an issuer is longer.
LONGEST_ISSUER = 320

# Marks of Markdown copies: emphasis, quotation, escapes.
_MARKUP = frozenset("*>\\\n")
_MARKDOWN = re.compile(r"[*\\]|(?:^|(?<=\s))>(?=\s)")

_SIGN = r"(?:№|(?<!\w)(?:no\s?\.\s?:?|no(?=\s\d)|nо\.?(?=\s\d)|n(?=\s?\d)))\s{0,3}(?:№\s?)?"
# «№ ҚР ДСМ-247/2020», «№ 8С 37/5», «№ 19-42-3.3.17», «№ VII-15-3», «№ 76-р».
_NUMBER = re.compile(
    _SIGN + r"(?P<value>(?:(?:қр|kr)\s{1,2})?(?:[^\W\d_]{1,6}[-/.]?)?\d[\w./-]{0,30}"
    r"(?:(?<=\d[^\W\d_])\s\d{1,4}/\d{1,4}[\w/-]{0,20})?"
    r"|(?:қр|kr)\s[^\W\d_]{1,6}[-/]?\d[\w./-]{0,30}"
    r"|[ivx]{1,6}-\d[\w./-]{0,20})"
)
_BARE_NUMBER = re.compile(r"(?P<value>\d[\w/-]{0,20})")
_CONVOCATION = re.compile("-([IVXІХ]{1,6})(?![^\\W\\d_])")
_ROMAN = str.maketrans({"І": "I", "Х": "X"})
# A footnote's figure glued to a convocation: «No. 243-VI1».
_GLUED = re.compile(r"(-[IVX]+)\d{1,2}$")
_REGISTER = re.compile(r"(?i)[- ]?(?:зрк|қрз|zrk|sam)$")
_SUFFIX = re.compile(r"[- ](?:зрк|қрз|zrk|sam)(?!\w)")
_REGISTERED = re.compile(
    r"(?:реестр|зарегистрир|регистрац|register|registr|reg\.|тізілім|тіркеу|тіркел)"
)
_BRACKET = re.compile(r"[()]")
_REGISTER_NUMBER = re.compile(_SIGN + r"(?P<value>\d[\d-]{0,12})")
_REGISTER_WORDED = re.compile(r"(?:за номером|под номером|нөмірі?мен|under number) (\d{1,7})")


@swift
@dataclass(frozen=True, slots=True)
class Citation:
    """A citation and its folded bounds.

    ``end`` is behind the title or the last requisite; ``tail`` behind the brackets that belong
    to it; ``word`` is the word for the type as printed, ``anchor`` its offset.
    """

    ref: ActRef
    start: int
    end: int
    tail: int
    anchor: int
    word: str


@swift
@dataclass(frozen=True, slots=True)
class Numbered:
    """A number as the contract wants it, and where it ends in the folded text."""

    value: str
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with all that reading citations needs found once."""

    text: SourceText
    folded: str
    language: Language
    words: ActWords
    quotes: Quotes
    dates: tuple[FoundDate, ...]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(
        cls, text: SourceText, language: Language, dates: tuple[FoundDate, ...] | None = None
    ) -> Reading:
        """Prepare a text; ``dates`` may be handed in where they were found before."""
        found = find_dates(text, language) if dates is None else dates
        return cls(
            text,
            text.folded,
            language,
            act_words(language),
            Quotes.of(text),
            found,
            [date.start for date in found],
            [date.end for date in found],
        )

    def printed(self, start: int, end: int) -> str:
        """Quote the original between two folded offsets, white space made single."""
        if end <= start:
            return ""
        words = self.text.words(start, end)
        if not _MARKUP.isdisjoint(words):
            words = _MARKDOWN.sub(" ", words)
        return " ".join(words.split())

    def capital(self, at: int) -> bool:
        """Tell whether the original letter at a folded offset is a capital."""
        return at < len(self.folded) and self.text.original[self.text.at(at)].isupper()

    def skip(self, at: int, extra: str = "") -> int:
        """Step over white space (and the characters of ``extra``)."""
        folded = self.folded
        while at < len(folded) and (folded[at].isspace() or folded[at] in extra):
            at += 1
        return at

    def back(self, at: int, extra: str = "") -> int:
        """Step back over white space (and the characters of ``extra``)."""
        folded = self.folded
        while at > 0 and (folded[at - 1].isspace() or folded[at - 1] in extra):
            at -= 1
        return at

    def date_at(self, at: int) -> FoundDate | None:
        """Give the date that begins at an offset."""
        index = bisect_left(self.starts, at)
        if index < len(self.dates) and self.dates[index].start <= at + 1:
            return self.dates[index]
        return None

    def date_before(self, end: int) -> FoundDate | None:
        """Give the date that ends at an offset."""
        index = bisect_left(self.ends, end)
        if index < len(self.dates) and self.dates[index].end == end:
            return self.dates[index]
        return None

    def next_date(self, at: int, limit: int) -> FoundDate | None:
        """Give the first date that begins in a stretch."""
        index = bisect_left(self.starts, at)
        if index < len(self.dates) and self.dates[index].start < limit:
            return self.dates[index]
        return None

    def number_at(self, at: int, *, bare: bool = False) -> Numbered | None:
        """Read the number that begins at an offset with its sign (or without, if ``bare``)."""
        match = _NUMBER.match(self.folded, at, at + 70)
        if match is None and bare:
            match = _BARE_NUMBER.match(self.folded, at, at + 24)
        if match is None:
            return None
        start, end = match.span("value")
        value = tidy_number(self.printed(start, end))
        if value is None:
            return None
        while end > start and self.folded[end - 1] in ".,;-/":
            end -= 1
        suffix = _SUFFIX.match(self.folded, end, end + 5)
        return Numbered(value, suffix.end() if suffix else end)

    def bracket_at(self, at: int) -> int | None:
        """Tell where the bracket that opens at an offset closes (behind its mark)."""
        folded, depth = self.folded, 0
        if folded[at : at + 1] != "(":
            return None
        for match in _BRACKET.finditer(folded, at, at + LONGEST_BRACKET):
            if match[0] == "(":
                depth += 1
            elif not _numbers_point(folded, match.start()):
                depth -= 1
                if depth == 0:
                    return match.end()
        return None

    def bracket_before(self, end: int) -> int | None:
        """Tell where the bracket opens that closes right before an offset."""
        folded, depth = self.folded, 0
        if folded[end - 1 : end] != ")":
            return None
        found = list(_BRACKET.finditer(folded, max(0, end - LONGEST_BRACKET), end))
        for match in reversed(found):
            if match[0] == "(":
                depth -= 1
                if depth <= 0:
                    return match.start()
            elif not _numbers_point(folded, match.start()):
                depth += 1
        return None

    def registered(self, start: int, end: int) -> str | None:
        """Read the register's number in a stretch that speaks of state registration."""
        folded = self.folded
        if not (word := _REGISTERED.search(folded, start, end)):
            return None
        match = _REGISTER_NUMBER.search(folded, word.start(), end)
        if match:
            return match["value"].rstrip("-")
        worded = _REGISTER_WORDED.search(folded, word.start(), end)
        return worded[1] if worded else None


_POINT_BEFORE = re.compile(
    r"(?:подпункт\w{0,3}|subparagraphs?|пп\.?)\s(?:[\d-]+\),?\s(?:и\s)?)*[\d-]+$"
)
_POINT_BEHIND = re.compile(r"\)\s(?:және\s|\d+\)\s){0,4}тармақша")


def _numbers_point(folded: str, index: int) -> bool:
    """Tell whether a closing bracket is that of «подпункт 2)», which no bracket opened."""
    return folded[index - 1 : index].isdigit() and (
        _POINT_BEFORE.search(folded, max(0, index - 40), index) is not None
        or _POINT_BEHIND.match(folded, index) is not None
    )


@lru_cache(maxsize=4_096)  # a code names the same acts in every second article
def tidy_number(printed: str) -> str | None:
    """Bring a printed number to the contract's form.

    >>> tidy_number("231-VІІІ ЗРК"), tidy_number("672/НҚ"), tidy_number("243-VI1")
    ('231-VIII', '672/НҚ', '243-VI')
    """
    value = _REGISTER.sub("", printed.strip().rstrip(".,;:-/"))
    value = _CONVOCATION.sub(lambda match: match[0].translate(_ROMAN), value)
    value = _GLUED.sub(r"\1", value)
    return value or None


def make(
    reading: Reading,
    kind: ActType | None,
    bounds: tuple[int, int],
    *,
    number: str | None = None,
    date: dt.date | None = None,
    title: str | None = None,
    issuer: str | None = None,
    registration: str | None = None,
) -> ActRef:
    """Build a reference with its span."""
    return ActRef(
        type=kind,
        number=number,
        date=date,
        title=title or None,
        issuer=issuer or None,
        registration_number=registration,
        span=reading.text.span(*bounds),
    )


def retitled(ref: ActRef, title: str) -> ActRef:
    """Name the rules an act approved (contract, Types)."""
    return replace(ref, title=title, approved=True)
