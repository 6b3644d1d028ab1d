"""What needs a person: questions, the most important first, each with what is known.

Unknown and disputed dates, contradictions, citations that mean no act at hand, what a check only
asks, a source that was probably misread, and every decision whose ground has changed. What only
waits for its registration or publication asks nothing yet.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vacatio import basis
from vacatio.decisions import FACTS, Kind, Recorded, State, Verdict
from vacatio.derive import Dated
from vacatio.events import identity
from vacatio.findings import ACT, BULLETIN, HeldBack, asks
from vacatio.judging import Citation, Judged, basis_of_held, citations
from vacatio.lives import OPEN
from vacatio.occurrences import name
from vacatio.resolve import Register
from vacatio.store import Row
from vacatio_calendar import Jurisdiction, first_publication
from vacatio_calendar.known import Fact
from vacatio_calendar.model import Certainty, Confidence, EntryIntoForce, RuleKind, Severity

#: How long an act may wait for its registration or its publication before anybody is asked:
#: the law gives thirty days for the publication (LPA 37), as the check of late ones does.
PATIENCE = dt.timedelta(days=30)

#: Checks whose question a day of publication answers; the other dates are days of entry.
PUBLICATION = frozenset(f"VAC{n:03}" for n in (16, 18, 20, 21, 22, 25, 68, 69, 71))
REGISTRATION = frozenset({"VAC017"})

#: The facts that a person may correct where a question is about something else.
CORRECTED = (Fact.ENTRY, Fact.PUBLICATION, Fact.REGISTRATION, Fact.ADOPTION)


class Ask(StrEnum):
    """The kinds of questions, the most important first."""

    OUTDATED = "outdated"  # a decision whose ground has changed
    UNMATCHED = "unmatched"  # a decision on an act or a provision that is not there
    MISREAD = "misread"  # a check held back on a whole source
    CONFLICT = "conflict"  # a finding of severity error
    DISPUTED = "disputed"  # two readings, two days
    UNKNOWN = "unknown"  # no day
    WARNING = "warning"  # a finding of severity warning
    TARGET = "target"  # a citation that means no act at hand
    PROMPT = "prompt"  # what a check only asks
    UNBOUND = "unbound"  # a decision written by hand, without a basis


RANK = {each: position for position, each in enumerate(Ask)}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it is about, what is known, and what a decision on it would say.

    ``decides`` is the kind of decision that answers it, ``value`` what confirming it records,
    ``fact`` what a correction decides; ``now`` are the lines an answer rests on, and ``facts``
    those of a decision on a fact of the act.
    """

    id: str
    ask: Ask
    question: str
    decides: Kind
    now: basis.Lines
    known: tuple[str, ...] = ()
    facts: tuple[tuple[Fact, basis.Lines], ...] = ()
    fact: Fact | None = None
    value: str | None = None
    act: str | None = None
    document: str | None = None
    provisions: str | None = None
    code: str | None = None
    quote: str | None = None
    before: Recorded | None = None
    weight: str = ""  # of two of a kind the later comes first: the day of the act

    def row(self, answer: Recorded | None) -> Row:
        """Give it as a row of the table `reviews`."""
        return {
            "id": self.id,
            "kind": self.ask,
            "question": self.question,
            "state": "open" if answer is None else "decided",
            "act_id": self.act,
            "document_id": self.document,
            "provisions": self.provisions,
            "code": self.code,
            "known": json.dumps(self.known, ensure_ascii=False),
            "quote": self.quote,
            "decides": self.decides,
            "fact": self.fact,
            "value": self.value,
            "rests_on": json.dumps(
                {**dict(self.facts), self.decides: self.now}, ensure_ascii=False
            ),
            "decision_id": answer.id if answer else self.before.id if self.before else None,
        }


class AtHand(Protocol):
    """The acts at hand with their dates."""

    def dated(self, name: str) -> Dated | None:
        """Give an act with its dates."""

    def plain(self, name: str) -> Dated | None:
        """Give an act with the dates it has without any decision."""


