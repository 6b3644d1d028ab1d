"""A rule of commencement as one plain value, for comparing and for evidence."""

from __future__ import annotations

from vacatio_calendar.model import Rule


def term_of(rule: Rule) -> str:
    """Write a rule, such as ``after_publication 10 calendar_days``.

    >>> from vacatio_calendar.model import RuleKind, Unit
    >>> term_of(Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS))
    'after_publication 10 calendar_days'
    """
    unit = rule.unit.value if rule.unit else None
    parts = (rule.kind.value, rule.value, unit if rule.value is not None else None, rule.date)
    return " ".join(str(part) for part in parts if part is not None)
