"""What ``vacatio check`` and ``vacatio date`` print for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from vacatio.extraction import Examined
from vacatio.quoting import Places, pointed
from vacatio.tally import tally
from vacatio_calendar.model import (
    Act,
    ActRef,
    Commencement,
    EntryIntoForce,
    Finding,
    OfficialPublication,
    Rule,
    RuleKind,
    Severity,
    Unit,
)

MARKS = {"error": "ERROR", "warning": "WARNING", "info": "note"}
_UNITS = {
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.WORKING_DAYS: "working day",
    Unit.DAYS: "day",
    Unit.MONTHS: "month",
    Unit.YEARS: "year",
}


class Tone(StrEnum):
    """What a line of a report is, for whoever prints it in colour."""

    PLAIN = "plain"
    HEAD = "head"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    ANSWER = "answer"
    STEP = "step"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a report."""

    text: str
    tone: Tone = Tone.PLAIN


TONES = {Severity.ERROR: Tone.ERROR, Severity.WARNING: Tone.WARNING, Severity.INFO: Tone.NOTE}


def lines(examined: Examined) -> Iterator[Told]:
    """Tell a document act by act, then what concerns all of it, then the count of dates."""
    document = examined.document
    places = Places(document)
    for index, (act, entries) in enumerate(zip(document.acts, examined.entries, strict=True)):
        yield from _act(act, entries)
        if examined.beside:
            official = examined.beside[index]
            yield Told(f"  {official.sentence() if official else 'not in the database'}")
        yield from _findings((item for item in examined.findings if item.act == index), places)
        yield Told("")
    if not document.acts:
        yield Told("No act was recognised in this text.")
        yield Told("")
    if document.mentions:
        yield Told("Only mentioned")
        yield from (Told(f"  {reference(ref)}") for ref in document.mentions)
        yield Told("")
    whole = [item for item in examined.findings if item.act is None]
    if whole:
        yield Told("The whole text", Tone.HEAD)
        yield from _findings(whole, places)
        yield Told("")
    for span in document.unread:
        yield Told(f"Not understood, {places.at(span.start)}: {_short(span.text)}", Tone.WARNING)
    yield Told(tally(examined).sentence(), Tone.HEAD)


def derivation(clause: Commencement, entry: EntryIntoForce) -> Iterator[Told]:
    """Tell how a date follows: the day, each step, the other readings, or why there is none."""
    yield Told(f"  {_answer(entry)}", Tone.ANSWER)
    for step in (*entry.steps, *entry.end_steps):
        told = step_told(step.on, step.text, step.rule, step.basis)
        yield Told(f"  {told.text}", told.tone)
    if entry.force_on and entry.force_on != entry.on:
        yield Told(f"  in force (вступление в силу) from {entry.force_on}")
    if entry.applies_from:
        yield Told(f"  reaches back to relations from {entry.applies_from}")
    if entry.ends_on:
        yield Told(f"  ends: {entry.ends_on} is the first day without effect")
    for other in entry.alternatives:
        yield Told(f"  or {other.on}: {other.reading} ({other.basis})", Tone.ANSWER)


def step_told(on: object, text: str, rule: str, basis: str) -> Told:
    """Tell one step of a derivation: its day, what is done, and by which rule of law."""
    return Told(f"  {on or ' ' * 10!s}  {text}  [{rule}, {basis}]", Tone.STEP)


def _act(act: Act, entries: tuple[EntryIntoForce, ...]) -> Iterator[Told]:
    """Tell one act: who it is, when it was published, when it applies, what it changes."""
    yield Told(name(act), Tone.HEAD)
    if act.title:
        yield Told(f"  {_short(act.title, 400)}")
    if act.registration:
        day = f" on {act.registration.date}" if act.registration.date else ""
        number = f" under No. {act.registration.number}" if act.registration.number else ""
        yield Told(f"  registered{number}{day}")
    for item in act.publications:
        yield Told(f"  published {_publication(item)}")
    pairs = list(zip(act.commencements, entries, strict=False))
    for clause, entry in pairs or [(Commencement(Rule(RuleKind.NONE)), entries[0])]:
        if clause.provisions:
            yield Told(f"  for {clause.provisions}:")
        yield Told(f"  the text says: {_says(clause)}")
        yield from derivation(clause, entry)
    yield from (Told(line) for line in _relations(act))
    for duty in act.obligations:
        event = f", {duty.event}" if duty.event else ""
        yield Told(f"  duty within {term(duty.value, duty.unit)}{event}")


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


def _findings(findings: Iterable[Finding], places: Places) -> Iterator[Told]:
    """Tell each finding: what and why, the words with a caret under them, what to write."""
    for finding in findings:
        tone = TONES[finding.severity]
        yield Told(f"  {MARKS[finding.severity]} {finding.title} ({finding.code})", tone)
        yield Told(f"    {finding.message}")
        if finding.span:
            quoted, carets = pointed(places.document.text, finding.span)
            yield Told(f"    {places.at(finding.span.start)}:")
            yield Told(f"      {quoted}")
            yield Told(f"      {carets}", tone)
        if finding.suggestion:
            yield Told(f"    Suggestion: {finding.suggestion}", Tone.HINT)


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
