"""The words of findings in English, Russian and Kazakh, from ``checks.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from vacatio_calendar.checks.spoken import spoken
from vacatio_calendar.model import DocumentKind, Finding, Language, Whose
from vacatio_calendar.rows import Row, Tables

_FILES = ("checks.toml", "checks_more.toml")
Sentences = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The name, the plain title and the messages of a check, by variant (``""`` is the usual)."""

    name: str
    titles: Sentences
    messages: Mapping[str, Sentences]


class Told(dict[str, str]):
    """Values by name; one that is not known is three dots in the sentence."""

    def __init__(self, whose: str, named: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(named, whose=whose)

    def __missing__(self, key: str) -> str:
        """Leave a value open."""
        return "…"


def title(code: str, language: Language = Language.EN) -> str:
    """Return the plain title of a check, such as "The year looks wrong".

    Raises:
        KeyError: there is no check of this code.
    """
    return catalogue()[code].titles[language]


def message(finding: Finding, kind: DocumentKind, language: Language = Language.EN) -> str:
    """Word a finding in a language from the values it carries.

    ``kind`` is that of the document, for findings that do not say whose text disagrees.
    """
    return word(finding.code, finding.values, finding.whose or Whose(kind.value), language)


def reason(key: str, language: Language = Language.EN) -> str:
    """Word why something could not be checked.

    Raises:
        KeyError: there is no reason of this key.
    """
    return reasons()[key][language]


def word(
    code: str,
    values: tuple[tuple[str, str], ...],
    whose: Whose,
    language: Language = Language.EN,
) -> str:
    """Word what a check found; ``whose`` says in it whose text disagrees."""
    named = {name: spoken(name, value, language) for name, value in values}
    sentence = catalogue()[code].messages[named.get("variant", "")][language]
    return sentence.format_map(Told(whose_of(whose, language), named))


def whose_of(whose: Whose, language: Language = Language.EN) -> str:
    """Name whose text disagrees, at the beginning of a sentence."""
    return _whose()[whose][language]


@cache
def catalogue() -> Mapping[str, Words]:
    """Read the words of all checks, by code."""
    names: dict[str, str] = {}
    titles: dict[str, Sentences] = {}
    messages: dict[str, dict[str, Sentences]] = {}
    for row in _rows("check"):
        code = row.text("code")
        names[code] = row.text("name")
        titles[code] = MappingProxyType({lang: row.text(f"title_{lang}") for lang in Language})
        row.finish()
    for row in _rows("message"):
        code, variant = row.text("code"), row.maybe_text("variant") or ""
        if code not in names:
            raise row.fault(f"a message for the unknown check {code}")
        messages.setdefault(code, {})[variant] = MappingProxyType(
            {lang: row.text(lang.value) for lang in Language}
        )
        row.finish()
    return MappingProxyType(
        {
            code: Words(name, titles[code], MappingProxyType(messages.get(code, {})))
            for code, name in names.items()
        }
    )


@cache
def reasons() -> Mapping[str, Sentences]:
    """Read why something cannot be checked, by key."""
    found: dict[str, Sentences] = {}
    for row in _rows("reason"):
        key = row.text("key")
        found[key] = MappingProxyType({lang: row.text(lang.value) for lang in Language})
        row.finish()
    return MappingProxyType(found)


@cache
def _whose() -> Mapping[Whose, Sentences]:
    """Read what a text is called when it disagrees."""
    found: dict[Whose, Sentences] = {}
    for row in _rows("whose"):
        kind = row.choice("kind", Whose)
        found[kind] = MappingProxyType({lang: row.text(lang.value) for lang in Language})
        row.finish()
    return MappingProxyType(found)


def _rows(name: str) -> Iterator[Row]:
    """Yield the rows of one table from all files of words."""
    for file in _FILES:
        path = resources.files("vacatio_calendar.checks") / file
        yield from Tables(file, path.read_text(encoding="utf-8")).rows(name)
