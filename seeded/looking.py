"""From texts to findings, as `vacatio check` and a build do it: parser, dates, checks."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vacatio_calendar import Known, act_id, compute_all, load
from vacatio_calendar.checks import Edition, Limits, Lookup, OtherAct, Report, examine
from vacatio_calendar.known import Confirmation, Ending, EndKind, OfficialDay
from vacatio_calendar.model import (
    Act,
    ActType,
    Claim,
    Document,
    DocumentKind,
    OfficialPublication,
    Registration,
)
from vacatio_parser import parse_text

LAW = load("kz")
TODAY = dt.date(2026, 11, 23)


@dataclass(frozen=True)
class Facts:
    """What sources beside the text say of an act."""

    published: dt.date | None = None
    publications: tuple[OfficialPublication, ...] = ()
    registered: dt.date | None = None
    registration_number: str | None = None
    claims: tuple[Claim, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    ended: dt.date | None = None
    ended_by: str = "kz/law/2020-01-01/1-vi"
    normative: bool | None = None

    def fill(self, act: Act) -> Act:
        """Add the facts to an act; what the text says stays."""
        registration = act.registration
        if registration is None and self.registered is not None:
            registration = Registration(self.registration_number or "38180", self.registered)
        published = [OfficialPublication(self.published, first=True)] if self.published else []
        return dataclasses.replace(
            act,
            registration=registration,
            publications=(*act.publications, *self.publications, *published),
            claims=(*act.claims, *self.claims),
            identifiers=(*act.identifiers, *self.identifiers),
            normative=act.normative if self.normative is None else self.normative,
        )


NOTHING = Facts()


@dataclass(frozen=True)
class Text:
    """A text of the archive with what is known beside it."""

    text: str
    facts: Facts = NOTHING
    since: dt.date | None = None
    until: dt.date | None = None
    name: str | None = None


def read(text: str, facts: Facts = NOTHING) -> Document:
    """Read a text and fill in what sources say of its act, where it has one."""
    document = parse_text(text)
    if len(document.acts) != 1:
        return document
    return dataclasses.replace(document, acts=(facts.fill(document.acts[0]),))


def archive(
    texts: Iterable[Text],
    *,
    complete: frozenset[ActType] = frozenset(),
    since: dt.date | None = None,
) -> Lookup:
    """Make an archive of texts; texts of one act id are its languages and editions."""
    editions: dict[str, list[tuple[Edition, Facts]]] = {}
    for number, one in enumerate(texts):
        document = read(one.text, one.facts)
        name = one.name or act_id(document.acts[0], LAW) or f"kz/document/{number}"
        edition = Edition(document, 0, one.since, one.until)
        editions.setdefault(name, []).append((edition, one.facts))
    known = {
        name: Known(
            official_text=True,
            endings=tuple(
                Ending(EndKind.REPEALED, facts.ended_by, facts.ended)
                for _, facts in found
                if facts.ended is not None
            ),
        )
        for name, found in editions.items()
    }
    acts = {name: found[0][0].act for name, found in editions.items()}
    entries = compute_all(acts, LAW, known)
    others = {
        name: OtherAct(
            name, acts[name], entries[name], known[name], tuple(each for each, _ in found)
        )
        for name, found in editions.items()
    }
    return Lookup(others, LAW, complete, since)


def look(
    text: str,
    facts: Facts = NOTHING,
    *,
    others: Lookup | None = None,
    ids: Sequence[str | None] = (),
    official: bool = False,
    confirmed: Sequence[str] = (),
    exemption: str | None = None,
    today: dt.date = TODAY,
    limits: Limits | None = None,
    given: Sequence[OfficialDay] = (),
) -> tuple[Document, Report]:
    """Read a text, compute its dates and say what does not agree."""
    document = read(text, facts)
    known = Known(
        official_text=official and document.kind is DocumentKind.ACT,
        language=document.language,
        today=today,
        exemption=exemption,
        official=tuple(given),
        confirmed=tuple(Confirmation(code, "a person") for code in confirmed),
    )
    acts = {str(index): act for index, act in enumerate(document.acts)}
    mains = (
        {}
        if others is None
        else {name: other.main for name, other in others.acts.items() if other.main is not None}
    )
    known = dataclasses.replace(known, acts=mains)
    found = compute_all(acts, LAW, dict.fromkeys(acts, known))
    return document, examine(
        document,
        tuple(found[str(index)] for index in range(len(document.acts))),
        LAW,
        known,
        others=others or Lookup(),
        ids=ids,
        limits=limits or Limits(),
    )
