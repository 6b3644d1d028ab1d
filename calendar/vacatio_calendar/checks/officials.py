"""Who signed and who issued: offices, their names in the text, and bodies that were not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from vacatio_calendar import fold
from vacatio_calendar.bodies import BodyKind, body_of
from vacatio_calendar.checks.base import ActCase, DocumentCase, Found, finding, values
from vacatio_calendar.checks.others import PREAMBLE
from vacatio_calendar.checks.tables import office_words, words_of
from vacatio_calendar.model import ActType, Severity, Span

_LAWS = frozenset({ActType.CONSTITUTION, ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})
_WORD = re.compile(r"[^\W\d_]{5,}")
#: A signature stands in the last lines of a text.
_LAST_LINES = 8


@finding("VAC043", Severity.INFO, DocumentCase, rule="HIER-COMP", prompt=True)
def signature_looks_wrong(case: DocumentCase) -> Iterator[Found]:
    """The preamble or the signature has a word of office misspelt, or another minister signed.

    Acting officials may sign. It asks a person to look.
    """
    text = case.document.text
    if not case.document.acts:
        return
    act = case.document.acts[0]
    end = words_of("enacting").search(text, 0, PREAMBLE)
    head = (0, end.end() if end else 0)
    tail = (len(text) - len("\n".join(text.rstrip().split("\n")[-_LAST_LINES:])), len(text))
    for start, stop in (head, tail):
        for match in _WORD.finditer(text, start, stop):
            meant = _misspelt(match[0])
            if meant is not None:
                yield Found(
                    values(printed=match[0], known=meant),
                    span=Span(match.start(), match.end(), match[0]),
                    act=0,
                    subject=match[0],
                )
    issuer = body_of(act.issuer, case.law, act.date)
    signers = [body_of(line, case.law, act.date) for line in _signatures(text[tail[0] :])]
    if issuer in signers:  # a joint order bears the others' signatures beside it
        return
    for signed in signers:
        both = issuer and signed and issuer.kind is signed.kind is BodyKind.MINISTRY
        if issuer and signed and both and signed.slug != issuer.slug:
            yield Found(
                values(printed=signed.slug, known=issuer.slug),
                variant="office",
                act=0,
                subject="office",
            )


@finding("VAC044", Severity.WARNING, ActCase, rule="AMD-SUCCESSOR", prompt=True)
def body_was_not_there(case: ActCase) -> Iterator[Found]:
    """The body that issued the act did not exist, under this name, on the day of adoption.

    Not for laws, which are adopted before a change and signed after it. It asks a person to look,
    for a successor may have signed.
    """
    act = case.act
    if act.type in _LAWS or act.date is None:
        return
    body = body_of(act.issuer, case.law, act.date)
    if body is not None and not body.existed(act.date):
        yield Found(
            values(body=body.slug, adopted=act.date, since=body.since, until=body.until),
            variant="later" if body.since is not None and act.date < body.since else "earlier",
            span=act.span,
            subject=body.slug,
        )


def _signatures(tail: str) -> Iterator[str]:
    """Yield the lines that begin with a word of office."""
    for line in tail.split("\n"):
        first = fold.words(" ".join(line.split(maxsplit=1)[:1]))
        if first and first[0] in office_words() and len(fold.words(line)) <= 12:
            yield line


@cache
def _misspelt(word: str) -> str | None:
    """Return the word of office that a word misspells by one letter left out or exchanged."""
    [plain] = fold.words(word)[:1] or ("",)
    if plain in office_words():
        return None
    for office in office_words():
        begins = len(office) >= 8 and plain[:2] == office[:2] and plain[-2:] == office[-2:]
        if begins and _one_off(plain, office):
            return office
    return None


def _one_off(word: str, other: str) -> bool:
    """Tell whether a word is another with one letter left out, or two neighbours exchanged."""
    if len(word) == len(other):
        at = next((i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b), None)
        if at is None:
            return False
        return word[at : at + 2] == other[at : at + 2][::-1] and word[at + 2 :] == other[at + 2 :]
    return len(word) + 1 == len(other) and any(
        other[:at] + other[at + 1 :] == word for at in range(len(other))
    )
