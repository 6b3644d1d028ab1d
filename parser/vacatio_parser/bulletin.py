"""A report on acts - a law firm's note, a newsletter, the press - to the acts it reports on.

What a report says of an act stands apart: a heading names it, a bracket defines «the Law», the
last paragraph gives publication and commencement. The reader goes sentence by sentence, finds
which act each speaks of, and gathers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from vacatio_calendar.model import (
    ActType,
    Commencement,
    Document,
    OfficialPublication,
    RuleKind,
    Span,
    StatedDate,
)
from vacatio_parser.bulletin_changes import BULLET, ChangeReader
from vacatio_parser.bulletin_days import Days
from vacatio_parser.bulletin_document import Assembly, Dossier, Gathered, Row
from vacatio_parser.bulletin_facts import (
    add_commencement,
    add_publication,
    ends_term,
    is_day_of_print,
    names_publication,
)
from vacatio_parser.bulletin_words import bulletin_words
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.clauses import read_commencements, read_openings
from vacatio_parser.entities import (
    Entity,
    How,
    Occurrence,
    define_terms,
    find_terms,
    founded,
    join,
)
from vacatio_parser.obligations import read_obligations
from vacatio_parser.publications import read_publications
from vacatio_parser.registrations import read_registrations
from vacatio_parser.relations import Passage, RelationReader
from vacatio_parser.sentences import read_sentences

_STATUTES = frozenset({ActType.LAW, ActType.CODE, ActType.CONSTITUTIONAL_LAW})
# A heading has hardly a word beside its citation.
_HEADING_REST = 25
# No sentence cites more acts, no list names more: what does is no report.
_PLACES = 100
# How many clauses in brackets a sentence may have, and how long a bracket is.
_ASIDES, _BRACKET = 20, 400
# «which the President signed on …»: what is said of an act that is otherwise only referred to.
_RELATIVE = re.compile(r",? (?:which|that|котор\w+)\b")
_UNDER = re.compile(r"\b(?:under|за|под) (?=no\b|№)")
# "signed it into law on 29 March 2025 (No. 176-VIII)": nothing but the day stands between.
_BRACKETED = re.compile(
    r"(?: (?:it|the (?:law|bill)))?(?: into law)?(?: on)? [a-z0-9., ]{6,20}?\s?\((?=no\b|№)"
)
# "It was superseded by Order No. 147": the act the report is on.
_IT_WAS = re.compile(r"it (?:was|has been|is|will be) \w+ by\b")
_BOTH = re.compile(r"\b(?:both|all) $")
# "signed two laws on civil control: Law No. 115 and Law No. 116", "were adopted: No. 5 and No. 6"
_SEVERAL = re.compile(
    r"(?: [^:;.()]{0,40}?\b(?:laws|orders|acts|resolutions|decrees|documents)\b[^:;.()]{0,60})?:"
)
_HEADLINE = 120
_LISTED_ACTS = 400


def read_bulletin(reading: Reading, citations: Sequence[Citation]) -> Document:
    """Read a report on acts.

    Returns:
        The acts reported on in order of appearance, those they amend and repeal, the acts only
        mentioned, and every citation as printed with number and date joined from the rest.
    """
    return _Report(reading, citations).document()


class _Report:
    def __init__(self, reading: Reading, citations: Sequence[Citation]) -> None:
        text, language = self._text, self._language = reading.text, reading.language
        self._reading = reading
        self._words = bulletin_words(language)
        self._entities, cited = join(citations)
        terms = define_terms(text, self._words, cited)
        self._places = sorted(
            [*cited, *find_terms(text, language, terms, cited)], key=lambda place: place.start
        )
        self._defined = {id(entity) for row in terms.values() for _, entity in row}
        self._dossiers: dict[int, Dossier] = {}
        self._placeholders: dict[ActType | None, Entity] = {}
        self._targets: set[int] = set()
        self._topic: Entity | None = None
        self._here = 0
        self._headed = False
        self._heading: tuple[int, tuple[Entity, ...]] = (-1, ())
        self._last: Entity | None = None
        self._relations = RelationReader(text, language, self._words)
        own = (p.entity for p in cited if not self._relations.refers(p, max(0, p.start - 60)))
        self._opening = next(own, cited[0].entity if cited else None)
        self._rows = tuple(self._read_rows())
        self._days = Days(text, reading.dates, self._words, self._rows)

    # ---- lines and places ----------------------------------------------------------------------

    def _read_rows(self) -> Iterator[Row]:
        start = index = 0
        for raw in self._text.folded.split("\n"):
            bare = raw.strip()
            if bare:
                begin = start + len(raw) - len(raw.lstrip())
                end = begin + len(bare)
                passages: list[Passage] = []
                for first, last in read_sentences(self._text, begin, end):
                    places = []
                    while index < len(self._places) and self._places[index].start < last:
                        if self._places[index].start >= first:
                            places.append(self._places[index])
                        index += 1
                    passages.append(Passage(first, last, len(passages), tuple(places)))
                yield Row(begin, end, tuple(passages))
            start += len(raw) + 1

    def _with_nouns(self, passage: Passage) -> Passage:
        """Add the places where a common noun («the order», «закон») stands for an act."""
        places = list(passage.places)
        for match in self._words.noun.finditer(self._text.folded, passage.start, passage.end):
            if any(p.start < match.end() and match.start() < p.end for p in passage.places):
                continue
            type_ = self._words.type_of(match["noun"])
            if type_ is not None and match[0].startswith(("a ", "an ")):
                entity = self._placeholder(type_, match.start())
            else:
                entity = self._stands_for(type_, match.start())
            here = (match.start(), match.end(), match.end())
            places.append(Occurrence(*here, entity, How.NOUN, typed=type_ is not None))
        done = _IT_WAS.match(self._text.folded, passage.start, passage.end)
        if done is not None and self._topic is not None:
            here = (passage.start, passage.start + 2, passage.start + 2)
            places.append(Occurrence(*here, self._topic, How.NOUN))
        places.sort(key=lambda place: place.start)
        return replace(passage, places=tuple(places))

    def _stands_for(self, type_: ActType | None, at: int) -> Entity:
        """Find the act a noun stands for: the topic if it fits, else the last of its type."""
        topic = self._topic
        if topic is not None and (type_ is None or topic.ref.type in (type_, None)):
            return topic
        own = [
            e for e in self._entities if id(e) not in self._targets and type_ in (None, e.ref.type)
        ]
        before = [entity for entity in own if entity.first <= at]
        if before:
            return before[-1]
        if topic is not None and {type_, topic.ref.type} <= _STATUTES:
            return topic
        if own:
            return own[0]
        if type_ in _STATUTES:  # «The Law …. Code of 9 January 2026 No. 255-VIII»
            statutes = [
                entity
                for entity in self._entities
                if entity.ref.type in _STATUTES
                and entity.ref.number
                and id(entity) not in self._targets
            ]
            if len(statutes) == 1:
                return statutes[0]
        if type_ in _STATUTES:  # «the Constitutional Law was signed …. The Law will enter …»
            for kind, entity in self._placeholders.items():
                if kind in _STATUTES:
                    return entity
        return self._placeholder(type_, at)

    def _placeholder(self, type_: ActType | None, at: int) -> Entity:
        """Take the act of which the report gives no citation but perhaps a day."""
        if type_ not in self._placeholders:
            self._placeholders[type_] = founded(type_, None, at)
        return self._placeholders[type_]

    # ---- the document --------------------------------------------------------------------------

    def document(self) -> Document:
        """Go through the lines once, then set the acts together."""
        changes = ChangeReader(self._text, self._words)
        listed = 0
        for number, row in enumerate(self._rows):
            if number < listed:
                continue
            self._here = row.start
            target = self._heading_of_target(row)
            if target is not None:
                changes.enter(self._changing(target), target)
                continue
            fact, opened = False, changes.target
            for passage in row.passages:
                speaks = self._speaks(passage)
                if not speaks and not passage.places:
                    continue
                full = self._with_nouns(passage) if speaks else passage
                listed = max(listed, self._relate(full, number, changes))
                fact = self._read_facts(full) or fact
                if not self._headed and (changes.target is None or changes.strict):
                    self._follow(full)
                    self._change_headed(full, number)
                self._headed = False
            if fact:
                changes.leave()
            owner = None
            if changes.target is opened:  # the sentence that opens a section is none of its changes
                owner = self._add_changes(row, changes)
            self._add_obligations(row, owner)
        self._settle_asides()
        self._settle_things()
        if not any(dossier.commencements for dossier in self._dossiers.values()):
            for commencement in read_openings(self._text, self._language):
                dossier = self._dossier(self._anonymous())
                add_commencement(dossier.commencements, commencement)
                dossier.told = True
        gathered = Gathered(
            self._entities,
            tuple(self._placeholders.values()),
            self._opening,
            self._defined,
            self._targets,
            self._dossiers,
            self._places,
            self._rows,
        )
        return Assembly(self._reading, gathered).document()

    def _speaks(self, passage: Passage) -> bool:
        """Tell whether a sentence holds words for which nouns must be resolved."""
        found = self._words.speaks.search(self._text.folded, passage.start, passage.end)
        return found is not None

    def _dossier(self, entity: Entity) -> Dossier:
        return self._dossiers.setdefault(id(entity), Dossier(entity))

    def _follow(self, passage: Passage) -> None:
        """Let the act a sentence is about be the topic of what follows."""
        for place in passage.places:
            if place.how is How.NOUN or id(place.entity) in self._targets:
                continue
            if not self._relations.refers(place, passage.start):
                self._topic = place.entity
                return

    def _change_headed(self, passage: Passage, number: int) -> None:
        """Let the act cited right below «Changes to the Labour Code» be what changes it."""
        above, changed = self._heading
        if number != above + 1 or not changed:
            return
        cited = next((p.entity for p in passage.places if p.how is How.CITATION), None)
        if cited is None or cited is not self._topic or not cited.ref.number:
            return
        self._heading = (-1, ())
        if self._dossier(cited).amends:  # the sentence itself says what it changes
            self._targets.update(id(entity) for entity in changed if entity is not cited)
            return
        statutes = any(entity.ref.type in _STATUTES for entity in changed)
        if cited not in changed and (cited.ref.type in _STATUTES or not statutes):
            self._change(cited, changed, self._dossier(cited).amends)

    def _settle_asides(self) -> None:
        """Tell what a day in the bracket behind a term is, once all days of the act are known."""
        for dossier in self._dossiers.values():
            if not dossier.publications:
                for commencement in dossier.commencements:
                    dossier.publications.extend(_published_by(commencement))
            for index, commencement in enumerate(dossier.commencements):
                day = self._days.aside(commencement)
                if day is None:
                    continue
                published = next((p.date for p in dossier.publications), None)
                adopted = dossier.entity.ref.date
                if names_publication(commencement.rule, day, published, adopted):
                    add_publication(
                        dossier.publications, OfficialPublication(day, span=commencement.span)
                    )
                if is_day_of_print(commencement.rule) or ends_term(
                    commencement.rule, day, published, adopted
                ):
                    span = commencement.span
                    stated = StatedDate(day, day.year, day.month, day.day, span)
                    dossier.commencements[index] = replace(commencement, stated=stated)

    def _settle_things(self) -> None:
        """Give "A 5% rate applies from 1 July" to the one act the report turns out to be on."""
        nameless = self._placeholders.get(None)
        parts = self._dossiers.get(id(nameless)) if nameless else None
        others = [d for d in self._dossiers.values() if d is not parts and d.commencements]
        if parts is None or len(others) != 1 or parts.amends or parts.repeals:
            return
        if all(clause.provisions is not None for clause in parts.commencements):
            for clause in parts.commencements:
                add_commencement(others[0].commencements, clause)
            parts.commencements.clear()
            parts.told = False

    # ---- relations -----------------------------------------------------------------------------

    def _relate(self, passage: Passage, number: int, changes: ChangeReader) -> int:
        """Read who changes whom; tell up to which line a list of amended acts goes."""
        if len(passage.places) > _PLACES:
            return 0
        if self._relations.opens_list(passage):
            following = range(number + 1, len(self._rows))
            items = (self._rows[index].passages[0] for index in following)
            entities = list(islice(self._relations.listed(items), _LISTED_ACTS))
            if any(id(entity) not in self._targets for entity in entities):
                subject = self._relations.agent(passage) or self._subject_of_list(passage)
                dossier = self._dossier(subject)
                ends = self._relations.repeals(passage)
                self._change(subject, entities, dossier.repeals if ends else dossier.amends)
                return number + 1 + len(entities)
        relation = self._relations.read(passage)
        if relation is None:
            return 0
        touched = (*relation.changed, *relation.repealed, *relation.suspended)
        patients = {id(entity) for entity in touched}
        if relation.subject is None and self._is_heading(passage):
            self._headed = True  # «Changes to the Labour Code»: by what, the text below says
            self._heading = (number, tuple(relation.changed))
            return 0
        told = relation.subject or self._able([*relation.changed, *relation.repealed])
        if relation.implied and (told is None or id(told) in patients):
            return 0
        subject = self._anonymous(patients) if told is None or id(told) in patients else told
        dossier = self._dossier(subject)
        self._change(subject, relation.changed, dossier.amends)
        self._change(subject, relation.repealed, dossier.repeals)
        self._change(subject, relation.suspended, dossier.suspends)
        if len(relation.changed) == 1:
            changes.enter(subject, relation.changed[0], strict=True)
        return 0

    def _able(self, changed: Sequence[Entity]) -> Entity | None:
        """Take the topic for the act that changes others, unless its rank forbids it.

        Only a law changes a law or a code (LPA 10): an order in the paragraph above does not.
        """
        topic = self._topic
        if topic is None or topic.ref.type in (*_STATUTES, None):
            return topic
        return None if any(entity.ref.type in _STATUTES for entity in changed) else topic

    def _is_heading(self, passage: Passage) -> bool:
        return (
            passage.end - passage.start < _HEADLINE
            and self._text.folded[passage.end - 1] not in '.;:!?"'
        )

    def _subject_of_list(self, passage: Passage) -> Entity:
        cited = next((p.entity for p in passage.places if p.how is not How.NOUN), None)
        return cited or self._topic or self._anonymous()

    def _anonymous(self, patients: Collection[int] = ()) -> Entity:
        """Take the first act there is, or one of which the report says nothing but its doings."""
        changed = self._targets.union(patients)
        own = [entity for entity in self._entities if id(entity) not in changed]
        statutes = {id(e) for e in self._entities if e.ref.type in _STATUTES}
        if statutes.intersection(patients):  # only a law changes a law
            own = [entity for entity in own if id(entity) in statutes]
        return own[0] if own else self._placeholder(None, self._here)

    def _change(self, subject: Entity, changed: Sequence[Entity], row: list[Entity]) -> None:
        if not changed:
            return
        self._dossier(subject).told = True
        for entity in changed:
            if entity is not subject and entity not in row:
                row.append(entity)
                self._targets.add(id(entity))
        self._topic = subject

    def _heading_of_target(self, row: Row) -> Entity | None:
        """Find the amended act a line is the heading of: its citation and hardly a word more."""
        places = row.passages[0].places if row.passages else ()
        if (
            not places
            or id(places[0].entity) not in self._targets
            or places[0].how is not How.CITATION
        ):
            return None
        mark = BULLET.match(self._text.folded, row.start, row.end)
        begin = mark.end() if mark else row.start
        first = places[0]
        rest = (first.start - begin) + (row.end - first.end)
        return first.entity if rest <= _HEADING_REST else None

    def _changing(self, target: Entity) -> Entity | None:
        """Find the act that changes a target: the topic if it does, else the last that does."""
        if self._topic is not None and target in self._dossier(self._topic).amends:
            return self._topic
        for dossier in reversed(self._dossiers.values()):
            if target in dossier.amends:
                return dossier.entity
        return self._topic

    def _add_changes(self, row: Row, changes: ChangeReader) -> Entity | None:
        """Add the change a line tells of; return the act that makes it."""
        changing: Entity | None = None
        for owner, target, change in changes.read(row.start, row.end):
            dossier = self._dossier(owner)
            if target in dossier.amends:
                change = replace(change, act=dossier.amends.index(target))
            dossier.changes.append(change)
            changing = owner
        return changing

    def _add_obligations(self, row: Row, owner: Entity | None) -> None:
        found = read_obligations(self._text, self._language, row.start, row.end)
        if found:
            act = owner or self._topic or self._anonymous()
            self._dossier(act).obligations.extend(found)

    # ---- facts ---------------------------------------------------------------------------------

    def _read_facts(self, passage: Passage) -> bool:
        """Read commencement, publication and adoption; tell whether there was any of the former."""
        folded, words = self._text.folded, self._words
        found = False
        used: list[tuple[int, int]] = []
        cues = [c.start() for c in words.in_force.finditer(folded, passage.start, passage.end)]
        if cues:
            subject: Entity | None = None
            for read in read_commencements(
                self._text, self._language, passage.start, passage.end, report=True
            ):
                commencement = self._days.completed(read)
                if commencement.provisions is None or subject is None:
                    subject = self._subject(passage, self._cue_of(cues, commencement.span))
                dossier = self._dossier(subject)
                add_commencement(dossier.commencements, commencement)
                dossier.told, found, self._last = True, True, subject
                for span in (commencement.stated and commencement.stated.span,):
                    if span:
                        used.append((span.start, span.end))
            found = self._read_asides(passage, cues) or found
            found = found or self._read_bracket(passage, cues)
        cues = [c.start() for c in words.published.finditer(folded, passage.start, passage.end)]
        if cues:
            for publication in read_publications(
                self._text, self._language, passage.start, passage.end, asides=True
            ):
                if self._is_cited(passage, publication):
                    continue
                owner = self._published(passage, self._cue_of(cues, publication.span))
                if owner is not None:
                    dossier = self._dossier(owner)
                    add_publication(dossier.publications, publication)
                    dossier.told, found, self._last = True, True, owner
        self._read_registration(passage)
        self._read_adoption(passage, used)
        return found

    def _read_asides(self, passage: Passage, cues: Sequence[int]) -> bool:
        """Read "(Order No. 620 dated 28 October 2025, effective 1 January 2026)"."""
        folded, found = self._text.folded, False
        for cue in cues[:_ASIDES]:
            opened = folded.rfind("(", max(passage.start, cue - _BRACKET), cue)
            closed = folded.find(")", cue, min(passage.end, cue + _BRACKET))
            place = passage.before(cue)
            if opened < 0 or closed < 0 or place is None or place.how is not How.CITATION:
                continue
            if ")" in folded[max(opened, place.end) : cue] or id(place.entity) in self._targets:
                continue
            if place.start < opened and place.tail + 2 < opened and place.end + 2 < opened:
                continue  # words stand between the citation and the bracket
            for commencement in read_commencements(
                self._text, self._language, max(opened + 1, place.end), closed, report=True
            ):
                dossier = self._dossier(place.entity)
                add_commencement(dossier.commencements, commencement)
                dossier.told = found = True
        return found

    def _read_bracket(self, passage: Passage, cues: Sequence[int]) -> bool:
        """Read "By Order No. 1178 new forms were introduced (in force from 1 January 2020)".

        The bracket stands apart from the citation, so there must be one act it can speak of.
        """
        cited = [place for place in passage.places if place.how is How.CITATION]
        own = [place for place in cited if id(place.entity) not in self._targets]
        if len(cited) != 1 or len(own) != 1 or cited[0].end > cues[0]:
            return False
        folded, found = self._text.folded, False
        opened = folded.rfind("(", max(passage.start, cues[0] - _BRACKET), cues[0])
        closed = folded.find(")", cues[0], min(passage.end, cues[0] + _BRACKET))
        if opened < cited[0].end or closed < 0 or ")" in folded[opened : cues[0]]:
            return False
        for commencement in read_commencements(
            self._text, self._language, opened + 1, closed, report=True
        ):
            dossier = self._dossier(cited[0].entity)
            add_commencement(dossier.commencements, commencement)
            dossier.told = found = True
        return found

    def _cue_of(self, cues: Sequence[int], span: Span | None) -> int:
        """Find the word a fact was read by; a sentence may speak of several acts."""
        if span is not None:
            index = bisect_left(cues, span.end, key=self._text.at) - 1
            if index >= 0 and self._text.at(cues[index]) >= span.start:
                return cues[index]
        return cues[0]

    def _published(self, passage: Passage, cue: int) -> Entity | None:
        """Find the act published; a bracket speaks of the act it stands behind."""
        folded = self._text.folded
        opened = folded.rfind("(", max(passage.start, cue - _BRACKET), cue)
        place = passage.before(opened + 1)
        if opened <= folded.rfind(")", max(passage.start, cue - _BRACKET), cue) or place is None:
            return self._subject(passage, cue)
        if id(place.entity) not in self._targets:
            return place.entity
        # «… on amendments to the Code and other acts (published on …)»: of the act that amends
        near = place.tail + 2 >= opened or place.end + 2 >= opened
        return None if near else self._subject(passage, cue)

    def _read_registration(self, passage: Passage) -> None:
        """Give an act the number under which the sentence says it was registered."""
        for cue, following, number in read_registrations(self._reading, self._words, passage):
            entity = following.entity if following else self._subject(passage, cue)
            if entity.ref.registration_number is None and id(entity) not in self._targets:
                entity.ref = replace(entity.ref, registration_number=number)

    def _is_cited(self, passage: Passage, publication: OfficialPublication) -> bool:
        """Tell whether a publication's day is the date in an act's citation."""
        span = publication.span
        return span is not None and any(
            place.entity.ref.date == publication.date
            and span.start < self._text.at(place.end)
            and self._text.at(place.start) < span.end
            for place in passage.places
            if place.how is How.CITATION
        )

    def _subject(self, passage: Passage, at: int) -> Entity:
        """Find the act a verb speaks of."""

        def fits(place: Occurrence) -> bool:
            referred = self._relations.refers(place, passage.start)
            if referred and _RELATIVE.match(self._text.folded, place.tail, place.tail + 12):
                referred = False
            return not referred and (place.how is How.TERM or id(place.entity) not in self._targets)

        left, right = passage.around(at)
        before = [place for place in left if place.end <= at and fits(place)]
        for place in reversed(before):
            if place.how is not How.NOUN or place.typed:
                return place.entity
        if before:
            return before[-1].entity
        if (opening := self._opens(passage, left, at)) is not None:
            return opening
        after = next((place for place in right if fits(place)), None)
        if after and after.how is How.CITATION and at == passage.start:
            return after.entity  # «With effect from 1 April, Order No. 88 …»
        if self._topic is not None:
            return self._topic
        return after.entity if after else (self._last or self._anonymous())

    def _opens(self, passage: Passage, left: Sequence[Occurrence], at: int) -> Entity | None:
        """Find the one act whose citation begins a sentence: it is spoken of, changed or not."""
        places = [place for place in left if place.end <= at]
        if len(places) != 1 or places[0].how is not How.CITATION:
            return None
        begin = self._text.folded[passage.start : places[0].start]
        return places[0].entity if begin.strip(" -*") in ("", "the") else None

    def _read_adoption(self, passage: Passage, used: Sequence[tuple[int, int]]) -> None:
        """Give an act without a date the day on which the sentence says it was adopted."""
        folded = self._text.folded
        verbs = self._words.adopted.finditer(folded, passage.start, passage.end)
        cues = list(islice(verbs, _ASIDES))
        cues.sort(key=lambda cue: not cue[0].startswith("sign"))  # a law bears the day it is signed
        for cue in cues:
            floor = max(passage.start, cue.start() - _BRACKET)
            limit = min(passage.end, cue.end() + _BRACKET)
            first = folded.rfind(";", floor, cue.start()) + 1 or floor
            last = folded.find(";", cue.end(), limit)
            last = limit if last < 0 else last
            day = self._days.nearest(passage, cue.span(), (first, last), used)
            if day is None:
                continue
            entity = self._adopted(passage, cue.start(), cue.end())
            if entity is None and cue[0].startswith("date of"):
                entity = self._opening  # the field of a card before the act's own line
            if entity is None and _BRACKETED.match(folded, cue.end(), last):
                entity = self._placeholder(ActType.LAW, cue.start())
            if entity and entity.ref.date is None and id(entity) not in self._targets:
                entity.ref = replace(entity.ref, date=day)
                under = _UNDER.search(folded, cue.end(), last) or _BRACKETED.match(
                    folded, cue.end(), last
                )
                number = self._reading.number_at(under.end()) if under else None
                if number is not None and entity.ref.number is None:
                    entity.ref = replace(entity.ref, number=number.value)
                self._dossier(entity).told = True
                for other in self._adopted_with(passage, cue):
                    if other.ref.date is None and id(other) not in self._targets:
                        other.ref = replace(other.ref, date=day)
                        self._dossier(other).told = True
                return

    def _adopted_with(self, passage: Passage, cue: re.Match[str]) -> Iterator[Entity]:
        """Yield the acts of "Law No. 5 and Code No. 6 were both signed on …" and "adopted: …"."""
        folded = self._text.folded
        if _BOTH.search(folded, max(passage.start, cue.start() - 8), cue.start()):
            yield from (p.entity for p in passage.places if p.tail <= cue.start())
        elif _SEVERAL.match(folded, cue.end(), min(passage.end, cue.end() + _HEADLINE)):
            yield from (p.entity for p in passage.after(cue.end()))

    def _adopted(self, passage: Passage, start: int, end: int) -> Entity | None:
        fitting = [place for place in passage.places if id(place.entity) not in self._targets]
        if fitting:
            nearest = min(
                fitting,
                key=lambda place: start - place.end if place.end <= start else place.start - end,
            )
            return nearest.entity
        return self._topic or self._last


def _published_by(commencement: Commencement) -> Iterator[OfficialPublication]:
    """Read "on the day of its first official publication, 18 April 2025", if nothing else tells it.

    Beside another day of publication it is what somebody concluded, which may be wrong.
    """
    rule, stated = commencement.rule, commencement.stated
    named = rule.kind is RuleKind.FROM_PUBLICATION and not rule.value
    if named and stated is not None and stated.date is not None:
        yield OfficialPublication(stated.date, span=stated.span)