class Asking:
    """The questions that acts, findings and decisions leave open."""

    def __init__(
        self, acts: AtHand, register: Register, law: Jurisdiction, judged: Judged, as_of: dt.date
    ) -> None:
        """Take the acts, and what became of decisions."""
        self._acts, self._register, self._law = acts, register, law
        self._judged, self._as_of = judged, as_of
        #: The day from which an act is asked about that only waits today, by its id.
        self.wakes: dict[str, dt.date] = {}

    def of_act(self, dated: Dated) -> Iterator[Question]:
        """Ask of the dates of an act, and of what it cites."""
        yield from self._dates(dated)
        yield from self._citations(citations([dated.work]).values())

    def of_finding(self, row: Row) -> Iterator[Question]:
        """Ask of a finding, where it asks for a person."""
        if _matters(row):
            yield self._finding(row)

    def of_all(self, held: Iterable[HeldBack]) -> Iterator[Question]:
        """Ask of what is held back, and of decisions."""
        yield from (_misread(each) for each in held)
        yield from self._decisions()

    def joined(self, asked: Iterable[Question]) -> dict[str, Question]:
        """Join questions that are one, and those whose answer has lost its ground."""
        found: dict[str, Question] = {}
        for each in asked:
            found[each.id] = self._reopened(each, found.get(each.id))
        return found

    def row(self, question: Question) -> Row:
        """Give a question as a row; its place among all is for the caller to say."""
        return question.row(self._answer(question))

    def _answer(self, question: Question) -> Recorded | None:
        """Give the decision that answers a question, by its id or by what it is about."""
        if question.ask in (Ask.OUTDATED, Ask.UNMATCHED, Ask.UNBOUND):
            return None
        direct = self._judged.answer(question.id)
        if direct is not None or question.decides not in FACTS:
            return direct
        same = (
            each
            for each in self._judged.having(State.APPLIED)
            if each.subject == (question.act, question.decides, question.provisions)
        )
        return next(same, None)

    def _dates(self, dated: Dated) -> Iterator[Question]:
        for position, entry in enumerate(dated.entries):
            if entry.certainty is Certainty.REVIEWED or self._waits(dated, entry):
                continue
            if entry.on is None:
                yield self._date(Ask.UNKNOWN, dated, entry, position)
            elif entry.confidence is Confidence.DISPUTED:
                yield self._date(Ask.DISPUTED, dated, entry, position)

    def _waits(self, dated: Dated, entry: EntryIntoForce) -> bool:
        """Tell whether a date only waits for its act to be registered or published."""
        act = dated.work.act
        if entry.on is not None or first_publication(act, self._law).date is not None:
            return False
        public = act.registration.date if act.registration else None
        began = public or act.date
        if began is None or self._as_of - began > PATIENCE:
            return False
        self.wakes[dated.work.id] = began + PATIENCE + dt.timedelta(days=1)
        return True

    def _date(self, ask: Ask, dated: Dated, entry: EntryIntoForce, position: int) -> Question:
        act, work = dated.work.act, dated.work
        fact = self._fact(dated, entry, position)
        provisions = entry.provisions if fact is Fact.ENTRY else None
        first = first_publication(act, self._law)
        value = entry.on if fact is Fact.ENTRY else first.date
        return Question(
            id=identity(fact, work.id, provisions),
            ask=ask,
            question=_asked(fact, name(work), provisions, entry, value),
            decides=Kind(fact.value),
            now=self._ground(fact, work.id, provisions) or (),
            facts=self._facts(work.id, entry.provisions),
            fact=fact,
            known=(
                f"adopted: {act.date or 'not known'}",
                f"registered: {(act.registration and act.registration.date) or 'not known'}",
                f"first published: {first.date or 'not known'}",
                *(f"also published: {o.date} ({o.note})" for o in first.others),
                f"applies from: {entry.on or 'not known'}",
                *([f"because: {entry.reason}"] if entry.reason else []),
                *(f"or {o.on}: {o.reading} [{o.basis}]" for o in entry.alternatives),
            ),
            value=value.isoformat() if value else None,
            act=work.id,
            document=work.clauses.reading.id,
            provisions=provisions,
            quote=basis.clause_words(work, position),
            weight=str(act.date or ""),
        )

    def _fact(self, dated: Dated, entry: EntryIntoForce, position: int) -> Fact:
        """Tell which fact settles a date: the one it waits for or that is disputed, or itself."""
        act = dated.work.act
        given = act.commencements
        kind = given[position].rule.kind if position < len(given) else RuleKind.NONE
        first = first_publication(act, self._law)
        contested = {other.rule for other in entry.alternatives}
        if entry.on is None and first.date is None and entry.reason == first.reason:
            return Fact.PUBLICATION
        if entry.on is not None and contested == {self._law.named("PUB-FIRST").id}:
            return Fact.PUBLICATION
        if entry.on is None and kind is RuleKind.AFTER_REGISTRATION and not act.registration:
            return Fact.REGISTRATION
        if entry.on is None and kind is RuleKind.AFTER_EVENT:
            return Fact.EVENT
        return Fact.ENTRY

    def _facts(self, act: str, provisions: str | None) -> tuple[tuple[Fact, basis.Lines], ...]:
        """Give what decisions on the facts of an act would rest on."""
        found = ((fact, self._ground(fact, act, provisions)) for fact in CORRECTED)
        return tuple((fact, lines) for fact, lines in found if lines is not None)

    def _ground(self, fact: Fact, act: str, provisions: str | None) -> basis.Lines | None:
        dated = self._acts.plain(act)
        return basis.of_fact(fact, provisions, dated, self._law) if dated else None

    def _citations(self, cited: Iterable[Citation]) -> Iterator[Question]:
        for each in cited:
            if self._register.find(each.ref, each.by.id) is not None:
                continue
            ref = each.ref
            words = ref.span.text if ref.span else ref.title or "an act without a name"
            lines = basis.of_target(ref)
            yield Question(
                id=each.id,
                ask=Ask.TARGET,
                question=f"Which act does {name(each.by)} {each.kind[:-1]}?",
                decides=Kind.TARGET,
                now=lines,
                known=(*lines, "no act at hand fits, or several do"),
                act=each.by.id,
                document=each.by.main.reading.id,
                quote=" ".join(words.split()),
                weight=str(each.by.act.date or ""),
            )

    def _finding(self, row: Row) -> Question:
        act = str(row["act_id"]) if row["act_id"] else None
        provisions = str(row["provision"]) if row["provision"] else None
        ours = act if row["about"] == ACT else None  # a bulletin is not ours to correct
        return Question(
            id=str(row["id"]),
            ask=_importance(row),
            question=f"{row['title']}: {row['message']}",
            decides=Kind.FINDING,
            now=basis.of_finding(row),
            known=tuple(_told(row)),
            facts=self._facts(ours, provisions) if ours else (),
            fact=_settled_by(str(row["code"])) if ours else None,
            act=act,
            document=str(row["document_id"]) if row["document_id"] else None,
            provisions=provisions,
            code=str(row["code"]),
            quote=str(row["quote"]) if row["quote"] else None,
            weight=f"{row['about'] == ACT} {self._day_of(act)}",
        )

    def _day_of(self, act: str | None) -> str:
        dated = self._acts.dated(act or "")
        return str(dated.work.act.date or "") if dated else ""

    def _decisions(self) -> Iterator[Question]:
        for each in self._judged.recorded:
            state = self._judged.states[each.id]
            unbound = state is State.APPLIED and each.basis is None
            if state is State.UNMATCHED:
                yield self._unmatched(each)
            elif each.kind in FACTS and (state is State.OUTDATED or unbound):
                ask = Ask.UNBOUND if unbound else Ask.OUTDATED
                yield self._stale(ask, each)

    def _unmatched(self, each: Recorded) -> Question:
        what = each.provisions or each.value if each.kind is Kind.TARGET else each.provisions
        missing = what if what and self._acts.dated(each.act or "") else each.act or what
        return Question(
            id=identity("decision", each.id),
            ask=Ask.UNMATCHED,
            question=f"{_cap(each.named)} is about {missing}, which is not there: what is meant?",
            decides=each.kind,
            now=(f"decided: {each.value}",),
            known=("mend it in decisions.toml, or dismiss it",),
            provisions=each.provisions,
            before=each,
        )

    def _stale(self, ask: Ask, each: Recorded) -> Question:
        """Ask of a decision on a date what it rests on today."""
        dated = self._acts.dated(str(each.act))
        assert dated is not None  # or the decision were unmatched
        fact = Fact(each.kind.value)
        return Question(
            id=identity(fact, each.act, each.provisions),
            ask=ask,
            question=f"{name(dated.work)}: {each.named} holds whatever changes, does it still?"
            if ask is Ask.UNBOUND
            else f"{name(dated.work)}: what {each.named} rested on has changed, what holds now?",
            decides=each.kind,
            now=self._ground(fact, str(each.act), each.provisions) or (),
            fact=fact,
            value=each.value if ask is Ask.UNBOUND else None,
            known=(f"about: {name(dated.work)}", f"decided: {each.value or each.verdict}"),
            act=each.act,
            document=dated.work.clauses.reading.id,
            provisions=each.provisions,
            before=each,
            weight=str(dated.work.act.date or ""),
        )

    def _reopened(self, question: Question, other: Question | None) -> Question:
        """Join a question with the decision that answered it before its ground changed."""
        before = question.before or self._outdated(question.id, question.decides)
        if other is not None and question.before is not None:
            # One question, of a date and of the decision on it: what is known comes from the date.
            known = (*other.known, *question.known)
            question = _with(question, known=known, quote=other.quote, facts=other.facts)
        if before is None or question.ask in (Ask.UNMATCHED, Ask.UNBOUND):
            return question
        then = [line for line in before.rests_on if line not in question.now]
        now = [line for line in question.now if line not in before.rests_on]
        changed = (*(f"then {line}" for line in then), *(f"now {line}" for line in now))
        said = f"decided: {before.verdict} ({before.named})"
        known = (said, *(changed if before.rests_on else ()), *question.known)
        once = tuple(dict.fromkeys(known))
        return _with(question, ask=Ask.OUTDATED, known=once, before=before)

    def _outdated(self, review: str, kind: Kind) -> Recorded | None:
        """Find a decision that answered the question on another ground."""
        for each in self._judged.having(State.OUTDATED):
            if each.kind is not kind:
                continue
            if review in (each.review, self._judged.meant.get(each.id)):
                return each
        return None


