"""From dated acts to the rows of the tables that describe them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from vacatio.assemble import Reading, Text, Work
from vacatio.derive import Dated
from vacatio.events import identity
from vacatio.resolve import Register
from vacatio.store import Row, Value
from vacatio.suspensions import ordered
from vacatio_calendar import (
    Body,
    BodyKind,
    Jurisdiction,
    act_id,
    body_of,
    compute,
    first_publication,
    fold,
    main_entry,
)
from vacatio_calendar.model import (
    ActRef,
    ActType,
    EntryIntoForce,
    Language,
    OfficialPublication,
    Span,
    Step,
)
from vacatio_calendar.publication import places

#: Characters of context kept before and behind a quotation.
CONTEXT = 200

#: Types of acts that are national whoever is printed as their issuer (LPA 7(2)).
PARLIAMENTARY = frozenset(
    {ActType.CONSTITUTION, ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW}
)


def document(reading: Reading, *, gives_act: bool) -> Row:
    """Describe a page of the archive and what became of it."""
    raw, read = reading.raw, reading.document
    outcome = "read" if read else "refused" if reading.refused else "kept"
    return {
        "id": reading.id,
        "source": raw.source,
        "key": raw.key,
        "language": (read.language if read else raw.language),
        "url": raw.url,
        "media_type": raw.media_type,
        "first_seen": raw.fetched_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "bytes": reading.size,
        "sha256": raw.sha256,
        "text_sha256": hashlib.sha256(read.text.encode()).hexdigest() if read else None,
        "warc": reading.place,
        "outcome": outcome,
        "reason": reading.refused if gives_act or not read else "no act was recognised in it",
    }


def act(dated: Dated, law: Jurisdiction, *, demo: bool, url: str | None) -> Row:
    """Describe an act; `url` is its page for people at the source, if it has one."""
    work, whole = dated.work, dated.main
    facts = work.act
    body = body_of(facts.issuer, law, facts.date)
    first = first_publication(facts, law)
    registration = facts.registration
    return {
        "id": work.id,
        "jurisdiction": law.code,
        "type": facts.type or "other",
        "number": facts.number,
        "adopted_on": _day(facts.date),
        "issuer_id": body.slug if body else None,
        "issuer": facts.issuer,
        "title_en": work.title(Language.EN),
        "title_ru": work.title(Language.RU),
        "title_kk": work.title(Language.KK),
        "level": _level(facts.type, body),
        "normative": None if facts.normative is None else int(facts.normative),
        "registration_number": registration.number if registration else None,
        "registered_on": _day(registration.date) if registration else None,
        "published_on": _day(first.date),
        "in_force_on": _day(whole.on),
        "force_on": _day(whole.force_on),
        "ends_on": _day(whole.ends_on),
        "certainty": whole.certainty,
        "confidence": whole.confidence,
        "reason": whole.reason,
        "ngr": work.identifiers.get("ngr"),
        "ekb_id": work.identifiers.get("ekb"),
        "url": url,
        "document_id": work.main.reading.id,
        "demo": int(demo),
        "search": search(work),
    }


def _level(kind: ActType | None, body: Body | None) -> str | None:
    """Tell whose act it is; only Parliament and the people make what needs no issuer's name."""
    if kind in PARLIAMENTARY:
        return "national"
    if body is None:
        return None
    return "local" if body.kind is BodyKind.LOCAL else "national"


def search(work: Work) -> str:
    """Give the words an act is found by: titles, number, issuer, registers, folded."""
    facts = work.act
    registration = facts.registration.number if facts.registration else None
    told = [
        *(work.title(language) for language in Language),
        facts.number,
        facts.issuer,
        registration,
        *(value for _, value in facts.identifiers),
        *(text.act.issuer for text in work.texts),
    ]
    return " ".join(dict.fromkeys(word for each in told if each for word in fold.words(each)))


def aliases(work: Work, law: Jurisdiction) -> Iterator[Row]:
    """Give the other names an act is known by, for links and redirects."""
    for text in work.texts:
        name = act_id(text.act, law)
        if name is not None and name != work.id:
            yield {"alias": name, "act_id": work.id, "kind": "requisites"}
    for kind, value in work.act.identifiers:
        yield {"alias": value, "act_id": work.id, "kind": kind}
    registration = work.act.registration
    if registration and registration.number and registration.date:
        alias = f"registration/{registration.number}/{registration.date.isoformat()}"
        yield {"alias": alias, "act_id": work.id, "kind": "registration"}


