"""Texts that do not agree with another text at hand: citations, repeals, languages, footnotes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from seeded.amending import amended, base_of, cite, repeal
from seeded.broken import Broken, fault, known
from seeded.looking import LAW, Text, read
from seeded.specs import Spec, in_days, law, order
from seeded.texts import act, bulletin, citation, clause, kind, term
from seeded.words import DAY, OTHER_TITLES, TITLES, written
from vacatio_calendar import act_id
from vacatio_calendar.checks.tables import numbering
from vacatio_calendar.model import ActType, Claim


def _language(at: int) -> str:
    return ("en", "ru")[at % 2]


def _archived(spec: Spec, *, when: str | None = None) -> Text:
    return Text(act(spec, "ru", when=when), known(spec))


@fault("VAC027")
def another_number(spec: Spec, at: int) -> Broken | None:
    return amended(spec, cited=cite(base_of(spec), number=str(95 + at % 4)))


@fault("VAC027")
def another_date(spec: Spec, at: int) -> Broken | None:
    return amended(spec, cited=cite(base_of(spec), day=base_of(spec).adopted + (1 + at % 5) * DAY))


@fault("VAC027")
def another_registry_number(spec: Spec, at: int) -> Broken | None:
    return amended(spec, cited=cite(base_of(spec), registry=str(20000 + at)))


@fault("VAC027")
def another_title(spec: Spec, at: int) -> Broken | None:
    return amended(spec, cited=cite(base_of(spec), title=OTHER_TITLES[spec.title.ru][0]))


@fault("VAC027")
def no_such_act(spec: Spec, at: int) -> Broken | None:
    made = amended(spec)
    other = _archived(
        replace(
            base_of(spec),
            number="9",
            registry="25000",
            title=TITLES[at % 6],
            adopted=dt.date(2022, 12, 1),
        )
    )
    return replace(
        made, others=(other,), complete=frozenset({ActType.ORDER}), since=dt.date(2020, 1, 1)
    )


@fault("VAC028")
def amended_act_ended(spec: Spec, at: int) -> Broken | None:
    base = base_of(spec)
    return amended(spec, base_facts=replace(known(base), ended=spec.adopted - (10 + at) * DAY))


@fault("VAC029")
def no_such_point(spec: Spec, at: int) -> Broken | None:
    number = 7 + at % 20
    return amended(
        spec,
        f"пункт {number} изложить в следующей редакции:\n«{number}. Сдавать отчет еженедельно.».",
    )


@fault("VAC029")
def no_such_words(spec: Spec, at: int) -> Broken | None:
    return amended(spec, f"в пункте {1 + at % 4} слова «ежегодно» заменить словами «еженедельно».")


@fault("VAC030")
def pending_norm(spec: Spec, at: int) -> Broken | None:
    base = base_of(spec)
    between = replace(
        order(in_days(spec)),
        number="99",
        adopted=dt.date(2023, 1, 10),
        registered=dt.date(2023, 1, 12),
        published=dt.date(2023, 1, 14),
        registry="31999",
    )
    cited = cite(base)
    text = act(
        between,
        "ru",
        title=f"О внесении изменения в {cited.partition(' (зарег')[0]}",
        body=(
            f"Внести в {cited} следующее изменение:\nпункт 2 изложить в следующей "
            "редакции:\n«2. Сдавать отчет.».",
        ),
        when="вводится в действие с 1 января 2028 года",
    )
    return amended(spec, more=(Text(text, known(between)),))


@fault("VAC031")
def repeal_of_ended(spec: Spec, at: int) -> Broken | None:
    base = base_of(spec)
    ended = Text(act(base, "ru"), replace(known(base), ended=spec.adopted - (10 + at) * DAY))
    return Broken(repeal(spec, base), known(order(in_days(spec))), (ended,), official=True)


@fault("VAC031")
def repeal_of_not_in_force(spec: Spec, at: int) -> Broken | None:
    base = base_of(spec)
    later = Text(
        act(base, "ru"),
        replace(known(base), registered=spec.adopted + (5 + at) * DAY, published=None),
    )
    return Broken(repeal(spec, base), known(order(in_days(spec))), (later,), official=True)


@fault("VAC032")
def implementing_left(spec: Spec, at: int) -> Broken | None:
    base = base_of(spec)
    cited = cite(base).partition(" (зарег")[0]
    resting = replace(
        base,
        number="98",
        adopted=dt.date(2023, 1, 20),
        registered=dt.date(2023, 1, 22),
        published=dt.date(2023, 1, 24),
        registry="31998",
    )
    text = act(
        resting,
        "ru",
        title="О перечне",
        preamble=f"В соответствии с пунктом 3 {cited.replace('приказ ', 'приказа ', 1)} ",
    )
    return Broken(
        repeal(spec, base),
        known(order(in_days(spec))),
        (_archived(base), Text(text, known(resting))),
        official=True,
    )


@fault("VAC033")
def amending_left(spec: Spec, at: int) -> Broken | None:
    base = base_of(spec)
    between = replace(
        order(in_days(spec)),
        number="99",
        adopted=dt.date(2023, 1, 10),
        registered=dt.date(2023, 1, 12),
        published=dt.date(2023, 1, 14),
        registry="31999",
        value=10,
    )
    cited = cite(base)
    text = act(
        between,
        "ru",
        title=f"О внесении изменения в {cited.partition(' (зарег')[0]}",
        body=(f"Внести в {cited} следующее изменение:\nпункт 2 исключить.",),
    )
    return Broken(
        repeal(spec, base),
        known(order(in_days(spec))),
        (_archived(base), Text(text, known(between))),
        official=True,
    )


@fault("VAC034")
def taken_for_revived(spec: Spec, at: int) -> Broken | None:
    base = base_of(spec)
    gone = replace(
        base,
        number="97",
        adopted=dt.date(2023, 1, 15),
        registered=dt.date(2023, 1, 17),
        published=dt.date(2023, 1, 19),
        registry="31997",
    )
    name = act_id(read(act(gone, "ru", title="О перечне")).acts[0], LAW) or ""
    dead = Text(act(gone, "ru", title="О перечне"), replace(known(gone), ended=dt.date(2023, 3, 1)))
    return amended(
        spec,
        base_facts=replace(known(base), ended=dt.date(2023, 2, 1), ended_by=name),
        more=(dead,),
    )


@fault("VAC035")
def waits_for_an_act_without_a_date(spec: Spec, at: int) -> Broken | None:
    spec = law(spec, at)
    base = replace(
        spec,
        number="10-VIII",
        adopted=dt.date(2023, 6, 1),
        published=dt.date(2023, 6, 3),
        title=TITLES[(at + 1) % 6],
    )
    when = (
        "вводится в действие со дня введения в действие Закона Республики Казахстан от "
        f"{written(base.adopted, 'ru')} № {base.number} «{base.title.ru}»"
    )
    blind = act(
        base,
        "ru",
        silent=True,
        body=("Отношения.", "Порядок введения в действие настоящего Закона см. статью 9."),
    )
    return Broken(
        act(spec, "ru", when=when), known(spec), (Text(blind, known(base)),), official=True
    )


@fault("VAC036")
def before_its_ground(spec: Spec, at: int) -> Broken | None:
    spec = order(in_days(spec))
    ground = replace(
        law(spec, at),
        number="250-VIII",
        adopted=dt.date(2025, 12, 31),
        published=dt.date(2026, 1, 3),
        title=TITLES[(at + 1) % 6],
    )
    preamble = (
        "В соответствии с пунктом 3 статьи 1 Закона Республики Казахстан от "
        f"{written(ground.adopted, 'ru')} № {ground.number} «{ground.title.ru}» "
    )
    when = "вводится в действие с 1 января 2028 года"
    late = Text(act(ground, "ru", when=when), known(ground))
    return Broken(act(spec, "ru", preamble=preamble), known(spec), (late,), official=True)


@fault("VAC041")
def one_registry_number(spec: Spec, at: int) -> Broken | None:
    spec = order(spec)
    twin = replace(base_of(spec), registry=spec.registry, minister=(spec.minister + 1) % 5)
    return Broken(act(spec, "ru"), known(spec), (_archived(spec), _archived(twin)), official=True)


@fault("VAC041")
def a_gap(spec: Spec, at: int) -> Broken | None:
    spec = order(spec)
    other = replace(base_of(spec), registry=str(int(spec.registry) + 2))
    return Broken("", whole_archive=True, others=(_archived(spec), _archived(other)))


@fault("VAC024")
def languages_differ(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    other = replace(spec, value=20 if spec.value != 20 else 30)
    here, there = ("ru", "kk") if at % 2 else ("kk", "ru")
    texts = (
        Text(act(spec, here), known(spec), name="one"),
        Text(act(other, there), known(spec), name="one"),
    )
    return Broken(act(spec, here), known(spec), texts, official=True, ids=("one",))


@fault("VAC024")
def base_differs(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    from_day = clause(spec, "kk").replace("күнінен кейін", "күнінен бастап")
    texts = (
        Text(act(spec, "ru"), known(spec), name="one"),
        Text(act(spec, "kk", when=from_day), known(spec), name="one"),
    )
    return Broken(act(spec, "ru"), known(spec), texts, official=True, ids=("one",))


@fault("VAC060")
def translation_from_the_day(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    moved = clause(spec, "en").replace("after the day of", "from the date of")
    return Broken(
        act(spec, "en", when=moved),
        known(spec),
        (Text(act(spec, "ru"), known(spec), name="one"),),
        ids=("one",),
    )


@fault("VAC026")
def report_changes_the_number(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    other = replace(spec, value=20 if spec.value != 20 else 30)
    named, out = citation(spec, language), written(spec.published, language)
    text = (
        f"The {named} was published on {out} and enters into force "
        f"{term(other, 'en')} after the date of its first official publication.\n"
        if language == "en"
        else f"{named} опубликован {out}. {kind(spec, 'ru')} вводится в действие по "
        f"истечении {term(other, 'ru')} после дня его первого официального опубликования.\n"
    )
    return Broken(text, others=(_archived(spec),))


@fault("VAC062")
def report_in_working_days(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    named, out = citation(spec, language), written(spec.published, language)
    text = (
        f"The {named} was published on {out} and enters into force {spec.value} "
        "business days after the date of its first official publication.\n"
        if language == "en"
        else f"{named} опубликован {out}. {kind(spec, 'ru')} вводится в действие по "
        f"истечении {spec.value} рабочих дней после дня его первого официального "
        "опубликования.\n"
    )
    return Broken(text, others=(_archived(spec),))


@fault("VAC021")
def report_gives_another_publication(spec: Spec, at: int) -> Broken | None:
    moved = replace(spec, published=spec.published + (1 + at % 9) * DAY)
    return Broken(bulletin(moved, _language(at), form=at // 2), others=(_archived(spec),))


@fault("VAC070")
def report_gives_another_day(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    day = written(spec.entry + (31 + at) * DAY, language)
    text = (
        f"The {citation(spec, 'en')} enters into force on {day}.\n"
        if language == "en"
        else f"{citation(spec, 'ru')} вводится в действие с {day}.\n"
    )
    return Broken(text, others=(_archived(spec),))


@fault("VAC046")
def edition_day(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    day = written(spec.adopted, language)
    text = (
        f"The {citation(spec, 'en')} entered into force on {day}.\n"
        if language == "en"
        else f"{citation(spec, 'ru')} введен в действие с {day}.\n"
    )
    facts = replace(
        known(spec), claims=(Claim("ekb.versionDate", str(spec.adopted), spec.adopted),)
    )
    return Broken(text, others=(Text(act(spec, "ru"), facts),))


@fault("VAC047")
def until_as_inclusive(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    end = dt.date(2028, 1 + at % 12, 1)
    until = f"{clause(spec, 'ru')} и действует до {written(end, 'ru')}"
    text = (
        f"The {citation(spec, 'en')} was published on "
        f"{written(spec.published, 'en')}, enters into force {term(spec, 'en')} after the date "
        f"of its first official publication and is valid through {written(end, 'en')} inclusive.\n"
    )
    return Broken(text, others=(_archived(spec, when=until),))


@fault("VAC047")
def expired_and_shown(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    until = f"{clause(spec, 'ru')} и действует до {written(dt.date(2026, 11, 1 + at % 20), 'ru')}"
    if spec.entry >= dt.date(2026, 11, 1):
        return None
    facts = replace(known(spec), claims=(Claim("adilet.status", "upd"),))
    return Broken(
        act(spec, "ru", when=until),
        facts,
        (Text(act(spec, "ru", when=until), facts),),
        official=True,
    )


@fault("VAC067")
def footnote_differs(spec: Spec, at: int) -> Broken | None:
    spec = law(in_days(spec), at)
    other = 60 if spec.value != 60 else 10
    words = {10: "десяти", 60: "шестидесяти"}[other]
    note = (
        "Сноска. Статья 1 с изменением, внесенным Законом РК от "
        f"{spec.adopted:%d.%m.%Y} № {spec.number} (вводится в действие "
        f"по истечении {words} календарных дней после дня его первого официального опубликования)."
    )
    host = replace(
        spec,
        number="480-V",
        adopted=dt.date(2016, 4, 6),
        published=dt.date(2016, 4, 8),
        title=TITLES[(at + 1) % 6],
    )
    text = act(host, "ru", body=(f"Отношения ясны.\n{note}", "Понятия ясны."))
    return Broken(text, known(host), (_archived(spec),), official=True)


@fault("VAC052")
def footnote_year(spec: Spec, at: int) -> Broken | None:
    spec = law(in_days(spec), at)
    note = (
        f"Сноска. Статья 1 с изменением, внесенным Законом РК от {spec.adopted:%d.%m.%Y} "
        f"№ {spec.number} (вводится в действие с "
        f"{spec.entry:%d.%m}.{str(spec.entry.year)[:2]}{str(spec.entry.year)[3]})."
    )
    host = replace(
        spec,
        number="480-V",
        adopted=dt.date(2016, 4, 6),
        published=dt.date(2016, 4, 8),
        title=TITLES[(at + 1) % 6],
    )
    text = act(host, "ru", body=(f"Отношения ясны.\n{note}", "Понятия ясны."))
    return Broken(text, known(host), (_archived(spec),), official=True)


@fault("VAC056")
def between_the_archives_laws(spec: Spec, at: int) -> Broken | None:
    spec = law(in_days(spec), at)
    if spec.adopted >= dt.date(2026, 7, 1):
        return None
    number = int(spec.number.partition("-")[0])
    if number + 1 in {anchor for anchor, _ in numbering("kz").anchors["viii"]}:
        return None
    after = replace(
        spec, number=f"{number + 1}-VIII", adopted=spec.adopted - DAY, title=TITLES[(at + 1) % 6]
    )
    return Broken(act(spec, "ru"), known(spec), (_archived(after),), official=True)


@fault("VAC019")
def not_in_the_bank(spec: Spec, at: int) -> Broken | None:
    spec = order(spec)
    facts = replace(known(spec), identifiers=(), published=None)
    text = act(spec, "ru", when="вводится в действие с 1 декабря 2026 года")
    return Broken(text, facts, (Text(text, facts),), official=True)
