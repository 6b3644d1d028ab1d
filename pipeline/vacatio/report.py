"""What ``vacatio check`` and ``vacatio date`` print for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vacatio.extraction import Examined
from vacatio_calendar.model import (
    Act,
    ActRef,
    Certainty,
    Commencement,
    EntryIntoForce,
    Finding,
    OfficialPublication,
    Rule,
    RuleKind,
    Unit,
)

_MARKS = {"error": "ERROR", "warning": "WARNING", "info": "note"}
_UNITS = {
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.WORKING_DAYS: "working day",
    Unit.DAYS: "day",
    Unit.MONTHS: "month",
    Unit.YEARS: "year",
}
#: Findings that say a stated date contradicts the rules; notes on readings do not.
_CONTRADICTIONS = frozenset(
    {"VAC001", "VAC002", "VAC003", "VAC004", "VAC052", "VAC065", "VAC070", "VAC023"}
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stated dates agree with the rules, contradict them, or could not be checked."""

    agree: int
    contradict: int
    unchecked: tuple[str, ...]

    def sentence(self) -> str:
        """Tell it in one line, with the reasons of what could not be checked."""
        total = self.agree + self.contradict + len(self.unchecked)
        why = f" ({'; '.join(dict.fromkeys(self.unchecked))})" if self.unchecked else ""
        return (
            f"{total} {plural(total, 'date')}: {self.agree} agree, {self.contradict} contradict, "
            f"{len(self.unchecked)} could not be checked{why}"
        )


def tally(examined: Examined) -> Tally:
    """Count the dates a document states for its commencements, by what became of them."""
    agree, contradict, unchecked = 0, 0, []
    wrong = {
        (finding.act, finding.provision, finding.span)
        for finding in examined.findings
        if finding.code in _CONTRADICTIONS
    }
    for index, (act, entries) in enumerate(
        zip(examined.document.acts, examined.entries, strict=True)
    ):
        for clause, entry in zip(act.commencements, entries, strict=False):
            if clause.stated is None:
                continue
            span = clause.stated.span or clause.span
            if (index, clause.provisions, span) in wrong:
                contradict += 1
            elif clause.stated.date is None:
                unchecked.append("the stated date is incomplete")
            elif entry.on is None:
                unchecked.append(entry.reason or "no date follows from the text")
            elif entry.certainty is Certainty.STATED:
                unchecked.append("the text gives no term to check it by")
            else:
                agree += 1
    return Tally(agree, contradict, tuple(unchecked))


def lines(examined: Examined) -> Iterator[str]:
    """Tell a document act by act, then what concerns all of it, then the count of dates."""
    document = examined.document
    for index, (act, entries) in enumerate(zip(document.acts, examined.entries, strict=True)):
        yield from _act(act, entries)
        yield from _findings([item for item in examined.findings if item.act == index])
        yield ""
    if not document.acts:
        yield "No act was recognised in this text."
        yield ""
    if document.mentions:
        yield "Only mentioned"
        yield from (f"  {reference(ref)}" for ref in document.mentions)
        yield ""
    whole = [item for item in examined.findings if item.act is None]
    if whole:
        yield "The whole text"
        yield from _findings(whole)
        yield ""
    for span in document.unread:
        yield f"Not understood: {_short(span.text)}"
    yield tally(examined).sentence()


def derivation(clause: Commencement, entry: EntryIntoForce) -> Iterator[str]:
    """Tell how a date follows: the day, each step, the other readings, or why there is none."""
    yield f"  {_answer(entry)}"
    for step in (*entry.steps, *entry.end_steps):
        day = step.on.isoformat() if step.on else "          "
        yield f"    {day}  {step.text}  [{step.rule}, {step.basis}]"
    if entry.force_on and entry.force_on != entry.on:
        yield f"  in force (вступление в силу) from {entry.force_on}"
    if entry.applies_from:
        yield f"  reaches back to relations from {entry.applies_from}"
    if entry.ends_on:
        yield f"  ends: {entry.ends_on} is the first day without effect"
    for other in entry.alternatives:
        yield f"  or {other.on}: {other.reading} ({other.basis})"


