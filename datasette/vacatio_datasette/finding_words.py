"""A finding in the reader's language: the checks' own words for its code and its values."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import product

from vacatio_calendar.checks import texts
from vacatio_calendar.model import Language, Whose
from vacatio_datasette.law_pages import dated
from vacatio_datasette.reading import Row, text
from vacatio_datasette.speech import Speech


def finding_title(code: object, stored: str, say: Speech) -> str:
    """Give the title of a check; one that this version does not know keeps its stored title."""
    with contextlib.suppress(KeyError):
        return texts.title(str(code), say.language)
    return stored


def finding_message(row: Row, say: Speech) -> str:
    """Say a finding in a language, its days as the page writes days.

    Stored are the English sentence and the compared values. The sentence is made again from the
    values, and only what gives the very same English is said in another language.
    """
    stored = text(row, "message") or ""
    if say.language is not Language.EN:
        code, values = str(row["code"]), tuple(_pairs(text(row, "compared") or ""))
        check = texts.catalogue().get(code)
        for variant, whose in product(check.messages if check else (), Whose):
            told = (*values, ("variant", variant)) if variant else values
            with contextlib.suppress(KeyError, IndexError, ValueError):
                if texts.word(code, told, whose) == stored:
                    return dated(texts.word(code, told, whose, say.language), say)
    return dated(stored, say)


def _pairs(compared: str) -> Iterator[tuple[str, str]]:
    for part in compared.split("; "):
        name, equals, value = part.partition(" = ")
        if equals:
            yield name, value
