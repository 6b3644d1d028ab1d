"""The phrases of a lexicon as one expression, so that a text is cut into them in one pass.

The alternatives are spelt as a tree of their letters: at every letter of a text few can still
match, and the longest phrase that ends at the end of a word wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from vacatio_calendar.model import Language
from vacatio_parser.lexicon import load
from vacatio_parser.symbols import Sym

#: One word, figures with points, or one mark.
WORD = r"[0-9]+(?:[./][0-9]+)+|\w++(?:(?![-'/]\w)|(?:[-'/]\w+)+)|[^\w ]"
MARKS = {
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
DIGITS = "0123456789"
#: Groups of the pattern of a language: a phrase it knows, a word of letters alone.
PHRASE, LETTERS = 1, 2

_WORD = re.compile(WORD)
_ENDS = r"\b(?![-'/]\w)"
_FIGURES_END = r"\b(?![-'/]\w|[./][0-9])"
_BETWEEN = r"[ \n]*"

_Tree: TypeAlias = "dict[str, _Tree]"


@dataclass(frozen=True, slots=True)
class Phrases:
    """All a lexicon knows, ready for cutting a text.

    ``pattern`` finds the next word: its first group holds if that is a phrase of the lexicon, its
    second if it is made of letters alone.
    ``meanings`` is asked by `meaning`. ``opening`` are the words a phrase begins with.
    ``numbers`` finds the words and brackets a number may be made of; ``dating`` is what a date may
    begin with beside a figure; ``endings`` are those of words that may hold a number and its unit.
    """

    pattern: re.Pattern[str]
    meanings: dict[str, Sym]
    opening: frozenset[str]
    numbers: re.Pattern[str]
    dating: frozenset[str]
    endings: tuple[str, ...]
    stems: tuple[tuple[str, Sym], ...]
    beginnings: tuple[str, ...]

    def begun(self, word: str) -> Sym:
        """Tell what a word means that is known by its beginning («баб*»), as most are not."""
        if not self.beginnings or word in self.opening:  # of a phrase that does not go on
            return Sym.WORD
        tail = word.rpartition("-")[2]
        if not tail.startswith(self.beginnings):
            return Sym.WORD
        return next(sym for stem, sym in self.stems if tail.startswith(stem))

    def meaning(self, phrase: str) -> Sym:
        """Tell what a phrase means that is not printed as the lexicon has it, with single spaces.

        A figure behind a word ("force1") is the mark of a footnote.
        """
        words = [word for word in _WORD.findall(phrase) if word != "\n"]
        found = self.meanings.get(" ".join(words))
        if found is None:
            found = self.meanings.get(" ".join(word.rstrip(DIGITS) or word for word in words))
        return found or Sym.WORD


@cache
def phrases_of(language: Language) -> Phrases:
    """Prepare the phrases of a language, once."""
    lexicon = load(language)
    meanings = {**MARKS, **dict.fromkeys(lexicon.numerals, Sym.NUMBER)}
    told = [(word, Sym(row.means)) for row in lexicon.wordings for word in row.words]
    meanings.update((" ".join(_WORD.findall(word)), sym) for word, sym in told if word[-1] != "*")
    phrases = [phrase.split(" ") for phrase in meanings]
    # A numeral is read as a number, whatever phrase it might begin.
    phrases = [one for one in phrases if len(one) == 1 or meanings.get(one[0]) is not Sym.NUMBER]
    footnotes = language is Language.EN
    known = _expression(_spelt(words, footnotes=footnotes) for words in phrases)
    counted = _expression(_spelt([word]) for word in (*lexicon.numerals, "and"))
    stems = tuple((word[:-1], sym) for word, sym in told if word[-1] == "*")
    return Phrases(
        re.compile(rf"({known})|([^\W\d_]++(?![-'/\w]))|{WORD}"),
        meanings,
        frozenset(words[0] for words in phrases),
        re.compile(rf"(?:(?:{counted}|[0-9]+{_FIGURES_END}|\w+(?:-\w+)+{_ENDS}|[()]) *)+"),
        frozenset((*lexicon.months, '"')),
        lexicon.compound_endings,
        stems,
        tuple(stem for stem, _ in stems),
    )


def _spelt(words: list[str], *, footnotes: bool = False) -> list[str]:
    """Spell a phrase as the pieces of an expression: its letters, and what ends its words."""
    pieces: list[str] = []
    for index, word in enumerate(words):
        if index:
            pieces.append(_BETWEEN)
        pieces += map(re.escape, word)
        if word[-1].isalnum() or word[-1] == "_":
            figures = set(word) <= set(DIGITS)
            footnote = "[0-9]*" if footnotes and not figures else ""
            pieces.append(footnote + (_FIGURES_END if figures else _ENDS))
    return pieces


def _expression(phrases: Iterable[list[str]]) -> str:
    root: _Tree = {}
    for pieces in phrases:
        level = root
        for piece in pieces:
            level = level.setdefault(piece, {})
        level[""] = {}
    return _alternatives(root)


def _alternatives(tree: _Tree) -> str:
    """Write a tree as an expression; what goes on precedes what ends."""
    written: list[str] = []
    for piece in sorted(tree, key=bool, reverse=True):
        written.append(piece + _alternatives(tree[piece]) if piece else "")
    return written[0] if len(written) == 1 else f"(?:{'|'.join(written)})"
