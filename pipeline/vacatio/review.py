"""Answer what needs a person: the questions of the last build, and the decisions taken since.

The questions come from the published database; a decision goes into `decisions.toml` and takes
effect with the next build.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from vacatio import basis, deciding, decisions, store, versions
from vacatio.datadir import DataDir, disk_faults
from vacatio.decisions import FACTS, Kind, Recorded, Verdict
from vacatio.publish import NoPublication
from vacatio.store import Value
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.known import Fact

#: Letters of an id that people are shown.
SHORT = 8


class NoSuchQuestion(VacatioError):
    """No question has an id that begins so, or more than one has."""

    def __init__(self, asked: str, found: Sequence[str]) -> None:
        self.asked, self.found = asked, tuple(found)
        several = f"{len(found)} questions have ids that begin with {asked!r}, give more of it"
        none = f"no question has the id {asked!r}: `vacatio review` lists them"
        super().__init__(several if found else none)


class BadAnswer(VacatioError):
    """A question cannot be answered so."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as published; ``waiting`` is a decision that the next build will apply."""

    row: Mapping[str, Value]
    waiting: Recorded | None

    @property
    def id(self) -> str:
        """The whole id."""
        return str(self.row["id"])

    @property
    def state(self) -> str:
        """Whether it is open, decided, or decided but not built yet."""
        return "waiting for a build" if self.waiting else str(self.row["state"])

    @property
    def known(self) -> list[str]:
        """What is known, a line each."""
        return list(json.loads(str(self.row["known"])))

    @property
    def grounds(self) -> dict[str, list[str]]:
        """What a decision of each kind would rest on."""
        return dict(json.loads(str(self.row["rests_on"])))

    def text(self, column: str) -> str | None:
        """Give a column."""
        value = self.row[column]
        return None if value is None else str(value)

    def json(self) -> dict[str, object]:
        """Give the question as people's programs read it."""
        kept = ("id", "kind", "question", "act_id", "document_id", "provisions", "code", "quote")
        return {
            **{key: self.row[key] for key in kept},
            "state": self.state,
            "known": self.known,
            "decides": self.row["decides"],
            "confirm": self.row["value"],
            "correct": sorted(set(self.grounds) & {*FACTS, Kind.TARGET}),
            "decision": self.waiting.id if self.waiting else self.row["decision_id"],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says: the verdict, and for a correction the value and the fact it is of."""

    verdict: Verdict
    by: str
    on: dt.date
    value: str | None = None
    fact: Fact | None = None
    source: str | None = None
    reason: str | None = None
    note: str | None = None


def questions(data: DataDir) -> tuple[Question, ...]:
    """List the questions of the last build, the most important first.

    Raises:
        NoPublication: nothing is published yet.
        OtherVersion: the database was written by another version.
        BadDecision: the file of decisions cannot be understood.
    """
    if not data.database.exists():
        raise NoPublication(data.root)
    taken = decisions.read(data.decisions)
    with disk_faults(data), store.reading(data.database) as db:
        versions.require(db, data.database)
        built = {str(name) for (name,) in db.execute("SELECT id FROM decisions")}
        rows = list(db.query("SELECT * FROM reviews ORDER BY position"))
    fresh = [each for each in taken if each.id not in built]
    return tuple(Question(row, _waiting(row, fresh)) for row in rows)


def find(given: Sequence[Question], asked: str) -> Question:
    """Find a question by its id, or by its first letters if no other begins so.

    Raises:
        NoSuchQuestion: none or several do.
    """
    found = [each for each in given if each.id.startswith(asked.strip().lower())]
    if len(found) != 1 or not asked.strip():
        raise NoSuchQuestion(asked, [each.id for each in found])
    return found[0]


def shortened(given: Sequence[Question]) -> dict[str, str]:
    """Shorten the ids as far as each stays the only one."""
    names = sorted(each.id for each in given)
    found = {}
    for before, name, after in zip(["", *names], names, [*names[1:], ""], strict=False):
        shared = max(_shared(name, other) for other in (before, after))
        found[name] = name[: max(SHORT, shared + 1)]
    return found


def _shared(one: str, other: str) -> int:
    """Count the letters that two ids begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def decide(data: DataDir, question: Question, answer: Answer) -> Recorded:
    """Write a person's answer into the file of decisions.

    Raises:
        BadAnswer: the question cannot be answered so.
        BadDecision: the file cannot be understood as it stands.
    """
    kind, value = _decided(data, question, answer)
    lines = tuple(question.grounds.get(kind, ()))

    def make(name: str, known: Sequence[Recorded]) -> Recorded:
        before = next((each for each in known if each.id == question.text("decision_id")), None)
        lost = before if question.row["kind"] == "unmatched" else None
        return Recorded(
            id=name,
            kind=kind,
            by=answer.by,
            on=answer.on,
            verdict=answer.verdict,
            act=lost.act if lost else question.text("act_id"),
            document=_document(question, kind),
            value=value,
            provisions=question.text("provisions") if kind in _PROVISIONAL else None,
            review=lost.review if lost else question.id,
            code=question.text("code"),
            source=answer.source
            or (before.source if question.row["kind"] == "unbound" and before else None),
            reason=answer.reason,
            note=answer.note,
            basis=basis.digest(lines) if lines else None,
            rests_on=lines,
        )

    with disk_faults(data):
        return deciding.record(data, answer.on, str(question.row["question"]), make)


#: The kinds of decisions that may be on some provisions of an act only.
_PROVISIONAL = frozenset({Kind.ENTRY, Kind.FINDING})


def _decided(data: DataDir, question: Question, answer: Answer) -> tuple[Kind, str | None]:
    """Tell what an answer decides: the kind, and the value where it has one."""
    own = Kind(str(question.row["decides"]))
    value = question.text("value")
    match answer.verdict:
        case Verdict.DISMISSED:
            return own, None
        case Verdict.CONFIRMED if own in (Kind.FINDING, Kind.SOURCE):
            return own, None
        case Verdict.CONFIRMED:
            if value is None:
                raise BadAnswer("there is nothing to confirm: give --correct, or --dismiss")
            return own, value
        case Verdict.CORRECTED:
            return _corrected(data, question, answer, own)


def _corrected(
    data: DataDir, question: Question, answer: Answer, own: Kind
) -> tuple[Kind, str | None]:
    given = answer.value or ""
    if own is Kind.TARGET and answer.fact is None:
        with disk_faults(data), store.reading(data.database) as db:
            known = db.execute("SELECT 1 FROM acts WHERE id = ?", [given]).fetchone()
        if known is None:
            raise BadAnswer(f"no act {given!r} is published: name one by its id")
        return own, given
    fact = answer.fact or question.text("fact")
    if fact is None or fact not in question.grounds:
        can = ", ".join(key for key in question.grounds if key in FACTS)
        hint = f"a correction can decide: {can}" if can else "confirm or dismiss it"
        raise BadAnswer(f"{fact or 'a date'} is not what this question is settled by: {hint}")
    try:
        day = dt.date.fromisoformat(given)
    except ValueError:
        raise BadAnswer(f"{given!r} is no date: write it as 2026-01-06") from None
    return Kind(str(fact)), day.isoformat()


def _document(question: Question, kind: Kind) -> str | None:
    """Name the text that a finding is in, where it is about no act or about a bulletin."""
    if kind is not Kind.FINDING:
        return None
    about_act = question.text("act_id") and question.text("fact")
    return None if about_act else question.text("document_id")


def _waiting(row: Mapping[str, Value], fresh: Sequence[Recorded]) -> Recorded | None:
    """Give the decision on a question that no build has seen yet."""
    subject = (row["act_id"], row["decides"], row["provisions"])
    same = (
        each
        for each in fresh
        if each.review == row["id"] or (each.kind in FACTS and each.subject == subject)
    )
    return next(reversed(tuple(same)), None)


def listed(shown: Sequence[Question], given: Sequence[Question], more: int) -> Iterator[str]:
    """Say the questions for people, a line each; `given` are all, `more` were left out."""
    names = shortened(given)
    for each in shown:
        mark = "" if each.state == "open" else f" [{each.state}]"
        yield f"{names[each.id]}  {each.row['kind']:<9}{mark} {each.row['question']}"
    if more:
        yield f"… and {more} more: --limit {len(shown) + more} shows all"
    if shown:
        yield f"\nWhat is known of one: vacatio review show {names[shown[0].id]}"


def told(each: Question, given: Sequence[Question]) -> Iterator[str]:
    """Say all that is known of a question, and how to answer it."""
    name = shortened(given)[each.id]
    yield f"{name} {each.row['kind']}, {each.state}"
    yield str(each.row["question"])
    for line in each.known:
        yield f"  {line}"
    if each.row["quote"]:
        yield f"  it reads: “{' '.join(str(each.row['quote']).split())}”"
    if each.waiting:
        yield f"  {each.waiting.verdict} in {each.waiting.named}; `vacatio build` applies it"
    yield ""
    yield from _answers(each, f"vacatio review decide {name} --by NAME")


def _answers(each: Question, start: str) -> Iterator[str]:
    own, value = Kind(str(each.row["decides"])), each.text("value")
    if own in (Kind.FINDING, Kind.SOURCE):
        yield f"  {start} --confirm"
    elif value:
        yield f"  {start} --confirm    # {value}"
    if own is Kind.TARGET:
        yield f"  {start} --correct ACT --source TEXT"
    elif each.row["fact"]:
        yield f"  {start} --correct DATE --source TEXT    # the day of {each.row['fact']}"
    yield f"  {start} --dismiss --reason TEXT"
