"""New wording that stands on the line of its instruction, in marks: not the act's own words.

«… пункт 3 изложить в следующей редакции: «3. Настоящий приказ вводится в действие с 5 марта.»»
says nothing of when the amending order itself applies. Wording on lines of its own is told
apart by the lines (`quotations`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vacatio_calendar.model import Language
from vacatio_parser.quotes import Quotes
from vacatio_parser.structure_words import structure_words
from vacatio_parser.text import SourceText

_OPENS = re.compile(': ?"')
# The words that announce a new wording stand right before it.
_BEFORE = 400


def unquoted(
    text: SourceText, language: Language, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Give a range without the wordings quoted on the line of their instruction.

    >>> text = SourceText.of("изложить в следующей редакции: «2. Так.»; далее")
    >>> [text.folded[a:b] for a, b in unquoted(text, Language.RU, 0, len(text.folded))]
    ['изложить в следующей редакции:', '; далее']
    """
    announces, quotes = structure_words(language).quoted, None
    first = at = start
    while opens := _OPENS.search(text.folded, at, end):
        at = opens.end()
        if not announces.search(text.folded, max(start, at - _BEFORE), opens.start() + 1):
            continue
        quotes = quotes or Quotes.of(text)
        close = quotes.close_of(at - 1)
        if close is None or close >= end or "\n" in text.folded[at:close]:
            continue
        yield first, opens.start() + 1
        first = at = close + 1
    yield first, end
