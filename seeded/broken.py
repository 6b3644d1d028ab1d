"""What a fault is: a way to break a correct text, and the code that must be found for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from seeded.looking import NOTHING, TODAY, Facts, Text
from seeded.specs import Spec
from vacatio_calendar.known import OfficialDay
from vacatio_calendar.model import ActType


@dataclass(frozen=True)
class Broken:
    """A text with one fault in it, and what is known beside it."""

    text: str
    facts: Facts = NOTHING
    others: tuple[Text, ...] = ()
    official: bool = False
    complete: frozenset[ActType] = frozenset()
    since: dt.date | None = None
    ids: tuple[str, ...] = ()
    whole_archive: bool = False
    given: tuple[OfficialDay, ...] = ()
    today: dt.date = TODAY


#: Breaks an act's text; ``at`` counts the acts, so that forms and sizes vary. ``None`` where this
#: act cannot be broken so, as a term that ends on no day off.
Maker = Callable[[Spec, int], Broken | None]


@dataclass(frozen=True)
class Fault:
    """A way to break a text, the code expected, and whether another code says the same."""

    code: str
    name: str
    make: Maker = field(repr=False)


FAULTS: list[Fault] = []


def fault(code: str) -> Callable[[Maker], Maker]:
    """Enter a function among the faults of a code."""

    def enter(make: Maker) -> Maker:
        FAULTS.append(Fault(code, make.__name__, make))
        return make

    return enter


def known(spec: Spec) -> Facts:
    """Give what the register and the bank say of an act."""
    return Facts(
        published=spec.published,
        registered=spec.registered,
        registration_number=spec.registry if spec.registered else None,
        identifiers=(("ekb", "2300" + spec.registry),),
    )
