"""Pages that answer 200 and hold no act: an application shell, a block page, a stub.

Nothing may be taken for repealed, deleted or empty on the strength of such a page.
"""

from __future__ import annotations

import re

from vacatio_parser.errors import UnreadableInput

_SHELL = re.compile(
    r'<div\s+id="(?:root|app|__next)">\s*</div>|name="adilet-build"|<!--SEO_(?:HEAD|BODY)-->', re.I
)
_CAPTCHA = re.compile(r"captcha|cf-challenge|are you a robot|вы не робот|подтвердите, что вы", re.I)
_BLOCKED = re.compile(
    r"access denied|access to this page|request blocked|too many requests|rate limit"
    r"|quota exceeded|requests quota|service unavailable|bad gateway|gateway time-?out"
    r"|доступ (?:запрещ|ограничен|заблокирован)|слишком много запросов"
    r"|ошибка (?:403|404|500|502|503)"
    r"|сервис временно недоступен|страница не найдена|page not found|forbidden|not found"
    r"|қолжетімділік шектелген|бет табылмады",
    re.I,
)
_NO_SCRIPT = re.compile(
    r"(?:enable|включите|қосыңыз).{0,60}javascript|javascript.{0,60}(?:enable|disabled|қосыңыз|включ)",
    re.I,
)
# A page of an act is never so short; an error page is.
_STUB = 2_000
_SPEAKS_OF_LAW = re.compile(
    r"закон|кодекс|приказ|постановлени|решени|указ|заң|бұйры|қаулы|шешім|жарлы"
    r"|\blaw|\border|resolution|decree|\bcode\b|decision|сноска|ескерту|footnote",
    re.I,
)


def refuse_page(source: str, words: str) -> None:
    """Raise if a page is none of an act or a report.

    Args:
        source: the page's markup.
        words: the text a reader would see.

    Raises:
        UnreadableInput: with the reason.
    """
    short = len(words) < _STUB
    if short and _SHELL.search(source):
        raise UnreadableInput(
            "the page is an application shell without text (the site has changed or withholds it)"
        )
    if short and _CAPTCHA.search(source):
        raise UnreadableInput("the page asks for a captcha, it holds no act")
    if short and _NO_SCRIPT.search(source):
        raise UnreadableInput("the page holds no text without JavaScript")
    if short and not _SPEAKS_OF_LAW.search(words):
        match = _BLOCKED.search(words)
        because = f" (it says {match[0]!r})" if match else ""
        raise UnreadableInput(f"the page holds no act: an error or block page{because}")
    if not words.strip():
        raise UnreadableInput("the page holds no text")
