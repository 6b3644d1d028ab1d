"""Russian citations: type, issuer, «от» date, № number, «title», brackets, in the orders seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vacatio_calendar.model import ActType
from vacatio_parser.cite_parts import (
    LONGEST_ISSUER,
    Citation,
    Reading,
    retitled,
)
from vacatio_parser.cite_ru_parts import Parts

_STATUTES = (ActType.LAW, ActType.CONSTITUTIONAL_LAW, ActType.CODE)
_COUNTRY = re.compile(r"\s+(?:республики\s+казахстан|рк|казахстана?)(?!\w)")
# Each alternative begins with its letter: by these a text is skipped ten times as fast.
_HEAD_STOP = re.compile(
    r'о(?<!\wо)т\s{1,3}(?=["\d])|№|n(?<!\wn)\s?(?=\d)|"|\(|\)|;|:'
    r"|\.(?<!и\.о\.)(?<!и\. о\.)(?<!\bг\.)(?<!\bим\.)\s|\n[ \t]*\n"
)
_IN_BRACKETS = re.compile(r"\([^()0-9\n]{3,90}\)\s{1,3}(?=от\s|№)")
_FROM = re.compile(r"\s{1,3}(?=от\s\d)")
# An item of a list of acts whose type and issuer the line above gives: «1) от 5 мая …».
_ITEM = r"[ >*]{0,6}(?:\d{1,3}\\?[.)]|[-•])\s{0,3}(?:(?=от\s\d)|(?=\"))"
_FIRST_ITEM, _NEXT_ITEM = re.compile(_ITEM), re.compile(rf"\n{_ITEM}")
_OPENER = re.compile(
    r"\b(?P<type>решени[яй]|постановлени[яй]|приказ(?:ы|ов)|указ(?:ы|ов)|распоряжени[яй])\b"
    r"(?P<issuer>[^\n:;,.]{0,160})"
)
_TYPE_OF_LIST = {
    "реш": ("решение", ActType.DECISION),
    "пос": ("постановление", ActType.RESOLUTION),
    "при": ("приказ", ActType.ORDER),
    "ука": ("указ", ActType.DECREE),
    "рас": ("распоряжение", ActType.ORDER),
}
_NEXT_ISSUER = re.compile(r"\s{0,3}[;,]\s{1,3}(?=[^\W\d])")
_JOINT = re.compile(r",?\s{1,3}и\s{1,3}(?=[^\s])")
# What no name of an issuer holds.
_NOT_ISSUER = re.compile(
    r"(?:^|\s)(?:что|котор\w+|настоящ\w+|следующ\w+|вводит\w+|вступа\w+|утвержд\w+|указанн\w+"
    r"|является|признать|не|либо|устанавлива\w+|предусмотрен\w*|в соответствии|согласно|изложить"
    r"|исключить|дополнить|внести|принят\w*|статьи|пункта|подпункта|приложени\w+)(?:\s|$)"
)
# «Указ Президента …, имеющий силу закона»: the law it equals is not cited.
_FORCE_OF = re.compile(r",?\s{1,3}имеющ\w{2,4}\s{1,3}силу\s{1,3}(?:конституционного\s)?закона,?")
_FORCE_BEFORE = re.compile(r"имеющ\w{2,4}\s{1,3}силу\s{1,3}(?:конституционного\s)?$")
_SELF = re.compile(r"(?:настоящ|данн|эт|указанн|вышеуказанн)\w{2,4}\s+(?:совместн\w+ )?$")
_AND_DATE = re.compile(r"(?:\s{0,3}[;,])?\s{1,3}(?:и |а также )?(?:от\s)?(?=\d)")
_AND_TITLE = re.compile(r'\s?,?\s{0,2}(?:и |а также )?(?=")')
_ABOUT = re.compile(
    r"\s(об?\s(?:административных правонарушениях|браке \(супружестве\) и семье"
    r"|здоровье народа и системе здравоохранения|недрах и недропользовании"
    r"|налогах и других обязательных платежах в бюджет"
    r"|таможенном регулировании в республике казахстан"
    r"|таможенном деле в республике казахстан))(?!\w)"
)
_APPROVED = re.compile(
    r"(?:,\s{0,2})?утвержд(?:е|ё)нн\w{2,3}\s(?:(?:указанн|вышеуказанн)\w{2,3}\s)?"
    r"(?:совместным\s)?$"
)
_PLURAL = re.compile(r"(?:.*(?:ами|ами|ах|ов|ий|ам|ы|приказы|законы))$")


def read_russian(reading: Reading, start: int, end: int) -> Iterator[Citation]:
    """Read the citations of a stretch in order."""
    folded = reading.folded
    at = start
    anchor = reading.words.anchors.match
    items = iter(tuple(_items(reading, start, end)))
    item = next(items, None)
    for place in reading.words.by_letters.places(folded, start, end):
        if place < at or (match := anchor(folded, place, end)) is None:
            continue
        at = match.end()
        while item and item.start < match.start():
            yield item
            at = max(at, item.tail)
            item = next(items, None)
        if at > match.end():
            continue
        if match.start() and folded[match.start() - 1].isalnum():
            continue
        for citation in _read(reading, match, end):
            yield citation
            at = max(at, citation.tail)
    if item:
        yield from (item, *items)


def _items(reading: Reading, start: int, end: int) -> Iterator[Citation]:
    """Read «1) от 5 мая 2018 года № 30-4 «О ставках»;» below «решения маслихата …:»."""
    folded = reading.folded
    behind, opened = -1, None
    for begin, at in _item_heads(folded, start, end):
        if behind < 0 or folded[behind:begin].strip(" \n>*;.,"):
            opened = _opener(folded, start, begin)
        stop = folded.find("\n", at, end)
        behind = end if stop < 0 else stop
        if opened is None:
            continue
        parts = Parts(reading, at, end)
        if folded[at] == '"':
            close = reading.quotes.close_of(at)
            if close is None or close >= behind or not folded.startswith("от ", close + 2):
                continue
            parts.title = reading.printed(at + 1, close).strip(' "«»')
            parts.at = parts.end = close + 1
        parts.read()
        if parts.date is None or parts.number is None:
            continue
        word, kind = _TYPE_OF_LIST[opened["type"][:3]]
        parts.issuer = reading.printed(*opened.span("issuer")).strip(" ,") or None
        yield parts.citation(kind, at, at, word)


def _item_heads(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Find where lines begin that may be items, and where their numbers end."""
    first = None
    if not start or folded[start - 1] == "\n":
        first = _FIRST_ITEM.match(folded, start, end)
    if first is not None:
        yield first.span()
    for match in _NEXT_ITEM.finditer(folded, first.end() if first else start, end):
        yield match.start() + 1, match.end()


