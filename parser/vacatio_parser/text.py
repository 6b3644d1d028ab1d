"""Source text beside its folded form, with a way back from one to the other.

Patterns match the folded form only: one kind of space, dash and quotation mark, lower case,
ё as е, look-alike letters mended. Whatever they find is quoted from the original.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vacatio_calendar.model import Span

#: Characters that take no room on the page: soft hyphen, zero-width and direction marks, BOM.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"

# Each character met is replaced in one pass of its own: most texts meet five of these.
_ONE_TO_ONE: tuple[tuple[str, str], ...] = (
    *((char, " ") for char in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"),
    *((char, " ") for char in "\u2008\u2009\u200a\u202f\u205f\u3000\t\f\v"),
    *((char, "-") for char in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"),
    *((char, '"') for char in "«»“”„‟‹›\u2033"),
    *((char, "'") for char in "‘’‚‛ʼ`´"),
    *((char, "\n") for char in "\r\u2028\u2029\u0085"),
    ("ё", "е"),
)

_ODD = re.compile(f"[{re.escape(''.join(char for char, _ in _ONE_TO_ONE))}{INVISIBLE}]")

# Older texts type Latin letters inside Cyrillic words: енгiзiледi, апpеля.
_LATIN = re.compile("[aceiopxy](?:(?=[\u0400-\u04ff])|(?<=[\u0400-\u04ff].))")
# One by one they are found soonest, where there are any.
_EACH_LATIN = {
    letter: re.compile(f"{letter}(?:(?=[\u0400-\u04ff])|(?<=[\u0400-\u04ff].))")
    for letter in "aceiopxy"
}
_CYRILLIC = dict(zip("aceiopxy", "асеіорху", strict=True))
# A Roman convocation number typed with Cyrillic letters: 217-VІ, 22-ХІ (folded to lower case).
_ROMAN = re.compile("-(?<=[0-9]-)[ivxlіх]+(?![0-9a-z\u0400-\u04ff])")
# «Order #12», «Law # 105-V»: a number sign that opens no heading of Markdown.
_HASH = re.compile("#(?=[0-9])|(?<=[^\n#] )#(?= [0-9])")
_ROMAN_LETTERS = str.maketrans({"і": "i", "х": "x"})


def _fold(text: str, hidden: Sequence[tuple[int, int]]) -> tuple[str, array[int] | None]:
    folded = text.lower()
    if len(folded) != len(text):  # one letter may become two (İ): those stay as they are
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    odd = _ODD.search(folded) is not None
    if odd:
        for char, plain in _ONE_TO_ONE:
            if char in folded:
                folded = folded.replace(char, plain)
    if "#" in folded:
        folded = _HASH.sub("№", folded)
    positions: array[int] | None = None
    if hidden or (odd and any(char in folded for char in INVISIBLE)):
        positions = array("L", _visible(folded, hidden))
        folded = "".join(map(folded.__getitem__, positions))
    if folded.isascii():  # no letter to be mistaken for another
        return folded, positions
    if _mixed(folded):
        folded = _LATIN.sub(_cyrillic, folded)
        # «енгiзiледi»: a mended letter makes its neighbour a Cyrillic one
        folded = _LATIN.sub(_cyrillic, folded)
    if "-" in folded:
        folded = _ROMAN.sub(lambda match: match[0].translate(_ROMAN_LETTERS), folded)
    return folded, positions


def _mixed(folded: str) -> bool:
    """Tell whether a Latin letter stands beside a Cyrillic one."""
    for letter, beside in _EACH_LATIN.items():  # noqa: SIM110
        if letter in folded and beside.search(folded):
            return True
    return False


def _cyrillic(match: re.Match[str]) -> str:
    return _CYRILLIC[match[0]]


def _visible(folded: str, hidden: Sequence[tuple[int, int]]) -> Iterator[int]:
    at = 0
    for start, end in (*hidden, (len(folded), len(folded))):
        yield from (i for i in range(at, start) if folded[i] not in INVISIBLE)
        at = max(at, end)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text and its folded form, character for character but for invisible ones.

    >>> text = SourceText.of("Заң енгiзiледi № 231-VІІІ")
    >>> text.folded
    'заң енгізіледі № 231-viii'
    >>> text.span(4, 14).text
    'енгiзiледi'
    """

    original: str
    folded: str
    _positions: array[int] | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, text: str, hidden: Sequence[tuple[int, int]] = ()) -> SourceText:
        """Fold a text; ranges of markup in ``hidden``, in order, leave no trace in the folded form.

        >>> SourceText.of("**Закон**", hidden=[(0, 2), (7, 9)]).folded
        'закон'
        """
        return cls(text, *_fold(text, hidden))

    def at(self, index: int) -> int:
        """Tell the original offset of a folded one (which may be the end)."""
        if self._positions is None:
            return index
        return self._positions[index] if index < len(self._positions) else len(self.original)

    def words(self, start: int, end: int) -> str:
        """Give the original between two folded offsets, without its place."""
        if self._positions is None:
            return self.original[start:end]
        return self.span(start, end).text

    def span(self, start: int, end: int) -> Span:
        """Quote the original between two folded offsets."""
        if self._positions is None:
            return Span(start, max(start, end), self.original[start:end])
        first = self.at(start)
        last = self.at(end - 1) + 1 if end > start else first
        return Span(first, last, self.original[first:last])
