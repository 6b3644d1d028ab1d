"""The words around the acts a line names: lists of them, parts before them, titles, headings."""

from __future__ import annotations

import re

from vacatio_calendar.model import Language
from vacatio_parser.cite_parts import Citation
from vacatio_parser.page import Unit
from vacatio_parser.structure import Line

_WORD = re.compile(r"[^\s,]+|,")
TITLE = {
    Language.RU: re.compile(
        r'[#*"\s]*о\s(?:(?P<amend>внесении\s(?:изменени|дополнени))|(?P<repeal>признании\sутративш))'
    ),
    Language.KK: re.compile(
        r'[#*"\s]*(?=[^\n]{0,600}(?:(?P<amend>өзгеріс\w*[^\n]{0,40}енгізу|толықтыру\w* енгізу)'
        r"|(?P<repeal>күші жойылды деп тану)))"
    ),
    Language.EN: re.compile(
        r'[#*"\s]*(?:on|about)\s(?:(?P<amend>(?:making |introducing )?(?:amendment|change))'
        r"|(?P<repeal>(?:invalidat|repeal|recognition|declar)))"
    ),
}


def closes(line: Line, depth: Unit) -> bool:
    """Tell whether a line ends the list that a header of a unit opened."""
    order = list(Unit)
    return line.unit is not None and order.index(line.unit) <= order.index(depth)


def strip_part(lead: str, words: re.Pattern[str]) -> str:
    """Cut the parts of an act before its citation: «… в соответствии с пунктом 3 статьи 5»."""
    end = len(lead)
    for token in reversed(list(_WORD.finditer(lead))):
        word = token[0]
        if word in ("в", "с", "на", "во") or words.fullmatch(word) is None:
            break
        end = token.start()
    return lead[:end]


def listed(folded: str, one: Citation, other: Citation) -> bool:
    """Tell whether the second citation continues the list of the first."""
    between = folded[one.tail : other.start]
    if len(between) > 400:
        return False
    return (
        re.search(
            r"(?:в соответствии|согласно|на основании|со дня|за исключением|в части|контроль"
            r"|following|in accordance|pursuant)",
            between,
        )
        is None
    )


LIST = re.compile(
    r"[#*>\s]*(?:перечень|список|[^\n]{0,300}(?:тізбесі|тізімі)[\s*]*$|(?:the )?list\s)"
)
BY = re.compile(r"\bby (?:the |an )?(?:new )?$")
SOME = re.compile(r"\sнекотор\w+\s")
_ENGLISH_LIST = re.compile(
    r"(?:[,;] ?|(?:\d{1,3}[.)]|and|or|as well as|[-•]|also) ?)*(?:(?:to|in) ?)?(?:the ?)?(?:rk ?)?"
)


_ENGLISH_STOP = re.compile(r";|(?<!\d)\.\s|(?<!approved )\bby\b")


def english_next(between: str, *, first: bool) -> bool:
    if first:
        return len(between) < 170 and not _ENGLISH_STOP.search(between)
    between = " ".join(between.split())
    if len(between) > 40:
        return False
    if ";" in between and not re.search(r";\s*(?:and\s)?(?:\d|-)", between):
        return False
    return _ENGLISH_LIST.fullmatch(between) is not None


_NOMINATIVE = {
    Language.RU: re.compile(
        r"(?:конституционный закон|закон|кодекс|указ|(?:совместный )?приказ"
        r"|(?:нормативное )?постановление|распоряжение|решение)"
    ),
    Language.KK: re.compile(
        r"(?:конституциялық заңы|заңы|кодексі|жарлығы|(?:бірлескен )?бұйрығы"
        r"|(?:нормативтік )?қаулысы|өкімі|шешімі)"
    ),
    Language.EN: re.compile(r"(?!)"),
}


def nominative(word: str, language: Language) -> bool:
    return _NOMINATIVE[language].fullmatch(word) is not None
