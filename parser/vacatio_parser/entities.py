"""The acts a report speaks of, each joined from all that its text says of it.

A report gives a number here and a title there, defines «the Law» and goes on with it. An
`Entity` is one act; an `Occurrence` is a place that speaks of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from vacatio_calendar.model import ActRef, ActType, Language
from vacatio_parser.bulletin_words import BulletinWords
from vacatio_parser.cite_parts import Citation
from vacatio_parser.text import SourceText

_STATUTES = frozenset({ActType.LAW, ActType.CODE, ActType.CONSTITUTIONAL_LAW})
_WORD = re.compile(r"[^\W_]+")
# Two printings of a long title that share this much are one: «… by a Third Party» without «by».
_ALIKE = 0.8
# A definition stands close behind the citation it is of.
_NEAR = 160
# Below so many citations each title may be compared with all others.
_FEW = 400


class How(StrEnum):
    """How a place speaks of an act."""

    CITATION = "citation"
    TERM = "term"
    NOUN = "noun"


@dataclass(slots=True, eq=False)
class Entity:
    """One act, with what has been read of it so far."""

    ref: ActRef
    refs: list[ActRef] = field(default_factory=list)
    first: int = 0

    def add(self, ref: ActRef) -> None:
        """Fill what is not known yet from another citation of the same act."""
        self.refs.append(ref)
        self.ref = _joined(self.ref, ref)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place that speaks of an act: folded offsets; ``tail`` is behind its brackets.

    ``typed`` is false for a noun that may stand for any act («document», «изменения»).
    """

    start: int
    end: int
    tail: int
    entity: Entity
    how: How
    ref: ActRef | None = None
    typed: bool = True


def _joined(known: ActRef, other: ActRef) -> ActRef:
    return replace(
        known,
        type=known.type or other.type,
        number=known.number or other.number,
        date=known.date or other.date,
        title=known.title or other.title,
        issuer=known.issuer or other.issuer,
        registration_number=known.registration_number or other.registration_number,
    )


def title_words(title: str | None) -> frozenset[str]:
    """Take the words of a title, whatever its marks and case."""
    return frozenset(_WORD.findall((title or "").lower().replace("ё", "е")))


def alike(one: str | None, other: str | None) -> bool:
    """Tell whether two printed titles are of one act.

    >>> alike("On Mass Media", "On Mass Media.")
    True
    >>> alike("On Mass Media", "On Post")
    False
    """
    ours, theirs = title_words(one), title_words(other)
    if not ours or not theirs:
        return False
    return len(ours & theirs) >= _ALIKE * max(len(ours), len(theirs))


def _same_type(one: ActType | None, other: ActType | None) -> bool:
    return one is None or other is None or one == other or {one, other} <= _STATUTES


def number_key(number: str | None) -> str:
    """Fold a number for comparison: Latin look-alikes of НҚ are the same.

    >>> number_key("672/HK") == number_key("672/НҚ")
    True
    """
    folded = (number or "").upper().translate(str.maketrans("HKҚBCTPX", "НККВСТРХ"))
    return re.sub(r"[\s№]", "", folded)


def same_act(known: ActRef, other: ActRef) -> bool:
    """Tell whether two citations are of one act, as far as what they print can tell."""
    if not _same_type(known.type, other.type):
        return False
    if known.number and other.number:
        same_day = not known.date or not other.date or known.date == other.date
        return number_key(known.number) == number_key(other.number) and same_day
    if known.date and other.date:
        if known.date != other.date:
            return False
        return alike(known.title, other.title) or not (known.title and other.title)
    return alike(known.title, other.title)


class _Known:
    """The acts met so far, by what may tell that a citation is of one of them."""

    def __init__(self, *, fuzzy: bool) -> None:
        self._fuzzy = fuzzy
        self._by: dict[object, list[Entity]] = {}

    def find(self, ref: ActRef) -> Entity | None:
        for key in self._keys(ref):
            for entity in self._by.get(key, ()):
                if same_act(entity.ref, ref):
                    return entity
        return None

    def keep(self, entity: Entity) -> None:
        for key in self._keys(entity.ref):
            row = self._by.setdefault(key, [])
            if entity not in row:
                row.append(entity)

    def _keys(self, ref: ActRef) -> Iterator[object]:
        if ref.number:
            yield number_key(ref.number)
        if ref.date:
            yield ref.date
        if self._fuzzy:  # titles that differ in a word can only be found by looking at all
            yield "all"
        elif ref.title:
            yield title_words(ref.title)


