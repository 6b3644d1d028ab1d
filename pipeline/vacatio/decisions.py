"""What people decided: `decisions.toml`, one `[[decision]]` each, written by hand or by `review`.

[[decision]]
id = "2026-01-12-1"
act = "kz/order/maidr/2025-12-22/672-nq"
kind = "publication"             # the fact decided, or: target, finding, source
verdict = "corrected"            # or confirmed, dismissed; without it: corrected
value = 2025-12-26
source = "the bank's page of the act, read on 2026-01-12"
by = "A. Reviewer"
on = 2026-01-12
basis = "0f3a…"                  # what it rests on; `vacatio review decide` writes it
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vacatio.store import Row
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.known import Decision, Fact
from vacatio_calendar.rows import LawDataError, Tables
from vacatio_calendar.rows import Row as Written

#: Which table of the file holds the decisions.
TABLE = "decision"


class Kind(StrEnum):
    """What a decision is about: a fact that dates rest on, or what a check or a citation says."""

    CLAUSE = "clause"
    ADOPTION = "adoption"
    REGISTRATION = "registration"
    PUBLICATION = "publication"
    EVENT = "event"
    OTHER_ACT = "other_act"
    ENTRY = "entry"
    TARGET = "target"  # which act a citation means; its value is the act's id
    FINDING = "finding"
    SOURCE = "source"  # whether a source was misread


#: The kinds whose value is a day.
FACTS = frozenset(Kind(fact.value) for fact in Fact)


class Verdict(StrEnum):
    """What was decided: it is so, it is otherwise, or it is nothing to care about."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    DISMISSED = "dismissed"


class State(StrEnum):
    """What has become of a decision in a build.

    ``SPENT`` is one on something that is no longer asked, ``UNMATCHED`` one on an act or a
    provision that is not there.
    """

    APPLIED = "applied"
    OUTDATED = "outdated"
    SUPERSEDED = "superseded"
    SPENT = "spent"
    UNMATCHED = "unmatched"


class BadDecision(VacatioError):
    """The file of decisions cannot be understood."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}, line {line}: {reason}")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One decision as it stands in the file.

    ``review`` is the id of the question it answers, ``code`` the check that asked it; ``basis``
    is the hash of what it rests on and ``rests_on`` the same in words, for people. One without a
    basis was written by hand, and holds whatever changes.
    """

    id: str
    kind: Kind
    by: str
    on: dt.date
    verdict: Verdict = Verdict.CORRECTED
    act: str | None = None
    document: str | None = None
    value: str | None = None
    provisions: str | None = None
    review: str | None = None
    code: str | None = None
    source: str | None = None
    reason: str | None = None
    note: str | None = None
    basis: str | None = None
    rests_on: tuple[str, ...] = ()

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What it is about: a later decision on the same replaces it."""
        if self.kind in FACTS:
            return (self.act, self.kind, self.provisions)
        return (self.review or self.act or self.document, self.kind, self.code)

    @property
    def named(self) -> str:
        """The decision in words, as the steps of a derivation name it."""
        words = f"decision {self.id} by {self.by} of {self.on}"
        ground = self.source or self.reason
        return f"{words}: {ground}" if ground else words

    def row(self, state: State, acts: frozenset[str], documents: frozenset[str]) -> Row:
        """Give it as a row of the table `decisions`."""
        return {
            "id": self.id,
            "act_id": self.act if self.act in acts else None,
            "document_id": self.document if self.document in documents else None,
            "kind": self.kind,
            "verdict": self.verdict,
            "value": self.value,
            "provisions": self.provisions,
            "state": state,
            "source": self.source,
            "reason": self.reason,
            "by": self.by,
            "on": self.on.isoformat(),
            "note": self.note,
            "review_id": self.review,
            "code": self.code,
            "rests_on": json.dumps(self.rests_on, ensure_ascii=False) if self.rests_on else None,
        }


def read(path: Path) -> tuple[Recorded, ...]:
    """Read the decisions, oldest first; no file means none were taken.

    Raises:
        BadDecision: the file cannot be understood; it names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise BadDecision(path, 1, f"not UTF-8: {error.reason}") from error
    except OSError as error:
        raise BadDecision(path, 1, f"cannot be read: {error.strerror}") from error
    return parse(path, text)


