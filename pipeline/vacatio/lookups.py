"""The acts at hand as the checks take them: one look-up for a whole build."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from vacatio.assemble import Text
from vacatio.derive import Dated
from vacatio.resolve import Register
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks import Edition, Lookup, OtherAct
from vacatio_calendar.identity import number_slug
from vacatio_calendar.law import Meaning
from vacatio_calendar.model import Act, ActType, NoteKind

#: The types of acts that share one row of numbers.
NUMBERED = frozenset({ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})

#: How many numbers in a row prove that none of their days is missing.
ENOUGH = 10

_NUMBER = re.compile(r"(?P<number>\d+)-(?P<convocation>[ivx]+)")


def lookup(dated: Sequence[Dated], register: Register, law: Jurisdiction) -> Lookup:
    """Give every act with its facts from all sources, its dates, and its texts.

    Laws of an unbroken row of numbers are all there are of their days. Nothing else is said to be
    missing: an archive grows by what is published, and backward by what somebody asks for.
    """
    amending: defaultdict[str, list[Dated]] = defaultdict(list)
    for each in dated:
        for ref in each.work.main.act.amends:
            target = register.find(ref, each.work.id)
            if target is not None and target != each.work.id:
                amending[target].append(each)
    others = {each.work.id: _other(each, amending[each.work.id], law) for each in dated}
    row = unbroken(each.work.act for each in dated)
    if row is None:
        return Lookup(others, law)
    return Lookup(others, law, NUMBERED, *row)


def unbroken(acts: Iterable[Act]) -> tuple[dt.date, dt.date] | None:
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


def _other(dated: Dated, amending: Sequence[Dated], law: Jurisdiction) -> OtherAct:
    work = dated.work
    editions = tuple(_edition(text, amending, law) for text in work.texts)
    return OtherAct(work.id, work.act, dated.entries, dated.known, editions)


def _edition(text: Text, amending: Iterable[Dated], law: Jurisdiction) -> Edition:
    raw = text.reading.raw
    source = urlsplit(raw.url).hostname or raw.source
    return Edition(text.document, text.index, since=since(text, amending, law), source=source)


def since(text: Text, amending: Iterable[Dated], law: Jurisdiction) -> dt.date | None:
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
    for other in amending:
        given = other.work.act.date
        if given is None or given <= version:
            days += [entry.on or dt.date.max for entry in other.entries]
    return max(days)


def _is_edition(field: str, law: Jurisdiction) -> bool:
    known = law.fields.get(field)
    return known is not None and known.meaning is Meaning.EDITION
