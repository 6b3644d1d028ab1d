"""Find what does not agree in a document: whose text, by which rule, and what to write."""

from vacatio_calendar.checks.base import Limits
from vacatio_calendar.checks.holding import Held, Thresholds, held_back
from vacatio_calendar.checks.others import NO_OTHERS, Edition, Lookup, OtherAct
from vacatio_calendar.checks.run import (
    Report,
    Unchecked,
    check,
    check_archive,
    checks,
    examine,
)
from vacatio_calendar.checks.texts import catalogue, message, reason, title

__all__ = [
    "NO_OTHERS",
    "Edition",
    "Held",
    "Limits",
    "Lookup",
    "OtherAct",
    "Report",
    "Thresholds",
    "Unchecked",
    "catalogue",
    "check",
    "check_archive",
    "checks",
    "examine",
    "held_back",
    "message",
    "reason",
    "title",
]
