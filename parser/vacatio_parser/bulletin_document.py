"""What a report says of each act, and the document it makes of all of them together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vacatio_calendar.model import (
    Act,
    ActRef,
    Change,
    Commencement,
    Document,
    DocumentKind,
    Obligation,
    OfficialPublication,
    Registration,
)
from vacatio_parser.bulletin_facts import add_commencement, add_publication
from vacatio_parser.cite_parts import Reading
from vacatio_parser.entities import Entity, How, Occurrence, alike, same_act
from vacatio_parser.registrations import registered_on
from vacatio_parser.relations import Passage
from vacatio_parser.titles import title_target

_RULES = re.compile(r"\b(?:rules|правил\w{0,3}|қағида\w{0,8})\b")


@dataclass(slots=True, eq=False)
class Dossier:
    """What a report says of one act."""

    entity: Entity
    told: bool = False
    amends: list[Entity] = field(default_factory=list)
    repeals: list[Entity] = field(default_factory=list)
    suspends: list[Entity] = field(default_factory=list)
    publications: list[OfficialPublication] = field(default_factory=list)
    commencements: list[Commencement] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a report with its sentences."""

    start: int
    end: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that going through a report has brought; sets and keys hold ids of entities.

    ``unnamed`` are acts without a citation, ``opening`` is the act cited first.
    """

    entities: Sequence[Entity]
    unnamed: Sequence[Entity]
    opening: Entity | None
    defined: Collection[int]
    targets: Collection[int]
    dossiers: Mapping[int, Dossier]
    places: Sequence[Occurrence]
    rows: Sequence[Row]


class Assembly:
    """Makes the document of what was gathered."""

    def __init__(self, reading: Reading, gathered: Gathered) -> None:
        self._reading, self._gathered = reading, gathered
        self._text, self._language = reading.text, reading.language

    def _dossier(self, entity: Entity) -> Dossier:
        return self._gathered.dossiers.get(id(entity)) or Dossier(entity)

    def document(self) -> Document:
        """Set the acts reported on, the mentions and the citations together."""
        entities = [*self._gathered.entities, *self._gathered.unnamed]
        reported = [entity for entity in entities if self._is_reported(entity)]
        if not reported and self._gathered.entities:
            own = [e for e in self._gathered.entities if id(e) not in self._gathered.targets]
            reported = own[:1] or list(self._gathered.entities[:1])
        reported.sort(key=lambda entity: entity.first)
        reported = [entity for entity in reported if not self._is_heading_of(entity, reported)]
        acts = tuple(self._act(entity) for entity in reported)
        kept = {id(entity) for entity in reported}
        for entity in reported:
            dossier = self._dossier(entity)
            touched = (*dossier.amends, *dossier.repeals, *dossier.suspends)
            kept.update(id(target) for target in touched)
        return Document(
            language=self._language,
            kind=DocumentKind.BULLETIN,
            text=self._text.original,
            acts=acts,
            mentions=tuple(e.ref for e in self._gathered.entities if id(e) not in kept),
            citations=tuple(sorted(self._citations(), key=_place)),
            unread=tuple(
                c.span
                for act in acts
                for c in act.commencements
                if c.span and c.note in ("unread", "number_lost")
            ),
        )

    def _is_reported(self, entity: Entity) -> bool:
        dossier = self._gathered.dossiers.get(id(entity))
        if dossier and (dossier.amends or dossier.repeals or dossier.suspends):
            return True
        if id(entity) in self._gathered.targets:
            return dossier is not None and bool(dossier.commencements or dossier.publications)
        if dossier and dossier.told:
            facts = dossier.commencements or dossier.publications
            if entity.refs or entity.ref.date or facts:
                return True
        return id(entity) in self._gathered.defined or entity is self._gathered.opening

    def _is_heading_of(self, heading: Entity, reported: Sequence[Entity]) -> bool:
        """Fold «Law on Amendments to the Code» over the text that gives its number and target."""
        title, told = heading.ref.title, self._dossier(heading)
        if heading.ref.number or heading.ref.date or told.amends or told.repeals:
            return False
        found = title_target(title, self._language)
        if found is None:
            return False
        for entity in reported:
            ref, dossier = entity.ref, self._dossier(entity)
            row = dossier.repeals if found[1] else dossier.amends
            fits = ref.number and ref.type is heading.ref.type and not ref.title
            if fits and any(same_act(target.ref, found[0]) for target in row):
                entity.ref = replace(ref, title=title)
                for publication in told.publications:
                    add_publication(dossier.publications, publication)
                for commencement in told.commencements:
                    add_commencement(dossier.commencements, commencement)
                return True
        return False

    def _act(self, entity: Entity) -> Act:
        dossier, ref = self._dossier(entity), entity.ref
        if not dossier.amends and not dossier.repeals:
            self._read_own_title(dossier)
        return Act(
            type=ref.type,
            number=ref.number,
            date=ref.date,
            title=ref.title,
            issuer=ref.issuer,
            registration=self._registration(ref.registration_number),
            publications=tuple(dossier.publications),
            commencements=tuple(dossier.commencements),
            amends=tuple(target.ref for target in dossier.amends),
            repeals=tuple(target.ref for target in dossier.repeals),
            suspends=tuple(target.ref for target in dossier.suspends),
            changes=tuple(dossier.changes),
            obligations=tuple(dossier.obligations),
            span=ref.span,
        )

    def _registration(self, number: str | None) -> Registration | None:
        """Give the number an act was registered under, with the day that stands beside it."""
        return Registration(number, registered_on(self._reading, number)) if number else None

    def _read_own_title(self, dossier: Dossier) -> None:
        """Take the target an amending act names in its own title, where it names one."""
        found = title_target(dossier.entity.ref.title, self._language)
        if found is not None:
            ref, ended = found
            row = dossier.repeals if ended else dossier.amends
            known = next((e for e in self._gathered.entities if same_act(e.ref, ref)), None)
            row.append(known or Entity(ref, [ref], dossier.entity.first))

    def _citations(self) -> Iterator[ActRef]:
        """Give each citation as printed, with the number and date joined from the rest."""
        for place in self._gathered.places:
            if place.ref is not None:
                yield replace(
                    place.ref,
                    number=place.ref.number or place.entity.ref.number,
                    date=place.ref.date or place.entity.ref.date,
                )
        yield from self._headings_of_rules()

    def _headings_of_rules(self) -> Iterator[ActRef]:
        """Find lines that give only the title of rules, cited elsewhere with their order."""
        rules = [
            e for e in self._gathered.entities if any(r.approved for r in e.refs) and e.ref.title
        ]
        if not rules:
            return
        for row in self._gathered.rows:
            match = _RULES.search(self._text.folded, row.start, row.end)
            if match is None or any(
                place.how is How.CITATION for passage in row.passages for place in passage.places
            ):
                continue
            span = self._text.span(match.start(), row.end)
            title = span.text.strip(" .;:*")
            for entity in rules:
                if alike(title, entity.ref.title):
                    yield replace(entity.ref, title=title, approved=True, span=span)
                    break


def _place(ref: ActRef) -> int:
    return ref.span.start if ref.span else -1
