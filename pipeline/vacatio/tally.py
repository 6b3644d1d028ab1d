"""How many of the dates a text states agree with the rules, contradict them, or stay open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from vacatio.extraction import Examined
from vacatio_calendar.model import (
    Certainty,
    Commencement,
    DocumentKind,
    Finding,
    RuleKind,
    Severity,
    Span,
)

#: A stated date: the act's index, the provisions it is for, and where it stands.
Place = tuple[int | None, str | None, Span | None]

#: Findings that say a stated date contradicts the rules.
CONTRADICTIONS = frozenset(
    {"VAC001", "VAC002", "VAC003", "VAC004", "VAC006", "VAC052", "VAC065", "VAC070", "VAC023"}
)
#: As a note, this one says that a date follows the other of two readings: it agrees with one.
_READING = "VAC006"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stated dates agree with the rules, contradict them, or could not be checked."""

    agree: int
    contradict: int
    unchecked: tuple[str, ...]

    def sentence(self) -> str:
        """Tell it in one line, with the reasons of what could not be checked.

        >>> Tally(1, 0, ("no term is given",)).sentence()
        '2 dates: 1 agree, 0 contradict, 1 could not be checked (no term is given)'
        """
        total = self.agree + self.contradict + len(self.unchecked)
        why = f" ({'; '.join(dict.fromkeys(self.unchecked))})" if self.unchecked else ""
        return (
            f"{total} date{'' if total == 1 else 's'}: {self.agree} agree, "
            f"{self.contradict} contradict, {len(self.unchecked)} could not be checked{why}"
        )


def tally(examined: Examined) -> Tally:
    """Count the dates a document states for its commencements, by what became of them.

    A date that its own text leaves open is settled by what is published of the act, where a
    database is at hand and has it.
    """
    agree, contradict, unchecked = 0, 0, []
    wrong, open_ = _places(examined.findings)
    for index, (act, entries) in enumerate(
        zip(examined.document.acts, examined.entries, strict=True)
    ):
        for position, (clause, entry) in enumerate(zip(act.commencements, entries, strict=False)):
            if not states(clause, examined.document.kind):
                if clause.note == "unread" and examined.document.kind is DocumentKind.BULLETIN:
                    unchecked.append("the commencement clause could not be read")
                continue
            span = (clause.stated.span if clause.stated else None) or clause.span
            if (index, clause.provisions, span) in wrong:
                contradict += 1
            elif (index, position) in examined.agreed:
                agree += 1
            elif (index, clause.provisions, span) in open_:
                unchecked.append("what it rests on is disputed")
            elif clause.stated is not None and clause.stated.date is None:
                unchecked.append("the stated date is incomplete")
            elif entry.on is None:
                unchecked.append(entry.reason or "no date follows from the text")
            elif entry.certainty is Certainty.STATED:
                unchecked.append("the text gives no term to check it by")
            else:
                agree += 1
    return Tally(agree, contradict, tuple(unchecked))


def states(clause: Commencement, kind: DocumentKind) -> bool:
    """Tell whether a text gives a date; a bulletin that gives a date alone states it as well."""
    alone = kind is DocumentKind.BULLETIN and clause.rule.kind is RuleKind.FIXED_DATE
    return clause.stated is not None or alone


def stated_day(clause: Commencement) -> dt.date | None:
    """Give the date a text gives, beside its term or alone."""
    return clause.stated.date if clause.stated else clause.rule.date


def _places(findings: Iterable[Finding]) -> tuple[set[Place], set[Place]]:
    """Tell which stated dates are wrong, and which differ from a day that is itself disputed."""
    wrong: set[Place] = set()
    disputed: set[Place] = set()
    for each in findings:
        if each.code not in CONTRADICTIONS:
            continue
        place = (each.act, each.provision, each.span)
        if each.severity is not Severity.INFO:
            wrong.add(place)
        elif each.code != _READING:
            disputed.add(place)
    return wrong, disputed
