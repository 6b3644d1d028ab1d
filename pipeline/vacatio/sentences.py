"""What a bulletin says of an act, in one correct sentence of its language, and what goes with it.

Unknown is said plainly, a disputed date is given with the other day, a provisional one is marked,
and provisions that start on days of their own have sentences of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vacatio.phrasing import (
    body,
    day,
    day_from,
    day_in,
    day_until,
    language_of,
    possessed,
    provisions,
    term,
    words,
)
from vacatio.records import Cited, Record, Stage
from vacatio_calendar import Jurisdiction
from vacatio_calendar.model import Language
from vacatio_calendar.remarks import say_remark

#: Acts of the republic itself, which name no issuing body.
_OF_THE_REPUBLIC = frozenset({"constitution", "constitutional_law", "code", "law"})
#: Russian nouns that keep their capital letter inside a sentence.
_CAPITAL = _OF_THE_REPUBLIC | {"decree"}
#: How a day is known that a person decided.
_REVIEWED = "reviewed"
_UNKNOWN = "the day is not known"
_QUOTES = {
    Language.RU: ("«", "»", "„", "“"),
    Language.KK: ("«", "»", "„", "“"),
    Language.EN: ("“", "”", "‘", "’"),
}


def told(record: Record, language: Language, law: Jurisdiction) -> list[str]:
    """Give the sentences of an act: the main one, its stages, its end, and what it changes."""
    main = next((stage for stage in record.stages if stage.provisions is None), None)
    others = [stage for stage in record.stages if stage.provisions is not None]
    return [
        _main(record, main, language, law),
        *(_stage(stage, language, law) for stage in others),
        *(_around(main, record.act, language) if main else ()),
        *_targets(record, language, law),
    ]


def title(act: Cited, language: Language) -> str | None:
    """Give the title in a language, or else as it officially stands in Russian or Kazakh."""
    order = (language, Language.RU, Language.KK, Language.EN)
    return next((act.titles[each] for each in order if each in act.titles), None)


def cited(
    act: Cited,
    language: Language,
    law: Jurisdiction,
    case: str = "nominative",
    *,
    inside: bool = False,
) -> str:
    """Cite an act by type, body, day, number and title.

    Args:
        act: the act.
        language: of the citation.
        law: knows the bodies and their names.
        case: nominative, genitive or (in Kazakh) dative; English has one.
        inside: whether it stands inside a sentence, where most nouns begin small.
    """
    say = words(language)
    noun = say["types"][act.type]
    printed = title(act, language)
    quoted = f" {_quoted(printed, language)}" if printed else ""
    number = f"{'No.' if language is Language.EN else '№'} {act.number}" if act.number else ""
    alone = act.type in _OF_THE_REPUBLIC
    issuer = None if alone else body(act.issuer_id, act.issuer, language, law, act.date)
    unnamed = ""
    if issuer is None and act.issuer and not alone:
        unnamed = say["says"]["issuer"].format(issuer=act.issuer)
    if language is Language.EN:
        dated = f" dated {day(act.date, language)}" if act.date else ""
        by = f" of the {issuer}" if issuer else ""
        named = f"{noun} {number}{by}" if number else f"{noun}{by}"
        return f"{named}{dated}{quoted}{unnamed}"
    if language is Language.RU:
        word = noun[1] if case == "genitive" else noun[0]
        if inside and act.type not in _CAPITAL:
            word = word[0].lower() + word[1:]
        by = f" {issuer}" if issuer else ""
        dated = f" от {day(act.date, language)}" if act.date else ""
        return f"{word}{by}{dated}{f' {number}' if number else ''}{quoted}{unnamed}"
    word = noun if case == "nominative" else possessed(noun, case)
    by = "Қазақстан Республикасының " if alone else f"{issuer} " if issuer else ""
    dated = ""
    if act.date:
        month = "ғы" if day_in(act.date, language).endswith(("да", "та")) else "гі"
        dated = f"{day_in(act.date, language)}{month} "
    parts = (quoted.strip(), by.strip(), dated.strip(), number, word)
    return " ".join(part for part in parts if part) + unnamed


def _main(record: Record, stage: Stage | None, language: Language, law: Jurisdiction) -> str:
    say = words(language)["says"]
    forms = gender(record.act, language)
    registered = ""
    if record.registration_number and record.registered_on:
        registered = say["registered"].format(
            day=day_in(record.registered_on, language), number=record.registration_number, **forms
        )
    row = "published" if record.published_on else "unpublished"
    if stage is None or stage.on is None:
        row += "_unknown"
    sentence: str = say[row].format(
        act=cited(record.act, language, law),
        registered=registered,
        day=day_in(record.published_on, language) if record.published_on else "",
        when=_when(stage, record, language, law),
        **forms,
    )
    return sentence[0].upper() + sentence[1:]


def _when(stage: Stage | None, record: Record, language: Language, law: Jurisdiction) -> str:
    """Say when an act applies: term and day, a day alone, or why no day is known."""
    say = words(language)["says"]
    rule = rule_of(stage, record.act, language) if stage else None
    if stage is None or stage.on is None:
        reason = say_remark((stage.reason if stage else None) or _UNKNOWN, law, language)
        # Beside a day of publication a term would be counted by whoever reads it.
        row = "term_alone" if rule and not record.published_on else "nothing"
        return str(say[row].format(rule=rule, reason=reason))
    days = day_from(stage.on, language)
    if stage.confidence == "disputed":
        others = (day_from(other, language) for other in stage.others)
        days += "".join(say["or_day"].format(day=other) for other in others)
    if stage.certainty == _REVIEWED:  # a decision's day follows from no term
        row = "on_day"
    elif rule:
        row = "by_term" if stage.value else "by_point"
    else:
        row = "by_default" if stage.kind == "default" else "on_day"
    return str(say[row].format(rule=rule, day=days)) + _marks(stage, language)


def rule_of(stage: Stage, act: Cited, language: Language) -> str | None:
    """Say the term; a calendar date, a default and a rule of another kind have none to say."""
    say, forms = words(language)["says"], gender(act, language)
    length = term(stage.value, stage.unit, language) if stage.value and stage.unit else None
    name = {
        "after_publication": "after_publication" if length else "next_day",
        "from_publication": None if length else "from_publication",
        "upon_signing": None if length else "upon_signing",
        "from_adoption": None if length else "from_adoption",
        "after_registration": "after_registration" if length else "from_registration",
    }.get(stage.kind)
    return None if name is None else str(say[name].format(term=length, **forms))


def _stage(stage: Stage, language: Language, law: Jurisdiction) -> str:
    """Say when provisions apply that start apart: named in the language, or as they are printed."""
    say, printed = words(language)["says"], stage.provisions or ""
    if stage.on is None:
        reason = say_remark(stage.reason or _UNKNOWN, law, language)
        return str(say["stage_unknown"].format(printed=printed, reason=reason))
    given = {"day": day_from(stage.on, language), "marks": _marks(stage, language)}
    named = provisions(printed, language)
    if not named:
        return str(say["stage_printed"].format(printed=printed, **given))
    units = words(language)["provisions"]["and"].join(named)
    sentence: str = say["stage"][len(named) > 1].format(units=units, **given)
    return sentence[0].upper() + sentence[1:]


def _marks(stage: Stage, language: Language) -> str:
    say = words(language)["says"]
    mark = say.get(_REVIEWED if stage.certainty == _REVIEWED else stage.confidence)
    return f" ({mark})" if mark else ""


def _around(stage: Stage, act: Cited, language: Language) -> Iterator[str]:
    """Say until when an act applies and how far it reaches back."""
    say, forms = words(language)["says"], gender(act, language)
    if stage.applies_from:
        yield say["reaches"].format(day=day_from(stage.applies_from, language), **forms)
    if stage.ends_on:
        yield say["ends"].format(day=day_until(stage.ends_on, language), **forms)


def _targets(record: Record, language: Language, law: Jurisdiction) -> Iterator[str]:
    say, forms = words(language)["says"], gender(record.act, language)
    for kind, group in groupby(record.targets, key=lambda target: target.kind):
        acts = [target.act for target in group]
        row = f"{kind}_one" if len(acts) == 1 and f"{kind}_one" in say else kind
        case = _case(row, language)
        named = (cited(act, language, law, case, inside=True) for act in acts)
        yield say[row].format(targets="; ".join(named), **forms)


def _case(row: str, language: Language) -> str:
    """Give the case that what is changed stands in; in a Kazakh list behind a colon, none."""
    if language is Language.RU:
        return "genitive" if row.startswith("suspends") else "nominative"
    if language is Language.KK and row.endswith("_one"):
        return "dative" if row.startswith("amends") else "genitive"
    return "nominative"


def gender(act: Cited, language: Language) -> dict[str, str]:
    """Give the Russian endings that agree with the noun of an act."""
    if language is not Language.RU:
        return {}
    say = words(language)
    end, it, his = say["gender"][say["types"][act.type][2]]
    return {"end": end, "It": it, "his": his}


def _quoted(printed: str, language: Language) -> str:
    """Quote a title; quotation marks inside it become inner ones."""
    flat = " ".join(printed.split())
    own = language if language is not Language.EN else language_of(flat)
    begin, end, inner, outer = _QUOTES[language]
    if own is not Language.EN:
        flat = flat.replace("«", inner).replace("»", outer)
    return f"{begin}{flat}{end}"
