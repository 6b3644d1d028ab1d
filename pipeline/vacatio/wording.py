"""What feeds, calendars and letters say of an event, in one line and one sentence of a language."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from vacatio.phrasing import day, day_from, day_in, provisions, term
from vacatio.phrasing import words as phrases
from vacatio.records import Cited, Stage
from vacatio.sentences import cited, gender, rule_of
from vacatio.store import Row
from vacatio_calendar import Jurisdiction
from vacatio_calendar.model import Language

#: Kinds of events that another act brings about.
BY_ANOTHER = frozenset({"amended", "repealed", "suspended", "resumed"})

_REASONS = {"published": "published_in", "registered": "registered", "adopted": "adopted"}
#: Kinds that are told by what they are about, and by no act's name.
_ALONE = frozenset({"draft", "stale", "alive", "closed", "opened"})
#: Kinds whose day is that of an entry into force.
_ENTRIES = frozenset({"enters_into_force", "soon", "starts", "found"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an event beside its row.

    ``before`` is the day that a correction replaces (or that a term is counted from), ``what``
    the words of a finding, a draft or a source in each language.
    """

    act: Cited | None = None
    published_on: dt.date | None = None
    stage: Stage | None = None
    causes: tuple[Cited, ...] = ()
    before: dt.date | None = None
    term: tuple[int, str] | None = None
    what: Mapping[Language, str] | None = None


@cache
def words(language: Language) -> Mapping[str, Any]:
    """Read the words of events in a language, once."""
    text = files("vacatio").joinpath("event_words.toml").read_text("utf-8")
    table: Mapping[str, Any] = tomllib.loads(text)[language.value]
    return table


def named(act: Cited, language: Language, law: Jurisdiction) -> str:
    """Name an act at the beginning of a line.

    >>> from vacatio_calendar import load
    >>> order = Cited(None, "order", "7", dt.date(2026, 1, 6), {})
    >>> [named(order, each, load("kz")) for each in (Language.RU, Language.EN)]
    ['Приказ от 6 января 2026 года № 7', 'Order No. 7 dated January 6, 2026']
    """
    name = cited(act, language, law)
    return name[0].upper() + name[1:]


def worded(row: Row, facts: Facts, language: Language, law: Jurisdiction, name: str = "") -> Row:
    """Word a row of events: its title and its summary in a language.

    ``name`` is the name of the act where it was worded before.
    """
    kind = str(row["kind"])
    given = _given(row, facts, language)
    said = words(language)["says"][_says(kind, row)].format(**given)
    others = _others(row, facts, language)
    scope = _scope(row, language)
    if kind in _ALONE or facts.act is None:
        title = said[0].upper() + said[1:]
    else:
        title = f"{name or named(facts.act, language, law)}: {said}{others}{scope}"
    why = _why(kind, row, facts, language, law, given)
    if others:
        disputed = words(language)["why"]["disputed"].format(**given, others=others)
        why = f"{why} {disputed}"
    return {**row, "title": title, "summary": why[0].upper() + why[1:]}


def _says(kind: str, row: Row) -> str:
    if kind == "date_corrected":
        return "corrected" if row["effective_on"] else "taken_back"
    return kind


def _given(row: Row, facts: Facts, language: Language) -> dict[str, Any]:
    on = _day(row["effective_on"]) or _day(row["known_on"]) or dt.date.min
    given: dict[str, Any] = {
        "day": day(on, language),
        "on": day_in(on, language),
        "since": day_from(on, language),
        "before": day(facts.before, language) if facts.before else "—",
        "what": (facts.what or {}).get(language, ""),
        "late": ((_day(row["known_on"]) or on) - on).days,
        "term": term(*facts.term, language) if facts.term else "",
        **(gender(facts.act, language) if facts.act else {}),
    }
    if language is Language.RU and facts.act:
        verbs = words(language)["verbs"][phrases(language)["types"][facts.act.type][2]]
        given["s"], given["t"] = verbs
    return given


def _others(row: Row, facts: Facts, language: Language) -> str:
    """Give the days of the other readings: a disputed date never stands alone."""
    stage = facts.stage
    if row.get("confidence") != "disputed" or stage is None or not row["effective_on"]:
        return ""
    say = words(language)["says"]["or_day"]
    return "".join(
        say.format(since=day_from(on, language))
        for on in dict.fromkeys(stage.others)
        if on != _day(row["effective_on"])
    )


def _scope(row: Row, language: Language) -> str:
    printed = row.get("provisions")
    if not printed or row["kind"] in ("finding", "finding_ended"):
        return ""
    units = provisions(str(printed), language)
    return f" ({', '.join(units) if units else printed})"


def _why(
    kind: str, row: Row, facts: Facts, language: Language, law: Jurisdiction, given: dict[str, Any]
) -> str:
    """Give the reason in one sentence."""
    why = words(language)["why"]
    if kind in ("finding", "finding_ended"):
        return str((facts.what and row["summary"]) or "")
    if kind == "date_corrected":
        return str(why["corrected" if row["effective_on"] else "taken_back"].format(**given))
    if kind in BY_ANOTHER and facts.causes:
        causes = "; ".join(cited(each, language, law, inside=True) for each in facts.causes)
        return str(why["by_another"].format(cause=causes))
    own = _REASONS.get(kind, kind)
    if kind not in ("enters_into_force", "starts", "soon", "ends") and own in why:
        return str(why[own].format(**given))
    if kind in _ENTRIES and facts.stage is not None and facts.act is not None:
        rule = rule_of(facts.stage, facts.act, language)
        if rule:
            on = facts.published_on
            told = on and "publication" in facts.stage.kind
            published = (
                why["published"].format(**{**given, "on": day_in(on, language)})
                if on and told
                else ""
            )
            return str(why["rule"].format(rule=rule, published=published, **given))
        known = {"default": "default", "fixed_date": "stated", "fixed": "stated"}
        return str(why[known.get(facts.stage.kind, "unclear")])
    return str(why["unclear"])


def _day(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)[:10]) if value else None
