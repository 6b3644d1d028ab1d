"""What the caller knows beside the act's own text: other acts, events, decisions, later acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from vacatio_calendar.model import EntryIntoForce, Language


class Fact(StrEnum):
    """The facts a date can rest on."""

    CLAUSE = "clause"
    ADOPTION = "adoption"
    REGISTRATION = "registration"
    PUBLICATION = "publication"
    EVENT = "event"
    OTHER_ACT = "other_act"
    ENTRY = "entry"


class EndKind(StrEnum):
    """How an act ends (LPA 27, 46(2), 20-1)."""

    REPEALED = "repealed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNCONSTITUTIONAL = "unconstitutional"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on the record: the day of a fact, or the day of entry itself.

    ``source`` says what the decision rests on; ``provisions`` limits a decision on the entry
    to the commencement of these provisions (``None``: the main one).
    """

    fact: Fact
    on: dt.date
    source: str
    provisions: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person decided on the record where a check only asks: that it is so.

    ``code`` is the check that asked (VAC009: the norms add duties); until it is confirmed, the
    check asks a person to look and never warns. ``provisions`` limits it to one commencement.
    """

    code: str
    source: str
    provisions: str | None = None


@dataclass(frozen=True, slots=True)
class Postponement:
    """A later act that moves a day not yet come (LPA 26(3)).

    ``effective`` is the first day the later act itself applies: it moves only what was not in
    effect by then. ``provisions`` limits it to one commencement; ``None`` moves all that would
    come before ``to``.
    """

    by: str
    to: dt.date
    effective: dt.date | None
    provisions: str | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """An interval ``[start, until)`` without effect, set by a separate act (LPA 46(1))."""

    by: str
    start: dt.date
    until: dt.date | None
    provisions: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of an act or of provisions; ``on`` is the first day without effect."""

    kind: EndKind
    by: str
    on: dt.date
    provisions: str | None = None


@dataclass(frozen=True, slots=True)
class OfficialDay:
    """A day that an official text itself gave once the computed day had come.

    ``text`` names the act whose text it was: this one, or one that it changes; ``provisions``
    the commencement it is held against (``None``: the main one).
    """

    on: dt.date
    text: str
    provisions: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything ``compute`` may use beside the act; empty by default.

    ``acts`` holds the main entries of other acts by their ids, ``events`` the days of outside
    events by the words of the clause. ``agreed`` names the facts on which two independent
    sources agree: a date is confirmed only if all its facts are agreed or decided.
    ``confirmed`` are the answers to what checks ask of a person, ``official`` days that official
    texts give, for the check that compares them: no date is computed from them.
    ``official_text`` is true where the text is the official one with its requisites, so that
    missing registration means something. ``exemption`` is the id of the rule that exempts the
    act from registration. ``language`` is the language of the text: a translation's wording
    opens no second reading. ``known_on`` is the day whose knowledge of days off is used;
    ``today`` is today in the jurisdiction's own zone, for the checks that ask whether it is late.
    """

    acts: Mapping[str, EntryIntoForce] = field(default_factory=lambda: MappingProxyType({}))
    events: Mapping[str, dt.date] = field(default_factory=lambda: MappingProxyType({}))
    agreed: frozenset[Fact] = frozenset()
    decisions: tuple[Decision, ...] = ()
    confirmed: tuple[Confirmation, ...] = ()
    official: tuple[OfficialDay, ...] = ()
    postponements: tuple[Postponement, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    endings: tuple[Ending, ...] = ()
    official_text: bool = False
    draft: bool = False
    exemption: str | None = None
    language: Language | None = None
    known_on: dt.date | None = None
    today: dt.date | None = None

    def confirms(self, code: str, provisions: str | None = None) -> bool:
        """Tell whether a person confirmed what a check asks, for these provisions or for all."""
        return any(
            each.code == code and each.provisions in (None, provisions) for each in self.confirmed
        )

    def decided(self, fact: Fact, provisions: str | None = None) -> Decision | None:
        """Return the last recorded decision on a fact, if there is one."""
        if not self.decisions:
            return None
        for decision in reversed(self.decisions):
            if decision.fact is fact and decision.provisions == provisions:
                return decision
        return None


#: Nothing beside the act itself.
NOTHING = Known()
