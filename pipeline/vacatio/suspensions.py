"""From when and until when an act suspends others: the term that its own instruction states.

A suspension lasts for a definite time (LPA 46(1)). The instruction may name both ends:
«приостановить с 1 января 2027 года до 1 июля 2027 года». Where it names no first day, the
suspension begins with the act that orders it; where it names no end, the end is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vacatio_calendar.model import Act, Action, ActRef, Commencement, Document, Span
from vacatio_parser.endings import read_endings
from vacatio_parser.text import SourceText


@dataclass(frozen=True, slots=True)
class Ordered:
    """One suspension as its instruction orders it: ``[since, until)``, either may be missing.

    ``part`` names the units of the act ``ref`` that are suspended, ``None`` the whole of it.
    ``position`` is the place in the act's ``suspends``, or of its instruction in
    ``modifications`` where a part is meant.
    """

    ref: ActRef
    part: str | None
    position: int
    since: dt.date | None = None
    until: dt.date | None = None

    def start(self, applies: dt.date | None) -> dt.date | None:
        """Tell from when it holds: never before the act that orders it applies.

        >>> Ordered(ActRef(), None, 0, dt.date(2027, 1, 1)).start(dt.date(2026, 12, 1)).isoformat()
        '2027-01-01'
        """
        if applies is None or self.since is None:
            return applies
        return max(applies, self.since)


def ordered(act: Act, document: Document) -> tuple[Ordered, ...]:
    """List the suspensions that an act orders, each with the term of its instruction."""
    whole = [Ordered(ref, ref.part, position) for position, ref in enumerate(act.suspends)]
    parts = [
        (Ordered(act.amends[each.act], each.target, position), each.span)
        for position, each in enumerate(act.modifications)
        if each.action is Action.SUSPENSION and each.act is not None and each.target is not None
    ]
    wanted = [*((each, each.ref.span) for each in whole), *parts]
    if not wanted:
        return ()
    terms = read_endings(SourceText.of(document.text), document.language)
    return tuple(_with_term(each, span, terms) for each, span in wanted)


def _with_term(found: Ordered, span: Span | None, terms: Sequence[Commencement]) -> Ordered:
    """Give a suspension the term of the sentence in which it is ordered."""
    term = next((each for each in terms if _meet(each.span, span)), None)
    if term is None:
        return found
    return Ordered(found.ref, found.part, found.position, term.rule.date, term.ends_on)


def _meet(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.start < other.end and other.start < one.end
