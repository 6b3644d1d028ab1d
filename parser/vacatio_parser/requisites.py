"""What stands beside an act's requisites: state registration, issuer, title, loss of force.

A register number belongs to the act itself only where it follows the act's own requisites
(«… № 19-42. Зарегистрирован в Министерстве юстиции … № 19491»); that of a cited act stands in the
bracket behind its citation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vacatio_calendar.model import (
    Language,
    Registration,
    RepealedBy,
    Rule,
    RuleKind,
)
from vacatio_parser.by_letters import ByLetters
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.clauses import read_bracket
from vacatio_parser.page import Role
from vacatio_parser.structure import Line, Place

#: The words on registration stand in the sentence behind the requisites.
_REACH = 400
_REGISTERED = {
    Language.RU: re.compile(r"зарегистрирован\w{0,2}\s"),
    Language.KK: re.compile(r"(?:әділет|тіркелді|тіркелген)"),
    Language.EN: re.compile(r"registered\s(?:with|in|by|under)\s"),
}
_REGISTERED_END = re.compile(
    r"утратил|күші жойылды|abolished|ceased|it became|\n\s*\n|сноска|footnote"
)
_GAP = re.compile(r"[\s.,*)]*(?:it (?:is|was) |і|и )?$")
# «Утратил силу», «Закон утрачивает силу», «Күші жойылды», "Abolished by", "ceased to be valid".
_LOST = {
    Language.RU: re.compile(
        r"утра(?:тил|тила|тило|тили|чивает|чивают)\s+силу(?=[\s,-])|отмен(?:ен|ена|ено)(?=\s)"
    ),
    Language.KK: re.compile(r"күші\s+жойылды\s?-?|күшін\s+жойды\s?-?"),
    Language.EN: re.compile(
        r"(?:it\s+)?bec[ao]mes?\s+invalid\s+by|abolished\s+by|repealed\s+by|(?:has\s+)?lost\s+(?:its\s+)?force"
        r"|ceased\s+to\s+be\s+(?:valid|in\s+force)|invalidated\s+by|no\s+longer\s+in\s+force\s+by"
    ),
}
# What may stand between the start of a sentence and these words: the act, and nothing smaller.
_SUBJECT = re.compile(
    r"(?:^|[\n.!*>(]|(?:сноска|ескерту|footnote)\.)[\s*>(]*"
    r"(?:(?:the\s+)?(?:document|act|law|order|resolution|decision|decree|code)\s+(?:has\s+|was\s+|is\s+)?"
    r"|(?:конституционный\s+)?(?:закон|приказ|указ|кодекс|постановление|решение|распоряжение)\s+"
    r"|(?:it\s+)?)?$"
)
_ENACTS = {
    Language.RU: re.compile(r"\s(?:постановля(?:ет|ют)|постановил[аи]?|реш(?:ил|или|ает))\s?:?"),
    Language.KK: re.compile(
        r"\s(?:қаулы\s+ет(?:еді|ті)|шеш(?:ті|ім\s+қабылдады|еді|ім\s+етті))\s?:?"
    ),
    Language.EN: re.compile(r"\s(?:decrees|resolves|hereby resolves|decides|decided)\s?:?"),
}
_ENACTING_START = re.compile(r'[",;:.)\n]')
_LONGEST_ISSUER = 160


def read_registration(reading: Reading, own: Citation | None) -> Registration | None:
    """Read the state registration that follows an act's own requisites.

    >>> from vacatio_parser.citations import cite
    >>> from vacatio_parser.text import SourceText
    >>> reading = Reading.of(SourceText.of(
    ...     "Приказ Министра финансов от 4 марта 2020 года № 12. Зарегистрирован в Министерстве "
    ...     "юстиции Республики Казахстан 5 марта 2020 года № 20111"), Language.RU)
    >>> read_registration(reading, cite(reading)[0])
    Registration(number='20111', date=datetime.date(2020, 3, 5))
    """
    if own is None:
        return None
    folded = reading.folded
    start, limit = own.end, min(len(folded), own.end + _REACH)
    if end := _REGISTERED_END.search(folded, start, limit):
        limit = end.start()
    word = _REGISTERED[reading.language].search(folded, start, limit)
    cited = own.ref.registration_number
    if word is None:
        return Registration(cited) if cited else None
    if reading.language is not Language.KK and not _GAP.match(folded[start : word.start()]):
        return Registration(cited) if cited else None
    at = start if reading.language is Language.KK else word.end()
    date = reading.next_date(at, limit)
    number = None
    sign = folded.find("№", at, limit)
    if sign < 0 and (match := re.compile(r"\b(?:no\.?|n)\s?(?=\d)").search(folded, at, limit)):
        sign = match.start()
    if sign >= 0:
        read = reading.number_at(sign)
        number = read.value if read else None
    if number is None:
        return None
    return Registration(number, date.date if date else None)


def read_issuer(reading: Reading, lines: Sequence[Line]) -> str | None:
    """Read who enacts: «…, маслихат города Семей РЕШИЛ:»; ``None`` where only a person signs."""
    folded = reading.folded
    for line in lines[:80]:
        if line.place not in (Place.HEAD, Place.BODY) or line.role is Role.NOTE:
            continue
        found = list(
            _ENACTS[reading.language].finditer(folded, max(line.start, line.end - 60), line.end)
        )
        if not found or folded[found[-1].end() : line.end].strip(" :*"):
            continue
        match = found[-1]
        begin = line.start
        for stop in _ENACTING_START.finditer(
            folded, max(line.start, match.start() - _LONGEST_ISSUER), match.start()
        ):
            begin = stop.end()
        if match.start() - begin >= _LONGEST_ISSUER:
            return None
        words = reading.printed(begin, match.start()).strip(" *")
        for lead in (" сәйкес ", " казахстан от имени "):
            if lead in words.lower():
                words = words[words.lower().rindex(lead) + len(lead) :]
        return words or None
    return None


def read_repealed_by(reading: Reading, citations: Sequence[Citation]) -> RepealedBy | None:
    """Read the act a text says it lost force by, as a whole, and from when.

    The bracket gives the commencement of the repealing act, which is when this one ends. A
    provision that lost force («Статья 5 утратила силу …») is a footnote and not this.
    """
    folded = reading.folded
    for match in ByLetters(_LOST[reading.language]).finditer(folded, 0, len(folded)):
        if not _SUBJECT.search(folded, max(0, match.start() - 60), match.start()):
            continue
        by = next((one for one in citations if one.anchor >= match.start()), None)
        if by is None or min(by.start, by.anchor) - match.end() > 120:
            continue
        if "\n\n" in folded[match.end() : by.start]:
            continue
        rule = rule_of(reading, by)
        if rule is None and reading.language is Language.EN:
            since = reading.next_date(match.end(), by.start)
            if since and since.date and folded[match.end() : since.start].strip() in _SINCE:
                rule = Rule(RuleKind.FIXED_DATE, date=since.date)
        return RepealedBy(
            by.ref, rule or Rule(RuleKind.NONE), reading.text.span(match.start(), by.tail)
        )
    return None


_SINCE = ("since", "from", "as of", "on")


def rule_of(reading: Reading, by: Citation) -> Rule | None:
    """Read the commencement bracket of a citation: behind it, or in Kazakh before its type."""
    folded = reading.folded
    candidates = []
    opened = folded.find("(", by.start, max(by.tail, by.end))
    while opened >= 0:
        close = reading.bracket_at(opened)
        if close is None:
            break
        candidates.append((opened, close))
        opened = folded.find("(", close, max(by.tail, by.end))
    at = reading.skip(by.tail)
    if (close := reading.bracket_at(at)) is not None:
        candidates.append((at, close))
    for start, end in candidates:
        rule = read_bracket(reading.text, reading.language, start, end)
        if rule is not None and rule.kind is not RuleKind.NONE:
            return rule
    return None