def publications(dated: Dated, law: Jurisdiction) -> Iterator[Row]:
    """List the places of publication, and the date each alone would give."""
    work = dated.work
    first = first_publication(work.act, law).publication
    for each in work.act.publications:
        alone = dataclasses.replace(work.act, publications=(each,))
        entries = compute(alone, law, dated.known)
        yield {
            "id": identity(work.id, _day(each.date), each.venue, each.issue, each.field),
            "act_id": work.id,
            "venue": each.venue or _place(each, law),
            "issue": each.issue,
            "published_on": _day(each.date),
            "languages": " ".join(_languages(each, law)) or None,
            "field": each.field,
            "first": int(each == first),
            "would_give": _day(main_entry(entries).on),
            "document_id": _publisher(work, each).reading.id,
        }


def _place(publication: OfficialPublication, law: Jurisdiction) -> str | None:
    """Name the place that the field of a source stands for, where that is known."""
    found = places(publication, law)
    return found[0].name if len(found) == 1 else None


def _languages(publication: OfficialPublication, law: Jurisdiction) -> list[Language]:
    """Tell in which languages the text stood there: as printed, or as the place is known for."""
    if publication.languages:
        return list(publication.languages)
    known = {language for place in places(publication, law) for language in place.languages}
    return [language for language in Language if language in known]


def commencements(dated: Dated) -> Iterator[Row]:
    """List what the text says of its entry into force, with what follows from it."""
    work, clauses = dated.work, dated.work.clauses
    given = work.act.commencements
    seen: set[str] = set()
    for position, entry in enumerate(dated.entries):
        clause = given[position] if position < len(given) else None
        rule = clause.rule if clause else None
        name = identity(
            work.id,
            entry.provisions,
            rule.kind if rule else None,
            str(rule.value) if rule else None,
            rule.unit if rule else None,
            _day(rule.date) if rule else None,
        )
        if name in seen:
            name = f"{name}-{position}"
        seen.add(name)
        yield {
            "id": name,
            "act_id": work.id,
            "position": position,
            "provisions": entry.provisions,
            "kind": rule.kind if rule else "none",
            "value": rule.value if rule else None,
            "unit": rule.unit if rule else None,
            **_quoted(clauses, clause.span if clause else None),
            "language": clauses.document.language,
            "document_id": clauses.reading.id,
            "stated_on": _day(clause.stated.date) if clause and clause.stated else None,
            "force_on": _day(entry.force_on),
            "in_force_on": _day(entry.on),
            "certainty": entry.certainty,
            "confidence": entry.confidence,
            "reason": entry.reason,
            "applies_from": _day(entry.applies_from),
            "ends_on": _day(entry.ends_on),
            "steps": steps(entry),
            "alternatives": _json(
                [
                    {
                        "on": _day(each.on),
                        "reading": each.reading,
                        "basis": each.basis,
                        "rule": each.rule,
                    }
                    for each in entry.alternatives
                ]
            ),
        }


def steps(entry: EntryIntoForce) -> str:
    """Write the derivation as JSON: enough to read it, and enough to replay it."""
    return _json(
        [
            {"of": of, **_step(step)}
            for of, chain in (
                ("force_on", entry.force_steps),
                ("in_force_on", entry.steps),
                ("ends_on", entry.end_steps),
            )
            for step in chain
        ]
    )


def amendments(
    dated: Dated, register: Register, moved: Mapping[int, dt.date | None]
) -> Iterator[Row]:
    """List the acts this one amends, repeals or suspends.

    `moved` gives the first day on which a target of `amends` changes, by its position.
    """
    work = dated.work
    terms = {
        ("suspends", each.position): each
        for each in ordered(work.main.act, work.main.document)
        if each.part is None
    }
    for kind, refs in (
        ("amends", work.main.act.amends),
        ("repeals", work.main.act.repeals),
        ("suspends", work.main.act.suspends),
    ):
        for position, ref in enumerate(refs):
            term = terms.get((kind, position))
            day = term.start(dated.main.on) if term else dated.main.on
            if kind == "amends" and position in moved:
                day = moved[position]
            yield {
                "id": amendment_id(work.id, kind, position),
                "act_id": work.id,
                "position": position,
                "kind": kind,
                "target_act_id": register.find(ref, work.id),
                **_target(ref),
                "quote": ref.span.text if ref.span else None,
                "in_force_on": _day(day),
                "ends_on": _day(term.until) if term else None,
            }


