"""Replay a derivation with arithmetic of its own: what does not verify is not published.

Nothing here is shared with the computation but the data of the law. Days are counted on the
proleptic day number, months by walking the calendar, and every step must follow from the one
before it under a rule that permits its operation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import Certainty, Confidence, EntryIntoForce, Language, Step
from vacatio_calendar.workdays import is_working

#: Steps that bring a day into the derivation, and the inputs each must have.
_SOURCES = {
    "both_languages": ("ru", "kk"),
    "claimed": ("date", "source"),
    "adopted": ("date",),
    "registered": ("date",),
    "happened": ("event", "date"),
    "with_act": ("act", "date"),
    "fixed": ("date",),
    "decided": ("date", "source"),
    "until": ("date",),
    "ended": ("act", "date"),
}
#: Steps that count from the day before them, and the inputs each must have.
_COUNTS = {
    "days_unsaid": ("base",),
    "same_day": ("base",),
    "next_day": ("base",),
    "not_before": ("base", "date"),
    "plus_days": ("base", "days"),
    "plus_working_days": ("base", "days"),
    "plus_months": ("base", "months"),
    "plus_years": ("base", "years"),
    "lasts_days": ("base", "days"),
    "lasts_months": ("base", "months"),
    "lasts_years": ("base", "years"),
    "postponed": ("base", "act", "effective", "date"),
}
_TERMS = frozenset({"plus_days", "plus_working_days", "plus_months", "plus_years"})
#: Operations a derivation of a day may end with.
_LAST = frozenset({"same_day", "next_day", "not_before", "fixed", "decided", "postponed"})
_LAST_OF_FORCE = _LAST | {"adopted", "registered"}
_LAST_OF_END = frozenset({"until", "ended", "lasts_days", "lasts_months", "lasts_years"})


class _Fault(Exception):
    """One fault of one step; never leaves this module."""


def verify(entry: EntryIntoForce, law: Jurisdiction) -> tuple[str, ...]:
    """Replay the steps of an entry and return its faults; an empty result means that it holds.

    Each step is computed again from its inputs, must begin where the step before it ended, and
    must stand under a rule of the law that permits it; the last step must give the date. How
    and how sure the date is said to be must fit the steps and the other readings.

    >>> from dataclasses import replace
    >>> from vacatio_calendar import compute, load
    >>> from vacatio_calendar.model import *
    >>> law = load("kz")
    >>> rule = Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 7, 1))
    >>> [entry] = compute(Act(commencements=(Commencement(rule),)), law)
    >>> verify(entry, law)
    ()
    >>> verify(replace(entry, on=dt.date(2026, 7, 2)), law)
    ('the steps give 2026-07-01, not 2026-07-02',)
    """
    return (
        *_chain(entry.steps, entry.on, law, _LAST, "the steps"),
        *_chain(entry.force_steps, entry.force_on, law, _LAST_OF_FORCE, "the steps of force"),
        *_chain(entry.end_steps, entry.ends_on, law, _LAST_OF_END, "the steps of the end"),
        *_end(entry),
        *_manner(entry, law),
        *_alternatives(entry, law),
    )


def _chain(
    steps: tuple[Step, ...], on: dt.date | None, law: Jurisdiction, last: frozenset[str], what: str
) -> Iterator[str]:
    """Yield the faults of a row of steps that should give ``on``."""
    day: dt.date | None = None
    previous = ""
    for number, step in enumerate(steps, start=1):
        for fault in _founded(step, law):
            yield f"step {number}: {fault}"
        try:
            day = _replay(step, day, number == 1, law)
        except _Fault as fault:
            yield f"step {number}: {fault}"
            day = step.on
        if day != step.on:
            yield f"step {number}: {step.op} gives {day}, not {step.on}"
        if previous in _TERMS and step.op != "next_day":
            yield f"step {number}: a term is followed by the day after its last, not by {step.op}"
        previous = step.op
    if on is None:
        return
    if not steps:
        yield f"{on} has no steps"
    elif steps[-1].on != on:
        yield f"{what} give {steps[-1].on}, not {on}"
    elif previous not in last:
        yield f"{what} end with {previous}, which gives no such day"


def _founded(step: Step, law: Jurisdiction) -> Iterator[str]:
    """Yield the faults of a step's rule, basis, operation and sentence."""
    versions = law.rules.get(step.rule, ())
    if not versions:
        yield f"no rule {step.rule} in the law"
        return
    if step.basis not in {version.basis for version in versions}:
        yield f"{step.rule} does not rest on {step.basis}"
    if not any(step.op in version.ops for version in versions):
        yield f"{step.rule} does not permit {step.op}"
        return
    if _said(step, law) != step.text:
        yield "the sentence does not say what the step does"


