"""Вступление в силу: signing, or state registration, beside the first day the rules apply.

LPA 42(1) and 42(3) know two moments; the words of a clause may give either (KZ-MOM-WORDS).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from vacatio_calendar.applies import body_kind, exemption, may_register, must_register, outside
from vacatio_calendar.bases import Case
from vacatio_calendar.clauses import count
from vacatio_calendar.derivation import step
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import Commencement, Moment, RuleKind, Step

#: Kinds that give вступление в силу where the words say so; all others can only mean application.
FORCE_KINDS = frozenset(
    {RuleKind.UPON_SIGNING, RuleKind.FROM_ADOPTION, RuleKind.AFTER_REGISTRATION}
)
#: Kinds that give no day of their own.
_SILENT = frozenset({RuleKind.DEFAULT, RuleKind.NONE})


def force_of(commencement: Commencement, case: Case) -> tuple[dt.date | None, tuple[Step, ...]]:
    """Return вступление в силу: as the words say, or by LPA 42(1)."""
    rule = commencement.force_rule
    if rule is None and commencement.moment is Moment.FORCE:
        rule = commencement.rule
    if rule is None or rule.kind in _SILENT:
        return _force_by_law(case)
    counted = count(rule, case)
    return (None, ()) if counted.on is None else (counted.on, counted.steps)


def _force_by_law(case: Case) -> tuple[dt.date | None, tuple[Step, ...]]:
    """Return the day of registration where the act must be registered, or that of signing.

    Neither is taken where it is not known whether the act must be registered.
    """
    act, law = case.act, case.law
    if act.date is None or outside(act, law) is not None:
        return None, ()
    if act.registration is not None:
        registered = act.registration.date
        if registered is not None and registered < act.date:
            return None, ()  # a slip: one of the two days is wrong
        return _by_law(law, act.date, registered, registered=True)
    if (may_register(act, law) or must_register(act, law)) and not _exempt(case):
        return None, ()
    return _by_law(law, act.date, act.date, registered=False)


@lru_cache(maxsize=16384)
def _by_law(
    law: Jurisdiction, adopted: dt.date, on: dt.date | None, *, registered: bool
) -> tuple[dt.date | None, tuple[Step, ...]]:
    if on is None or not law.named("MOM-FORCE").covers(adopted):
        return None, ()
    rule = law.named("MOM-FORCE-REG" if registered else "MOM-FORCE", adopted)
    op = "registered" if registered else "adopted"
    return on, (step(law, rule, op, on, ("date", on)),)


def _exempt(case: Case) -> bool:
    return case.known.exemption is not None or exemption(case.act, case.law) is not None


def force_means_application(case: Case) -> bool:
    """Say whether «вступает в силу» means that the rules apply (KZ-MOM-WORDS)."""
    act = case.act
    if act.normative is False or act.type is None:
        return act.normative is False
    kind = body_kind(act, case.law)
    wanted = {f"{act.type.value}/*", f"{act.type.value}/{'' if kind is None else kind.value}"}
    return any(not wanted.isdisjoint(row.pairs) for row in case.law.usage)