def _opener(folded: str, start: int, at: int) -> re.Match[str] | None:
    """Find the type in the line above a list, where that line opens one."""
    last = len(folded[max(start, at - 40) : at].rstrip()) + max(start, at - 40)
    low = max(start, folded.rfind("\n", max(start, last - 800), last) + 1)
    line = folded[low:last]
    if not (line.endswith(":") or line.lstrip(" #*>").startswith(("перечень", "список"))):
        return None
    return _OPENER.search(folded, low, last)


def _read(reading: Reading, match: re.Match[str], end: int) -> Iterator[Citation]:
    folded, word = reading.folded, match[0]
    anchor = match.start()
    kind = reading.words.type_of(word)
    if kind is None:
        return
    limit = min(end, match.end() + LONGEST_ISSUER)
    country = _COUNTRY.match(folded, match.end(), limit)
    statute = kind in _STATUTES
    head = country.end() if country and statute else match.end()
    start, name, about = anchor, None, None
    if kind is ActType.CODE:
        if _SELF.search(folded, max(0, anchor - 40), anchor):
            return  # as nearly every code in a code
        start, name = _code_name(reading, anchor)
        about = _ABOUT.match(folded, head, min(end, head + 120))
    stop = _HEAD_STOP.search(folded, head, limit)
    if not (name or about or (stop and folded[stop.start()] not in ");.\n")):
        return  # nothing follows that tells which act, as behind most words for acts
    force = None
    if folded.find("имеющ", match.end(), limit) >= 0:
        force = _FORCE_OF.search(folded, match.end(), limit)
    following = reading.words.anchors.search(folded, force.end() if force else match.end(), limit)
    if following and not folded[following.start() - 1].isalnum():
        limit = following.start()
    before = folded[max(0, anchor - 40) : anchor]
    if _FORCE_BEFORE.search(before) or _SELF.search(before):
        return
    parts = Parts(reading, head, end)
    if about:
        parts.title = f"Кодекс {reading.printed(*about.span(1))}"
        parts.at = parts.end = about.end()
    stop = _HEAD_STOP.search(folded, parts.at, limit)
    if stop and stop[0] == "(" and folded[parts.at : stop.start()].strip():
        # «Агентства … (Антикоррупционной службы) от …»
        named = _IN_BRACKETS.match(folded, stop.start(), limit)
        stop = _HEAD_STOP.match(folded, named.end(), limit) if named else stop
    if stop and stop[0] == ":":  # «постановления акимата: от … № … и от … № …»
        dated = _FROM.match(folded, stop.end(), limit)
        stop = _HEAD_STOP.match(folded, dated.end(), limit) if dated else stop
    if stop is None or folded[stop.start()] in ");:." or folded[stop.start()] == "\n":
        stop_at = None
    else:
        stop_at = stop.start()
    if stop_at is not None and folded[stop_at] != "(":
        issuer = folded[parts.at : stop_at].strip(" ,:\n")
        if issuer:
            begin = reading.skip(parts.at, ",")
            if not _issuer(reading, begin, stop_at, end):
                stop_at = None
            elif statute:
                parts.at = stop_at
            else:
                end_at = force.start() if force and force.end() <= stop_at else stop_at
                parts.issuer = reading.printed(begin, end_at).rstrip(" ,:")
                parts.at = stop_at
        if stop_at is not None:
            parts.read()
    elif stop_at is not None and not folded[parts.at : stop_at].strip():
        parts.read()
    if parts.title is None and name:
        parts.title = name
        parts.end = max(parts.end, country.end() if country else match.end())
    if not parts.cites(kind):
        return
    joint = word.startswith("совместн")
    if joint:
        _join(reading, parts, end)
    first = parts.citation(kind, start, anchor, word)
    yield _approved(reading, first)
    if not joint:
        yield from _continued(reading, parts, first, end)