def _settled_by(code: str) -> Fact:
    """Tell which fact a finding is most likely settled by."""
    if code in PUBLICATION:
        return Fact.PUBLICATION
    return Fact.REGISTRATION if code in REGISTRATION else Fact.ENTRY


def _with(question: Question, **changed: object) -> Question:
    return dataclasses.replace(question, **changed)  # type: ignore[arg-type]  # fields of it


def rank(each: Question) -> str:
    """Put the most important first, and of two of a kind that of the later act, as text sorts."""
    inverted = "".join(chr(0x20000 - ord(letter)) for letter in each.weight or "0")
    return f"{RANK[each.ask]:02}{inverted}"


def _matters(row: Row) -> bool:
    """Tell whether a finding asks for a person: grave enough, or a question; and not ended."""
    alive = row["state"] in (OPEN, *Verdict)
    return alive and (row["severity"] != Severity.INFO or asks(row))


def _importance(row: Row) -> Ask:
    if asks(row):
        return Ask.PROMPT
    return Ask.CONFLICT if row["severity"] == Severity.ERROR else Ask.WARNING


def _told(row: Row) -> Iterator[str]:
    yield f"about: {'a bulletin' if row['about'] == BULLETIN else 'an act'} ({row['document_id']})"
    for each in json.loads(str(row["evidence"] or "[]")):
        yield f"{each['name']}: {each['value']} ({each['source']})"
    if row["basis"]:
        yield f"legal basis: {row['basis']}"
    if row["suggestion"]:
        yield f"suggestion: {row['suggestion']}"


def _misread(each: HeldBack) -> Question:
    return Question(
        id=each.id,
        ask=Ask.MISREAD,
        question=f"Was {each.source} misread? {each.said}.",
        decides=Kind.SOURCE,
        now=basis_of_held(each),
        known=(
            "its findings are held back: none is shown as open",
            "confirm: it was misread; dismiss: it was read right, and the findings are let through",
        ),
        code=each.held.code,
    )


def _asked(
    fact: Fact, act: str, provisions: str | None, entry: EntryIntoForce, value: dt.date | None
) -> str:
    days = sorted({str(value), *(other.on.isoformat() for other in entry.alternatives)})
    choice = f": {' or '.join(days)}" if value and len(days) > 1 else ""
    match fact:
        case Fact.PUBLICATION:
            contest = " (two sources, two days of entry)" if choice else ""
            return f"On which day was {act} first officially published{contest}?"
        case Fact.REGISTRATION:
            return f"On which day was {act} registered?"
        case Fact.EVENT:
            return f"On which day did the event happen that {act} waits for?"
        case _:
            what = f"{provisions} of {act}" if provisions else act
            return f"From which day does {what} apply{choice}?"


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]
