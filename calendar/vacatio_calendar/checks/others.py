"""The other acts a text is held against: a value the caller hands in, never a database.

A check reads what it compares from a :class:`Lookup`. What is not in it cannot be checked, which
is counted and is no finding.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TypeVar

from vacatio_calendar import fold
from vacatio_calendar.bodies import BodyKind, body_of
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.identity import act_id, number_slug
from vacatio_calendar.known import NOTHING, Known
from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import (
    Act,
    ActRef,
    ActType,
    Document,
    EntryIntoForce,
    Language,
    Provision,
)

K = TypeVar("K", bound=Hashable)
_LAWS = frozenset({ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})
_LAW_NUMBER = re.compile(r"(\d+)-([ivx]+)")


@dataclass(frozen=True, slots=True)
class Edition:
    """One text of an act: ``document.acts[index]``, and the days for which it is the act's.

    The text is known to stand in ``[since, until)``. ``since`` is ``None`` for the text as it was
    adopted, ``until`` is ``None`` where no later edition is known. ``source`` names where it is
    from, as findings name it (``zan.gov.kz``).
    """

    document: Document
    index: int = 0
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = "archive"

    @property
    def act(self) -> Act:
        """The act as this text shows it."""
        return self.document.acts[self.index]

    @property
    def language(self) -> Language:
        """The language of the text."""
        return self.document.language

    def stands_on(self, day: dt.date) -> bool:
        """Tell whether the text is known to be the act's on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True, slots=True)
