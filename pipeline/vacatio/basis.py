"""What a decision rests on: the words and values a person saw when it was taken.

A decision keeps these lines for people and their hash for the machine. Case, spacing and
punctuation do not count, nor do the sentences in which we give a reason: only what the texts
say, and what follows from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from vacatio.assemble import Work
from vacatio.derive import Dated
from vacatio.resolve import folded
from vacatio.store import Row
from vacatio_calendar import Jurisdiction, first_publication
from vacatio_calendar.known import Fact
from vacatio_calendar.model import ActRef, EntryIntoForce, OfficialPublication

Lines = tuple[str, ...]


def digest(lines: Iterable[str]) -> str:
    """Hash what a decision rests on.

    >>> digest(["words: «Со дня»"]) == digest(["Words:  со  дня"])
    True
    """
    return hashlib.sha256("\n".join(map(folded, lines)).encode()).hexdigest()[:16]


def of_fact(fact: Fact, provisions: str | None, dated: Dated, law: Jurisdiction) -> Lines | None:
    """Tell what a decision on a fact of an act rests on; `None` where there is no such thing.

    `dated` is the act as it is without any decision.
    """
    act = dated.work.act
    match fact:
        case Fact.PUBLICATION:
            return _publication(dated, law)
        case Fact.REGISTRATION:
            found = act.registration
            number, day = (found.number, found.date) if found else (None, None)
            return (_said("registered", day), f"register number: {number or 'not known'}")
        case Fact.ADOPTION:
            return (_said("adopted", act.date),)
        case Fact.ENTRY | Fact.CLAUSE | Fact.EVENT | Fact.OTHER_ACT:
            return of_entry(provisions, dated, law)


def of_entry(provisions: str | None, dated: Dated, law: Jurisdiction) -> Lines | None:
    """Tell what the day of one commencement rests on: its words, the facts, and the count."""
    for position, entry in enumerate(dated.entries):
        if entry.provisions == provisions:
            act = dated.work.act
            return (
                f"words: {clause_words(dated.work, position) or 'none'}",
                _said("adopted", act.date),
                _said("registered", act.registration.date if act.registration else None),
                _said("published", first_publication(act, law).date),
                *_days(entry),
            )
    return None


def of_target(ref: ActRef) -> Lines:
    """Tell what it rests on that a citation means an act: what it says."""
    cited = (
        ("type", ref.type),
        ("number", ref.number),
        ("date", ref.date.isoformat() if ref.date else None),
        ("title", ref.title),
        ("register number", ref.registration_number),
    )
    return tuple(f"cited {name}: {value}" for name, value in cited if value)


def of_finding(row: Row) -> Lines:
    """Tell what a decision on a finding rests on: the values compared, and the words."""
    compared = str(row["compared"] or "").split("; ")
    words = [f"words: {row['quote']}"] if row["quote"] else []
    return (f"check: {row['code']}", *(each for each in compared if each), *words)


def clause_words(work: Work, position: int) -> str | None:
    """Quote the clause of one commencement of an act."""
    given = work.act.commencements
    span = given[position].span if position < len(given) else None
    return " ".join(span.text.split()) if span else None


def _publication(dated: Dated, law: Jurisdiction) -> Lines:
    """Name the day chosen, and the days that contest it: a later reprint changes nothing."""
    first = first_publication(dated.work.act, law)
    rivals = [other for other in first.others if other.rival or first.date is None]
    return (
        _said("first published", first.date),
        *(f"{other.date}: {place(other.publication)}" for other in rivals),
    )


def place(publication: OfficialPublication) -> str:
    """Name a place of publication."""
    return publication.venue or publication.field or "a place not named"


def _days(entry: EntryIntoForce) -> Lines:
    others = sorted({other.on.isoformat() for other in entry.alternatives})
    return (_said("computed", entry.on), *(f"or: {day}" for day in others))


def _said(name: str, value: object) -> str:
    return f"{name}: {value or 'not known'}"
