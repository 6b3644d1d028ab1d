"""Join documents to acts again, where one of them changed: with all that share a key with it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vacatio import cards
from vacatio.assemble import STRONG, Reading, Text, Work, without_act, works
from vacatio.holdings import Key, key
from vacatio.memory import Memory
from vacatio.quarantine import without_days_to_come
from vacatio_calendar import Jurisdiction, act_id
from vacatio_calendar.model import DocumentKind
from vacatio_crawlers import Gives

#: Gives documents, with what was read of them, by their ids.
Load = Callable[[Collection[str]], Mapping[str, Reading]]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Documents that were joined anew, and the acts they give.

    ``keys`` are what holds each document together with others, ``missed`` the documents that
    give no act.
    """

    pages: tuple[Reading, ...]
    works: tuple[Work, ...]
    keys: Mapping[str, frozenset[Key]]
    missed: frozenset[str]


def regroup(
    pages: Sequence[Reading],
    known: Memory,
    load: Load,
    law: Jurisdiction,
    preferred: frozenset[str],
    as_of: dt.date,
) -> Regrouped:
    """Join changed documents, and all that share a key with them now or did before, to acts.

    `as_of` is the last day on which the archive learned something: later ones have not come.
    """
    found = {page.id: page for page in pages}
    keys = {page.id: set(keys_of(page, law)) for page in pages}
    asked: set[Key] = set()
    while True:
        fresh = set().union(*keys.values(), known.keys_of(found)) - asked
        asked |= fresh
        more = known.documents_of(fresh) - found.keys()
        for name, page in (load(more) if more else {}).items():
            found[name] = page
            keys[name] = set(keys_of(page, law))
        if more:
            continue
        sorted_out = cards.sort_out([found[name] for name in sorted(found)])
        joined = cards.joined(works(sorted_out.texts, law, preferred), sorted_out.cards)
        for work in joined:
            for text in work.texts:
                keys[text.reading.id].add(key("requisites", work.id))
                keys[text.reading.id].add(key("requisites", act_id(work.act, law)))
        if not set().union(*keys.values()) - asked:
            break
    return Regrouped(
        tuple(found[name] for name in sorted(found)),
        tuple(without_days_to_come(work, as_of) for work in joined),
        {name: frozenset(each) for name, each in keys.items()},
        without_act(sorted_out.texts, joined),
    )


def keys_of(page: Reading, law: Jurisdiction) -> Iterator[Key]:
    """Give what a document may share with another: identifiers of registers, and requisites."""
    gives = cards.gives(page.raw.source)
    if page.document is None or gives not in (Gives.ACTS, Gives.CARDS):
        return
    if gives is Gives.ACTS and page.document.kind is not DocumentKind.ACT:
        return
    for act in page.document.acts:
        for kind, value in act.identifiers:
            if kind in STRONG:
                yield key("strong", kind, value)
        if gives is Gives.ACTS and (name := act_id(act, law)) is not None:
            yield key("requisites", name)


def print_of(work: Work) -> str:
    """Hash what an act is made of: the same print, the same act."""
    made = (
        f"{part} {_print(text)}"
        for part, texts in (("text", work.texts), ("card", work.cards))
        for text in texts
    )
    act = work.act
    days = (act.registration and act.registration.date, *(each.date for each in act.publications))
    return hashlib.sha256("\n".join((*made, *map(str, days))).encode()).hexdigest()[:24]


def places(texts: Iterable[Text]) -> tuple[tuple[str, int], ...]:
    """Name texts by document and index."""
    return tuple((text.reading.id, text.index) for text in texts)


def _print(text: Text) -> str:
    raw = text.reading.raw
    told = (raw.sha256, raw.fetched_at.isoformat(), raw.url, raw.media_type, raw.language)
    return " ".join(map(str, (text.reading.id, text.index, *told)))
