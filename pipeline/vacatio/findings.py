"""Run the checks over every text and give each finding its row and its stable id."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from vacatio.assemble import ORDER, Reading, Work
from vacatio.derive import Dated
from vacatio.events import identity
from vacatio.resolve import Register
from vacatio.store import Row
from vacatio_calendar import Jurisdiction, Known, check, compute
from vacatio_calendar.model import Act, ActRef, Document, Finding


def findings(
    dated: Sequence[Dated],
    pages: Iterable[Reading],
    register: Register,
    law: Jurisdiction,
    as_of: dt.date,
) -> list[Row]:
    """Check every text against the rules and against the other acts at hand.

    `as_of` is the day up to which the archive knows, for checks that ask whether it is late.

    A text is checked with all that is known of its act, such as a place of publication that
    only the other language names. The same finding in both languages is one.
    """
    mains = Known(acts={each.work.id: each.main for each in dated}, today=as_of)
    known_of = {each.work.id: each.known for each in dated}
    texts = {(text.reading.id, text.index): each.work for each in dated for text in each.work.texts}
    found: dict[str, Row] = {}
    for page in sorted(pages, key=_order):
        if page.document is None:
            continue
        owners = [texts.get((page.id, index)) for index in range(len(page.document.acts))]
        document = _with_all_known(page.document, owners)
        known = _known(owners, mains, known_of, document)
        entries = tuple(compute(act, law, known) for act in document.acts)
        for finding in check(document, entries, law, known):
            row = _row(finding, page, _act_id(finding, document, owners, register))
            found.setdefault(str(row["id"]), row)
    return list(found.values())


def _order(page: Reading) -> tuple[int, str]:
    language = page.document.language if page.document else ORDER[-1]
    return ORDER.index(language), page.id


def _known(
    owners: Sequence[Work | None], mains: Known, known_of: Mapping[str, Known], document: Document
) -> Known:
    """Give what is known beside a text: of its act, where it has exactly one."""
    owner = owners[0] if len(owners) == 1 else None
    if owner is None:
        return mains
    return dataclasses.replace(
        known_of[owner.id], acts=mains.acts, today=mains.today, language=document.language
    )


def _with_all_known(document: Document, owners: Sequence[Work | None]) -> Document:
    acts = tuple(
        act if owner is None else _facts(act, owner.act)
        for act, owner in zip(document.acts, owners, strict=True)
    )
    return dataclasses.replace(document, acts=acts)


def _facts(act: Act, whole: Act) -> Act:
    return dataclasses.replace(
        act,
        registration=act.registration or whole.registration,
        publications=whole.publications,
        issuer=act.issuer or whole.issuer,
    )


def _act_id(
    finding: Finding, document: Document, owners: Sequence[Work | None], register: Register
) -> str | None:
    if finding.act is None:
        return owners[0].id if len(owners) == 1 and owners[0] else None
    owner = owners[finding.act]
    if owner:
        return owner.id
    act = document.acts[finding.act]
    return register.find(ActRef(act.type, act.number, act.date, act.title, act.issuer))


def _row(finding: Finding, page: Reading, act_id: str | None) -> Row:
    compared = [part for pair in finding.values for part in pair]
    subject = act_id or page.id
    return {
        "id": identity(finding.code, subject, finding.provision, *compared),
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "act_id": act_id,
        "document_id": page.id,
        "provision": finding.provision,
        "title": finding.title,
        "message": finding.message,
        "quote": finding.span.text if finding.span else None,
        "suggestion": finding.suggestion,
        "compared": "; ".join(f"{key} = {value}" for key, value in finding.values) or None,
        "basis": finding.basis,
    }
