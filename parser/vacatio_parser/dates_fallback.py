"""dateparser behind a gate: only a day, a month word and a four-digit year, nothing else.

Left to itself it reads month first, fills in missing parts and takes numbers for days. So it
sees only strings of that one form, and its answer counts only where day and year come back as
they stood.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from vacatio_calendar.model import Language

_WORD = re.compile("[^\\W\\d_]{3,10}")


@lru_cache(maxsize=256)
def month_by_dateparser(day: int, word: str, year: int, language: Language) -> dt.date | None:
    """Read a date whose month word is in no lexicon; ``None`` unless the gate lets it pass.

    >>> month_by_dateparser(5, "сентебрь", 2024, Language.RU) is None
    True
    """
    if not _WORD.fullmatch(word):
        return None
    import dateparser  # a fifth of a second, and hardly ever needed

    found = dateparser.parse(
        f"{day} {word} {year}",
        languages=[language.value],
        settings={
            "STRICT_PARSING": True,
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "PARSERS": ["absolute-time"],
        },
    )
    if found is None or found.day != day or found.year != year:
        return None
    return found.date()
