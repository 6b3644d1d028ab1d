"""Titles of one act, as printed in several places of one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vacatio_calendar.bodies import body_of
from vacatio_calendar.checks.base import DocumentCase, Found, finding, values
from vacatio_calendar.checks.comparing import alike, differ, parting
from vacatio_calendar.identity import number_slug
from vacatio_calendar.model import Act, ActRef, Severity

_Key = tuple[str, dt.date, bool]


@finding("VAC051", Severity.WARNING, DocumentCase, rule="AMD-CITE")
def title_differs(case: DocumentCase) -> Iterator[Found]:
    """The title of one act is written in two ways inside one document.

    Quotes, dashes, capital letters and case endings do not count, nor does a shortened second
    mention, nor the title in another language.
    """
    for key, citations in _cited(case).items():
        first, *others = citations
        different = [other for other in others if differ(first.title, other.title)]
        near = [other for other in different if alike(first.title, other.title)]
        if near:
            yield _found(case, key, first, near)


@finding("VAC055", Severity.WARNING, DocumentCase, rule="NUM-LAW", unless=("VAC051",))
def number_of_another_title(case: DocumentCase) -> Iterator[Found]:
    """Two acts with the same number and date bear titles that have little in common.

    Acts of different bodies may share number and date; a title in another language, or of
    rules that an order approves, is no second act.
    """
    for key, citations in _cited(case).items():
        first, *others = citations
        different = [other for other in others if differ(first.title, other.title)]
        if far := [other for other in different if not alike(first.title, other.title)]:
            yield _found(case, key, first, far)


def _cited(case: DocumentCase) -> dict[_Key, list[ActRef]]:
    """Gather the titled citations of each act that is known by number and date."""
    found: dict[_Key, list[ActRef]] = {}
    issuers: dict[_Key, set[str]] = {}
    for ref in case.document.citations:
        number = number_slug(ref.number)
        if number is None or ref.date is None or not ref.title:
            continue
        key = (number, ref.date, ref.approved)
        body = body_of(ref.issuer, case.law, ref.date)
        if body is not None:
            issuers.setdefault(key, set()).add(body.slug)
        found.setdefault(key, []).append(ref)
    one_body = {key: refs for key, refs in found.items() if len(issuers.get(key, ())) <= 1}
    return {key: _once(refs) for key, refs in one_body.items()}


def _once(refs: list[ActRef]) -> list[ActRef]:
    """Keep the first citation of each title as printed."""
    kept: dict[str | None, ActRef] = {}
    for ref in refs:
        kept.setdefault(ref.title, ref)
    return list(kept.values())


def _found(case: DocumentCase, key: _Key, first: ActRef, others: list[ActRef]) -> Found:
    one, another = first.title or "", others[0].title or ""
    here, there = parting(one, another), parting(another, one)
    return Found(
        values(
            number=first.number, date=first.date, first=one, other=another, here=here, there=there
        ),
        span=others[0].span,
        act=_act_of(case, key),
        subject=f"{key[0]} {key[1]} {key[2]}",
    )


def _act_of(case: DocumentCase, key: _Key) -> int | None:
    """Return the index of the act the citation belongs to: itself, or one that changes it."""
    number, date, _ = key
    for index, act in enumerate(case.document.acts):
        if _is(act, number, date):
            return index
    for index, act in enumerate(case.document.acts):
        if any(_is(ref, number, date) for ref in (*act.amends, *act.repeals, *act.suspends)):
            return index
    return None


def _is(act: Act | ActRef, number: str, date: dt.date) -> bool:
    return act.date == date and number_slug(act.number) == number
