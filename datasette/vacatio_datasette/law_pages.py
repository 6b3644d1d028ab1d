"""The pages that explain: the rules with their articles, and the glossary."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from vacatio_calendar import load, say_remark
from vacatio_calendar.bodies import bodies
from vacatio_calendar.law import Jurisdiction, LegalRule, Source, sentence
from vacatio_calendar.model import Language, Step
from vacatio_datasette.speech import Speech

#: The jurisdiction this site shows.
COUNTRY = "kz"

_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of a rule with the edition it was read in."""

    rule: LegalRule
    source: Source | None


def law() -> Jurisdiction:
    """Give the law of the country; read once, from the calendar's own data."""
    return load(COUNTRY)


@cache
def rules() -> tuple[tuple[str, tuple[RuleVersion, ...]], ...]:
    """List all rules with their versions, by id."""
    sources = law().sources
    return tuple(
        (name, tuple(RuleVersion(version, sources.get(version.source)) for version in versions))
        for name, versions in sorted(law().rules.items())
    )


def glossary(language: Language) -> tuple[tuple[str, str], ...]:
    """List the terms with the sentence that explains each."""
    return tuple((term, law().term(term, language)) for term in law().terms)


@cache
def body_names() -> Mapping[str, Mapping[Language, str]]:
    """Name the bodies by slug; where a body was renamed, by its latest name."""
    found = sorted(bodies(law()), key=lambda body: body.since or dt.date.min)
    return {body.slug: dict(body.names) for body in found if body.names}


def body_name(slug: str | None, language: Language) -> str | None:
    """Name a body in a language, if it is known."""
    return body_names().get(slug or "", {}).get(language)


def worded(
    op: str | None, inputs: Mapping[str, str], on: dt.date | None, fallback: str, say: Speech
) -> str:
    """Say a step of a derivation in the reader's language, as the calendar words it."""
    words = fallback
    if op is not None and say.language is not Language.EN:
        with contextlib.suppress(KeyError, IndexError):
            words = sentence(law(), Step("", op, tuple(inputs.items()), on, "", ""), say.language)
    return dated(words, say)


def remarked(words: str | None, say: Speech) -> str:
    """Say a stored reason or reading in the reader's language, its days as the page writes days.

    >>> from vacatio_datasette.speech import speech
    >>> remarked("counting from 2026-02-03 (Egemen: kk only)", speech(Language.RU))
    'если считать от 3 февраля 2026 года (Egemen: только казахский текст)'
    """
    said = say_remark(words or "", law(), say.language)
    return dated(said, say)


def dated(words: str, say: Speech) -> str:
    """Write the days in a sentence the way the page writes days."""
    if say.language is Language.KK:  # its days stand in cases that the sentence alone knows
        return words
    return _ISO.sub(lambda found: say.day(found[0]), words)