def parse(path: Path, text: str) -> tuple[Recorded, ...]:
    """Read decisions from the text of the file; `path` is what errors name."""
    try:
        tables = Tables(path.name, text)
        found = tuple(_recorded(row) for row in tables.rows(TABLE))
        tables.finish()
    except LawDataError as error:
        raise BadDecision(path, _line(text, error), error.problem) from error
    seen: set[str] = set()
    for each in found:
        if each.id in seen:
            problem = f"the id {each.id} stands there twice"
            raise BadDecision(path, _line_of_id(text, each.id), problem)
        seen.add(each.id)
    return tuple(sorted(found, key=lambda each: each.on))  # of one day, as they stand in the file


def _recorded(row: Written) -> Recorded:
    kind = row.choice("kind", Kind)
    verdict = row.maybe_choice("verdict", Verdict) or Verdict.CORRECTED
    day = row.maybe_day("on")
    if day is None:
        raise row.fault("`on` is missing: the day of the decision, such as 2026-01-12")
    found = Recorded(
        id=row.text("id"),
        kind=kind,
        verdict=verdict,
        value=_value(row, kind),
        act=row.maybe_text("act"),
        document=row.maybe_text("document"),
        by=row.text("by"),
        on=day,
        **{
            key: row.maybe_text(key)
            for key in ("provisions", "review", "code", "source", "reason", "note", "basis")
        },
        rests_on=row.texts("rests_on"),
    )
    row.finish()
    if kind in FACTS and found.act is None:
        raise row.fault("`act` is missing: the id of the act whose date it is")
    if kind not in FACTS and found.review is None:
        raise row.fault("`review` is missing: the id of the question, as `vacatio review` shows it")
    needs = kind in FACTS or kind is Kind.TARGET
    if needs and verdict is not Verdict.DISMISSED and found.value is None:
        raise row.fault("`value` is missing: what was decided")
    if verdict is Verdict.DISMISSED and found.reason is None:
        raise row.fault("`reason` is missing: why it was dismissed")
    return found


def _value(row: Written, kind: Kind) -> str | None:
    if kind is Kind.TARGET:
        return row.maybe_text("value")
    day = row.maybe_day("value")
    return day.isoformat() if day else None


def standing(given: Iterable[Recorded]) -> dict[str, Recorded]:
    """Give the decisions that no later one on the same subject replaces, by their ids."""
    last = {each.subject: each for each in given}
    return {each.id: each for each in last.values()}


def by_act(given: Iterable[Recorded]) -> dict[str, tuple[Decision, ...]]:
    """Give the days decided as the calendar takes them, by act, oldest first."""
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    for each in given:
        if each.kind in FACTS and each.act and each.value and each.verdict is not Verdict.DISMISSED:
            day = dt.date.fromisoformat(each.value)
            decision = Decision(Fact(each.kind.value), day, each.named, each.provisions)
            found[each.act].append(decision)
    return {act_id: tuple(decisions) for act_id, decisions in found.items()}


def _line(text: str, error: LawDataError) -> int:
    """Find the line of the fault: of the key it names, of the row, or the one TOML names."""
    lines = text.splitlines()
    if at := re.search(r"at line (\d+)", error.problem):
        return int(at[1])
    if error.line == 0:
        return max(1, len(lines))
    key = re.search(r"`(\w+)`", error.problem)
    for number, line in _block(lines, error.line):
        if key and re.match(rf"\s*[\"']?{key[1]}[\"']?\s*=", line):
            return number
    return error.line


def _block(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of one table below its head."""
    for number, line in enumerate(lines[start:], start=start + 1):
        if line.lstrip().startswith("["):
            return
        yield number, line


def _line_of_id(text: str, name: str) -> int:
    """Find the last line that gives an id."""
    pattern = re.compile(rf"\s*[\"']?id[\"']?\s*=\s*[\"']{re.escape(name)}[\"']")
    found = [number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)]
    return max(found, default=1)
