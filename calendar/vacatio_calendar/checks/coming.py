"""The day that the official text gives when the day has come, against the computed one."""

from __future__ import annotations

from collections.abc import Iterator

from vacatio_calendar.checks.base import ClauseCase, Found, finding, values
from vacatio_calendar.model import Severity, Whose


@finding("VAC072", Severity.WARNING, ClauseCase, rule="SRC-VERSIONDATE")
def official_text_gives_another_day(case: ClauseCase) -> Iterator[Found]:
    """The official text, fetched again when the day had come, gives another day than the rules.

    The portal dates the edition that an act causes, and sometimes the act itself. An edition
    dated with the day of adoption says nothing. Informational where another reading of the term,
    or another place of publication, would give the portal's day.
    """
    if case.computed is None:
        return
    for given in case.of.known.official:
        if given.provisions == case.clause.provisions and given.on != case.computed:
            yield Found(
                values(official=given.on, computed=case.computed),
                severity=Severity.INFO if given.on in case.defensible else None,
                span=case.clause.span,
                whose=Whose.PORTAL,
                subject=given.text,
                sources=(("official", "portal"),),
            )
