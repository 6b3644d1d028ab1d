"""From texts to acts: the Russian and the Kazakh text of one act become one act.

Texts belong together if a source gives them the same identifier (the EKB id, the NGR) or if
their requisites give the same act id. Both languages are equally the act (LPA 25): facts that
only one of them states are taken from it, and a fact both state comes from the first, which is
the Russian one for no other reason than that an order is needed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from vacatio.drafts import Draft
from vacatio.partial import without_partial
from vacatio.union_acts import UnionAct
from vacatio_calendar import Jurisdiction, act_id
from vacatio_calendar.individual import is_individual
from vacatio_calendar.model import (
    Act,
    Claim,
    Document,
    DocumentKind,
    Language,
    OfficialPublication,
    RawDocument,
    RuleKind,
)

T = TypeVar("T")

#: The order in which the texts of an act are asked for a fact.
ORDER = (Language.RU, Language.KK, Language.EN)

#: Identifiers that name one act, strongest first.
STRONG = ("ngr", "ekb")


@dataclass(frozen=True, slots=True)
class Reading:
    """A page of the archive and what was read from it, or why it was refused.

    ``raw`` comes without its body, which has ``size`` bytes; ``parsed`` tells whether it was
    read now, and not when it was first met. ``draft`` is the title of a draft,
    ``union_act`` a row of a list of another legal order. A ``fault`` is ours, and may be gone
    the next time.
    """

    raw: RawDocument
    place: str | None
    document: Document | None
    refused: str | None = None
    size: int = 0
    parsed: bool = True
    draft: Draft | None = None
    union_act: UnionAct | None = None
    fault: bool = False

    @property
    def id(self) -> str:
        """Name the document as the database does."""
        return f"{self.raw.source}/{self.raw.key}"


@dataclass(frozen=True, slots=True)
class Text:
    """One language version of an act: ``act`` is ``document.acts[index]``."""

    reading: Reading
    document: Document
    index: int

    @property
    def act(self) -> Act:
        """Give the act as this text shows it."""
        return self.document.acts[self.index]


@dataclass(frozen=True, slots=True)
class Work:
    """An act with all its texts; ``act`` holds the facts of all of them together.

    ``main`` is the text whose structure (clauses, amendments, provisions) the act follows, and
    ``clauses`` the one its commencements were read from. ``cards`` tell facts of the act and
    hold no text of it.
    """

    id: str
    act: Act
    texts: tuple[Text, ...]
    clauses: Text
    cards: tuple[Text, ...] = ()

    @property
    def main(self) -> Text:
        """Give the text that comes first in the order of languages."""
        return self.texts[0]

    @property
    def identifiers(self) -> Mapping[str, str]:
        """Give one identifier of each kind."""
        return dict(reversed(self.act.identifiers))

    def title(self, language: Language) -> str | None:
        """Give the title in one language."""
        titles = (text.act.title for text in self.texts if text.document.language is language)
        return next((title for title in titles if title), None)


def works(
    readings: Iterable[Reading], law: Jurisdiction, preferred: frozenset[str] = frozenset()
) -> tuple[Work, ...]:
    """Join texts to acts, sorted by act id; the order of the readings does not matter.

    Of two texts in one language the one from a `preferred` source comes first.
    """
    texts = [
        Text(reading, document, index)
        for reading in sorted(readings, key=lambda reading: reading.id)
        if reading.document is not None and reading.document.kind is DocumentKind.ACT
        for document in [careful(reading.document)]
        for index in range(len(document.acts))
    ]
    found: dict[str, Work] = {}
    for group in _groups(texts, law):
        work = joined_work(group, law, preferred)
        if work is None:
            continue
        if work.id in found:
            work = dataclasses.replace(work, id=_apart(work, law))
        found[work.id] = work
    return tuple(found[name] for name in sorted(found))


def careful(document: Document) -> Document:
    """Take no act for repealed of which only a part is."""
    acts = tuple(without_partial(act, document.text) for act in document.acts)
    return document if acts == document.acts else dataclasses.replace(document, acts=acts)


def without_act(readings: Iterable[Reading], found: Iterable[Work]) -> frozenset[str]:
    """Name the pages that were read and give no act: the reader's misses, for all to see."""
    used = {text.reading.id for work in found for text in work.texts}
    return frozenset(each.id for each in readings if each.document and each.id not in used)