def _said(step: Step, law: Jurisdiction) -> str:
    """Write the sentence of a step anew, by replacing the names in braces."""
    text = law.phrases.get(step.op, {}).get(Language.EN, "")
    on = "" if step.on is None else step.on.isoformat()
    parts = text.split("{")
    said = [parts[0]]
    values = {**dict(step.inputs), "on": on}
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        said.append(values.get(name, ""))
        said.append(rest)
    return "".join(said)


def _replay(step: Step, before: dt.date | None, first: bool, law: Jurisdiction) -> dt.date:
    """Compute a step again; raises _Fault where its inputs do not allow it."""
    inputs = dict(step.inputs)
    wanted = _SOURCES.get(step.op) or _COUNTS.get(step.op)
    if wanted is None:
        raise _Fault(f"unknown operation {step.op}")
    given = tuple(name for name, _ in step.inputs)
    if given != wanted and not (step.op == "plus_working_days" and given == (*wanted, "known_on")):
        raise _Fault(f"{step.op} needs the inputs {', '.join(wanted)}")
    if step.op in _SOURCES:
        if not first:
            raise _Fault(f"{step.op} may only come first")
        if step.op == "both_languages":
            return max(_day(inputs, "ru"), _day(inputs, "kk"))
        return _day(inputs, "date")
    base = _day(inputs, "base")
    if first:
        if not step.op.startswith("lasts_"):
            raise _Fault(f"{step.op} needs a step before it")
    elif base != before:
        raise _Fault(f"begins at {base}, but the step before it gives {before}")
    try:
        return _counted(step.op, base, inputs, law)
    except (OverflowError, ValueError) as error:
        raise _Fault(f"{step.op} cannot be computed: {error}") from error


def _counted(op: str, base: dt.date, inputs: Mapping[str, str], law: Jurisdiction) -> dt.date:
    match op:
        case "days_unsaid" | "same_day":
            return base
        case "next_day":
            return dt.date.fromordinal(base.toordinal() + 1)
        case "not_before":
            earliest = _day(inputs, "date")
            return earliest if base < earliest else base
        case "plus_days" | "lasts_days":
            return dt.date.fromordinal(base.toordinal() + _number(inputs, "days"))
        case "plus_working_days":
            known_on = _day(inputs, "known_on") if "known_on" in inputs else None
            return _working(base, _number(inputs, "days"), law, known_on)
        case "plus_months":
            return _same_number(base, _number(inputs, "months"))
        case "plus_years":
            return _same_number(base, 12 * _number(inputs, "years"))
        case "lasts_months":
            return _past(base, _number(inputs, "months"))
        case "lasts_years":
            return _past(base, 12 * _number(inputs, "years"))
        case "postponed":
            if _day(inputs, "effective") > base:
                raise _Fault(f"a postponement effective after {base} comes too late")
            return _day(inputs, "date")
        case _:
            raise _Fault(f"unknown operation {op}")


