"""What an act's own title says it does: «On amendments to Order of 28 March 2012 No. 131»."""

from __future__ import annotations

import re
from dataclasses import replace

from vacatio_calendar.model import ActRef, Language
from vacatio_parser.citations import cite
from vacatio_parser.cite_parts import Reading
from vacatio_parser.text import SourceText

_CHANGES = re.compile(
    r"(?:о внесении \w+[\w, ]*? во? "
    r"|(?:on|about) (?:the )?(?:amending|amendments?|changes?|modifications?|introduc)[\w, ]*?"
    r" (?:to|in|into|of) "
    r"|(?P<end>о признании утратившим\w* силу "
    r"|(?:on|about) (?:the )?(?:repeal|invalidat|recognition as invalid)\w* (?:of )?))"
)


# Kazakh has the deed at the end: «… бұйрығына өзгеріс енгізу туралы».
_CHANGES_KK = re.compile(
    r"(?:өзгеріс|толықтыру)\S* (?:мен \S+ |және \S+ )?енгізу туралы\W{0,2}$"
    r"|(?P<end>күш\S+ жойылды деп тану туралы\W{0,2}$)"
)


def title_target(title: str | None, language: Language) -> tuple[ActRef, bool] | None:
    """Find the act a title says is changed, and whether it is repealed.

    >>> title_target("On amendments to the Law dated May 3, 2021 No. 41-VII", Language.EN)[0].number
    '41-VII'
    >>> title_target("On amendments to certain legislative acts", Language.EN) is None
    True
    """
    folded = (title or "").lower()
    if language is Language.KK:
        deed, begin = _CHANGES_KK.search(folded, max(0, len(folded) - 80)), 0
    else:
        deed = _CHANGES.match(folded)
        begin = deed.end() - 1 if deed else 0
    if title is None or deed is None:
        return None
    for citation in cite(Reading.of(SourceText.of(title), language), begin):
        ref = citation.ref
        if (ref.number and ref.date) or ref.title:
            return replace(ref, span=None), deed["end"] is not None
    return None
