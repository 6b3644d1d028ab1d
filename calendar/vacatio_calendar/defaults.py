"""What the law says for a silent act: the defaults of LPA 42(3) and 65(1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from vacatio_calendar.applies import rows_for
from vacatio_calendar.bases import Case
from vacatio_calendar.clauses import Counted, count
from vacatio_calendar.derivation import alternative
from vacatio_calendar.known import Fact
from vacatio_calendar.law import DefaultRule
from vacatio_calendar.model import Act


@dataclass(frozen=True, slots=True)
class Chosen:
    """The default of the day of adoption, and the other default where a change is near."""

    default: DefaultRule | None
    other: DefaultRule | None = None
    reason: str | None = None


def by_default(case: Case) -> tuple[Counted, DefaultRule | None]:
    """Count the commencement of a silent act, and name the row of the law it rests on."""
    chosen = choose(case)
    if chosen.default is None:
        return Counted(None, Fact.CLAUSE, reason=chosen.reason), None
    main = count(chosen.default.rule, case, chosen.default.law)
    if chosen.other is not None:
        other = count(chosen.other.rule, case, chosen.other.law)
        if other.on is not None and other.on != main.on:
            reading = f"by the default of {chosen.other.law.id}, across a change of the law"
            more = alternative(case.law.named("VER-CHOICE"), other.on, reading)
            main = replace(main, alternatives=(*main.alternatives, more))
    return main, chosen.default


def choose(case: Case) -> Chosen:
    """Choose the default by the day of adoption, with the one beyond a change that is near.

    A change is near where the act was adopted before it and published after it, or adopted
    so soon after a start known only as "not before" that the rule may not have begun.
    """
    act = case.act
    if act.type is None:
        return Chosen(None, reason="the type of the act is not known, so no default applies")
    if act.date is None:
        return Chosen(
            None, reason="the day of adoption is not known, so the default in effect is not known"
        )
    rows = _rows(case)
    then = [row for row in rows if row.law.covers(act.date)]
    if not then:
        return Chosen(None, reason=_no_default(act, rows))
    if len({_content(row) for row in then}) > 1:
        return Chosen(
            None, reason="the issuing body is not known, and the defaults of bodies differ"
        )
    return Chosen(then[0], _beyond_change(case, act.date, then[0], rows))


def _rows(case: Case) -> tuple[DefaultRule, ...]:
    individual = case.act.normative is False
    rows = rows_for(case.law.defaults, case.act, case.law, lambda row: row.pairs)
    return tuple(row for row in rows if row.individual is individual)


def _content(row: DefaultRule) -> tuple[str, int | None, str | None]:
    unit = row.rule.unit
    return row.rule.kind.value, row.rule.value, None if unit is None else unit.value


def _no_default(act: Act, rows: tuple[DefaultRule, ...]) -> str:
    start = min((row.law.start for row in rows if row.law.start is not None), default=None)
    if start is not None and act.date is not None and act.date < start:
        return f"the act was adopted before {start}, when the defaults of the law began"
    kind = "" if act.type is None else act.type.value.replace("_", " ")
    return f"the law has no default for acts of this type and body ({kind})"


def _beyond_change(
    case: Case, adopted: dt.date, then: DefaultRule, rows: tuple[DefaultRule, ...]
) -> DefaultRule | None:
    published = case.publication.date
    near = dt.timedelta(days=case.law.named("VER-CHOICE").days or 0)
    for row in rows:
        if row is then or _content(row) == _content(then):
            continue
        start = row.law.start
        if start is not None and published is not None and adopted < start <= published:
            return row
        began, until = then.law.start, row.law.until
        fresh = began is not None and not then.law.exact and adopted < began + near
        if fresh and until == began:
            return row
    return None
