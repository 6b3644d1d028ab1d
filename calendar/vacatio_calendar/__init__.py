"""Dates of entry into force, computed from rules kept as data, with proof."""

from vacatio_calendar.bodies import Body, BodyKind, body_of
from vacatio_calendar.checks import check
from vacatio_calendar.compute import compute
from vacatio_calendar.deadline import Deadline, deadline
from vacatio_calendar.derivation import explain
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.graph import compute_all, depends_on, main_entry
from vacatio_calendar.identity import act_id
from vacatio_calendar.jurisdiction import jurisdictions, load
from vacatio_calendar.known import (
    Confirmation,
    Decision,
    Ending,
    EndKind,
    Fact,
    Known,
    Postponement,
    Suspension,
)
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.publication import FirstPublication, first_publication
from vacatio_calendar.remarks import say_alternative, say_reason, say_remark
from vacatio_calendar.staged import Partition, carried_by, commencement_of, partition
from vacatio_calendar.state import State, StateKind, state_on
from vacatio_calendar.verify import verify

__all__ = [
    "Body",
    "BodyKind",
    "Confirmation",
    "Deadline",
    "Decision",
    "EndKind",
    "Ending",
    "Fact",
    "FirstPublication",
    "Jurisdiction",
    "Known",
    "Partition",
    "Postponement",
    "State",
    "StateKind",
    "Suspension",
    "VacatioError",
    "act_id",
    "body_of",
    "carried_by",
    "check",
    "commencement_of",
    "compute",
    "compute_all",
    "deadline",
    "depends_on",
    "explain",
    "first_publication",
    "jurisdictions",
    "load",
    "main_entry",
    "partition",
    "say_alternative",
    "say_reason",
    "say_remark",
    "state_on",
    "verify",
]