def _join(reading: Reading, parts: Parts, end: int) -> None:
    """Step over the further issuers of a joint act to its title; the first one identifies it."""
    for _ in range(8):
        more = _JOINT.match(reading.folded, parts.end, parts.end + 8)
        limit = min(end, parts.end + LONGEST_ISSUER)
        stop = _HEAD_STOP.search(reading.folded, more.end(), limit) if more else None
        if more is None or stop is None or not reading.capital(more.end()):
            return
        other = Parts(reading, stop.start(), end)
        if not (other.read_date() and other.read_number()):
            return
        parts.at = parts.end = other.end
        parts.read()


def _issuer(reading: Reading, begin: int, end: int, last: int) -> bool:
    folded = reading.folded[begin:end]
    if _NOT_ISSUER.search(folded):
        return False
    probe = Parts(reading, end, last)
    if (
        probe.read_date() and probe.read_number()
    ):  # «решение масихата от … № …»: misspelt, but an issuer
        return True
    first = folded.split(None, 1)[0].strip(",")
    heads = reading.words.issuer_heads
    return reading.capital(begin) or first in heads or "маслихат" in folded or "акимат" in folded


def _code_name(reading: Reading, anchor: int) -> tuple[int, str | None]:
    """Name a code by the adjective before it, in the nominative."""
    low = max(0, anchor - 60)
    before = reading.folded[low:anchor].rstrip()
    if reading.words.any_code.search(before) is None:
        return anchor, None
    for pattern, name in reading.words.codes:
        for match in pattern.finditer(before):
            if match.end() == len(before) and (
                match.start() == 0 or not before[match.start() - 1].isalnum()
            ):
                stem = match.groupdict().get("stem")
                return low + match.start(), _name(stem, name)
    return anchor, None


