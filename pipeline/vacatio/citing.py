"""Acts that the acts at hand cite and that are not at hand: a first night asks for them too.

An act that amends another is half the news without it: the date says when, the other says what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from vacatio import store
from vacatio.assemble import Reading, works
from vacatio.resolve import Register
from vacatio_calendar import Jurisdiction
from vacatio_calendar.model import ActRef
from vacatio_crawlers import Cited

#: The source that can be searched for an act.
SOURCE = "ekb"

#: As many cited acts are asked for in one run, those that most acts cite first.
MOST = 500

_UNRESOLVED = """
SELECT target_date, target_number, target_title FROM amendments
WHERE target_act_id IS NULL AND target_date IS NOT NULL
AND coalesce(target_number, target_title) IS NOT NULL
"""


def of_readings(readings: Iterable[Reading], law: Jurisdiction) -> list[Cited]:
    """Name what the texts cite, change or repeal and what is not among them."""
    acts = works(readings, law)
    register = Register(acts, law)
    refs: list[ActRef] = []
    for work in acts:
        act = work.main.act
        refs += [*act.amends, *act.repeals, *act.suspends, *work.main.document.citations]
    return _ranked(_cited(ref) for ref in refs if register.find(ref) is None)


def of_database(database: Path) -> list[Cited]:
    """Name what the published acts change or repeal and what is not published."""
    if not database.exists():
        return []
    with store.opened(database) as db:
        found = db.execute(_UNRESOLVED).fetchall()
    return _ranked(Cited(day, number, None if number else title) for day, number, title in found)


def without(cited: Iterable[Cited], settled: Collection[tuple[str, str]]) -> tuple[Cited, ...]:
    """Leave out what was lately sought in vain, and keep to the bound."""
    fresh = [one for one in cited if (SOURCE, one.key) not in settled]
    return tuple(fresh[:MOST])


def _cited(ref: ActRef) -> Cited | None:
    """Turn a citation into a question; one without a day or a name is none.

    What an order approves is cited by the order's day and number and a title of its own.
    """
    if ref.date is None or not (ref.number or (ref.title and not ref.approved)):
        return None
    title = None if ref.approved or ref.number else ref.title
    return Cited(ref.date.isoformat(), ref.number, title)


def _ranked(cited: Iterable[Cited | None]) -> list[Cited]:
    count = Counter(one for one in cited if one is not None)
    return sorted(count, key=lambda one: (-count[one], one.day, one.key))
