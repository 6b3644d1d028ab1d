"""What the text of a clause reaches: the provisions that follow its day, and their words."""

from __future__ import annotations

from vacatio_calendar.checks.base import ClauseCase
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.staged import partition


def shows(name: str, case: ClauseCase) -> bool:
    """Tell whether words stand in the title or in the provisions that follow a clause's day.

    Each provision is judged by its own date: where the act is staged, only the text of those
    provisions counts that surely follow this clause.
    """
    pattern = words_of(name)
    return any(pattern.search(text) for text in _texts(case))


def _texts(case: ClauseCase) -> tuple[str, ...]:
    act = case.of.act
    if len(act.commencements) < 2 or not act.provisions:
        whole = case.clause.provisions is None
        own = case.clause.span.text if case.clause.span else ""
        # The clause itself speaks of its term, never of what is done to anybody.
        text = case.of.document.text.replace(own, " ") if own else case.of.document.text
        return (act.title or "", text) if whole else ()
    placed = partition(act, case.of.entries).entry_of
    mine = {eid for eid, position in placed if position == case.position}
    return tuple(f"{item.heading or ''} {item.text}" for item in act.provisions if item.eid in mine)
