"""Acts with one slip in their own text or in what sources say of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from seeded.broken import Broken, fault, known
from seeded.specs import Spec, in_days, law, order
from seeded.texts import act, clause
from seeded.words import DAY, spelled, written
from vacatio_calendar.known import OfficialDay
from vacatio_calendar.model import Claim, OfficialPublication

_BANK = "Эталонный контрольный банк"


def _language(at: int) -> str:
    return ("ru", "kk")[at % 2]


def _three(at: int) -> str:
    return ("ru", "kk", "en")[at % 3]


@fault("VAC008")
def silent(spec: Spec, at: int) -> Broken | None:
    return Broken(act(spec, _language(at), silent=True), known(spec), official=True)


@fault("VAC016")
def published_before_registration(spec: Spec, at: int) -> Broken | None:
    spec = order(spec)
    late = replace(spec, registered=spec.published + (1 + at % 9) * DAY)
    return Broken(act(late, _language(at)), known(late), official=True)


@fault("VAC017")
def registered_before_adoption(spec: Spec, at: int) -> Broken | None:
    spec = order(spec)
    early = replace(spec, registered=spec.adopted - (1 + at % 9) * DAY)
    return Broken(act(early, _language(at)), known(early), official=True)


@fault("VAC018")
def published_late(spec: Spec, at: int) -> Broken | None:
    force = spec.registered or spec.adopted
    late = replace(in_days(spec), published=force + (31 + at % 20) * DAY)
    return Broken(act(late, _language(at)), known(late), official=True)


@fault("VAC020")
def never_published(spec: Spec, at: int) -> Broken | None:
    facts = replace(known(spec), published=None)
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC021")
def sources_differ(spec: Spec, at: int) -> Broken | None:
    early = spec.published - (1 + at % 2) * DAY
    if early < (spec.registered or spec.adopted):
        return None
    facts = replace(
        known(spec),
        published=None,
        publications=(
            OfficialPublication(spec.published, field="ekb.initialPublicationDate", first=True),
            OfficialPublication(early, _BANK, field="zanorda.source"),
        ),
    )
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC022")
def field_is_the_last(spec: Spec, at: int) -> Broken | None:
    last = spec.published + (2 + at % 9) * DAY
    facts = replace(
        known(spec),
        published=None,
        publications=(
            OfficialPublication(spec.published, _BANK, field="zanorda.source"),
            OfficialPublication(last, "Казахстанская правда", "52", field="zanorda.source"),
        ),
        claims=(Claim("zanorda.published", str(last), last),),
    )
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC025")
def languages_apart(spec: Spec, at: int) -> Broken | None:
    facts = replace(
        known(spec),
        published=None,
        publications=(
            OfficialPublication(spec.published, "Казахстанская правда"),
            OfficialPublication(spec.published + (1 + at % 5) * DAY, "Егемен Қазақстан"),
        ),
    )
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC066")
def never_registered(spec: Spec, at: int) -> Broken | None:
    spec = order(spec)
    facts = replace(known(spec), registered=None, registration_number=None)
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC068")
def the_press_first(spec: Spec, at: int) -> Broken | None:
    early = spec.published - DAY
    if early < spec.adopted:
        return None
    facts = replace(
        known(spec),
        published=None,
        publications=(
            OfficialPublication(early, "Журнал «Природа»"),
            OfficialPublication(spec.published, _BANK),
        ),
    )
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC069")
def the_first_part(spec: Spec, at: int) -> Broken | None:
    gazette = "Собрание актов Президента Республики Казахстан и Правительства Республики Казахстан"
    facts = replace(
        known(spec),
        published=None,
        publications=(
            OfficialPublication(spec.published, gazette, str(at + 1)),
            OfficialPublication(spec.published + (2 + at % 5) * DAY, gazette, str(at + 2)),
        ),
    )
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC026")
def number_lost(spec: Spec, at: int) -> Broken | None:
    language = _three(at)
    spec = in_days(spec)
    lost = {
        "ru": "вводится в действие по истечении календарных дней после дня его первого "
        "официального опубликования",
        "kk": "алғашқы ресми жарияланған күнінен кейін күнтізбелік күн өткен соң "
        "қолданысқа енгізіледі",
        "en": "shall be enforced upon the expiry of after the day of its first official "
        "publication",
    }[language]
    return Broken(act(spec, language, when=lost), known(spec), official=language != "en")


@fault("VAC061")
def digits_and_words(spec: Spec, at: int) -> Broken | None:
    language, spec = _three(at), in_days(spec)
    days = {"ru": "календарных дней", "kk": "күн", "en": "calendar days"}[language]
    lead = "күнтізбелік " if language == "kk" else ""
    length = f"{lead}{spec.value} ({spelled(15, language)}) {days}"
    return Broken(
        act(spec, language, when=clause(spec, language, length=length)), known(spec), official=True
    )


@fault("VAC023")
def year_beyond_belief(spec: Spec, at: int) -> Broken | None:
    day = dt.date(2206, 1 + at % 12, 1)
    language = _language(at)
    when = (
        f"вводится в действие с {written(day, 'ru')}"
        if language == "ru"
        else f"{written(day, 'kk')}дан бастап қолданысқа енгізіледі"
    )
    if language == "kk" and day.month not in {1, 3, 5, 8, 10, 11}:
        return None
    return Broken(act(spec, language, when=when), known(spec), official=True)


@fault("VAC037")
def exception_for_no_article(spec: Spec, at: int) -> Broken | None:
    spec = law(spec, at)
    when = (
        f"{clause(spec, 'ru')}, за исключением статьи {9 + at % 20}, которая вводится в "
        "действие с 1 января 2028 года"
    )
    return Broken(act(spec, "ru", when=when), known(spec), official=True)


@fault("VAC038")
def two_days_for_one_article(spec: Spec, at: int) -> Broken | None:
    spec = law(spec, at)
    when = (
        f"{clause(spec, 'ru')}, за исключением статьи 1, которая вводится в действие "
        "с 1 января 2028 года, "
        f"и статьи 1, которая вводится в действие с 1 июля {2028 + at % 2} года"
    )
    return Broken(act(spec, "ru", when=when), known(spec), official=True)


@fault("VAC039")
def ends_before_it_begins(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    end = written(spec.entry - (1 + at % 9) * DAY, "ru")
    return Broken(
        act(spec, "ru", when=f"{clause(spec, 'ru')} и действует до {end}"),
        known(spec),
        official=True,
    )


@fault("VAC049")
def mixed_letters(spec: Spec, at: int) -> Broken | None:
    language = _language(at)
    pair = ("енгізіледі", "енгiзiледi") if language == "kk" else ("официального", "oфициального")
    return Broken(act(spec, language).replace(*pair), known(spec), official=True)


@fault("VAC064")
def base_day_left_open(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    words = (
        f"вводится в действие по истечении {spelled(spec.value, 'ru')} календарных "
        "дней после его первого "
        "официального опубликования"
        if language == "ru"
        else "алғашқы ресми жарияланған күнінен бастап күнтізбелік "
        f"{spelled(spec.value, 'kk')} күн өткен соң "
        "қолданысқа енгізіледі"
    )
    if spec.value == 21 and language == "ru":
        words = words.replace("календарных дней", "календарного дня")
    return Broken(act(spec, language, when=words), known(spec), official=True)


@fault("VAC014")
def tax_code_among_others(spec: Spec, at: int) -> Broken | None:
    spec = law(spec, at)
    if spec.adopted < dt.date(2025, 7, 19):
        return None
    body = (
        "Внести изменения в следующие законодательные акты Республики Казахстан:\n"
        "1. В Кодекс Республики Казахстан от 18 июля 2025 года «О налогах и других "
        "обязательных платежах в бюджет» (Налоговый кодекс):\n"
        "1) статью 5 изложить в следующей редакции:\n«Статья 5. Ставка ясна.».\n"
        "2. В Закон Республики Казахстан от 12 апреля 2004 года «О регулировании "
        "торговой деятельности»:\n"
        "1) статью 7 исключить.",
    )
    title = (
        "О внесении изменений и дополнений в некоторые законодательные акты Республики Казахстан"
    )
    when = "вводится в действие с 1 января 2028 года"
    return Broken(act(spec, "ru", title=title, body=body, when=when), known(spec), official=True)


@fault("VAC058")
def from_before_adoption(spec: Spec, at: int) -> Broken | None:
    day = written(spec.adopted - (5 + at % 30) * DAY, "ru")
    return Broken(act(spec, "ru", when=f"вводится в действие с {day}"), known(spec), official=True)


@fault("VAC063")
def on_the_boundary(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    day = written(spec.published + 60 * DAY, "ru")
    return Broken(act(spec, "ru", when=f"вводится в действие с {day}"), known(spec), official=True)


@fault("VAC065")
def portal_gives_registration(spec: Spec, at: int) -> Broken | None:
    spec = order(spec)
    if spec.registered is None:
        return None
    facts = replace(
        known(spec), claims=(Claim("ekb.effectiveDate", str(spec.registered), spec.registered),)
    )
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC070")
def portal_gives_another_day(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    day = spec.entry + (31 + at) * DAY
    facts = replace(known(spec), claims=(Claim("ekb.effectiveDate", str(day), day),))
    return Broken(act(spec, _language(at)), facts, official=True)


@fault("VAC072")
def official_text_gives_another_day(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    given = OfficialDay(spec.entry + (20 + at) * DAY, "kz/law/2026-01-09/254-viii")
    return Broken(act(spec, _language(at)), known(spec), official=True, given=(given,))
