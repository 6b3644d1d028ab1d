"""Citations of acts, in three languages, each with the words it was read from.

A citation names an act by type and requisites; «настоящий Закон» and "this Order" cite nothing.
Titles are quoted as printed; a citation inside another's title is part of that title.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from vacatio_calendar.model import ActRef, ActType, Language
from vacatio_parser.cite_en import read_english
from vacatio_parser.cite_kk import read_kazakh
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.cite_ru import read_russian
from vacatio_parser.dates import FoundDate
from vacatio_parser.text import SourceText

_WORD = re.compile(r"[^\W_]+")


def cite(reading: Reading, start: int = 0, end: int | None = None) -> tuple[Citation, ...]:
    """Read the citations of a prepared text, with their folded bounds."""
    last = len(reading.folded) if end is None else min(end, len(reading.folded))
    match reading.language:
        case Language.RU:
            found = read_russian(reading, start, last)
        case Language.KK:
            found = read_kazakh(reading, start, last)
        case Language.EN:
            found = iter(sorted(read_english(reading, start, last), key=_start))
    return tuple(found)


def _start(citation: Citation) -> int:
    return citation.start


def find_citations(
    text: SourceText,
    language: Language,
    start: int = 0,
    end: int | None = None,
    *,
    dates: tuple[FoundDate, ...] | None = None,
) -> tuple[ActRef, ...]:
    """Find the acts a text cites, in the order of the text.

    ``start`` and ``end`` are folded offsets; ``dates`` saves finding the dates again.

    >>> ref, = find_citations(
    ...     SourceText.of("Закон Республики Казахстан от 6 мая 2020 года № 321-VІ «О садах»"),
    ...     Language.RU,
    ... )
    >>> ref.type.value, ref.number, ref.date.isoformat(), ref.title
    ('law', '321-VI', '2020-05-06', 'О садах')
    """
    reading = Reading.of(text, language, dates)
    return tuple(citation.ref for citation in cite(reading, start, end))


def same_title(one: str | None, other: str | None) -> bool:
    """Tell whether two titles name the same act, whatever the marks, case and ё.

    >>> same_title("О садах и парках", "о  садах, и парках")
    True
    """
    return bool(one and other) and _plain(one) == _plain(other)


def _plain(title: str | None) -> tuple[str, ...]:
    return tuple(_WORD.findall((title or "").lower().replace("ё", "е")))


def join_citations(refs: Iterable[ActRef]) -> tuple[ActRef, ...]:
    """Give a citation the number that another of the same document prints for the same act.

    Two citations are of one act where type, date and title agree. Nothing is joined where the
    document prints two numbers for them.

    >>> import datetime as dt
    >>> day = dt.date(2015, 11, 24)
    >>> short = ActRef(ActType.LAW, date=day, title="On Informatization")
    >>> joined = join_citations([short, replace(short, number="418-V")])
    >>> [ref.number for ref in joined]
    ['418-V', '418-V']
    """
    given = tuple(refs)
    known: defaultdict[tuple[ActType | None, object, tuple[str, ...]], set[str]] = defaultdict(set)
    for ref in given:
        if ref.number and ref.date and ref.title:
            known[ref.type, ref.date, _plain(ref.title)].add(ref.number)
    joined = []
    for ref in given:
        if ref.number is None and ref.date and ref.title:
            numbers = known.get((ref.type, ref.date, _plain(ref.title)), set())
            if len(numbers) == 1:
                ref = replace(ref, number=next(iter(numbers)))
        joined.append(ref)
    return tuple(joined)
