"""The acts at hand as the checks take them: one look-up for a whole build."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from vacatio.assemble import Text
from vacatio.derive import Dated
from vacatio.resolve import Register
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks import Edition, Lookup, OtherAct
from vacatio_calendar.law import Meaning
from vacatio_calendar.model import NoteKind


def lookup(dated: Sequence[Dated], register: Register, law: Jurisdiction) -> Lookup:
    """Give every act with its facts from all sources, its dates, and its texts.

    Nothing is said to be missing: an archive grows by what is published, and backward by what
    somebody asks for, so what is not in it may well exist.
    """
    amending: defaultdict[str, list[Dated]] = defaultdict(list)
    for each in dated:
        for ref in each.work.main.act.amends:
            target = register.find(ref, each.work.id)
            if target is not None and target != each.work.id:
                amending[target].append(each)
    return Lookup({each.work.id: _other(each, amending[each.work.id], law) for each in dated}, law)


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
    days += [
        note.rule.date for note in act.notes if note.kind is NoteKind.FOOTNOTE and note.rule.date
    ]
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
