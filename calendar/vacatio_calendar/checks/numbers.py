"""Numbers of acts: marks of bodies, convocations, order, and mixed letters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from vacatio_calendar.bodies import body_of
from vacatio_calendar.checks.base import DocumentCase, Found, finding, values
from vacatio_calendar.checks.tables import numbering
from vacatio_calendar.identity import number_slug
from vacatio_calendar.model import Act, ActRef, ActType, DocumentKind, Severity, Span

_LAWS = frozenset({ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})
_LAW_NUMBER = re.compile(r"(\d+)-([ivx]+)")
_SEAM = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_WORD = re.compile(r"[^\W_]+")
_HANDOVER = dt.timedelta(days=92)


@finding("VAC042", Severity.WARNING, DocumentCase, rule="NUM-OTHER")
def mark_of_another_body(case: DocumentCase) -> Iterator[Found]:
    """The mark behind a number does not fit the kind of body that issued the act.

    Many ministries write НҚ, so one ministry is never held against another.
    """
    for index, act in _acts(case):
        slug, body = number_slug(act.number), body_of(act.issuer, case.law, act.date)
        if slug is None or body is None:
            continue
        for mark in numbering(case.law.code).marks:
            if slug.endswith(f"-{mark.slug}") and body.kind not in mark.kinds:
                yield Found(
                    values(number=act.number, body=body.slug),
                    span=act.span,
                    act=index,
                    subject=slug,
                )


@finding("VAC056", Severity.WARNING, DocumentCase, rule="NUM-LAW", unless=("VAC057",))
def out_of_sequence(case: DocumentCase) -> Iterator[Found]:
    """A law's number and date do not fit the laws before and after it in its convocation.

    Laws of one convocation are numbered in the order of signing; only laws whose number and
    date are certain are used as marks, with those of the archive; one day may hold any order.
    """
    for index, act, number, roman in _laws(case):
        if act.date is None:
            continue
        known = numbering(case.law.code).anchors.get(roman, ())
        before = max((mark for mark in known if mark[0] <= number), default=None)
        after = min((mark for mark in known if mark[0] >= number), default=None)
        listed = {mark[0] for mark in known}
        for mark in case.others.laws_before(roman, number):
            if mark != (number, act.date) and mark[0] not in listed:
                before = max(before or mark, mark)
                break
        for mark in case.others.laws_after(roman, number):
            if mark != (number, act.date) and mark[0] not in listed:
                after = min(after or mark, mark)
                break
        for anchor, wrong in ((before, "earlier"), (after, "later")):
            if anchor is None:
                continue
            slipped = act.date < anchor[1] if wrong == "earlier" else act.date > anchor[1]
            if slipped:
                yield Found(
                    values(
                        number=act.number,
                        date=act.date,
                        other=f"{anchor[0]}-{roman.upper()}",
                        other_date=anchor[1],
                    ),
                    variant="same" if anchor[0] == number else wrong,
                    span=act.span,
                    act=index,
                    subject=f"{number}-{roman} {act.date}",
                )
                break


@finding("VAC057", Severity.WARNING, DocumentCase, rule="NUM-RESTART")
def convocation_of_another_time(case: DocumentCase) -> Iterator[Found]:
    """The Roman part of a law's number does not fit its date.

    Three months around a change of convocation are allowed for, and any Roman part since July
    2026, when the Kurultai took over.
    """
    terms = numbering(case.law.code).convocations
    for index, act, number, roman in _laws(case):
        if act.date is None or roman not in terms:
            continue
        since, until = terms[roman]
        if act.date < since or (until is not None and act.date >= until + _HANDOVER):
            yield Found(
                values(number=act.number, date=act.date, since=since, until=until),
                span=act.span,
                act=index,
                subject=f"{number}-{roman} {act.date}",
            )


@finding("VAC059", Severity.INFO, DocumentCase, rule="NUM-RESTART")
def number_without_convocation(case: DocumentCase) -> Iterator[Found]:
    """A law is cited by a bare number that laws of several convocations share.

    Silent where the citation gives the date, which settles it.
    """
    for ref in case.document.citations:
        bare = (ref.number or "").strip()
        if ref.type is not ActType.LAW or ref.date is not None or not bare.isdigit():
            continue
        anchors = numbering(case.law.code).anchors
        sharing = [roman for roman, rows in anchors.items() if int(bare) in dict(rows)]
        if len(sharing) > 1:
            known = ", ".join(f"{bare}-{roman.upper()}" for roman in sharing)
            yield Found(values(number=bare, acts=known), span=ref.span, subject=bare)


@finding("VAC049", Severity.INFO, DocumentCase)
def mixed_scripts(case: DocumentCase) -> Iterator[Found]:
    """Latin and Cyrillic letters are mixed inside a word or a number; said once for a text.

    Only for the text of an act; it never stands in the way of reading it.
    """
    if case.document.kind is not DocumentKind.ACT:
        return
    text = case.document.text
    words: dict[int, str] = {}
    for seam in _SEAM.finditer(text):
        start = seam.start()
        while start and text[start - 1].isalnum():
            start -= 1
        if start not in words and (word := _WORD.match(text, start)):
            words[start] = word[0]
    if words:
        start, first = next(iter(words.items()))
        yield Found(
            values(word=first, count=len(words)),
            span=Span(start, start + len(first), first),
            act=0 if case.document.acts else None,
        )


def _acts(case: DocumentCase) -> Iterator[tuple[int | None, Act | ActRef]]:
    """Yield the document's acts and then everything it cites, each act once."""
    seen: set[tuple[str | None, dt.date | None]] = set()
    for index, act in enumerate(case.document.acts):
        seen.add((number_slug(act.number), act.date))
        yield index, act
    for ref in case.document.citations:
        key = (number_slug(ref.number), ref.date)
        if key not in seen:
            seen.add(key)
            yield None, ref


def _laws(case: DocumentCase) -> Iterator[tuple[int | None, Act | ActRef, int, str]]:
    """Yield the laws with number and convocation."""
    for index, act in _acts(case):
        match = _LAW_NUMBER.fullmatch(number_slug(act.number) or "")
        if act.type in _LAWS and match:
            yield index, act, int(match[1]), match[2]
