"""English citations, in every order law firms and translators put the requisites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vacatio_calendar.model import ActType
from vacatio_parser.cite_en_parts import Parts, capital_run
from vacatio_parser.cite_parts import Citation, Reading, retitled

_COUNTRY = re.compile(
    r",?\s+(?:of|in)\s+(?:the\s+)?(?:republic\s+of\s+kazakhstan|kazakhstan|rk|rok)(?!\w)"
)
_GOVERNMENT = re.compile(r"(?<!\w)(?P<who>government)\s+$")
_AND = re.compile(
    r"\s*[,;]?\s*(?:and\s+)?(?=(?:№|no\s?\.)\s?\d)|\s*[;,]\s(?:and\s)?(?=dated\s\d|of\s\d)"
)
# «Order 412 of the Minister», without a sign before the number
_BARE_NUMBER = re.compile(r"\s(?=\d{1,5}(?:[-/][\w-]{1,8})?\s(?:of|dated|from)\s)")
_AND_DATED = re.compile(r"\s*[;,]\s(?:and\s)?(?=dated\s\d|of\s\d)")
_LIST_OF = re.compile(r"(?: [a-z]+){0,8}: (?=(?:№|no\s?\.)\s?\d)")
_AND_TITLE = re.compile(r'\s*,?\s*(?:and\s+)?(?=")')
_NOT_CITED = re.compile(r"(?:in|into|law and|public|court)\s$")
# "changes into Order No. 264", but "signed into law on 5 May"
_INTO_ACT = re.compile(r"\s(?:no\b|№)")
_APPROVED = re.compile(
    r",?\s+(?:(?:which )?(?:was|were|are|is|have been|has been)\s+)?(?:approved|adopted)\s+by"
    r"\s+(?:the\s+|an\s+)?(?:joint\s+)?$"
)
_MINISTER = re.compile(
    r"(?:^|\n|\bby\s(?:the\s)?)(?P<who>(?:acting\s)?minister\s(?:of|for)\s[a-z ,&-]{3,120}?)"
    r"(?=,?\s(?:no\s?\.|№)\s?\d)"
)
_CODE_ALIAS = re.compile(r'\s?\((?:the )?"?([a-z][a-z -]{2,40} code)"?\)')
_PART_OF_CODE = re.compile(r"\s\((?:general|special) part\)")
_CODE_OF = re.compile(r"\s+(?P<link>on|of(?=\s+(?:administrative|civil|criminal)\s))\s+")


def read_english(reading: Reading, start: int, end: int) -> Iterator[Citation]:
    """Read the citations of a stretch in order."""
    folded, at = reading.folded, start
    yield from _of_ministers(reading, start, end)
    found = list(reading.words.anchors.finditer(folded, start, end))
    for index, match in enumerate(found):
        begin = match.start()
        if begin < at or (begin and (folded[begin - 1].isalnum() or folded[begin - 1] == "-")):
            continue
        # A name of an issuer holds a word or two that may name an act («Committee of Law …»).
        limit = found[index + 3].start() if index + 3 < len(found) else end
        for citation in _read(reading, match, end, limit):
            yield citation
            at = max(at, citation.tail)


def _of_ministers(reading: Reading, start: int, end: int) -> Iterator[Citation]:
    """Read «Acting Minister of Justice No. 7 dated …»: the order is known by who signed it."""
    folded = reading.folded
    for match in _MINISTER.finditer(folded, start, end):
        begin = match.start("who")
        parts = Parts(reading, match.end(), end, match.end(), match.end())
        parts.issuer = reading.printed(begin, match.end())
        parts.read()
        if parts.number and parts.date:
            yield parts.citation(ActType.ORDER, begin, begin, "order")


def _read(reading: Reading, match: re.Match[str], end: int, reach: int) -> Iterator[Citation]:
    folded = reading.folded
    anchor, head = match.span()
    kind = reading.words.type_of(match[0])
    if kind is None:
        return
    if _NOT_CITED.search(folded, max(0, anchor - 9), anchor) and (
        (kind is ActType.ORDER and not reading.capital(anchor))
        or (folded.startswith("into", anchor - 5) and not _INTO_ACT.match(folded, head, head + 8))
    ):
        return
    start, name = anchor, None
    if kind is ActType.CODE:
        start, name, head = _code_name(reading, anchor, head)
    parts = Parts(reading, head, end, head, head, reach=reach)
    parts.title = name
    lead = _GOVERNMENT.search(folded, max(0, anchor - 16), anchor)
    if lead and reading.capital(lead.start("who")):
        parts.issuer = reading.printed(*lead.span("who"))
    bare = _BARE_NUMBER.match(folded, head, head + 24)
    if bare and kind is not ActType.CODE and reading.capital(anchor):
        found_number = reading.number_at(bare.end(), bare=True)
        if found_number is not None:
            parts.number = found_number.value
            parts.at = parts.end = parts.tail = found_number.end
    merged = name and _law_of_code(reading, parts)
    if not merged and not _quoted_whole(reading, parts, anchor):
        parts.read()
    if kind is ActType.CODE and parts.title is None:
        parts.title = _bracket_name(reading, parts)
    if not parts.cites(kind) and match[0].endswith("s"):
        named = _LIST_OF.match(folded, head, min(end, head + 80))
        if named is not None:  # "several laws were adopted: No. 5 “On Gas” and No. 6 “On Roads”"
            anchor = start = at = named.end()
            parts = Parts(reading, at - 1, end, at, at)
            parts.read()
            if parts.number is None:
                return
    if not parts.cites(kind):
        return
    first = parts.citation(kind, start, anchor, match[0])
    yield _approved(reading, first)
    if match[0].startswith("joint"):
        return
    if match[0].endswith("s") and parts.quoted and not parts.number and not parts.dated:
        yield from _more_titles(reading, parts, kind, match[0])
        return
    for _ in range(200):
        more = _AND.match(folded, parts.tail, parts.tail + 16)
        if more is None:  # «dated 27.04.2012 № 15-V (…); dated 29.09.2014 № 239-V (…)»
            close = reading.bracket_at(reading.skip(parts.tail))
            more = _AND_DATED.match(folded, close, close + 16) if close else None
        if more is None or parts.number is None:
            return
        at = more.end()
        begin = at - 1 if folded[at - 1].isspace() else at
        parts = Parts(reading, begin, end, at, at, issuer=parts.issuer)
        parts.read()
        if parts.number is None:
            return
        yield parts.citation(kind, at, at, match[0])


def _bracket_name(reading: Reading, parts: Parts) -> str | None:
    """Read what a code is called in the bracket behind it: «… No. 255-VIII (Digital Code)»."""
    match = _CODE_ALIAS.match(reading.folded, parts.end, parts.end + 60)
    if match is None or not reading.capital(match.start(1)):
        return None
    return reading.printed(*match.span(1))


def _more_titles(reading: Reading, parts: Parts, kind: ActType, word: str) -> Iterator[Citation]:
    """Read the further titles of «Laws “On Gas” and “On Roads”»."""
    for _ in range(100):
        more = _AND_TITLE.match(reading.folded, parts.tail, parts.tail + 12)
        if more is None:
            return
        at = more.end()
        parts = Parts(reading, at, parts.last, at, at)
        parts.read()
        if not parts.quoted or not parts.cites(kind):
            return
        yield parts.citation(kind, at, at, word)


def _quoted_whole(reading: Reading, parts: Parts, anchor: int) -> bool:
    """Read «“Law on Amendments …”», where the marks stand round the word for the type too."""
    folded = reading.folded
    if folded[anchor - 1 : anchor] != '"' or not folded.startswith(" on ", parts.at):
        return False
    close = reading.quotes.close_of(anchor - 1)
    if close is None or close <= parts.at or close > parts.last:
        return False
    parts.title, parts.quoted = reading.printed(anchor, close).rstrip(" ,."), True
    parts.at = parts.end = parts.tail = close + 1
    parts.read()
    return True


def _law_of_code(reading: Reading, parts: Parts) -> bool:
    """Read «Social Code (Law No. 224-VII ZRK)» as one act."""
    folded = reading.folded
    at = reading.skip(parts.at)
    close = reading.bracket_at(at)
    law = re.compile(r"\((?:the )?(?:law|code)(?= (?:no|№|of|dated))").match(folded, at, at + 16)
    if close is None or law is None:
        return False
    inner = Parts(reading, law.end(), close - 1, law.end(), law.end())
    inner.read()
    if inner.number is None:
        return False
    parts.number, parts.date, parts.end, parts.tail, parts.at = (
        inner.number,
        inner.date,
        inner.end,
        close,
        close,
    )
    return True


def _code_name(reading: Reading, anchor: int, head: int) -> tuple[int, str | None, int]:
    """Name a code by the capitals before it (Land Code) or by what it is on."""
    folded = reading.folded
    start = anchor
    while True:
        back = reading.back(start)
        word = back
        while word > 0 and (folded[word - 1].isalpha() or folded[word - 1] in "-'"):
            word -= 1
        if word == back or back == start or start - word > 30 or "\n" in folded[back:start]:
            break
        name = folded[word:back]
        if not reading.capital(word) or name in reading.words.not_names or anchor - word > 60:
            break
        if folded[word - 1 : word] not in (" ", "\n", "(", '"', ""):
            break
        start = word
    if start < anchor and folded[start:anchor].strip() not in ("rk", "kazakhstan"):
        part = _PART_OF_CODE.match(folded, head)
        head = part.end() if part else head
        return start, reading.printed(start, head), head
    country = _COUNTRY.match(folded, head, head + 60)
    behind = country.end() if country else head
    about = _CODE_OF.match(folded, behind, behind + 30)
    if about and reading.capital(about.end()):
        stop = capital_run(reading, about.end(), min(len(folded), about.end() + 120))
        if stop > about.end():
            return (
                start,
                " ".join(
                    (
                        reading.printed(start, head),
                        about["link"],
                        reading.printed(about.end(), stop),
                    )
                ),
                stop,
            )
    return anchor, None, head


def _approved(reading: Reading, citation: Citation) -> Citation:
    """Give rules their own title where the act cited only approved them."""
    folded = reading.folded
    behind = _APPROVED.search(folded, max(0, citation.start - 30), citation.start)
    if behind is None:
        return citation
    low = max(0, behind.start() - 400)
    cut = max(folded.rfind(mark, low, behind.start()) for mark in (". ", ";", ":", "\n"))
    low = max(low, cut + 1)
    found = None
    for match in reading.words.approved.finditer(folded, low, behind.start()):
        if not reading.capital(match.start()):
            continue
        led = folded[max(0, match.start() - 4) : match.start()] == "the "
        if found is None or led:
            found = match
    if found is None:
        return citation
    title = reading.printed(found.start(), behind.start()).strip(" ,")
    start, name = found.start(), title
    while start > low:  # «the Sanitary Rules for …»
        back = reading.back(start)
        word = folded.rfind(" ", low, back) + 1
        if word <= low or not reading.capital(word) or not folded[word:back].isalpha():
            break
        start = word
        name = reading.printed(start, behind.start()).strip(" ,")
    ref = retitled(citation.ref, name)
    return Citation(
        ref, citation.start, citation.end, citation.tail, citation.anchor, citation.word
    )
