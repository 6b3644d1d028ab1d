"""The public pages on findings, in Markdown: one for each code, and the list of them all.

A page is made of the docstrings of the check, its words in three languages and the rule of law it
rests on, so that it says nothing the check does not do.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

from vacatio_calendar.checks.run import AnyCheck, checks
from vacatio_calendar.checks.texts import Told, Words, catalogue, whose_of
from vacatio_calendar.law import Jurisdiction, Mark
from vacatio_calendar.model import Language, Whose

_HEAD = """\
# Findings

What vacatio says when a text does not agree with the rules, with itself, with another text, or with
the calendar. A finding has a code that never changes, and names whose text disagrees: the act's, a
bulletin's, a portal's, or our own reading. *Error* means that somebody relies on something wrong;
*warning* that a person should look; *info* that there is something to know. Where several match the
same dates, only the most specific is reported. What cannot be checked is no finding: it is counted,
with its reason. What is *asked* needs a person's judgement: it stays a question, "check whether …",
until the answer is recorded, and is never asked of a bulletin.

| code | finding | severity |
|---|---|---|"""
_LANGUAGES = {Language.EN: "English", Language.RU: "Russian", Language.KK: "Kazakh"}
_MARKS = {
    Mark.VERIFIED: "read in the act",
    Mark.SINGLE_SOURCE: "said by one source",
    Mark.TO_VERIFY: "still to be verified, so that no error is raised on it",
}


def index() -> str:
    """Return the list of all findings, each with a link to its page."""
    lines = [_HEAD]
    for code, found in _by_code().items():
        title = catalogue()[code].titles[Language.EN]
        lines.append(f"| [{code}](checks/{code}.md) | {title} | {_severity(found)} |")
    return "\n".join(lines) + "\n"


def pages(law: Jurisdiction) -> Mapping[str, str]:
    """Return the page of each code."""
    return {
        code: "\n".join(_page(code, found, catalogue()[code], law)) + "\n"
        for code, found in _by_code().items()
    }


def _by_code() -> dict[str, list[AnyCheck]]:
    found: dict[str, list[AnyCheck]] = {}
    for check in checks():
        found.setdefault(check.code, []).append(check)
    return found


def _severity(found: list[AnyCheck]) -> str:
    told = "/".join(dict.fromkeys(check.severity.value for check in found))
    return f"asked, then {told}" if any(check.prompt for check in found) else told


def _page(code: str, found: list[AnyCheck], words: Words, law: Jurisdiction) -> Iterator[str]:
    yield f"# {code} {words.titles[Language.EN]}\n"
    yield f"`{words.name}` · {_severity(found)}\n"
    yield f"{words.titles[Language.RU]} · {words.titles[Language.KK]}\n"
    for check in found:
        yield f"{inspect.cleandoc(check.documentation)}\n"
    named = (name for check in found for name in (check.rule, *check.also) if name)
    rules = list(dict.fromkeys(named))
    if rules:
        yield "## Law\n"
        yield from (_rule(name, law) for name in rules)
        yield ""
    before = sorted({other for check in found for other in check.unless})
    if before:
        links = ", ".join(f"[{other}]({other}.md)" for other in before)
        yield f"Not reported where one of these says the same better: {links}.\n"
    yield "## What it says\n"
    for language, name in _LANGUAGES.items():
        yield f"{name}:\n"
        for message in words.messages.values():
            yield f"- {message[language].format_map(Told(whose_of(Whose.ACT, language)))}"
        yield ""
    yield "[All findings](../findings.md)"


def _rule(name: str, law: Jurisdiction) -> str:
    rule = law.named(name)
    return f"- `{rule.id}`: {rule.text} ({rule.basis}; {_MARKS[rule.mark]})"
