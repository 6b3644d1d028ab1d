"""Tell the repeal of a whole act from that of a part of it, by the words around its citation.

«Признать утратившим силу пункт 3 приказа … № 122» leaves the order in force. To show it as
repealed would be the worst of errors, so wherever a unit is named at the citation the act is
taken as amended: its unit is repealed, or suspended, and nothing more.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from vacatio_calendar.model import Act, Action, ActRef, Modification

_UNIT = r"(?:под)?(?:пункт|стат|абзац|част|глав|раздел|параграф|приложени)\w*"
_UNIT_EN = r"(?:sub)?(?:paragraph|article|item|indent|part|chapter|section|annex)\w*"
_NUMBER = r"(?:\d+(?:-\d+)*\)?|[IVXLC]+|[а-я]+(?:ый|ой|ий|ая|яя|ого|его|ой|ых|их|ую))"
_JOIN = r"(?:и|of|and|the|,|;|–|-)"
#: Before a citation in Russian or English: units and numbers, and nothing else up to it.
_BEFORE = re.compile(
    rf"\b(?P<part>(?:{_UNIT}|{_UNIT_EN})(?:[\s ]*(?:{_UNIT}|{_UNIT_EN}|{_NUMBER}|{_JOIN}))*)"
    r"[\s ]*$",
    re.IGNORECASE,
)
#: Behind a citation in Kazakh, perhaps after its registration in brackets: 1-тармағының.
_BEHIND = re.compile(
    r"^[\s ]*(?:\([^()]*\)[\s ]*)?"
    r"(?P<part>\d+(?:-\d+)*\)?[-\s ]*(?:тармақ|тармағ|бап|баб|абзац|бөлік|бөліг|бөлім|тарау)\w*)",
    re.IGNORECASE,
)
_END = re.compile(rf"(?:\s+{_JOIN})+$", re.IGNORECASE)
_WINDOW = 160


def part_of(text: str, ref: ActRef) -> str | None:
    """Give the words that name a part of the cited act, or `None` if all of it is meant.

    >>> from vacatio_calendar.model import Span
    >>> text = "Признать утратившим силу пункт 3 приказа № 122."
    >>> part_of(text, ActRef(number="122", span=Span(33, 46, text[33:46])))
    'пункт 3'
    """
    if ref.span is None:
        return None
    before = text[max(0, ref.span.start - _WINDOW) : ref.span.start].rpartition("\n")[2]
    behind = text[ref.span.end : ref.span.end + _WINDOW]
    found = _BEFORE.search(before) or _BEHIND.search(behind)
    return _END.sub("", " ".join(found["part"].split())) if found else None


def without_partial(act: Act, text: str) -> Act:
    """Move citations of which only a part is repealed or suspended to what the act amends."""
    amends = list(act.amends)
    modifications = list(act.modifications)

    def whole(refs: Iterable[ActRef], action: Action) -> tuple[ActRef, ...]:
        kept = []
        for ref in refs:
            part = ref.part or part_of(text, ref)
            if part is None:
                kept.append(ref)
                continue
            _point(modifications, Modification(action, len(amends), part, None, ref.span))
            amends.append(ref)
        return tuple(kept)

    repeals = whole(act.repeals, Action.REPEAL)
    suspends = whole(act.suspends, Action.SUSPENSION)
    return dataclasses.replace(
        act,
        amends=tuple(amends),
        repeals=repeals,
        suspends=suspends,
        modifications=tuple(modifications),
    )


def _point(modifications: list[Modification], found: Modification) -> None:
    """Point an instruction that was read without its act at that act, or add the instruction."""
    for position, each in enumerate(modifications):
        if each.act is None and each.action is found.action:
            modifications[position] = dataclasses.replace(each, act=found.act)
            return
    modifications.append(found)
