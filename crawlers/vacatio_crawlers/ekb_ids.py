"""The ids of the reference bank, which grow with time: those that no list has named.

A list shows what it was asked for in the order it was asked for; an act that was registered
late, or that the list leaves out, shows only as a gap between the ids of its neighbours.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from vacatio_crawlers.ekb_answer import Answer, late_cause

#: As many ids are asked for behind the highest one that is known.
AHEAD = 5
#: More than a busy day has: behind so many ids in a row that no list names the recent ones end,
#: and what is listed beyond is an old act that came to the portal late.
FAR = 75
#: As many gaps are asked for in one run, the newest first.
MOST_GAPS = 500
#: So many pages in a row that name nothing new are not those that new acts pushed back meanwhile.
CIRCLE = 3


def gaps(listed: Collection[int]) -> tuple[int, ...]:
    """Give the ids between the listed ones that are not listed, and those behind, newest first.

    >>> gaps({222004, 222001, 222003, 100})
    (222009, 222008, 222007, 222006, 222005, 222002)
    >>> gaps(())
    ()
    """
    known = sorted(listed, reverse=True)
    missing = list(range(known[0] + AHEAD, known[0], -1)) if known else []
    for later, earlier in itertools.pairwise(known):
        if later - earlier > FAR or len(missing) >= MOST_GAPS:
            break
        missing.extend(range(later - 1, earlier, -1))
    return tuple(missing[:MOST_GAPS])


def spans(numbers: Iterable[int]) -> str:
    """Write ids as spans.

    >>> spans([5, 1, 2, 3])
    '1-3, 5'
    """
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


@dataclass(slots=True)
class Register:
    """What one run knows of the ids.

    They are named by a list, and listed within the days that are looked for; or sought because
    no list named them, and found.
    """

    named: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)
    sought: set[int] = field(default_factory=set)
    found: set[int] = field(default_factory=set)
    repeated: int = 0

    def circling(self, named: Collection[int], listed: Collection[int]) -> bool:
        """Note what a page of a list names; tell whether the list goes in circles.

        >>> register = Register()
        >>> [register.circling({page % 2}, ()) for page in range(5)]
        [False, False, False, False, True]
        """
        self.repeated = 0 if set(named) - self.named else self.repeated + 1
        self.named.update(named)
        self.listed.update(listed)
        return self.repeated >= CIRCLE

    def wanted(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Take up ids to seek, and give those that are neither named nor sought yet."""
        fresh = [number for number in numbers if number not in self.named | self.sought]
        self.sought.update(fresh)
        return tuple(map(str, fresh))

    def met(self, number: int, answer: Answer, since: dt.date | None) -> tuple[str, ...]:
        """Note that an act was given; give the ids to seek because of it.

        They are those behind one that no list had named, and the act that caused its edition,
        where that is dated within the reach of the run.

        >>> edition = {"version": {"versionDate": "2026-11-17", "cause": {"code": "3"}}}
        >>> register = Register(named={7}, listed={7})
        >>> register.wanted(gaps(register.listed))
        ('12', '11', '10', '9', '8')
        >>> register.met(12, edition, dt.date(2026, 11, 1)), register.met(7, edition, None)
        (('13', '14', '15', '16', '17', '3'), ())
        >>> register.words()
        'ids that no list names: 12 found; 3, 8-11, 13-17 not given'
        """
        cause = late_cause(answer, since)
        behind = range(number + 1, number + AHEAD + 1)
        seek = list(behind) if number in self.sought - self.found else []
        self.found |= {number} & self.sought
        return self.wanted(seek if cause is None else [*seek, cause])

    def words(self) -> str:
        """Say what became of the ids that no list named; nothing if there were none."""
        if not self.sought:
            return ""
        found, missing = spans(self.found) or "none", spans(self.sought - self.found) or "none"
        return f"ids that no list names: {found} found; {missing} not given"
