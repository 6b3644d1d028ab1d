"""What becomes of pages that hold no text of an act, by what their source says that it gives.

A card of a register adds places of publication to the act it names; a bulletin is checked and
adds nothing; a draft or a row of a list is kept. Only the text of an act makes an act.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from vacatio.assemble import STRONG, Reading, Text, Work
from vacatio_calendar.model import Act
from vacatio_crawlers import Gives, known_sources

#: What is kept and never read.
KEPT = frozenset({Gives.DRAFTS, Gives.LISTS})


@cache
def gives(source: str) -> Gives:
    """Tell what the documents of a source are."""
    known = {info.name: info.gives for info in known_sources()}
    return known.get(source, Gives.ACTS)


@dataclass(frozen=True, slots=True)
class SortedOut:
    """Pages by their use: texts of acts, cards of acts, and what the checks go over."""

    texts: tuple[Reading, ...]
    cards: tuple[Reading, ...]
    checked: tuple[Reading, ...]


def sort_out(pages: Sequence[Reading]) -> SortedOut:
    """Sort pages out by what their sources give."""
    found: defaultdict[Gives, list[Reading]] = defaultdict(list)
    by_source = {source: gives(source) for source in {page.raw.source for page in pages}}
    for page in pages:
        found[by_source[page.raw.source]].append(page)
    texts = found[Gives.ACTS]
    return SortedOut(
        texts=tuple(texts),
        cards=tuple(found[Gives.CARDS]),
        checked=(*texts, *found[Gives.BULLETINS]),
    )


def joined(works: Iterable[Work], cards: Iterable[Reading]) -> tuple[Work, ...]:
    """Add to each act the places of publication and the claims of the cards that name it.

    A card names an act by an identifier of a source; requisites alone are not enough.
    """
    by_name: defaultdict[tuple[str, str], list[Text]] = defaultdict(list)
    for card in sorted(cards, key=lambda reading: reading.id):
        for index, act in enumerate(card.document.acts if card.document else ()):
            assert card.document
            for name in _names(act):
                by_name[name].append(Text(card, card.document, index))
    return tuple(
        _with(work, [t for name in _names(work.act) for t in by_name[name]]) for work in works
    )


def with_cards(work: Work, found: Iterable[Text], name: str) -> Work:
    """Give an act its cards again, and its name where its requisites are another act's too."""
    return dataclasses.replace(_with(work, found), id=name)


def _names(act: Act) -> list[tuple[str, str]]:
    return [(kind, value) for kind, value in act.identifiers if kind in STRONG]


def _with(work: Work, found: Iterable[Text]) -> Work:
    cards = tuple({text.reading.id: text for text in found}.values())
    if not cards:
        return work
    # The words a card was read from are in the card, not in the text of the act: no span.
    places = [
        dataclasses.replace(each, span=None) for card in cards for each in card.act.publications
    ]
    claims = [dataclasses.replace(each, span=None) for card in cards for each in card.act.claims]
    act = dataclasses.replace(
        work.act,
        publications=tuple(dict.fromkeys((*work.act.publications, *places))),
        claims=tuple(dict.fromkeys((*work.act.claims, *claims))),
    )
    return dataclasses.replace(work, act=act, cards=cards)