def join(citations: Sequence[Citation]) -> tuple[list[Entity], list[Occurrence]]:
    """Group citations into acts, in order of appearance."""
    entities: list[Entity] = []
    occurrences: list[Occurrence] = []
    known = _Known(fuzzy=len(citations) <= _FEW)
    for citation in sorted(citations, key=_most_telling):
        ref = citation.ref
        entity = known.find(ref)
        if entity is None:
            entity = Entity(ref, [ref], citation.start)
            entities.append(entity)
        else:
            entity.add(ref)
            entity.first = min(entity.first, citation.start)
        known.keep(entity)
        occurrences.append(
            Occurrence(citation.start, citation.end, citation.tail, entity, How.CITATION, ref)
        )
    for entity in entities:  # what stands first in the text is what the act is called
        entity.refs.sort(key=lambda ref: ref.span.start if ref.span else 0)
        printed = next((ref.title for ref in entity.refs if ref.title), None)
        entity.ref = replace(entity.ref, title=printed, span=entity.refs[0].span)
    entities.sort(key=lambda entity: entity.first)
    occurrences.sort(key=lambda place: place.start)
    return entities, occurrences


def _most_telling(citation: Citation) -> tuple[int, int]:
    """Order citations so that a full one founds the act and bare ones join it."""
    ref = citation.ref
    told = bool(ref.number) + bool(ref.date) + bool(ref.title)
    return (-told, citation.start)


def define_terms(
    text: SourceText, words: BulletinWords, places: Sequence[Occurrence]
) -> dict[str, list[tuple[int, Entity]]]:
    """Read the terms a report defines for acts: name to the places and acts it stands for."""
    terms: dict[str, list[tuple[int, Entity]]] = {}
    for index, place in enumerate(places):
        following = places[index + 1].start if index + 1 < len(places) else len(text.folded)
        limit = min(following, place.end + _NEAR, len(text.folded))
        line_end = text.folded.find("\n", place.end, limit)
        match = words.term.search(
            text.folded, place.end, min(limit, line_end if line_end >= 0 else limit)
        )
        if match and _is_act_name(match["name"], words):
            if ". " in text.folded[place.end : match.start()]:
                continue
            terms.setdefault(match["name"].strip(), []).append((match.end(), place.entity))
    return terms


def _is_act_name(name: str, words: BulletinWords) -> bool:
    """Tell whether a term may name an act: its last words are a noun for one, or a number."""
    return (
        any(words.noun.search(f"the {part}") for part in (name, name.split()[-1]))
        or bool(re.match(r"(?:law|order|resolution|decree|закон|приказ|заң|бұйрық)\b", name))
        or name.split()[-1]
        in ("rules", "regulation", "regulations", "amendments", "правила", "поправки")
    )


def find_terms(
    text: SourceText,
    language: Language,
    terms: dict[str, list[tuple[int, Entity]]],
    cited: Sequence[Occurrence],
) -> Iterator[Occurrence]:
    """Find where defined terms stand for acts, outside citations and definitions."""
    if not terms:
        return
    ending = "" if language is Language.EN else r"\w{0,4}"
    names = "|".join(re.escape(name) for name in sorted(terms, key=len, reverse=True))
    pattern = re.compile(rf"\b(?P<name>{names}){ending}\b")
    spans = iter(cited)
    span = next(spans, None)
    for match in pattern.finditer(text.folded):
        while span and span.end <= match.start():
            span = next(spans, None)
        if span and span.start < match.end():
            continue
        if not text.original[text.at(match.start())].isupper():
            continue
        defined = [entity for at, entity in terms[match["name"]] if at <= match.start()]
        if defined:
            yield Occurrence(match.start(), match.end(), match.end(), defined[-1], How.TERM)


def founded(noun_type: ActType | None, date: dt.date | None, start: int) -> Entity:
    """Make an act of which a report says only a kind and a day («a law … was adopted on …»)."""
    ref = ActRef(type=noun_type, date=date)
    return Entity(ref, [], start)
