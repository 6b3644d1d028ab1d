"""The acts at hand as the checks take them: one look-up for a whole build.

What a check asks is written down, so that a later build asks again only where an answer changed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from vacatio import edges
from vacatio.assemble import Text, Work
from vacatio.derive import Dated
from vacatio.edges import Edges
from vacatio.holdings import ROW, Holdings, key
from vacatio.standing import Span
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks import Edition, Lookup, OtherAct
from vacatio_calendar.checks.others import Mark, folded, law_place, marks, register_number
from vacatio_calendar.identity import number_slug
from vacatio_calendar.law import Meaning
from vacatio_calendar.model import Act, ActType, NoteKind

#: The types of acts that share one row of numbers.
NUMBERED = frozenset({ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})

#: How many numbers in a row prove that none of their days is missing.
ENOUGH = 10

#: The highest number of a law that is looked for: no convocation has come near it.
_LAST = 2000

_NUMBER = re.compile(r"(?P<number>\d+)-(?P<convocation>[ivx]+)")

#: The days from and to which every law is at hand.
Complete = tuple[dt.date, dt.date] | None


class Others(Mapping[str, OtherAct]):
    """The acts by their ids, each made when it is asked for."""

    def __init__(
        self, acts: Holdings, make: Callable[[str], OtherAct], *, question: str = "other"
    ) -> None:
        self._acts, self._make, self._question = acts, make, question
        self._made: dict[str, OtherAct] = {}

    def __getitem__(self, name: str) -> OtherAct:
        self._acts.asked.note(key(self._question, name))
        if name not in self._made:
            if name not in self:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return str(name) in self._acts.ids(self._acts.asked.note(key("id", name)))

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._acts.names()))

    def __len__(self) -> int:
        return sum(1 for _ in self._acts.names())

    def __bool__(self) -> bool:
        self._acts.asked.note(key("any"))
        return any(True for _ in self._acts.names())


class ArchiveLookup(Lookup):
    """The look-up of a build: acts found by their keys and edges, and questions written down.

    Laws of an unbroken row of numbers are all there are of their days. Nothing else is said to be
    missing: an archive grows by what is published, and backward by what somebody asks for.
    """

    def __init__(
        self,
        acts: Holdings,
        make: Callable[[str], OtherAct],
        drawn: Edges,
        law: Jurisdiction,
        complete: Complete = None,
        numbers: Iterable[int] = (),
        *,
        question: str = "other",
    ) -> None:
        """Take the acts, which ``make`` gives with their dates and texts.

        ``numbers`` are those of the register, ``question`` under which key a use of an act is
        written down.
        """
        others = Others(acts, make, question=question)
        kinds = NUMBERED if complete else frozenset[ActType]()
        super().__init__(others, law, kinds, *(complete or (None, None)))
        for name, value in (("_holdings", acts), ("_drawn", drawn), ("_numbers", tuple(numbers))):
            object.__setattr__(self, name, value)

    _holdings: Holdings
    _drawn: Edges
    _numbers: tuple[int, ...]

    def _ids(self, *question: object) -> tuple[str, ...]:
        return self._holdings.ids(self._holdings.asked.note(key(*map(str, question))))

    def numbered(self, number: str | None, day: dt.date | None) -> tuple[str, ...]:
        slug = number_slug(number)
        return () if slug is None or day is None else self._ids("slug", slug, day)

    def registered(self, number: str | None) -> tuple[str, ...]:
        return () if number is None else self._ids("registration", folded(number))

    def entitled(self, title: str | None) -> tuple[str, ...]:
        return self._ids("entitled", folded(title)) if title else ()

    def holds_every(self, kind: ActType | None, day: dt.date) -> bool:
        if kind in NUMBERED:
            self._holdings.asked.note(key("complete", day))
        return super().holds_every(kind, day)

    def amending(self, name: str) -> tuple[OtherAct, ...]:
        return self._from(edges.AMENDING, name)

    def repealing(self, name: str) -> tuple[OtherAct, ...]:
        return self._from(edges.REPEALING, name)

    def resting_on(self, name: str) -> tuple[OtherAct, ...]:
        return self._from(edges.RESTING, name)

    def _from(self, kind: str, name: str) -> tuple[OtherAct, ...]:
        self._holdings.asked.note(key(kind, name))
        return tuple(self.acts[each] for each in self._drawn.to(kind, name))

    def laws_before(self, roman: str, number: int) -> Iterator[Mark]:
        for row in range(number // ROW, -1, -1):
            yield from (mark for mark in reversed(self._row(roman, row)) if mark[0] <= number)

    def laws_after(self, roman: str, number: int) -> Iterator[Mark]:
        for row in range(number // ROW, _LAST // ROW):
            yield from (mark for mark in self._row(roman, row) if mark[0] >= number)

    def _row(self, roman: str, row: int) -> tuple[Mark, ...]:
        """Give the laws of a convocation whose numbers share a key."""
        works = (self._holdings.work(name) for name in self._ids("law", roman, row))
        places = [place for work in works if work and (place := law_place(work.act))]
        return marks(places).get(roman, ())

    def register_numbers(self) -> tuple[int, ...]:
        return self._numbers


def numbers(works: Iterable[Work], law: Jurisdiction) -> Iterator[tuple[str, int]]:
    """Give the numbers in the register with the acts that bear them."""
    for work in works:
        number = register_number(work.act, law)
        if number is not None:
            yield work.id, number


def facts_only(work: Work) -> OtherAct:
    """Give an act as a citation is held against it: without dates."""
    return OtherAct(work.id, work.act)


def unbroken(acts: Iterable[Act]) -> Complete:
    """Give the days between which every law is at hand: those of the last unbroken row of numbers.

    Laws, constitutional laws and codes bear one row of numbers in each convocation, in the order
    of their days (KZ-NUM-LAW). A row that is short, or whose days go back, proves nothing.
    """
    found: dict[str, dict[int, dt.date]] = defaultdict(dict)
    for act in acts:
        number = _NUMBER.fullmatch(number_slug(act.number) or "")
        if act.type in NUMBERED and act.date is not None and number is not None:
            found[number["convocation"]].setdefault(int(number["number"]), act.date)
    if not found:
        return None
    last = max(found.values(), key=lambda numbers: max(numbers.values()))
    first = end = max(last)
    while first - 1 in last and last[first - 1] <= last[first]:
        first -= 1
    # Of the days at both ends, the law before the first or after the last may be missing.
    days = last[first] + dt.timedelta(days=1), last[end] - dt.timedelta(days=1)
    return days if end - first + 1 >= ENOUGH else None


def other(dated: Dated, amending: Sequence[Span], law: Jurisdiction) -> OtherAct:
    """Give an act as checks see it; ``amending`` are the days of the acts that change it."""
    work = dated.work
    editions = tuple(_edition(text, amending, law) for text in work.texts)
    return OtherAct(work.id, work.act, dated.entries, dated.known, editions)


def _edition(text: Text, amending: Sequence[Span], law: Jurisdiction) -> Edition:
    raw = text.reading.raw
    source = urlsplit(raw.url).hostname or raw.source
    return Edition(text.document, text.index, since=since(text, amending, law), source=source)


def since(text: Text, amending: Iterable[Span], law: Jurisdiction) -> dt.date | None:
    """Tell from when a text surely stands as it is: `None` for the text as it was adopted.

    A consolidated text bears the day on which the act that changed it last was adopted, and not
    that of its effect (KZ-SRC-VERSIONDATE): it may show changes that are still to come. So it
    stands from the last day on which anything takes effect that had been adopted by then.
    """
    adopted, act = text.act.date, text.act
    days = [
        claim.date
        for claim in act.claims
        if claim.date
        and _is_edition(claim.field, law)
        and (adopted is None or claim.date > adopted)
    ]
    footnotes = [note.rule.date for note in act.notes if note.kind is NoteKind.FOOTNOTE]
    if footnotes and None in footnotes and not days:
        return dt.date.max  # it was changed, and nothing says by what day
    days += [day for day in footnotes if day]
    if not days:
        return None
    version = max(days)
    for given, entries in amending:
        if given is None or given <= version:
            days += [entry.on or dt.date.max for entry in entries]
    return max(days)


def _is_edition(field: str, law: Jurisdiction) -> bool:
    known = law.fields.get(field)
    return known is not None and known.meaning is Meaning.EDITION
