"""Numbers of the register of the Ministry of Justice that a report gives in its own words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice

from vacatio_parser.bulletin_words import BulletinWords
from vacatio_parser.cite_parts import Reading
from vacatio_parser.entities import Occurrence
from vacatio_parser.relations import Passage

# Taxpayers, companies and cars are registered too.
_REGISTER = re.compile(
    r"justice|regist(?:er|ry) of|(?:\b(?:under|with|as) |\(|registration: )(?:no\b|№)"
    r"|минюст|юстици|реестр"
    r"|под №|за №|әділет|тізілім"
)
# No sentence tells of more registrations.
_CUES = 20
# A day and the number that goes with it stand side by side, with a word or two between them.
_NEAR = 160
_REGISTERED = re.compile(r"\bregist(?:ered|ration)\b|\bзарегистрирован|\bрегистрац|тіркел|тіркеу")
_LEADS = re.compile(
    r"[\s,]*(?:(?:under|as|with|за|под)\s+)?(?:the\s+)?(?:registration\s+|регистрационным\s+)?"
    r"(?:(?:number|номером|no\.?|n|№)\s*)?"
)
_FOLLOWS = re.compile(r"[\s,]*(?:(?:on|of|dated|from|от)\s+)?")
# "The Ministry of Justice registered the Order … under No. 33955": the act stands right behind.
_ACTIVE = 5
_UNDER_NUMBER = re.compile(
    r"\b(?:under|with|за|под) (?:the )?(?:registration )?(?:number|no|№)\.? ?(\d{3,6})\b"
)
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
        if before is None and following and following.start - cue.end() <= _ACTIVE:
            behind = next(passage.after(following.tail), None)
            end = behind.start if behind else passage.end
            told = _UNDER_NUMBER.search(folded, following.tail, end)
            number = told[1] if told else None
        else:
            number = reading.registered(at, last) or _before(folded, first, at)
        if number:
            yield at, following if before is None else None, number


def registered_on(reading: Reading, number: str) -> dt.date | None:
    """Read the day a text gives with a number of the register: right before or right behind it.

    >>> from vacatio_calendar.model import Language
    >>> from vacatio_parser.text import SourceText
    >>> text = SourceText.of("Order No. 7 was registered on 27 February 2026 under No. 37900.")
    >>> str(registered_on(Reading.of(text, Language.EN), "37900"))
    '2026-02-27'
    """
    folded = reading.folded
    for match in islice(re.finditer(rf"(?<![\d-]){re.escape(number)}(?![\d-])", folded), _CUES):
        start, end = _around(folded, match.start(), match.end())
        if not _REGISTERED.search(folded, start, end):
            continue
        at = start
        while (found := reading.next_date(at, match.start())) is not None:
            if _LEADS.fullmatch(folded[found.end : match.start()]):
                return found.date
            at = found.end
        found = reading.next_date(match.end(), end)
        if found is not None and _FOLLOWS.fullmatch(folded[match.end() : found.start]):
            return found.date
    return None


def _around(folded: str, start: int, end: int) -> tuple[int, int]:
    """Bound what is said of a number: its line, and no bracket or list item beside it."""
    first = max(folded.rfind(mark, max(0, start - _NEAR), start) for mark in "\n;()") + 1
    stops = [folded.find(mark, end, end + _NEAR) for mark in "\n;()"]
    return max(first, start - _NEAR), min([at for at in stops if at >= 0], default=end + _NEAR)


def _before(folded: str, start: int, end: int) -> str | None:
    """Read the number before the verb, where Kazakh has it («№ 34529 болып тіркелді»)."""
    numbers = _NUMBER_BEFORE.findall(folded, start, end)
    return numbers[-1] if numbers else None
