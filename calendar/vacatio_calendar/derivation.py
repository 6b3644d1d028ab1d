"""Steps of a derivation: each names its rule, its arithmetic, its inputs and the day it gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from vacatio_calendar.law import Jurisdiction, LegalRule, sentence
from vacatio_calendar.model import Alternative, EntryIntoForce, Language, Step


@lru_cache(maxsize=65536)
def step(
    law: Jurisdiction,
    rule: LegalRule,
    op: str,
    on: dt.date,
    *inputs: tuple[str, str | int | dt.date],
) -> Step:
    """Make a step with its English sentence.

    Equal steps are one value: the acts published on a day share theirs.
    """
    said = tuple((name, str(value)) for name, value in inputs)
    text = law.phrases[op][Language.EN].format(on=on.isoformat(), **dict(said))
    return Step(rule.id, op, said, on, text, rule.basis)


def alternative(rule: LegalRule, on: dt.date, reading: str) -> Alternative:
    """Make an alternative under a rule."""
    return Alternative(on, reading, rule.basis, rule.id)


def distinct(alternatives: Iterable[Alternative], main: dt.date | None) -> tuple[Alternative, ...]:
    """Drop what equals the main date or repeats; keep the order of days."""
    if isinstance(alternatives, tuple) and len(alternatives) == 1:  # the usual case, quickly
        return alternatives if alternatives[0].on != main else ()
    seen: dict[tuple[dt.date, str | None], Alternative] = {}
    for other in alternatives:
        if other.on != main:
            seen.setdefault((other.on, other.rule), other)
    return tuple(sorted(seen.values(), key=lambda other: (other.on, other.rule or "")))


def explain(
    entry: EntryIntoForce, law: Jurisdiction, language: Language = Language.EN
) -> tuple[str, ...]:
    """Tell a derivation line by line: each step, its day, its rule and its basis.

    >>> from vacatio_calendar import compute, load
    >>> from vacatio_calendar.model import *
    >>> law = load("kz")
    >>> rule = Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 7, 1))
    >>> [entry] = compute(Act(commencements=(Commencement(rule),)), law)
    >>> explain(entry, law)
    ('The text itself names the day: 2026-07-01. [KZ-CLS-FIXED, LPA 42(3)]',)
    """
    steps = (*entry.steps, *entry.end_steps)
    lines = [f"{sentence(law, s, language)} [{s.rule}, {s.basis}]" for s in steps]
    return (*lines, *([entry.reason] if entry.reason else []))