def _day(inputs: Mapping[str, str], name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(inputs[name])
    except ValueError:
        raise _Fault(f"`{name}` is not a date: {inputs[name]!r}") from None


def _number(inputs: Mapping[str, str], name: str) -> int:
    text = inputs[name]
    if not (text.isascii() and text.isdigit()) or text.startswith("0"):
        raise _Fault(f"`{name}` is not a number of at least 1: {text!r}")
    return int(text)


def _month_after(year: int, month: int, months: int) -> tuple[int, int]:
    years, over = divmod(months + month - 1, 12)
    return year + years, over + 1


def _last_number(year: int, month: int) -> int:
    """Return the last number of a month: that of the day before the next month's first."""
    if month == 12:
        return 31
    following = dt.date(year, month + 1, 1)
    return dt.date.fromordinal(following.toordinal() - 1).day


def _same_number(base: dt.date, months: int) -> dt.date:
    year, month = _month_after(base.year, base.month, months)
    if year > 9999:
        raise _Fault("the term ends beyond the calendar")
    return dt.date(year, month, min(base.day, _last_number(year, month)))


def _past(base: dt.date, months: int) -> dt.date:
    """Return the first day past a term in months that begins with ``base``."""
    year, month = _month_after(base.year, base.month, months)
    if year > 9999:
        raise _Fault("the term ends beyond the calendar")
    if base.day > _last_number(year, month):
        return dt.date(*_month_after(year, month, 1), 1)
    return dt.date(year, month, base.day)


def _working(base: dt.date, days: int, law: Jurisdiction, known_on: dt.date | None) -> dt.date:
    ordinal, found = base.toordinal(), 0
    while found < days:
        ordinal += 1
        working = is_working(dt.date.fromordinal(ordinal), law, known_on=known_on)
        if working is None:
            raise _Fault("the working calendar is not known that far")
        found += 1 if working else 0
    return dt.date.fromordinal(ordinal)


def _end(entry: EntryIntoForce) -> Iterator[str]:
    """A term of validity begins on the first day of effect."""
    for step in entry.end_steps:
        base = dict(step.inputs).get("base")
        if base is not None and (entry.on is None or base != entry.on.isoformat()):
            yield f"the term of validity begins at {base}, not at {entry.on}"


def _manner(entry: EntryIntoForce, law: Jurisdiction) -> Iterator[str]:
    """Yield the faults of how the date is said to be known, and of how sure."""
    if entry.on is None:
        if entry.certainty is not Certainty.UNKNOWN:
            yield f"there is no date, yet it is said to be {entry.certainty.value}"
        if not entry.reason:
            yield "there is no date and no reason why"
        if entry.confidence is not Confidence.PROVISIONAL:
            yield f"there is no date, yet it is said to be {entry.confidence.value}"
        return
    ops = [step.op for step in entry.steps]
    defaults = {row.law.id for row in law.defaults}
    fits = {
        Certainty.UNKNOWN: False,
        Certainty.STATED: ops[:1] == ["fixed"],
        Certainty.REVIEWED: ops == ["decided"],
        Certainty.DEFAULT_RULE: any(step.rule in defaults for step in entry.steps),
        Certainty.COMPUTED: ops[:1] != ["fixed"] and ops != ["decided"],
    }
    if not fits[entry.certainty]:
        yield f"the steps do not make the date {entry.certainty.value}"
    disputing = {row.id for rows in law.rules.values() for row in rows if row.disputes}
    disputed = any(other.rule in disputing for other in entry.alternatives)
    if disputed != (entry.confidence is Confidence.DISPUTED):
        yield f"the other readings do not make the date {entry.confidence.value}"


def _alternatives(entry: EntryIntoForce, law: Jurisdiction) -> Iterator[str]:
    for other in entry.alternatives:
        if other.on == entry.on:
            yield f"the other reading {other.reading!r} gives the same day"
        versions = law.rules.get(other.rule or "", ())
        if not versions:
            yield f"no rule {other.rule} in the law for another reading"
        elif other.basis not in {version.basis for version in versions}:
            yield f"{other.rule} does not rest on {other.basis}"