def _groups(texts: Sequence[Text], law: Jurisdiction) -> list[list[Text]]:
    """Join texts that share an identifier, then groups whose requisites give one act id."""
    by_source: dict[str, list[Text]] = {}
    for text in texts:
        keys = [f"{kind}:{value}" for kind, value in text.act.identifiers if kind in STRONG]
        keys = keys or [f"document:{text.reading.id}#{text.index}"]
        joined = next((by_source[key] for key in keys if key in by_source), [])
        joined.append(text)
        for key in keys:
            by_source.setdefault(key, joined)
    groups = list({id(group): group for group in by_source.values()}.values())
    by_requisites: dict[str, list[Text]] = {}
    for group in groups:
        names = [name for text in group if (name := act_id(text.act, law)) is not None]
        name = min(names, default=f"document:{group[0].reading.id}")
        other = by_requisites.setdefault(name, group)
        if other is group:
            continue
        if len(_ngr(other) | _ngr(group)) < 2:
            other.extend(group)
        else:  # two register entries with the same requisites are two acts until proved one
            by_requisites[f"{name} {min(_ngr(group))}"] = group
    return list(by_requisites.values())


def _ngr(group: Iterable[Text]) -> set[str]:
    return {value for text in group for kind, value in text.act.identifiers if kind == "ngr"}


def joined_work(group: Sequence[Text], law: Jurisdiction, preferred: frozenset[str]) -> Work | None:
    """Join the texts of one act; of two in one language that of a `preferred` source is first."""

    def rank(text: Text) -> tuple[int, bool, str, int]:
        reading = text.reading
        later = reading.raw.source not in preferred
        return ORDER.index(text.document.language), later, reading.id, text.index

    texts = tuple(sorted(group, key=rank))
    clauses = next((text for text in texts if says_when(text.act)), texts[0])
    act = _joined(texts, clauses)
    if act.normative is None and any(
        is_individual(dataclasses.replace(act, title=text.act.title), law) for text in texts
    ):
        act = dataclasses.replace(act, normative=False)
    name = act_id(act, law)
    return None if name is None else Work(name, act, texts, clauses)


def _apart(work: Work, law: Jurisdiction) -> str:
    """Name an act by the register where its requisites are another act's already."""
    by_register = act_id(dataclasses.replace(work.act, number=None), law)
    return by_register or f"{law.code}/document/{work.main.reading.id}"


def says_when(act: Act) -> bool:
    """Tell whether a text has a clause on its commencement that was read."""
    return any(
        each.rule.kind not in (RuleKind.NONE, RuleKind.DEFAULT) for each in act.commencements
    )


def _joined(texts: Sequence[Text], clauses: Text) -> Act:
    acts = [text.act for text in texts]
    main = acts[0]
    return dataclasses.replace(
        main,
        type=_first(act.type for act in acts),
        number=_first(act.number for act in acts),
        date=_first(act.date for act in acts),
        title=_first(act.title for act in acts),
        issuer=_first(act.issuer for act in acts),
        registration=_first(act.registration for act in acts),
        normative=_first(act.normative for act in acts),
        repealed_by=_first(act.repealed_by for act in acts),
        publications=_publications(acts),
        commencements=clauses.act.commencements,
        claims=_claims(acts),
        identifiers=tuple(dict.fromkeys(pair for act in acts for pair in act.identifiers)),
    )


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _publications(acts: Iterable[Act]) -> tuple[OfficialPublication, ...]:
    """Join the places of publication; the languages in which each carried the text add up."""
    found: dict[tuple[dt.date | None, str | None, str | None, str | None], OfficialPublication] = {}
    for act in acts:
        for each in act.publications:
            key = (each.date, each.venue, each.issue, each.field)
            held = found.setdefault(key, each)
            if each.languages != held.languages:
                languages = [*held.languages, *each.languages]
                found[key] = dataclasses.replace(
                    held, languages=tuple(sorted(set(languages), key=ORDER.index))
                )
    return tuple(found.values())


def _claims(acts: Iterable[Act]) -> tuple[Claim, ...]:
    found = {(each.field, each.value): each for act in reversed(tuple(acts)) for each in act.claims}
    return tuple(found[key] for key in sorted(found))
