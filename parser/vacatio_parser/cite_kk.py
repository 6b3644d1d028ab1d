"""Kazakh citations: title, issuer, date and number, and last the type with a case ending.

They are read backwards from the type: «Жолдар туралы» Үкіметтің 2020 жылғы 4 наурыздағы № 120
қаулысына. A title may also stand between the number and the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from vacatio_calendar.model import ActType
from vacatio_parser.cite_kk_parts import Parts
from vacatio_parser.cite_parts import LONGEST_ISSUER, Citation, Reading, retitled
from vacatio_parser.quotes import LONGEST

_SELF = re.compile(r"(?:осы|аталған|көрсетілген|бұл|жоғарыда)\s+$")
# «… туралы» (Салық кодексі) …: what a code is called for short.
_ALIAS = re.compile(r'"\s{0,3}\([^()"]{3,60}$')
_CASE = re.compile(r"(?:(?<=[ыі])(?:на|не|нда|нде|ның|нің|н)|(?<=[^ыі])(?:ға|ге|да|де|ның|нің))$")
_ENDED = re.compile(r"\sкүші жойылды деп танылсын\s(?=\()")
_AND = re.compile(r"(?:[;,]\s*|\s(?:және|мен)\s+)$")
_APPROVED = re.compile(r"\s(?:\(?[^\n;()]{0,120}\)?\s)?бекітілген\s+")


_STATUTES = frozenset({ActType.LAW, ActType.CONSTITUTIONAL_LAW, ActType.CODE})


def read_kazakh(reading: Reading, start: int, end: int) -> Iterator[Citation]:
    """Read the citations of a stretch in order."""
    folded, low = reading.folded, start
    for match in reading.words.anchors.finditer(folded, start, end):
        anchor = match.start()
        if anchor and folded[anchor - 1].isalnum():
            continue
        if folded[match.end() : match.end() + 1] == ")" and _ALIAS.search(
            folded, max(start, anchor - 70), anchor
        ):
            continue
        found = list(_read(reading, match, low, end))
        yield from found
        if found:
            low = max(citation.tail for citation in found)


def _read(reading: Reading, match: re.Match[str], low: int, end: int) -> Iterator[Citation]:
    folded = reading.folded
    anchor, behind = match.span()
    kind = reading.words.type_of(match[0])
    if kind is None or _SELF.search(folded, max(low, anchor - 14), anchor):
        return
    parts = Parts(reading, anchor, max(low, anchor - LONGEST - LONGEST_ISSUER))
    parts.code = kind is ActType.CODE
    parts.read()
    if parts.date is None and parts.number is None:
        behind = parts.read_behind(behind, end)
    if parts.date is None and parts.number is None and parts.title is not None:
        behind = _requisites(reading, parts, behind, end)
    if match[0].startswith("бірлескен"):
        _lead(reading, parts, anchor)
    first = parts
    more: list[Parts] = []
    while (
        parts.date
        and _plural(match[0])
        and (joined := _AND.search(folded, max(low, parts.at - 8), parts.at))
    ):
        before = Parts(reading, joined.start(), max(low, joined.start() - LONGEST))
        before.read(listed=True)
        if before.date is None or before.number is None:
            break
        more.append(before)
        parts = before
    if not first.cites(kind):
        return
    issuer = parts.issuer if more else first.issuer
    if kind in _STATUTES:
        issuer = None
    tail, registration = _brackets(reading, behind, end)
    for part in reversed(more):
        yield part.citation(kind, anchor, match[0], issuer=issuer)
    ref_citation = first.citation(kind, anchor, match[0], issuer=issuer)
    ref = ref_citation.ref
    if registration and not ref.registration_number:
        ref = replace(ref, registration_number=registration)
    first_start = first.at
    ref = replace(ref, span=reading.text.span(first_start, behind))
    cited = Citation(ref, first_start, behind, max(behind, tail), anchor, match[0])
    yield _approved(reading, cited, end)


def _lead(reading: Reading, parts: Parts, anchor: int) -> None:
    """Let the first of the bodies that issued a joint order, and its number, identify it."""
    found = reading.next_date(parts.at, anchor)
    number = reading.number_at(reading.skip(found.end)) if found and found.date else None
    if found is None or number is None or number.end > anchor or not parts.issuer:
        return
    parts.date, parts.number = found.date, number.value
    parts.issuer = reading.printed(parts.at, found.start).strip(" ,") or None


def _requisites(reading: Reading, parts: Parts, at: int, end: int) -> int:
    """Read «Салық кодексі (2025 жылғы 18 шілдедегі № 214-VIII)»; tell where it ends."""
    begin = reading.skip(at)
    close = reading.bracket_at(begin)
    found = reading.date_at(begin + 1) if close is not None and close <= end else None
    if close is None or found is None or found.start != begin + 1:
        return at
    number = reading.number_at(reading.skip(found.end))
    if number is None or number.end > close - 1:
        return at
    parts.dated, parts.date, parts.number = True, found.date, number.value
    return close


def _plural(word: str) -> bool:
    return any(part in word for part in ("дары", "лары", "тары", "дері", "тері"))


def _brackets(reading: Reading, at: int, end: int) -> tuple[int, str | None]:
    """Read the brackets behind the type: the register, the collection of acts."""
    registration, tail = None, at
    ended = _ENDED.match(reading.folded, at, min(end, at + 60))
    if ended:  # «… шешімінің күші жойылды деп танылсын (… № 1319 болып тіркелген)»
        close = reading.bracket_at(ended.end())
        return at, reading.registered(ended.end(), close) if close and close <= end else None
    for _ in range(3):
        begin = reading.skip(tail)
        close = reading.bracket_at(begin)
        if close is None or close > end:
            break
        registration = registration or reading.registered(begin, close)
        tail = close
    return tail, registration


def _approved(reading: Reading, citation: Citation, end: int) -> Citation:
    """Give rules their own title where the act cited only approved them («бекітілген»)."""
    folded = reading.folded
    behind = _APPROVED.match(folded, citation.tail, min(end, citation.tail + 160))
    if behind is None or not citation.word.endswith(("мен",)):
        return citation
    at = behind.end()
    line = folded.find("\n", at, at + 400)
    limit = min(end, at + 400, line if line >= 0 else end)
    found = None
    for match in reading.words.approved.finditer(folded, at, limit):
        if folded[match.start() - 1].isalnum():
            continue
        found = match
        break
    if found is None:
        return citation
    title = _CASE.sub("", reading.printed(at, found.end()))
    ref = retitled(citation.ref, title)
    return Citation(
        ref,
        citation.start,
        citation.end,
        max(citation.tail, found.end()),
        citation.anchor,
        citation.word,
    )
