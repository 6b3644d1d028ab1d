"""Titles compared by their words: what counts as another title, and where two part."""

from __future__ import annotations

from itertools import zip_longest

from vacatio_calendar import fold

_KAZAKH = frozenset("әғқңөұүһі")


def differ(one: str | None, other: str | None) -> bool:
    """Tell whether two titles differ in their words, and neither only shortens the other."""
    first, second = _words(one), _words(other)
    if not first or not second or _language(first) != _language(second):
        return False
    short = min(len(first), len(second))
    pairs = zip_longest(first[:short], second[:short], fillvalue="")
    return not all(_same(a, b) for a, b in pairs)


def alike(one: str | None, other: str | None) -> bool:
    """Tell whether two titles have at least half of their words in common."""
    first, second = _words(one), _words(other)
    shared = sum(any(_same(word, again) for again in second) for word in first)
    return 2 * shared >= max(len(first), len(second))


def shortened(one: str | None, other: str | None) -> bool:
    """Tell whether one title is the other with a word or two left out.

    >>> shortened("On Amendments to Acts", "On Amendments to Certain Acts")
    True
    """
    short, long = sorted((_words(one), _words(other)), key=len)
    rest = iter(long)
    kept = all(any(_same(word, again) for again in rest) for word in short)
    return kept and 0 < len(long) - len(short) <= 2


def parting(title: str, other: str) -> str:
    """Quote the words around the place where a title leaves the other one.

    >>> parting("On Amendments and Supplements to Acts", "On Amendments and Additions to Acts")
    '… and Supplements to …'
    """
    printed, compared = title.split(), other.split()
    at = next((i for i, (a, b) in enumerate(zip(printed, compared, strict=False)) if a != b), 0)
    start, end = max(at - 1, 0), min(at + 2, len(printed))
    lead, tail = "… " * (start > 0), " …" * (end < len(printed))
    return f"{lead}{' '.join(printed[start:end])}{tail}"


def _same(one: str, other: str) -> bool:
    """Tell whether two words differ at most in their ending."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    stem = max(4, len(short) - 3)
    return len(short) >= 4 and long[:stem] == short[:stem] and len(long) - stem <= 4


def _words(title: str | None) -> tuple[str, ...]:
    return fold.words(title or "")


def _language(words: tuple[str, ...]) -> str:
    letters = set("".join(words))
    if letters & _KAZAKH:
        return "kk"
    return "ru" if any("\u0400" <= letter <= "\u04ff" for letter in letters) else "latin"