def _name(stem: str | None, name: str) -> str:
    if stem is None:
        return name
    ending = "ий" if stem[-1] == "к" else "ой" if stem == "лесн" else "ый"
    return f"{stem.capitalize()}{ending} кодекс"


def _continued(reading: Reading, parts: Parts, first: Citation, end: int) -> Iterator[Citation]:
    """Read the further acts of one word: «законами от … № …; от … № …», «О А» и «О Б»."""
    kind = first.ref.type
    for _ in range(400):
        rest = Parts(reading, parts.tail if parts.tail > parts.end else parts.end, end)
        rest.issuer = parts.issuer
        at = rest.at
        if parts.dated and (match := _AND_DATE.match(reading.folded, at, at + 20)):
            rest.at = match.end()
            begin = match.end()
            if reading.folded[max(0, begin - 4) : begin].startswith("от "):
                rest.at = begin - 3
            found = reading.date_at(begin)
            if found is None or found.start != begin:
                return
            rest.dated, rest.date, rest.at, rest.end = True, found.date, found.end, found.end
            rest.read()
            if rest.number is None:
                return
        elif (
            parts.title is not None
            and not parts.dated
            and _PLURAL.match(first.word)
            and (match := _AND_TITLE.match(reading.folded, at, at + 12))
        ):
            begin = rest.at = match.end()
            rest.read()
            if rest.title is None:
                return
        elif (
            parts.dated
            and _PLURAL.match(first.word)
            and (match := _NEXT_ISSUER.match(reading.folded, at, at + 8))
            and (stop := _HEAD_STOP.search(reading.folded, match.end(), at + LONGEST_ISSUER))
            and reading.capital(match.end())
            and _issuer(reading, match.end(), stop.start(), end)
        ):  # «приказами Министра … от … № …; Министра … от … № …»
            begin = match.end()
            rest.issuer, rest.at = reading.printed(begin, stop.start()), stop.start()
            rest.read()
            if rest.number is None or rest.date is None:
                return
        else:
            return
        if kind is None or not rest.cites(kind):
            return
        citation = rest.citation(kind, begin, begin, "")
        yield Citation(citation.ref, begin, citation.end, citation.tail, begin, first.word)
        parts = rest


def _approved(reading: Reading, citation: Citation) -> Citation:
    """Give rules their own title where the act cited only approved them."""
    folded = reading.folded
    behind = _APPROVED.search(folded, max(0, citation.start - 60), citation.start)
    if behind is None:
        return citation
    low = max(0, behind.start() - 500)
    cut = max(folded.rfind(mark, low, behind.start()) for mark in ("\n\n", ";", ":"))
    low = max(low, cut + 1)
    found = None
    for match in reading.words.approved.finditer(folded, low, behind.start()):
        if match.start() and folded[match.start() - 1].isalnum():
            continue
        capital = reading.capital(match.start())
        if found is None or (capital and not reading.capital(found.start())):
            found = match
    if found is None:
        return citation
    noun = reading.words.nominative(found[0])
    if noun is None:
        return citation
    if not reading.capital(found.start()):
        noun = noun.lower()
    rest = reading.printed(found.end(), behind.start()).rstrip(" ,")
    title = noun + rest if rest.startswith(",") else f"{noun} {rest}".strip()
    ref = retitled(citation.ref, title)
    return Citation(
        ref, citation.start, citation.end, citation.tail, citation.anchor, citation.word
    )