def _act(act: Act, entries: tuple[EntryIntoForce, ...]) -> Iterator[str]:
    """Tell one act: who it is, when it was published, when it applies, what it changes."""
    yield name(act)
    if act.title:
        yield f"  {act.title}"
    if act.registration:
        day = f" on {act.registration.date}" if act.registration.date else ""
        number = f" under No. {act.registration.number}" if act.registration.number else ""
        yield f"  registered{number}{day}"
    for item in act.publications:
        yield f"  published {_publication(item)}"
    pairs = list(zip(act.commencements, entries, strict=False))
    for clause, entry in pairs or [(Commencement(Rule(RuleKind.NONE)), entries[0])]:
        if clause.provisions:
            yield f"  for {clause.provisions}:"
        yield f"  the text says: {_says(clause)}"
        yield from derivation(clause, entry)
    yield from _relations(act)
    for duty in act.obligations:
        event = f", {duty.event}" if duty.event else ""
        yield f"  duty within {term(duty.value, duty.unit)}{event}"


def _relations(act: Act) -> Iterator[str]:
    """Tell which acts it changes, and under each what a bulletin says was changed."""
    for verb, refs in (("repeals", act.repeals), ("suspends", act.suspends)):
        yield from (f"  {verb} {reference(ref)}" for ref in refs)
    for index, ref in enumerate(act.amends):
        yield f"  amends {reference(ref)}"
        for change in act.changes:
            if change.act == index:
                yield f"    - {change.kind.value}: {_short(change.text)}"
        for item in act.modifications:
            if item.act == index:
                where = item.target or _short(item.span.text if item.span else None)
                yield f"    - {item.action.value}: {where}"
    for change in act.changes:
        if change.act is None:
            yield f"  {change.kind.value}: {_short(change.text)}"
    if act.repealed_by:
        yield f"  repealed by {reference(act.repealed_by.by)}"


def _findings(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"  {_MARKS[finding.severity]} {finding.title} ({finding.code})"
        yield f"    {finding.message}"
        if finding.span:
            yield f"    It reads: “{_short(finding.span.text)}”"
        if finding.suggestion:
            yield f"    Suggestion: {finding.suggestion}"


def name(act: Act | ActRef) -> str:
    """Name an act by type, number and date, as far as they are known."""
    kind = act.type.value.replace("_", " ").capitalize() if act.type else "Act"
    number = f" No. {act.number}" if act.number else ""
    date = f" of {act.date}" if act.date else ""
    issuer = f", {act.issuer}" if act.issuer else ""
    return f"{kind}{number}{date}{issuer}"


def reference(ref: ActRef) -> str:
    """Name a cited act with its title."""
    title = f" “{_short(ref.title)}”" if ref.title else ""
    rules = "what is approved by " if ref.approved else ""
    return f"{rules}{name(ref)}{title}"


def term(value: int, unit: Unit) -> str:
    """Write a term in words.

    >>> term(10, Unit.CALENDAR_DAYS), term(1, Unit.MONTHS)
    ('10 calendar days', '1 month')
    """
    return f"{value} {plural(value, _UNITS[unit])}"


def plural(count: int, noun: str) -> str:
    """Put an English noun into the plural where the count asks for it."""
    return noun if count == 1 else f"{noun}s"


def _answer(entry: EntryIntoForce) -> str:
    """Say the first day the rules apply, or why none is known."""
    if entry.on is None:
        return f"no date: {entry.reason}"
    how = entry.certainty.value.replace("_", " ")
    return f"applies from {entry.on} ({how}, {entry.confidence.value})"


def _says(clause: Commencement) -> str:
    """Quote the clause and the date the text gives."""
    quote = f"“{_short(clause.span.text, 240)}”" if clause.span else "nothing on entry into force"
    if clause.stated is None or clause.stated.date is None:
        return quote
    return f"{quote}, giving {clause.stated.date}"


def _publication(item: OfficialPublication) -> str:
    where = f" in {item.venue}" if item.venue else ""
    return f"{item.date or 'on an unknown day'}{where}"


def _short(text: str | None, limit: int = 160) -> str:
    """Put a text on one line and cut it at a word."""
    flat = " ".join((text or "").split())
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " …"
