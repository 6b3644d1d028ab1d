"""Numbers of the register of the Ministry of Justice that a report gives in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from vacatio_parser.bulletin_words import BulletinWords
from vacatio_parser.cite_parts import Reading
from vacatio_parser.entities import Occurrence
from vacatio_parser.relations import Passage

# Taxpayers, companies and cars are registered too.
_REGISTER = re.compile(
    r"justice|regist(?:er|ry) of|(?:\b(?:under|with|as) |\()(?:no\b|№)|минюст|юстици|реестр"
    r"|под №|за №|әділет|тізілім"
)
# No sentence tells of more registrations.
_CUES = 20
_NUMBER_BEFORE = re.compile(r"№ ?(\d{4,6})\b")


def read_registrations(
    reading: Reading, words: BulletinWords, passage: Passage
) -> Iterator[tuple[int, Occurrence | None, str]]:
    """Yield the word, the act named only behind it, and the number, outside citations."""
    folded = reading.folded
    cues = words.registered.finditer(folded, passage.start, passage.end)
    for cue in islice(cues, _CUES):
        at = cue.start()
        if any(place.start <= at < place.tail for place in passage.places):
            continue
        before = passage.before(at)
        following = next(passage.after(cue.end()), None)
        first = before.tail if before else passage.start
        last = following.start if following else passage.end
        if not _REGISTER.search(folded, first, last):
            continue
        number = reading.registered(at, last) or _before(folded, first, at)
        if number:
            yield at, following if before is None else None, number


def _before(folded: str, start: int, end: int) -> str | None:
    """Read the number before the verb, where Kazakh has it («№ 34529 болып тіркелді»)."""
    numbers = _NUMBER_BEFORE.findall(folded, start, end)
    return numbers[-1] if numbers else None
