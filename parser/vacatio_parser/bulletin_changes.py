"""What a report says was changed, by amended act: one bullet is one change.

A section opens with a line that is the citation of an amended act, or with a sentence that says
the changes of one act follow. Its bullets, or where it has none its paragraphs, are the changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from vacatio_calendar.model import Change, ChangeKind
from vacatio_parser.bulletin_words import BulletinWords
from vacatio_parser.entities import Entity
from vacatio_parser.text import SourceText

BULLET = re.compile(r"(?:[-•*–●▪◦‣·]|\d{1,2}[.)]|[a-zа-я]\))\s+(?=\S)")
_PREDICATE = re.compile(
    r"\b(?:was|were|is|are|been|being|be)(?: also| now| further)? $"
    r"|\b(?:был|была|было|были|будет|будут) $"
)
# A change may open with the noun for it: «The introduction of …», «Исключение нормы …».
_LEADING = re.compile(
    r"(?:the |an? )?\w+(?:[ts]ions?|ments?|als?|changes?|ение|ения|ание|ания|замена|отмена)\b"
)
# How many words for one kind of change are looked at in a line.
_WORDS = 8
# A line as short as this, without a full stop, is a heading.
_HEADING = 110


class ChangeReader:
    """Reads lines one after another; ``enter`` says which act the following ones change."""

    def __init__(self, text: SourceText, words: BulletinWords) -> None:
        self._text = text
        self._words = words
        self._owner: Entity | None = None
        self.target: Entity | None = None
        self._bullets = self._lines = 0
        self.strict = False

    def enter(self, owner: Entity | None, target: Entity, *, strict: bool = False) -> None:
        """Open the section of an amended act.

        ``strict``: nothing but a bullet or a sentence with the words of a change belongs to it.
        """
        self._owner, self.target = owner, target
        self._bullets = self._lines = 0
        self.strict = strict

    def leave(self) -> None:
        """Close the section."""
        self.target = None

    def read(self, start: int, end: int) -> Iterator[tuple[Entity, Entity, Change]]:
        """Read one line of a section: who changes, what is changed, and the change."""
        if self.target is None or self._owner is None:
            return
        bullet = BULLET.match(self._text.folded, start, end)
        begin = bullet.end() if bullet else start
        kind = self.kind(begin, end)
        if not self._belongs(bullet is not None, start, end, kind):
            self.leave()
            return
        self._lines += 1
        self._bullets += bullet is not None
        span = self._text.span(begin, end)
        # The amended act is known by its index only when all targets are: see the bulletin.
        yield self._owner, self.target, Change(None, kind or ChangeKind.AMENDED, span.text, span)

    def _belongs(self, bullet: bool, start: int, end: int, kind: ChangeKind | None) -> bool:
        if bullet:
            return True
        if self._bullets:
            return False
        if end - start < _HEADING and self._text.folded[end - 1] not in ".;:!":
            return False
        if self.strict:
            return (
                kind is not None and self._words.details.match(self._text.folded, start) is not None
            )
        return kind is not None or self._lines == 0

    def kind(self, start: int, end: int) -> ChangeKind | None:
        """Tell what a change does: by its leading noun, else its predicate, else its first word."""
        folded = self._text.folded
        found = sorted(
            (match.start(), order, kind)
            for order, (kind, pattern) in enumerate(self._words.changes)
            for match in islice(pattern.finditer(folded, start, end), _WORDS)
        )
        if not found:
            return None
        lead = _LEADING.match(folded, start, end)
        if lead is None or found[0][0] >= lead.end():
            for at, _, kind in found:  # «a reduced rate has been introduced»
                if _PREDICATE.search(folded, max(start, at - 24), at):
                    return kind
        return found[0][2]
