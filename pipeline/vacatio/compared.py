"""The findings of a build: checked, held back where a source was misread, judged, registered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vacatio import lives
from vacatio.assemble import Reading
from vacatio.decisions import Kind, Recorded, Verdict
from vacatio.findings import Examiner, HeldBack
from vacatio.judging import Judged
from vacatio.lives import HELD, Life, Now
from vacatio.store import Row
from vacatio_calendar.checks import Thresholds
from vacatio_calendar.known import Confirmation

#: How a decision shows in the state of a finding.
STATES = {verdict: str(verdict) for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Compared:
    """All findings as rows, what is held back, and what could and could not be compared."""

    rows: Sequence[Row]
    held: tuple[HeldBack, ...]
    agreeing: int
    contradicting: int
    unchecked: Mapping[str, int]

    def having(self, *states: str) -> list[Row]:
        """Give the findings of some states."""
        return [row for row in self.rows if row["state"] in states]


def check(
    examiner: Examiner,
    pages: Sequence[Reading],
    known: Mapping[str, Life],
    judged: Judged,
    now: Now,
    fetched: Mapping[str, dt.date],
    thresholds: Thresholds,
) -> Compared:
    """Check all texts, and give each finding its state and its place in the register.

    `known` is the register so far, `fetched` the day on which each document came.
    """
    examined = examiner.all(pages)
    held = examined.held(lives.usual(known, fetched), thresholds)
    let_through = judged.sources(held)
    held = tuple(each for each in held if each.id not in let_through)
    rows = examined.without(held)
    judged.findings({name: row for name, row in rows.items() if row["state"] != HELD})
    answers = _answers(judged)
    confirmed = {
        name: Confirmation(str(rows[name]["code"]), each.named)
        for name, each in answers.items()
        if each.verdict is Verdict.CONFIRMED and name in rows
    }
    rows.update(examiner.confirmed(pages, confirmed, rows) if confirmed else {})
    found = {name: _answered(row, answers.get(name)) for name, row in rows.items()}
    return Compared(
        tuple(lives.lived(found, known, now)),
        held,
        examined.agreeing,
        examined.contradicting,
        examined.unchecked,
    )


def _answers(judged: Judged) -> dict[str, Recorded]:
    """Give the decisions that hold on findings, by the ids of findings."""
    reviews: Iterable[str | None] = (each.review for each in judged.recorded)
    found = {name: judged.answer(name) for name in reviews if name}
    return {
        name: each
        for name, each in found.items()
        if each is not None and each.kind not in (Kind.TARGET, Kind.SOURCE)
    }


def _answered(row: Row, answer: Recorded | None) -> Row:
    if answer is None or row["state"] == HELD:
        return row
    return {
        **row,
        "state": STATES[answer.verdict],
        "decision_id": answer.id,
        "reason": answer.reason,
    }