class OtherAct:
    """An act of the archive: its facts from all sources, its dates, its end, and its texts.

    ``entries`` are what ``compute`` gave for ``act``; ``known`` holds its endings and
    suspensions; ``titles`` are titles it bore beside those of its texts, as after a renaming.
    """

    id: str
    act: Act
    entries: tuple[EntryIntoForce, ...] = ()
    known: Known = NOTHING
    editions: tuple[Edition, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def main(self) -> EntryIntoForce | None:
        """The entry of the act as a whole."""
        whole = (entry for entry in self.entries if entry.provisions is None)
        return next(whole, self.entries[0] if self.entries else None)

    @property
    def ended(self) -> dt.date | None:
        """The first day on which the whole act is no longer in effect, if that is known."""
        days = [end.on for end in self.known.endings if end.provisions is None]
        if self.main is not None and self.main.ends_on is not None:
            days.append(self.main.ends_on)
        return min(days, default=None)

    def all_titles(self) -> Iterator[str]:
        """Yield every title the act is known by, in any language."""
        yield from filter(None, (self.act.title, *self.titles))
        yield from filter(None, (edition.act.title for edition in self.editions))

    def edition(self, day: dt.date, language: Language) -> Edition | None:
        """Return the text in a language as it stands on a day, if it is known."""
        fitting = (
            each for each in self.editions if each.language is language and each.stands_on(day)
        )
        return next(fitting, None)

    def provisions(self, day: dt.date, language: Language) -> tuple[Provision, ...]:
        """Return the units of the act on a day in a language; empty where they are not known."""
        found = self.edition(day, language)
        return () if found is None else found.act.provisions


#: The number of a law in its convocation, and its day.
Mark = tuple[int, dt.date]

#: What one act says of others.
Refs = Callable[[OtherAct], Iterable[ActRef]]


@dataclass(frozen=True, eq=False)
class Lookup:
    """The acts at hand by their ids, and the ways a citation can name them.

    ``complete`` are the types of acts of which the archive holds every one from ``since`` to
    ``until`` (``None``: to this day), so that an act that is not there does not exist; empty by
    default: then nothing is said to be missing.
    """

    acts: Mapping[str, OtherAct] = field(default_factory=lambda: MappingProxyType({}))
    law: Jurisdiction | None = None
    complete: frozenset[ActType] = frozenset()
    since: dt.date | None = None
    until: dt.date | None = None

    def get(self, name: str | None) -> OtherAct | None:
        """Return an act by its id."""
        return None if name is None else self.acts.get(name)

    def find(self, ref: Act | ActRef) -> OtherAct | None:
        """Return the one act a citation means, or ``None`` where none or several fit."""
        if self.law is None or not self.acts:
            return None
        whole = act_id(ref, self.law)
        if whole is not None and whole in self.acts:
            return self.acts[whole]
        for names in (
            self.numbered(ref.number, ref.date),
            self.registered(_registry(ref)),
            self.titled(ref.title, ref.date),
        ):
            fitting = [self.acts[name] for name in names if self._fits(self.acts[name], ref)]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def near(self, ref: Act | ActRef) -> OtherAct | None:
        """Return the one act that a citation with a slip in it most likely means.

        All but one of number, date, title and registry number must agree, and at least two.
        """
        names = {
            *self.numbered(ref.number, ref.date),
            *self.registered(_registry(ref)),
            *self.entitled(ref.title),
        }
        near = [self.acts[name] for name in sorted(names) if self._nearly(self.acts[name], ref)]
        return near[0] if len(near) == 1 else None

    def numbered(self, number: str | None, day: dt.date | None) -> tuple[str, ...]:
        """Return the ids of the acts of a number and a date."""
        slug = number_slug(number)
        return () if slug is None or day is None else self._by_number.get((slug, day), ())

    def registered(self, number: str | None) -> tuple[str, ...]:
        """Return the ids of the acts of a number in the register of the Ministry of Justice."""
        return () if number is None else self._by_registry.get(folded(number), ())

    def titled(self, title: str | None, day: dt.date | None) -> tuple[str, ...]:
        """Return the ids of the acts of a title and a date."""
        return tuple(
            name for name in self.entitled(title) if day is None or self.acts[name].act.date == day
        )

    def entitled(self, title: str | None) -> tuple[str, ...]:
        """Return the ids of the acts of a title, of whatever date."""
        return self._by_title.get(folded(title or ""), ())

    def holds_every(self, kind: ActType | None, day: dt.date) -> bool:
        """Tell whether every act of a type that was adopted on a day is at hand."""
        if kind not in self.complete or self.since is None or day < self.since:
            return False
        return self.until is None or day <= self.until

    def amending(self, name: str) -> tuple[OtherAct, ...]:
        """Return the acts that amend an act."""
        return tuple(self.acts[each] for each in self._amending.get(name, ()))

    def repealing(self, name: str) -> tuple[OtherAct, ...]:
        """Return the acts that repeal an act whole."""
        return tuple(self.acts[each] for each in self._repealing.get(name, ()))

    def resting_on(self, name: str) -> tuple[OtherAct, ...]:
        """Return the acts whose preamble names an act as the ground of their adoption."""
        return tuple(self.acts[each] for each in self._resting.get(name, ()))

    def laws_before(self, roman: str, number: int) -> Iterator[Mark]:
        """Yield the laws of a convocation up to a number, the last first.

        An act that was registered under two dates, or two under one number, is no mark.
        """
        return (mark for mark in reversed(self._laws.get(roman, ())) if mark[0] <= number)

    def laws_after(self, roman: str, number: int) -> Iterator[Mark]:
        """Yield the laws of a convocation from a number on, the first first."""
        return (mark for mark in self._laws.get(roman, ()) if mark[0] >= number)

    def register_numbers(self) -> tuple[int, ...]:
        """Return the numbers that national acts at hand bear in the register, in order."""
        law = self.law
        found = (register_number(other.act, law) for other in self.acts.values() if law)
        return tuple(sorted({number for number in found if number is not None}))

    @cached_property
    def _laws(self) -> Mapping[str, tuple[Mark, ...]]:
        return marks(place for other in self.acts.values() if (place := law_place(other.act)))

    @cached_property
    def _by_number(self) -> Mapping[tuple[str, dt.date], tuple[str, ...]]:
        return _gathered(
            ((slug, other.act.date), name)
            for name, other in self.acts.items()
            if other.act.date is not None and (slug := number_slug(other.act.number))
        )

    @cached_property
    def _by_registry(self) -> Mapping[str, tuple[str, ...]]:
        return _gathered(
            (folded(number), name)
            for name, other in self.acts.items()
            if (number := _registry(other.act))
        )

    @cached_property
    def _by_title(self) -> Mapping[str, tuple[str, ...]]:
        return _gathered(
            (folded(title), name)
            for name, other in self.acts.items()
            for title in dict.fromkeys(other.all_titles())
        )

    @cached_property
    def _amending(self) -> Mapping[str, tuple[str, ...]]:
        return self._inverse(lambda other: other.act.amends)

    @cached_property
    def _repealing(self) -> Mapping[str, tuple[str, ...]]:
        return self._inverse(lambda other: (ref for ref in other.act.repeals if ref.part is None))

    @cached_property
    def _resting(self) -> Mapping[str, tuple[str, ...]]:
        return self._inverse(
            lambda other: (
                ref for edition in other.editions[:1] for ref in grounds(edition.document)
            )
        )

    def _inverse(self, refs: Refs) -> Mapping[str, tuple[str, ...]]:
        return _gathered(
            (target.id, name)
            for name, other in self.acts.items()
            for ref in refs(other)
            if (target := self.find(ref)) is not None and target.id != name
        )

    def _fits(self, other: OtherAct, ref: Act | ActRef) -> bool:
        """Tell whether nothing a citation says contradicts an act; rules go by their order."""
        act = other.act
        approved = isinstance(ref, ActRef) and ref.approved
        return (
            (ref.date is None or act.date is None or ref.date == act.date)
            and (ref.number is None or act.number is None or same_number(ref.number, act.number))
            and (ref.type is None or act.type is None or ref.type is act.type or approved)
            and self.same_body(ref, act) is not False
        )

    def _nearly(self, other: OtherAct, ref: Act | ActRef) -> bool:
        act = other.act
        if ref.type is not None and act.type is not None and ref.type is not act.type:
            return False
        if self.same_body(ref, act) is False:
            return False
        told: list[bool] = []
        if ref.number is not None and act.number is not None:
            told.append(same_number(ref.number, act.number))
        if ref.date is not None and act.date is not None:
            told.append(ref.date == act.date)
        if ref.title:
            told.append(folded(ref.title) in {folded(title) for title in other.all_titles()})
        if _registry(ref) and _registry(act):
            told.append(folded(_registry(ref) or "") == folded(_registry(act) or ""))
        return told.count(False) <= 1 and told.count(True) >= 2

    def same_body(self, one: Act | ActRef, other: Act | ActRef) -> bool | None:
        """Tell whether one body issued both, or ``None`` where that is not known."""
        if self.law is None:
            return None
        first = body_of(one.issuer, self.law, one.date)
        second = body_of(other.issuer, self.law, other.date)
        return None if first is None or second is None else first.slug == second.slug


#: How far into a text its preamble may reach, in characters.
PREAMBLE = 8000
#: No other act is at hand.
NO_OTHERS = Lookup()


def grounds(document: Document) -> tuple[ActRef, ...]:
    """Return the acts that a preamble names as the ground of adoption, in the order of the text.

    The preamble ends with the word that enacts («ПРИКАЗЫВАЮ», «қаулы етеді»).
    """
    text = document.text
    enacts = words_of("enacting").search(text, 0, PREAMBLE)
    end = enacts.start() if enacts else 0
    named = words_of("grounds").search(text, 0, end)
    if named is None:
        return ()
    start = text.rfind("\n", 0, named.start()) + 1
    return tuple(
        ref
        for ref in document.citations
        if ref.span is not None and start <= ref.span.start and ref.span.end <= end
    )


@lru_cache(maxsize=1 << 16)
def folded(printed: str) -> str:
    """Fold a title or a number, so that two spellings of one compare equal.

    >>> folded("«О  садах»") == folded("о садах"), folded("231-VІІІ") == folded("231-viii")
    (True, True)
    """
    return " ".join(fold.latin(word) for word in fold.words(printed))


def law_place(act: Act) -> tuple[str, int, dt.date] | None:
    """Return the place of a law in the row of its convocation: Roman part, number and day.

    >>> law_place(Act(ActType.LAW, "231-VIII", dt.date(2025, 11, 17)))
    ('viii', 231, datetime.date(2025, 11, 17))
    """
    match = _LAW_NUMBER.fullmatch(number_slug(act.number) or "")
    if match is None or act.date is None or act.type not in _LAWS:
        return None
    return match[2], int(match[1]), act.date


def marks(places: Iterable[tuple[str, int, dt.date]]) -> Mapping[str, tuple[Mark, ...]]:
    """Return the laws of each convocation by number; a number of two days is no mark."""
    found: defaultdict[str, dict[int, set[dt.date]]] = defaultdict(lambda: defaultdict(set))
    for roman, number, day in places:
        found[roman][number].add(day)
    return {
        roman: tuple((number, min(days)) for number, days in sorted(rows.items()) if len(days) == 1)
        for roman, rows in found.items()
    }


def register_number(act: Act, law: Jurisdiction) -> int | None:
    """Return the number of an act in the register of the Ministry of Justice; not a local one."""
    number = act.registration.number if act.registration else None
    body = body_of(act.issuer, law, act.date)
    if number is None or not number.isdigit() or (body and body.kind is BodyKind.LOCAL):
        return None
    return int(number)


def same_number(one: str, other: str) -> bool:
    """Tell whether two printed numbers are one.

    >>> same_number("672/НҚ", "№ 672/HK"), same_number("672", "673")
    (True, False)
    """
    return (number_slug(one) or one) == (number_slug(other) or other)


def _registry(act: Act | ActRef) -> str | None:
    """Return the number an act has in the register of the Ministry of Justice."""
    if isinstance(act, ActRef):
        return act.registration_number
    return act.registration.number if act.registration else None


def _gathered(pairs: Iterable[tuple[K, str]]) -> Mapping[K, tuple[str, ...]]:
    found: defaultdict[K, list[str]] = defaultdict(list)
    for key, name in pairs:
        if name not in found[key]:
            found[key].append(name)
    return {key: tuple(names) for key, names in found.items()}
