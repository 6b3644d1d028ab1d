"""The forms in which the name of a place is printed: case endings, scripts and word order.

A form is a tuple of marks: a folded word, or the noun of the place with its language («район»,
«района» and «районного» are one mark, «ауданы» another). Forms are written out and compared
exactly; nothing is cut from a printed name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from vacatio_calendar import fold
from vacatio_calendar.model import Language

Form = tuple[str, ...]

_ADJECTIVE = re.compile(r"(?<=[а-я]ск|[а-я]цк|[а-я]дн)(?:ий|ый|ая)$")
_CASES = ("ий", "ый", "ого", "ому", "им", "ым", "ом", "ая", "ой", "ую", "ое")
_DECLINED = re.compile(r"ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое)$")
_NOUN_CASES = {
    "а": ("а", "ы", "и", "е", "у", "ой"),
    "й": ("й", "я", "ю", "ем", "е"),
    "ь": ("ь", "и", "ю", "ем", "е", "я"),
}
#: Kazakh letters and the Russian ones that print the same name; a soft sign is often left out.
_RUSSIAN = str.maketrans("әғқңөұүһіэ", "агкноуухие", "ьъ")
_LATIN = (("zh", "j"), ("kh", "h"), ("gh", "g"), ("q", "k"), ("y", "i"), ("ii", "i"))


@dataclass(frozen=True, slots=True)
class Token:
    """A printed word, the mark it is compared by, and the slug of the noun if it is one."""

    word: str
    mark: str
    noun: str | None = None

    @classmethod
    def of(cls, word: str) -> Token:
        """Mark a word that is no noun of a place."""
        return cls(word, mark(word))


@dataclass(frozen=True, slots=True)
class Nouns:
    """The nouns that say what a place is: by each of their forms, the slug and the language."""

    known: dict[str, tuple[str, Language]]

    def tokens(self, words: Iterable[str]) -> tuple[Token, ...]:
        """Mark the words of a name; initials and numbers are left out."""
        return tuple(self._tokens(words))

    def _tokens(self, words: Iterable[str]) -> Iterator[Token]:
        for word in words:
            if word in self.known:
                slug, language = self.known[word]
                yield Token(word, f"{slug} {language}", slug)
            elif word.isalpha() and len(word) > 1:
                yield Token.of(word)


def mark(word: str) -> str:
    """Fold a word to what its spellings in one script share.

    >>> mark("ақтоғай") == mark("актогай"), mark("zhetysu") == mark("jetisu")
    (True, True)
    """
    if not word.isascii():
        return word.translate(_RUSSIAN)
    for spelt, written in _LATIN:
        word = word.replace(spelt, written)
    return word


def forms(name: tuple[Token, ...], language: Language) -> frozenset[Form]:
    """Write out the forms of a name in the nominative, of which one token is its noun.

    An English name may stand on either side of its noun; a Kazakh name is not declined before it.
    """
    words = [_cases(each.word, language) if each.noun is None else (each.mark,) for each in name]
    found = {tuple(form) for form in product(*words)}
    if language is Language.EN:
        nouns = tuple(each.mark for each in name if each.noun)
        rest = tuple(mark(each.word) for each in name if not each.noun)
        found |= {(*nouns, *rest), (*rest, *nouns)}
    return frozenset(found)


def transliterate(tokens: Iterable[Token]) -> str:
    """Spell tokens that no row knows, an adjective in the nominative, a noun by its slug."""
    spelt = (each.noun or fold.ascii_slug(_DECLINED.sub("ский", each.word)) for each in tokens)
    return "-".join(filter(None, spelt))


def _cases(word: str, language: Language) -> tuple[str, ...]:
    if language is not Language.RU:
        return (mark(word),)
    if _ADJECTIVE.search(word):
        stem = _ADJECTIVE.sub("", word)
        return tuple(mark(stem + ending) for ending in _CASES)
    if endings := _NOUN_CASES.get(word[-1]):
        return tuple(mark(word[:-1] + ending) for ending in endings)
    if word[-1] in "оыиуеөұүіәэюя":
        return (mark(word),)
    return tuple(mark(word + ending) for ending in ("", "а", "у", "ом", "е"))