def amendment_id(act_id: str, kind: str, position: int) -> str:
    """Name an edge between two acts."""
    return f"{act_id}/{kind}/{position + 1}"


def modifications(dated: Dated, days: Sequence[dt.date | None]) -> Iterator[Row]:
    """List the instructions, each with the day of the provision that carries it."""
    work = dated.work
    terms = {
        each.position: each
        for each in ordered(work.main.act, work.main.document)
        if each.part is not None
    }
    for position, each in enumerate(work.main.act.modifications):
        term = terms.get(position)
        yield {
            "id": f"{work.id}/modification/{position + 1}",
            "act_id": work.id,
            "amendment_id": (
                None if each.act is None else amendment_id(work.id, "amends", each.act)
            ),
            "position": position,
            "action": each.action,
            "target": each.target,
            "by": each.by,
            "quote": each.span.text if each.span else None,
            "in_force_on": _day(term.start(days[position]) if term else days[position]),
            "ends_on": _day(term.until) if term else None,
        }


def provisions(work: Work) -> Iterator[Row]:
    """List the structural units of each text."""
    for language in dict.fromkeys(text.document.language for text in work.texts):
        text = next(each for each in work.texts if each.document.language is language)
        seen: set[str] = set()
        for position, each in enumerate(text.act.provisions):
            eid = each.eid if each.eid not in seen else f"{each.eid}__{position}"
            seen.add(eid)
            yield {
                "id": f"{work.id}/{language}/{eid}",
                "act_id": work.id,
                "language": language,
                "position": position,
                "eid": eid,
                "kind": each.kind,
                "number": each.number,
                "heading": each.heading,
                "text": each.text,
            }


def claims(work: Work) -> Iterator[Row]:
    """List what portals say of the act, each claim once."""
    seen: set[tuple[str, str]] = set()
    for text in (*work.texts, *work.cards):
        for each in text.act.claims:
            if (each.field, each.value) not in seen:
                seen.add((each.field, each.value))
                yield {
                    "id": identity(work.id, each.field, each.value),
                    "act_id": work.id,
                    "document_id": text.reading.id,
                    "field": each.field,
                    "value": each.value,
                    "claimed_on": _day(each.date),
                }


def obligations(work: Work) -> Iterator[Row]:
    """List the duties with a term that the text states."""
    for position, each in enumerate(work.main.act.obligations):
        yield {
            "id": f"{work.id}/obligation/{position + 1}",
            "act_id": work.id,
            "position": position,
            "value": each.value,
            "unit": each.unit,
            "event": each.event,
            "quote": each.span.text if each.span else None,
        }


def _quoted(text: Text, span: Span | None) -> dict[str, Value]:
    if span is None:
        return {"quote": None, "quote_before": None, "quote_after": None}
    whole = text.document.text
    return {
        "quote": span.text,
        "quote_before": whole[max(0, span.start - CONTEXT) : span.start],
        "quote_after": whole[span.end : span.end + CONTEXT],
    }


def _publisher(work: Work, publication: OfficialPublication) -> Text:
    """Tell which text or card names a publication: by its date, since languages were joined."""
    for text in (*work.texts, *work.cards):
        if any(
            (each.date, each.venue, each.field)
            == (publication.date, publication.venue, publication.field)
            for each in text.act.publications
        ):
            return text
    return work.main


def _target(ref: ActRef) -> dict[str, Value]:
    return {
        "target_type": ref.type,
        "target_number": ref.number,
        "target_date": _day(ref.date),
        "target_title": ref.title,
        "target_registration": ref.registration_number,
    }


def _step(step: Step) -> dict[str, object]:
    return {
        "rule": step.rule,
        "text": step.text,
        "on": _day(step.on),
        "basis": step.basis,
        "op": step.op,
        "inputs": dict(step.inputs),
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=False)
