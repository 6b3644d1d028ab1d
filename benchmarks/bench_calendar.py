"""Computations a second of one core, with all their steps, and replays of them."""

from __future__ import annotations

import datetime as dt
import gc
import random
import time
from collections.abc import Callable, Sequence

from vacatio_calendar import compute, load, verify
from vacatio_calendar.model import (
    Act,
    ActType,
    Commencement,
    OfficialPublication,
    Registration,
    Rule,
    RuleKind,
    Unit,
)

TARGET = 50_000
_AMOUNT = 20_000
_DAY = dt.timedelta(days=1)
_FIRST = dt.date(2017, 1, 1)

#: Clauses in the shares in which acts state them.
_CLAUSES = (
    *[Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)] * 11,
    *[Rule(RuleKind.AFTER_PUBLICATION, 60, Unit.CALENDAR_DAYS)] * 3,
    Rule(RuleKind.AFTER_PUBLICATION, 6, Unit.MONTHS),
    Rule(RuleKind.FIXED_DATE, date=dt.date(2026, 1, 1)),
    Rule(RuleKind.FROM_PUBLICATION),
    Rule(RuleKind.FROM_PUBLICATION),
    Rule(RuleKind.UPON_SIGNING),
    Rule(RuleKind.DEFAULT),
)
_BODIES = (
    (ActType.LAW, None),
    (ActType.RESOLUTION, "Правительство Республики Казахстан"),
    (ActType.ORDER, "Министр финансов Республики Казахстан"),
    (ActType.DECISION, "маслихат города Алматы"),
)


def acts(amount: int) -> list[Act]:
    """Make acts of ten years, no two of one day and clause by design; always the same ones."""
    chance = random.Random(1)
    made: list[Act] = []
    for _ in range(amount):
        kind, issuer = chance.choice(_BODIES)
        adopted = _FIRST + chance.randrange(3600) * _DAY
        registered = issuer is not None and kind is not ActType.RESOLUTION
        made.append(
            Act(
                type=kind,
                date=adopted,
                issuer=issuer,
                registration=Registration("1", adopted + 2 * _DAY) if registered else None,
                publications=(OfficialPublication(adopted + 4 * _DAY, first=True),),
                commencements=(Commencement(chance.choice(_CLAUSES)),),
            )
        )
    return made


def _seconds(action: Callable[[], None]) -> float:
    """Return the processor's seconds; other programs on the machine do not count."""
    gc.collect()
    start = time.process_time()
    action()
    return time.process_time() - start


def _best(action: Callable[[], None], rounds: int = 5) -> float:
    return min(_seconds(action) for _ in range(rounds))


def rows() -> Sequence[tuple[str, float, str, str]]:
    """Measure computing acts not met before, acts met before, and the replay."""
    law = load("kz")
    corpus = acts(_AMOUNT)

    def compute_all() -> None:
        for act in corpus:
            compute(act, law)

    def verify_all() -> None:
        for entry in entries:
            verify(entry, law)

    fresh = _seconds(compute_all)
    again = _best(compute_all)
    entries = [entry for act in corpus[:2000] for entry in compute(act, law)]
    replay = _best(verify_all)
    speed = _AMOUNT / again
    return [
        ("compute, first run over the acts", _AMOUNT / fresh, "acts/s", ""),
        ("compute with steps", speed, "acts/s", f"{speed / TARGET:.1f} x the target of {TARGET:,}"),
        ("verify", len(entries) / replay, "entries/s", ""),
    ]
