"""One number for two acts, and numbers that nobody bears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vacatio_calendar.bodies import BodyKind, body_of
from vacatio_calendar.checks.base import ActCase, ArchiveCase, Found, finding, values
from vacatio_calendar.checks.others import OtherAct
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import Act, DocumentKind, Severity

#: A register in which fewer numbers are known than this share says nothing of its gaps.
_KNOWN_SHARE = 0.5


@finding("VAC041", Severity.ERROR, ActCase, rule="REG-NUMBER")
def one_number_two_acts(case: ActCase) -> Iterator[Found]:
    """Two acts bear one registry number, or one number and date of one body.

    Local departments keep registers of their own. The same act in two languages or editions is
    one act.
    """
    own = case.own
    if own is None or case.document.kind is not DocumentKind.ACT:
        return
    for name in case.others.numbered(own.act.number, own.act.date):
        other = case.others.acts[name]
        same = other.act.type is own.act.type and case.others.same_body(own.act, other.act)
        if name != own.id and same:
            yield _found("number", str(own.act.number), other)
    registration = own.act.registration
    for name in case.others.registered(registration.number if registration else None):
        other = case.others.acts[name]
        if name != own.id and _one_register(own.act, other.act, case.law):
            yield _found("registry", str(registration.number if registration else None), other)


@finding("VAC041", Severity.INFO, ArchiveCase, rule="REG-NUMBER")
def gaps_in_numbers(case: ArchiveCase) -> Iterator[Found]:
    """The register's numbers have gaps: one summary, never an event.

    Unpublished acts and those for official use leave lawful gaps, so that this says only how much
    of the register is at hand. Nothing is said where less than half of it is.
    """
    numbers = case.others.register_numbers()
    if len(numbers) < 2:
        return
    span = numbers[-1] - numbers[0] + 1
    missing = span - len(numbers)
    if missing and len(numbers) >= _KNOWN_SHARE * span:
        yield Found(
            values(first=numbers[0], end=numbers[-1], missing=missing, runs=_runs(numbers)),
            variant="gap",
            subject="register",
        )


def _found(variant: str, number: str, other: OtherAct) -> Found:
    return Found(
        values(number=number, other=other.id),
        variant=variant,
        subject=f"{variant} {other.id}",
        sources=(("other", other.id),),
    )


def _one_register(one: Act, other: Act, law: Jurisdiction) -> bool:
    """Tell whether two acts are numbered in one register: that of the Ministry of Justice."""
    return not _is_local(one, law) and not _is_local(other, law)


def _is_local(act: Act, law: Jurisdiction) -> bool:
    body = body_of(act.issuer, law, act.date)
    return body is not None and body.kind is BodyKind.LOCAL


def _runs(numbers: Sequence[int]) -> int:
    """Count the runs of missing numbers."""
    return sum(after - before > 1 for before, after in pairwise(numbers))
