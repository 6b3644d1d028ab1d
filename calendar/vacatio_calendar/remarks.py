"""Say in another language why a day is not known, or what another reading means.

Reasons and readings are kept as plain English. As in a catalogue of translations, the English
sentence is the key: the glossary's ``[[remark]]`` rows hold it with its words in braces, so that
what was stored years ago can still be said in any of the languages.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from vacatio_calendar.law import Jurisdiction
from vacatio_calendar.model import Alternative, EntryIntoForce, Language

_NAME = re.compile(r"\{(\w+)\}")


def say_alternative(other: Alternative, law: Jurisdiction, language: Language) -> str:
    """Say in a language what another reading means.

    >>> import datetime as dt
    >>> from vacatio_calendar import load
    >>> other = Alternative(dt.date(2026, 7, 2), "if the act is individual", "LPA 65(1)")
    >>> say_alternative(other, load("kz"), Language.RU)
    'если акт индивидуальный (ненормативный)'
    """
    return say_remark(other.reading, law, language)


def say_reason(entry: EntryIntoForce, law: Jurisdiction, language: Language) -> str | None:
    """Say in a language why an entry has no day; ``None`` where it has one."""
    return None if entry.reason is None else say_remark(entry.reason, law, language)


@lru_cache(maxsize=4096)
def say_remark(text: str, law: Jurisdiction, language: Language) -> str:
    """Say a reason or a reading, as it is stored in English, in a language.

    Words taken over are said in the language too where they are remarks themselves; a sentence
    that the glossary does not have stays as it is.

    >>> from vacatio_calendar import load
    >>> say_remark("counting from 2026-02-03 (Egemen: kk only)", load("kz"), Language.RU)
    'если считать от 2026-02-03 (Egemen: только казахский текст)'
    """
    if language is Language.EN:
        return text
    for pattern, sentences in _patterns(law):
        found = pattern.fullmatch(text)
        if found is not None:
            words = {
                name: said if name.startswith("day") else say_remark(said, law, language)
                for name, said in found.groupdict().items()
            }
            return _filled(sentences[language], words)
    return text


def _filled(sentence: str, words: dict[str, str]) -> str:
    """Put words in place of their names, once: words with braces of their own stay as they are."""
    return _NAME.sub(lambda name: words[name[1]], sentence)


@cache
def _patterns(law: Jurisdiction) -> tuple[tuple[re.Pattern[str], dict[Language, str]], ...]:
    """Return a pattern for each remark, those with the most words of their own first."""
    ordered = sorted(law.remarks, key=lambda row: -len(_NAME.sub("", row[Language.EN])))
    return tuple((_pattern(row[Language.EN]), dict(row)) for row in ordered)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = _NAME.split(sentence)  # text and names by turns
    return re.compile(
        "".join(
            re.escape(part) if position % 2 == 0 else f"(?P<{part}>{_said(part)})"
            for position, part in enumerate(parts)
        ),
        re.DOTALL,
    )


def _said(name: str) -> str:
    return r"\d{4}-\d\d-\d\d" if name.startswith("day") else ".+?"
